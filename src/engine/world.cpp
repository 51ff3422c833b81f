// Paths, back names and the server's own functions for expressions on a record.
#include "engine/world.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace halfsky::engine {

using lang::Binding;
using lang::Kind;
using lang::Value;

namespace {

// The days of the span that holds `day`, up to and with `day`'s period end.
std::pair<base::Day, base::Day> span_of(const std::string& span, base::Day day) {
  const auto d = base::date_of(day);
  if (span == "month") return {base::day_of({d.year, d.month, 1}), base::add_months(base::day_of({d.year, d.month, 1}), 1) - 1};
  if (span == "quarter") {
    const base::Day first = base::day_of({d.year, (d.month - 1) / 3 * 3 + 1, 1});
    return {first, base::add_months(first, 3) - 1};
  }
  if (span == "term") return {term_start(day), next_term_start(day) - 1};
  if (span == "year") return {base::day_of({d.year, 1, 1}), base::day_of({d.year, 12, 31})};
  return {base::kDayMin, base::kDayMax};
}

}  // namespace

Value RowWorld::variable(const Binding& binding) {
  if (binding.key == "this" && row_) return Value::record(row_->id);
  const auto at = variables_.find(binding.key);
  return at == variables_.end() ? Value::null() : at->second;
}

RowPtr RowWorld::row_at(const Value* of, const lang::Type& of_type) {
  if (of == nullptr) return row_;
  if (of->is_null() || of->text.empty()) return nullptr;
  if (row_ && of->text == row_->id && of_type.target == row_->type->name) return row_;   // `this` as it stands now
  const lang::RecordType* type = site_.packs->record_type(of_type.target);
  return type ? source_.load(*type, of->text) : nullptr;
}

Value RowWorld::org_member(base::OrgId org, const Binding& binding) {
  const Org* found = orgs().find(org);
  if (found == nullptr) return Value::null();
  if (binding.how == Binding::How::level) {
    const auto level = lang::level_of(binding.key);
    const Org* above = level ? orgs().at_level(org, *level) : nullptr;
    return above ? Value::org(above->id) : Value::null();
  }
  const std::string& name = binding.field ? binding.field->id : binding.key;
  if (name == "name") return Value::string(found->name);
  if (name == "kind") return found->kind.empty() ? Value::null() : Value::choice(found->kind);
  if (name == "level") return Value::choice(std::string(lang::to_text(found->level)));
  if (name == "org") return Value::org(found->id);
  if (name == "code") return Value::string(found->code);
  return Value::null();
}

Value RowWorld::field(const RowPtr& row, const lang::Field& field) {
  if (field.is_on_reading) {
    RowWorld world(site_, source_, row, today_);
    world.lay_on_ = lay_on_;
    return world.evaluate(*field.is);
  }
  if (field.encrypted()) return site_.vault->open(*row, field, source_.connection(), source_.fresh_keys());
  return row->fields[field.index];
}

Value RowWorld::member(const Value* of, const lang::Type& of_type, const Binding& binding) {
  using How = Binding::How;
  if (binding.how == How::part) {
    if (of_type.kind == Kind::consent && of) {
      if (of->is_null()) return binding.key == "given" ? Value::flag(false) : Value::null();
      if (binding.key == "given") return Value::flag(of->number == 1 && (!of->items || of->items->front().number >= today_));
      if (binding.key == "on") return Value::date(of->extra);
      if (binding.key == "until") return of->items ? of->items->front() : Value::null();
      return Value::null();
    }
    if (binding.key == "me.org" || (of_type.target == "me" && binding.key == "org")) return me_org_ ? Value::org(me_org_) : Value::null();
    if (binding.key == "me.person" || (of_type.target == "me" && binding.key == "person")) return me_person_.empty() ? Value::null() : Value::record(me_person_);
    const auto at = variables_.find(of_type.target + "." + binding.key);   // period.start, slot.end, notice.ends
    return at == variables_.end() ? Value::null() : at->second;
  }
  const bool of_org = of != nullptr && of->kind == Kind::ref && of->text.empty();
  if (of_org) return org_member(of->number, binding);
  if (const auto org = variables_.find("this"); of == nullptr && !row_ && org != variables_.end()) return org_member(org->second.number, binding);   // a condition on an org
  const RowPtr row = row_at(of, of_type);
  if (!row) return Value::null();
  switch (binding.how) {
    case How::field: return field(row, *binding.field);
    case How::system:
      if (binding.key == "org") return Value::org(lay_on_ ? org_on(*row, *lay_on_) : row->org);
      if (binding.key == "entered") return Value::date(row->entered);
      if (binding.key == "stage") return row->stage.empty() ? Value::null() : Value::choice(row->stage);
      return Value::null();
    case How::reached: {
      const auto& stages = row->type->stages;
      for (size_t i = 0; i < stages.size(); ++i)
        if (stages[i].id == binding.key) return row->reached[i] ? Value::date(*row->reached[i]) : Value::null();
      return Value::null();
    }
    default: return Value::null();
  }
}

std::vector<Value> RowWorld::back(const Value* of, const lang::Type&, const Binding& binding) {
  Value target;
  if (of) target = *of;
  else if (row_) target = Value::record(row_->id);
  if (target.is_null()) return {};
  std::vector<Value> result;
  for (const RowPtr& row : source_.rows_by_ref(*binding.field, target)) result.push_back(Value::record(row->id));
  return result;
}

Value RowWorld::rows_of(const std::vector<Value>& args) {
  const lang::RecordType* type = nullptr;
  for (const auto& pack : site_.packs->packs)
    for (const auto& candidate : pack->records)
      if (candidate->name == args[0].text || (row_ && candidate->name == row_->type->programme + "." + args[0].text)) type = candidate.get();
  if (type == nullptr || args.size() < 2 || args[1].is_null()) return Value::list({});
  const auto [from, to] = span_of(args.size() > 2 ? args[2].text : "ever", args.size() > 3 ? base::Day(args[3].number) : today_);
  const auto range = base::range_of(args[1].number);
  const RecordTable& table = site_.schema->table(*type);
  const db::Rows rows = source_.connection().read({fmt::format("select {} from {} where county = ?1 and org between ?2 and ?3 and struck_ = 0 order by id", table.column_list(), table.name()),
                                                   {source_.county(), range.low, range.high}});
  std::vector<Value> result;
  for (size_t r = 0; r < rows.size(); ++r) {
    const RowPtr row = source_.load(*type, table.row_of(rows.row(r)).id);   // as this command leaves it
    if (!row || row->struck) continue;
    RowWorld world(site_, source_, row, today_);
    const Value date = type->date ? world.evaluate(*type->date) : Value::date(row->entered);
    if (!date.is_null() && date.number >= from && date.number <= to) result.push_back(Value::record(row->id));
  }
  return Value::list(std::move(result));
}

// sample(list, percent, at_least): the elements with the smallest hashes under the head of the county's journal. Whoever has the journal can
// draw again; nobody can choose, and nobody knows before the command is written.
Value RowWorld::sample_of(const std::vector<Value>& args) {
  if (args.size() < 3 || args[0].is_null() || !args[0].items) return Value::list({});
  const std::string head = source_.journal_head();
  const auto& items = *args[0].items;
  const int64_t percent = args[1].is_null() ? 0 : std::clamp<int64_t>(args[1].number, 0, 1'000'000), scale = 1'000'000;   // 100 % in 1/10'000
  const int64_t share = (int64_t(items.size()) * percent + scale - 1) / scale;
  const size_t count = std::min(items.size(), size_t(std::max(share, args[2].is_null() ? int64_t{0} : std::max<int64_t>(0, args[2].number))));
  std::vector<std::pair<std::string, size_t>> drawn;
  for (size_t i = 0; i < items.size(); ++i)
    drawn.emplace_back(site_.keyring->suite().hash(head + "|" + (items[i].text.empty() ? std::to_string(items[i].number) : items[i].text)), i);
  std::sort(drawn.begin(), drawn.end());
  drawn.resize(count);
  std::sort(drawn.begin(), drawn.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  std::vector<Value> result;
  for (const auto& [hash, i] : drawn) result.push_back(items[i]);
  return Value::list(std::move(result));
}

// numbers(n): 1 to n, for things that are told apart by their number alone (packets, seats, rooms).
Value RowWorld::numbers_to(const std::vector<Value>& args) {
  constexpr int64_t kMost = 1'000;
  std::vector<Value> result;
  const int64_t last = args.empty() || args[0].is_null() ? 0 : std::min(args[0].number, kMost);
  for (int64_t n = 1; n <= last; ++n) result.push_back(Value::integer(n));
  return Value::list(std::move(result));
}

Value RowWorld::ask(const lang::Node& call, const std::vector<Value>& args) {
  if (call.text == "orgs") {
    const auto level = args.empty() ? std::nullopt : lang::level_of(args[0].text);
    if (!level || args.size() < 2 || args[1].is_null()) return Value::list({});
    std::vector<Value> result;
    for (const Org& org : orgs().within(base::range_of(args[1].number)))
      if (org.level == *level && org.from <= today_ && today_ <= org.until) result.push_back(Value::org(org.id));
    return Value::list(std::move(result));
  }
  if (call.text == "partner") {
    if (args.size() < 2 || args[0].is_null()) return Value::null();
    for (const Org* org = orgs().find(args[0].number); org; org = org->id == 0 ? nullptr : orgs().find(org->parent))
      for (const Org* child : orgs().children(org->id))
        if (child->level == lang::Level::partner && child->kind == args[1].text && child->until >= today_) return Value::org(child->id);
    return Value::null();
  }
  if (call.text == "rows") return rows_of(args);
  if (call.text == "sample") return sample_of(args);
  if (call.text == "numbers") return numbers_to(args);
  if (call.text == "within") {
    if (args.size() < 2 || args[0].is_null() || args[1].is_null()) return Value::null();
    return Value::flag(base::range_of(args[1].number).holds(args[0].number));
  }
  if (call.text == "figure") {
    if (args.empty() || args.size() < 2 || args[1].is_null() || site_.figures == nullptr) return Value::null();
    const lang::Indicator* indicator = site_.packs->indicator(args[0].text);
    if (!indicator && row_) indicator = site_.packs->indicator(row_->type->programme + "." + args[0].text);
    if (!indicator) return Value::null();
    return site_.figures->figure(*indicator, args[1].number, args.size() > 2 ? args[2].text : "ever", args.size() > 3 ? base::Day(args[3].number) : today_, source_);
  }
  return Value::null();
}

Value RowWorld::slice(const lang::Node&, const std::vector<Value>&) { return Value::null(); }   // indicators' formulas have a world of their own

}  // namespace halfsky::engine
