// Step 6: stages that are posted in public: how long, and what of the record is shown. Only what is named gets out.
#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

// What people read before the value: the title of the field at the path's end.
std::string title_of(const source::Node& item, const Expression& expression) {
  const Node& root = *expression.root;
  for (const Node* at = &root; at->op == Node::Op::macro || at->binding.how == Binding::How::back; at = at->args[0].get()) {   // rows: what they are
    if (at->binding.how == Binding::How::back) return at->binding.record->title;
    if (at->args.empty()) break;
  }
  if (root.type.kind == Kind::ref && root.type.target == "core.org") return "单位";
  const bool org_name = root.op == Node::Op::member && root.binding.key == "name" && root.args[0]->type.target == "core.org";
  if (org_name) return "单位";
  return root.binding.field ? root.binding.field->title : item.text;
}

void build_shows(Context& context, const RecordInProgress& record, Notice& notice, const source::Node& node) {
  RecordNames names(context, *record.pack, record.type);
  names.moment();   // what is posted is worked out once, as it is posted
  for (const auto* item : list_of(node.find("shows"))) {
    if (!item->is_scalar()) continue;
    auto value = compile_at(context, *item, names, any_value());
    if (!value) continue;
    const Secrets secrets = secrets_of(*value);
    if (secrets.private_) context.refuse(item->at, "leaks", "'" + secrets.private_->id + "' is private and can't stand in a public notice");
    else if (secrets.secret) context.refuse(item->at, "leaks", "'" + secrets.secret->name + "' is secret and can't stand in a public notice");
    notice.show_titles.push_back(title_of(*item, *value));
    notice.shows.push_back(std::move(value));
  }
}

std::shared_ptr<const Notice> build_notice(Context& context, const RecordInProgress& record, const source::Entry& stage, const source::Node& node) {
  auto notice = std::make_shared<Notice>();
  const auto* length = node.find("for");
  const auto span = length && length->is_scalar() ? span_of(length->text) : std::nullopt;
  if (!length) context.refuse(node.at, "missing_key", "a notice needs `for`, how long it is posted: `5 working days`");
  else if (!span || span->unit == Due::Unit::hours) context.refuse(length->at, "bad_value", "'" + length->text + "' is no length of a notice; write `5 working days` or `7 days`");
  else notice->length = *span;
  if (!node.find("shows")) context.refuse(node.at, "missing_key", "a notice needs `shows`, what of the record is posted; nothing else gets out");
  build_shows(context, record, *notice, node);
  if (record.type->class_ == Class::secret) context.refuse(stage.key.at, "leaks", "a secret type can't be posted in public");
  if (!record.type->stages.empty() && record.type->first_stage() == stage.key.text)
    context.refuse(stage.key.at, "first_stage", "records start in the first stage, where they are still corrected; post them in a later one");
  const Stage* built = record.type->stage(stage.key.text);
  if (built && built->final_) context.refuse(stage.key.at, "needless", "no move leaves '" + stage.key.text + "', so a notice would hold nothing back");
  return notice;
}

}  // namespace

void build_notices(Context& context, RecordInProgress& record) {
  const auto* stages = record.node.find("stages");
  if (!stages || !stages->is_map()) return;
  for (const auto& entry : stages->entries) {
    const auto* node = entry.value.is_map() ? entry.value.find("notice") : nullptr;
    if (!node || !check_keys(context, *node, Construct::notice)) continue;
    auto notice = build_notice(context, record, entry, *node);
    for (auto& stage : record.type->stages)
      if (stage.id == entry.key.text) stage.notice = std::move(notice);
  }
}

}  // namespace halfsky::lang
