// Headings to fields, rows to commands, and lists to rows.
#include "capabilities/exchange/record_sheet.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/text.hpp"
#include "capabilities/exchange/import.hpp"
#include "engine/command/field_value.hpp"
#include "engine/query/pages.hpp"

namespace halfsky::exchange {
namespace json = boost::json;
using lang::Field;
using lang::Kind;

namespace {

constexpr size_t kRowsTakenMax = 200'000;
constexpr size_t kHeadingWithin = 10;   // rows, from the first that holds something
constexpr const char* kOrgHeading = "单位";

bool is_filled_by_people(const Field& field) {
  return !field.computed() && !field.gone && !field.part_of && field.type.kind != Kind::file && field.type.kind != Kind::consent;
}

// A ref whose target is entered with the record: it has a key to be found by, and is no org.
bool goes_through(const Field& field) { return field.type.kind == Kind::ref && !field.target->is_org && !field.target->key.empty() && field.required; }

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

}  // namespace

std::string heading_of(const SheetColumn& column) { return column.org ? kOrgHeading : column.field->title; }

std::string plain_heading(std::string_view heading) {
  std::string text = base::lower(base::half_width(base::trim(heading)));
  for (const char* mark : {"*", " ", "（必填）", "(必填)", ":"})
    for (size_t at; (at = text.find(mark)) != std::string::npos;) text.erase(at, std::string(mark).size());
  return text;
}

bool is_heading_of(const SheetColumn& column, const std::string& heading) {
  if (column.org) return heading == kOrgHeading || heading == "村" || heading == "村社区" || heading == "org";
  if (plain_heading(column.field->title) == heading || column.field->id == heading || column.field->was == heading) return true;
  for (const auto& other : column.field->aka)
    if (plain_heading(other) == heading) return true;
  return false;
}

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
  const std::string hash = engine.site().keyring->suite().hash(bytes);
  Import::Plan plan{.seed = crypto::hex(hash) + who.account + type.name, .dry_run = dry_run};   // the same sheet again is the same commands
  for (int i = 0; i < 6; ++i) plan.id_prefix = plan.id_prefix << 8 | uint8_t(hash[size_t(i)]);
  auto file = SheetFile::open_bytes(std::move(bytes));
  if (!file) return file.problems();
  Taken taken;
  Import import(engine, who, type, std::move(plan), [&](TakenRows rows) {
    taken.rows += rows.rows;
    taken.good += rows.good;
    taken.known += rows.known;
    taken.bad += rows.bad;
    std::move(rows.problems.begin(), rows.problems.end(), std::back_inserter(taken.problems));
    return true;
  });
  const auto size = file->read_first([](size_t, std::span<const Cell>) { return true; });
  if (!size) return size.problems();
  import.fill_down(size->merges);
  const auto read = read_rows(*file, import, kRowsTakenMax);
  if (!read) return read.problems();
  taken.unknown_headings = import.unknown_headings();
  if (!taken.problems.empty()) {
    std::vector<Mark> marks;
    for (const auto& bad : taken.problems) marks.push_back({bad.row, bad.column, sentence(bad.problem)});
    auto marked = copy_with_marks(*file, file->first_visible(), import.heading_row(), std::move(marks), CopiedRows::marked);
    if (marked) taken.marked = std::move(*marked);
  }
  return taken;
}

base::Result<SheetSize> find_headings(SheetFile& file, Import& import) {
  std::vector<Import::HeadRow> rows;
  const auto read = file.read_first([&](size_t row, std::span<const Cell> cells) {
    rows.push_back(Import::head_row(row, cells));
    return rows.size() < kHeadingWithin;
  });
  if (!read) return read.problems();
  if (!import.find_headings(rows)) return import.no_headings();
  return *read;
}

base::Result<SheetSize> read_rows(SheetFile& file, Import& import, size_t rows_max) {
  if (const auto headed = find_headings(file, import); !headed) return headed.problems();
  size_t rows = 0;
  const auto read = file.read_first([&](size_t row, std::span<const Cell> cells) { return row <= import.heading_row() || (++rows <= rows_max && import.take(row, cells)); });
  if (!read) return read.problems();
  if (rows > rows_max) return base::Problem{"too_many", "", {{"max", std::to_string(rows_max)}}};
  import.finish();
  return *read;
}

}  // namespace halfsky::exchange
