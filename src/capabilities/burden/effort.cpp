// Taps and keys by kind of field.
#include "capabilities/burden/effort.hpp"

#include <algorithm>

namespace halfsky::burden {

using lang::Kind;

namespace {

constexpr double kThink = 1.35, kTap = 1.1, kKey = 0.28;
constexpr int kFormTaps = 2;            // opens it, sends it
constexpr size_t kCodesAtOnce = 5;      // more stand behind a list that opens
constexpr int kWordKeys = 8, kNoteKeys = 40, kNumberKeys = 3, kMoneyKeys = 5, kSearchKeys = 3;

FieldEffort of_field(const lang::Field& field) {
  FieldEffort effort{&field, 1, 0};
  switch (field.type.kind) {
    case Kind::flag: case Kind::consent: break;
    case Kind::choice: case Kind::choices: effort.taps = field.type.codes && field.type.codes->codes.size() > kCodesAtOnce ? 2 : 1; break;
    case Kind::date: case Kind::time: effort.taps = 2; break;
    case Kind::int_: case Kind::tally: effort.keys = kNumberKeys; break;
    case Kind::decimal: case Kind::money: effort.keys = kMoneyKeys; break;
    case Kind::text: effort.keys = field.note ? kNoteKeys : kWordKeys; break;
    case Kind::ref: effort.taps = 2; effort.keys = kSearchKeys; break;
    case Kind::file: effort.taps = 3; break;
    default: break;
  }
  if (field.default_) effort.taps = effort.keys = 0;   // it stands there; she reads it
  return effort;
}

bool is_asked(const lang::Field& field) { return !field.computed() && !field.gone && !field.part_of; }

}  // namespace

double FieldEffort::seconds() const { return kThink + taps * kTap + keys * kKey; }

int Effort::taps() const {
  int sum = kFormTaps;
  for (const FieldEffort& field : fields) sum += field.taps + (field.keys > 0 ? 1 : 0);   // the keyboard comes up
  return sum;
}

double Effort::seconds() const {
  double sum = kThink + kFormTaps * kTap;
  for (const FieldEffort& field : fields) sum += field.seconds();
  return sum;
}

Effort effort_of(const lang::RecordType& type, const lang::Move& move) {
  Effort effort;
  const auto add = [&](const lang::Field& field) {
    const bool there = std::any_of(effort.fields.begin(), effort.fields.end(), [&](const FieldEffort& each) { return each.field == &field; });
    if (!there && is_asked(field)) effort.fields.push_back(of_field(field));
  };
  if (move.id == "enter") {
    const auto& quick = type.look.quick;
    for (const auto& field : type.fields)
      if (field->required || std::find(quick.begin(), quick.end(), field->id) != quick.end()) add(*field);
    for (const auto& back : type.backs)   // one line of each kind
      if (back.type->parent == back.ref)
        for (const auto& field : back.type->fields)
          if (field->required) add(*field);
    return effort;
  }
  for (const lang::Field* field : move.asks) add(*field);
  // A sheet is answered before it leaves its first stage.
  if (type.scoring && !type.scoring->versions.empty() && !type.stages.empty() && move.begins_in(type.first_stage()) && move.to != type.first_stage() && !move.to.empty())
    for (const auto& line : type.scoring->versions.back().lines)
      if (!line.is && line.field) add(*line.field);
  return effort;
}

std::vector<AskedThoughKnown> asked_though_known(const lang::RecordType& type) {
  std::vector<AskedThoughKnown> found;
  if (type.enter().by.empty()) return found;   // effects fill it
  const Effort entering = effort_of(type, type.enter());
  for (const FieldEffort& asked : entering.fields) {
    const lang::Field* field = asked.field;
    if (field->owner != &type || field->default_ || field->fill) continue;
    for (const auto& ref : type.fields) {
      if (!ref->required || !ref->target || ref->target->is_org || ref->gone || ref->encrypted()) continue;
      const lang::Field* known = ref->target->field(field->id);
      if (known && !known->gone && known->title == field->title && known->type == field->type && !known->encrypted()) found.push_back({field, ref.get(), known});
    }
  }
  return found;
}

}  // namespace halfsky::burden
