// Step 8: can every stage be reached?
#include <algorithm>
#include <set>

#include "lang/pack/builders.hpp"

namespace halfsky::lang {
namespace {

void check_type(Context& context, const RecordInProgress& record) {
  const RecordType& type = *record.type;
  if (type.stages.empty()) return;
  std::set<std::string> reached{type.first_stage()};
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& move : type.moves)
      if (!move->to.empty() && !reached.count(move->to) &&
          std::any_of(move->from.begin(), move->from.end(), [&](const auto& stage) { return reached.count(stage) > 0; }))
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
    for (const auto& record : pack->records) check_type(context, *record);
}

}  // namespace halfsky::lang
