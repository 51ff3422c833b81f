// What strangers see and may do: needs by code, without names; offers. Rate-limited by address; nothing here reads a session.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/uuid.hpp"
#include "engine/command/field_value.hpp"
#include "engine/command/json.hpp"
#include "engine/journal/journal.hpp"
#include "engine/move/notice.hpp"
#include "engine/query/row_sql.hpp"
#include "engine/store/snapshot.hpp"
#include "engine/world.hpp"
#include "http/rate_limit.hpp"
#include "http/replies.hpp"
#include "http/routes/descriptor.hpp"
#include "http/routes/routes.hpp"
#include "http/submit.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr size_t kNeedsShown = 200;
// A code that says nothing: from the record's id and a key of the site. It stands for the record on public pages and in offers.
std::string public_code(const engine::Site& site, const std::string& record) { return crypto::hex(site.keyring->blind_token("public", record)).substr(0, 12); }

// The type's rows of a county that are public now. What the condition reads is standing, so the database can tell most of them.
std::vector<engine::RowPtr> public_rows(Service& service, db::Connection& connection, engine::Snapshot& snapshot, const lang::RecordType& type) {
  const auto& site = service.engine.site();
  const engine::RecordTable& table = site.schema->table(type);
  const auto dialect = connection.backend() == db::Backend::sqlite ? lang::SqlDialect::sqlite : lang::SqlDialect::postgresql;
  const auto when = lang::to_sql(*type.public_listing->when, dialect, engine::RowSql(site, type, "t", site.clock->today(), dialect));
  std::vector<engine::RowPtr> rows, result;
  connection.each_row({fmt::format("select {} from {} t where county = ?1 and struck_ = 0{} order by moved_, id", table.column_list(), table.name(), when ? " and " + *when : ""), {snapshot.county()}},
                      [&](const db::Value* at) { rows.push_back(std::make_shared<const engine::Row>(table.row_of(at))); });
  for (const auto& row : rows)
    if (engine::RowWorld(site, snapshot, row, site.clock->today()).holds(type.public_listing->when)) result.push_back(row);
  return result;
}

// The types that have a public listing: what someone may take up is a need, the rest is a result; notices stand apart.
enum class Listing { need, notice, result };
Listing listing_of(const engine::Site& site, const lang::RecordType& type) {
  if (&type == engine::NoticeTypes(*site.packs).notice) return Listing::notice;
  return type.public_listing->offer_type ? Listing::need : Listing::result;
}

// What is shown of a record: only what its listing names.
json::object shown_values(const engine::Site& site, const lang::RecordType& type, engine::RowWorld& world) {
  json::object values;
  const auto& listing = *type.public_listing;
  for (size_t i = 0; i < listing.shows.size(); ++i) {
    const lang::Value value = world.evaluate(*listing.shows[i]);
    const bool org = value.kind == lang::Kind::ref && value.text.empty() && !value.is_null();
    const auto orgs = site.orgs();
    const auto* at = org ? orgs->find(value.number) : nullptr;
    values[listing.show_titles[i]] = org ? json::value(json::string(at ? at->name : "")) : engine::json_of(value, listing.shows[i]->type().kind);
  }
  return values;
}

struct Shown {
  engine::RowPtr row;
  json::object values;
};

// All of a kind, county by county, oldest first. On public pages a combination of a guarded type is shown only where five share it.
std::vector<Shown> listed(Service& service, db::Connection& connection, Listing wanted, const std::string& of) {
  const auto& site = service.engine.site();
  std::vector<Shown> result;
  const std::vector<base::County> counties = engine::counties(connection);
  for (const auto& table : site.schema->tables()) {
    const lang::RecordType& type = table->type();
    if (!type.public_listing || type.public_listing->request || type.gone || (!of.empty() && of != type.name) || listing_of(site, type) != wanted) continue;
    const bool guarded = type.class_ == lang::Class::sensitive || type.class_ == lang::Class::secret;
    for (const base::County county : counties) {
      engine::Snapshot snapshot(site, connection, county);
      std::vector<std::pair<std::string, Shown>> here;
      std::map<std::string, int> alike;
      for (const auto& row : public_rows(service, connection, snapshot, type)) {
        engine::RowWorld world(site, snapshot, row, site.clock->today());
        json::object values = shown_values(site, type, world);
        std::string shape = json::serialize(values);
        ++alike[shape];
        here.push_back({std::move(shape), {row, std::move(values)}});
      }
      for (auto& [shape, shown] : here)
        if (!guarded || alike[shape] >= 5) result.push_back(std::move(shown));
    }
  }
  return result;
}

// `of`: only that type's. `more`: there are others than those shown.
json::object needs(Service& service, db::Connection& connection, const std::string& of) {
  const auto& site = service.engine.site();
  auto all = listed(service, connection, Listing::need, of);
  json::array result;
  for (Shown& shown : all) {
    if (result.size() >= kNeedsShown) break;
    const lang::RecordType& type = *shown.row->type;
    result.push_back(json::object{{"type", type.name}, {"title", type.title}, {"code", public_code(site, shown.row->id)}, {"days_waiting", site.clock->today() - shown.row->moved}, {"values", std::move(shown.values)},
                                  {"offer", type.public_listing->offer_type->name}});
  }
  return {{"needs", std::move(result)}, {"more", all.size() > kNeedsShown}};
}

// What is posted now, the nearest end first; and what came out, the newest first.
json::object notices(Service& service, db::Connection& connection, const std::string& of) {
  const auto& site = service.engine.site();
  json::array posted, results;
  auto running = listed(service, connection, Listing::notice, "");
  const lang::RecordType* notice = engine::NoticeTypes(*site.packs).notice;
  const lang::Field* ends = notice ? notice->field("ends") : nullptr;
  const auto last_day = [&](const Shown& shown) { return base::Day(shown.row->fields[size_t(ends->index)].number); };
  std::stable_sort(running.begin(), running.end(), [&](const Shown& a, const Shown& b) { return last_day(a) < last_day(b); });
  for (Shown& shown : running) {
    if (!of.empty() || posted.size() >= kNeedsShown) break;
    json::object one{{"type", notice->name}, {"code", public_code(site, shown.row->id)}, {"ends", base::format_day(last_day(shown))}, {"days_left", last_day(shown) - site.clock->today()}, {"values", std::move(shown.values)}};
    if (notice->public_listing->offer_type) one["offer"] = notice->public_listing->offer_type->name;
    posted.push_back(std::move(one));
  }
  auto out = listed(service, connection, Listing::result, of);
  std::stable_sort(out.begin(), out.end(), [](const Shown& a, const Shown& b) { return a.row->moved > b.row->moved; });
  const bool more = running.size() > kNeedsShown || out.size() > kNeedsShown;
  json::object types;
  for (Shown& shown : out) {
    if (results.size() >= kNeedsShown) break;
    const lang::RecordType& type = *shown.row->type;
    results.push_back(json::object{{"type", type.name}, {"title", type.title}, {"code", public_code(site, shown.row->id)}, {"day", base::format_day(shown.row->moved)}, {"values", std::move(shown.values)}});
    if (types.contains(type.name)) continue;
    const auto& english = site.packs->pack(type.programme)->english;
    const auto at = english.find(type.id);
    types[type.name] = json::object{{"id", type.name}, {"title", type.title}, {"title_en", at == english.end() ? type.id : at->second}};
  }
  return {{"notices", std::move(posted)}, {"published", std::move(results)}, {"more", more}, {"types", std::move(types)}};
}

// The record that a public code stands for, and its county. Only what is public has one.
std::optional<std::pair<base::County, std::string>> record_of_code(Service& service, const lang::RecordType& type, const std::string& code) {
  std::optional<std::pair<base::County, std::string>> found;
  const auto& site = service.engine.site();
  service.engine.read([&](db::Connection& connection) {
    for (const base::County county : engine::counties(connection)) {
      if (found) break;
      engine::Snapshot snapshot(site, connection, county);
      for (const auto& row : public_rows(service, connection, snapshot, type))
        if (!found && public_code(site, row->id) == code) found.emplace(snapshot.county(), row->id);
    }
  });
  return found;
}

// The ref of an offer to the need, and its ref to the stranger herself. Null where the pack has none.
struct OfferRefs {
  const lang::Field* about = nullptr;
  const lang::Field* self = nullptr;
};
OfferRefs refs_of(const lang::RecordType& need, const lang::RecordType& offer) {
  OfferRefs refs;
  for (const auto& field : offer.fields) {
    if (field->type.kind != lang::Kind::ref || field->gone) continue;
    if (field->target == &need && !refs.about) refs.about = field.get();
    else if (!refs.self && field->target != &need && field->target->enter().by_public()) refs.self = field.get();
  }
  return refs;
}

// What a stranger may fill: nothing computed or with a default of its own (a yes or no is hers to say), no refs and papers (she can look nothing up), nothing that a later move asks for.
json::array open_fields(Service& service, const lang::RecordType& type) {
  std::set<const lang::Field*> later;
  for (const auto& move : type.moves)
    if (move->id != "enter") later.insert(move->asks.begin(), move->asks.end());
  json::array result;
  for (const auto& field : type.fields) {
    if (field->gone || field->computed() || field->part_of || later.contains(field.get())) continue;
    if (field->default_ && field->type.kind != lang::Kind::flag) continue;   // stands as it is
    if (field->type.kind == lang::Kind::ref || field->type.kind == lang::Kind::file || field->type.kind == lang::Kind::consent) continue;
    result.push_back(field_descriptor(service, type, *field));
  }
  return result;
}

json::object offer_forms(Service& service) {
  json::object result;
  for (const auto& table : service.engine.site().schema->tables()) {
    const lang::RecordType& type = table->type();
    if (!type.public_listing || !type.public_listing->offer_type || type.gone) continue;
    const lang::RecordType& offer = *type.public_listing->offer_type;
    const OfferRefs refs = refs_of(type, offer);
    if (refs.about) result[offer.name] = json::object{{"title", offer.title}, {"me", refs.self ? open_fields(service, *refs.self->target) : json::array{}}, {"values", open_fields(service, offer)}};
  }
  return result;
}

// The fields that a public list shows, so that pages can say them in words.
json::object shown_fields(Service& service) {
  json::object result;
  for (const auto& table : service.engine.site().schema->tables()) {
    const lang::RecordType& type = table->type();
    if (!type.public_listing || type.public_listing->request || type.gone) continue;
    json::array fields;
    const auto& listing = *type.public_listing;
    for (size_t i = 0; i < listing.shows.size(); ++i) {
      const lang::Field* field = listing.shows[i]->root->binding.field;
      if (field == nullptr) continue;
      json::object said = field_descriptor(service, *field->owner, *field);
      said["id"] = listing.show_titles[i];   // a path is called as the field at its end
      if (field->owner->is_org) said["title"] = "单位", said["title_en"] = "Place";
      fields.push_back(std::move(said));
    }
    result[type.name] = std::move(fields);
  }
  return result;
}

}  // namespace

void add_public_routes(std::vector<Route>& routes, Service& service) {
  auto looks = std::make_shared<RateLimit>(120, std::chrono::minutes(1));
  auto offers = std::make_shared<RateLimit>(10, std::chrono::hours(1));
  routes.push_back({.pattern = "/api/v1/public/needs", .admission = Admission::anyone,
                    .handler = [&service, looks](const Request& request) {
                      if (!looks->take(request.remote)) return problem_answer(429, "too_often");
                      json::object page = service.engine.reading([&](db::Connection& c) { return json::value(needs(service, c, query(request, "type"))); }).as_object();
                      page["forms"] = offer_forms(service);
                      page["fields"] = shown_fields(service);
                      return json_answer(page);
                    },
                    .name = "needList", .summary = "What sponsors may choose from, without names", .tag = "public", .answer_schema = "Needs", .query = {{"type", "only of that type"}}});
  routes.push_back({.pattern = "/api/v1/public/notices", .admission = Admission::anyone,
                    .handler = [&service, looks](const Request& request) {
                      if (!looks->take(request.remote)) return problem_answer(429, "too_often");
                      json::object page = service.engine.reading([&](db::Connection& c) { return json::value(notices(service, c, query(request, "type"))); }).as_object();
                      page["forms"] = offer_forms(service);
                      page["fields"] = shown_fields(service);
                      return json_answer(page);
                    },
                    .name = "noticeList", .summary = "What is posted in public now, and results", .tag = "public", .answer_schema = "PublicNotices", .query = {{"type", "only results of that type"}}});
  // A stranger enters who she is and her offer in one command: { id, type, code, me: {…}, values: {…} }. `me` becomes a register
  // entry of the type that the offer's ref asks for, where it has one; its id is an opaque code that she gets back.
  routes.push_back({.method = Method::post, .pattern = "/api/v1/public/commands", .admission = Admission::anyone, .body_bytes_max = 64 << 10,
                    .late_handler = [&service, offers](std::shared_ptr<const Request> request, Done done) {
                      if (!offers->take(request->remote)) return done(problem_answer(429, "too_often"));
                      const auto body = body_object(*request);
                      if (!body) return done(refused(service, *request, body.problems()));
                      const auto& site = service.engine.site();
                      const std::string id(engine::text_at(*body, "id"));
                      const lang::RecordType* type = nullptr;
                      for (const auto& table : site.schema->tables())
                        if (table->type().public_listing && table->type().public_listing->offer_type && table->type().public_listing->offer_type->name == engine::text_at(*body, "type")) type = &table->type();
                      if (type == nullptr) return done(refused(service, *request, {{"unknown_type", "type", {{"got", ""}, {"meant", ""}}}}));
                      const lang::RecordType& offer = *type->public_listing->offer_type;
                      const auto target = record_of_code(service, *type, std::string(engine::text_at(*body, "code")));
                      if (!target) return done(refused(service, *request, {{"no_such_record", "code", {{"type", type->title}}}}));
                      const auto [about, self] = refs_of(*type, offer);
                      if (about == nullptr) return done(refused(service, *request, {{"unknown_type", "type", {{"got", offer.name}, {"meant", ""}}}}));
                      const std::string own_id = base::derived_uuid("stranger", id + std::string(request->remote));
                      base::OrgId org = 0;
                      service.engine.read([&](db::Connection& c) {
                        engine::Snapshot snapshot(site, c, target->first);
                        if (const auto row = snapshot.load(*type, target->second)) org = row->org;
                      });
                      if (const auto* county = site.orgs()->at_level(org, lang::Level::county)) org = county->id;
                      json::object values;
                      if (const json::value* given = body->if_contains("values"); given && given->is_object()) values = given->as_object();
                      values[about->id] = target->second;
                      json::array steps;
                      if (self) {
                        values[self->id] = own_id;
                        json::object me;
                        if (const json::value* given = body->if_contains("me"); given && given->is_object()) me = given->as_object();
                        steps.push_back(json::object{{"type", self->target->name}, {"move", "enter"}, {"record", own_id}, {"org", org}, {"values", std::move(me)}});
                      }
                      steps.push_back(json::object{{"type", offer.name}, {"move", "enter"}, {"values", std::move(values)}, {"org", org}});
                      json::object command{{"id", id}, {"steps", std::move(steps)}};
                      auto parsed = engine::parse_command(site, engine::Acting::stranger(), command);
                      if (!parsed) return done(refused(service, *request, parsed.problems()));
                      parsed->county = target->first;
                      submit(service, std::move(*parsed), [&service, request, done, own_id, id](const engine::Outcome& outcome) {
                        // The answer tells a stranger nothing but that it is there, and her own code.
                        done(outcome.accepted ? json_answer(json::object{{"id", id}, {"ok", true}, {"code", own_id.substr(24)}}, 201) : refused(service, *request, outcome.problems));
                      });
                    },
                    .name = "offerSend", .summary = "A stranger's offer for a need", .tag = "public", .body_schema = "Offer", .answer_schema = "OfferTaken", .answer_status = 201});
}

}  // namespace halfsky::http
