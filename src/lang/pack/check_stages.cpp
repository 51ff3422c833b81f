// Step 8: can every stage be reached, and does a type that is kept for some years come to an end?
#include <algorithm>
#include <set>

#include "lang/pack/builders.hpp"

namespace halfsky::lang {
namespace {

void check_type(Context& context, const RecordInProgress& record) {
  const RecordType& type = *record.type;
  const bool ends = std::any_of(type.stages.begin(), type.stages.end(), [](const Stage& stage) { return stage.final_; });
  if (type.keep_years > 0 && !ends && !type.parent)
    context.refuse(record.node.entry("keep")->key.at, "no_final_stage", "the years to keep begin with a final stage, and '" + type.id + "' has none: every stage is left by a move");
  if (type.stages.empty()) return;
  std::set<std::string> reached{type.first_stage()};
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& move : type.moves)
      if (!move->to.empty() && !reached.count(move->to) &&
          (move->from.empty() ||   // its `from` is wrong, and said so
           std::any_of(move->from.begin(), move->from.end(), [&](const auto& stage) { return reached.count(stage) > 0; })))
        grown = reached.insert(move->to).second;
  }
  const auto* stages = record.node.find("stages");
  for (const auto& stage : type.stages)
    if (!reached.count(stage.id) && !stage.gone)
      context.refuse(stages->entry(stage.id)->key.at, "unreachable", "no way of moves leads to the stage '" + stage.id + "' of '" + type.id + "'");
}

}  // namespace

void check_stages(Context& context) {
  for (const auto& pack : context.packs)
    for (const auto& record : pack->records)
      if (!record->broken) check_type(context, *record);
}

}  // namespace halfsky::lang
