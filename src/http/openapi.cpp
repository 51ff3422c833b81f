// The OpenAPI 3.1 document, made from the declarations that serve the routes.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.hpp"
#include "http/admission.hpp"
#include "http/routes/routes.hpp"
#include "http/shapes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

json::object reference(const std::string& schema) { return {{"$ref", "#/components/schemas/" + schema}}; }

json::object operation(const Route& route) {
  json::object result{{"operationId", route.name}, {"summary", route.summary}, {"tags", json::array{json::string(route.tag)}}};
  json::array parameters;
  for (size_t at = 0; (at = route.pattern.find('{', at)) != std::string::npos; ++at) {
    const std::string name = route.pattern.substr(at + 1, route.pattern.find('}', at) - at - 1);
    parameters.push_back(json::object{{"name", name}, {"in", "path"}, {"required", true}, {"schema", json::object{{"type", "string"}}}});
  }
  for (const auto& [name, meaning] : route.query) parameters.push_back(json::object{{"name", name}, {"in", "query"}, {"description", meaning}, {"schema", json::object{{"type", "string"}}}});
  if (!parameters.empty()) result["parameters"] = std::move(parameters);
  const auto content = [](const std::string& type, const std::string& schema) {
    return json::object{{type, json::object{{"schema", schema.empty() ? json::object{{"type", "string"}, {"format", "binary"}} : reference(schema)}}}};
  };
  if (route.body_bytes_max > 0 && (!route.body_schema.empty() || route.body_type != "application/json")) result["requestBody"] = json::object{{"required", true}, {"content", content(route.body_type, route.body_schema)}};
  json::object good{{"description", "done"}, {"content", content(route.answer_type, route.answer_schema)}};
  json::object problem{{"description", "what is wrong"}, {"content", json::object{{"application/problem+json", json::object{{"schema", reference("ProblemDetails")}}}}}};
  json::object responses{{std::to_string(route.answer_status), std::move(good)}, {"default", std::move(problem)}};
  result["responses"] = std::move(responses);
  result["security"] = route.admission == Admission::anyone ? json::array{} : json::array{json::object{{"session", json::array{}}}};
  return result;
}

}  // namespace

void add_openapi_route(std::vector<Route>& routes) {
  Route route{.pattern = "/api/v1/openapi.json", .admission = Admission::anyone, .name = "openapi", .summary = "This document", .tag = "meta", .answer_schema = "OpenApi"};
  routes.push_back(route);
  json::object paths, schemas = schemas_of(api_shapes());
  for (const Route& each : routes) {
    for (const std::string& schema : {each.body_schema, each.answer_schema}) HALFSKY_ASSERT(schema.empty() || schemas.contains(schema));
    HALFSKY_ASSERT(!each.answer_schema.empty() || each.answer_type != "application/json");   // whoever answers in JSON says what
    json::object& path = (paths.if_contains(each.pattern) ? paths[each.pattern] : paths[each.pattern] = json::object{}).as_object();
    path[base::lower(each.method == Method::remove ? "DELETE" : text_of(each.method))] = operation(each);
  }
  json::object document{{"openapi", "3.1.0"}, {"info", json::object{{"title", "Halfsky"}, {"version", "1"}, {"description", "The work platform of a women's federation. See docs/API.md."}}}, {"paths", std::move(paths)},
                        {"components", json::object{{"schemas", std::move(schemas)}, {"securitySchemes", json::object{{"session", json::object{{"type", "apiKey"}, {"in", "cookie"}, {"name", kCookie}}}}}}}};
  auto body = std::make_shared<std::string>(json::serialize(document));
  routes.back().handler = [body](const Request&) {
    Answer answer;
    answer.shared_body = *body;
    answer.keeper = body;
    return answer;
  };
}

}  // namespace halfsky::http
