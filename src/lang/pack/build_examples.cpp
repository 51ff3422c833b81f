// Step 7: worked examples (their syntax stands in example.hpp). The engine runs them; here it is checked that they can be run.
#include <algorithm>
#include <set>

#include "lang/pack/builders.hpp"
#include "lang/pack/build_figure.hpp"
#include "lang/pack/story.hpp"

namespace halfsky::lang {
namespace {

struct Builder {
  Story story;

  void refuse(const source::Node& at, const char* code, std::string message) { story.refuse(at, code, std::move(message)); }

  bool is_map(const source::Node& node, const char* example) {
    if (node.is_map() && !node.entries.empty()) return true;
    refuse(node, "wrong_form", std::string("write it as ") + example);
    return false;
  }

  const RecordType* type_of(const source::Node& node) {
    if (!node.is_scalar()) {
      refuse(node, "wrong_form", "the name of a record type");
      return nullptr;
    }
    auto* record = story.context.need_record(story.pack, node);
    return record ? record->type : nullptr;
  }

  const Move* move_of(const RecordType& type, const source::Node& node) {
    const Move* move = node.is_scalar() ? type.move(node.text) : nullptr;
    if (move && move->id != "enter") return move;
    std::vector<std::string> names;
    for (const auto& m : type.moves)
      if (m->id != "enter") names.push_back(m->id);
    refuse(node, "no_such_move", "'" + type.id + "' has no move '" + text_of(&node) + "'" + Context::meant(text_of(&node), names));
    return nullptr;
  }

  void values(const RecordType& type, const source::Node& node, const std::set<std::string>& words, std::vector<StoryValue>& into, bool entered) {
    for (const auto& entry : node.entries) {
      if (words.count(entry.key.text)) continue;
      auto value = story.value(type, entry);
      if (!value) continue;
      if (entered && value->field->is) refuse(entry.key, "computed", "'" + value->field->id + "' is computed and can't be entered");
      into.push_back(std::move(*value));
    }
  }

  void common(StoryStep& step, const source::Node& node) {
    if (const auto* by = node.find("by")) step.by = story.actor(*by);
    if (const auto* on = node.find("on")) step.on = story.day(*on);
  }

  bool enter(StoryStep& step, const source::Node& node, const std::set<std::string>& words) {
    step.what = StoryStep::What::enter;
    step.type = type_of(*node.find("enter"));
    if (!step.type) return false;
    common(step, node);
    step.at_org = text_of(node.find("at"));
    values(*step.type, node, words, step.values, true);
    const auto* id = node.find("id");
    if (!id) return true;
    step.id = text_of(id);
    if (!is_id(step.id)) refuse(*id, "bad_id", "'" + step.id + "' is no name; write it as g1");
    else if (!story.records.emplace(step.id, step.type).second) refuse(*id, "duplicate", "two records of the story are called '" + step.id + "'");
    return true;
  }

  bool move(StoryStep& step, const source::Node& node) {
    step.what = StoryStep::What::move;
    common(step, node);
    const auto* of = node.find("of");
    if (!of) {
      refuse(node, "missing_key", "a move needs `of`, the record that is moved");
      return false;
    }
    for (const auto* item : list_of(of))
      if (auto path = story.path(*item)) step.of.push_back(std::move(*path));
    if (step.of.empty()) return false;
    const RecordType& type = *step.of.front().type;
    for (const auto& path : step.of)
      if (path.type != &type) {
        refuse(*of, "wrong_type", "one move is made on records of one type; these are " + type.name + " and " + path.type->name);
        return false;
      }
    for (const auto* item : list_of(node.find("move")))
      if (const Move* found = move_of(type, *item)) step.moves.push_back(found);
    values(type, node, {"move", "of", "by", "on"}, step.values, true);
    return !step.moves.empty();
  }

  bool edit(StoryStep& step, const source::Node& node) {
    step.what = StoryStep::What::edit;
    common(step, node);
    const auto path = story.path(*node.find("edit"));
    if (!path) return false;
    values(*path->type, node, {"edit", "by", "on"}, step.values, true);
    if (step.values.empty()) refuse(node, "missing_key", "an edit needs the fields that it changes");
    step.of.push_back(*path);
    return !step.values.empty();
  }

  void steps(const source::Node* list, std::vector<StoryStep>& into) {
    for (const auto* node : list_of(list)) {
      if (!is_map(*node, "{ enter: TYPE, … }, { move: MOVE, of: NAME }, { edit: NAME, … } or { wait: 3 days }")) continue;
      StoryStep step;
      step.at = node->at;
      bool sound = false;
      if (node->find("enter")) {
        sound = enter(step, *node, {"enter", "id", "by", "at", "on"});
      } else if (node->find("move")) {
        sound = move(step, *node);
      } else if (node->find("edit")) {
        sound = edit(step, *node);
      } else if (const auto* wait = node->find("wait")) {
        step.what = StoryStep::What::wait;
        step.wait = story.wait(*wait);
        sound = only(*node, {"wait"});
      } else if (const auto* until = node->find("until")) {
        step.what = StoryStep::What::until;
        step.until = story.day(*until);
        sound = only(*node, {"until"});
      } else {
        refuse(node->entries.front().key, "unknown_key", "a step is enter, move, edit, wait or until" + Context::meant(node->entries.front().key.text, {"enter", "move", "edit", "wait", "until"}));
      }
      if (sound) into.push_back(std::move(step));
    }
  }

  bool only(const source::Node& node, const std::vector<std::string>& keys) {
    bool sound = true;
    for (const auto& entry : node.entries)
      if (std::find(keys.begin(), keys.end(), entry.key.text) == keys.end()) {
        refuse(entry.key, "unknown_key", "'" + entry.key.text + "' doesn't belong here" + Context::meant(entry.key.text, keys));
        sound = false;
      }
    return sound;
  }

  bool need_is(const source::Node& node, StoryCheck& check) {
    check.is = text_of(node.find("is"));
    if (node.find("is")) return true;
    refuse(node, "missing_key", "this needs `is`, the value that is expected");
    return false;
  }

  void record_check(const source::Node& node, StoryCheck& check) {
    const auto path = story.path(*node.find("of"));
    if (!path) return;
    check.of = *path;
    const RecordType& type = *path->type;
    if (const auto* stage = node.find("stage")) {
      check.stage = text_of(stage);
      if (!type.stage(check.stage)) refuse(*stage, "no_such_stage", "'" + type.id + "' has no stage '" + check.stage + "'");
    }
    if (const auto* task = node.find("task")) {
      check.no_task = text_of(task) == "none";
      if (!check.no_task) check.task = move_of(type, *task);
    }
    if (const auto* holder = node.find("holder")) check.holder = story.actor(*holder);
    values(type, node, {"of", "stage", "task", "holder"}, check.values, false);
  }

  void figure_check(const source::Node& node, StoryCheck& check) {
    check.what = StoryCheck::What::figure;
    only(node, {"figure", "is", "at", "of", "over"});
    need_is(node, check);
    check.at_org = text_of(node.find("at"));
    check.over = text_of(node.find("over"));
    if (const auto* of = node.find("of"))
      if (auto path = story.path(*of)) check.of = std::move(*path);
    const auto* text = node.find("figure");
    if (!text->is_scalar()) return refuse(*text, "wrong_form", "the name of a figure");
    if (auto figure = build_figure(story.context, story.pack, *text, {text->text, 1}, {})) check.formula = figure->formula;
  }

  void balance_check(const source::Node& node, StoryCheck& check) {
    check.what = StoryCheck::What::balance;
    only(node, {"balance", "is", "for"});
    need_is(node, check);
    const auto* account = node.find("balance");
    if (text_of(account).starts_with("fund.")) {
      check.fund = story.context.fund(story.pack, account->at, account->text.substr(5));
      if (!check.fund) story.context.refuse_unknown(story.pack, account->at, "fund", account->text.substr(5), {});
    } else if (auto path = story.path(*account)) {
      check.account = std::move(*path);
    }
    if (const auto* for_ = node.find("for"))
      if (auto path = story.path(*for_)) check.for_ = std::move(*path);
  }

  void refused_check(const source::Node& node, StoryCheck& check) {
    check.what = StoryCheck::What::refused;
    if (const auto* by = node.find("by")) check.by = story.actor(*by);
    check.code = text_of(node.find("code"));
    check.says = text_of(node.find("says"));
    const auto* name = node.find("refused");
    if (text_of(name) == "enter") {
      if (!node.find("enter")) return refuse(node, "missing_key", "a refused entry says what: { refused: enter, enter: TYPE, … }");
      check.attempt.at = node.at;
      enter(check.attempt, node, {"refused", "enter", "by", "at", "on", "code", "says"});
      return;
    }
    const auto* of = node.find("of");
    if (!of) return refuse(node, "missing_key", "a refused move needs `of`, the record");
    const auto path = story.path(*of);
    if (!path) return;
    check.of = *path;
    check.move = move_of(*path->type, *name);
    values(*path->type, node, {"refused", "of", "by", "on", "code", "says"}, check.values, true);
  }

  void checks(const source::Node* list, std::vector<StoryCheck>& into) {
    for (const auto* node : list_of(list)) {
      if (!is_map(*node, "{ of: NAME, stage: STAGE }, { figure: NAME, is: 1 } or { refused: MOVE, of: NAME }")) continue;
      StoryCheck check;
      check.at = node->at;
      if (node->find("figure")) {
        figure_check(*node, check);
      } else if (node->find("balance")) {
        balance_check(*node, check);
      } else if (node->find("refused")) {
        refused_check(*node, check);
      } else if (const auto* count = node->find("count")) {
        check.what = StoryCheck::What::count;
        only(*node, {"count", "is"});
        need_is(*node, check);
        check.type = type_of(*count);
      } else if (const auto* visible = node->find("visible")) {
        check.what = StoryCheck::What::visible;
        only(*node, {"visible", "to", "is"});
        need_is(*node, check);
        if (auto path = story.path(*visible)) check.of = std::move(*path);
        if (const auto* to = node->find("to")) check.by = story.actor(*to);
        else refuse(*node, "missing_key", "`visible` needs `to`, who looks");
      } else if (node->find("of")) {
        record_check(*node, check);
      } else {
        refuse(node->entries.front().key, "unknown_key", "a check is of, figure, balance, count, refused or visible" +
               Context::meant(node->entries.front().key.text, {"of", "figure", "balance", "count", "refused", "visible"}));
        continue;
      }
      into.push_back(std::move(check));
    }
  }
};

}  // namespace

void build_examples(Context& context, PackInProgress& pack) {
  for (const auto& file : pack.source->examples) {
    const source::Node tree = source::read_yaml(file.path, file.text, context.problems());
    Builder builder{{context, pack, {}}};
    if (!builder.is_map(tree, "a map with example, given, when, then")) continue;
    builder.only(tree, {"example", "today", "given", "when", "then"});
    Example example;
    example.file = file.path;
    example.title = text_of(tree.find("example"));
    if (example.title.empty()) context.refuse(tree.at, "missing_key", "an example needs `example`, its title");
    if (const auto* today = tree.find("today")) example.today = builder.story.day(*today);
    builder.steps(tree.find("given"), example.given);
    builder.steps(tree.find("when"), example.when);
    builder.checks(tree.find("then"), example.then);
    if (!tree.find("then")) context.refuse(tree.at, "missing_key", "an example needs `then`: what must be true afterwards");
    pack.pack->examples.push_back(std::move(example));
  }
}

}  // namespace halfsky::lang
