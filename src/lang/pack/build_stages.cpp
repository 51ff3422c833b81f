// Step 4: stages, in order.
#include "lang/pack/builders.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {

void build_stages(Context& context, RecordInProgress& record) {
  const auto* stages = record.node.find("stages");
  if (!stages || !stages->is_map()) return;
  RecordType& type = *record.type;
  auto codes = std::make_shared<CodeList>();
  codes->name = type.name + ".stage";
  for (const auto& entry : stages->entries) {
    static const std::vector<std::string> kChanging = {"yes", "no", "on", "off", "y", "n", "true", "false", "null"};
    for (const auto& word : kChanging)
      if (entry.key.text == word) context.refuse(entry.key.at, "bad_code", "a stage can't be spelled '" + word + "': other tools read it as true, false or nothing");
    if (entry.key.text == "any") context.refuse(entry.key.at, "reserved_name", "`any` means every stage; choose another name");
    if (!check_id(context, entry.key, IdUse::plain)) continue;
    Stage stage;
    stage.id = entry.key.text;
    if (entry.value.is_map()) {
      check_keys(context, entry.value, Construct::stage);
      stage.title = text_of(entry.value.find("title"));
      stage.was = text_of(entry.value.find("was"));
      stage.gone = flag_of(entry.value.find("gone"));
      stage.moves_to = text_of(entry.value.find("to"));
      if (stage.gone && stage.moves_to.empty()) context.refuse(entry.key.at, "missing_key", "a stage that is gone needs `to`, where its records go");
      if (!stage.gone && !stage.moves_to.empty()) context.refuse(entry.value.find("to")->at, "needless", "`to` goes with `gone: true`");
    } else {
      stage.title = text_of(&entry.value);
    }
    if (stage.title.empty()) context.refuse(entry.key.at, "missing_key", "the stage '" + stage.id + "' needs its Chinese title");
    codes->codes.push_back({stage.id, stage.title, {}, {}, stage.was, stage.gone});
    type.stages.push_back(std::move(stage));
  }
  if (type.stages.empty()) {
    context.refuse(stages->at, "empty_value", "`stages` names at least one; without stages leave it out");
    return;
  }
  for (const auto& stage : type.stages) {
    if (stage.moves_to.empty()) continue;
    const Stage* target = type.stage(stage.moves_to);
    const auto* at = stages->find(stage.id)->find("to");
    if (!target) context.refuse(at->at, "no_such_stage", "'" + type.id + "' has no stage '" + stage.moves_to + "'");
    else if (target->gone) context.refuse(at->at, "no_such_stage", "the stage '" + stage.moves_to + "' is gone itself");
  }
  if (type.stages.front().gone) context.refuse(stages->at, "first_stage", "records start in the first stage; it can't be gone");
  type.stage_codes = std::move(codes);
}

}  // namespace halfsky::lang
