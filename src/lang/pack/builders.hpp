// The steps in which packs are built, in this order; each works through all packs before the next begins, so that a name may be
// used before it is declared. Private to this folder.
#pragma once

#include "lang/pack/context.hpp"

namespace halfsky::lang {

// 1. Text: all *.yaml of a pack as one tree; programme, title, edition, uses; packs in an order in which each comes after what it uses.
void read_packs(Context& context, const std::vector<PackSource>& sources);
// 2. Names: roles, codes, funds, record types, rubrics, indicators.
void declare_names(Context& context, PackInProgress& pack);
void declare_rubrics(Context& context, PackInProgress& pack);
void resolve_funds(Context& context, PackInProgress& pack);
// 3. `like`: the text of each type as a copy of its template's with its own laid over it.
void merge_templates(Context& context);
// 4. Shapes: fields with their types, stages, moves by name, back names; no expressions yet.
void build_shape(Context& context, RecordInProgress& record);
void build_fields(Context& context, RecordInProgress& record);
void build_rubric_fields(Context& context, RecordInProgress& record);
void build_stages(Context& context, RecordInProgress& record);
void build_backs(Context& context);
// 5. Computed fields of all types, before anything that asks whether a field reads today.
void build_computed(Context& context, RecordInProgress& record);
void mark_fields_on_reading(Context& context);
// 6. The rest of a type.
void build_field_options(Context& context, RecordInProgress& record);
void build_type_options(Context& context, RecordInProgress& record);
void build_moves(Context& context, RecordInProgress& record);
void build_effects(Context& context, RecordInProgress& record, Move& move, const source::Node& node);
void build_postings(Context& context, RecordInProgress& record, Move& move, const source::Node& node);
void build_every(Context& context, RecordInProgress& record);
void build_each(Context& context, Every& every, const source::Node& node);   // "year 09-01", "tuesday 09:00-11:00"
void build_public(Context& context, RecordInProgress& record);
void build_look(Context& context, RecordInProgress& record);
void build_notices(Context& context, RecordInProgress& record);
// 7. What is made of records.
void declare_indicators(Context& context, PackInProgress& pack);
void build_indicators(Context& context, PackInProgress& pack);
void check_formulas(Context& context);                       // figures made of figures: slices, circles, classes
void build_rubrics(Context& context, PackInProgress& pack);
void build_matches(Context& context, PackInProgress& pack);
void build_reports(Context& context, PackInProgress& pack);
void build_prints(Context& context, PackInProgress& pack);   // before moves: an effect names a print
void build_texts(Context& context, PackInProgress& pack);
void build_examples(Context& context, PackInProgress& pack);

// 8. What is wrong with the whole.
void check_stages(Context& context);      // reached, final
void check_circles(Context& context);     // computed fields, effects
void check_required(Context& context);    // what `make` and `every` leave empty
void check_moves(Context& context);       // by nobody, for nobody, held for ever
void check_was(Context& context);         // names that changed
void check_money(Context& context);       // ways out of a fund, holds
void check_secrets(Context& context);     // what would tell of a secret record

// A span as `due` and a notice's `for` write it: "10 working days". Nothing where it is none.
std::optional<Due> span_of(const std::string& text);

// Roles: SCOPE.ROLE of a `by`, `see` or `tell` of a type. Nothing where there was a problem.
enum class ActorUse { move, reader };
std::optional<Actor> build_actor(Context& context, const RecordInProgress& record, const source::Node& node, ActorUse use);

// { field: expression } of `set`, `with`. `org` is filled where `with` may name it.
class RecordNames;
struct AssignmentPlace {
  const RecordType* of = nullptr;       // whose fields are filled
  std::string what;                     // "set", "with"
  ExpressionPtr* org = nullptr;         // where `org` may be filled
};
std::vector<Assignment> build_assignments(Context& context, const source::Node& node, const RecordNames& names,
                                          const AssignmentPlace& place);

}  // namespace halfsky::lang
