// Writes a checked pack out. What is empty is left out, so that a key that is new and says nothing is no difference.
#include "lang/pack/facts.hpp"

#include <algorithm>

namespace halfsky::lang {
namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;

std::string text_of(const ExpressionPtr& expression) { return expression ? expression->source : ""; }
std::string text_of(bool flag) { return flag ? "true" : ""; }
std::string text_of(const std::optional<int64_t>& number) { return number ? std::to_string(*number) : ""; }

void add(Facts& facts, const char* key, std::string value) {
  if (!value.empty()) facts.emplace_back(key, std::move(value));
}

template <class List, class Text>
std::string joined(const List& list, const Text& text) {
  std::string result;
  for (const auto& each : list) result += (result.empty() ? "" : ", ") + std::string(text(each));
  return result;
}
std::string joined(const std::vector<std::string>& list) {
  return joined(list, [](const std::string& each) { return each; });
}
std::string joined(const std::vector<ExpressionPtr>& list) {
  return joined(list, [](const ExpressionPtr& each) { return each->source; });
}
std::string joined(const std::vector<const Field*>& list) {
  return joined(list, [](const Field* each) { return each->id; });
}

std::string text_of(const Actor& actor) {
  switch (actor.scope) {
    case Actor::Scope::public_: return "public";
    case Actor::Scope::clock: return "clock";
    case Actor::Scope::own_org: return "org." + actor.role;
    case Actor::Scope::level: return std::string(to_text(actor.level)) + "." + actor.role;
    case Actor::Scope::path: break;
  }
  return actor.path_text + "." + actor.role;
}
std::string joined(const std::vector<Actor>& list) {
  return joined(list, [](const Actor& each) { return text_of(each); });
}

std::string text_of(const Due& due) {
  static constexpr const char* kUnits[] = {"days", "working days", "weeks", "months", "years", "hours"};
  return due.unit == Due::Unit::date ? text_of(due.date) : std::to_string(due.count) + " " + kUnits[int(due.unit)];
}

std::string text_of(const std::vector<Assignment>& list) {
  return joined(list, [](const Assignment& each) { return each.field->id + ": " + text_of(each.value); });
}

std::string text_of(const Account& account) { return account.fund.empty() ? text_of(account.path) : "fund." + account.fund; }

std::string text_of(const std::vector<Posting>& list) {
  return joined(list, [](const Posting& each) {
    std::string text = "{ " + text_of(each.from) + " -> " + text_of(each.to) + " " + text_of(each.amount);
    for (const auto& [key, value] : {std::pair("for", each.for_), std::pair("when", each.when), std::pair("each", each.each)})
      if (value) text += std::string(" ") + key + " " + value->source;
    return text + " draws " + joined(each.draws, [](Posting::Draw draw) { return draw == Posting::Draw::own ? "own" : "common"; }) + " }";
  });
}

std::string text_of(const std::vector<Effect>& list) {
  return joined(list, [](const Effect& each) {
    std::string text = "{ ";
    if (each.what == Effect::What::make) text += "make " + each.type->name + " with " + text_of(each.with) + (each.org ? " org " + each.org->source : "");
    if (each.what == Effect::What::do_) text += "do " + text_of(each.path) + "." + each.move;
    if (each.what == Effect::What::tell) text += "tell " + joined(each.tell) + " " + joined(each.tell_paths) + " text " + each.text;
    if (each.what == Effect::What::print) text += "print " + each.print;
    return text + (each.each ? " each " + each.each->source : "") + " }";
  });
}

Thing of_field(const Field& field) {
  Thing thing{Thing::Kind::field, field.owner->id + "." + field.id, field.owner->id, field.was, field.gone, {}, field.owner, &field, nullptr, nullptr};
  Facts& facts = thing.facts;
  add(facts, "type", field.note ? "note" : to_text(field.type));
  add(facts, "title", field.title);
  add(facts, "to", field.to);
  if (field.type.codes) add(facts, "of", field.type.codes->name);
  add(facts, "of", text_of(field.consent_of));
  add(facts, "of", field.image ? "image" : "");
  add(facts, "back", field.back);
  add(facts, "many", text_of(field.many));
  add(facts, "is", text_of(field.is));
  add(facts, "default", text_of(field.default_));
  add(facts, "min", text_of(field.min));
  add(facts, "max", text_of(field.max));
  add(facts, "unit", field.unit);
  add(facts, "private", text_of(field.private_));
  add(facts, "sealed", text_of(field.sealed));
  add(facts, "required", field.required ? "true" : text_of(field.required_when));
  add(facts, "check", text_of(field.check));
  add(facts, "message", field.message);
  add(facts, "fill", text_of(field.fill));
  add(facts, "lowers", text_of(field.lowers));
  add(facts, "see", joined(field.see));
  add(facts, "help", field.help);
  add(facts, "aka", joined(field.aka));
  return thing;
}

Thing of_stage(const RecordType& type, const Stage& stage) {
  Thing thing{Thing::Kind::stage, type.id + "." + stage.id, type.id, stage.was, stage.gone, {}, &type, nullptr, &stage, nullptr};
  add(thing.facts, "title", stage.title);
  add(thing.facts, "to", stage.moves_to);
  if (stage.notice) add(thing.facts, "notice", text_of(stage.notice->length) + " " + joined(stage.notice->shows));
  return thing;
}

Thing of_move(const Move& move) {
  Thing thing{Thing::Kind::move, move.owner->id + "." + move.id, move.owner->id, move.was, move.gone, {}, move.owner, nullptr, nullptr, nullptr};
  Facts& facts = thing.facts;
  add(facts, "title", move.title);
  add(facts, "from", joined(move.from));
  add(facts, "to", move.to);
  add(facts, "by", joined(move.by));
  add(facts, "unlike", joined(move.unlike, [](const Unlike& each) { return (each.path ? each.path->source + "." : "") + each.move; }));
  add(facts, "asks", joined(move.asks));
  add(facts, "after", text_of(move.after));
  if (move.due) add(facts, "due", text_of(*move.due));
  add(facts, "when", text_of(move.when));
  add(facts, "else", move.else_);
  add(facts, "late", text_of(move.late));
  add(facts, "set", text_of(move.set));
  add(facts, "post", text_of(move.post));
  add(facts, "hold", text_of(move.hold));
  add(facts, "settle", move.settle.empty() ? "" : move.settle + " " + text_of(move.settle_amount));
  add(facts, "void", move.void_);
  add(facts, "then", text_of(move.then));
  add(facts, "early", text_of(move.early));
  return thing;
}

std::string text_of(const Every& every) {
  std::string text = std::to_string(int(every.each)) + " " + std::to_string(every.month) + "-" + std::to_string(every.day);
  text += joined(every.weekdays, [](int day) { return std::to_string(day); });
  text += joined(every.slots, [](const Every::Slot& slot) { return std::to_string(slot.from) + "-" + std::to_string(slot.to); });
  text += " per " + (every.per ? every.per->name + " where " + text_of(every.where) : std::string(to_text(every.level)));
  return text + " with " + text_of(every.with) + (every.org ? " org " + every.org->source : "");
}

std::string text_of(const Look& look) {
  std::string text;
  for (const std::string* word : {&look.icon, &look.tone, &look.sort, &look.group, &look.first, &look.missed_indicator, &look.missed_act}) text += *word + "/";
  for (const auto* list : {&look.card, &look.list, &look.quick, &look.desk.find, &look.desk.moves, &look.count.spoilt, &look.board.figures}) text += joined(*list) + "/";
  text += joined(look.views, [](const Look::View& view) { return view.id + " " + view.title + " " + text_of(view.where); }) + "/";
  text += joined(look.groups, [](const Look::Group& group) { return group.id + " " + group.title + " " + joined(group.fields) + " " + text_of(group.when); });
  for (const std::string* word : {&look.desk.of, &look.desk.group, &look.desk.back, &look.count.lines, &look.count.value, &look.count.total, &look.count.most, &look.board.of,
                                  &look.board.value, &look.board.badge, &look.board.parts, &look.board.settled})
    text += "/" + *word;
  return text;
}

std::string text_of(const PublicListing& listing) {
  std::string text = text_of(listing.when) + " shows " + joined(listing.shows);
  if (listing.offer_type) text += " offer " + listing.offer_type->name + "." + listing.offer_move;
  return text + (listing.request ? " request " + listing.reply->id : "");
}

Thing of_record(const RecordType& type) {
  static constexpr const char* kClasses[] = {"public", "internal", "sensitive", "secret"};
  Thing thing{Thing::Kind::record, type.id, "", type.was, type.gone, {}, &type, nullptr, nullptr, nullptr};
  Facts& facts = thing.facts;
  add(facts, "title", type.title);
  if (type.parent) add(facts, "part_of", type.parent->to + " " + type.parent_back);
  if (type.scoring) add(facts, "rubric", type.scoring->rubric->name);
  if (type.blind) add(facts, "blind", type.blind->name);
  add(facts, "class", kClasses[int(type.class_)]);
  add(facts, "see", joined(type.see));
  add(facts, "org", type.org_rule == RecordType::OrgRule::level ? std::string(to_text(type.org_level)) : text_of(type.org_path));
  add(facts, "date", text_of(type.date));
  add(facts, "label", text_of(type.label));
  add(facts, "key", joined(type.key) + (type.key_has_org ? ", org" : ""));
  add(facts, "keep", type.keep_years ? std::to_string(type.keep_years) : "");
  if (type.demo) add(facts, "demo", std::to_string(type.demo->count) + " " + (type.demo->per ? type.demo->per->name : std::string(to_text(type.demo->level))));
  add(facts, "every", joined(type.every, [](const Every& each) { return text_of(each); }));
  add(facts, "arranged", joined(type.fields, [](const auto& each) { return each->id; }) + "; " + joined(type.stages, [](const Stage& each) { return each.id; }) + "; " +
                          joined(type.moves, [](const auto& each) { return each->id; }));
  if (type.public_listing) add(facts, "public", text_of(*type.public_listing));
  const std::string look = text_of(type.look);
  if (look.find_first_not_of('/') != std::string::npos) add(facts, "look", look);
  return thing;
}

void add_codes(std::vector<Thing>& things, const std::string& list, const CodeList& codes, const RecordType* type) {
  for (const Code& code : codes.codes) {
    Thing thing{Thing::Kind::code, list + "." + code.id, list, code.was, code.gone, {}, type, nullptr, nullptr, nullptr};
    add(thing.facts, "title", code.title);
    add(thing.facts, "from", code.from);
    add(thing.facts, "until", code.until);
    things.push_back(std::move(thing));
  }
}

Thing of_indicator(const Indicator& indicator) {
  static constexpr const char* kVerbs[] = {"count", "sum", "mean", "median", "distinct", "received", "spent", "balance", "is", "open"};
  Thing thing{Thing::Kind::indicator, indicator.id, "", indicator.was, indicator.gone, {}, nullptr, nullptr, nullptr, &indicator};
  Facts& facts = thing.facts;
  add(facts, kVerbs[int(indicator.verb)], (indicator.type ? indicator.type->name : "") + (indicator.path ? "." + indicator.path->source : "") + joined(indicator.funds, [](const Fund* fund) { return fund->name; }) + text_of(indicator.formula));
  add(facts, "where", text_of(indicator.where));
  add(facts, "date", text_of(indicator.date));
  add(facts, "held", text_of(indicator.held));
  add(facts, "latest", joined(indicator.latest));
  add(facts, "at", text_of(indicator.org));
  add(facts, "by", joined(indicator.by));
  add(facts, "among", indicator.among ? indicator.among->name : "");
  add(facts, "into", indicator.into ? indicator.into->name : "");
  add(facts, "counted", text_of(indicator.counted));
  add(facts, "lowers", text_of(indicator.lowers));
  add(facts, "target", text_of(indicator.target));
  add(facts, "title", indicator.title);
  add(facts, "unit", indicator.unit);
  add(facts, "round", indicator.round ? std::to_string(*indicator.round) : "");
  return thing;
}

Thing of_rubric(const Rubric& rubric) {
  Thing thing{Thing::Kind::rubric, rubric.id, "", "", false, {}, nullptr, nullptr, nullptr, nullptr};
  add(thing.facts, "title", rubric.title);
  for (const auto& version : rubric.versions) {
    std::string text;
    for (const auto& line : version.criteria) {
      text += line.id + " " + line.title + " " + std::to_string(line.points) + (line.veto ? " veto" : "") + (line.evidence ? " evidence" : "") + " " + line.is_text + " ";
      text += joined(line.levels, [](const Criterion::Level& level) { return std::to_string(level.points) + " " + level.title; }) + "; ";
    }
    text += joined(version.grades, [](const RubricVersion::Grade& grade) { return grade.id + " " + std::to_string(grade.from); });
    add(thing.facts, std::to_string(version.year).c_str(), text);
  }
  add(thing.facts, "grades", joined(rubric.grades->codes, [](const Code& code) { return code.id + " " + code.title; }));
  return thing;
}

Thing of_match(const Match& match) {
  Thing thing{Thing::Kind::match, match.id, "", "", false, {}, nullptr, nullptr, nullptr, nullptr};
  const auto side = [](const Match::Side& side) { return side.type->name + " where " + text_of(side.where) + " takes " + text_of(side.takes); };
  add(thing.facts, "title", match.title);
  add(thing.facts, "left", side(match.left));
  add(thing.facts, "right", side(match.right));
  add(thing.facts, "never", text_of(match.never));
  add(thing.facts, "score", joined(match.score, [](const Match::Term& term) { return term.id + " " + term.title + " " + text_of(term.is); }));
  add(thing.facts, "makes", match.makes->name);
  add(thing.facts, "with", text_of(match.with) + (match.org ? " org " + match.org->source : ""));
  add(thing.facts, "by", joined(match.by));
  return thing;
}

void add_records(std::vector<Thing>& things, const Pack& pack) {
  for (const auto& type : pack.records) {
    things.push_back(of_record(*type));
    for (const auto& field : type->fields) {
      things.push_back(of_field(*field));
      if (field->type.codes && field->type.codes->name == type->name + "." + field->id) add_codes(things, type->id + "." + field->id, *field->type.codes, type.get());
    }
    for (const auto& stage : type->stages) things.push_back(of_stage(*type, stage));
    for (const auto& move : type->moves) things.push_back(of_move(*move));
  }
}

}  // namespace

std::string Thing::fact(std::string_view key) const {
  for (const auto& [name, value] : facts)
    if (name == key) return value;
  return {};
}

std::string_view to_text(Thing::Kind kind) {
  static constexpr std::string_view kNames[] = {"programme", "role", "code", "fund", "record type", "field", "stage", "move", "rubric", "match", "indicator", "report", "print", "English"};
  return kNames[int(kind)];
}

std::vector<Thing> things_of(const Pack& pack) {
  std::vector<Thing> things;
  const auto top = [&](Thing::Kind kind, const std::string& name) -> Facts& {
    things.push_back({kind, name, "", "", false, {}, nullptr, nullptr, nullptr, nullptr});
    return things.back().facts;
  };
  Facts& programme = top(Thing::Kind::programme, pack.programme);
  add(programme, "title", pack.title);
  add(programme, "edition", std::to_string(pack.edition));
  add(programme, "uses", joined(pack.uses));
  for (const auto& [id, title] : pack.roles) add(top(Thing::Kind::role, id), "title", title);
  for (const auto& [id, list] : pack.codes) add_codes(things, id, *list, nullptr);
  for (const auto& fund : pack.funds) {
    Facts& facts = top(Thing::Kind::fund, fund->id);
    add(facts, "title", fund->title);
    add(facts, "level", std::string(to_text(fund->level)));
    add(facts, "purpose", fund->purpose);
    add(facts, "keep_for", fund->keep_for ? fund->keep_for->name : "");
  }
  add_records(things, pack);
  for (const auto& rubric : pack.rubrics) things.push_back(of_rubric(*rubric));
  for (const auto& match : pack.matches) things.push_back(of_match(*match));
  for (const auto& indicator : pack.indicators) things.push_back(of_indicator(*indicator));
  for (const auto& report : pack.reports) {
    Facts& facts = top(Thing::Kind::report, report->id);
    add(facts, "title", report->title);
    add(facts, "level", joined(report->levels, [](Level level) { return std::string(to_text(level)); }));
    if (report->every) add(facts, "every", text_of(*report->every));
    add(facts, "period", report->period);
    add(facts, "params", joined(report->params, [](const Report::Param& param) { return param.id + " " + param.title + " " + param.type->name + " " + text_of(param.needs); }));
    add(facts, "text", report->body);
  }
  for (const auto& print : pack.prints) {
    Facts& facts = top(Thing::Kind::print, print->id);
    add(facts, "title", print->title);
    add(facts, "of", print->of ? print->of->name : "");
    add(facts, "text", print->body);
  }
  for (const auto& [key, text] : pack.english) add(top(Thing::Kind::english, key), "text", text);
  return things;
}

std::string facts_text(const Pack& pack) {
  std::string text;
  for (const Thing& thing : things_of(pack)) {
    text += std::string(to_text(thing.kind)) + " " + thing.name + (thing.was.empty() ? "" : " was " + thing.was) + (thing.gone ? " gone" : "") + "\n";
    for (const auto& [key, value] : thing.facts) text += "  " + key + ": " + value + "\n";
  }
  return text;
}

}  // namespace halfsky::lang
