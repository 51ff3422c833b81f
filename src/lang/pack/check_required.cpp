// Step 8: records that nobody enters by hand. What `make` and `every` leave empty nobody is asked for.
#include <algorithm>

#include "lang/pack/builders.hpp"

namespace halfsky::lang {
namespace {

void check_filled(Context& context, const RecordType& type, const std::vector<Assignment>& with, const Span& at, const std::string& who) {
  std::string missing;
  for (const auto& field : type.fields) {
    const bool filled = std::any_of(with.begin(), with.end(), [&](const auto& assignment) { return assignment.field == field.get(); });
    if (field->required && !field->default_ && !field->computed() && !field->gone && !filled) missing += (missing.empty() ? "" : ", ") + field->id;
  }
  if (!missing.empty())
    context.refuse(at, "left_empty", who + " leaves required fields of '" + type.id + "' empty: " + missing + "; fill them in `with`, or give them a `default`");
}

void check_effects(Context& context, const RecordInProgress& record, const Move& move, const char* key, const std::vector<Effect>& effects) {
  const auto* moves = record.node.find("moves");
  const auto* node = moves ? moves->find(move.id) : nullptr;
  const auto nodes = list_of(node ? node->find(key) : nullptr);
  if (nodes.size() != effects.size()) return;   // some are wrong already
  for (size_t i = 0; i < effects.size(); ++i)
    if (effects[i].what == Effect::What::make && effects[i].type) {
      const auto* with = nodes[i]->find("with");
      if (with && with->is_map() && with->entries.size() != effects[i].with.size() + (effects[i].org ? 1 : 0)) continue;   // likewise
      check_filled(context, *effects[i].type, effects[i].with, nodes[i]->at, "`make`");
    }
}

}  // namespace

void check_required(Context& context) {
  for (const auto& pack : context.packs)
    for (const auto& record : pack->records) {
      if (record->broken) continue;
      for (const auto& every : record->type->every)
        if (!record->abstract) check_filled(context, *record->type, every.with, every.at, "`every`");
      for (const auto& move : record->type->moves) {
        check_effects(context, *record, *move, "then", move->then);
        check_effects(context, *record, *move, "late", move->late);
      }
    }
}

}  // namespace halfsky::lang
