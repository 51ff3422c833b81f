// The small parts of a workbook that its sheets lean on.
#include "capabilities/exchange/workbook_parts.hpp"

#include <charconv>

#include "base/text.hpp"
#include "capabilities/exchange/problem.hpp"

namespace halfsky::exchange {

namespace {

int number_of(const char* text, int otherwise) {
  if (text == nullptr) return otherwise;
  const std::string_view view(text);
  int number = otherwise;
  std::from_chars(view.data(), view.data() + view.size(), number);
  return number;
}

void append_code_point(std::string& out, unsigned code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3f));
  } else {
    out += static_cast<char>(0xe0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
  }
}

// The folder of the part, then the target, which may climb ("../worksheets/sheet1.xml") or start at the root.
std::string resolve(std::string_view from_part, std::string_view target) {
  std::vector<std::string> path;
  if (!target.starts_with('/')) {
    path = base::split(from_part, '/');
    path.pop_back();
  }
  for (std::string& step : base::split(target, '/')) {
    if (step.empty() || step == ".") continue;
    if (step == "..") {
      if (!path.empty()) path.pop_back();
    } else {
      path.push_back(std::move(step));
    }
  }
  std::string joined;
  for (const std::string& step : path) joined += (joined.empty() ? "" : "/") + step;
  return joined;
}

struct Relation {
  std::string id, kind, part;  // kind: the last word of its type, which is the same in strict and transitional files
};

class RelationsHandler final : public XmlHandler {
 public:
  explicit RelationsHandler(std::string from_part) : from_part_(std::move(from_part)) {}
  std::vector<Relation> relations;

  void start(std::string_view name, const XmlAttributes& attributes) override {
    const char* id = attributes.get("Id");
    const char* type = attributes.get("Type");
    const char* target = attributes.get("Target");
    if (name != "Relationship" || id == nullptr || type == nullptr || target == nullptr) return;
    const std::string_view whole(type);
    relations.push_back({id, std::string(whole.substr(whole.rfind('/') + 1)), resolve(from_part_, target)});
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

 private:
  std::string from_part_;
};

class WorkbookHandler final : public XmlHandler {
 public:
  explicit WorkbookHandler(Workbook& workbook) : workbook_(workbook) {}
  std::vector<std::string> relation_ids;  // beside the sheets

  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr") {
      const char* flag = attributes.get("date1904");
      const bool is_1904 = flag != nullptr && (std::string_view(flag) == "1" || std::string_view(flag) == "true");
      if (is_1904) workbook_.dates = DateSystem::from_1904;
    }
    if (name != "sheet") return;
    const char* title = attributes.get("name");
    const char* state = attributes.get("state");
    const char* id = attributes.prefixed("id");
    const bool is_visible = state == nullptr || std::string_view(state) == "visible";
    workbook_.sheets.push_back({title == nullptr ? "" : title, "", is_visible});
    relation_ids.emplace_back(id == nullptr ? "" : id);
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

 private:
  Workbook& workbook_;
};

class StringsHandler final : public XmlHandler {
 public:
  explicit StringsHandler(SharedStrings& strings) : strings_(strings) {}
  void stop_through(XmlEvents& events) { events_ = &events; }
  bool is_past_the_last = false;
  void start(std::string_view name, const XmlAttributes&) override { rich_.start(name); }
  void end(std::string_view name) override {
    rich_.end(name);
    if (name == "si" && !strings_.add(rich_.take())) {
      is_past_the_last = true;
      events_->stop();
    }
  }
  void text(std::string_view piece) override { rich_.text(piece); }

 private:
  SharedStrings& strings_;
  RichText rich_;
  XmlEvents* events_ = nullptr;
};

std::string relations_part_of(const std::string& part) {
  const size_t slash = part.rfind('/');
  if (slash == std::string::npos) return "_rels/" + part + ".rels";
  return part.substr(0, slash) + "/_rels" + part.substr(slash) + ".rels";
}

std::optional<base::Problem> read_relations(ZipParts& parts, const std::string& of_part, std::vector<Relation>& relations) {
  const std::string part = of_part.empty() ? "_rels/.rels" : relations_part_of(of_part);
  if (!parts.has(part)) return problem(of_part.empty() ? "sheet_not_xlsx" : "sheet_broken");
  RelationsHandler handler(of_part);
  auto failed = read_part(parts, part, handler);
  relations = std::move(handler.relations);
  return failed;
}

const Relation* find_kind(const std::vector<Relation>& relations, std::string_view kind) {
  for (const Relation& relation : relations)
    if (relation.kind == kind) return &relation;
  return nullptr;
}

// Chart sheets and dialogs stand among the sheets too: only what is a worksheet stays.
void keep_worksheets(Workbook& workbook, const std::vector<std::string>& ids, const std::vector<Relation>& relations) {
  std::vector<Worksheet> kept;
  for (size_t i = 0; i < ids.size(); ++i)
    for (const Relation& relation : relations) {
      if (relation.id != ids[i] || relation.kind != "worksheet") continue;
      workbook.sheets[i].part = relation.part;
      kept.push_back(std::move(workbook.sheets[i]));
      break;
    }
  workbook.sheets = std::move(kept);
}

}  // namespace

std::string decode_escapes(std::string text) {
  if (text.find("_x") == std::string::npos) return text;
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned code = 0;
    const bool could_be = text[i] == '_' && i + 6 < text.size() && text[i + 1] == 'x' && text[i + 6] == '_';
    const auto parsed = could_be ? std::from_chars(&text[i + 2], &text[i + 6], code, 16) : std::from_chars_result{};
    const bool is_escape = could_be && parsed.ptr == &text[i + 6] && (code < 0xd800 || code > 0xdfff) && code != 0;
    if (!is_escape) {
      out += text[i];
      continue;
    }
    append_code_point(out, code);
    i += 6;
  }
  return out;
}

void RichText::start(std::string_view name) {
  if (name == "rPh") ++in_reading_;
  if (name == "t") in_text_ = true;
}

void RichText::end(std::string_view name) {
  if (name == "rPh") --in_reading_;
  if (name == "t") in_text_ = false;
}

std::string RichText::take() {
  std::string out = decode_escapes(std::move(content_));
  content_.clear();
  return out;
}

bool SharedStrings::add(std::string_view text) {
  if (ends_.size() >= kStringsMax || arena_.size() + text.size() > kStringsBytesMax) return false;
  arena_ += text;
  ends_.push_back(arena_.size());
  return true;
}

std::optional<std::string_view> SharedStrings::at(size_t index) const {
  if (index >= ends_.size()) return std::nullopt;
  const size_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(arena_).substr(begin, ends_[index] - begin);
}

std::optional<base::Problem> read_part(ZipParts& parts, const std::string& name, XmlHandler& handler) {
  XmlEvents events(handler);
  return read_part(parts, name, events);
}

std::optional<base::Problem> read_part(ZipParts& parts, const std::string& name, XmlEvents& events) {
  if (auto failed = parts.read(name, [&](std::string_view piece) { return events.feed(piece); })) return failed;
  switch (events.finish()) {
    case XmlEvents::Outcome::has_doctype: return problem("sheet_doctype");
    case XmlEvents::Outcome::malformed: return problem("sheet_broken");
    case XmlEvents::Outcome::good:
    case XmlEvents::Outcome::stopped: break;
  }
  return std::nullopt;
}

void StylesHandler::start(std::string_view name, const XmlAttributes& attributes) {
  if (name == "cellXfs") in_cell_formats_ = true;
  const char* code = attributes.get("formatCode");
  const int id = number_of(attributes.get("numFmtId"), 0);
  if (name == "numFmt" && code != nullptr) own_[id] = code;
  if (!in_cell_formats_) return;
  if (name == "xf") {
    const auto own = own_.find(id);
    const bool is_own = own != own_.end();
    CellStyle style;
    style.kind = is_own ? kind_of_format_code(own->second) : kind_of_builtin_format(id);
    style.is_text = is_own ? own->second == "@" : id == 49;
    style.is_percent = is_own ? own->second.find('%') != std::string::npos : id == 9 || id == 10;
    styles_.push_back(style);
  }
  const char* locked = name == "protection" ? attributes.get("locked") : nullptr;
  if (locked != nullptr && !styles_.empty()) styles_.back().is_unlocked = std::string_view(locked) == "0" || std::string_view(locked) == "false";
}

void StylesHandler::end(std::string_view name) { in_cell_formats_ = in_cell_formats_ && name != "cellXfs"; }

std::optional<base::Problem> read_workbook(ZipParts& parts, Workbook& workbook) {
  std::vector<Relation> roots, relations;
  if (auto failed = read_relations(parts, "", roots)) return failed;
  const Relation* root = find_kind(roots, "officeDocument");
  if (root == nullptr || !parts.has(root->part)) return problem("sheet_not_xlsx");
  if (auto failed = read_relations(parts, root->part, relations)) return failed;
  WorkbookHandler handler(workbook);
  if (auto failed = read_part(parts, root->part, handler)) return failed;
  keep_worksheets(workbook, handler.relation_ids, relations);
  if (const Relation* styles = find_kind(relations, "styles"); styles != nullptr && parts.has(styles->part)) {
    workbook.styles_part = styles->part;
    StylesHandler reader(workbook.styles);
    if (auto failed = read_part(parts, styles->part, reader)) return failed;
  }
  if (const Relation* strings = find_kind(relations, "sharedStrings"); strings != nullptr && parts.has(strings->part)) {
    StringsHandler reader(workbook.strings);
    XmlEvents events(reader);
    reader.stop_through(events);
    if (auto failed = read_part(parts, strings->part, events)) return failed;
    if (reader.is_past_the_last) return problem("sheet_large");
  }
  return std::nullopt;
}

}  // namespace halfsky::exchange
