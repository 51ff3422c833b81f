// The safe page's form: a stranger asks for help without saying who she is, gets six digits, and reads by them the answer of
// the office and nothing else. Types that take such requests say so (`public: { request: true, reply: FIELD }`).
//
// The code is kept nowhere: it follows from the record's id and a key of the site, and the id is chosen so that no two requests of the last
// month have the same. docs/SECURITY.md says what guessing gets.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "base/uuid.hpp"
#include "engine/access/looks.hpp"
#include "engine/command/json.hpp"
#include "engine/journal/journal.hpp"
#include "engine/query/pages.hpp"
#include "engine/store/snapshot.hpp"
#include "http/code_guard.hpp"
#include "http/rate_limit.hpp"
#include "http/replies.hpp"
#include "http/routes/descriptor.hpp"
#include "http/routes/routes.hpp"
#include "http/submit.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr int kCodeDays = 30;               // since something last happened to it
constexpr unsigned kCodes = 1'000'000;
constexpr size_t kRequestsAnHour = 5;       // an address
constexpr std::chrono::milliseconds kReplyBeat{500};

std::string code_of(const engine::Site& site, const std::string& record) {
  const std::string token = site.keyring->blind_token("request", record);
  uint64_t number = 0;
  for (size_t i = 0; i < sizeof number; ++i) number = number << 8 | static_cast<unsigned char>(token[i]);
  return fmt::format("{:06}", number % kCodes);
}

std::vector<const lang::RecordType*> request_types(const engine::Site& site) {
  std::vector<const lang::RecordType*> types;
  for (const auto& table : site.schema->tables())
    if (const auto& listing = table->type().public_listing; listing && listing->request && listing->reply && !table->type().gone) types.push_back(&table->type());
  return types;
}

// The counties in which somebody reads such requests: elsewhere one would lie unread.
std::set<base::OrgId> counties_of(Service& service, const lang::RecordType& type) {
  std::set<base::OrgId> counties;
  const auto orgs = service.engine.site().orgs();
  for (const lang::Actor& actor : type.see)
    for (const base::OrgId org : service.accounts.orgs_with(actor.role))
      if (const engine::Org* county = orgs->at_level(org, lang::Level::county); county && county->id == org) counties.insert(org);
  return counties;
}

// Each request of the last month, whatever has become of it.
void each_request(Service& service, db::Connection& connection, const std::function<void(const lang::RecordType&, base::County, const std::string&)>& visit) {
  const auto& site = service.engine.site();
  const base::Day since = base::Day(site.clock->today() - kCodeDays);
  const std::vector<base::County> counties = engine::counties(connection);
  for (const lang::RecordType* type : request_types(site))
    for (const base::County county : counties)
      for (const std::string& id : engine::moved_since(site, connection, *type, county, since)) visit(*type, county, id);
}

// What she may say: what nobody works out, answers or asks for later, and what is no ref and no paper.
json::array fields_of(Service& service, const lang::RecordType& type) {
  std::set<const lang::Field*> later;
  for (const auto& move : type.moves)
    if (move->id != "enter") later.insert(move->asks.begin(), move->asks.end());
  json::array result;
  for (const auto& field : type.fields) {
    if (field->gone || field->computed() || field->part_of || field.get() == type.public_listing->reply || later.contains(field.get())) continue;
    if (field->type.kind == lang::Kind::ref || field->type.kind == lang::Kind::file || field->type.kind == lang::Kind::consent || field->type.kind == lang::Kind::date) continue;
    result.push_back(field_descriptor(service, type, *field));
  }
  return result;
}

json::object forms(Service& service) {
  const auto& site = service.engine.site();
  const auto orgs = site.orgs();
  json::array result;
  for (const lang::RecordType* type : request_types(site)) {
    json::array counties;
    for (const base::OrgId county : counties_of(service, *type)) counties.push_back(json::object{{"id", county}, {"name", orgs->find(county)->name}});
    if (counties.empty()) continue;
    const auto& english = site.packs->pack(type->programme)->english;
    const auto title = english.find(type->id);
    result.push_back(json::object{{"type", type->name}, {"title", type->title}, {"title_en", title == english.end() ? type->id : title->second}, {"counties", std::move(counties)}, {"fields", fields_of(service, *type)}});
  }
  return {{"forms", std::move(result)}};
}

// An id of which no other request of the month has the code. The same command gets the same id again, from another address too: a phone that
// lost the answer may have lost its network.
std::string new_request(Service& service, const std::string& command) {
  const auto& site = service.engine.site();
  std::set<std::string> taken, ids;
  service.engine.read([&](db::Connection& c) {
    each_request(service, c, [&](const lang::RecordType&, base::County, const std::string& id) {
      taken.insert(code_of(site, id));
      ids.insert(id);
    });
  });
  for (int n = 0;; ++n) {
    std::string id = base::derived_uuid("request", fmt::format("{}/{}", command, n));
    if (ids.contains(id) || !taken.contains(code_of(site, id))) return id;
  }
}

// In a final stage a code opens nothing, but for one into which the reply itself leads.
bool is_over(const lang::RecordType& type, const std::string& at) {
  const lang::Stage* stage = type.stage(at);
  const lang::Field* reply = type.public_listing->reply;
  return stage && stage->final_ && std::none_of(type.moves.begin(), type.moves.end(), [&](const auto& move) {
    return move->to == at && std::find(move->asks.begin(), move->asks.end(), reply) != move->asks.end();
  });
}

// The answer to the request with this code, which is journaled as a look before it is given. Each request of the month is looked at, whether
// or not one has it. What two have (sent at the same moment) opens neither; a code ends with its request.
std::string reply_to(Service& service, const std::string& code) {
  const auto& site = service.engine.site();
  std::string reply;
  std::vector<engine::Look> looks;
  service.engine.read([&](db::Connection& c) {
    struct Found { const lang::RecordType* type; base::County county; std::string record; };
    std::vector<Found> found;
    each_request(service, c, [&](const lang::RecordType& of, base::County in, const std::string& id) {
      if (code_of(site, id) == code) found.push_back({&of, in, id});
    });
    if (found.size() != 1) return;
    const lang::RecordType* type = found.front().type;
    engine::Snapshot snapshot(site, c, found.front().county);
    const lang::Field& field = *type->public_listing->reply;
    const engine::RowPtr row = snapshot.load(*type, found.front().record);
    if (!row) return;
    if (is_over(*type, row->stage)) return;
    const lang::Value value = field.encrypted() ? site.vault->open(*row, field, c) : row->fields[size_t(field.index)];
    if (value.is_null()) return;
    reply = value.text;
    looks.push_back({row->county, type, row->id, "code", field.id, ""});
  });
  if (!looks.empty()) service.engine.looks().write(engine::Acting::stranger(), std::move(looks));
  return reply;
}

Answer unstored(Answer answer) {
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

Answer come_again(const Service& service, const Request& request, const CodeGuard::Refusal& refusal) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(refusal.wait).count();
  const bool own = refusal.why == CodeGuard::Refusal::Why::tries;
  const base::Problem problem = own ? base::Problem{"reply_tries", "code", {{"max", std::to_string(CodeGuard::kTriesMax)}, {"minutes", std::to_string((seconds + 59) / 60)}}}
                                    : base::Problem{"reply_wait", "code", {{"seconds", std::to_string(seconds)}}};
  Answer answer = unstored(refused(service, request, {problem}));
  answer.headers.emplace_back("Retry-After", std::to_string(seconds));
  return answer;
}

}  // namespace

void add_request_routes(std::vector<Route>& routes, Service& service) {
  auto looks = std::make_shared<RateLimit>(60, std::chrono::minutes(1));
  auto sent = std::make_shared<RateLimit>(kRequestsAnHour, std::chrono::hours(1));
  auto guard = std::make_shared<CodeGuard>();
  routes.push_back({.pattern = "/api/v1/public/requests", .admission = Admission::anyone,
                    .handler = [&service, looks](const Request& request) {
                      if (!looks->take(request.remote)) return problem_answer(429, "too_often");
                      return unstored(json_answer(forms(service)));
                    },
                    .name = "requestForms", .summary = "What a stranger may ask for, and of which county's office", .tag = "public", .answer_schema = "RequestForms"});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/public/requests", .admission = Admission::anyone, .body_bytes_max = 16 << 10,
                    .late_handler = [&service, sent](std::shared_ptr<const Request> request, Done done) {
                      if (!sent->take(request->remote)) return done(problem_answer(429, "too_often"));
                      const auto body = body_object(*request);
                      if (!body) return done(refused(service, *request, body.problems()));
                      const auto& site = service.engine.site();
                      const lang::RecordType* type = nullptr;
                      for (const lang::RecordType* each : request_types(site))
                        if (each->name == engine::text_at(*body, "type")) type = each;
                      if (type == nullptr) return done(refused(service, *request, {{"unknown_type", "type", {{"got", ""}, {"meant", ""}}}}));
                      const auto counties = counties_of(service, *type);
                      const json::value* given = body->if_contains("org");
                      const base::OrgId org = given && given->is_int64() ? given->as_int64() : counties.size() == 1 ? *counties.begin() : 0;
                      if (!counties.contains(org)) return done(refused(service, *request, {{"no_such_org", "org", {}}}));
                      const std::string id(engine::text_at(*body, "id"));
                      const std::string record = new_request(service, id);
                      json::object values;
                      if (const json::value* said = body->if_contains("values"); said && said->is_object()) values = said->as_object();
                      std::set<std::string> may;
                      for (const auto& field : fields_of(service, *type)) may.emplace(field.at("id").as_string());
                      base::Problems problems;
                      for (const auto& entry : values)
                        if (!may.contains(std::string(entry.key()))) problems.push_back({"unknown_field", base::beginning(entry.key(), 60), {{"field", base::beginning(entry.key(), 60)}, {"meant", ""}}});
                      if (!problems.empty()) return done(refused(service, *request, problems));
                      json::object command{{"id", id}, {"type", type->name}, {"move", "enter"}, {"record", record}, {"org", org}, {"values", std::move(values)}};
                      auto parsed = engine::parse_command(site, engine::Acting::stranger(), command);
                      if (!parsed) return done(refused(service, *request, parsed.problems()));
                      parsed->county = base::county_of(org);
                      const std::string code = code_of(site, record);
                      submit(service, std::move(*parsed), [&service, request, done, id, code](const engine::Outcome& outcome) {
                        done(outcome.accepted ? unstored(json_answer(json::object{{"id", id}, {"ok", true}, {"code", code}}, 201)) : refused(service, *request, outcome.problems));
                      });
                    },
                    .name = "requestSend", .summary = "A stranger asks for help; the code opens the answer", .tag = "public", .body_schema = "Request", .answer_schema = "RequestTaken", .answer_status = 201});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/public/replies", .admission = Admission::anyone, .body_bytes_max = 4096,
                    .handler = [&service, guard](const Request& request) {
                      if (const auto refusal = guard->refuse(request.remote, std::chrono::steady_clock::now())) return come_again(service, request, *refusal);
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const std::string reply = reply_to(service, std::string(engine::text_at(*body, "code")));
                      if (reply.empty()) guard->missed(request.remote, std::chrono::steady_clock::now());
                      return unstored(json_answer(json::object{{"reply", reply.empty() ? json::value(nullptr) : json::value(json::string(reply))}}));
                    },
                    .answers_every = kReplyBeat,
                    .name = "replyRead", .summary = "The answer to a request, by its code; null where there is none yet, or no such code", .tag = "public", .body_schema = "ReplyCode", .answer_schema = "Reply"});
}

}  // namespace halfsky::http
