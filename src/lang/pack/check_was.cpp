// Step 8: `was`. What a name was called before can't be what another is called now, nor what two were.
#include <map>

#include "lang/pack/builders.hpp"

namespace halfsky::lang {
namespace {

// One map of declarations: fields of a type, its moves, indicators, …
void check_names(Context& context, const source::Node* node, const std::string& what) {
  if (!node || !node->is_map()) return;
  std::map<std::string, std::string> before;
  for (const auto& entry : node->entries) {
    const auto* was = entry.value.is_map() ? entry.value.find("was") : nullptr;
    if (!was || !was->is_scalar()) continue;
    if (!is_id(was->text)) context.refuse(was->at, "bad_id", "'" + was->text + "' is no id");
    else if (node->find(was->text)) context.refuse(was->at, "bad_was", what + " '" + was->text + "' is still here; `was` names what '" + entry.key.text + "' was called before");
    else if (const auto [found, fresh] = before.emplace(was->text, entry.key.text); !fresh)
      context.refuse(was->at, "bad_was", "'" + found->second + "' was '" + was->text + "' already; one thing can't become two");
  }
}

}  // namespace

void check_was(Context& context) {
  for (const auto& pack : context.packs) {
    check_names(context, pack->root.find("records"), "the type");
    check_names(context, pack->root.find("indicators"), "the indicator");
    if (const auto* codes = pack->root.find("codes"); codes && codes->is_map())
      for (const auto& list : codes->entries) check_names(context, &list.value, "the code");
    for (const auto& record : pack->records) {
      check_names(context, record->node.find("fields"), "the field");
      check_names(context, record->node.find("stages"), "the stage");
      check_names(context, record->node.find("moves"), "the move");
      if (const auto* fields = record->node.find("fields"); fields && fields->is_map())
        for (const auto& field : fields->entries)
          if (field.value.is_map() && field.value.find("of")) check_names(context, field.value.find("of"), "the code");
    }
  }
}

}  // namespace halfsky::lang
