// Steps 4 and 7: what a rubric gives its sheets. The criteria of all versions are fields of the type, with the files that some of
// them want, then points, grade and vetoed; later the computed criteria, read on the sheets of each type that shares the rubric.
#include <algorithm>
#include <functional>
#include <set>

#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"

namespace halfsky::lang {
namespace {

RubricInProgress* find_rubric(Context& context, const RecordInProgress& record, const source::Node& name, std::vector<std::string>& names) {
  RubricInProgress* found = nullptr;
  const PackInProgress* origin = context.pack_of(name.at);
  for (const auto& pack : context.packs)
    if (pack.get() == record.pack || pack.get() == origin)
      for (auto& candidate : pack->rubrics) {
        names.push_back(candidate.id);
        if (candidate.id == name.text && (!found || pack.get() == record.pack)) found = &candidate;
      }
  return found;
}

const source::Node* rubric_name(const RecordInProgress& record) {
  const auto* name = record.node.find("rubric");
  return name && name->is_scalar() ? name : nullptr;
}

// Fields of the record itself that an expression reads, not those of others that it gets to.
std::set<const Field*> own_reads(const Expression& expression) {
  std::set<const Field*> fields;
  walk(*expression.root, [&](const Node& node) {
    if (node.op == Node::Op::name && node.binding.how == Binding::How::field) fields.insert(node.binding.field);
  });
  return fields;
}

// Whether a field is worked out after the criteria are: of the score itself, or computed from it.
bool comes_after(const Field& field, const std::set<const Field*>& computed_criteria) {
  using Scored = Field::Scored;
  std::set<const Field*> seen;
  std::function<bool(const Field&)> visit = [&](const Field& at) {
    if (at.scored == Scored::points || at.scored == Scored::grade || at.scored == Scored::vetoed || computed_criteria.contains(&at)) return true;
    if (!at.is || !seen.insert(&at).second) return false;
    const auto read = own_reads(*at.is);
    return std::any_of(read.begin(), read.end(), [&](const Field* next) { return visit(*next); });
  };
  return visit(field);
}

// An `is` on the sheets of one type; what it reads is private or secret only where the author says so.
ExpressionPtr read_value(Context& context, const RecordInProgress& user, const source::Node& criterion, const Criterion& declared) {
  const auto* is = criterion.find("is");
  if (!is || !is->is_scalar()) return nullptr;
  const RecordNames names(context, *user.pack, user.type);
  auto value = compile_at(context, *is, names, declared.veto ? a_condition() : exactly(Type::of(Kind::decimal)));
  if (!value || flag_of(criterion.find("lowers"))) return value;
  const Secrets secrets = secrets_of(*value);
  if (secrets.private_) context.refuse(is->at, "leaks", "this reads '" + secrets.private_->id + "', which is private; say `lowers: true` if that is meant");
  else if (secrets.secret && user.type->class_ != Class::secret)
    context.refuse(is->at, "leaks", "this reads '" + secrets.secret->name + "', which is secret; say `lowers: true` if that is meant");
  return value;
}

void build_scoring(Context& context, const RubricInProgress& rubric, RecordInProgress& user) {
  RecordType& type = *user.type;
  auto scoring = std::make_unique<Scoring>();
  scoring->rubric = rubric.rubric.get();
  scoring->points = type.field("points");
  scoring->grade = type.field("grade");
  scoring->vetoed = type.field("vetoed");
  std::set<const Field*> computed;
  for (const auto& version : rubric.rubric->versions)
    for (const auto& criterion : version.criteria)
      if (const Field* field = type.field(criterion.id); criterion.computed && field && field->scored == Field::Scored::criterion) computed.insert(field);   // not one that took the name
  for (size_t v = 0; v < rubric.written.size(); ++v) {
    const RubricVersion& version = rubric.rubric->versions[v];
    Scoring::Version lines{&version, {}};
    const auto* written = rubric.written[v]->find("criteria");
    for (const auto& criterion : version.criteria) {
      const Field* field = type.field(criterion.id);
      const auto* node = written ? written->find(criterion.id) : nullptr;
      if (!field || !node) return;   // wrong in another way, and said so
      Scoring::Line line{&criterion, field, criterion.evidence ? type.field(criterion.id + "_evidence") : nullptr, read_value(context, user, *node, criterion)};
      if (line.is)
        for (const Field* read : own_reads(*line.is))
          if (comes_after(*read, computed))
            context.refuse(node->find("is")->at, "circle", "a criterion is worked out before points, grade and what is computed from them; it can't read '" + read->id + "'");
      lines.lines.push_back(std::move(line));
    }
    scoring->versions.push_back(std::move(lines));
  }
  type.scoring = std::move(scoring);
}

}  // namespace

void build_rubric_fields(Context& context, RecordInProgress& record) {
  const auto* name = rubric_name(record);
  if (!name) return;
  std::vector<std::string> names;
  const RubricInProgress* rubric = find_rubric(context, record, *name, names);
  if (!rubric) return context.refuse_unknown(*record.pack, name->at, "rubric", name->text, names);
  RecordType& type = *record.type;
  using Scored = Field::Scored;
  const auto add = [&](const std::string& id, const std::string& title, Type field_type, Scored scored) -> Field* {
    if (const Field* other = type.field(id)) {
      context.refuse(other->at, "name_taken", "'" + id + "' is a name that the rubric '" + rubric->id + "' gives; choose another");
      return nullptr;
    }
    auto field = std::make_unique<Field>();
    field->id = id;
    field->title = title;
    field->at = name->at;
    field->owner = &type;
    field->index = int(type.fields.size());
    field->type = std::move(field_type);
    field->scored = scored;
    field->never_given = scored == Scored::points || scored == Scored::grade || scored == Scored::vetoed;
    type.fields.push_back(std::move(field));
    return type.fields.back().get();
  };
  for (const auto& criterion : rubric->criteria) {
    if (Field* field = add(criterion.id, criterion.title, Type::of(criterion.veto ? Kind::flag : Kind::decimal), Scored::criterion)) field->never_given = !criterion.given;
    if (!criterion.evidence) continue;
    if (Field* files = add(criterion.id + "_evidence", criterion.title + "：佐证", Type::of(Kind::file), Scored::evidence)) files->many = true;
  }
  add("points", "得分", Type::of(Kind::decimal), Scored::points);
  add("grade", "等级", Type::choice_of(rubric->grades), Scored::grade);
  add("vetoed", "一票否决", Type::of(Kind::flag), Scored::vetoed);
}

void build_rubrics(Context& context, PackInProgress& pack) {
  for (auto& rubric : pack.rubrics) {
    bool used = false;
    for (const auto& other : context.packs)
      for (const auto& record : other->records) {
        std::vector<std::string> names;
        const auto* name = rubric_name(*record);
        if (!name || record->abstract || find_rubric(context, *record, *name, names) != &rubric) continue;
        used = true;
        if (!record->broken) build_scoring(context, rubric, *record);
      }
    if (!used) context.refuse(rubric.at, "unused", "no record type has `rubric: " + rubric.id + "`");
    pack.pack->rubrics.push_back(std::move(rubric.rubric));
  }
}

}  // namespace halfsky::lang
