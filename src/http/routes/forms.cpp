// Forms of other offices: what a sheet's headings stand for, and the sheet filled. Nothing of it is kept: who wants it filled sends it again.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "capabilities/exchange/sheet_reader.hpp"
#include "engine/command/json.hpp"
#include "http/replies.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;
using exchange::FormFilled;
using exchange::FormPlan;
using exchange::HeadingPlan;
using exchange::Source;

namespace {

constexpr size_t kCellsTold = 20'000, kMeaningsTold = 60;

struct Asked {
  exchange::FormRequest request;
  bool remember = false;
  std::string name;
};

base::Result<Asked> asked_of(Service& service, const Request& request) {
  const auto body = body_object(request);
  if (!body) return body.problems();
  Asked asked;
  base::Problems problems;
  exchange::FormRequest& form = asked.request;
  auto bytes = base::from_base64(engine::text_at(*body, "form"));
  if (!bytes || bytes->empty()) problems.push_back({"form_file", "form", {}});
  else form.bytes = *std::move(bytes);
  const std::string_view period = engine::text_at(*body, "period");
  if (const auto parsed = exchange::form_period(period)) form.period = *parsed;
  else problems.push_back({"form_period", "period", {{"got", base::beginning(period, 40)}}});
  if (const auto* org = body->if_contains("org"); org && org->is_int64()) form.org = org->as_int64();
  else problems.push_back({"no_such_org", "org", {}});
  if (const auto* mapping = body->if_contains("mapping")) {
    if (auto said = exchange::parse_said(json::serialize(*mapping))) form.said = *std::move(said);
    else for (auto problem : said.problems()) problems.push_back({problem.code, "mapping", problem.args});
  }
  const auto* remember = body->if_contains("remember");
  asked.remember = remember && remember->is_bool() && remember->as_bool();
  form.command = engine::text_at(*body, "id");
  if ((asked.remember || !form.command.empty()) && !base::is_uuid(form.command)) problems.push_back({"not_an_id", "id", {{"got", base::beginning(form.command, 60)}}});
  form.body_hash = service.engine.site().keyring->blind_index("command that fills a form", json::serialize(*body));
  form.sheet = engine::text_at(*body, "sheet");
  form.record_type = engine::text_at(*body, "record_type");
  form.record = engine::text_at(*body, "record");
  if (form.record.empty()) form.record_type.clear();
  form.reason = base::trim(engine::text_at(*body, "reason"));
  asked.name = base::beginning(base::trim(engine::text_at(*body, "name")), 200);
  form.who = caller_of(request).who;
  form.shows_sheet = true;
  form.keeps = asked.remember;
  if (!problems.empty()) return problems;
  return asked;
}

class Told {
 public:
  Told(Service& service, const Request& request) : service_(service), request_(request), programmes_(service.forms.programme_titles()) {}

  json::object plan(const FormFilled& filled, const exchange::FormRequest& asked) const {
    static constexpr const char* kKinds[] = {"records", "orgs", "cells"};
    const FormPlan& plan = filled.plan;
    json::array headings;
    std::map<std::string, int> totals{{"sure", 0}, {"guessed", 0}, {"said", 0}, {"unknown", 0}, {"left", 0}, {"blocked", 0}};
    bool needs_reason = false;
    for (size_t m = 0; m < plan.headings.size(); ++m) {
      headings.push_back(heading(filled, m));
      ++totals[std::string(state_of(plan.headings[m]))];
      needs_reason = needs_reason || is_private(plan.headings[m].source);
    }
    json::object counted;
    for (const auto& [state, n] : totals) counted[state] = n;
    size_t lines = 0;
    for (const auto& line : filled.shape.lines) lines += line.kind == exchange::FormLine::Kind::blank || line.kind == exchange::FormLine::Kind::given;
    const auto* org = service_.engine.site().orgs()->find(asked.org);
    return {{"kind", filled.trouble.empty() ? kKinds[int(plan.kind)] : "none"}, {"type", plan.type ? plan.type->name : ""}, {"wants", plan.wants ? plan.wants->name : ""}, {"where", plan.where},
            {"fingerprint", filled.fingerprint}, {"known", filled.was_known ? json::value(json::string(base::format_day(base::day_at(filled.known_since)))) : json::value(nullptr)},
            {"may_remember", service_.forms.may_say(caller_of(request_).who, asked.org)}, {"needs_reason", needs_reason}, {"links", filled.has_links}, {"formulas", filled.has_formulas}, {"lines", lines}, {"open", filled.shape.is_open},
            {"org", asked.org}, {"org_name", org ? org->name : ""}, {"from", base::format_day(asked.period.from)}, {"until", base::format_day(asked.period.to)},
            {"headings", std::move(headings)}, {"totals", std::move(counted)}, {"problems", problems_json(service_, request_, filled.trouble)}, {"sheet", sheet(filled.sheet)}};
  }

  json::object filled(const FormFilled& filled, const Asked& asked) const {
    json::array cells;
    size_t empty = 0;
    for (const auto& cell : filled.cells) {
      empty += cell.why.has_value();
      if (cells.size() < kCellsTold) cells.push_back(this->cell(cell));
    }
    const Language words = language(request_);
    const std::string sources = exchange::sources_csv(filled, [&](const base::Problem& problem) { return service_.texts.sentence(problem, words); });
    return {{"plan", plan(filled, asked.request)}, {"filled", filled.cells.size() - empty}, {"empty", empty}, {"cells_left_out", filled.cells.size() - cells.size()}, {"cells", std::move(cells)},
            {"remembered", asked.remember && asked.request.said.has_value()}, {"name", asked.name}, {"file", base::to_base64(filled.bytes)}, {"sources", base::to_base64(sources)}};
  }

  json::object meaning(const Source& source) const {
    std::string of;
    if (source.kind == Source::Kind::field || source.kind == Source::Kind::stage) of = source.type->title;
    if (source.kind == Source::Kind::figure)
      if (const auto title = programmes_.find(source.indicator->programme); title != programmes_.end()) of = title->second;
    return {{"is", source.name()}, {"title", exchange::PackTitles::title_of(source)}, {"of", of}, {"masks", masks(source)}};
  }

 private:
  static bool is_private(const Source& source) { return source.kind == Source::Kind::field && source.field->private_; }

  // How much of it a form may have.
  static json::array masks(const Source& source) {
    json::array result;
    if (is_private(source) && source.field->type.kind == lang::Kind::text)
      for (const auto mask : {exchange::Mask::middle, exchange::Mask::last4, exchange::Mask::full}) result.push_back(json::string(exchange::to_text(mask)));
    return result;
  }

  static std::string_view state_of(const HeadingPlan& meaning) {
    if (meaning.why) {
      const std::string& code = meaning.why->code;
      if (code == "form_left_out") return "left";
      return code == "form_unknown" || code == "form_unclear" || (code == "form_needs_record" && meaning.source.kind == Source::Kind::nothing) ? "unknown" : "blocked";
    }
    if (meaning.how == "said") return "said";
    return meaning.how == "word" || meaning.how == "ending" || meaning.how == "pinyin" ? "guessed" : "sure";
  }

  json::value why(const std::optional<base::Problem>& problem) const {
    return problem ? json::value(problems_json(service_, request_, {*problem}).front()) : json::value(nullptr);
  }

  json::object heading(const FormFilled& filled, size_t m) const {
    const HeadingPlan& meaning = filled.plan.headings[m];
    const auto [row, column] = filled.heading_cells[m];
    json::array candidates;
    for (const auto& one : meaning.candidates) candidates.push_back(this->meaning(one.source));
    const bool masked = is_private(meaning.source);
    json::object told = this->meaning(meaning.source);
    told["heading"] = meaning.heading;
    told["row"] = row;
    told["column"] = column;
    told["state"] = json::string(state_of(meaning));
    told["how"] = meaning.how;
    told["unit"] = meaning.unit ? meaning.unit->word : "";
    told["mask"] = masked ? json::string(exchange::to_text(meaning.mask == exchange::Mask::none ? exchange::Mask::middle : meaning.mask)) : json::string();
    told["why"] = why(meaning.why);
    told["candidates"] = std::move(candidates);
    return told;
  }

  static json::object sheet(const exchange::FormSheet& sheet) {
    json::array names, widths, rows;
    for (const auto& name : sheet.names) names.emplace_back(name);
    for (const double width : sheet.widths) widths.emplace_back(width);
    for (const auto& row : sheet.rows) {
      json::array cells;
      for (const auto& cell : row.cells)
        cells.push_back(json::object{{"column", cell.column}, {"text", cell.text}, {"rows", cell.rows}, {"columns", cell.columns}, {"number", cell.is_number}, {"formula", cell.has_formula}});
      rows.push_back(json::object{{"row", row.row}, {"cells", std::move(cells)}});
    }
    return {{"name", sheet.name}, {"names", std::move(names)}, {"widths", std::move(widths)}, {"rows", std::move(rows)}, {"rows_left_out", sheet.rows_left_out}, {"columns_left_out", sheet.columns_left_out}};
  }

  json::object cell(const exchange::FormCell& cell) const {
    return {{"row", cell.row}, {"column", cell.column}, {"cell", exchange::cell_name(cell.row, cell.column)}, {"heading", cell.heading}, {"value", cell.why ? "" : cell.value}, {"source", cell.source},
            {"org", cell.org_id == 0 ? json::value(nullptr) : json::value(cell.org_id)}, {"org_name", cell.org}, {"from", cell.from}, {"until", cell.to}, {"record", cell.record}, {"how", cell.how}, {"why", why(cell.why)}};
  }

  Service& service_;
  const Request& request_;
  std::map<std::string, std::string> programmes_;
};

Answer plan(Service& service, const Request& request) {
  auto asked = asked_of(service, request);
  if (!asked) return refused(service, request, asked.problems());
  asked->request.dry_run = true;
  const auto planned = service.forms.fill(asked->request);
  return planned ? json_answer(Told(service, request).plan(*planned, asked->request)) : refused(service, request, planned.problems());
}

Answer fill(Service& service, const Request& request) {
  const auto asked = asked_of(service, request);
  if (!asked) return refused(service, request, asked.problems());
  const auto filled = service.forms.fill(asked->request);
  return filled ? json_answer(Told(service, request).filled(*filled, *asked)) : refused(service, request, filled.problems());
}

Answer meanings(Service& service, const Request& request) {
  const std::string name = query(request, "type");
  const lang::RecordType* type = name.empty() ? nullptr : service.engine.site().packs->record_type(name);
  if (!name.empty() && (type == nullptr || type->is_org || type->gone)) return refused(service, request, {{"form_no_type", "type", {{"got", base::beginning(name, 60)}}}});
  const Told told(service, request);
  json::array found;
  for (const auto& one : service.forms.meanings(type, query(request, "figures") != "0", query(request, "q"), kMeaningsTold)) found.push_back(told.meaning(one.source));
  return json_answer(json::object{{"meanings", std::move(found)}});
}

}  // namespace

void add_form_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.method = Method::post, .pattern = "/api/v1/forms/plan", .work = Work::heavy, .body_bytes_max = engine::kJsonBytesMax, .handler = [&service](const Request& request) { return plan(service, request); },
                    .name = "formPlan", .summary = "What the headings of another office's form stand for", .tag = "forms", .body_schema = "FormAsked", .answer_schema = "FormPlan"});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/forms/fill", .work = Work::heavy, .body_bytes_max = engine::kJsonBytesMax, .handler = [&service](const Request& request) { return fill(service, request); },
                    .name = "formFill", .summary = "The form filled, and of each cell where it came from or why it is empty", .tag = "forms", .body_schema = "FormAsked", .answer_schema = "FormFilled"});
  routes.push_back({.pattern = "/api/v1/forms/meanings", .handler = [&service](const Request& request) { return meanings(service, request); },
                    .name = "formMeanings", .summary = "What a heading may be said to mean: fields of a type, figures", .tag = "forms", .answer_schema = "FormMeanings",
                    .query = {{"type", "of records; none: figures alone"}, {"figures", "0: fields alone"}, {"q", "found by this; else all"}}});
}

}  // namespace halfsky::http
