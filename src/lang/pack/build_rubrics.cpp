// Step 7: rubrics and matches are read and checked; nothing runs them yet (check_not_yet.cpp).
#include <algorithm>

#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

bool is_number(const std::string& text) { return !text.empty() && text.size() < 6 && text.find_first_not_of("0123456789") == std::string::npos; }

// A computed criterion is read on the sheets of each type that shares the rubric.
void check_criterion_value(Context& context, const std::vector<const RecordInProgress*>& users, const source::Node& criterion) {
  const auto* is = criterion.find("is");
  if (!is || !is->is_scalar()) return;
  const bool veto = flag_of(criterion.find("veto"));
  for (const auto* user : users) {
    RecordNames names(context, *user->pack, user->type);
    const auto value = compile_at(context, *is, names, veto ? a_condition() : exactly(Type::of(Kind::decimal)));
    if (!value || flag_of(criterion.find("lowers"))) continue;
    const Secrets secrets = secrets_of(context, *value);
    if (secrets.private_) context.refuse(is->at, "leaks", "this reads '" + secrets.private_->id + "', which is private; say `lowers: true` if that is meant");
    else if (secrets.secret && user->type->class_ != Class::secret)
      context.refuse(is->at, "leaks", "this reads '" + secrets.secret->name + "', which is secret; say `lowers: true` if that is meant");
  }
}

void check_criterion(Context& context, const std::vector<const RecordInProgress*>& users, const source::Entry& entry) {
  if (!check_id(context, entry.key, IdUse::name) || !check_keys(context, entry.value, Construct::criterion)) return;
  const auto& node = entry.value;
  const bool veto = flag_of(node.find("veto"));
  if (!node.find("title")) context.refuse(entry.key.at, "missing_key", "a criterion needs `title`");
  if (veto == bool(node.find("points"))) context.refuse(entry.key.at, "missing_key", "a criterion has `points`, or `veto: true` instead");
  if (node.find("levels") && node.find("is")) context.refuse(node.entry("is")->key.at, "two_ways", "a criterion is picked from `levels` or computed with `is`, not both");
  if (const auto* levels = node.find("levels"))
    for (const auto& level : levels->entries) {
      if (!is_number(level.key.text)) context.refuse(level.key.at, "bad_value", "a level is named by its points");
      else if (node.find("points") && std::stoi(level.key.text) > std::atoi(text_of(node.find("points")).c_str()))
        context.refuse(level.key.at, "bad_value", "a level has more points than the criterion");
    }
  check_criterion_value(context, users, node);
}

void build_side(Context& context, PackInProgress& pack, const source::Node& match, const char* side, RecordNames& names) {
  const auto* node = match.find(side);
  if (!node) return context.refuse(match.at, "missing_key", std::string("a match needs `") + side + "`");
  if (!check_keys(context, *node, Construct::match_side)) return;
  const auto* of = node->find("of");
  if (!of) return context.refuse(node->at, "missing_key", "a side of a match needs `of`, a type");
  auto* record = of->is_scalar() ? context.need_record(pack, *of) : nullptr;
  if (!record) return;
  const RecordNames own(context, pack, record->type);
  if (const auto* where = node->find("where"); where && where->is_scalar()) compile_at(context, *where, own, a_condition());
  if (const auto* takes = node->find("takes"); takes && takes->is_scalar()) compile_at(context, *takes, own, exactly(Type::of(Kind::int_)));
  names.variable(side, Type::ref_to(record->type->name));
}

void build_match(Context& context, PackInProgress& pack, const source::Entry& entry) {
  if (!check_id(context, entry.key, IdUse::plain) || !check_keys(context, entry.value, Construct::match)) return;
  const auto& node = entry.value;
  for (const char* key : {"title", "makes", "by", "score"})
    if (!node.find(key)) context.refuse(entry.key.at, "missing_key", std::string("a match needs `") + key + "`");
  RecordNames names(context, pack, nullptr);
  build_side(context, pack, node, "left", names);
  build_side(context, pack, node, "right", names);
  names.scope("period");
  if (const auto* never = node.find("never"); never && never->is_scalar()) compile_at(context, *never, names, a_condition());
  if (const auto* score = node.find("score"); score && score->is_scalar()) compile_at(context, *score, names, exactly(Type::of(Kind::decimal)));
  const auto* makes = node.find("makes");
  auto* made = makes && makes->is_scalar() ? context.need_record(pack, *makes) : nullptr;
  if (!made) return;
  ExpressionPtr org;
  if (const auto* with = node.find("with")) build_assignments(context, pack, *with, names, {made->type, "with", &org});
  for (const auto* by : list_of(node.find("by"))) build_actor(context, *made, *by, ActorUse::reader);
}

}  // namespace

void build_rubrics(Context& context, PackInProgress& pack) {
  for (const auto& rubric : pack.rubrics) {
    std::vector<const RecordInProgress*> users;
    for (const auto& other : context.packs)
      for (const auto& record : other->records)
        if (!record->abstract && text_of(record->node.find("rubric")) == rubric.id && (other.get() == &pack || context.pack_of(record->node.find("rubric")->at) == &pack))
          users.push_back(record.get());
    if (users.empty()) context.refuse(rubric.at, "unused", "no record type has `rubric: " + rubric.id + "`");
    if (!rubric.node->find("title")) context.refuse(rubric.at, "missing_key", "a rubric needs `title`");
    const auto* versions = rubric.node->find("versions");
    if (!versions) {
      context.refuse(rubric.at, "missing_key", "a rubric needs `versions`, by year");
      continue;
    }
    for (const auto& version : versions->entries) {
      if (!is_number(version.key.text) || version.key.text.size() != 4) context.refuse(version.key.at, "bad_value", "a version is named by its year, as 2009");
      const auto* criteria = version.value.find("criteria");
      if (!criteria) context.refuse(version.key.at, "missing_key", "a version needs `criteria`");
      for (const auto& criterion : criteria ? criteria->entries : std::vector<source::Entry>{}) check_criterion(context, users, criterion);
      if (const auto* grades = version.value.find("grades"))
        for (const auto& grade : grades->entries)
          if (check_id(context, grade.key, IdUse::plain) && !is_number(text_of(&grade.value)))
            context.refuse(grade.value.at, "bad_value", "a grade has its lowest points, a whole number");
    }
  }
}

void build_matches(Context& context, PackInProgress& pack) {
  const auto* matches = pack.root.find("matches");
  if (!matches) return;
  for (const auto& entry : matches->entries) build_match(context, pack, entry);
}

}  // namespace halfsky::lang
