// Step 7: matches. Who confirms a proposal enters what it makes by the ordinary path, so she must be among those who may enter it.
#include <algorithm>

#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

struct Builder {
  Context& context;
  PackInProgress& pack;
  const source::Node& node;
  Match& match;
  RecordNames names;     // left, right, period

  Builder(Context& c, PackInProgress& p, const source::Node& n, Match& m) : context(c), pack(p), node(n), match(m), names(c, p, nullptr) {}

  ExpressionPtr optional(const source::Node& of, const char* key, const Names& in, const Expected& expected) {
    const auto* text = of.find(key);
    return text && text->is_scalar() ? compile_at(context, *text, in, expected) : nullptr;
  }

  void side(const char* key, Match::Side& built) {
    const auto* side = node.find(key);
    if (!side) return context.refuse(node.at, "missing_key", std::string("a match needs `") + key + "`");
    if (!check_keys(context, *side, Construct::match_side)) return;
    const auto* of = side->find("of");
    if (!of) return context.refuse(side->at, "missing_key", "a side of a match needs `of`, a type");
    auto* record = of->is_scalar() ? context.need_record(pack, *of) : nullptr;
    if (!record) return;
    if (record->type->is_org) return context.refuse(of->at, "bad_value", "a match pairs records, and orgs are none");
    const RecordNames own(context, pack, record->type);
    built.type = record->type;
    built.where = optional(*side, "where", own, a_condition());
    built.takes = optional(*side, "takes", own, exactly(Type::of(Kind::int_)));
    names.variable(key, Type::ref_to(record->type->name));
  }

  void score() {
    const auto* score = node.find("score");
    if (!score) return;
    if (score->is_scalar()) {
      if (auto is = compile_at(context, *score, names, exactly(Type::of(Kind::decimal)))) match.score.push_back({"", match.title, std::move(is)});
      return;
    }
    for (const auto& entry : score->entries) {
      if (!check_id(context, entry.key, IdUse::plain) || !check_keys(context, entry.value, Construct::match_term)) continue;
      const auto* title = entry.value.find("title");
      const auto* is = entry.value.find("is");
      if (!title) context.refuse(entry.key.at, "missing_key", "a term of a score needs `title`: what a pair gets its points for");
      if (!is) context.refuse(entry.key.at, "missing_key", "a term of a score needs `is`");
      auto compiled = is && is->is_scalar() ? compile_at(context, *is, names, exactly(Type::of(Kind::decimal))) : nullptr;
      if (compiled && title) match.score.push_back({entry.key.text, title->text, std::move(compiled)});
    }
  }

  void by() {
    for (const auto* item : list_of(node.find("by"))) {
      const auto* left = node.find("left") ? node.find("left")->find("of") : nullptr;
      const auto* record = left && left->is_scalar() ? context.need_record(pack, *left) : nullptr;
      if (!record) return;
      auto actor = build_actor(context, *record, *item, ActorUse::reader);
      if (!actor) continue;
      const auto& enterers = match.makes->enter().by;
      if (std::none_of(enterers.begin(), enterers.end(), [&](const Actor& enterer) { return enterer.role == actor->role; }))
        context.refuse(item->at, "cannot_enter", "who confirms a proposal enters a '" + match.makes->id + "', and '" + actor->role + "' may not; name it in its `enter`");
      match.by.push_back(std::move(*actor));
    }
  }

  void build() {
    side("left", match.left);
    side("right", match.right);
    names.scope("period");
    match.never = optional(node, "never", names, a_condition());
    score();
    const auto* makes = node.find("makes");
    auto* made = makes && makes->is_scalar() ? context.need_record(pack, *makes) : nullptr;
    if (!made) return;
    match.makes = made->type;
    if (const auto* with = node.find("with")) match.with = build_assignments(context, *with, names, {made->type, "with", &match.org});
    by();
  }
};

void build_match(Context& context, PackInProgress& pack, const source::Entry& entry) {
  if (!check_id(context, entry.key, IdUse::plain) || !check_keys(context, entry.value, Construct::match)) return;
  for (const char* key : {"title", "makes", "by", "score"})
    if (!entry.value.find(key)) context.refuse(entry.key.at, "missing_key", std::string("a match needs `") + key + "`");
  auto match = std::make_unique<Match>();
  match->programme = pack.programme();
  match->id = entry.key.text;
  match->name = match->programme + "." + match->id;
  match->title = text_of(entry.value.find("title"));
  Builder(context, pack, entry.value, *match).build();
  pack.pack->matches.push_back(std::move(match));
}

}  // namespace

void build_matches(Context& context, PackInProgress& pack) {
  const auto* matches = pack.root.find("matches");
  if (!matches) return;
  for (const auto& entry : matches->entries) build_match(context, pack, entry);
}

}  // namespace halfsky::lang
