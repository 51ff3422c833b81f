// Boost.JSON with a handler of our own in front, since the library lets the last of two equal keys win.
#include "engine/command/json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <set>
#include <vector>

#include "base/text.hpp"

namespace halfsky::engine {
namespace json = boost::json;
namespace {

// Looks for a key that stands twice in one object, and for the null character, which no text of ours holds (PostgreSQL cannot).
struct KeyHandler {
  static constexpr size_t max_object_size = size_t(-1), max_array_size = size_t(-1), max_key_size = size_t(-1), max_string_size = size_t(-1);
  std::vector<std::set<std::string>> open;
  std::string key, twice;
  bool has_null = false;
  bool look(json::string_view part) {
    has_null = has_null || part.find('\0') != json::string_view::npos;
    return true;
  }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { open.emplace_back(); return true; }
  bool on_object_end(size_t, json::error_code&) { open.pop_back(); return true; }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(size_t, json::error_code&) { return true; }
  bool on_key_part(json::string_view part, size_t, json::error_code&) { key.append(part.data(), part.size()); return look(part); }
  bool on_key(json::string_view part, size_t, json::error_code&) {
    key.append(part.data(), part.size());
    look(part);
    if (!open.back().insert(key).second && twice.empty()) twice = key;
    key.clear();
    return true;
  }
  bool on_string_part(json::string_view part, size_t, json::error_code&) { return look(part); }
  bool on_string(json::string_view part, size_t, json::error_code&) { return look(part); }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(int64_t, json::string_view, json::error_code&) { return true; }
  bool on_uint64(uint64_t, json::string_view, json::error_code&) { return true; }
  bool on_double(double, json::string_view, json::error_code&) { return true; }
  bool on_bool(bool, json::error_code&) { return true; }
  bool on_null(json::error_code&) { return true; }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

}  // namespace

base::Result<json::value> parse_json(std::string_view text) {
  if (text.size() > kJsonBytesMax) return base::Problem{"json_too_large", "", {{"max_bytes", std::to_string(kJsonBytesMax)}}};
  if (!base::is_utf8(text)) return base::Problem{"not_utf8", "", {}};
  json::parse_options options;
  options.max_depth = kJsonDepthMax;
  json::error_code error;
  json::basic_parser<KeyHandler> keys(options);
  const size_t read = keys.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size()) {
    for (size_t i = read; i < text.size(); ++i)
      if (!std::isspace(static_cast<unsigned char>(text[i]))) error = make_error_code(json::error::extra_data);
  }
  if (error) return base::Problem{"json", "", {{"at", std::to_string(read)}, {"reason", error.message()}}};
  if (!keys.handler().twice.empty()) return base::Problem{"json_key_twice", "", {{"key", keys.handler().twice}}};
  if (keys.handler().has_null) return base::Problem{"control_character", "", {}};
  json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) return base::Problem{"json", "", {{"reason", error.message()}}};
  return value;
}

std::string_view text_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(json::string_view(key.data(), key.size()));
  const json::string* text = value ? value->if_string() : nullptr;
  return text ? std::string_view(text->data(), text->size()) : std::string_view{};
}

}  // namespace halfsky::engine
