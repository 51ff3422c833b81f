// Rows to commands, and what became of them.
#include "capabilities/exchange/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <thread>

#include "base/text.hpp"
#include "base/ordered_uuid.hpp"
#include "base/uuid.hpp"
#include "engine/command/field_value.hpp"
#include "engine/query/pages.hpp"

namespace halfsky::exchange {
namespace json = boost::json;
using lang::Field;

namespace {

constexpr size_t kUnderWayMax = 2;           // commands: one is written while the next is decided on
constexpr size_t kKeysInStatement = 100;
constexpr size_t kBusyTriesMax = 200;
constexpr std::chrono::milliseconds kBusyWait{50};

db::Value key_value(const engine::Site& site, const Field& field, const lang::Value& value) {
  if (field.encrypted()) return db::Bytes{site.vault->blind(field, value)};
  return value.text.empty() ? db::Value{value.number} : db::Value{value.text};
}

std::string text_of(const db::Value& value) {
  if (const auto* i = std::get_if<int64_t>(&value)) return std::to_string(*i);
  if (const auto* b = std::get_if<db::Bytes>(&value)) return b->data;
  const auto* s = std::get_if<std::string>(&value);
  return s ? *s : "";
}

std::string key_column(const Field& field) { return db::quote_name(field.encrypted() ? field.id + "_blind" : field.id); }

// "r17.head.values.name" -> 17, "head", "name"
struct Place { size_t row = 0; std::string ref, field; };
std::optional<Place> place_of(const std::string& path) {
  if (!path.starts_with("r")) return std::nullopt;
  const size_t dot = path.find('.'), second = dot == std::string::npos ? dot : path.find('.', dot + 1);
  if (second == std::string::npos) return std::nullopt;
  Place place{size_t(std::atoll(path.c_str() + 1)), path.substr(dot + 1, second - dot - 1), path.substr(second + 1)};
  if (place.field.starts_with("values.")) place.field = place.field.substr(7);
  return place;
}

}  // namespace

Import::Import(engine::Engine& engine, const engine::Acting& who, const lang::RecordType& type, Plan plan, Report report)
    : engine_(engine), site_(engine.site()), who_(who), type_(type), plan_(std::move(plan)), report_(std::move(report)), orgs_(site_.orgs()), columns_(sheet_columns(site_, type)) {}

Import::HeadRow Import::head_row(size_t row, std::span<const Cell> cells) {
  HeadRow result{row, {}};
  for (const Cell& cell : cells)
    if (!base::trim(cell.text).empty()) result.texts[cell.column] = std::string(cell.text);
  return result;
}

// What each column is called by a row, or by it together with the one above: 户主 over 姓名 is 户主姓名, and what stands above alone
// is merged down to here.
Import::Headings Import::headings_of(const HeadRow* above, const HeadRow& row, std::vector<std::string>& unknown) const {
  Headings found;
  const auto match = [&](int at, const std::string& text) {
    const std::string heading = plain_heading(text);
    if (heading.empty() || found.contains(at)) return;
    for (const SheetColumn& column : columns_)
      if (is_heading_of(column, heading) && std::none_of(found.begin(), found.end(), [&](const auto& f) { return f.second == &column; })) {
        found[at] = &column;
        return;
      }
  };
  if (above)
    for (const auto& [at, text] : row.texts) {
      const auto group = above->texts.upper_bound(at);   // a group's name stands over its first column
      if (group != above->texts.begin()) match(at, std::prev(group)->second + text);
    }
  for (const auto& [at, text] : row.texts) match(at, text);
  if (above)
    for (const auto& [at, text] : above->texts)
      if (!row.texts.contains(at)) match(at, text);
  for (const auto& [at, text] : row.texts)
    if (!found.contains(at)) unknown.push_back(text);
  return found;
}

bool Import::find_headings(const std::vector<HeadRow>& rows) {
  for (size_t i = 0; i < rows.size(); ++i)
    for (const HeadRow* above : {static_cast<const HeadRow*>(nullptr), i > 0 ? &rows[i - 1] : nullptr}) {
      std::vector<std::string> unknown;
      Headings found = headings_of(above, rows[i], unknown);
      if ((found.size() < 2 && found.size() < columns_.size()) || found.size() <= found_.size()) continue;
      heading_row_ = rows[i].row;
      found_ = std::move(found);
      unknown_ = std::move(unknown);
    }
  column_by_path_.clear();
  for (const auto& [at, column] : found_)
    if (column->field) column_by_path_[(column->through ? column->through->id : "") + "/" + column->field->id] = at;
  return headed();
}

void Import::fill_down(std::vector<Merge> merges) {
  merges_ = std::move(merges);
  std::sort(merges_.begin(), merges_.end(), [](const Merge& a, const Merge& b) { return a.first_row < b.first_row; });
}

base::Problem Import::no_headings() const {
  std::string wanted;
  for (const SheetColumn& column : columns_) wanted += (wanted.empty() ? "" : "、") + heading_of(column);
  return {"no_headings", "", {{"wanted", wanted}}};
}

base::OrgId Import::org_named(const std::string& text) {
  const auto [at, is_new] = orgs_by_name_.try_emplace(text, 0);
  if (!is_new) return at->second;
  if (const auto* org = orgs_->find_by_code(text)) return at->second = org->id;
  base::OrgId found = 0;
  for (const auto& grant : who_.grants)
    for (const auto& org : orgs_->within(base::range_of(grant.org)))
      if (org.name == text) found = found && found != org.id ? -1 : org.id;
  return at->second = std::max<base::OrgId>(found, 0);
}

// False for a cell of no column, or an empty one.
bool Import::take_cell(Line& line, int column, const std::string& text, std::vector<Identity>& identities, const std::function<void(int, base::Problem)>& bad) {
  const SheetColumn& of = *found_.at(column);
  if (of.org) {
    line.org = org_named(text);
    if (line.org == 0) bad(column, {"no_such_org", "", {{"got", text}}});
    return false;
  }
  const Field& field = *of.field;
  if (look_ && (field.sealed || std::find(field.owner->key.begin(), field.owner->key.end(), &field) != field.owner->key.end())) identities.push_back({&field, text});
  auto value = engine::value_of_text(field, text, "", site_.clock->today(), *orgs_);
  if (!value) return bad(column, value.problems().front()), true;
  json::object* values = &line.own;
  if (of.through) {
    auto part = std::find_if(line.parts.begin(), line.parts.end(), [&](const Part& p) { return p.ref == of.through; });
    if (part == line.parts.end()) part = line.parts.insert(part, Part{of.through, {}, "", "", false});
    values = &part->values;
  }
  (*values)[field.id] = engine::json_of(*value, field.type.kind);
  return true;
}

bool Import::take(size_t row, std::span<const Cell> cells) {
  if (stopped_) return false;
  Line line{row, 0, {}, {}};
  TakenRows& taken = batch_.taken;
  const size_t before = taken.problems.size();
  const bool is_done = row <= plan_.done_until;
  const auto bad = [&](int column, base::Problem problem) { taken.problems.push_back({row, column, std::move(problem)}); };
  bool is_empty = true;
  std::vector<Identity> identities;
  std::deque<std::string> texts;
  for (const Cell& cell : cells) {
    if (!found_.contains(cell.column)) continue;
    const std::string& text = texts.emplace_back(base::trim(cell.text));
    if (text.empty()) continue;
    if (cell.precision_lost) { bad(cell.column, {"number_spoilt", "", {{"got", text}}}); continue; }
    if (cell.kind == Cell::Kind::error) { bad(cell.column, {"cell_error", "", {{"got", text}}}); continue; }
    if (take_cell(line, cell.column, text, identities, bad)) is_empty = false;
  }
  for (; next_merge_ < merges_.size() && merges_[next_merge_].first_row <= row; ++next_merge_)
    if (found_.contains(merges_[next_merge_].column)) open_merges_.emplace_back(merges_[next_merge_], "");
  std::erase_if(open_merges_, [&](const auto& open) { return open.first.last_row < row; });
  for (auto& [merge, text] : open_merges_) {   // what is merged downwards stands in the first row alone
    const auto cell = std::find_if(cells.begin(), cells.end(), [at = merge.column](const Cell& c) { return c.column == at; });
    if (row == merge.first_row) text = cell == cells.end() ? "" : base::trim(cell->text);
    else if (cell == cells.end() && !text.empty() && !is_empty) take_cell(line, merge.column, texts.emplace_back(text), identities, bad);
  }
  if (is_empty && taken.problems.size() == before) return true;
  if (look_) look_(row, line.org, identities);
  if (is_done || plan_.left_out.contains(row)) {
    taken.problems.resize(before);
    return true;
  }
  taken.until = row;
  ++taken.rows;
  if (taken.problems.size() > before) { ++taken.bad; return true; }
  const base::County county = line.org ? base::county_of(line.org) : engine::county_of_viewer(site_, who_);
  if (!batch_.lines.empty() && batch_.county != county) {
    TakenRows next{row, 1, 0, 0, 0, {}};
    --taken.rows;
    taken.until = batch_.lines.back().row;
    send();
    batch_.taken = std::move(next);
  }
  batch_.county = county;
  batch_.lines.push_back(std::move(line));
  if (batch_.lines.size() >= plan_.rows_in_command) send();
  return !stopped_;
}

void Import::finish() {
  if (!stopped_ && batch_.taken.rows > 0) send();
  while (!under_way_.empty()) receive();
}

std::string Import::key_of(const lang::RecordType& type, const json::object& values, base::OrgId org) const {
  if (type.key.empty()) return "";
  std::string key = type.key_has_org ? std::to_string(org) + "|" : "";
  for (const Field* field : type.key) {
    const json::value* given = values.if_contains(field->id);
    if (given == nullptr || given->is_null()) return "";
    const auto value = engine::value_of_json(*field, *given, "", site_.clock->today(), *orgs_);
    if (!value) return "";
    key += text_of(key_value(site_, *field, *value)) + "|";
  }
  return key;
}

// The records that the rows refer to: in the database by their key, of an earlier row, or new.
void Import::find_targets(Batch& batch) {
  std::map<const Field*, std::vector<Part*>> wanted;
  for (Line& line : batch.lines)
    for (Part& part : line.parts) {
      part.key = key_of(*part.ref->target, part.values, line.org);
      if (!part.key.empty()) part.key = part.ref->id + "|" + part.key;
      if (!part.key.empty() && !known_.contains(part.key)) wanted[part.ref].push_back(&part);
    }
  for (const auto& [ref, parts] : wanted) find_by_key(*ref, parts, batch.county);
  for (Line& line : batch.lines)
    for (Part& part : line.parts) {
      const auto known = part.key.empty() ? known_.end() : known_.find(part.key);
      // A dry run leaves nothing behind, so the same person in a later command is new there once more.
      part.is_new = known == known_.end() || (plan_.dry_run && known->second.batch != 0 && known->second.batch != batches_);
      if (known != known_.end()) part.id = known->second.id;
      else part.id = base::ordered_uuid(plan_.id_prefix, uint32_t(line.row), plan_.seed + part.ref->id);
      if (part.is_new && !part.key.empty()) known_[part.key] = {part.id, batches_};
    }
}

void Import::find_by_key(const Field& ref, const std::vector<Part*>& parts, base::County county) {
  const lang::RecordType& type = *ref.target;
  if (type.class_ == lang::Class::secret) return;   // whether one is there is not for a sheet to find out
  const auto& table = site_.schema->table(type);
  std::string columns = type.key_has_org ? "org" : "";
  for (const Field* field : type.key) columns += (columns.empty() ? "" : ", ") + key_column(*field);
  std::vector<db::Call> calls;
  for (size_t from = 0; from < parts.size(); from += kKeysInStatement) {
    std::vector<db::Value> args{county};
    std::string any;
    for (size_t i = from; i < std::min(parts.size(), from + kKeysInStatement); ++i) {
      std::string one;
      for (const Field* field : type.key) {
        const auto value = engine::value_of_json(*field, parts[i]->values.at(field->id), "", site_.clock->today(), *orgs_);
        args.push_back(key_value(site_, *field, *value));
        one += type.key.size() == 1 ? fmt::format("?{}", args.size()) : fmt::format("{}{} = ?{}", one.empty() ? "" : " and ", key_column(*field), args.size());
      }
      any += type.key.size() == 1 ? (any.empty() ? "" : ", ") + one : (any.empty() ? "(" : " or (") + one + ")";
    }
    const std::string where = type.key.size() == 1 ? fmt::format("{} in ({})", key_column(*type.key.front()), any) : "(" + any + ")";
    calls.push_back({fmt::format("select id, {} from {} where county = ?1 and struck_ = 0 and {}", columns, table.name(), where), std::move(args)});
  }
  engine_.read([&](db::Connection& connection) {
    for (const db::Rows& rows : connection.read_all(calls))
      for (size_t r = 0; r < rows.size(); ++r) {
        std::string key = ref.id + "|";
        for (size_t c = 1; c < rows.columns(); ++c) key += text_of(rows.at(r, c)) + "|";
        known_[key] = {rows.text(r, 0), 0};
      }
  });
}

engine::Command Import::command_of(const Batch& batch, const std::vector<Line*>& lines) const {
  engine::Command command;
  command.who = who_;
  command.county = batch.county;
  command.kind = type_.name + ".enter";
  command.dry_run = plan_.dry_run;
  std::string rows = plan_.seed + (plan_.dry_run ? "/dry" : "");
  const auto step_of = [](const lang::RecordType& type) {
    engine::Step step;
    step.what = engine::Step::What::enter;
    step.type = &type;
    step.move = &type.enter();
    return step;
  };
  std::map<const Field*, engine::Step> targets;
  engine::Step own = step_of(type_);
  own.items.reserve(lines.size());
  for (Line* line : lines) {
    rows += fmt::format("/{}", line->row);
    json::object values = line->own;
    for (const Part& part : line->parts) {
      values[part.ref->id] = part.id;
      if (!part.is_new) continue;
      auto [at, is_first] = targets.try_emplace(part.ref);
      if (is_first) at->second = step_of(*part.ref->target);
      at->second.items.push_back({part.id, part.values, {}, {}, line->org, fmt::format("r{}.{}.", line->row, part.ref->id)});
    }
    own.items.push_back({base::ordered_uuid(plan_.id_prefix, uint32_t(line->row), plan_.seed), std::move(values), {}, {}, line->org, fmt::format("r{}..", line->row)});
  }
  for (auto& [ref, step] : targets) command.steps.push_back(std::move(step));
  command.steps.push_back(std::move(own));
  command.body_hash = site_.keyring->suite().hash(rows);
  command.id = base::derived_uuid("import", rows);
  return command;
}

std::future<engine::Outcome> Import::submit(engine::Command command) {
  auto promise = std::make_shared<std::promise<engine::Outcome>>();
  for (size_t tries = 0; tries < kBusyTriesMax; ++tries) {
    if (engine_.writer().submit(command, [promise](engine::Outcome outcome) { promise->set_value(std::move(outcome)); })) return promise->get_future();
    std::this_thread::sleep_for(kBusyWait);   // the queue is full: whoever works by hand goes first
  }
  engine::Outcome refused;
  refused.problems = {{"busy", "", {}}};
  promise->set_value(std::move(refused));
  return promise->get_future();
}

void Import::send() {
  ++batches_;
  Batch batch = std::move(batch_);
  batch_ = {};
  if (!batch.lines.empty()) {
    find_targets(batch);
    std::vector<Line*> lines;
    for (Line& line : batch.lines) lines.push_back(&line);
    batch.outcome = submit(command_of(batch, lines));
  }
  under_way_.push_back(std::move(batch));
  while (under_way_.size() >= kUnderWayMax) receive();
}

void Import::receive() {
  Batch batch = std::move(under_way_.front());
  under_way_.pop_front();
  if (!batch.lines.empty()) {
    std::vector<Line*> lines;
    for (Line& line : batch.lines) lines.push_back(&line);
    settle(batch, std::move(lines), batch.outcome.get());
  }
  if (!stopped_ && !report_(std::move(batch.taken))) stopped_ = true;
}

int Import::column_of(const std::string& ref, const std::string& field) const {
  const auto at = column_by_path_.find(ref + "/" + field);
  return at == column_by_path_.end() ? -1 : at->second;
}

void Import::settle(Batch& batch, std::vector<Line*> lines, engine::Outcome outcome) {
  TakenRows& taken = batch.taken;
  if (outcome.accepted) {
    taken.good += lines.size();
    return;
  }
  std::map<size_t, std::vector<std::pair<Place, const base::Problem*>>> by_row;
  for (const base::Problem& problem : outcome.problems)
    if (const auto place = place_of(problem.path)) by_row[place->row].emplace_back(*place, &problem);
  if (by_row.empty()) {
    const std::string& code = outcome.problems.front().code;
    if (code == "machine" || code == "busy") throw db::Unavailable(db::Unavailable::Cause::machine, code);
    if (lines.size() == 1) {
      ++taken.bad;
      for (const base::Problem& problem : outcome.problems) taken.problems.push_back({lines.front()->row, -1, problem});
      return;
    }
    const auto middle = lines.begin() + std::ptrdiff_t(lines.size() / 2);   // it names no row: half of them at a time
    for (std::vector<Line*> half : {std::vector<Line*>(lines.begin(), middle), std::vector<Line*>(middle, lines.end())}) {
      auto answer = submit(command_of(batch, half)).get();
      settle(batch, std::move(half), std::move(answer));
    }
    return;
  }
  std::vector<Line*> left;
  for (Line* line : lines) {
    const auto at = by_row.find(line->row);
    if (at == by_row.end()) { left.push_back(line); continue; }
    const auto is_all = [&](std::string_view code, bool own) {
      return std::all_of(at->second.begin(), at->second.end(), [&](const auto& p) { return p.second->code == code && (!own || p.first.ref.empty()); });
    };
    if (is_all("id_taken", false)) { ++taken.good; continue; }         // by this very import, before it was interrupted
    if (is_all("already_there", true)) { ++taken.known; continue; }    // the same row of last week's sheet
    ++taken.bad;
    for (const auto& [place, problem] : at->second) {
      // What the row refers to was refused, and that is said: that it is not there now is no more news.
      const bool follows = place.ref.empty() && problem->code == "no_such_record" && std::any_of(at->second.begin(), at->second.end(), [f = place.field](const auto& other) { return other.first.ref == f; });
      if (!follows) taken.problems.push_back({line->row, column_of(place.ref, place.field), *problem});
    }
    for (const Part& part : line->parts)
      if (part.is_new && !part.key.empty()) known_.erase(part.key);
  }
  if (left.empty()) return;
  if (plan_.dry_run) {
    taken.good += left.size();
    return;
  }
  // A row that was taken out may have brought a person whom another one refers to.
  for (Line* line : left)
    for (Part& part : line->parts)
      if (!part.is_new && !part.key.empty() && !known_.contains(part.key)) {
        part.is_new = true;
        known_[part.key] = {part.id, batches_};
      }
  auto answer = submit(command_of(batch, left)).get();
  settle(batch, std::move(left), std::move(answer));
}

}  // namespace halfsky::exchange
