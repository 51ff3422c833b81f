// libyaml's events once more, for their places.
#include "lang/source/layout.hpp"

#include <yaml.h>

#include "lang/source/characters.hpp"

namespace halfsky::lang::source {
namespace {

class LayoutReader {
 public:
  explicit LayoutReader(const std::u32string& points) : utf8_(to_utf8(points)) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(utf8_.data()), utf8_.size());
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  }
  ~LayoutReader() { yaml_parser_delete(&parser_); }
  LayoutReader(const LayoutReader&) = delete;
  LayoutReader& operator=(const LayoutReader&) = delete;

  std::optional<Part> read() {
    for (;;) {
      const yaml_event_type_t type = next();
      if (type == YAML_STREAM_END_EVENT || type == YAML_NO_EVENT) return std::nullopt;
      if (type == YAML_SCALAR_EVENT || type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT) return part(type);
    }
  }

 private:
  // What is needed of the event is kept; NO_EVENT where the text can't be read.
  yaml_event_type_t next() {
    yaml_event_t event;
    if (!yaml_parser_parse(&parser_, &event)) return YAML_NO_EVENT;
    begin_ = event.start_mark.index;
    end_ = event.end_mark.index;
    const yaml_event_type_t type = event.type;
    flow_ = (type == YAML_SEQUENCE_START_EVENT && event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE) ||
            (type == YAML_MAPPING_START_EVENT && event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
    folded_ = type == YAML_SCALAR_EVENT && event.data.scalar.style == YAML_FOLDED_SCALAR_STYLE;
    yaml_event_delete(&event);
    return type;
  }

  Part part(yaml_event_type_t type) {
    Part part;
    part.begin = begin_;
    part.end = end_;
    part.flow = flow_;
    part.folded = folded_;
    if (type == YAML_SEQUENCE_START_EVENT) {
      part.kind = Part::Kind::list;
      for (auto each = next(); each != YAML_SEQUENCE_END_EVENT && each != YAML_NO_EVENT; each = next()) part.items.push_back(this->part(each));
      part.end = end_;
    } else if (type == YAML_MAPPING_START_EVENT) {
      part.kind = Part::Kind::map;
      for (auto each = next(); each != YAML_MAPPING_END_EVENT && each != YAML_NO_EVENT; each = next()) {
        Part key = this->part(each);
        part.entries.emplace_back(std::move(key), this->part(next()));
      }
      part.end = end_;
    }
    return part;
  }

  std::string utf8_;
  yaml_parser_t parser_{};
  size_t begin_ = 0, end_ = 0;
  bool flow_ = false, folded_ = false;
};

}  // namespace

std::optional<Part> read_layout(const std::u32string& points) { return LayoutReader(points).read(); }

}  // namespace halfsky::lang::source
