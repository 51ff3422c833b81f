// The JSON schema for editors. Every scalar of a pack is text to the checker, but an editor's YAML has numbers and truth values already,
// so where a text may stand those may too.
#include <boost/json.hpp>

#include "lang/pack/keys.hpp"
#include "lang/pack/reference.hpp"

namespace halfsky::lang {
namespace {

namespace json = boost::json;

json::object reference_to(Construct construct) {
  std::string name;
  for (const char c : name_of(construct))
    if (c != '`') name += c == ' ' || c == '\'' ? '_' : c;
  return {{"$ref", "#/definitions/" + name}};
}

std::string definition_name(Construct construct) {
  const json::object reference = reference_to(construct);
  const std::string_view path = reference.at("$ref").as_string();
  return std::string(path.substr(path.rfind('/') + 1));
}

json::object scalar(const Key& key) {
  if (key.allows('f')) return {{"enum", json::array{true, false, "true", "false"}}};
  if (key.allows('n')) return {{"type", json::array{"integer", "string"}}, {"pattern", "^[0-9]{1,9}$"}, {"minimum", 0}};
  if (const auto closed = key.closed(); !closed.empty()) return {{"enum", json::array(closed.begin(), closed.end())}};
  if (key.allows('x')) return {{"type", json::array{"string", "number", "boolean", "null"}}};   // `null` is an expression
  return {{"type", json::array{"string", "number", "boolean"}}};
}

json::object plain(std::string_view form) {
  if (form == "n") return {{"type", json::array{"integer", "string"}}};
  return {{"type", json::array{"string", "number", "boolean"}}};
}

json::object either(std::vector<json::object> forms) {
  if (forms.size() == 1) return std::move(forms.front());
  json::array any;
  for (auto& form : forms) any.emplace_back(std::move(form));
  return {{"anyOf", std::move(any)}};
}

// { id: construct, … }; where the construct has a plain form, that may stand for its map.
json::object named(Construct construct) {
  std::vector<json::object> forms;
  if (const std::string_view form = entry_of(construct).plain; !form.empty()) forms.push_back(plain(form));
  forms.push_back(reference_to(construct));
  return {{"type", "object"}, {"additionalProperties", either(std::move(forms))}};
}

json::object map(const Within& within) {
  switch (within.how) {
    case Within::How::one: return reference_to(within.construct);
    case Within::How::named: return named(within.construct);
    case Within::How::lists: return {{"type", "object"}, {"additionalProperties", named(within.construct)}};
    case Within::How::words: return {{"type", "object"}, {"additionalProperties", plain("t")}};
    case Within::How::expressions: return {{"type", "object"}, {"additionalProperties", {{"type", json::array{"string", "number", "boolean", "null"}}}}};
    case Within::How::nothing: break;
  }
  return {{"type", "object"}};
}

json::object value_of(const Key& key) {
  std::vector<json::object> forms;
  const bool plain_value = key.allows('t') || key.allows('x') || key.allows('f') || key.allows('n');
  if (plain_value) forms.push_back(scalar(key));
  if (key.allows('m')) forms.push_back(map(key.within));
  if (key.allows('l')) {
    std::vector<json::object> items;
    if (plain_value) items.push_back(scalar(key));
    if (key.allows('m')) items.push_back(map(key.within));
    forms.push_back({{"type", "array"}, {"items", either(std::move(items))}});
  }
  return either(std::move(forms));
}

json::object definition(Construct construct) {
  json::object properties;
  for (const Key& key : keys_of(construct)) {
    json::object value = value_of(key);
    json::object described;
    std::string words(key.meaning);
    if (!key.standard.empty()) words += key.standard == "needed" ? " (needed)" : " (without it: " + std::string(key.standard) + ")";
    described["description"] = words;
    described["examples"] = json::array{json::string(key.example)};
    if (value.contains("$ref")) described["allOf"] = json::array{json::value(std::move(value))};   // beside a $ref nothing else is read
    else for (auto& [name, each] : value) described[name] = std::move(each);
    properties[key.name] = std::move(described);
  }
  return {{"type", "object"}, {"description", std::string(entry_of(construct).name) + ": " + std::string(entry_of(construct).place)},
          {"properties", std::move(properties)}, {"additionalProperties", false}};
}

void print(const json::value& value, int depth, std::string& out) {
  const auto line = [&](int at) { out += "\n" + std::string(size_t(at) * 2, ' '); };
  if (!value.is_object() || value.get_object().size() < 2) {
    out += json::serialize(value);
    return;
  }
  bool first = true;
  out += "{";
  for (const auto& [name, each] : value.get_object()) {
    if (!first) out += ",";
    first = false;
    line(depth + 1);
    out += json::serialize(name) + ": ";
    print(each, depth + 1, out);
  }
  line(depth);
  out += "}";
}

}  // namespace

std::string pack_schema() {
  json::object definitions;
  for (const Construct construct : constructs())
    if (construct != Construct::report && construct != Construct::param && construct != Construct::print)   // front matter is no YAML file
      definitions[definition_name(construct)] = definition(construct);
  json::object schema{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "A pack of Halfsky"}};
  schema["allOf"] = json::array{json::value(reference_to(Construct::pack))};
  schema["definitions"] = std::move(definitions);
  std::string text;
  print(schema, 0, text);
  return text + "\n";
}

}  // namespace halfsky::lang
