// Step 8: nobody learns of a secret record from one that is none (PACKS section 11). What a field, a label, a criterion, an indicator or a
// report reads is judged where it stands; here is what is left:
//
//   in a type that is no secret   a ref to a secret one (it shows that there is one), any other expression that reads one (a guard that fails tells)
//   in a secret type              a back name on a ref that leads out, effects on what others see, people told who may not read it, money
//                                 (a fund's page shows it), records made from it by the calendar
//   anywhere                      figure() and rows() of secrets, a secret part of a shared count, a report's parameter
#include <algorithm>
#include <functional>

#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"

namespace halfsky::lang {
namespace {

class Checker {
 public:
  Checker(Context& context, const RecordInProgress& record) : context_(context), record_(record), type_(*record.type), secret_(type_.class_ == Class::secret) {}

  void run() {
    check_refs();
    for (const auto& field : type_.fields)
      for (const auto* expression : {&field->required_when, &field->check, &field->default_, &field->is, &field->fill}) look(*expression, field->at, field->lowers);
    for (const auto* expression : {&type_.org_path, &type_.date}) look(*expression, type_.at, false);
    for (const auto& view : type_.look.views) look(view.where, type_.at, false);
    check_readers(type_.see, type_.at);
    for (const auto& move : type_.moves) check_move(*move);
    for (const auto& every : type_.every) check_every(every);
  }

 private:
  void leaks(const Span& at, std::string message) { context_.refuse(at, "leaks", std::move(message)); }

  const source::Node* field_node(const Field& field) const {
    const auto* fields = record_.node.find("fields");
    return fields && !field.part_of ? fields->find(field.id) : nullptr;
  }

  void check_refs() {
    for (const auto& field : type_.fields) {
      if (!field->target || field->target->is_org || field->part_of) continue;
      if (!secret_ && field->target->class_ == Class::secret && !field->lowers)
        leaks(field->at, "a ref to '" + field->target->id + "', which is secret, shows that there is one; let the secret record refer to this, or say `lowers: true`");
      const auto* node = field_node(*field);
      if (secret_ && field->target->class_ != Class::secret && !field->back.empty() && !field->lowers)
        leaks(node && node->find("back") ? node->find("back")->at : field->at, "'" + field->target->id + "' is no secret and must not have '" + field->back + "', the secret rows that refer to it; leave `back` out, or say `lowers: true`");
    }
  }

  // The secret type that an expression reads, asks for rows of, or asks a figure about.
  std::string secret_in(const Expression& expression) const {
    const Secrets secrets = secrets_of(expression);
    if (secrets.secret) return secrets.secret->name;
    std::string found;
    walk(*expression.root, [&](const Node& node) {
      if (node.op != Node::Op::call || node.args.empty() || !node.args[0]) return;
      const std::string& name = node.args[0]->value.text;
      if (node.text == "rows")
        for (const std::string& full : {name, record_.pack->programme() + "." + name})
          if (const RecordType* type = context_.type(full); type && type->class_ == Class::secret) found = type->name;
      if (node.text == "figure")
        if (const Indicator* indicator = context_.indicator(*record_.pack, name); indicator && indicator->class_ == Class::secret) found = indicator->name;
    });
    return found;
  }

  void look(const ExpressionPtr& expression, const Span& at, bool lowers) {
    if (!expression || secret_ || lowers) return;
    if (const std::string secret = secret_in(*expression); !secret.empty())
      leaks(at, "this reads '" + secret + "', which is secret, and what comes of it is seen by others");
  }

  void check_readers(const std::vector<Actor>& actors, const Span& at) {
    for (const Actor& actor : actors) {
      look(actor.path, at, false);
      // A list could not follow it, and would not show what a page does.
      if (secret_ && actor.path && std::any_of(actor.path->reads.begin(), actor.path->reads.end(), [](const Field* field) { return field->encrypted(); }))
        context_.refuse(at, "encrypted_path", "'" + actor.path_text + "' leads through a field that is encrypted in a secret type; take a path over orgs and secret records");
    }
  }

  bool may_read(const Actor& actor) const {
    const RecordType* whole = &type_;
    while (whole->parent) whole = whole->parent->target;
    if (whole != &type_ && actor.scope == Actor::Scope::path) return false;   // a line's own paths are not its parent's
    return std::any_of(whole->see.begin(), whole->see.end(), [&](const Actor& reader) {
      return reader.role == actor.role && reader.scope == actor.scope && (actor.scope != Actor::Scope::level || reader.level == actor.level) && reader.path_text == actor.path_text;
    });
  }

  void check_move(const Move& move) {
    for (const auto* expression : {&move.when, &move.after}) look(*expression, move.at, false);
    if (move.due) look(move.due->date, move.at, false);
    check_readers(move.by, move.at);
    for (const auto& unlike : move.unlike) look(unlike.path, move.at, false);
    for (const auto& set : move.set) look(set.value, move.at, set.field->lowers);
    const bool money = !move.post.empty() || !move.hold.empty() || !move.settle.empty() || !move.void_.empty();
    if (secret_ && money) leaks(move.at, "money of a secret record would stand on the fund's page; pay from a record that is no secret and names nobody");
    const auto* moves = record_.node.find("moves");
    const auto* node = moves ? moves->find(move.id) : nullptr;
    for (const char* key : {"then", "late"}) {
      const auto& effects = std::string_view(key) == "then" ? move.then : move.late;
      const auto nodes = list_of(node && node->is_map() ? node->find(key) : nullptr);
      for (size_t i = 0; i < effects.size(); ++i) check_effect(effects[i], nodes.size() == effects.size() ? nodes[i]->at : move.at);
    }
  }

  void check_effect(const Effect& effect, const Span& at) {
    for (const auto* expression : {&effect.each, &effect.path, &effect.org}) look(*expression, at, false);
    for (const auto& with : effect.with)
      if (effect.type && effect.type->class_ != Class::secret) look(with.value, at, with.field->lowers);
    if (!secret_) return;
    const RecordType* touched = effect.what == Effect::What::make ? effect.type : effect.target;
    if (touched && touched->class_ != Class::secret) leaks(at, "whoever sees '" + touched->id + "' would learn of the secret record that did this; act on secret records only");
    if (effect.what != Effect::What::tell) return;
    if (!effect.tell_paths.empty()) leaks(at, "a person, a donor or an org is told of a secret record; tell roles that `see` names");
    for (const Actor& actor : effect.tell)
      if (!may_read(actor)) leaks(at, "a role is told that `see` does not name, and would learn of the secret record; tell those who may read it");
  }

  void check_every(const Every& every) {
    if (every.per && every.per->class_ == Class::secret && !secret_) leaks(every.at, "the calendar would make a record for each of '" + every.per->id + "', which is secret, and others would count them");
  }

  Context& context_;
  const RecordInProgress& record_;
  const RecordType& type_;
  const bool secret_;
};

}  // namespace

void check_secrets(Context& context) {
  for (const auto& pack : context.packs) {
    for (const auto& record : pack->records)
      if (!record->broken && !record->abstract) Checker(context, *record).run();
    for (const auto& indicator : pack->pack->indicators)
      if (indicator->into && indicator->class_ == Class::secret)
        context.refuse(indicator->at, "leaks", "'" + indicator->into->id + "' is counted by all, and opens what it counted; a secret part can't go into it");
    for (const auto& report : pack->pack->reports)
      for (const auto& param : report->params)
        if (param.type && param.type->class_ == Class::secret) context.refuse({report->file, 1, 1}, "leaks", "a report is read by many, and '" + param.type->id + "' is secret; it can't be about one");
  }
}

}  // namespace halfsky::lang
