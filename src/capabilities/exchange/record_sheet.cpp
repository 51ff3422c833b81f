// Headings to fields, rows to commands, and lists to rows.
#include "capabilities/exchange/record_sheet.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <future>
#include <map>

#include "base/text.hpp"
#include "base/uuid.hpp"
#include "engine/command/field_value.hpp"
#include "engine/query/pages.hpp"

namespace halfsky::exchange {
namespace json = boost::json;
using lang::Field;
using lang::Kind;

namespace {

constexpr size_t kUnderWayMax = 200;
constexpr size_t kRowsTakenMax = 200'000;
constexpr const char* kOrgHeading = "单位";

bool is_filled_by_people(const Field& field) {
  return !field.computed() && !field.gone && !field.part_of && field.type.kind != Kind::file && field.type.kind != Kind::consent;
}

// A ref whose target is entered with the record: it has a key to be found by, and is no org.
bool goes_through(const Field& field) { return field.type.kind == Kind::ref && !field.target->is_org && !field.target->key.empty() && field.required; }

std::string heading_of(const SheetColumn& column) { return column.org ? kOrgHeading : column.field->title; }

std::string plain(const std::string& heading) {
  std::string text = base::lower(base::half_width(base::trim(heading)));
  for (const char* mark : {"*", " ", "（必填）", "(必填)", ":"})
    for (size_t at; (at = text.find(mark)) != std::string::npos;) text.erase(at, std::string(mark).size());
  return text;
}

bool matches(const SheetColumn& column, const std::string& heading) {
  if (column.org) return heading == kOrgHeading || heading == "村" || heading == "村社区" || heading == "org";
  if (plain(column.field->title) == heading || column.field->id == heading || column.field->was == heading) return true;
  for (const auto& other : column.field->aka)
    if (plain(other) == heading) return true;
  return false;
}

ColumnType column_type(const Field& field) {
  switch (field.type.kind) {
    case Kind::int_: case Kind::tally: return ColumnType::integer;
    case Kind::decimal: return ColumnType::decimal;
    case Kind::money: return ColumnType::money;
    case Kind::date: return ColumnType::date;
    case Kind::time: return ColumnType::date_time;
    default: return ColumnType::text;
  }
}

Column column_of(const SheetColumn& column) {
  if (column.org) return {kOrgHeading, ColumnType::text, {}, "", 14};
  const Field& field = *column.field;
  Column result{field.title, column_type(field), {}, field.help, 0};
  if (field.type.kind == Kind::choice)
    for (const auto& code : field.type.codes->codes)
      if (!code.gone) result.choices.push_back(code.title);
  if (field.type.kind == Kind::flag) result.choices = {"是", "否"};
  return result;
}

std::string title_of(const Field& field, const std::string& code) {
  const auto* found = field.type.codes ? field.type.codes->find(code) : nullptr;
  return found ? found->title : code;
}

// One row on its way.
struct Sent {
  size_t row = 0;
  std::map<std::string, int> columns;   // the problem's path -> column
  std::future<engine::Outcome> outcome;
};

class Taker {
 public:
  Taker(engine::Engine& engine, const engine::Acting& who, const lang::RecordType& type, const std::string& seed, bool dry_run)
      : engine_(engine), site_(engine.site()), who_(who), type_(type), orgs_(site_.orgs()), columns_(sheet_columns(site_, type)), seed_(seed), dry_run_(dry_run) {}

  // The row with the most headings that are known, among the first ten, is the heading row.
  bool find_headings(size_t row, std::span<const Cell> cells) {
    std::map<int, const SheetColumn*> found;
    std::vector<std::string> unknown;
    for (const Cell& cell : cells) {
      const std::string heading = plain(std::string(cell.text));
      const SheetColumn* match = nullptr;
      for (const SheetColumn& column : columns_)
        if (!match && matches(column, heading) && std::none_of(found.begin(), found.end(), [&](const auto& f) { return f.second == &column; })) match = &column;
      if (match) found[cell.column] = match;
      else if (!heading.empty()) unknown.emplace_back(cell.text);
    }
    if (found.size() < 2 && found.size() < columns_.size()) return false;
    heading_row_ = row;
    found_ = std::move(found);
    taken_.unknown_headings = std::move(unknown);
    return true;
  }

  void take(size_t row, std::span<const Cell> cells) {
    ++taken_.rows;
    json::object values, own;
    std::map<std::string, json::object> through;   // by ref
    std::map<std::string, int> paths;
    base::OrgId org = 0;
    const size_t before = taken_.problems.size();
    for (const Cell& cell : cells) {
      const auto at = found_.find(cell.column);
      if (at == found_.end()) continue;
      const std::string text = base::trim(cell.text);
      if (text.empty()) continue;
      if (cell.precision_lost) { bad(row, cell.column, {"number_spoilt", "", {{"got", text}}}); continue; }
      if (cell.kind == Cell::Kind::error) { bad(row, cell.column, {"cell_error", "", {{"got", text}}}); continue; }
      if (at->second->org) {
        org = org_named(text);
        if (org == 0) bad(row, cell.column, {"no_such_org", "", {{"got", text}}});
        continue;
      }
      const Field& field = *at->second->field;
      auto value = engine::value_of_text(field, text, "", site_.clock->today(), *orgs_);
      if (!value) { bad(row, cell.column, value.problems().front()); continue; }
      const json::value as_json = engine::json_of(*value, field.type.kind);
      if (at->second->through) {
        through[at->second->through->id][field.id] = as_json;
        paths["steps[" + std::to_string(through.size() - 1) + "].values." + field.id] = cell.column;
      } else {
        values[field.id] = as_json;
        paths["own." + field.id] = cell.column;
      }
    }
    if (values.empty() && through.empty()) { --taken_.rows; return; }
    if (taken_.problems.size() > before) { ++taken_.bad; return; }
    send(row, org, std::move(values), through, std::move(paths));
  }

  void finish() {
    while (!sent_.empty()) receive();
  }

  Taken& taken() { return taken_; }
  size_t heading_row() const { return heading_row_; }

 private:
  void bad(size_t row, int column, base::Problem problem) { taken_.problems.push_back({row, column, std::move(problem)}); }

  base::OrgId org_named(const std::string& text) const {
    if (const auto* org = orgs_->find_by_code(text)) return org->id;
    base::OrgId found = 0;
    for (const auto& grant : who_.grants)
      for (const auto& org : orgs_->within(base::range_of(grant.org)))
        if (org.name == text) found = found && found != org.id ? -1 : org.id;
    return std::max<base::OrgId>(found, 0);
  }

  // The record with this key, if it is there.
  std::string find_by_key(db::Connection& connection, const lang::RecordType& type, const json::object& values) const {
    const auto& table = site_.schema->table(type);
    std::string where = "county = ?1 and struck_ = 0";
    std::vector<db::Value> args{engine::county_of_viewer(site_, who_)};
    for (const Field* field : type.key) {
      const json::value* given = values.if_contains(field->id);
      if (given == nullptr || given->is_null()) return "";
      const auto value = engine::value_of_json(*field, *given, "", site_.clock->today(), *orgs_);
      if (!value) return "";
      args.push_back(field->encrypted() ? db::Value{db::Bytes{site_.vault->blind(*field, *value)}} : value->text.empty() ? db::Value{value->number} : db::Value{value->text});
      where += fmt::format(" and {} = ?{}", db::quote_name(field->encrypted() ? field->id + "_blind" : field->id), args.size());
    }
    const db::Rows rows = connection.read({fmt::format("select id from {} where {}", table.name(), where), args});
    return rows.empty() ? "" : rows.text(0, 0);
  }

  void send(size_t row, base::OrgId org, json::object values, const std::map<std::string, json::object>& through, std::map<std::string, int> columns) {
    json::array steps;
    const std::string row_seed = fmt::format("{}/{}", seed_, row);
    for (const auto& [ref, target_values] : through) {
      const lang::RecordType& target = *type_.field(ref)->target;
      std::string id = target.class_ == lang::Class::secret ? "" : engine_.reading([&](db::Connection& c) { return find_by_key(c, target, target_values); });
      if (id.empty()) {
        id = base::derived_uuid(row_seed, ref);
        json::object step{{"type", target.name}, {"move", "enter"}, {"record", id}, {"values", target_values}};
        if (org) step["org"] = org;
        steps.push_back(std::move(step));
      }
      values[ref] = id;
    }
    const std::string prefix = "steps[" + std::to_string(steps.size()) + "].values.";
    std::map<std::string, int> paths;
    for (const auto& [path, column] : columns) paths[path.starts_with("own.") ? prefix + path.substr(4) : path] = column;
    json::object own{{"type", type_.name}, {"move", "enter"}, {"record", base::derived_uuid(row_seed, "own")}, {"values", std::move(values)}};
    if (org) own["org"] = org;
    steps.push_back(std::move(own));
    json::object body{{"id", base::derived_uuid(row_seed, dry_run_ ? "dry" : "command")}, {"steps", std::move(steps)}, {"dry_run", dry_run_}};
    auto command = engine::parse_command(site_, who_, body);
    Sent sent{row, std::move(paths), {}};
    auto promise = std::make_shared<std::promise<engine::Outcome>>();
    sent.outcome = promise->get_future();
    if (!command) {
      engine::Outcome refused;
      refused.problems = command.problems();
      promise->set_value(std::move(refused));
    } else if (!engine_.writer().submit(std::move(*command), [promise](engine::Outcome outcome) { promise->set_value(std::move(outcome)); })) {
      engine::Outcome refused;
      refused.problems = {{"busy", "", {}}};
      promise->set_value(std::move(refused));
    }
    sent_.push_back(std::move(sent));
    while (sent_.size() >= kUnderWayMax) receive();
  }

  void receive() {
    Sent sent = std::move(sent_.front());
    sent_.erase(sent_.begin());
    const engine::Outcome outcome = sent.outcome.get();
    if (outcome.accepted) {
      ++(outcome.again ? taken_.known : taken_.good);
      return;
    }
    if (outcome.problems.size() == 1 && outcome.problems.front().code == "already_there") {   // the same row of last week's sheet
      const std::string* type = outcome.problems.front().arg("type");
      if (type && *type == type_.title) {
        ++taken_.known;
        return;
      }
    }
    ++taken_.bad;
    for (const auto& problem : outcome.problems) {
      const auto column = sent.columns.find(problem.path);
      bad(sent.row, column == sent.columns.end() ? -1 : column->second, problem);
    }
  }

  engine::Engine& engine_;
  const engine::Site& site_;
  const engine::Acting& who_;
  const lang::RecordType& type_;
  std::shared_ptr<const engine::OrgTree> orgs_;
  std::vector<SheetColumn> columns_;
  std::string seed_;
  bool dry_run_;
  std::map<int, const SheetColumn*> found_;
  size_t heading_row_ = 0;
  std::vector<Sent> sent_;
  Taken taken_;
};

}  // namespace

std::vector<SheetColumn> sheet_columns(const engine::Site&, const lang::RecordType& type) {
  std::vector<SheetColumn> result;
  if (type.org_rule == lang::RecordType::OrgRule::entry && !type.parent) result.push_back({nullptr, nullptr, true});
  for (const auto& field : type.fields) {
    if (!is_filled_by_people(*field)) continue;
    if (!goes_through(*field)) {
      if (field->type.kind != Kind::ref || field->target->is_org) result.push_back({field.get(), nullptr, false});
      continue;
    }
    for (const auto& inner : field->target->fields)
      if (is_filled_by_people(*inner) && (inner->type.kind != Kind::ref || inner->target->is_org)) result.push_back({inner.get(), field.get(), false});
  }
  return result;
}

std::string empty_sheet(const engine::Site& site, const lang::RecordType& type) {
  std::vector<Column> columns;
  for (const SheetColumn& column : sheet_columns(site, type)) columns.push_back(column_of(column));
  return write_sheet(type.title, columns, {});
}

base::Result<std::string> list_sheet(const engine::Site& site, db::Connection& connection, const engine::Acting& who, const engine::ListQuery& query) {
  const lang::RecordType& type = *query.type;
  std::vector<SheetColumn> parts = sheet_columns(site, type);
  std::vector<Column> columns;
  for (const SheetColumn& part : parts) columns.push_back(column_of(part));
  if (!type.stages.empty()) columns.push_back({"状态", ColumnType::text, {}, "", 10});
  std::vector<std::vector<SheetValue>> rows;
  const auto cell = [&](engine::View& view, const engine::RowPtr& row, const Field& field) -> SheetValue {
    const json::value value = view.value_json(row, field);
    if (value.is_null()) return std::monostate{};
    if (value.is_object() && (value.as_object().contains("masked") || value.as_object().contains("hidden"))) return std::string("***");
    const lang::Value& plain_value = row->fields[field.index];
    switch (field.type.kind) {
      case Kind::int_: case Kind::tally: case Kind::decimal: case Kind::money: case Kind::date: case Kind::time: return plain_value.number;
      case Kind::flag: return std::string(plain_value.number ? "是" : "否");
      case Kind::choice: return title_of(field, plain_value.text);
      case Kind::choices: {
        std::string text;
        for (const auto& item : *plain_value.items) text += (text.empty() ? "" : "、") + title_of(field, item.text);
        return text;
      }
      case Kind::ref: return field.target->is_org ? view.org_name(plain_value.number) : view.label_of(*field.target, plain_value.text);
      default: return value.is_string() ? std::string(value.as_string()) : std::string();
    }
  };
  base::Problems problems = engine::each_record(site, connection, who, query, [&](engine::View& view, const std::vector<engine::RowPtr>& page) {
    for (const auto& row : page) {
      std::vector<SheetValue> line;
      for (const SheetColumn& part : parts) {
        if (part.org) { line.emplace_back(view.org_name(row->org)); continue; }
        if (!part.through) { line.push_back(cell(view, row, *part.field)); continue; }
        const auto& ref = row->fields[part.through->index];
        const auto target = ref.is_null() ? nullptr : view.load(*part.through->target, ref.text);
        if (target && view.may_read(target)) line.push_back(cell(view, target, *part.field)); else line.emplace_back(std::monostate{});
      }
      if (!type.stages.empty()) line.emplace_back(type.stage(row->stage)->title);
      rows.push_back(std::move(line));
    }
  }, "sheet");
  if (!problems.empty()) return problems;
  return write_sheet(type.title, columns, rows);
}

base::Result<Taken> take_sheet(engine::Engine& engine, const engine::Acting& who, const lang::RecordType& type, std::string bytes, bool dry_run, const std::function<std::string(const base::Problem&)>& sentence) {
  const std::string seed = crypto::hex(engine.site().keyring->suite().hash(bytes)) + who.account + type.name;   // the same sheet again is the same commands
  auto file = SheetFile::open_bytes(std::move(bytes));
  if (!file) return file.problems();
  Taker taker(engine, who, type, seed, dry_run);
  bool headed = false, too_many = false;
  size_t looked = 0;
  const auto read = file->read_first([&](size_t row, std::span<const Cell> cells) {
    if (!headed) {
      headed = taker.find_headings(row, cells);
      return headed || ++looked < 10;
    }
    taker.take(row, cells);
    too_many = taker.taken().rows > kRowsTakenMax;
    return !too_many;
  });
  if (!read) return read.problems();
  taker.finish();
  if (!headed) {
    std::string wanted;
    for (const SheetColumn& column : sheet_columns(engine.site(), type)) wanted += (wanted.empty() ? "" : "、") + heading_of(column);
    return base::Problem{"no_headings", "", {{"wanted", wanted}}};
  }
  if (too_many) return base::Problem{"too_many", "", {{"max", std::to_string(kRowsTakenMax)}}};
  Taken& taken = taker.taken();
  if (!taken.problems.empty()) {
    std::vector<Mark> marks;
    for (const auto& bad : taken.problems) marks.push_back({bad.row, bad.column, sentence(bad.problem)});
    auto marked = copy_with_marks(*file, file->first_visible(), taker.heading_row(), std::move(marks), CopiedRows::marked);
    if (marked) taken.marked = std::move(*marked);
  }
  return std::move(taken);
}

}  // namespace halfsky::exchange
