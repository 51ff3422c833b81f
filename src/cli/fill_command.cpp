// A strange form from the shell.
#include "cli/fill_command.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>

#include "base/text.hpp"
#include "capabilities/exchange/sheet_reader.hpp"

namespace halfsky::cli {
namespace {

using exchange::FormCell;
using exchange::FormFilled;
using exchange::HeadingPlan;
using exchange::FormPlan;

constexpr size_t kFormBytesMax = 100 << 20;

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string bytes;
  char piece[64 * 1024];
  while (in.read(piece, sizeof piece) || in.gcount() > 0) {
    bytes.append(piece, size_t(in.gcount()));
    if (bytes.size() > kFormBytesMax) return std::nullopt;
  }
  return bytes;
}

// Beside the file first, so that a full disk leaves no half of one.
bool write_file(const std::string& path, const std::string& bytes) {
  const std::string fresh = path + ".new";
  std::ofstream file(fresh, std::ios::binary);
  file << bytes;
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(fresh, path, error);
  if (file && !error) return true;
  std::filesystem::remove(fresh, error);
  return false;
}

void print_meaning(const std::string& where, const HeadingPlan& meaning, const std::function<std::string(const base::Problem&)>& sentence, std::ostream& out) {
  out << where << "  " << meaning.heading << "  → ";
  if (meaning.why) {
    out << "(" << sentence(*meaning.why) << ")\n";
    return;
  }
  out << meaning.source.name() << " (" << meaning.how;
  if (meaning.unit) out << ", " << meaning.unit->word;
  const bool is_private = meaning.source.field && meaning.source.field->private_;
  if (is_private) out << ", " << (meaning.mask == exchange::Mask::none ? "middle" : to_text(meaning.mask));
  out << ")\n";
}

void print_mapping(const FormFilled& filled, const std::function<std::string(const base::Problem&)>& sentence, std::ostream& out) {
  static constexpr const char* kKinds[] = {"a line for each record", "a line for each place", "single cells"};
  out << "form " << filled.fingerprint << (filled.was_known ? ", known" : "") << ": " << kKinds[int(filled.plan.kind)];
  if (filled.plan.type) out << ", " << filled.plan.type->name;
  out << "\n";
  for (size_t m = 0; m < filled.plan.meanings.size(); ++m) {
    const std::string where = filled.shape.is_table ? exchange::cell_name(filled.shape.head_last, filled.shape.columns[m].column) : exchange::cell_name(filled.shape.cells[m].row, filled.shape.cells[m].column);
    print_meaning(where, filled.plan.meanings[m], sentence, out);
  }
  if (filled.has_links) out << "links to other workbooks are left as they are\n";
  if (filled.has_formulas) out << "formulas are left as they are, and are worked out when the form is opened\n";
}

// Cells of one column that have the same source are one line.
void print_cells(const FormFilled& filled, const std::function<std::string(const base::Problem&)>& sentence, std::ostream& out, std::ostream& err) {
  struct Run { const FormCell* first; const FormCell* last; size_t cells; };
  std::vector<const FormCell*> cells;
  for (const FormCell& cell : filled.cells) cells.push_back(&cell);
  std::stable_sort(cells.begin(), cells.end(), [](const FormCell* a, const FormCell* b) { return std::pair(a->column, a->row) < std::pair(b->column, b->row); });
  std::vector<Run> runs;
  const auto said = [&](const FormCell& cell) { return cell.why ? sentence(*cell.why) : cell.source + ", " + cell.org + (cell.from.empty() ? "" : ", " + cell.from + ".." + cell.to) + (cell.how.empty() ? "" : " (" + cell.how + ")"); };
  for (const FormCell* cell : cells) {
    const bool goes_on = !runs.empty() && runs.back().last->column == cell->column && runs.back().last->row + 1 == cell->row && said(*runs.back().first) == said(*cell) && bool(runs.back().first->why) == bool(cell->why);
    if (goes_on) {
      runs.back().last = cell;
      ++runs.back().cells;
    } else {
      runs.push_back({cell, cell, 1});
    }
  }
  for (const Run& run : runs) {
    const std::string first = exchange::cell_name(run.first->row, run.first->column);
    const std::string where = run.cells == 1 ? first : first + ":" + exchange::cell_name(run.last->row, run.last->column);
    if (run.first->why) err << where << " stays empty: " << said(*run.first) << "\n";
    else out << where << " ← " << said(*run.first) << "\n";
  }
}

}  // namespace

void FillOptions::add(CLI::App& command) {
  command.add_option("form", form, "FORM.xlsx")->required();
  command.add_option("--sheet", sheet, "the sheet's name; else the first that is to be seen");
  command.add_option("--org", org, "code or id")->required();
  command.add_option("--period", period, "2026, 2026-03, 2026-03-08 or 2026-01-01..2026-03-31")->required();
  command.add_option("--as", login, "account; without one only figures that a public text may have");
  command.add_option("--record", record, "TYPE/ID: single cells are filled from this record");
  command.add_option("--map", map, "FILE.json: what headings stand for; kept for this form");
  command.add_option("--reason", reason, "why private fields are looked at");
  command.add_option("--language", language, "en | zh: of the reasons")->check(CLI::IsMember({"en", "zh"}));
  command.add_flag("--dry-run", dry_run, "only say what each heading stands for");
  command.add_option("-o", output, "OUT.xlsx");
}

int run_fill_command(engine::Engine& engine, engine::Accounts& accounts, exchange::Forms& forms, const FillOptions& options, const std::function<std::string(const base::Problem&)>& sentence, std::ostream& out, std::ostream& err) {
  const auto wrong_call = [&](const std::string& why) {
    err << "halfsky: " << why << "\n";
    return 2;
  };
  if (options.output.empty() && !options.dry_run) return wrong_call("-o OUT.xlsx says where the filled form goes; --dry-run writes none");
  exchange::FormRequest asked;
  const auto orgs = engine.site().orgs();
  const auto* org = orgs->find_by_code(options.org);
  if (!org && options.org.size() <= 15 && options.org.find_first_not_of("0123456789") == std::string::npos) org = orgs->find(std::stoll(options.org));
  if (!org) return wrong_call("no org " + options.org);
  const auto period = exchange::form_period(options.period);
  if (!period) return wrong_call("--period is a year, a month, a day or days, as 2026, 2026-03, 2026-03-08 or 2026-01-01..2026-03-31");
  asked.org = org->id;
  asked.period = *period;
  asked.sheet = options.sheet;
  asked.reason = base::trim(options.reason);
  asked.dry_run = options.dry_run;
  if (!options.login.empty()) {
    asked.who = accounts.acting_as(options.login);
    if (!asked.who) return wrong_call("no account " + options.login);
  }
  if (const size_t slash = options.record.find('/'); !options.record.empty()) {
    if (slash == std::string::npos) return wrong_call("--record is TYPE/ID, as core.person/0198…");
    asked.record_type = options.record.substr(0, slash);
    asked.record = options.record.substr(slash + 1);
  }
  if (!options.map.empty()) {
    const auto text = read_file(options.map);
    if (!text) return wrong_call("cannot read " + options.map);
    auto said = exchange::parse_said(*text);
    if (!said) return wrong_call(options.map + ": " + sentence(said.problems().front()));
    asked.said = *std::move(said);
  }
  std::error_code none;
  if (!options.output.empty() && std::filesystem::equivalent(options.form, options.output, none)) return wrong_call("-o names the form itself; it stays as it came");
  auto bytes = read_file(options.form);
  if (!bytes) return wrong_call("cannot read " + options.form);
  asked.bytes = *std::move(bytes);

  const auto filled = forms.fill(std::move(asked));
  if (!filled) {
    for (const auto& problem : filled.problems()) err << "halfsky: " << options.form << ": " << problem.code << ": " << sentence(problem) << "\n";
    return 1;
  }
  print_mapping(*filled, sentence, out);
  const auto has_why = [](const auto& one) { return one.why.has_value(); };
  if (options.dry_run) return std::any_of(filled->plan.meanings.begin(), filled->plan.meanings.end(), has_why) ? 1 : 0;
  print_cells(*filled, sentence, out, err);
  if (!write_file(options.output, filled->bytes) || !write_file(options.output + ".sources.csv", exchange::sources_csv(*filled, sentence))) return wrong_call("cannot write " + options.output);
  return std::any_of(filled->cells.begin(), filled->cells.end(), has_why) ? 1 : 0;
}

}  // namespace halfsky::cli
