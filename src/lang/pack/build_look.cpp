// Step 6: hints for the pages of a type (PACKS section 15). All that is checked is that the names exist.
#include <algorithm>

#include "lang/expr/functions.hpp"
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

  // A field of the type of a certain kind; any where `kinds` is empty.
  std::string field_of(const RecordType& type, const source::Node* node, std::initializer_list<Kind> kinds) {
    if (!node || !node->is_scalar()) return {};
    const Field* field = type.field(node->text);
    if (field && (kinds.size() == 0 || std::find(kinds.begin(), kinds.end(), field->type.kind) != kinds.end())) return node->text;
    std::vector<std::string> known;
    for (const auto& each : type.fields)
      if (kinds.size() == 0 || std::find(kinds.begin(), kinds.end(), each->type.kind) != kinds.end()) known.push_back(each->id);
    context.refuse(node->at, field ? "wrong_type" : "no_such_field", "'" + type.id + "' has no field '" + node->text + "' that can stand here" + Context::meant(node->text, known));
    return {};
  }

  const RecordType::Back* back_of(const source::Node* node) {
    if (!node || !node->is_scalar()) return nullptr;
    if (const auto* back = record.type->back(node->text)) return back;
    std::vector<std::string> known;
    for (const auto& each : record.type->backs) known.push_back(each.name);
    context.refuse(node->at, "no_such_name", "no rows of '" + record.type->id + "' are called '" + node->text + "'" + Context::meant(node->text, known));
    return nullptr;
  }

  void need(const source::Node& node, std::initializer_list<const char*> keys, const char* what) {
    for (const char* key : keys)
      if (!node.find(key)) context.refuse(node.at, "missing_key", std::string(what) + " needs `" + key + "`");
  }

  void desk(Look::Desk& desk, const source::Node& node) {
    need(node, {"find", "moves"}, "a desk");
    desk.find = name_list(node.find("find"));
    for (const auto* item : list_of(node.find("moves"))) desk.moves.push_back(move_name(*item));
    if (const auto* back = node.find("back"); back && back->is_scalar()) desk.back = move_name(*back);
    desk.group = one_name(node.find("group"));
    desk.of = field_of(*record.type, node.find("of"), {Kind::ref});
    for (const auto& field : record.type->fields)
      if (desk.of.empty() && !node.find("of") && field->type.kind == Kind::ref && field->to != kOrgType) desk.of = field->id;
    if (desk.of.empty() && !node.find("of")) context.refuse(node.at, "missing_key", "a desk is of a record that these point to; '" + record.type->id + "' has no ref");
  }

  void count(Look::Count& count, const source::Node& node) {
    need(node, {"lines", "value", "total"}, "a count");
    const auto* back = back_of(node.find("lines"));
    if (back && back->type->parent != back->ref) context.refuse(node.find("lines")->at, "wrong_type", "'" + back->name + "' are no lines of '" + record.type->id + "'");
    if (back) count.lines = back->name, count.value = field_of(*back->type, node.find("value"), {Kind::int_});
    count.total = field_of(*record.type, node.find("total"), {Kind::int_});
    count.most = field_of(*record.type, node.find("most"), {Kind::int_});
    for (const auto* item : list_of(node.find("spoilt"))) count.spoilt.push_back(field_of(*record.type, item, {Kind::int_}));
  }

  void board(Look::Board& board, const source::Node& node) {
    need(node, {"of", "value"}, "a board");
    board.figures = name_list(node.find("figures"));
    if (const auto* rows = back_of(node.find("of"))) {
      board.of = rows->name;
      board.value = field_of(*rows->type, node.find("value"), {Kind::int_, Kind::decimal});
      board.badge = field_of(*rows->type, node.find("badge"), {Kind::choice, Kind::flag, Kind::text});
    }
    if (const auto* parts = back_of(node.find("parts"))) {
      board.parts = parts->name;
      board.settled = field_of(*parts->type, node.find("settled"), {Kind::flag});
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
    builder.desk(look.desk, *desk);
  }
  if (const auto* count = node->find("count"); count && check_keys(context, *count, Construct::look_count)) builder.count(look.count, *count);
  if (const auto* board = node->find("board"); board && check_keys(context, *board, Construct::look_board)) builder.board(look.board, *board);
  if (const auto* missed = node->find("missed"); missed && check_keys(context, *missed, Construct::look_missed)) {
    if (const auto* name = missed->find("indicator"); name && name->is_scalar()) {
      if (const Indicator* found = context.indicator(*record.pack, name->text)) look.missed_indicator = found->name;
      else context.refuse_unknown(*record.pack, name->at, "indicator", name->text, context.indicator_names(*record.pack));
    }
    if (const auto* act = missed->find("act"); act && act->is_scalar()) look.missed_act = builder.move_name(*act);
  }
}

}  // namespace halfsky::lang
