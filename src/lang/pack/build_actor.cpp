// SCOPE.ROLE: who may make a move, read a type, or is told. SCOPE is a level, `org`, or a path to an org.
#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"

namespace halfsky::lang {

std::optional<Actor> build_actor(Context& context, const RecordInProgress& record, const source::Node& node, ActorUse use) {
  if (!node.is_scalar()) return std::nullopt;
  Actor actor;
  if (node.text == "public" || node.text == "clock") {
    if (use == ActorUse::reader) {
      context.refuse(node.at, "bad_actor", "'" + node.text + "' is no role; write SCOPE.ROLE as county.officer");
      return std::nullopt;
    }
    actor.scope = node.text == "public" ? Actor::Scope::public_ : Actor::Scope::clock;
    return actor;
  }
  const auto parts = split_last_dot(node.text);
  if (!parts) {
    const bool role = context.role(*record.pack, node.at, node.text).has_value();
    context.refuse(node.at, "bad_actor", "'" + node.text + "' is not SCOPE.ROLE" + (role ? "; did you mean 'org." + node.text + "'?" : "; write it as county.officer"));
    return std::nullopt;
  }
  const auto& [scope, role] = *parts;
  const auto full = context.role(*record.pack, node.at, role);
  if (!full) {
    std::vector<std::string> names;
    for (const auto* pack : {static_cast<const PackInProgress*>(record.pack), static_cast<const PackInProgress*>(context.core())})
      if (pack)
        for (const auto& [id, title] : pack->pack->roles) names.push_back(id);
    context.refuse(node.place_of(int(scope.size()) + 2), "no_such_role", "there is no role '" + role + "'" + Context::meant(role, names));
    return std::nullopt;
  }
  actor.role = *full;
  if (scope == "org") return actor;
  if (const auto level = level_of(scope); level && *level != Level::partner) {
    actor.scope = Actor::Scope::level;
    actor.level = *level;
    return actor;
  }
  actor.scope = Actor::Scope::path;
  actor.path_text = scope;
  RecordNames names(context, *record.pack, record.type);
  names.moment();
  actor.path = compile_at(context, ExpressionText(node, scope, 1), names, exactly(Type::ref_to("core.org")));
  if (!actor.path) return std::nullopt;
  return actor;
}

}  // namespace halfsky::lang
