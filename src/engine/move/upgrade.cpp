// What a changed pack asks of records from before it (PACKS section 12): `fill` gives a new field its value over the old row, and records
// leave a stage that is gone. A command of the clock, so that it is journaled, counted and undone like any other.
#include "engine/move/decider.hpp"
#include "engine/move/standing.hpp"

namespace halfsky::engine {

void Decider::upgrade(const Item& item, const lang::RecordType& type, const Act& act) {
  const RowPtr row = unit_.load(type, item.record);
  if (!row || row->struck) return;
  Row next = *row;
  bool changed = false, worked_out = false;   // the latter: a formula is another one
  for (const auto& field : type.fields) {
    if (!item.values.contains(field->id)) continue;
    if (field->is) worked_out = true;
    if (!field->fill || !is_empty(*row, *field)) continue;
    const lang::Value value = world(row, act).evaluate(*field->fill);
    if (value.is_null()) continue;
    assign(next, *field, value);
    changed = true;
  }
  const lang::Stage* stage = type.stage(row->stage);
  while (stage && stage->gone) stage = type.stage(stage->moves_to);   // the checker saw that this ends
  const bool moves = stage && stage->id != row->stage;
  if (moves) {
    next.stage = stage->id;
    next.moved = std::max(next.moved, act.day);
    for (size_t i = 0; i < type.stages.size(); ++i)
      if (&type.stages[i] == stage) next.reached[i] = act.day;
  }
  if (worked_out && !changed && !moves) {
    site_.standing->compute(next, unit_);
    changed = !std::equal(next.fields.begin(), next.fields.end(), row->fields.begin(), lang::same);
  }
  if (!changed && !moves) return;
  put(std::move(next));
  unit_.add_made({row->record(), moves ? "upgrade" : "fill", "", "", 0, "", act.day, false});
}

void Decider::fill_new_fields(Row& row, const Act& act) {
  for (const auto& field : row.type->fields)
    if (field->fill && is_empty(row, *field)) assign(row, *field, world(std::make_shared<const Row>(row), act).evaluate(*field->fill));
}

}  // namespace halfsky::engine
