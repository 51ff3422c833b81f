// Finds what computed fields read, and works them out again when it changes.
#include "engine/move/standing.hpp"

#include <algorithm>
#include <deque>
#include <functional>

#include "engine/command/unit.hpp"
#include "engine/world.hpp"

namespace halfsky::engine {

using lang::Binding;
using lang::Node;
using How = lang::Binding::How;

namespace {

constexpr int kRefreshMax = 100'000;   // records worked out again in one command

// Walks a checked tree and notes each place that it reads.
class Reader {
 public:
  Reader(const lang::RecordType& type, std::vector<Watch>& out) : type_(type), out_(out) {}

  void visit(const Node& node) {
    if (node.op == Node::Op::name && node.binding.how == How::field) out_.push_back({&type_, node.binding.field, {}});
    if (node.op == Node::Op::name && node.binding.how == How::back) note_rows(node);
    if (node.op == Node::Op::member) visit_member(node);
    for (const auto& arg : node.args) visit(*arg);
  }

 private:
  void note_rows(const Node& node) {
    rows_.push_back(&node);
    out_.push_back({node.binding.record, nullptr, {{true, node.binding.field}}});
    out_.push_back({node.binding.record, node.binding.field, {{true, node.binding.field}}});
  }

  void visit_member(const Node& node) {
    const Binding& binding = node.binding;
    const lang::Field* field = binding.how == How::field ? binding.field : nullptr;
    if (binding.how != How::field && binding.how != How::system && binding.how != How::reached && binding.how != How::part) return;
    const Node* base = node.args[0].get();
    if (base->op == Node::Op::member && base->binding.how == How::scope) base = base->args[0].get();   // girl.reached.paid
    if (binding.how == How::part) return;   // consent.given: the consent itself is noted below it
    if (base->op == Node::Op::element) {     // own part of an element of a back name
      if (const Node* rows = rows_of(*base)) out_.push_back({rows->binding.record, field, {{true, rows->binding.field}}});
      return;
    }
    const bool base_is_ref = base->type.kind == lang::Kind::ref && base->binding.how == How::field && base->binding.field && !base->binding.field->target->is_org;
    if (!base_is_ref) return;
    const lang::Field& ref = *base->binding.field;
    if (base->op == Node::Op::name) {        // ref.field
      out_.push_back({ref.target, field, {{false, &ref}}});
    } else if (base->op == Node::Op::member && base->args[0]->op == Node::Op::element) {   // element.ref.field
      if (const Node* rows = rows_of(*base->args[0])) out_.push_back({ref.target, field, {{false, &ref}, {true, rows->binding.field}}});
    }
  }

  // The back name whose rows an element stands for: the one of the element's type.
  const Node* rows_of(const Node& element) const {
    for (auto at = rows_.rbegin(); at != rows_.rend(); ++at)
      if ((*at)->binding.record->name == element.type.target) return *at;
    return nullptr;
  }

  const lang::RecordType& type_;
  std::vector<Watch>& out_;
  std::vector<const Node*> rows_;
};

bool same_field(const Row& a, const Row& b, const lang::Field& field) {
  const int i = field.index;
  if (field.encrypted()) return a.ciphers[i] == b.ciphers[i];
  const auto &x = a.fields[i], &y = b.fields[i];
  return lang::same(x, y) && x.extra == y.extra;
}

bool is_computed_criterion(const lang::Field& field) {
  const auto* scoring = field.owner->scoring.get();
  return scoring && std::any_of(scoring->versions.begin(), scoring->versions.end(), [&](const auto& version) {
    return std::any_of(version.lines.begin(), version.lines.end(), [&](const auto& line) { return line.field == &field && line.is; });
  });
}

// Whether `a` reads the own field `b`.
bool reads(const lang::Field& a, const lang::Field& b) {
  return std::find(a.is->reads.begin(), a.is->reads.end(), &b) != a.is->reads.end();
}

// Whether a computed field reads, on its own record, what a rubric works out.
bool reads_score(const lang::Field& field) {
  using Scored = lang::Field::Scored;
  std::set<const lang::Field*> seen;
  std::function<bool(const Node&)> visit;
  const std::function<bool(const lang::Field&)> reads = [&](const lang::Field& at) {
    const bool own = at.scored != Scored::no && at.scored != Scored::evidence && (at.scored != Scored::criterion || is_computed_criterion(at));
    return own || (at.is && seen.insert(&at).second && visit(*at.is->root));
  };
  visit = [&](const Node& node) {
    if (node.op == Node::Op::name && node.binding.how == How::field && reads(*node.binding.field)) return true;
    return std::any_of(node.args.begin(), node.args.end(), [&](const auto& arg) { return arg && visit(*arg); });
  };
  return reads(field);
}

}  // namespace

std::vector<Watch> watches_of(const lang::Expression& expression, const lang::RecordType& type) {
  std::vector<Watch> result;
  Reader(type, result).visit(*expression.root);
  return result;
}

std::vector<RecordId> records_at(const Watch& watch, const RowPtr& row, RowSource& source) {
  std::vector<RowPtr> rows = {row};
  for (const auto& step : watch.path) {
    std::vector<RowPtr> next;
    for (const RowPtr& at : rows) {
      if (!at) continue;
      if (!step.forward) {
        for (const RowPtr& found : source.rows_by_ref(*step.ref, lang::Value::record(at->id))) next.push_back(found);
        continue;
      }
      const lang::Value& value = at->fields[step.ref->index];
      if (value.is_null() || value.text.empty()) continue;
      if (const RowPtr found = source.load(*step.ref->target, value.text)) next.push_back(found);
    }
    rows = std::move(next);
  }
  std::vector<RecordId> result;
  for (const RowPtr& at : rows)
    if (at && std::find(result.begin(), result.end(), at->record()) == result.end()) result.push_back(at->record());
  return result;
}

bool differs(const Watch& watch, const RowPtr& before, const RowPtr& after) {
  if (!before || !after || before->struck != after->struck) return true;
  if (watch.field) return !same_field(*before, *after, *watch.field);
  return before->stage != after->stage || before->reached != after->reached || before->org != after->org;
}

Standing::Standing(const lang::Packs& packs) {
  for (const auto& pack : packs.packs) {
    for (const auto& type : pack->records) {
      std::vector<const lang::Field*> left;
      for (const auto& field : type->fields) {
        if (!field->is || field->is_on_reading) continue;
        left.push_back(field.get());
        for (Watch& watch : watches_of(*field->is, *type))
          if (!watch.path.empty()) dependents_[watch.watched].push_back({std::move(watch), field.get()});
      }
      const auto plan = [&](const lang::ExpressionPtr& expression) {
        if (!expression) return;
        for (Watch& watch : watches_of(*expression, *type))
          if (!watch.path.empty()) plans_[watch.watched].push_back(std::move(watch));
      };
      for (const auto& move : type->moves) {
        plan(move->after);
        if (!move->due) continue;
        plan(move->due->date);
        for (const lang::Actor& actor : move->by) plan(actor.path);
      }
      auto& order = computed_[type.get()];
      while (!left.empty()) {   // the checker refuses circles, so each round places one
        const auto next = std::find_if(left.begin(), left.end(), [&](const lang::Field* candidate) {
          return std::none_of(left.begin(), left.end(), [&](const lang::Field* other) { return other != candidate && reads(*candidate, *other); });
        });
        HALFSKY_ASSERT(next != left.end());
        (reads_score(**next) ? order.after : order.before).push_back(*next);
        left.erase(next);
      }
      if (!type->scoring || !type->date) continue;
      for (Watch& watch : watches_of(*type->date, *type))   // its year says which version of the rubric scores it
        if (!watch.path.empty()) dependents_[watch.watched].push_back({std::move(watch), type->scoring->points});
    }
  }
}

std::set<RecordId> Standing::planned_by(Unit& unit, const Change& change) const {
  std::set<RecordId> result;
  const auto known = plans_.find(change.after->type);
  if (known == plans_.end()) return result;
  for (const Watch& watch : known->second)
    if (differs(watch, change.before, change.after))
      for (const RecordId& record : records_at(watch, change.after, unit)) result.insert(record);
  return result;
}

void Standing::work_out(const std::vector<const lang::Field*>& fields, Row& row, Unit& unit) {
  for (const lang::Field* field : fields) {
    RowWorld world(unit.site(), unit, std::make_shared<const Row>(row), unit.site().clock->today());
    lang::Value value = world.evaluate(*field->is);
    if (!value.is_null() && value.kind != field->type.kind) value.kind = field->type.kind;   // an int in a decimal or a tally
    if (!value.is_null() && field->type.kind == lang::Kind::decimal && field->is->type().kind == lang::Kind::int_) value.number *= 10'000;
    row.fields[field->index] = std::move(value);
  }
}

void Standing::compute(Row& row, Unit& unit) const {
  using Criteria = ScorePort::Criteria;
  if (!row.type->scoring) return compute(row, unit, Criteria::as_kept);
  const RowPtr stands = unit.load(*row.type, row.id);
  compute(row, unit, !stands || stands->stage == row.type->first_stage() ? Criteria::worked_out : Criteria::as_kept);
}

void Standing::compute(Row& row, Unit& unit, ScorePort::Criteria criteria) const {
  const auto known = computed_.find(row.type);
  if (known == computed_.end()) return;
  work_out(known->second.before, row, unit);
  if (row.type->scoring && unit.site().scores) unit.site().scores->score(row, unit, criteria);
  work_out(known->second.after, row, unit);
}

void Standing::refresh(Unit& unit, const RecordId& record) const {
  std::deque<std::pair<RowPtr, RowPtr>> queue;   // before and after of what changed
  const auto changed = unit.changes().find(record);
  if (changed == unit.changes().end()) return;
  queue.emplace_back(changed->second.before, changed->second.after);
  int done = 0;
  while (!queue.empty()) {
    const auto [before, after] = queue.front();
    queue.pop_front();
    const auto known = dependents_.find(after->type);
    if (known == dependents_.end()) continue;
    std::set<RecordId> targets;
    for (const Dependent& dependent : known->second) {
      if (!differs(dependent.watch, before, after)) continue;
      for (const RecordId& target : records_at(dependent.watch, after, unit)) targets.insert(target);
      if (before) for (const RecordId& target : records_at(dependent.watch, before, unit)) targets.insert(target);
    }
    for (const RecordId& target : targets) {
      HALFSKY_ASSERT(++done < kRefreshMax);
      const RowPtr old = unit.load(*target.type, target.id);
      if (!old || old->away) continue;   // what went to another county stays here as it was
      Row row = *old;
      compute(row, unit, ScorePort::Criteria::as_kept);
      bool equal = true;
      for (const auto& field : row.type->fields) equal = equal && (!field->computed() || field->is_on_reading || same_field(*old, row, *field));
      if (equal) continue;
      unit.put(std::move(row));
      queue.emplace_back(old, unit.load(*target.type, target.id));
    }
  }
}

}  // namespace halfsky::engine
