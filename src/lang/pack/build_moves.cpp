// Step 6: moves.
#include <algorithm>
#include <cstdio>

#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

constexpr int kDueCountMax = 10'000;

std::vector<std::string> stage_names(const RecordType& type) {
  std::vector<std::string> names;
  for (const auto& stage : type.stages) names.push_back(stage.id);
  return names;
}

bool need_stage(Context& context, const RecordType& type, const source::Node& node) {
  if (type.stage(node.text)) return true;
  if (type.stages.empty()) context.refuse(node.at, "no_such_stage", "'" + type.id + "' has no stages");
  else context.refuse(node.at, "no_such_stage", "'" + type.id + "' has no stage '" + node.text + "'" + Context::meant(node.text, stage_names(type)));
  return false;
}

// Stages that some move names in `from` (not by `any`). Where there is `any`, the first counts too: records start there.
std::vector<std::string> stages_left(const RecordInProgress& record) {
  std::vector<std::string> left;
  bool any = false;
  const auto* moves = record.node.find("moves");
  if (moves)
    for (const auto& entry : moves->entries)
      for (const auto* from : list_of(entry.value.find("from"))) {
        if (from->text == "any") any = true;
        else left.push_back(from->text);
      }
  if (any && !record.type->stages.empty()) left.push_back(record.type->stages.front().id);
  return left;
}

bool contains(const std::vector<std::string>& list, const std::string& item) { return std::find(list.begin(), list.end(), item) != list.end(); }

void build_from_and_to(Context& context, RecordInProgress& record, Move& move, const source::Node& node, const std::vector<std::string>& left) {
  const RecordType& type = *record.type;
  const auto* from = node.find("from");
  if (!from) {
    if (!type.stages.empty()) context.refuse(move.at, "missing_key", "the move '" + move.id + "' needs `from`, a stage, a list, or `any`");
  }
  for (const auto* item : list_of(from)) {
    if (!item->is_scalar()) continue;
    if (item->text == "any") {
      if (type.stages.empty()) context.refuse(item->at, "no_such_stage", "'" + type.id + "' has no stages; leave `from` out");
      for (const auto& stage : type.stages)
        if (contains(left, stage.id) && !contains(move.from, stage.id)) move.from.push_back(stage.id);
    } else if (need_stage(context, type, *item)) {
      if (contains(move.from, item->text)) context.refuse(item->at, "duplicate", "'" + item->text + "' stands twice in `from`");
      else move.from.push_back(item->text);
    }
  }
  const auto* to = node.find("to");
  if (to && to->is_scalar() && need_stage(context, type, *to)) {
    move.to = to->text;
    if (type.stage(move.to)->gone) context.refuse(to->at, "no_such_stage", "the stage '" + move.to + "' is gone; no move can lead there");
    // `any` means any other.
    if (from && text_of(from) == "any") std::erase(move.from, move.to);
  }
}

// Lines are entered in their parent's form, so by those who may enter the parent; its paths begin at the parent.
void inherit_by(Context& context, RecordInProgress& record, Move& move) {
  const RecordType* parent = record.type->parent->target;
  const auto* parent_record = parent ? context.in_progress(*parent) : nullptr;
  const auto* moves = parent_record ? parent_record->node.find("moves") : nullptr;
  const auto* enter = moves && moves->is_map() ? moves->find("enter") : nullptr;
  const auto* by = enter && enter->is_map() ? enter->find("by") : nullptr;
  if (!by) {
    Actor officer;
    officer.role = "officer";
    move.by.push_back(officer);
    return;
  }
  for (const auto* item : list_of(by)) {
    const auto parts = item->is_scalar() ? split_last_dot(item->text) : std::nullopt;
    const bool path = parts && parts->first != "org" && !level_of(parts->first);
    source::Node actor = *item;
    actor.at = record.at;
    if (path) actor.text = record.type->parent->id + "." + item->text;
    if (auto built = build_actor(context, record, actor, ActorUse::move)) move.by.push_back(std::move(*built));
  }
}

void build_by(Context& context, RecordInProgress& record, Move& move, const source::Node& node) {
  const auto* by = node.find("by");
  if (!by && move.id == "enter" && record.type->parent) return inherit_by(context, record, move);
  if (!by && move.id == "enter") {
    Actor officer;
    officer.role = "officer";
    move.by.push_back(officer);
  }
  for (const auto* item : list_of(by))
    if (auto actor = build_actor(context, record, *item, ActorUse::move)) move.by.push_back(std::move(*actor));
  if (move.by_clock() && !node.find("after"))
    context.refuse(node.entry("by")->key.at, "missing_key", "the clock needs `after`, the day on which it makes the move");
}

void build_unlike(Context& context, RecordInProgress& record, Move& move, const source::Node& node) {
  for (const auto* item : list_of(node.find("unlike"))) {
    if (!item->is_scalar()) continue;
    Unlike unlike;
    unlike.type = record.type;
    unlike.move = item->text;
    if (const auto parts = split_last_dot(item->text)) {
      RecordNames names(context, *record.pack, record.type);
      names.moment();
      unlike.path = compile_at(context, ExpressionText(*item, parts->first, 1), names, any_value());
      if (!unlike.path) continue;
      if (unlike.path->type().kind != Kind::ref) {
        context.refuse(item->at, "wrong_type", "'" + parts->first + "' is no record; `unlike` takes a move, or PATH.move");
        continue;
      }
      unlike.type = context.type(unlike.path->type().target);
      unlike.move = parts->second;
    }
    if (!unlike.type) continue;
    if (!unlike.type->move(unlike.move)) {
      std::vector<std::string> names;
      for (const auto& m : unlike.type->moves) names.push_back(m->id);
      context.refuse(item->at, "no_such_move", "'" + unlike.type->id + "' has no move '" + unlike.move + "'" + Context::meant(unlike.move, names));
      continue;
    }
    if (!unlike.path && unlike.move == move.id) {
      context.refuse(item->at, "circle", "a move can't be unlike itself");
      continue;
    }
    move.unlike.push_back(std::move(unlike));
  }
}

void build_asks(Context& context, RecordInProgress& record, Move& move, const source::Node& node) {
  const RecordType& type = *record.type;
  for (const auto* item : list_of(node.find("asks"))) {
    if (!item->is_scalar()) continue;
    const Field* field = type.field(item->text);
    if (!field) {
      std::vector<std::string> names;
      for (const auto& f : type.fields) names.push_back(f->id);
      context.refuse(item->at, "no_such_field", "'" + type.id + "' has no field '" + item->text + "'" + Context::meant(item->text, names));
    } else if (field->is) {
      context.refuse(item->at, "computed", "'" + field->id + "' is computed and can't be asked for");
    } else if (std::find(move.asks.begin(), move.asks.end(), field) != move.asks.end()) {
      context.refuse(item->at, "duplicate", "'" + field->id + "' stands twice in `asks`");
    } else {
      move.asks.push_back(field);
    }
  }
}

// A date that a timer waits for: it is planned again when its fields change, so it can't hang on today.
ExpressionPtr build_planned_date(Context& context, RecordInProgress& record, const source::Node& node) {
  auto date = compile_at(context, node, RecordNames(context, *record.pack, record.type), exactly(Type::of(Kind::date)));
  if (!date || !check_reading(context, node, *date, Reading::fields)) return nullptr;
  if (reads_today(*date)) {
    context.refuse(node.at, "reads_today", "a day that is waited for can't move along with today; count from a field");
    return nullptr;
  }
  return date;
}

void build_due(Context& context, RecordInProgress& record, Move& move, const source::Node& node) {
  const auto* due = node.find("due");
  const auto* late = node.find("late");
  if (late && !due) context.refuse(node.entry("late")->key.at, "missing_key", "`late` says what happens when the task is overdue, and there is no `due`");
  if (!due || !due->is_scalar()) return;
  move.due = span_of(due->text);
  if (move.due) return;
  const bool begins_with_digit = !due->quoted && !due->text.empty() && due->text[0] >= '0' && due->text[0] <= '9';
  if (begins_with_digit) {
    context.refuse(due->at, "bad_value", "'" + due->text + "' is no span; write `10 working days`, `30 days`, `24 hours`, or a date");
    return;
  }
  if (auto date = build_planned_date(context, record, *due)) move.due = Due{Due::Unit::date, 0, std::move(date)};
}

void refuse_on_enter(Context& context, const source::Node& node) {
  for (const char* key : {"from", "to", "due", "late", "after", "early", "settle", "void", "gone", "was"})
    if (const auto* entry = node.entry(key))
      context.refuse(entry->key.at, "not_on_enter", std::string("`enter` makes the record, so it has no `") + key + "`");
}

void build_move(Context& context, RecordInProgress& record, Move& move, const source::Node& node, const std::vector<std::string>& left) {
  const bool enter = move.id == "enter";
  for (const char* own : {"edit", "strike", "handover", "upgrade", "fill"})   // what commands of the engine itself are called
    if (move.id == own) context.refuse(move.at, "reserved_name", "'" + move.id + "' is a command of its own on every record and can't be a move");
  move.title = text_of(node.find("title"));
  move.was = text_of(node.find("was"));
  move.gone = flag_of(node.find("gone"));
  move.early = flag_of(node.find("early"));
  move.else_ = text_of(node.find("else"));
  if (enter) {
    refuse_on_enter(context, node);
  } else {
    if (move.title.empty() && !node.find("title")) {
      std::vector<std::string> known(record.template_moves.begin(), record.template_moves.end());
      context.refuse(move.at, "missing_key", "the move '" + move.id + "' needs `title`" +
                     (known.empty() ? "" : ", or it is a mistyped move of the template" + Context::meant(move.id, known)));
    }
    build_from_and_to(context, record, move, node, left);
  }
  build_by(context, record, move, node);
  build_unlike(context, record, move, node);
  RecordNames names(context, *record.pack, record.type);
  names.moment();
  if (const auto* when = node.find("when"); when && when->is_scalar()) move.when = compile_at(context, *when, names, a_condition());
  if (node.find("else") && !node.find("when")) context.refuse(node.entry("else")->key.at, "missing_key", "`else` is shown when `when` fails, and there is no `when`");
  build_asks(context, record, move, node);
  build_due(context, record, move, node);
  if (const auto* after = node.find("after"); after && after->is_scalar()) move.after = build_planned_date(context, record, *after);
  if (const auto* set = node.find("set")) move.set = build_assignments(context, *set, names, {record.type, "set", nullptr});
  build_postings(context, record, move, node);
  build_effects(context, record, move, node);
}

}  // namespace

std::optional<Due> span_of(const std::string& text) {
  static const std::pair<const char*, Due::Unit> kUnits[] = {{"working day", Due::Unit::working_days}, {"day", Due::Unit::days}, {"week", Due::Unit::weeks},
                                                             {"month", Due::Unit::months}, {"year", Due::Unit::years}, {"hour", Due::Unit::hours}};
  int count = 0, read = 0;
  if (std::sscanf(text.c_str(), "%5d %n", &count, &read) != 1 || count < 1 || count > kDueCountMax || text[size_t(read) - 1] != ' ') return std::nullopt;
  std::string unit = text.substr(size_t(read));
  if (!unit.empty() && unit.back() == 's') unit.pop_back();
  for (const auto& [name, value] : kUnits)
    if (unit == name) return Due{value, count, nullptr};
  return std::nullopt;
}

void build_moves(Context& context, RecordInProgress& record) {
  static const source::Node kNothing = [] {
    source::Node node;
    node.kind = source::Node::Kind::map;
    return node;
  }();
  const auto left = stages_left(record);
  for (auto& stage : record.type->stages) stage.final_ = !contains(left, stage.id);
  const auto* moves = record.node.find("moves");
  for (const auto& move : record.type->moves) {
    const auto* node = moves ? moves->find(move->id) : nullptr;
    build_move(context, record, *move, node && node->is_map() ? *node : kNothing, left);
  }
}

}  // namespace halfsky::lang
