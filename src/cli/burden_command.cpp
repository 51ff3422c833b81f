// Lines of CSV.
#include "cli/burden_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "base/day.hpp"
#include "capabilities/burden/burden.hpp"

namespace halfsky::cli {
namespace {

constexpr int kMonthsMax = 120;

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? "\"\"" : std::string(1, c);
  return result + "\"";
}

std::string times_of(const burden::Line& line) { return line.times ? fmt::format("{:.1f}", *line.times) : ""; }

void print_fields(const std::vector<burden::Line>& lines, std::ostream& out) {
  struct Spared { const burden::Line* line; const burden::FieldEffort* field; double minutes; };
  std::vector<Spared> all;
  for (const auto& line : lines)
    for (const auto& field : line.effort.fields) all.push_back({&line, &field, line.times.value_or(0) * field.seconds() / 60});
  std::stable_sort(all.begin(), all.end(), [](const Spared& a, const Spared& b) { return a.minutes > b.minutes; });
  out << "programme,type,move,role,field,title,seconds,times_a_month,minutes_a_month_spared\n";
  for (const auto& [line, field, minutes] : all)
    out << fmt::format("{},{},{},{},{},{},{:.1f},{},{:.1f}\n", line->type->programme, line->type->id, line->move->id, line->role, field->field->id, quoted(field->field->title), field->seconds(), times_of(*line), minutes);
}

}  // namespace

void BurdenOptions::add(CLI::App& command) {
  command.add_option("--org", org, "an org's code; default: all");
  command.add_option("--months", months, "how far back moves are counted")->check(CLI::Range(1, kMonthsMax));
  command.add_flag("--fields", fields, "a line for each field: what a month would be spared without it");
}

int run_burden_command(engine::Engine& engine, const BurdenOptions& options, std::ostream& out, std::ostream& err) {
  const auto& site = engine.site();
  base::OrgId org = base::kNation;
  if (!options.org.empty()) {
    const auto* found = site.orgs()->find_by_code(options.org);
    if (found == nullptr) {
      err << "halfsky burden: there is no org " << options.org << "\n";
      return 2;
    }
    org = found->id;
  }
  const base::Day today = site.clock->today();
  const auto lines = burden::measure(engine, base::range_of(org), {base::add_months(today, -options.months) + 1, today});
  for (const auto& pack : site.packs->packs)
    for (const auto& type : pack->records)
      for (const auto& known : burden::asked_though_known(*type))
        err << fmt::format("{}:{}: '{}' of {} is asked, though '{}.{}' says it\n", known.field->at.file.text(), known.field->at.line, known.field->id, type->name, known.through->id, known.known->id);
  if (options.fields) {
    print_fields(lines, out);
    return 0;
  }
  out << "programme,type,move,title,role,fields,taps,seconds,times_a_month,people,minutes_a_month\n";
  for (const auto& line : lines)
    out << fmt::format("{},{},{},{},{},{},{},{:.0f},{},{},{:.1f}\n", line.type->programme, line.type->id, line.move->id, quoted(line.move->title), line.role, line.effort.fields.size(), line.effort.taps(), line.effort.seconds(),
                       times_of(line), line.people, line.minutes());
  return 0;
}

}  // namespace halfsky::cli
