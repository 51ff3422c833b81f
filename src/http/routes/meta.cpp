// Descriptors: what the client's pages are made from.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.hpp"
#include "capabilities/rubric/agreement.hpp"
#include "engine/access/glass.hpp"
#include "engine/command/field_value.hpp"
#include "http/replies.hpp"
#include "http/routes/descriptor.hpp"
#include "http/routes/routes.hpp"
#include "lang/pack/english.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

std::string kind_of(const lang::Field& field) {
  if (field.type.kind == lang::Kind::text) return field.note ? "note" : "text";
  if (field.type.kind == lang::Kind::choice) return "choice";
  if (field.type.kind == lang::Kind::choices) return "choices";
  switch (field.type.kind) {
    case lang::Kind::int_: return "int";
    case lang::Kind::decimal: return "decimal";
    case lang::Kind::money: return "money";
    case lang::Kind::date: return "date";
    case lang::Kind::time: return "time";
    case lang::Kind::flag: return "flag";
    case lang::Kind::ref: return "ref";
    case lang::Kind::file: return "file";
    case lang::Kind::tally: return "tally";
    case lang::Kind::consent: return "consent";
    default: return "text";
  }
}

class Descriptor {
 public:
  Descriptor(Service& service, const Caller* caller) : service_(service), site_(service.engine.site()), caller_(caller), today_(site_.clock->today()) {}

  json::object field_of(const lang::Pack& pack, const lang::RecordType& type, const lang::Field& f) {
    pack_ = &pack;
    return field(type, f);
  }

  json::object programme(const lang::Pack& pack) {
    pack_ = &pack;
    json::array records, indicators, funds, reports;
    for (const auto& type : pack.records)
      if (!type->gone) records.push_back(record(*type));
    for (const auto& indicator : pack.indicators) {
      json::array by;
      for (size_t i = 0; i < indicator->by_texts.size(); ++i) by.push_back(json::object{{"path", indicator->by_texts[i]}, {"codes", codes(indicator->by_codes[i], indicator->by[i]->type().codes.get())}});
      indicators.push_back(json::object{{"name", indicator->name}, {"title", indicator->title}, {"title_en", english("indicator." + indicator->id, indicator->id)}, {"unit", indicator->unit}, {"by", std::move(by)}});
      if (indicator->among) indicators.back().as_object()["among"] = indicator->among->name;   // it has a coverage page
    }
    for (const auto& fund : pack.funds) funds.push_back(json::object{{"name", fund->name}, {"title", fund->title}, {"title_en", english("fund." + fund->id, fund->id)}, {"purpose", fund->purpose}});
    for (const auto& report : pack.reports) {
      json::array params;
      for (const auto& param : report->params) params.push_back(json::object{{"id", param.id}, {"title", param.title}, {"type", param.type ? param.type->name : ""}});
      json::array levels;
      for (const lang::Level level : report->levels) levels.push_back(json::string(lang::to_text(level)));
      reports.push_back(json::object{{"name", report->name}, {"title", report->title}, {"title_en", english("report." + report->id, report->id)}, {"levels", std::move(levels)}, {"period", report->period}, {"itself", report->every.has_value()}, {"params", std::move(params)}});
    }
    return {{"id", pack.programme}, {"title", pack.title}, {"title_en", english("programme", pack.programme)}, {"edition", pack.edition}, {"records", std::move(records)}, {"indicators", std::move(indicators)},
            {"funds", std::move(funds)}, {"reports", std::move(reports)}, {"matches", matches(pack)}};
  }

 private:
  // Those whose proposals this caller may ask for.
  json::array matches(const lang::Pack& pack) const {
    json::array result;
    for (const auto& match : pack.matches) {
      if (!named(match->by)) continue;
      json::array terms;
      for (const auto& term : match->score) terms.push_back(json::object{{"id", term.id}, {"title", term.title}, {"title_en", english("match." + match->id + (term.id.empty() ? "" : "." + term.id), term.title)}});
      result.push_back(json::object{{"name", match->name}, {"title", match->title}, {"title_en", english("match." + match->id, match->title)}, {"left", match->left.type->name}, {"right", match->right.type->name},
                                    {"makes", match->makes->name}, {"terms", std::move(terms)}});
    }
    return result;
  }

  std::string english(const std::string& key, const std::string& otherwise) const {
    const auto at = pack_->english.find(key);
    return at == pack_->english.end() ? otherwise : at->second;
  }

  // `list`: where the codes were declared, which says their English; null for yes and no.
  json::array codes(const std::vector<lang::Code>& codes, const lang::CodeList* list) const {
    json::array result;
    for (const auto& code : codes) {
      const auto from = base::parse_day(code.from), until = base::parse_day(code.until);
      const bool offered = !code.gone && !(from && today_ < *from) && !(until && today_ > *until);
      std::string en = list ? lang::english_of_code(*site_.packs, *list, code.id) : code.id == "true" ? "Yes" : "No";
      if (en.empty()) en = code.id;
      result.push_back(json::object{{"id", code.id}, {"title", code.title}, {"title_en", en}, {"offered", offered}});
    }
    return result;
  }

  static json::value tree(const lang::ExpressionPtr& expression) {
    if (!expression || expression->asks_server) return nullptr;
    return lang::to_tree(*expression);
  }

  json::object field(const lang::RecordType& type, const lang::Field& f) {
    const std::string key = type.id + "." + f.id;
    json::object object{{"id", f.id}, {"title", f.title}, {"title_en", english(key, f.id)}, {"kind", kind_of(f)}, {"required", f.required}, {"private", f.private_}, {"sealed", f.sealed}, {"computed", f.computed()},
                        {"on_reading", f.is_on_reading}, {"gone", f.gone}, {"part_of", f.part_of}};
    if (f.required_when) object["required_when"] = tree(f.required_when);
    if (f.check) { object["check"] = tree(f.check); object["message"] = f.message; object["message_en"] = english(type.id + ".message." + f.id, f.message); }
    if (f.default_) object["default"] = tree(f.default_);
    if (f.is) object["is"] = tree(f.is);
    if (f.min) object["min"] = engine::text_of(*f.min, f.type.kind);
    if (f.max) object["max"] = engine::text_of(*f.max, f.type.kind);
    if (!f.unit.empty()) object["unit"] = f.unit;
    if (!f.help.empty()) {
      object["help"] = f.help;
      object["help_en"] = english(type.id + ".help." + f.id, f.help);
    }
    if (f.type.kind == lang::Kind::ref) object["to"] = f.to;
    if (f.type.codes) object["codes"] = codes(f.type.codes->codes, f.type.codes.get());
    if (f.type.kind == lang::Kind::file) { object["many"] = f.many; object["image"] = f.image; }
    return object;
  }

  bool named(const std::vector<lang::Actor>& actors) const {
    if (caller_ == nullptr) return false;
    for (const auto& grant : caller_->who.grants) {
      const auto* org = site_.orgs()->find(grant.org);
      for (const auto& actor : actors) {
        if (actor.role != grant.role) continue;
        if (actor.scope != lang::Actor::Scope::level || (org && org->level == actor.level)) return true;
      }
    }
    return false;
  }

  json::object rubric(const lang::RecordType& type) {
    const lang::Scoring& scoring = *type.scoring;
    json::array versions, hands_in;
    for (const auto& version : scoring.versions) {
      json::array criteria, grades;
      for (const auto& line : version.lines) {
        const lang::Criterion& criterion = *line.criterion;
        const std::string key = "rubric." + scoring.rubric->id + "." + std::to_string(version.version->year) + "." + criterion.id;
        json::array levels;
        for (const auto& level : criterion.levels) {
          const std::string points = engine::text_of(level.points, lang::Kind::decimal);
          levels.push_back(json::object{{"points", points}, {"title", level.title}, {"title_en", english(key + "." + points, level.title)}});
        }
        criteria.push_back(json::object{{"id", criterion.id}, {"title", criterion.title}, {"title_en", english(key, criterion.id)}, {"points", engine::text_of(criterion.points, lang::Kind::decimal)}, {"levels", std::move(levels)},
                                        {"veto", criterion.veto}, {"computed", line.is != nullptr}, {"evidence", line.evidence ? json::value(json::string(line.evidence->id)) : json::value(nullptr)}});
      }
      for (const auto& grade : version.version->grades) grades.push_back(json::object{{"id", grade.id}, {"from", engine::text_of(grade.from, lang::Kind::decimal)}});
      versions.push_back(json::object{{"year", version.version->year}, {"criteria", std::move(criteria)}, {"grades", std::move(grades)}});
    }
    for (const auto& move : type.moves)
      if (!type.stages.empty() && !move->to.empty() && move->to != type.first_stage() && move->begins_in(type.first_stage()) && named(move->by)) hands_in.emplace_back(move->id);
    const lang::Field* first = rubric::first_sheet_of(type);
    return {{"name", scoring.rubric->name}, {"title", scoring.rubric->title}, {"title_en", english("rubric." + scoring.rubric->id, scoring.rubric->id)}, {"date", tree(type.date)}, {"hands_in", std::move(hands_in)},
            {"first_sheet", first ? json::value(json::string(first->id)) : json::value(nullptr)}, {"versions", std::move(versions)}};
  }

  // Whether it may begin a long piece of work, for each of many.
  static bool makes_each(const lang::Move& move) {
    return std::any_of(move.then.begin(), move.then.end(), [](const lang::Effect& effect) { return effect.each != nullptr; });
  }

  json::object record(const lang::RecordType& type) {
    json::array fields, stages, moves, lines, backs, key, views, groups;
    for (const auto& f : type.fields) fields.push_back(field(type, *f));
    for (const auto& stage : type.stages)
      stages.push_back(json::object{{"id", stage.id}, {"title", stage.title}, {"title_en", english(type.id + ".stage." + stage.id, stage.id)}, {"final", stage.final_}});
    for (const auto& move : type.moves) {
      if (move->gone || move->id == "enter") continue;
      json::array from, asks;
      for (const auto& stage : move->from) from.emplace_back(stage);
      for (const auto* asked : move->asks) asks.emplace_back(asked->id);
      const auto place = [&](const std::string& stage) {
        for (size_t i = 0; i < type.stages.size(); ++i)
          if (type.stages[i].id == stage) return int(i);
        return -1;
      };
      const bool forward = !move->to.empty() && !move->from.empty() && place(move->to) > place(move->from.front()) && move->from.size() == 1;
      moves.push_back(json::object{{"id", move->id}, {"title", move->title}, {"title_en", english(type.id + ".move." + move->id, move->id)}, {"from", std::move(from)}, {"to", move->to}, {"asks", std::move(asks)}, {"forward", forward},
                                   {"money", !move->post.empty() || !move->hold.empty() || !move->settle.empty() || !move->void_.empty()}, {"by_person", named(move->by)},
                                   {"each", makes_each(*move)}});
    }
    for (const auto& back : type.backs)
      (back.type->parent == back.ref ? lines : backs).push_back(json::object{{"name", back.name}, {"type", back.type->name}, {"field", back.ref->id}, {"title", back.type->title}});
    for (const auto* f : type.key) key.emplace_back(f->id);
    for (const auto& view : type.look.views) views.push_back(json::object{{"id", view.id}, {"title", view.title}, {"title_en", english(type.id + ".view." + view.id, view.id)}});
    const auto list = [](const std::vector<std::string>& texts) {
      json::array result;
      for (const auto& text : texts) result.emplace_back(text);
      return result;
    };
    for (const auto& group : type.look.groups) groups.push_back(json::object{{"id", group.id}, {"title", group.title}, {"title_en", english(type.id + ".group." + group.id, group.id)}, {"fields", list(group.fields)}, {"when", tree(group.when)}});
    const bool works = caller_ == nullptr || std::any_of(caller_->who.grants.begin(), caller_->who.grants.end(), engine::works);
    const bool open = works && (type.class_ == lang::Class::public_ || type.class_ == lang::Class::internal);
    const bool reads = open || engine::any_named_in(type.parent ? *type.parent->target : type, [&](const lang::Actor& actor) { return named({actor}); });
    json::object result{{"name", type.name}, {"id", type.id}, {"title", type.title}, {"title_en", english(type.id, type.id)}, {"class", std::string(lang::to_text(type.class_))}, {"staged", !type.stages.empty()},
            {"stages", std::move(stages)}, {"fields", std::move(fields)}, {"moves", std::move(moves)}, {"lines", std::move(lines)}, {"backs", std::move(backs)}, {"key", std::move(key)},
            {"part_of", type.parent ? json::value(json::string(type.parent->target->name)) : json::value(nullptr)}, {"label", type.label ? json::value(type.label->source) : json::value(nullptr)}, {"date", type.date ? json::value(type.date->source) : json::value(nullptr)}, {"may_enter", named(type.enter().by) && !type.parent}, {"may_read", reads},
            {"look", json::object{{"icon", type.look.icon}, {"tone", type.look.tone}, {"sort", type.look.sort}, {"group", type.look.group}, {"first", type.look.first}, {"card", list(type.look.card)},
                                  {"list", list(type.look.list)}, {"quick", list(type.look.quick)}, {"views", std::move(views)}, {"groups", std::move(groups)}}}};
    const auto or_null = [](const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); };
    json::object& look = result["look"].as_object();
    if (const auto& desk = type.look.desk; !desk.of.empty()) look["desk"] = json::object{{"of", desk.of}, {"moves", list(desk.moves)}, {"back", or_null(desk.back)}};
    if (const auto& count = type.look.count; !count.lines.empty())
      look["count"] = json::object{{"lines", count.lines}, {"value", count.value}, {"total", count.total}, {"spoilt", list(count.spoilt)}, {"most", or_null(count.most)}};
    if (const auto& board = type.look.board; !board.of.empty())
      look["board"] = json::object{{"figures", list(board.figures)}, {"of", board.of}, {"value", board.value}, {"badge", or_null(board.badge)}, {"parts", or_null(board.parts)}, {"settled", or_null(board.settled)}};
    if (!type.look.missed_indicator.empty()) look["missed"] = type.look.missed_indicator;
    if (type.scoring) result["rubric"] = rubric(type);
    if (type.blind) result["blind"] = type.blind->name;
    return result;
  }

  Service& service_;
  const engine::Site& site_;
  const Caller* caller_;   // null: a stranger
  base::Day today_;
  const lang::Pack* pack_ = nullptr;
};

Answer with_etag(const Request& request, const json::object& body, const std::string& hash) {
  const std::string etag = "\"" + hash + "\"";
  if (request.header("If-None-Match") == etag) {
    Answer answer;
    answer.status = 304;
    answer.headers.emplace_back("ETag", etag);
    return answer;
  }
  Answer answer = json_answer(body);
  answer.headers.emplace_back("ETag", etag);
  answer.headers.emplace_back("Cache-Control", "private, no-cache");
  return answer;
}

}  // namespace

json::object field_descriptor(Service& service, const lang::RecordType& type, const lang::Field& field) {
  const auto* pack = service.engine.site().packs->pack(type.name.substr(0, type.name.find('.')));
  return Descriptor(service, nullptr).field_of(*pack, type, field);
}

void add_meta_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/meta",
                    .handler = [&service](const Request& request) {
                      const Caller& caller = caller_of(request);
                      const auto& site = service.engine.site();
                      json::array programmes;
                      std::string hashes = std::to_string(site.clock->today());
                      for (const auto& pack : site.packs->packs) {
                        programmes.push_back(Descriptor(service, &caller).programme(*pack));
                        hashes += pack->hash;
                      }
                      json::object roles;
                      for (const auto& [id, title] : engine::Accounts::roles(*site.packs)) roles[id] = title;
                      const auto& grant = caller.who.grants.front();
                      const auto* org = site.orgs()->find(grant.org);
                      hashes += grant.role + std::string(org ? lang::to_text(org->level) : "");
                      const std::string hash = crypto::hex(site.keyring->suite().hash(hashes)).substr(0, 16);
                      return with_etag(request, {{"hash", hash}, {"org", grant.org}, {"org_name", org ? org->name : ""}, {"level", std::string(org ? lang::to_text(org->level) : "")}, {"role", grant.role}, {"glass", engine::may_break_glass(site, caller.who, base::county_of(grant.org))}, {"roles", std::move(roles)},
                                                 {"programmes", std::move(programmes)}}, hash);
                    },
                    .name = "meta", .summary = "Programmes, record types, moves, indicators, as this role may use them", .tag = "meta", .answer_schema = "Descriptors"});
  routes.push_back({.pattern = "/api/v1/meta/{programme}",
                    .handler = [&service](const Request& request) {
                      const auto* pack = service.engine.site().packs->pack(request.path_params[0]);
                      if (pack == nullptr) return refused(service, request, {{"no_such_record", "programme", {{"type", ""}}}});
                      return json_answer(Descriptor(service, &caller_of(request)).programme(*pack));
                    },
                    .name = "metaGet", .summary = "One programme's descriptor", .tag = "meta", .answer_schema = "Programme"});
  routes.push_back({.pattern = "/api/v1/orgs",
                    .handler = [&service](const Request& request) {
                      const auto orgs = service.engine.site().orgs();
                      const Caller& caller = caller_of(request);
                      const std::string q = base::lower(base::half_width(base::trim(query(request, "q")))), level = query(request, "level");
                      const std::string parent = query(request, "parent");
                      json::array result;
                      constexpr size_t kShown = 100;
                      // Names of orgs are public; a picker offers her own range first, and partners and neighbours of her county.
                      base::OrgRange range = base::range_of(caller.who.grants.front().org);
                      if (const auto* county = orgs->at_level(caller.who.grants.front().org, lang::Level::county); county && query(request, "own").empty()) range = base::range_of(county->id);
                      const bool away = !query(request, "away").empty();   // to hand a record to another county
                      const base::OrgRange hers = range;
                      if (away) range = base::range_of(base::kNation);
                      if (const base::OrgId within = query_number(request, "within", 0); range.holds(within)) range = base::range_of(within);
                      for (const auto& org : orgs->within(range)) {
                        if (result.size() >= kShown) break;
                        if (org.until < service.engine.site().clock->today() || (away && hers.holds(org.id))) continue;
                        if (!parent.empty() && std::to_string(org.parent) != parent) continue;
                        if (!level.empty() && lang::to_text(org.level) != level) continue;
                        if (!q.empty() && org.name.find(q) == std::string::npos && org.code != q) {
                          const auto tokens = base::name_tokens(org.name);
                          if (std::find(tokens.begin(), tokens.end(), q) == tokens.end()) continue;
                        }
                        result.push_back(json::object{{"id", org.id}, {"name", org.name}, {"level", std::string(lang::to_text(org.level))}, {"kind", org.kind}, {"code", org.code}, {"parent", org.parent}});
                      }
                      return json_answer(json::object{{"orgs", std::move(result)}});
                    },
                    .name = "orgList", .summary = "Orgs by parent, level or name", .tag = "meta", .answer_schema = "Orgs", .query = {{"parent", "id"}, {"level", "village, school's level is partner, …"}, {"q", "name, pinyin, code"}, {"own", "1: only her own range"}, {"away", "1: those outside her range"}, {"within", "an org: only it and those below it"}}});
}

}  // namespace halfsky::http
