// The OpenAPI 3.1 document, made from the declarations that serve the routes.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "http/routes/routes.hpp"

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
  if (!route.body_schema.empty()) result["requestBody"] = json::object{{"required", true}, {"content", json::object{{"application/json", json::object{{"schema", reference(route.body_schema)}}}}}};
  json::object good{{"description", "done"}};
  if (!route.answer_schema.empty()) good["content"] = json::object{{"application/json", json::object{{"schema", reference(route.answer_schema)}}}};
  json::object problem{{"description", "what is wrong"}, {"content", json::object{{"application/problem+json", json::object{{"schema", reference("Problem")}}}}}};
  json::object responses{{"200", std::move(good)}, {"default", std::move(problem)}};
  result["responses"] = std::move(responses);
  result["security"] = route.admission == Admission::anyone ? json::array{} : json::array{json::object{{"session", json::array{}}}};
  return result;
}

}  // namespace

void add_openapi_route(std::vector<Route>& routes) {
  Route route{.pattern = "/api/v1/openapi.json", .admission = Admission::anyone, .name = "openapi", .summary = "This document", .tag = "meta"};
  routes.push_back(route);
  json::object paths, schemas;
  const auto text = [](const char* type) { return json::object{{"type", type}}; };
  for (const Route& each : routes) {
    json::object* path = paths.if_contains(each.pattern) ? &paths[each.pattern].as_object() : &(paths[each.pattern] = json::object{}).as_object();
    (*path)[each.method == Method::remove ? "delete" : std::string(text_of(each.method) == "GET" ? "get" : text_of(each.method) == "POST" ? "post" : text_of(each.method) == "PUT" ? "put" : "patch")] = operation(each);
    for (const std::string& schema : {each.body_schema, each.answer_schema})
      if (!schema.empty() && !schemas.contains(schema)) schemas[schema] = text("object");
  }
  schemas["Problem"] = json::object{{"type", "object"}, {"required", json::array{"status", "code"}},
                                    {"properties", json::object{{"type", text("string")}, {"title", text("string")}, {"status", text("integer")}, {"code", text("string")},
                                                                {"problems", json::object{{"type", "array"}, {"items", json::object{{"type", "object"}, {"properties", json::object{{"code", text("string")}, {"path", text("string")}, {"message", text("string")}, {"args", text("object")}}}}}}}}}};
  schemas["SignIn"] = json::object{{"type", "object"}, {"required", json::array{"login", "password"}}, {"properties", json::object{{"login", text("string")}, {"password", text("string")}, {"code", text("string")}}}};
  schemas["Command"] = json::object{{"type", "object"}, {"required", json::array{"id"}},
                                    {"properties", json::object{{"id", json::object{{"type", "string"}, {"format", "uuid"}}}, {"type", text("string")}, {"move", text("string")}, {"record", text("string")}, {"records", text("array")},
                                                                {"org", text("integer")}, {"day", json::object{{"type", "string"}, {"format", "date"}}}, {"base", text("integer")}, {"values", text("object")}, {"saw", text("object")},
                                                                {"steps", text("array")}, {"commands", text("array")}, {"dry_run", text("boolean")}}}};
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

std::vector<Route> routes(Service& service) {
  std::vector<Route> result;
  add_session_routes(result, service);
  add_meta_routes(result, service);
  add_record_routes(result, service);
  add_command_routes(result, service);
  add_ledger_routes(result, service);
  add_figure_routes(result, service);
  add_sheet_routes(result, service);
  add_public_routes(result, service);
  add_openapi_route(result);
  return result;
}

}  // namespace halfsky::http
