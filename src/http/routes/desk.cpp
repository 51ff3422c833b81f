// The desk: one answer with the whole roster of a record, so that a tap needs no server, and finding works where there is no signal. A roster is
// the rows of a type with `look.desk` that point at the record. Names come with their pinyin; of a protected number only whether it ends
// so is told, each such look is journaled.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "engine/command/field_value.hpp"
#include "engine/command/json.hpp"
#include "engine/query/pages.hpp"
#include "engine/query/view.hpp"
#include "engine/store/snapshot.hpp"
#include "engine/world.hpp"
#include "http/replies.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr size_t kRosterMax = 5'000;
constexpr size_t kTailLength = 4;    // of an ID number, as people say it at a desk
constexpr size_t kTailsTold = 8;     // more say nothing about who is meant

// What stands at the end of a path of `find`: the record that the last field is of, and the field. Only through records that she may read.
struct Found {
  engine::RowPtr row;
  const lang::Field* field = nullptr;
};
Found follow(engine::View& view, const engine::RowPtr& from, const std::string& path) {
  const auto names = base::split(path, '.');
  Found at{from, nullptr};
  for (size_t i = 0; i < names.size() && at.row; ++i) {
    at.field = at.row->type->field(names[i]);
    if (at.field == nullptr || i + 1 == names.size()) break;
    const lang::Value& value = at.row->fields[size_t(at.field->index)];
    if (at.field->target == nullptr || at.field->target->is_org || value.is_null()) return {};
    at.row = view.load(*at.field->target, value.text);
    if (at.row && !view.may_read(at.row)) return {};
  }
  return at.field && at.row ? at : Found{};
}

void add_keys(json::array& keys, const std::string& text) {
  std::string whole, initials;
  for (const auto& syllable : base::pinyin(text)) {
    whole += syllable;
    if (!syllable.empty()) initials += syllable.substr(0, 1);
  }
  for (const std::string& key : {base::lower(text), whole, initials})
    if (!key.empty() && std::find(keys.begin(), keys.end(), json::value(key)) == keys.end()) keys.emplace_back(key);
}

// What one of them is found by, and what tells two of a name apart.
void describe(json::object& entry, engine::View& view, const engine::RowPtr& row) {
  json::array keys;
  std::string beside;
  for (const std::string& path : row->type->look.desk.find) {
    const Found at = follow(view, row, path);
    if (!at.field || at.field->private_) continue;
    if (at.field->type.kind == lang::Kind::ref) {
      const json::value& label = json::value(view.label_of(*at.field->target, at.row->fields[size_t(at.field->index)].text));
      add_keys(keys, std::string(label.as_string()));
      continue;
    }
    const json::value value = view.value_json(at.row, *at.field);
    if (!value.is_string()) continue;
    const std::string text(value.as_string());
    if (at.field->type.kind == lang::Kind::date) {   // 1968-03-02: found by 0302, shown beside the name
      beside += (beside.empty() ? "" : " ") + text;
      if (text.size() == 10) keys.emplace_back(text.substr(5, 2) + text.substr(8, 2));
    } else {
      add_keys(keys, text);
    }
  }
  entry["keys"] = std::move(keys);
  entry["beside"] = beside;
}

struct Asked {
  const lang::RecordType* type = nullptr;     // the record's
  const lang::RecordType* roster = nullptr;
  const lang::Field* ref = nullptr;           // from the roster to the record
  explicit operator bool() const { return type && roster && ref; }
};
Asked asked_of(const engine::Site& site, const Request& request) {
  Asked asked{site.packs->record_type(request.path_params[0]), site.packs->record_type(request.path_params[2]), nullptr};
  if (!asked.type || !asked.roster || asked.roster->look.desk.find.empty()) return {};
  asked.ref = asked.roster->field(asked.roster->look.desk.of);
  if (!asked.ref || asked.ref->target != asked.type) return {};
  return asked;
}

std::vector<engine::RowPtr> roster_of(engine::View& view, engine::Snapshot& snapshot, const Asked& asked, const std::string& id) {
  std::vector<engine::RowPtr> rows;
  for (const auto& row : snapshot.rows_by_ref(*asked.ref, lang::Value::record(id)))
    if (!row->struck && rows.size() < kRosterMax) rows.push_back(row);
  view.prepare(rows, engine::View::Depth::list);
  std::erase_if(rows, [&](const auto& row) { return !view.may_read(row); });
  return rows;
}

json::object desk(engine::View& view, engine::Snapshot& snapshot, const Asked& asked, const engine::RowPtr& of) {
  const auto& look = asked.roster->look.desk;
  const lang::Field* group = look.group.empty() ? nullptr : asked.roster->field(look.group);
  const auto rows = roster_of(view, snapshot, asked, of->id);
  std::map<std::string, std::string> groups;   // id: how it is called
  json::array list;
  for (const auto& row : rows) {
    json::object entry{{"record", row->id}, {"label", view.label(row)}, {"stage", row->stage}, {"version", row->version}};
    std::string in;
    if (group && !row->fields[size_t(group->index)].is_null()) {
      const lang::Value& value = row->fields[size_t(group->index)];
      in = value.text.empty() ? engine::text_of(value.number, group->type.kind) : value.text;
      if (!groups.contains(in)) groups[in] = group->target && !group->target->is_org ? view.label_of(*group->target, in) : in;
    }
    entry["group"] = in.empty() ? json::value(nullptr) : json::value(in);
    describe(entry, view, row);
    list.push_back(std::move(entry));
  }
  std::vector<std::pair<std::string, std::string>> in_order(groups.begin(), groups.end());
  std::sort(in_order.begin(), in_order.end(), [](const auto& a, const auto& b) { return base::sort_key(a.second) < base::sort_key(b.second); });
  json::array named;
  for (const auto& [id, label] : in_order) named.push_back(json::object{{"id", id}, {"label", label}});
  json::array moves;
  for (const std::string& id : look.moves) moves.emplace_back(id);
  return {{"type", of->type->name}, {"record", of->id}, {"label", view.label(of)}, {"org_name", view.org_name(of->org)}, {"stage", of->stage.empty() ? json::value(nullptr) : json::value(of->stage)}, {"roster", asked.roster->name},
          {"moves", std::move(moves)}, {"back", look.back.empty() ? json::value(nullptr) : json::value(look.back)}, {"groups", std::move(named)}, {"rows", std::move(list)}};
}

// Whose protected number ends so.
std::vector<std::string> ends_with(engine::View& view, engine::Snapshot& snapshot, const Asked& asked, const std::string& id, const std::string& tail) {
  std::vector<std::string> found;
  for (const auto& row : roster_of(view, snapshot, asked, id))
    for (const std::string& path : asked.roster->look.desk.find) {
      const Found at = follow(view, row, path);
      if (!at.field || !at.field->private_ || at.field->type.kind != lang::Kind::text) continue;
      if (view.ends_so(at.row, *at.field, tail)) found.push_back(row->id);
    }
  return found;
}

}  // namespace

void add_desk_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/records/{type}/{id}/desk/{roster}",
                    .handler = [&service](const Request& request) {
                      const auto& site = service.engine.site();
                      const Asked asked = asked_of(site, request);
                      const base::Problem none{"no_such_record", "", {{"type", asked ? asked.type->title : ""}}};
                      if (!asked) return refused(service, request, {none});
                      const engine::Acting& who = caller_of(request).who;
                      std::optional<json::object> page;
                      service.engine.read([&](db::Connection& c) {
                        engine::Snapshot snapshot(site, c, engine::county_of_viewer(site, who, query_number(request, "org", 0)));
                        engine::View view(site, snapshot, who);
                        const auto of = snapshot.load(*asked.type, request.path_params[1]);
                        if (of && !of->struck && view.may_read(of)) page = json::object(desk(view, snapshot, asked, of), json::storage_ptr());
                      });
                      return page ? json_answer(*page) : refused(service, request, {none});
                    },
                    .name = "deskGet", .summary = "A record's roster for a desk: names with pinyin, stages, groups", .tag = "pages", .answer_schema = "Desk", .query = {{"org", "an org of the county, for those above it"}}});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/records/{type}/{id}/desk/{roster}/tail", .body_bytes_max = 1024,
                    .handler = [&service](const Request& request) {
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const auto& site = service.engine.site();
                      const Asked asked = asked_of(site, request);
                      const std::string tail = base::lower(base::trim(std::string(engine::text_at(*body, "tail"))));
                      const base::Problem none{"no_such_record", "", {{"type", asked ? asked.type->title : ""}}};
                      if (!asked) return refused(service, request, {none});
                      if (base::code_points(tail) != kTailLength) return refused(service, request, {{"bad_tail", "tail", {{"length", std::to_string(kTailLength)}}}});
                      const engine::Acting& who = caller_of(request).who;
                      const base::County county = engine::county_of_viewer(site, who);
                      std::optional<std::vector<std::string>> found;
                      service.engine.read([&](db::Connection& c) {
                        engine::Snapshot snapshot(site, c, county);
                        engine::View view(site, snapshot, who);
                        const auto of = snapshot.load(*asked.type, request.path_params[1]);
                        if (of && !of->struck && view.may_read(of)) found = ends_with(view, snapshot, asked, of->id, tail);
                      });
                      if (!found) return refused(service, request, {none});
                      service.engine.writer().note(county, {service.engine.new_id(), "look", who.account, asked.type->name + "|" + request.path_params[1] + "|" + asked.roster->name + "|tail"}, {}, {});   // journaled before it is told
                      json::array records;
                      if (found->size() <= kTailsTold)
                        for (const auto& id : *found) records.emplace_back(id);
                      return json_answer(json::object{{"records", std::move(records)}});
                    },
                    .name = "deskTail", .summary = "Whose protected number on a roster ends so; the look is journaled", .tag = "pages", .body_schema = "DeskTail", .answer_schema = "DeskTailFound"});
}

}  // namespace halfsky::http
