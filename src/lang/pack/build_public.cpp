// Step 6: what of a type stands on the public page, and how much example data it gets.
#include <algorithm>
#include <cstdio>

#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

void refuse_secrets(Context& context, const source::Node& node, const Expression& expression) {
  const Secrets secrets = secrets_of(expression);
  if (secrets.private_) context.refuse(node.at, "leaks", "'" + secrets.private_->id + "' is private and can't reach the public page");
  else if (secrets.secret) context.refuse(node.at, "leaks", "'" + secrets.secret->name + "' is secret and can't reach the public page");
}

// Whether strangers may make the move. It may be built later than the listing, so its text is asked.
bool is_open(const RecordInProgress& record, const std::string& move) {
  const auto* moves = record.node.find("moves");
  const auto* text = moves ? moves->find(move) : nullptr;
  const auto by = list_of(text && text->is_map() ? text->find("by") : nullptr);
  return std::any_of(by.begin(), by.end(), [](const source::Node* each) { return text_of(each) == "public"; });
}

// TYPE.move or TYPE.enter, open to `public`.
void build_offer(Context& context, RecordInProgress& record, PublicListing& listing, const source::Node& node) {
  const auto parts = split_last_dot(node.text);
  if (!parts) {
    context.refuse(node.at, "bad_value", "`offer` takes TYPE.move, as TYPE.enter");
    return;
  }
  source::Node name = node;
  name.text = parts->first;
  auto* target = context.need_record(*record.pack, name);
  if (!target) return;
  const Move* move = target->type->move(parts->second);
  if (!move) {
    std::vector<std::string> ids;
    for (const auto& m : target->type->moves) ids.push_back(m->id);
    context.refuse(node.place_of(int(parts->first.size()) + 2), "no_such_move", "'" + target->id + "' has no move '" + parts->second + "'" + Context::meant(parts->second, ids));
    return;
  }
  if (!is_open(*target, move->id)) context.refuse(node.at, "not_public", "'" + node.text + "' isn't open to `public`; add `public` to its `by`, or leave `offer` out");
  listing.offer_type = target->type;
  listing.offer_move = move->id;
}

// What a stranger asks for on the safe page. She may leave everything out, and learns nothing but the reply.
void build_request(Context& context, RecordInProgress& record, const source::Node& node) {
  PublicListing listing;
  listing.request = true;
  for (const char* key : {"when", "shows", "offer"})
    if (const auto* other = node.find(key)) context.refuse(other->at, "bad_value", std::string("what is asked with `request` is shown to nobody; leave `") + key + "` out");
  const auto* reply = node.find("reply");
  if (!reply) {
    context.refuse(node.at, "missing_key", "`request` needs `reply`, the field with the answer, which the one who asked reads by her code");
  } else if (reply->is_scalar()) {
    listing.reply = record.type->field(reply->text);
    if (listing.reply == nullptr || listing.reply->type.kind != Kind::text || record.node.find("fields") == nullptr)
      context.refuse(reply->at, "bad_value", "`reply` names a text or note of '" + record.type->id + "'");
  }
  if (!is_open(record, "enter")) context.refuse(node.at, "not_public", "strangers can't enter a '" + record.type->id + "'; add `public` to the `by` of its `enter`, or leave `request` out");
  if (record.node.find("org")) context.refuse(record.node.find("org")->at, "bad_value", "a request goes to the county that she names; leave `org` out");
  if (const auto* fields = record.node.find("fields"); fields && fields->is_map())
    for (const auto& field : fields->entries)
      if (field.value.is_map() && text_of(field.value.find("required")) == "true" && !field.value.find("default"))
        context.refuse(field.key.at, "leaves_empty", "who asks for help may leave everything out; give '" + field.key.text + "' a default, or don't require it");
  record.type->public_listing = std::move(listing);
}

void build_demo(Context& context, RecordInProgress& record, const source::Node& node) {
  int count = 0, read = 0;
  if (std::sscanf(node.text.c_str(), "%6d per %n", &count, &read) != 1 || read == 0 || count < 1) {
    context.refuse(node.at, "bad_value", "'" + node.text + "' is no amount of example data; write `3 per village` or `10 per TYPE`");
    return;
  }
  Demo demo;
  demo.count = count;
  const std::string per = node.text.substr(size_t(read));
  if (const auto level = level_of(per); level && *level != Level::partner) {
    demo.level = *level;
  } else {
    source::Node name = node;
    name.text = per;
    name.at = node.place_of(read + 1);
    auto* target = context.need_record(*record.pack, name);
    if (!target) return;
    demo.per = target->type;
  }
  record.type->demo = demo;
}

}  // namespace

void build_public(Context& context, RecordInProgress& record) {
  if (const auto* demo = record.node.find("demo"); demo && demo->is_scalar()) build_demo(context, record, *demo);
  const auto* node = record.node.find("public");
  if (!node || !check_keys(context, *node, Construct::listing)) return;
  if (flag_of(node->find("request"))) return build_request(context, record, *node);
  if (const auto* reply = node->find("reply")) context.refuse(reply->at, "bad_value", "`reply` belongs to `request: true`");
  PublicListing listing;
  const RecordNames names(context, *record.pack, record.type);
  const auto* when = node->find("when");
  if (!when) context.refuse(node->at, "missing_key", "`public` needs `when`, the condition under which a record is shown");
  else if (when->is_scalar()) listing.when = compile_at(context, *when, names, a_condition());
  if (listing.when && check_reading(context, *when, *listing.when, Reading::standing)) {
    refuse_secrets(context, *when, *listing.when);
    if (reads_today(*listing.when)) context.refuse(when->at, "reads_today", "what is public changes by moves, not by the day; add a move by the clock");
  }
  const auto* shows = node->find("shows");
  if (!shows) context.refuse(node->at, "missing_key", "`public` needs `shows`, the fields that are shown");
  for (const auto* item : list_of(shows)) {
    if (!item->is_scalar()) continue;
    auto value = compile_at(context, *item, names, any_value());
    if (!value || !check_reading(context, *item, *value, Reading::fields)) continue;
    refuse_secrets(context, *item, *value);
    listing.shows.push_back(std::move(value));
    listing.show_titles.push_back(item->text);
  }
  if (const auto* offer = node->find("offer"); offer && offer->is_scalar()) build_offer(context, record, listing, *offer);
  if (record.type->class_ == Class::secret) context.refuse(node->at, "leaks", "a secret type can't stand on the public page");
  record.type->public_listing = std::move(listing);
}

}  // namespace halfsky::lang
