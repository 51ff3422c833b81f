// Step 7: reports and prints: their front matter. The body is parsed in template_parser.cpp.
#include <algorithm>
#include <cstdio>

#include "base/text.hpp"
#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"
#include "lang/pack/keys.hpp"
#include "lang/pack/template_parser.hpp"

namespace halfsky::lang {
namespace {

struct Paper {
  source::Node head;
  std::string body;
  int body_line = 1;
};

// Front matter between two lines '---', then the body. Nothing where there is none.
std::optional<Paper> read_paper(Context& context, const PackFile& file) {
  std::string text = file.text;
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  std::erase(text, '\r');
  const bool begins = text.starts_with("---\n");
  const size_t end = begins ? text.find("\n---\n", 3) : std::string::npos;
  if (!begins || end == std::string::npos) {
    context.refuse({file.path, 1, 1}, "no_front_matter", "the file begins with front matter between two lines '---'");
    return std::nullopt;
  }
  Paper paper;
  const std::string head = end > 4 ? text.substr(4, end - 3) : "";
  paper.head = source::read_yaml(file.path, head, context.problems(), 2);
  paper.body = text.substr(end + 5);
  paper.body_line = 3 + int(std::count(head.begin(), head.end(), '\n'));
  if (!base::is_utf8(paper.body)) {
    context.refuse({file.path, paper.body_line, 1}, "bad_utf8", "the text is not UTF-8; save the file as UTF-8");
    return std::nullopt;
  }
  paper.body = base::nfc(paper.body);
  return paper;
}

std::string file_stem(const std::string& path) {
  std::string name = path.substr(path.rfind('/') + 1);
  return name.substr(0, name.rfind('.'));
}

bool need(Context& context, const source::Node& head, const char* what, const char* key) {
  if (head.find(key)) return true;
  context.refuse(head.at, "missing_key", std::string(what) + " needs `" + key + "` in its front matter");
  return false;
}

void build_params(Context& context, PackInProgress& pack, Report& report, const source::Node& node) {
  if (!node.is_map()) return;
  for (const auto& entry : node.entries) {
    if (!check_id(context, entry.key, IdUse::name) || !check_keys(context, entry.value, Construct::param)) continue;
    Report::Param param;
    param.id = entry.key.text;
    param.title = text_of(entry.value.find("title"));
    const auto* ref = entry.value.find("ref");
    if (!ref) context.refuse(entry.key.at, "missing_key", "a parameter needs `ref`, the type of the record that the writer chooses");
    if (!ref || !ref->is_scalar()) continue;
    auto* record = context.need_record(pack, *ref);
    if (!record) continue;
    param.type = record->type;
    if (const auto* needs = entry.value.find("needs"); needs && needs->is_scalar()) {
      param.needs = compile_at(context, *needs, RecordNames(context, pack, record->type), a_condition());
      if (param.needs) check_reading(context, *needs, *param.needs, Reading::fields);
    }
    report.params.push_back(std::move(param));
  }
}

void build_levels(Context& context, Report& report, const source::Node& node) {
  for (const auto* level : list_of(&node)) {
    if (!level->is_scalar()) continue;
    const auto found = level_of(level->text);
    if (!found || *found == Level::partner) context.refuse(level->at, "no_such_level", "'" + level->text + "' is no level; a report is of the country, province, city, county, township or village");
    else if (std::find(report.levels.begin(), report.levels.end(), *found) != report.levels.end()) context.refuse(level->at, "duplicate", "the level '" + level->text + "' stands twice");
    else report.levels.push_back(*found);
  }
}

// On which days it compiles itself. Its period has to be one that is whole before such a day.
void build_rhythm(Context& context, Report& report, const source::Node& node) {
  using Each = Every::Each;
  Every every;
  every.at = node.at;
  const size_t before = context.problems().size();
  build_each(context, every, node);
  if (context.problems().size() > before) return;
  const bool fits = every.each == Each::month || every.each == Each::term || every.each == Each::quarter || every.each == Each::year;
  if (!fits || !every.slots.empty()) return context.refuse(node.at, "bad_value", "a report compiles itself by `month`, `term`, `quarter` or `year`, each perhaps with a day, as `month 5` or `year 01-10`");
  if (report.period == "custom") return context.refuse(node.at, "bad_value", "a report that compiles itself needs a period of its own; write month, quarter, term, year or 6 months instead of custom");
  report.every = std::move(every);
}

}  // namespace

bool is_report_span(const std::string& text) {
  static const std::vector<std::string> kUnits = {"month", "quarter", "term", "year", "custom"};
  if (std::find(kUnits.begin(), kUnits.end(), text) != kUnits.end()) return true;
  int count = 0, read = 0;
  if (std::sscanf(text.c_str(), "%3d %n", &count, &read) != 1 || read == 0 || count < 1) return false;
  std::string unit = text.substr(size_t(read));
  if (!unit.empty() && unit.back() == 's') unit.pop_back();
  return unit != "custom" && std::find(kUnits.begin(), kUnits.end(), unit) != kUnits.end();
}

void build_prints(Context& context, PackInProgress& pack) {
  for (const auto& file : pack.source->prints) {
    auto paper = read_paper(context, file);
    if (!paper || !check_keys(context, paper->head, Construct::print)) continue;
    auto print = std::make_unique<Print>();
    print->programme = pack.programme();
    print->file = file.path;
    print->body = paper->body;
    print->body_line = paper->body_line;
    print->id = file_stem(file.path);
    if (need(context, paper->head, "a print", "print")) {
      const auto* id = paper->head.find("print");
      if (check_id(context, *id, IdUse::plain) && id->text != file_stem(file.path))
        context.refuse(id->at, "wrong_file", "the print '" + id->text + "' stands in " + file_stem(file.path) + ".md; the two are the same");
    }
    print->name = pack.programme() + "." + print->id;
    if (need(context, paper->head, "a print", "title")) print->title = text_of(paper->head.find("title"));
    if (need(context, paper->head, "a print", "of"))
      if (const auto* of = paper->head.find("of"); of->is_scalar())
        if (auto* record = context.need_record(pack, *of); record && !record->broken) print->of = record->type;
    pack.pack->prints.push_back(std::move(print));
  }
}

void build_reports(Context& context, PackInProgress& pack) {
  for (const auto& print : pack.pack->prints) print->text = parse_print(context, pack, *print);
  for (const auto& file : pack.source->reports) {
    auto paper = read_paper(context, file);
    if (!paper || !check_keys(context, paper->head, Construct::report)) continue;
    auto report = std::make_unique<Report>();
    report->programme = pack.programme();
    report->file = file.path;
    report->body = paper->body;
    report->body_line = paper->body_line;
    report->id = text_of(paper->head.find("report"));
    report->name = pack.programme() + "." + report->id;
    if (need(context, paper->head, "a report", "report")) {
      const auto* id = paper->head.find("report");
      check_id(context, *id, IdUse::plain);
      for (const auto& other : pack.pack->reports)
        if (other->id == report->id) context.refuse(id->at, "duplicate", "two reports are called '" + report->id + "'");
    }
    if (need(context, paper->head, "a report", "title")) report->title = text_of(paper->head.find("title"));
    if (need(context, paper->head, "a report", "level"))
      build_levels(context, *report, *paper->head.find("level"));
    if (need(context, paper->head, "a report", "period"))
      if (const auto* period = paper->head.find("period"); period->is_scalar()) {
        report->period = period->text;
        if (!is_report_span(period->text)) context.refuse(period->at, "bad_value", "'" + period->text + "' is no period; write month, quarter, term, year, 6 years, or custom");
      }
    if (const auto* every = paper->head.find("every"); every && every->is_scalar()) build_rhythm(context, *report, *every);
    if (const auto* params = paper->head.find("params")) build_params(context, pack, *report, *params);
    report->text = parse_report(context, pack, *report);
    pack.pack->reports.push_back(std::move(report));
  }
}

}  // namespace halfsky::lang
