// Lines of records: all of the org, in the list's order, or those that stand in the form already; and the cells of one record.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <unordered_map>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "capabilities/exchange/form_filling.hpp"
#include "capabilities/exchange/sheet_reader.hpp"
#include "engine/access/office_work.hpp"
#include "engine/query/list.hpp"
#include "engine/query/pages.hpp"
#include "engine/world.hpp"

namespace halfsky::exchange {
namespace json = boost::json;
using lang::Field;
using lang::Kind;

namespace {

std::string title_of(const Field& field, std::string_view code) {
  const auto* found = field.type.codes ? field.type.codes->find(std::string(code)) : nullptr;
  return found ? found->title : std::string(code);
}

bool is_hidden_json(const json::value& value) { return value.is_object() && (value.as_object().contains("masked") || value.as_object().contains("hidden")); }

FormValue of_decimal(std::string_view text) {
  const auto number = base::parse_scaled(text, base::kDecimalScale);
  return number ? FormValue::of_number(*number) : FormValue{};
}

FormValue of_whole(const json::value& value) {
  const auto number = value.is_int64() ? base::multiply(value.as_int64(), base::kDecimalScale) : std::nullopt;
  return number ? FormValue::of_number(*number) : FormValue{};
}

FormValue of_time(FormValue::Kind kind, std::optional<int64_t> time) {
  FormValue value;
  if (!time) return value;
  value.kind = kind;
  value.number = *time;
  return value;
}

}  // namespace

FormValue FormFilling::private_value(engine::View& view, const engine::RowPtr& row, const Field& field, const HeadingPlan& meaning) {
  const json::value there = view.value_json(row, field);
  if (there.is_null()) return {};
  if (there.is_object() && there.as_object().contains("hidden")) return FormValue::empty(problem("form_not_for_you", {{"heading", meaning.heading}}));
  if (asked_.reason.empty()) return FormValue::empty(problem("form_needs_reason", {{"heading", meaning.heading}}));
  const Mask mask = meaning.mask == Mask::none ? Mask::middle : meaning.mask;
  if (field.type.kind != Kind::text) return FormValue::empty(problem("form_not_for_you", {{"heading", meaning.heading}}));
  const auto value = view.reveal(row, field, asked_.reason);
  if (!value) return FormValue::empty(problem("form_not_for_you", {{"heading", meaning.heading}}));
  return value->is_null() ? FormValue{} : FormValue::of_text(masked(value->text, mask));
}

FormValue FormFilling::value_of(engine::View& view, const engine::RowPtr& row, const HeadingPlan& meaning) {
  const Source& source = meaning.source;
  const auto hidden = [&] { return FormValue::empty(problem("form_not_for_you", {{"heading", meaning.heading}})); };
  if (source.kind == Source::Kind::org) {
    const std::string name = places_.name_at(row->org, source.level);
    return name.empty() ? FormValue{} : FormValue::of_text(name);
  }
  if (source.kind == Source::Kind::stage) {
    const auto* stage = row->type->stage(row->stage);
    return stage ? FormValue::of_text(stage->title) : FormValue{};
  }
  if (source.kind != Source::Kind::field) return {};
  engine::RowPtr of = row;
  if (source.through) {
    const json::value there = view.value_json(row, *source.through);
    if (is_hidden_json(there) || source.through->encrypted()) return hidden();
    const lang::Value& ref = row->fields[size_t(source.through->index)];
    if (there.is_null() || ref.is_null()) return {};
    of = view.load(*source.through->target, ref.text);
    if (!of || !view.may_read(of)) return hidden();
  }
  const Field& field = *source.field;
  if (field.private_) return private_value(view, of, field, meaning);
  const json::value value = view.value_json(of, field);
  if (value.is_null()) return {};
  if (is_hidden_json(value)) return hidden();
  switch (field.type.kind) {
    case Kind::int_: return of_whole(value);
    case Kind::tally: return value.is_object() && value.as_object().contains("value") ? of_whole(value.as_object().at("value")) : FormValue{};
    case Kind::decimal: case Kind::money: return value.is_string() ? of_decimal(value.as_string()) : FormValue{};
    case Kind::date: {
      const auto day = value.is_string() ? base::parse_day(value.as_string()) : std::nullopt;
      return of_time(FormValue::Kind::day, day ? std::optional<int64_t>(*day) : std::nullopt);
    }
    case Kind::time: return of_time(FormValue::Kind::minute, value.is_string() ? base::parse_minute(value.as_string()) : std::nullopt);
    case Kind::flag: return value.is_bool() ? FormValue::of_text(value.as_bool() ? "是" : "否") : FormValue{};
    case Kind::choice: return value.is_string() ? FormValue::of_text(title_of(field, value.as_string())) : FormValue{};
    case Kind::choices: {
      if (!value.is_array()) return {};
      std::string text;
      for (const auto& code : value.as_array())
        if (code.is_string()) text += (text.empty() ? "" : "、") + title_of(field, code.as_string());
      return text.empty() ? FormValue{} : FormValue::of_text(text);
    }
    case Kind::ref: {
      if (field.encrypted()) return hidden();
      const lang::Value& ref = of->fields[size_t(field.index)];
      if (ref.is_null()) return {};
      const std::string label = field.target->is_org ? view.org_name(ref.number) : view.label_of(*field.target, ref.text);
      return label.empty() ? hidden() : FormValue::of_text(label);
    }
    default: return value.is_string() ? FormValue::of_text(std::string(value.as_string())) : FormValue{};
  }
}

// Of an office above the counties: each county's, in their order.
base::Problems FormFilling::take_records(db::Connection& connection, std::vector<Taken>& taken) {
  engine::ListQuery query;
  query.type = plan_.type;
  query.where = plan_.where;
  bool too_many = false;
  const auto take = [&](engine::View& view, const std::vector<engine::RowPtr>& rows) {
    for (const auto& row : rows) {
      if (plan_.type->date) {   // what happens on a day is of that day's period; a register is as it stands
        engine::Snapshot snapshot(site(), connection, row->county);
        const lang::Value day = engine::RowWorld(site(), snapshot, row, site().clock->today()).evaluate(*plan_.type->date);
        if (day.is_null() || day.number < asked_.period.from || day.number > asked_.period.to) continue;
      }
      if (taken.size() >= kFormRowsMax) { too_many = true; return; }
      Taken one{row->id, row->org, {}};
      for (const HeadingPlan& meaning : plan_.headings) one.values.push_back(meaning.why ? FormValue{} : value_of(view, row, meaning));
      taken.push_back(std::move(one));
    }
  };
  for (const base::County county : engine::counties_of_office(site(), asked_.org)) {
    query.org = base::county_of(asked_.org) == 0 ? base::org_of_county(county) : asked_.org;
    if (base::Problems problems = engine::each_record(site(), connection, *asked_.who, query, take, "sheet"); !problems.empty()) return problems;
    if (too_many) return {problem("too_many", {{"max", std::to_string(kFormRowsMax)}})};
  }
  return {};
}

base::Problems FormFilling::fill_records(db::Connection& connection) {
  if (!asked_.who) return {problem("form_needs_account")};
  std::vector<Taken> taken;
  if (base::Problems problems = take_records(connection, taken); !problems.empty()) return problems;
  if (std::any_of(shape_.lines.begin(), shape_.lines.end(), [](const FormLine& line) { return line.kind == FormLine::Kind::given; })) {
    fill_given(taken);
    return {};
  }
  std::vector<size_t> rows;
  for (const FormLine& line : shape_.lines)
    if (line.kind == FormLine::Kind::blank) rows.push_back(line.row);
  for (size_t next = std::max(file_.grid.last_row(), shape_.head_last) + 1; shape_.is_open && rows.size() < taken.size() && next <= kRowsMax; ++next) rows.push_back(next);
  if (rows.size() < taken.size()) return {problem("form_rows_short", {{"rows", std::to_string(rows.size())}, {"wanted", std::to_string(taken.size())}})};
  for (size_t i = 0; i < taken.size(); ++i)
    for (size_t m = 0; m < plan_.headings.size(); ++m) {
      const HeadingPlan& meaning = plan_.headings[m];
      FormCell at = cell(rows[i], shape_.columns[m].column, meaning);
      at.org = places_.name_at(taken[i].org, "");
      at.record = taken[i].id;
      const bool counts = meaning.source.kind == Source::Kind::number;
      if (meaning.source.field && meaning.source.field->private_) at.how = to_text(meaning.mask == Mask::none ? Mask::middle : meaning.mask);
      put(std::move(at), counts ? FormValue::of_number(int64_t(i + 1) * base::kDecimalScale) : taken[i].values[m], meaning);
    }
  fill_totals(taken);
  return {};
}

// Lines that name whom they want: the one record that agrees with all that stands there. Days and private fields are not compared.
void FormFilling::fill_given(const std::vector<Taken>& taken) {
  const auto is_day = [](const FormValue& value) { return value.kind == FormValue::Kind::day || value.kind == FormValue::Kind::minute; };
  std::vector<std::unordered_map<std::string, std::vector<size_t>>> by(plan_.headings.size());   // heading -> what stands for it -> who
  std::vector<std::vector<std::string>> keys(plan_.headings.size());
  std::vector<size_t> compared;
  for (size_t m = 0; m < plan_.headings.size(); ++m) {
    const HeadingPlan& meaning = plan_.headings[m];
    const bool is_private = meaning.source.field && meaning.source.field->private_;
    if (is_private || meaning.why || meaning.source.kind == Source::Kind::number || std::any_of(taken.begin(), taken.end(), [&](const Taken& one) { return is_day(one.values[m]); })) continue;
    compared.push_back(m);
    for (size_t i = 0; i < taken.size(); ++i) {
      const FormValue& value = taken[i].values[m];
      keys[m].push_back(value.kind == FormValue::Kind::text ? "t" + plain_text(value.text) : value.kind == FormValue::Kind::number ? "n" + digits_of(value.number, meaning.unit ? meaning.unit->exponent : 0) : "");
      by[m][keys[m].back()].push_back(i);
    }
  }
  for (const FormLine& line : shape_.lines) {
    if (line.kind != FormLine::Kind::given) continue;
    std::optional<std::vector<size_t>> left;
    for (const size_t m : compared) {
      const std::string said = file_.grid.text(line.row, shape_.columns[m].column);
      if (said.empty()) continue;
      const std::string as_text = "t" + plain_text(said), as_number = "n" + said;
      if (left) {
        std::erase_if(*left, [&](size_t i) { return keys[m][i] != as_text && keys[m][i] != as_number; });
        continue;
      }
      left.emplace();
      for (const std::string& key : {as_text, as_number})
        if (const auto found = by[m].find(key); found != by[m].end()) left->insert(left->end(), found->second.begin(), found->second.end());
    }
    std::vector<const Taken*> fits;
    if (left)
      for (const size_t i : *left) fits.push_back(&taken[i]);
    for (size_t m = 0; m < plan_.headings.size(); ++m) {
      const HeadingPlan& meaning = plan_.headings[m];
      if (meaning.source.kind == Source::Kind::number) continue;
      FormCell at = cell(line.row, shape_.columns[m].column, meaning);
      if (fits.size() != 1) {
        put(std::move(at), FormValue::empty(problem(fits.empty() ? "form_row_unknown" : "form_row_several", {{"n", std::to_string(fits.size())}})), meaning);
        continue;
      }
      at.org = places_.name_at(fits.front()->org, "");
      at.record = fits.front()->id;
      if (meaning.source.field && meaning.source.field->private_) at.how = to_text(meaning.mask == Mask::none ? Mask::middle : meaning.mask);
      put(std::move(at), fits.front()->values[m], meaning);
    }
  }
}

// A sum of what was filled above it, where all of it is there.
void FormFilling::fill_totals(const std::vector<Taken>& taken) {
  for (const FormLine& line : shape_.lines) {
    if (line.kind != FormLine::Kind::total) continue;
    for (size_t m = 0; m < plan_.headings.size(); ++m) {
      const HeadingPlan& meaning = plan_.headings[m];
      const Field* field = meaning.source.kind == Source::Kind::field ? meaning.source.field : nullptr;
      const bool adds_up = field && (field->type.kind == Kind::money || field->type.kind == Kind::int_ || field->type.kind == Kind::tally) && !field->is_on_reading;
      const bool all = std::all_of(taken.begin(), taken.end(), [&](const Taken& one) { return one.values[m].kind == FormValue::Kind::number; });
      if (!adds_up || meaning.why || taken.empty()) continue;
      FormCell at = cell(line.row, shape_.columns[m].column, meaning);
      at.source = "sum " + at.source;
      at.org = places_.name_at(asked_.org, "");
      std::optional<int64_t> sum = 0;
      for (const Taken& one : taken) sum = sum ? base::add(*sum, one.values[m].number) : sum;
      put(std::move(at), all && sum ? FormValue::of_number(*sum) : FormValue::empty(problem("form_total_part")), meaning);
    }
  }
}

base::Problems FormFilling::fill_one(db::Connection& connection) {
  if (!asked_.who) return {problem("form_needs_account")};
  for (const base::County county : engine::counties_of_office(site(), asked_.org)) {
    engine::Snapshot snapshot(site(), connection, county);
    engine::View view(site(), snapshot, *asked_.who);
    view.shows_as("sheet");
    const auto row = view.load(*plan_.type, asked_.record);
    if (!row || row->struck || !view.may_read(row)) continue;
    fill_of(view, row);
    return {};
  }
  return {problem("no_such_record", {{"type", plan_.type->title}})};
}

void FormFilling::fill_of(engine::View& view, const engine::RowPtr& row) {
  for (size_t m = 0; m < plan_.headings.size(); ++m) {
    const HeadingPlan& meaning = plan_.headings[m];
    const LabelledCell& there = shape_.cells[m];
    if (meaning.source.kind != Source::Kind::field && meaning.source.kind != Source::Kind::stage) continue;
    FormCell at = cell(there.row, there.column, meaning);
    at.org = places_.name_at(row->org, "");
    at.record = row->id;
    if (meaning.source.field && meaning.source.field->private_) at.how = to_text(meaning.mask == Mask::none ? Mask::middle : meaning.mask);
    const bool heads = there.over.empty() || words_.is("amount", plain_text(there.over));
    put(std::move(at), heads ? value_of(view, row, meaning) : FormValue::empty(problem("form_column_unclear", {{"got", there.over}})), meaning);
  }
}

}  // namespace halfsky::exchange
