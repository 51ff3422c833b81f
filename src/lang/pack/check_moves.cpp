// Step 8: moves that nobody can make, tasks that nobody holds, fields that nobody fills in, holds that nothing ends.
#include <algorithm>
#include <map>
#include <set>

#include "lang/pack/builders.hpp"

namespace halfsky::lang {
namespace {

using Step = std::pair<const RecordType*, std::string>;

const source::Node* node_of(const RecordInProgress& record, const Move& move) {
  const auto* moves = record.node.find("moves");
  return moves ? moves->find(move.id) : nullptr;
}

// Moves that effects make.
std::set<Step> made_by_effects(const Context& context) {
  std::set<Step> made;
  for (const auto& pack : context.packs)
    for (const auto& record : pack->records)
      for (const auto& move : record->type->moves)
        for (const auto* effects : {&move->then, &move->late})
          for (const auto& effect : *effects) {
            if (effect.what == Effect::What::make && effect.type) made.insert({effect.type, "enter"});
            if (effect.what == Effect::What::do_ && effect.target) made.insert({effect.target, effect.move});
          }
  return made;
}

bool has_holder(const Move& move) {
  return std::any_of(move.by.begin(), move.by.end(), [](const Actor& actor) { return actor.scope != Actor::Scope::clock && actor.scope != Actor::Scope::public_; });
}

// Did the text name someone, even if that could not be read?
bool names_someone(const RecordInProgress& record, const Move& move) {
  const auto* node = node_of(record, move);
  return node && node->is_map() && !list_of(node->find("by")).empty();
}

void check_move(Context& context, const RecordInProgress& record, const Move& move, const std::set<Step>& made) {
  const RecordType& type = *record.type;
  const auto* node = node_of(record, move);
  const bool by_effect = made.count({&type, move.id}) > 0;
  const bool by_calendar = move.id == "enter" && !type.every.empty();
  if (!names_someone(record, move) && move.by.empty() && !by_effect && !by_calendar && !move.gone && !type.gone && !type.is_org)
    context.refuse(move.at, "nobody", "nobody can make the move '" + move.id + "' of '" + type.id + "': it has no `by`, and no effect makes it");
  if (move.due && !has_holder(move) && !names_someone(record, move))
    context.refuse(node->entry("due")->key.at, "nobody", "a task needs an office that has it; '" + move.id + "' has no role in `by`");
  if (move.by_clock() && !move.asks.empty())
    context.refuse(node->entry("asks")->key.at, "nobody_asked", "the clock can't be asked for anything; make the clock's move one of its own");
  for (const Field* field : move.asks)
    if (field->gone) context.refuse(node->entry("asks")->key.at, "gone", "'" + field->id + "' is gone and can't be asked for");
}

void check_do(Context& context, const RecordInProgress& record, const Move& move) {
  const auto* node = node_of(record, move);
  for (const char* key : {"then", "late"}) {
    const auto& effects = std::string_view(key) == "then" ? move.then : move.late;
    const auto nodes = list_of(node && node->is_map() ? node->find(key) : nullptr);
    if (nodes.size() != effects.size()) continue;   // some are wrong already
    for (size_t i = 0; i < effects.size(); ++i) {
      const Move* target = effects[i].target ? effects[i].target->move(effects[i].move) : nullptr;
      if (target && !target->asks.empty())
        context.refuse(nodes[i]->at, "left_empty", "the move '" + target->id + "' asks for '" + target->asks.front()->id + "', and nobody is asked when an effect makes it");
      if (target && target->gone) context.refuse(nodes[i]->at, "gone", "the move '" + target->id + "' is gone");
    }
  }
}

// A hold is pending until a later move settles or voids it.
void check_holds(Context& context, const RecordInProgress& record) {
  for (const auto& move : record.type->moves) {
    if (move->hold.empty()) continue;
    const bool ended = std::any_of(record.type->moves.begin(), record.type->moves.end(),
                                   [&](const auto& other) { return other->settle == move->id || other->void_ == move->id; });
    if (!ended) context.refuse(move->hold.front().at, "never_settled", "no move has `settle: " + move->id + "` or `void: " + move->id + "`, so the money would be held for ever");
  }
}

}  // namespace

void check_moves(Context& context) {
  const auto made = made_by_effects(context);
  for (const auto& pack : context.packs)
    for (const auto& record : pack->records) {
      if (record->broken) continue;
      for (const auto& move : record->type->moves) {
        if (!record->abstract) check_move(context, *record, *move, made);
        check_do(context, *record, *move);
      }
      if (!record->abstract) check_holds(context, *record);
    }
}

}  // namespace halfsky::lang
