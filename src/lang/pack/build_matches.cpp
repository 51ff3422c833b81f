// Step 7: matches are read and checked; nothing runs them yet (check_not_yet.cpp).
#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

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

void build_matches(Context& context, PackInProgress& pack) {
  const auto* matches = pack.root.find("matches");
  if (!matches) return;
  for (const auto& entry : matches->entries) build_match(context, pack, entry);
}

}  // namespace halfsky::lang
