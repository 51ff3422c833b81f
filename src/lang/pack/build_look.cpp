// Step 6: hints for the pages of a type (UX section 4). All that is checked is that the names exist.
#include <algorithm>

#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

const std::vector<std::string> kTones = {"sky", "dawn", "leaf", "amber", "neutral"};
const std::vector<std::string> kSystem = {"org", "stage", "entered", "due", "holder"};   // columns that every list can have

struct Builder {
  Context& context;
  RecordInProgress& record;
  RecordNames names;

  Builder(Context& c, RecordInProgress& r) : context(c), record(r), names(c, *r.pack, r.type) {}

  bool is_name(const source::Node& node) {
    const RecordType& type = *record.type;
    if (type.field(node.text) || type.back(node.text) || std::find(kSystem.begin(), kSystem.end(), node.text) != kSystem.end()) return true;
    if (node.text.find('.') != std::string::npos) {
      const auto path = compile_at(context, node, names, any_value());
      return path && check_reading(context, node, *path, Reading::fields);
    }
    std::vector<std::string> known = kSystem;
    for (const auto& field : type.fields) known.push_back(field->id);
    for (const auto& back : type.backs) known.push_back(back.name);
    context.refuse(node.at, "no_such_field", "'" + type.id + "' has no field '" + node.text + "'" + Context::meant(node.text, known));
    return false;
  }

  std::vector<std::string> name_list(const source::Node* node) {
    std::vector<std::string> list;
    for (const auto* item : list_of(node))
      if (item->is_scalar() && is_name(*item)) list.push_back(item->text);
    return list;
  }

  std::string one_name(const source::Node* node) { return node && node->is_scalar() && is_name(*node) ? node->text : std::string(); }

  ExpressionPtr condition(const source::Node* node) {
    if (!node || !node->is_scalar()) return nullptr;
    auto condition = compile_at(context, *node, names, a_condition());
    return condition && check_reading(context, *node, *condition, Reading::fields) ? condition : nullptr;
  }

  void views(Look& look, const source::Node& node) {
    if (!node.is_map()) return;
    for (const auto& entry : node.entries) {
      if (!check_id(context, entry.key, IdUse::plain) || !check_keys(context, entry.value, Construct::look_view)) continue;
      if (!entry.value.find("title")) context.refuse(entry.key.at, "missing_key", "a view needs `title`");
      if (!entry.value.find("where")) context.refuse(entry.key.at, "missing_key", "a view needs `where`");
      look.views.push_back({entry.key.text, text_of(entry.value.find("title")), condition(entry.value.find("where"))});
    }
  }

  void groups(Look& look, const source::Node& node) {
    if (!node.is_map()) return;
    for (const auto& entry : node.entries) {
      if (!check_id(context, entry.key, IdUse::plain) || !check_keys(context, entry.value, Construct::look_group)) continue;
      if (!entry.value.find("title")) context.refuse(entry.key.at, "missing_key", "a group needs `title`");
      if (!entry.value.find("fields")) context.refuse(entry.key.at, "missing_key", "a group needs `fields`");
      look.groups.push_back({entry.key.text, text_of(entry.value.find("title")), name_list(entry.value.find("fields")), condition(entry.value.find("when"))});
    }
  }

  std::string move_name(const source::Node& node) {
    if (record.type->move(node.text)) return node.text;
    std::vector<std::string> known;
    for (const auto& move : record.type->moves) known.push_back(move->id);
    context.refuse(node.at, "no_such_move", "'" + record.type->id + "' has no move '" + node.text + "'" + Context::meant(node.text, known));
    return {};
  }
};

}  // namespace

void build_look(Context& context, RecordInProgress& record) {
  const auto* node = record.node.find("look");
  if (!node || !check_keys(context, *node, Construct::look)) return;
  Builder builder(context, record);
  Look& look = record.type->look;
  look.icon = text_of(node->find("icon"));
  look.tone = text_of(node->find("tone"));
  if (!look.tone.empty() && std::find(kTones.begin(), kTones.end(), look.tone) == kTones.end())
    context.refuse(node->find("tone")->at, "bad_value", "'" + look.tone + "' is no tone; it is sky, dawn, leaf, amber or neutral" + Context::meant(look.tone, kTones));
  look.card = builder.name_list(node->find("card"));
  if (look.card.size() > 3) context.refuse(node->find("card")->at, "bad_value", "a card has at most 3 lines under its label");
  look.list = builder.name_list(node->find("list"));
  look.quick = builder.name_list(node->find("quick"));
  look.sort = builder.one_name(node->find("sort"));
  look.group = builder.one_name(node->find("group"));
  look.first = text_of(node->find("first"));
  if (const auto* views = node->find("views")) builder.views(look, *views);
  if (const auto* groups = node->find("groups")) builder.groups(look, *groups);
  if (const auto* desk = node->find("desk"); desk && check_keys(context, *desk, Construct::look_desk)) {
    look.desk_find = builder.name_list(desk->find("find"));
    for (const auto* item : list_of(desk->find("moves"))) look.desk_moves.push_back(builder.move_name(*item));
  }
  if (const auto* missed = node->find("missed"); missed && check_keys(context, *missed, Construct::look_missed)) {
    if (const auto* name = missed->find("indicator"); name && name->is_scalar()) {
      if (const Indicator* found = context.indicator(*record.pack, name->text)) look.missed_indicator = found->name;
      else context.refuse_unknown(*record.pack, name->at, "indicator", name->text, context.indicator_names(*record.pack));
    }
    if (const auto* act = missed->find("act"); act && act->is_scalar()) look.missed_act = builder.move_name(*act);
  }
}

}  // namespace halfsky::lang
