// Goes over the parts of a file, block by block, and writes each entry's lines anew. An entry has the lines above it that speak of it, its own,
// and those of the block within it; so an entry is moved with all that is said of it.
#include "lang/pack/format.hpp"

#include <algorithm>
#include <map>

#include "lang/pack/format_parts.hpp"
#include "lang/source/characters.hpp"
#include "lang/source/tree.hpp"

namespace halfsky::lang {
namespace {

using source::Part;
using Lines = std::vector<std::u32string>;

std::u32string trimmed(std::u32string text) {
  while (!text.empty() && text.back() == U' ') text.pop_back();
  return text;
}

size_t indent_of(const std::u32string& line) { return std::min(line.find_first_not_of(U' '), line.size()); }
bool is_blank(const std::u32string& line) { return indent_of(line) == line.size(); }
std::u32string spaces(size_t count) { return std::u32string(count, U' '); }

// Lines between entries: comments moved to where their entry stands, one empty line where there were several.
void add_gap(Lines& lines, const Lines& gap, size_t indent) {
  for (const auto& line : gap) {
    if (!is_blank(line)) lines.push_back(spaces(indent) + trimmed(line.substr(indent_of(line))));
    else if (!lines.empty() && !lines.back().empty()) lines.emplace_back();
  }
}

bool has_blank(const Lines& gap) { return std::any_of(gap.begin(), gap.end(), is_blank); }

// An entry of a map, or an item of a list, on its way.
struct Written {
  Lines above;                    // comments and empty lines that stand above it
  std::u32string head;            // "key:", "-"
  size_t gap = 1;                 // spaces between the head and the value on its line
  std::u32string value;           // the first line of the value, with what is said behind it; "" where a block follows
  struct Further { int64_t offset; std::u32string text; };
  std::vector<Further> further;   // its other lines, and how far right of the value (or of the head) they begin
  bool from_value = true;         // `offset` counts from where the value begins; else from the head
  bool aligned = false;           // a value on the head's line, which may stand in a column with its neighbours'
  Lines below;                    // the block within it, and comments after it
};

class Writer {
 public:
  explicit Writer(const std::u32string& points) : points_(points) {
    starts_.push_back(0);
    for (size_t i = 0; i < points.size(); ++i)
      if (points[i] == U'\n') starts_.push_back(i + 1);
  }

  bool failed() const { return failed_; }

  Lines file(const Part& root, const Within& place) {
    Lines lines;
    if (root.kind == Part::Kind::map && !root.flow) lines = map(root, place, 0, 0, starts_.size(), true);
    else failed_ = true;
    return lines;
  }

  Lines plain() {   // nothing but comments
    Lines lines;
    add_gap(lines, gap(0, starts_.size()), 0);
    return lines;
  }

 private:
  size_t line_of(size_t point) const { return size_t(std::upper_bound(starts_.begin(), starts_.end(), point) - starts_.begin()) - 1; }
  size_t column_of(size_t point) const { return point - starts_[line_of(point)]; }
  size_t end_of(size_t line) const { return line + 1 < starts_.size() ? starts_[line + 1] - 1 : points_.size(); }
  std::u32string line(size_t number) const { return points_.substr(starts_[number], end_of(number) - starts_[number]); }
  Lines gap(size_t from, size_t to) const {
    Lines lines;
    for (size_t i = from; i < to; ++i) lines.push_back(line(i));
    return lines;
  }

  static bool is_block(const Part& part) { return part.kind != Part::Kind::scalar && !part.flow; }

  // The last line on which something of the part stands.
  size_t last_line(const Part& part) const {
    if (is_block(part)) {
      if (part.kind == Part::Kind::list) return part.items.empty() ? line_of(part.begin) : last_line(part.items.back());
      const auto& [key, value] = part.entries.back();
      return value.begin == value.end ? line_of(key.end) : last_line(value);
    }
    size_t end = part.end;
    while (end > part.begin + 1 && (points_[end - 1] == U' ' || points_[end - 1] == U'\n')) --end;
    return line_of(end > part.begin ? end - 1 : end);
  }

  // Where the lines of each child end: comments that stand deeper than the children still speak of the one before.
  size_t region_end(size_t content_end, size_t next, size_t column) const {
    size_t end = content_end + 1;
    for (size_t i = content_end + 1; i < next; ++i)
      if (const auto text = line(i); !is_blank(text) && indent_of(text) > column) end = i + 1;
    return end;
  }

  void write_value(Written& written, const Part& value, const Within& place) {
    const size_t value_column = column_of(value.begin);
    std::u32string text = value.folded ? points_.substr(value.begin, end_of(last_line(value)) - value.begin) : flow_text(points_, value, place);
    if (!value.folded) text += trimmed(points_.substr(value.end, end_of(line_of(value.end)) - value.end));
    written.from_value = !value.folded;
    size_t at = std::min(text.find(U'\n'), text.size());
    written.value = trimmed(text.substr(0, at));
    size_t least = points_.size();
    while (at < text.size()) {
      const size_t end = std::min(text.find(U'\n', at + 1), text.size());
      const std::u32string further = trimmed(text.substr(at + 1, end - at - 1));
      if (!further.empty()) least = std::min(least, indent_of(further));
      written.further.push_back({int64_t(indent_of(further)), further.substr(indent_of(further))});
      at = end;
    }
    for (auto& line : written.further) line.offset -= value.folded ? int64_t(least) - 2 : int64_t(value_column);   // folded: two spaces below its key
  }

  // One entry whose lines end before `end`. `key_column` is where it stood.
  Written entry(const Part& key, const Part& value, const Within& place, size_t indent, size_t end) {
    Written written;
    written.head = points_.substr(key.begin, key.end - key.begin) + U":";
    const size_t colon = points_.find(U':', key.end), key_line = line_of(key.begin);
    const size_t content_end = value.begin == value.end ? key_line : last_line(value);
    if (is_block(value) || value.begin == value.end) {
      written.value = trimmed(points_.substr(colon + 1, end_of(key_line) - colon - 1));   // a comment, with its spaces
      written.gap = 0;
      if (is_block(value)) written.below = block(value, place, indent + 2, key_line + 1, end);
      else add_gap(written.below, gap(key_line + 1, end), indent + 2);
      return written;
    }
    if (line_of(value.begin) != key_line) {   // the value begins on a line of its own
      written.value = trimmed(points_.substr(colon + 1, end_of(key_line) - colon - 1));
      written.gap = 0;
      Written own;
      write_value(own, value, place);
      written.below.push_back(spaces(indent + 2) + own.value);
      for (const auto& [offset, text] : own.further) written.below.push_back(text.empty() ? U"" : spaces(size_t(std::max<int64_t>(0, offset) + int64_t(indent) + 2)) + text);
      for (size_t i = key_line + 1; i < line_of(value.begin); ++i) failed_ = failed_ || !is_blank(line(i));
    } else {
      written.gap = value.begin - colon - 1;
      written.aligned = true;
      write_value(written, value, place);
    }
    add_gap(written.below, gap(content_end + 1, end), indent + 2);
    return written;
  }

  Lines block(const Part& part, const Within& place, size_t indent, size_t first, size_t end) {
    return part.kind == Part::Kind::map ? map(part, place, indent, first, end, false) : list(part, place, indent, first, end);
  }

  // `first` is the line at which what belongs to the map begins: the lines above its first key, or that key's own.
  Lines map(const Part& part, const Within& place, size_t indent, size_t first, size_t end, bool top) {
    std::vector<Written> entries;
    std::vector<std::string> keys;
    Lines header;
    size_t begin = first;
    const size_t column = column_of(part.entries.front().first.begin);
    for (size_t i = 0; i < part.entries.size(); ++i) {
      const auto& [key, value] = part.entries[i];
      const size_t key_line = line_of(key.begin);
      const size_t before = points_.find_first_not_of(U' ', starts_[key_line]);
      failed_ = failed_ || (before != key.begin && i > 0) || column_of(key.begin) != column || points_.find(U':', key.end) == std::u32string::npos;
      if (failed_) return {};
      keys.push_back(source::to_utf8(points_.substr(key.begin, key.end - key.begin)));
      const bool last = i + 1 == part.entries.size();
      const size_t content_end = value.begin == value.end ? key_line : last_line(value);
      const size_t region = region_end(content_end, last ? end : line_of(part.entries[i + 1].first.begin), column);
      Written written = entry(key, value, within(place, keys.back()), indent, region);
      written.above = gap(begin, key_line);
      if (top && i == 0) std::swap(header, written.above);
      entries.push_back(std::move(written));
      begin = region;
    }
    std::vector<Written> ordered;
    for (const size_t i : order_of(place, keys)) ordered.push_back(std::move(entries[i]));
    align(ordered);
    Lines lines;
    add_gap(lines, header, 0);
    if (!header.empty() && is_blank(header.back()) && !lines.empty() && !lines.back().empty()) lines.emplace_back();
    for (const Written& written : ordered) add(lines, written, indent);
    add_gap(lines, gap(begin, end), indent);
    return lines;
  }

  Lines list(const Part& part, const Within& place, size_t indent, size_t first, size_t end) {
    Lines lines;
    size_t begin = first;
    for (size_t i = 0; i < part.items.size() && !failed_; ++i) {
      const Part& item = part.items[i];
      const size_t dash_line = line_of(item.begin);
      const size_t dash = points_.find_first_not_of(U' ', starts_[dash_line]);
      failed_ = failed_ || points_[dash] != U'-' || dash >= item.begin || points_.find_first_not_of(U' ', dash + 1) != item.begin || (is_block(item) && item.kind == Part::Kind::list);
      if (failed_) return {};
      const size_t column = column_of(dash);
      const size_t next = i + 1 < part.items.size() ? line_of(part.items[i + 1].begin) : end;
      const size_t region = region_end(last_line(item), next, column);
      Written written;
      written.above = gap(begin, dash_line);
      if (is_block(item)) {
        written.below = map(item, place, indent + 2, dash_line, region, false);
        begin = region;
        add_gap(lines, written.above, indent);
        add_dashed(lines, written.below, indent);
        continue;
      }
      written.head = U"-";
      write_value(written, item, place);
      add_gap(written.below, gap(last_line(item) + 1, region), indent + 2);
      add(lines, written, indent);
      begin = region;
    }
    add_gap(lines, gap(begin, end), indent);
    return lines;
  }

  // A map as an item: the dash stands before its first key; comments above that key stand above the dash.
  static void add_dashed(Lines& lines, Lines& of_map, size_t indent) {
    bool dashed = false;
    for (auto& line : of_map) {
      const bool comment = !dashed && (is_blank(line) || line[indent_of(line)] == U'#');
      if (comment) line = spaces(is_blank(line) ? 0 : indent) + line.substr(std::min(line.size(), indent_of(line)));
      else if (!dashed && (dashed = true)) line[indent] = U'-';
      lines.push_back(std::move(line));
    }
  }

  // Neighbours whose values stood in a column: the one that most of them share, where at least one of them was moved there by spaces.
  static void align(std::vector<Written>& entries) {
    for (size_t begin = 0; begin < entries.size();) {
      size_t end = begin + 1;
      while (end < entries.size() && !has_blank(entries[end].above)) ++end;
      std::map<size_t, size_t> standing;   // column -> how many
      std::map<size_t, bool> meant;
      for (size_t i = begin; i < end; ++i) {
        if (!entries[i].aligned) continue;
        const size_t column = entries[i].head.size() + entries[i].gap;
        ++standing[column];
        meant[column] = meant[column] || entries[i].gap > 1;
      }
      size_t best = 0, count = 0;
      for (const auto& [column, many] : standing)
        if (meant[column] && many > 1 && many >= count) best = column, count = many;
      for (size_t i = begin; i < end; ++i)
        if (entries[i].aligned) entries[i].gap = best > entries[i].head.size() ? best - entries[i].head.size() : 1;
      begin = end;
    }
  }

  static void add(Lines& lines, const Written& written, size_t indent) {
    add_gap(lines, written.above, indent);
    lines.push_back(spaces(indent) + written.head + (written.value.empty() ? U"" : spaces(written.gap) + written.value));
    const size_t from = indent + (written.from_value ? written.head.size() + written.gap : 0);
    for (const auto& [offset, text] : written.further)   // deeper than the head, or YAML would read another entry
      lines.push_back(text.empty() ? U"" : spaces(size_t(std::max(int64_t(indent) + 2, int64_t(from) + offset))) + text);
    lines.insert(lines.end(), written.below.begin(), written.below.end());
  }

  const std::u32string& points_;
  std::vector<size_t> starts_;
  bool failed_ = false;
};

// The same tree but for the order of a construct's keys.
bool same(const source::Node& a, const source::Node& b, const Within& place) {
  if (a.kind != b.kind || a.text != b.text || a.quoted != b.quoted || a.items.size() != b.items.size() || a.entries.size() != b.entries.size()) return false;
  for (size_t i = 0; i < a.items.size(); ++i)
    if (!same(a.items[i], b.items[i], place)) return false;
  for (size_t i = 0; i < a.entries.size(); ++i) {
    const source::Entry& entry = a.entries[i];
    const source::Node* other = place.how == Within::How::one ? b.find(entry.key.text) : b.entries[i].key.text == entry.key.text ? &b.entries[i].value : nullptr;
    if (!other || !same(entry.value, *other, within(place, entry.key.text))) return false;
  }
  return true;
}

// All characters but spaces and line ends, whatever their order: none is lost, none is new.
std::map<char32_t, size_t> characters_of(const std::u32string& points) {
  std::map<char32_t, size_t> counts;
  for (const char32_t c : points)
    if (c != U' ' && c != U'\n') ++counts[c];
  return counts;
}

}  // namespace

Formatted format_yaml(const std::string& file, std::string_view text, FileForm form) {
  Formatted result{std::string(text), {}};
  const source::Node before = source::read_yaml(file, text, result.problems);
  if (!result.problems.empty()) return result;
  const std::u32string points = source::clean_characters(file, text, 1, result.problems);
  const Within place = form == FileForm::pack ? Within{Within::How::one, Construct::pack} : Within{};
  Writer writer(points);
  const auto root = source::read_layout(points);
  Lines lines = root ? writer.file(*root, place) : writer.plain();
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  std::u32string written;
  for (const auto& line : lines) written += line + U"\n";

  Diagnostics unread;
  const std::string formatted = source::to_utf8(written);
  const source::Node after = source::read_yaml(file, formatted, unread);
  if (writer.failed() || !unread.empty() || !same(before, after, place) || characters_of(points) != characters_of(written)) {
    result.problems.push_back({{file, 0, 0}, "layout", "this file lies in a way that can't be put into the house form without changing it; it is left as it is"});
    return result;
  }
  result.text = formatted;
  return result;
}

}  // namespace halfsky::lang
