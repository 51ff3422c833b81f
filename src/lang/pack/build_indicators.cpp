// Step 7: indicators, and which of them are kept.
#include <algorithm>
#include <functional>

#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

using Verb = Indicator::Verb;

const std::vector<std::pair<std::string, Verb>>& verbs() {
  static const std::vector<std::pair<std::string, Verb>> kVerbs = {
      {"count", Verb::count}, {"sum", Verb::sum}, {"mean", Verb::mean}, {"median", Verb::median}, {"distinct", Verb::distinct},
      {"received", Verb::received}, {"spent", Verb::spent}, {"balance", Verb::balance}, {"is", Verb::is}};
  return kVerbs;
}

struct Builder {
  Context& context;
  PackInProgress& pack;
  Indicator& indicator;
  const source::Node& node;
  bool today = false;
  bool reads_private = false;
  const Field* private_field = nullptr;

  void refuse(const source::Node& at, const char* code, std::string message) { context.refuse(at.at, code, std::move(message)); }

  // An expression over the row; `want` says of what type.
  ExpressionPtr on_row(const ExpressionText& text, const Expected& want) {
    auto value = compile_at(context, text, RecordNames(context, pack, indicator.type), want);
    if (!value || !check_reading(context, text, *value, Reading::standing)) return nullptr;
    today = today || reads_today(*value);
    const Secrets secrets = secrets_of(*value);
    if (secrets.private_) private_field = secrets.private_;
    if (secrets.encrypted) indicator.private_only = true;
    if (secrets.secret) indicator.class_ = Class::secret;
    return value;
  }

  // TYPE or TYPE.path. A pack's name before the type only where no type of that name is known here.
  std::optional<ExpressionText> split(const source::Node& verb) {
    const std::string& text = verb.text;
    size_t end = text.find('.');
    RecordInProgress* record = context.record(pack, verb.at, text.substr(0, end));
    if (!record && end != std::string::npos) {
      const size_t second = text.find('.', end + 1);
      record = context.record(pack, verb.at, text.substr(0, second));
      if (record || context.pack(text.substr(0, end))) end = second;
    }
    if (!record) {
      context.refuse_unknown(pack, verb.at, "record type", text.substr(0, end), context.record_names(pack));
      return std::nullopt;
    }
    if (record->abstract) {
      refuse(verb, "abstract", "'" + record->id + "' is a template and has no records; count its copies");
      return std::nullopt;
    }
    if (record->broken) return std::nullopt;
    indicator.type = record->type;
    indicator.class_ = record->type->class_;
    if (end == std::string::npos) return ExpressionText(verb, "", 1);
    return ExpressionText(verb, text.substr(end + 1), int(end) + 2);
  }

  void records(const source::Node& verb, const std::string& word) {
    if (!verb.is_scalar()) return;
    const auto path = split(verb);
    if (!path) return;
    const bool wants_path = indicator.verb == Verb::sum || indicator.verb == Verb::mean || indicator.verb == Verb::median;
    if (indicator.verb == Verb::count && !path->text.empty()) return refuse(verb, "bad_value", "`count` takes a type; to count different records at the end of a ref say `distinct`");
    if (wants_path && path->text.empty()) return refuse(verb, "bad_value", "`" + word + "` takes TYPE.path, a number on the record");
    if (indicator.verb == Verb::distinct && path->text.empty()) return refuse(verb, "bad_value", "`distinct` takes TYPE.path to a record; to count records say `count`");
    if (path->text.empty()) return;
    indicator.path = on_row(*path, any_value());
    if (!indicator.path) return;
    const Kind kind = indicator.path->type().kind;
    const bool number = kind == Kind::int_ || kind == Kind::decimal || kind == Kind::money || kind == Kind::tally;
    if (indicator.verb == Verb::distinct && kind != Kind::ref) refuse(verb, "not_a_ref", "`distinct` counts different records, and '" + path->text + "' is " + to_text(indicator.path->type()));
    if (wants_path && !number) refuse(verb, "wrong_type", "`" + word + "` needs a number, and '" + path->text + "' is " + to_text(indicator.path->type()));
  }

  void funds(const source::Node& verb) {
    for (const auto* item : list_of(&verb)) {
      if (!item->is_scalar()) continue;
      const bool named = item->text.starts_with("fund.");
      const Fund* fund = named ? context.fund(pack, item->at, item->text.substr(5)) : nullptr;
      if (fund) {
        indicator.funds.push_back(fund);
        continue;
      }
      std::vector<std::string> names;
      for (const auto& f : pack.pack->funds) names.push_back("fund." + f->id);
      if (named) context.refuse_unknown(pack, item->at, "fund", item->text.substr(5), names);
      else refuse(*item, "no_account", "'" + item->text + "' is no fund; write fund.NAME" + Context::meant("fund." + item->text, names));
    }
    for (const char* key : {"where", "date", "at", "by", "latest", "among"})
      if (const auto* entry = node.entry(key)) context.refuse(entry->key.at, "needless", std::string("`") + key + "` goes with records, and this reads a fund");
  }

  void dimensions() {
    for (const auto* item : list_of(node.find("by"))) {
      if (!item->is_scalar()) continue;
      auto value = on_row(*item, any_value());
      if (!value) continue;
      const Type& type = value->type();
      std::vector<Code> codes;
      if (type.kind == Kind::flag) codes = {{"true", "是", {}, {}, {}, false}, {"false", "否", {}, {}, {}, false}};
      else if ((type.kind == Kind::choice || type.kind == Kind::choices) && type.codes) codes = type.codes->codes;
      else {
        refuse(*item, "bad_dimension", "a dimension is a choice, choices, a flag or the stage; '" + item->text + "' is " + to_text(type));
        continue;
      }
      indicator.by.push_back(std::move(value));
      indicator.by_texts.push_back(item->text);
      indicator.by_codes.push_back(std::move(codes));
    }
    if (indicator.by.size() > 3) refuse(*node.find("by"), "bad_dimension", "more than 3 dimensions; each makes a write dearer");
  }

  void row_keys() {
    if (const auto* where = node.find("where"); where && where->is_scalar()) indicator.where = on_row(*where, a_condition());
    if (const auto* date = node.find("date"); date && date->is_scalar()) indicator.date = on_row(*date, exactly(Type::of(Kind::date)));
    if (const auto* at = node.find("at"); at && at->is_scalar()) indicator.org = on_row(*at, exactly(Type::ref_to("core.org")));
    dimensions();
    for (const auto* item : list_of(node.find("latest")))
      if (item->is_scalar())
        if (auto value = on_row(*item, any_value())) indicator.latest.push_back(std::move(value));
    if (indicator.held && node.find("latest")) context.refuse(node.entry("latest")->key.at, "two_ways", "`held` and `latest` are two ways to count as of a day; take one");
  }

  void among() {
    const auto* name = node.find("among");
    if (!name || !name->is_scalar()) return;
    const Indicator* whole = context.indicator(pack, name->text);
    if (!whole) return context.refuse_unknown(pack, name->at, "indicator", name->text, context.indicator_names(pack));
    if (whole == &indicator) return refuse(*name, "circle", "an indicator can't be among itself");
    if (indicator.verb != Verb::distinct) return refuse(*name, "needless", "`among` names the whole of what `distinct` counts");
    indicator.among = whole;
  }

  // Also a part of a shared count: of the same things, which are open to others.
  void into() {
    const auto* name = node.find("into");
    if (!name || !name->is_scalar()) return;
    const Indicator* shared = context.indicator(pack, name->text);
    if (!shared) return context.refuse_unknown(pack, name->at, "indicator", name->text, context.indicator_names(pack));
    const auto* home = context.pack(shared->programme);
    const auto* text = home->indicator_nodes.at(shared->id);
    if (!flag_of(text->find("open"))) return refuse(*name, "not_open", "'" + shared->name + "' is not open to others; it needs `open: true`");
    if (indicator.verb != Verb::distinct) return refuse(*name, "needless", "`into` goes with `distinct`");
    const auto* counted = text->find("distinct");
    const auto* record = counted && counted->is_scalar() ? context.record(*home, counted->at, counted->text) : nullptr;
    if (indicator.path && record && indicator.path->type().kind == Kind::ref && indicator.path->type().target != record->type->name)
      return refuse(*name, "wrong_type", "'" + shared->name + "' counts " + record->type->name + ", and this counts " + indicator.path->type().target);
    indicator.into = shared;
  }

  void formula() {
    const auto* text = node.find("is");
    if (!text->is_scalar()) return;
    indicator.formula = compile_formula(context, *text, pack, FormulaWant::figure);
    if (indicator.formula && indicator.formula->reads_today) refuse(*text, "reads_today", "a figure made of figures can't read today");
    for (const char* key : {"where", "date", "at", "by", "latest", "among", "held", "into", "counted"})
      if (const auto* entry = node.entry(key)) context.refuse(entry->key.at, "needless", std::string("`") + key + "` belongs to the figures that this one is worked out from");
  }

  void judge() {
    const bool counted = indicator.counted;
    const bool must_count = today || indicator.verb == Verb::median;
    if (must_count && !counted)
      context.refuse(indicator.at, "needs_counted", std::string(today ? "this reads today (an age, perhaps), which" : "a median") + " can't be kept; say `counted: true` to have it counted from the records on reading");
    if (counted && !must_count && indicator.verb != Verb::is)
      context.notes.push_back(indicator.name + ": counted on reading, as it says; it could be kept");
    if (private_field && !indicator.lowers)
      context.refuse(indicator.at, "leaks", "this reads '" + private_field->id + "', which is private; say `lowers: true` if the figure may be shown");
  }

  std::string note() const {
    if (indicator.verb == Verb::is) return "derived: worked out from other figures";
    if (indicator.counted) return today ? "counted on reading: it reads today" : indicator.verb == Verb::median ? "counted on reading: a median" : "counted on reading";
    std::string how = !indicator.latest.empty() ? "kept, the latest: a step for each value of its fields" : indicator.verb == Verb::distinct ? "kept by key: how often each was seen in each month" : indicator.held ? "kept: +1 when it begins to hold, -1 when it ends" : "kept: the difference of each write goes to the month's cell";
    if (indicator.private_only) how += "; reads encrypted fields, so worked out in the program only";
    return how;
  }
};

void build_one(Context& context, PackInProgress& pack, Indicator& indicator, const source::Node& node) {
  Builder builder{context, pack, indicator, node};
  std::vector<std::string> found;
  for (const auto& [word, verb] : verbs()) {
    if (!node.find(word)) continue;
    found.push_back(word);
    indicator.verb = verb;
  }
  if (found.size() != 1) {
    if (found.empty()) context.refuse(indicator.at, "no_verb", "an indicator needs one of count, sum, mean, median, distinct, received, spent, balance, is");
    else context.refuse(node.entry(found[1])->key.at, "two_verbs", "an indicator has one of `" + found[0] + "` and `" + found[1] + "`");
    return;
  }
  const auto& verb = *node.find(found[0]);
  if (flag_of(node.find("open"))) {
    if (indicator.verb != Verb::distinct) context.refuse(node.entry("open")->key.at, "needless", "`open` goes with `distinct`");
    indicator.verb = Verb::open;
    if (auto* record = verb.is_scalar() ? context.need_record(pack, verb) : nullptr) {
      indicator.type = record->type;
      indicator.class_ = record->type->class_;
    }
    context.notes.push_back(indicator.name + ": kept by key, from the parts that other packs push into it");
    return;
  }
  if (indicator.verb == Verb::is) {
    builder.formula();
  } else if (indicator.verb == Verb::received || indicator.verb == Verb::spent || indicator.verb == Verb::balance) {
    builder.funds(verb);
  } else {
    builder.records(verb, found[0]);
    if (indicator.type) builder.row_keys();
    builder.among();
  }
  builder.into();
  builder.judge();
  context.notes.push_back(indicator.name + ": " + builder.note());
}

}  // namespace

void declare_indicators(Context& context, PackInProgress& pack) {
  const auto* indicators = pack.root.find("indicators");
  if (!indicators) return;
  for (const auto& entry : indicators->entries) {
    if (!check_id(context, entry.key, IdUse::figure) || !check_keys(context, entry.value, Construct::indicator)) continue;
    auto indicator = std::make_unique<Indicator>();
    indicator->programme = pack.programme();
    indicator->id = entry.key.text;
    indicator->name = pack.programme() + "." + indicator->id;
    indicator->at = entry.key.at;
    indicator->title = text_of(entry.value.find("title"));
    if (!entry.value.find("title")) context.refuse(entry.key.at, "missing_key", "an indicator needs `title`");
    indicator->unit = text_of(entry.value.find("unit"));
    indicator->was = text_of(entry.value.find("was"));
    indicator->gone = flag_of(entry.value.find("gone"));
    indicator->held = flag_of(entry.value.find("held"));
    indicator->counted = flag_of(entry.value.find("counted"));
    indicator->lowers = flag_of(entry.value.find("lowers"));
    if (const auto* round = entry.value.find("round")) indicator->round = std::atoi(round->text.c_str());
    if (indicator->round && *indicator->round > 4) context.refuse(entry.value.find("round")->at, "bad_value", "figures have at most 4 decimals");
    if (const auto* target = entry.value.find("target"); target && target->is_scalar()) {
      indicator->target = target->text == "year";
      if (!indicator->target) context.refuse(target->at, "bad_value", "targets are entered for a year: `target: year`");
    }
    const auto& uses = pack.pack->uses;
    if (std::find(uses.begin(), uses.end(), indicator->id) != uses.end())
      context.refuse(entry.key.at, "name_taken", "a pack in use is called '" + indicator->id + "'; in a formula the two could not be told apart");
    pack.indicator_nodes[indicator->id] = &entry.value;
    pack.pack->indicators.push_back(std::move(indicator));
  }
}

void build_indicators(Context& context, PackInProgress& pack) {
  for (const auto& indicator : pack.pack->indicators) build_one(context, pack, *indicator, *pack.indicator_nodes.at(indicator->id));
}

}  // namespace halfsky::lang
