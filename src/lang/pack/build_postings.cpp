// Step 6: money. Accounts are funds or paths to a record; what is kept for whom is checked against the fund.
#include <algorithm>

#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

constexpr std::string_view kFundPrefix = "fund.";

bool build_account(Context& context, const RecordInProgress& record, const source::Node& posting, const char* side, const RecordNames& names,
                   Account& account) {
  const auto* node = posting.find(side);
  if (!node) {
    context.refuse(posting.at, "missing_key", std::string("a posting needs `") + side + "`, a fund or a path to a record");
    return false;
  }
  if (!node->is_scalar()) return false;
  if (node->text.starts_with(kFundPrefix)) {
    const std::string name = node->text.substr(kFundPrefix.size());
    const Fund* fund = context.fund(*record.pack, node->at, name);
    if (!fund) {
      std::vector<std::string> ids;
      for (const auto& f : record.pack->pack->funds) ids.push_back(f->id);
      context.refuse_unknown(*record.pack, node->at, "fund", name, ids);
      return false;
    }
    account.fund = fund->name;
    return true;
  }
  account.path = compile_at(context, *node, names, any_value());
  if (!account.path) return false;
  if (account.path->type().kind != Kind::ref) {
    context.refuse(node->at, "no_account", "'" + node->text + "' is no account; an account is a fund, or a path to a record: accounts are not worked out, a posting has `when`");
    return false;
  }
  bool plain = true;
  walk(*account.path->root, [&](const Node& n) { plain = plain && (n.op == Node::Op::name || n.op == Node::Op::member || n.op == Node::Op::element); });
  if (!plain) context.refuse(node->at, "no_account", "an account is a fund or a path; where it depends on something, write two postings with `when`");
  return plain;
}

// What the yuan are kept for must be what the fund keeps for.
void check_purpose(Context& context, const source::Node& node, const Posting& posting) {
  const auto* for_ = node.find("for");
  for (const Account* account : {&posting.from, &posting.to}) {
    if (account->fund.empty() || !posting.for_) continue;
    const auto parts = split_last_dot(account->fund);
    const PackInProgress* home = context.pack(parts->first);
    const Fund* fund = home ? context.fund(*home, {}, parts->second) : nullptr;
    if (!fund) continue;
    const RecordType* keeps = fund->keep_for;
    if (!keeps) context.refuse(for_->at, "keep_for", "the fund '" + fund->id + "' keeps one balance for all (it has no `keep_for`); leave `for` out");
    else if (posting.for_->type().target != keeps->name)
      context.refuse(for_->at, "keep_for", "the fund '" + fund->id + "' keeps a balance for each " + keeps->id + ", and this is " + to_text(posting.for_->type()));
  }
}

std::optional<Posting> build_posting(Context& context, RecordInProgress& record, const source::Node& node) {
  if (!check_keys(context, node, Construct::posting)) return std::nullopt;
  Posting posting;
  posting.at = node.at;
  RecordNames names(context, *record.pack, record.type);
  names.moment();
  bool sound = true;
  if (const auto* each = node.find("each"); each && each->is_scalar()) {
    posting.each = compile_at(context, *each, names, any_value());
    if (posting.each && posting.each->type().kind != Kind::list) {
      context.refuse(each->at, "wrong_type", "`each` takes a list, this is " + to_text(posting.each->type()));
      posting.each = nullptr;
    }
    if (posting.each) names.variable("it", *posting.each->type().element);
    else sound = false;
  }
  if (!sound) return std::nullopt;   // without the list nothing is known of `it`
  sound &= build_account(context, record, node, "from", names, posting.from);
  sound &= build_account(context, record, node, "to", names, posting.to);
  const auto* amount = node.find("amount");
  if (!amount) context.refuse(node.at, "missing_key", "a posting needs `amount`");
  else if (amount->is_scalar()) posting.amount = compile_at(context, *amount, names, exactly(Type::of(Kind::money)));
  if (const auto* when = node.find("when"); when && when->is_scalar()) posting.when = compile_at(context, *when, names, a_condition());
  if (const auto* for_ = node.find("for"); for_ && for_->is_scalar()) {
    posting.for_ = compile_at(context, *for_, names, any_value());
    if (posting.for_ && posting.for_->type().kind != Kind::ref) {
      context.refuse(for_->at, "wrong_type", "`for` takes a record, this is " + to_text(posting.for_->type()));
      posting.for_ = nullptr;
    }
  }
  if (!posting.from.fund.empty() && posting.from.fund == posting.to.fund) context.refuse(node.at, "no_account", "`from` and `to` are the same fund");
  if (const auto* draws = node.find("draws")) {
    posting.draws.clear();
    for (const auto* item : list_of(draws)) {
      if (item->text == "own") posting.draws.push_back(Posting::Draw::own);
      else if (item->text == "common") posting.draws.push_back(Posting::Draw::common);
      else context.refuse(item->at, "bad_value", "`draws` is own, common, or both in their order" + Context::meant(item->text, {"own", "common"}));
    }
    if (posting.from.fund.empty()) context.refuse(draws->at, "needless", "`draws` says which balance of a fund pays, and `from` is no fund");
  }
  if (sound) check_purpose(context, node, posting);
  if (!sound || !posting.amount) return std::nullopt;
  return posting;
}

std::vector<Posting> build_list(Context& context, RecordInProgress& record, const source::Node* node) {
  std::vector<Posting> postings;
  for (const auto* item : list_of(node))
    if (auto posting = build_posting(context, record, *item)) postings.push_back(std::move(*posting));
  return postings;
}

// settle, void: the move of this type that held the money.
std::string held_move(Context& context, const RecordInProgress& record, const source::Node& name) {
  const Move* move = record.type->move(name.text);
  if (!move) {
    std::vector<std::string> names;
    for (const auto& m : record.type->moves) names.push_back(m->id);
    context.refuse(name.at, "no_such_move", "'" + record.type->id + "' has no move '" + name.text + "'" + Context::meant(name.text, names));
    return {};
  }
  const auto* moves = record.node.find("moves");
  const auto* held = moves ? moves->find(name.text) : nullptr;
  if (!held || !held->find("hold")) context.refuse(name.at, "nothing_held", "the move '" + name.text + "' holds nothing; name the move that has `hold`");
  return name.text;
}

}  // namespace

void build_postings(Context& context, RecordInProgress& record, Move& move, const source::Node& node) {
  move.post = build_list(context, record, node.find("post"));
  move.hold = build_list(context, record, node.find("hold"));
  if (const auto* settle = node.find("settle")) {
    const source::Node* name = settle;
    if (settle->is_map()) {
      check_keys(context, *settle, Construct::settle);
      name = settle->find("move");
      if (!name) context.refuse(settle->at, "missing_key", "`settle` needs `move`, the move that held the money");
      if (const auto* amount = settle->find("amount"); amount && amount->is_scalar()) {
        RecordNames names(context, *record.pack, record.type);
        names.moment();
        move.settle_amount = compile_at(context, *amount, names, exactly(Type::of(Kind::money)));
      }
    }
    if (name && name->is_scalar()) move.settle = held_move(context, record, *name);
  }
  if (const auto* undone = node.find("void"); undone && undone->is_scalar()) move.void_ = held_move(context, record, *undone);
}

}  // namespace halfsky::lang
