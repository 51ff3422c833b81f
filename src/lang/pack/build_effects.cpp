// Step 6: effects of a move: make, do, tell, print.
#include <algorithm>

#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

struct Builder {
  Context& context;
  RecordInProgress& record;
  const source::Node& node;
  RecordNames names;
  Effect effect;

  Builder(Context& c, RecordInProgress& r, const source::Node& n) : context(c), record(r), node(n), names(c, *r.pack, r.type) { names.moment(); }

  bool build() {
    std::vector<std::string> verbs;
    for (const char* verb : {"make", "do", "tell", "print"})
      if (node.find(verb)) verbs.push_back(verb);
    if (verbs.size() != 1) {
      context.refuse(node.at, "one_effect", verbs.empty() ? "an effect is one of make, do, tell, print" : "an effect does one thing; write '" + verbs[0] + "' and '" + verbs[1] + "' as two");
      return false;
    }
    refuse_foreign_keys(verbs[0]);
    if (!build_each()) return false;
    if (verbs[0] == "make") return make();
    if (verbs[0] == "do") return do_move();
    if (verbs[0] == "tell") return tell();
    return print();
  }

  void refuse_foreign_keys(const std::string& verb) {
    const auto foreign = [&](const char* key, bool allowed) {
      if (!allowed && node.find(key)) context.refuse(node.entry(key)->key.at, "needless", std::string("`") + key + "` doesn't go with `" + verb + "`");
    };
    foreign("with", verb == "make");
    foreign("each", verb == "make" || verb == "do");
    foreign("text", verb == "tell");
  }

  bool build_each() {
    const auto* each = node.find("each");
    if (!each || !each->is_scalar()) return true;
    effect.each = compile_at(context, *each, names, any_value());
    if (!effect.each) return false;
    if (effect.each->type().kind != Kind::list) {
      context.refuse(each->at, "wrong_type", "`each` takes a list, this is " + to_text(effect.each->type()));
      return false;
    }
    names.variable("it", *effect.each->type().element);
    return true;
  }

  bool make() {
    effect.what = Effect::What::make;
    const auto* name = node.find("make");
    if (!name->is_scalar()) return false;
    auto* target = context.need_record(*record.pack, *name);
    if (!target) return false;
    effect.type = target->type;
    if (const auto* with = node.find("with"))
      effect.with = build_assignments(context, *with, names, {target->type, "with", &effect.org});
    return true;
  }

  bool do_move() {
    effect.what = Effect::What::do_;
    const auto* path = node.find("do");
    if (!path->is_scalar()) return false;
    const auto parts = split_last_dot(path->text);
    if (!parts) {
      context.refuse(path->at, "bad_value", "`do` takes PATH.move, as REF.move" + std::string(record.type->move(path->text) ? "; did you mean 'this." + path->text + "'?" : ""));
      return false;
    }
    effect.path = compile_at(context, ExpressionText(*path, parts->first, 1), names, any_value());
    if (!effect.path) return false;
    if (effect.path->type().kind != Kind::ref) {
      context.refuse(path->at, "wrong_type", "'" + parts->first + "' is no record, it is " + to_text(effect.path->type()) + "; for several use `each` and `it`");
      return false;
    }
    effect.target = context.type(effect.path->type().target);
    effect.move = parts->second;
    if (!effect.target) return false;
    if (!effect.target->move(effect.move) || effect.move == "enter") {
      std::vector<std::string> ids;
      for (const auto& move : effect.target->moves)
        if (move->id != "enter") ids.push_back(move->id);
      context.refuse(path->place_of(int(parts->first.size()) + 2), "no_such_move",
                     "'" + effect.target->id + "' has no move '" + effect.move + "'" + (effect.move == "enter" ? " for a record that exists; use `make`" : Context::meant(effect.move, ids)));
      return false;
    }
    return true;
  }

  bool tell() {
    effect.what = Effect::What::tell;
    effect.text = text_of(node.find("text"));
    if (!node.find("text")) context.refuse(node.at, "missing_key", "`tell` needs `text`");
    for (const auto* item : list_of(node.find("tell"))) {
      if (!item->is_scalar()) continue;
      const auto parts = split_last_dot(item->text);
      const bool role = parts && context.role(*record.pack, item->at, parts->second);
      if (role || item->text == "public" || item->text == "clock") {
        if (auto actor = build_actor(context, record, *item, ActorUse::reader)) effect.tell.push_back(std::move(*actor));
        continue;
      }
      auto path = compile_at(context, *item, names, any_value());
      if (!path) continue;
      const auto& type = path->type();
      if (type.kind != Kind::ref || (type.target != "core.person" && type.target != "core.donor" && type.target != "core.org"))
        context.refuse(item->at, "bad_actor", "`tell` takes SCOPE.ROLE, or a path to a person, a donor or an org; this is " + to_text(type));
      else
        effect.tell_paths.push_back(std::move(path));
    }
    return true;
  }

  bool print() {
    effect.what = Effect::What::print;
    const auto* name = node.find("print");
    if (!name->is_scalar()) return false;
    effect.print = name->text;
    if (record.abstract) return true;   // the copy has the paper
    std::vector<std::string> ids;
    const Print* found = nullptr;
    const PackInProgress* origin = context.pack_of(name->at);
    for (const PackInProgress* pack : {static_cast<const PackInProgress*>(record.pack), origin})
      for (size_t i = 0; pack && i < pack->pack->prints.size(); ++i) {
        const Print* print = pack->pack->prints[i].get();
        ids.push_back(print->id);
        if (print->id == name->text && !found) found = print;
      }
    if (!found) {
      context.refuse(name->at, "no_such_print", "there is no prints/" + name->text + ".md" + Context::meant(name->text, ids));
      return false;
    }
    if (found->of && found->of != record.type) {
      context.refuse(name->at, "wrong_type", "the print '" + found->id + "' is of '" + found->of->id + "', not of '" + record.type->id + "'");
      return false;
    }
    return true;
  }
};

std::vector<Effect> build_list(Context& context, RecordInProgress& record, const source::Node* node) {
  std::vector<Effect> effects;
  for (const auto* item : list_of(node)) {
    if (!check_keys(context, *item, Construct::effect)) continue;
    Builder builder(context, record, *item);
    if (builder.build()) effects.push_back(std::move(builder.effect));
  }
  return effects;
}

}  // namespace

void build_effects(Context& context, RecordInProgress& record, Move& move, const source::Node& node) {
  move.then = build_list(context, record, node.find("then"));
  move.late = build_list(context, record, node.find("late"));
}

}  // namespace halfsky::lang
