// libyaml's events to our tree. libyaml gives places in code points and resolves no types; what the subset leaves out of YAML
// (anchors, aliases, tags, merge keys, several documents, literal text, equal keys) is refused here, each with its place.
#include <yaml.h>

#include <algorithm>

#include "base/text.hpp"
#include "lang/source/characters.hpp"
#include "lang/source/tree.hpp"

namespace halfsky::lang::source {
namespace {

constexpr char32_t kFullWidthColon = U'：';
constexpr int kOpenMax = 200;       // brackets beyond the depth that are still followed; libyaml is slow with very many
constexpr size_t kEscapeMax = 80;  // how far ahead a character of the text is looked for: an escape, or a line's indentation

bool has_full_width_colon(std::string_view text) { return text.find("：") != std::string_view::npos; }

class Event {
 public:
  Event() = default;
  ~Event() { if (held_) yaml_event_delete(&event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  bool next(yaml_parser_t& parser) {
    if (held_) yaml_event_delete(&event_);
    held_ = yaml_parser_parse(&parser, &event_) != 0;
    return held_;
  }
  const yaml_event_t* operator->() const { return &event_; }

 private:
  yaml_event_t event_{};
  bool held_ = false;
};

class Reader {
 public:
  Reader(const std::string& file, std::string_view text, int first_line, Diagnostics& out)
      : file_(file), first_line_(first_line), out_(out), points_(clean_characters(file, text, first_line, out)), utf8_(to_utf8(points_)) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(utf8_.data()), utf8_.size());
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  }
  ~Reader() { yaml_parser_delete(&parser_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  Node read() {
    Node root;
    root.kind = Node::Kind::map;
    root.at = {file_, first_line_, 1};
    bool seen = false;
    while (advance() && event_->type != YAML_STREAM_END_EVENT) {
      if (event_->type == YAML_DOCUMENT_START_EVENT) {
        if (event_->data.document_start.version_directive || event_->data.document_start.tag_directives.start)
          refuse(place(event_->start_mark), "yaml_directive", "a YAML directive; remove the line");
        if (seen) {
          refuse(place(event_->start_mark), "second_document", "a second document; a file holds one, remove the line '---'");
          break;
        }
        continue;
      }
      if (event_->type == YAML_STREAM_START_EVENT || event_->type == YAML_DOCUMENT_END_EVENT) continue;
      seen = true;
      root = node(1);
    }
    return root;
  }

 private:
  void refuse(Span at, const char* code, std::string message) { out_.push_back({std::move(at), code, std::move(message)}); }

  Span place(const yaml_mark_t& mark) const { return {file_, int(mark.line) + first_line_, int(mark.column) + 1}; }

  bool advance() {
    if (failed_) return false;
    if (event_.next(parser_)) return true;
    failed_ = true;
    explain_failure();
    return false;
  }

  // The text of a line, counted as libyaml counts, from 0.
  std::u32string_view line_text(size_t line) const {
    size_t begin = 0;
    for (; line > 0 && begin < points_.size(); ++begin)
      if (points_[begin] == '\n') --line;
    const size_t end = std::min(points_.find(U'\n', begin), points_.size());
    return std::u32string_view(points_).substr(begin, end - begin);
  }

  // libyaml speaks of scanners and tokens. These are the two slips people make in Chinese text, and the rest in its words.
  void explain_failure() {
    const std::string_view problem = parser_.problem ? parser_.problem : "";
    const bool of_context = parser_.context && parser_.context_mark.line != parser_.problem_mark.line;
    const yaml_mark_t& at = of_context && problem.find("expected ':'") != std::string_view::npos ? parser_.context_mark : parser_.problem_mark;
    const auto line = line_text(at.line);
    const size_t colon = line.find(kFullWidthColon);
    const size_t comment = line.find(U" #");
    if (problem.find("mapping values are not allowed") != std::string_view::npos)
      return refuse(place(at), "unquoted_colon", "a second ': ' in one value; put the value in quotes");
    if (colon != std::u32string_view::npos && (comment == std::u32string_view::npos || colon < comment) &&
        line.substr(0, colon).find(U": ") == std::u32string_view::npos)
      return refuse({file_, int(at.line) + first_line_, int(colon) + 1}, "full_width_colon", "the full-width colon '：' after a key; use ':' and a space");
    if (problem.find("cannot start any token") != std::string_view::npos)
      return refuse(place(at), "bad_yaml", "text can't begin with this character; put it in quotes");
    if (problem.find("undefined alias") != std::string_view::npos) return refuse(place(at), "alias", "an alias; write the value out");
    std::string message = "this can't be read: " + std::string(problem);
    if (parser_.context) message += " " + std::string(parser_.context) + " that begins at line " + std::to_string(int(parser_.context_mark.line) + first_line_);
    refuse(place(at), "bad_yaml", message);
  }

  Node node(int depth) {
    Node result;
    result.at = place(event_->start_mark);
    switch (event_->type) {
      case YAML_ALIAS_EVENT:
        refuse(result.at, "alias", "an alias (a word after '*'); write the value out, or put it in quotes");
        break;
      case YAML_SCALAR_EVENT:
        scalar(result);
        break;
      case YAML_SEQUENCE_START_EVENT:
        check_properties(result.at, event_->data.sequence_start.anchor, event_->data.sequence_start.tag);
        result.kind = Node::Kind::list;
        if (too_deep(depth, result.at)) break;
        while (advance() && event_->type != YAML_SEQUENCE_END_EVENT) result.items.push_back(node(depth + 1));
        break;
      case YAML_MAPPING_START_EVENT:
        check_properties(result.at, event_->data.mapping_start.anchor, event_->data.mapping_start.tag);
        result.kind = Node::Kind::map;
        if (!too_deep(depth, result.at)) map(result, depth);
        break;
      default:
        break;
    }
    return result;
  }

  void map(Node& result, int depth) {
    while (advance() && event_->type != YAML_MAPPING_END_EVENT) {
      Entry entry;
      entry.key = node(depth + 1);
      if (!advance()) break;
      entry.value = node(depth + 1);
      if (!entry.key.is_scalar()) {
        refuse(entry.key.at, "bad_key", "a key is one word, not a list or a map");
        continue;
      }
      if (entry.key.text == "<<" && !entry.key.quoted) {
        refuse(entry.key.at, "merge_key", "a merge key; use `like` or write the lines out");
        continue;
      }
      if (entry.value.is_empty_scalar() && !entry.key.quoted && has_full_width_colon(entry.key.text)) {
        const size_t before = base::code_points(entry.key.text.substr(0, entry.key.text.find("：")));
        refuse(entry.key.place_of(int(before) + 1), "full_width_colon", "the full-width colon '：' after a key; use ':' and a space");
        continue;
      }
      if (const Entry* first = result.entry(entry.key.text)) {
        refuse(entry.key.at, "duplicate_key", "'" + entry.key.text + "' stands twice here, first in line " + std::to_string(first->key.at.line));
        continue;
      }
      result.entries.push_back(std::move(entry));
    }
  }

  bool too_deep(int depth, const Span& at) {
    if (depth < kDepthMax) return false;
    if (!deep_refused_) refuse(at, "too_deep", "nested more than " + std::to_string(kDepthMax) + " deep");
    deep_refused_ = true;
    int open = 1;
    while (open > 0 && advance()) {
      if (open > kOpenMax) failed_ = true;
      if (event_->type == YAML_SEQUENCE_START_EVENT || event_->type == YAML_MAPPING_START_EVENT) ++open;
      if (event_->type == YAML_SEQUENCE_END_EVENT || event_->type == YAML_MAPPING_END_EVENT) --open;
    }
    return true;
  }

  void check_properties(const Span& at, const yaml_char_t* anchor, const yaml_char_t* tag) {
    if (anchor) refuse(at, "anchor", "an anchor (a word after '&'); write the value out, or put it in quotes");
    if (tag) refuse(at, "tag", "a tag (a word after '!'); put an expression in double quotes");
  }

  void scalar(Node& result) {
    const auto& data = event_->data.scalar;
    check_properties(result.at, data.anchor, data.tag);
    result.text.assign(reinterpret_cast<const char*>(data.value), data.length);
    if (data.tag && result.text.empty()) result.text = reinterpret_cast<const char*>(data.tag);   // most likely an expression: !done
    result.quoted = data.style != YAML_PLAIN_SCALAR_STYLE;
    if (data.style == YAML_LITERAL_SCALAR_STYLE) refuse(result.at, "literal_text", "text after '|'; use '>' or quotes");
    const size_t begin = event_->start_mark.index, end = std::min(event_->end_mark.index, points_.size());
    const bool block = data.style == YAML_FOLDED_SCALAR_STYLE || data.style == YAML_LITERAL_SCALAR_STYLE;
    const size_t raw_length = end - begin - (result.quoted && !block ? 2 : 0);
    if (begin <= end && (block || raw_length != base::code_points(result.text))) result.places = places_of(result, begin, end, block);
  }

  // Lays the text beside the file's characters: escapes, doubled quotes, line ends and indentation have no place of their own.
  std::shared_ptr<const std::vector<std::pair<int, int>>> places_of(const Node& scalar, size_t begin, size_t end, bool block) const {
    auto places = std::make_shared<std::vector<std::pair<int, int>>>();
    int line = scalar.at.line, column = scalar.at.column;
    size_t i = begin;
    const auto step = [&] {
      if (points_[i] == U'\n') {
        ++line;
        column = 1;
      } else {
        ++column;
      }
      ++i;
    };
    if (block)
      while (i < end && points_[i] != U'\n') step();  // the line with '>'
    else if (scalar.quoted && i < end)
      step();
    std::u32string wanted;
    {
      Diagnostics ignored;
      wanted = clean_characters({}, scalar.text, 1, ignored);
    }
    for (char32_t c : wanted) {
      const bool fold = (c == U' ' || c == U'\n') && i < end && points_[i] == U'\n';
      if (fold) {
        places->push_back({line, column});
        while (i < end && (points_[i] == U'\n' || points_[i] == U' ')) step();
        continue;
      }
      size_t ahead = i;
      const size_t near = std::min(end, i + kEscapeMax);
      while (ahead < near && points_[ahead] != c) ++ahead;
      if (ahead < near)
        while (i < ahead) step();
      places->push_back({line, column});
      if (ahead < near) step();
    }
    places->push_back({line, column});
    return places;
  }

  FileName file_;
  int first_line_;
  Diagnostics& out_;
  std::u32string points_;
  std::string utf8_;
  yaml_parser_t parser_{};
  Event event_;
  bool failed_ = false;
  bool deep_refused_ = false;
};

}  // namespace

Node read_yaml(const std::string& file, std::string_view text, Diagnostics& out, int first_line) {
  if (text.size() > kBytesMax) {
    out.push_back({{file, 0, 0}, "too_large", "the file is larger than 1 MB; divide it"});
    Node empty;
    empty.kind = Node::Kind::map;
    empty.at = {file, first_line, 1};
    return empty;
  }
  return Reader(file, text, first_line, out).read();
}

}  // namespace halfsky::lang::source
