// Reading a story: every name in it is looked up, so that what is wrong is said at its place before anything is entered.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <set>

#include "app/demo/story/story.hpp"
#include "base/day.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"

namespace halfsky::app::demo {

using lang::source::Entry;
using lang::source::Node;

namespace {

class Reader {
 public:
  Reader(const lang::Packs& packs, const lang::Pack& pack, KnownRecords& known, lang::Diagnostics& out) : packs_(packs), pack_(pack), all_(known), out_(out) {}

  Story read(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    const Node root = lang::source::read_yaml(file, text, out_);
    Story story;
    story.file = file;
    known(root, {"story", "place", "reports", "orgs", "accounts", "work", "targets", "compiled"});
    story.title = plain(root, "story", true);
    story.place = plain(root, "place", true);
    story.reports = plain(root, "reports") == "true";
    known_ = &all_[story.place];
    for (const Node& node : list(root, "orgs")) story.orgs.push_back(orgs(node));
    for (const Node& node : list(root, "accounts")) story.accounts.push_back(account(node));
    for (const Node& node : list(root, "work")) story.work.push_back(block(node));
    for (const Node& node : list(root, "targets")) story.targets.push_back(target(node));
    for (const Node& node : list(root, "compiled")) story.compiled.push_back(compiled(node));
    return story;
  }

 private:
  void wrong(const Node& node, const char* code, std::string message) { out_.push_back({node.at, code, std::move(message)}); }

  void known(const Node& map, const std::set<std::string>& keys) {
    if (!map.is_map()) return wrong(map, "wrong_form", "keys and values are wanted here");
    for (const Entry& entry : map.entries) {
      if (keys.contains(entry.key.text)) continue;
      std::string all;
      for (const auto& key : keys) all += (all.empty() ? "" : ", ") + key;
      wrong(entry.key, "unknown_key", "'" + entry.key.text + "' is no key here; there are " + all);
    }
  }

  std::string plain(const Node& map, const char* key, bool needed = false) {
    const Node* node = map.find(key);
    if (node == nullptr) {
      if (needed) wrong(map, "missing", std::string("'") + key + "' is missing");
      return "";
    }
    if (!node->is_scalar()) wrong(*node, "wrong_form", "a text is wanted here");
    return node->text;
  }

  std::vector<Node> list(const Node& map, const char* key) {
    const Node* node = map.find(key);
    if (node == nullptr) return {};
    if (!node->is_list()) wrong(*node, "wrong_form", std::string("'") + key + "' is a list");
    return node->items;
  }

  int64_t times(const Node& map) {
    const Node* node = map.find("times");
    if (node == nullptr) return 1;
    int64_t count = 0;
    const auto read = std::from_chars(node->text.data(), node->text.data() + node->text.size(), count);
    if (read.ec != std::errc() || read.ptr != node->text.data() + node->text.size() || count < 0 || count > 1'000'000) wrong(*node, "bad_value", "a whole number up to 1000000 is wanted");
    return count;
  }

  Text text(const Node& map, const char* key) {
    const Node* node = map.find(key);
    return node ? Text(*node, names_, out_) : Text();
  }

  StoryOrgs orgs(const Node& node) {
    known(node, {"times", "code", "name", "under", "level", "kind"});
    names_ = FormulaNames();
    StoryOrgs result{times(node), text(node, "code"), text(node, "name"), text(node, "under"), lang::Level::partner, plain(node, "kind")};
    if (const Node* at = node.find("level")) {
      if (const auto level = lang::level_of(at->text)) result.level = *level;
      else wrong(*at, "bad_value", "'" + at->text + "' is no level");
    }
    return result;
  }

  StoryAccount account(const Node& node) {
    known(node, {"login", "name", "role", "at", "person"});
    StoryAccount result{plain(node, "login", true), plain(node, "name", true), plain(node, "role", true), {}, plain(node, "person"), node.at};
    for (const Node& code : list(node, "at")) result.at.push_back(code.text);
    return result;
  }

  StoryBlock block(const Node& node) {
    known(node, {"block", "times", "over", "at", "on", "let", "steps"});
    names_ = FormulaNames();
    types_.clear();
    StoryBlock result;
    result.where = node.at;
    result.name = plain(node, "block", true);
    result.times = times(node);
    result.over = plain(node, "over");
    result.at = text(node, "at");
    if (const Node* on = node.find("on")) {
      const size_t to = on->text.find(" to ");
      if (to != std::string::npos && on->text.find('{') == std::string::npos) {
        result.from = on->text.substr(0, to);
        result.until = on->text.substr(to + 4);
        for (const auto& day : {result.from, result.until})
          if (!base::parse_day(day)) wrong(*on, "bad_value", "'" + day + "' is no day; write 2026-03-01 to 2026-11-30");
      } else {
        result.on = Text(*on, names_, out_);
      }
    } else {
      wrong(node, "missing", "'on' is missing: the day, or the days, of the block");
    }
    if (const Node* let = node.find("let"))
      for (const Entry& entry : let->entries) {
        auto formula = formula_of(entry.value, names_, out_);
        if (!formula) continue;
        names_.add(entry.key.text, formula->type());
        result.let.emplace_back(entry.key.text, std::move(formula));
      }
    for (const Node& each : list(node, "steps")) result.steps.push_back(step(each, result.name));
    return result;
  }

  const lang::RecordType* type_of(const Node& node) {
    const std::string full = node.text.find('.') == std::string::npos ? pack_.programme + "." + node.text : node.text;
    const auto* type = packs_.record_type(full);
    if (type == nullptr) wrong(node, "no_such_record", "there is no record type '" + full + "'");
    return type;
  }

  StoryStep step(const Node& node, const std::string& block) {
    StoryStep result;
    result.where = node.at;
    if (const Node* run = node.find("run")) {
      known(node, {"run"});
      if (run->text != "jobs" && run->text != "clock") wrong(*run, "bad_value", "run: jobs, or run: clock");
      result.what = run->text == "clock" ? StoryStep::What::run_clock : StoryStep::What::run_jobs;
      return result;
    }
    known(node, {"enter", "move", "edit", "id", "of", "by", "after", "on", "only", "at", "refused", "set"});
    for (const auto& [key, into] : {std::pair{"after", &result.after}, {"on", &result.on}, {"at", &result.at}}) *into = text(node, key);
    if (const Node* only = node.find("only")) {
      Node braced = *only;
      braced.text = "{" + only->text + "}";
      braced.places = nullptr;
      result.only = Text(braced, names_, out_);
    }
    result.by = plain(node, "by", true);
    result.refused = plain(node, "refused");
    if (const Node* enter = node.find("enter")) {
      result.move = "enter";
      result.type = type_of(*enter);
      result.id = plain(node, "id");
      if (result.id.empty()) result.id = "?" + std::to_string(node.at.line);   // nobody refers to it
      const std::string name = block + "." + result.id;
      if (!result.id.starts_with('?') && known_->contains(name)) wrong(node, "duplicate", "another step of this place is called " + name + " already");
      if (result.type) types_[result.id] = (*known_)[name] = result.type;
    } else {
      const Node* move = node.find("move");
      const Node* edit = node.find("edit");
      const Node* of = edit ? edit : node.find("of");
      if ((move == nullptr) == (edit == nullptr) || of == nullptr) {
        wrong(node, "wrong_form", "a step is { enter: TYPE … }, { move: MOVE, of: NAME … }, { edit: NAME … } or { run: jobs }");
        return result;
      }
      result.what = edit ? StoryStep::What::edit : StoryStep::What::move;
      result.of = Text(*of, names_, out_);
      result.type = type_named(*of);
      result.move = edit ? "edit" : move->text;
      if (move && result.type && !result.type->move(move->text)) wrong(*move, "no_such_move", "'" + result.type->id + "' has no move '" + move->text + "'");
    }
    if (const Node* set = node.find("set"); set && result.type) result.values = values(*result.type, *set);
    return result;
  }

  // Of the record that `of` names: w, stop[7].s, plan.p, w.rosters[0].
  const lang::RecordType* type_named(const Node& node) {
    std::string bare;
    int depth = 0;
    for (const char c : node.text) {
      if (c == '[' || c == '{') ++depth;
      if (depth == 0) bare += c;
      if (c == ']' || c == '}') --depth;
    }
    const auto parts = base::split(bare, '.');
    const lang::RecordType* type = nullptr;
    size_t next = 1;
    if (const auto own = types_.find(parts[0]); own != types_.end()) {
      type = own->second;
    } else if (parts.size() > 1 && known_->contains(parts[0] + "." + parts[1])) {
      type = known_->at(parts[0] + "." + parts[1]);
      next = 2;
    }
    if (type == nullptr) return wrong(node, "no_such_record", "no step above enters '" + bare + "'"), nullptr;
    for (; next < parts.size(); ++next) {
      const auto* back = type->back(parts[next]);
      if (back == nullptr) return wrong(node, "no_such_member", "'" + type->id + "' has no rows '" + parts[next] + "'"), nullptr;
      type = back->type;
    }
    return type;
  }

  std::vector<StorySet> values(const lang::RecordType& type, const Node& map) {
    std::vector<StorySet> result;
    if (!map.is_map()) wrong(map, "wrong_form", "set is { FIELD: VALUE, … }");
    for (const Entry& entry : map.entries) {
      StorySet set;
      set.key = entry.key.text;
      set.field = type.field(set.key);
      const auto* back = set.field ? nullptr : type.back(set.key);
      if (set.field == nullptr && (back == nullptr || back->type->parent != back->ref)) {
        wrong(entry.key, "no_such_field", "'" + type.id + "' has no field and no lines '" + set.key + "'");
        continue;
      }
      if (set.field) {
        if (entry.value.is_list())
          for (const Node& item : entry.value.items) set.texts.emplace_back(item, names_, out_);
        else
          set.texts.emplace_back(entry.value, names_, out_);
      } else {
        if (!entry.value.is_list()) wrong(entry.value, "wrong_form", "lines are a list of { FIELD: VALUE, … }");
        for (const Node& row : entry.value.items) set.rows.push_back(values(*back->type, row));
      }
      result.push_back(std::move(set));
    }
    return result;
  }

  StoryTarget target(const Node& node) {
    known(node, {"indicator", "of", "year", "value", "at"});
    StoryTarget result;
    result.at = plain(node, "at");
    const std::string name = plain(node, "indicator", true);
    result.indicator = packs_.indicator(name);
    if (result.indicator == nullptr || !result.indicator->target) wrong(node, "no_such_indicator", "'" + name + "' is no indicator with targets");
    for (const Node& code : list(node, "of")) result.of.push_back(code.text);
    result.year = std::atoi(plain(node, "year", true).c_str());
    const auto value = base::parse_scaled(plain(node, "value", true), base::kDecimalScale);
    if (!value) wrong(node, "bad_value", "'value' is no number");
    else result.value = *value;
    return result;
  }

  StoryReport compiled(const Node& node) {
    known(node, {"report", "until", "at", "with"});
    names_ = FormulaNames();
    StoryReport result{plain(node, "report", true), plain(node, "at"), text(node, "until"), {}, node.at};
    if (const Node* with = node.find("with"))
      for (const Entry& entry : with->entries) result.with.emplace_back(entry.key.text, entry.value.text);
    return result;
  }

  const lang::Packs& packs_;
  const lang::Pack& pack_;
  KnownRecords& all_;
  lang::Diagnostics& out_;
  FormulaNames names_;
  std::map<std::string, const lang::RecordType*> types_;         // of the block, by the ids of its steps
  std::map<std::string, const lang::RecordType*>* known_ = nullptr;   // of the place
};

}  // namespace

Story read_story(const lang::Packs& packs, const lang::Pack& pack, const std::string& file, KnownRecords& known, lang::Diagnostics& out) { return Reader(packs, pack, known, out).read(file); }

}  // namespace halfsky::app::demo
