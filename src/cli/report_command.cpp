// A report from the shell.
#include "cli/report_command.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json/parse.hpp>
#include <fstream>
#include <ostream>

#include "capabilities/report/layout.hpp"
#include "capabilities/report/pdf.hpp"

namespace halfsky::cli {
namespace {

constexpr const char* kForms[] = {".docx", ".xlsx", ".pdf", ".md"};

}  // namespace

void ReportOptions::add(CLI::App& command) {
  command.add_option("report", report, "PROGRAMME.REPORT")->required();
  command.add_option("--org", org, "code or id")->required();
  command.add_option("--period", period, "its last day, month or year: 2005-08-31, 2005-08, 2005")->required();
  command.add_option("--param", params, "id=record");
  command.add_option("--as", login, "account");
  command.add_option("-o", output, "FILE.docx, FILE.xlsx, FILE.pdf or FILE.md")->required();
}

int run_report_command(engine::Engine& engine, engine::Accounts& accounts, report::Reports& reports, const ReportOptions& options, std::ostream& out, std::ostream& err) {
  const auto orgs = engine.site().orgs();
  const auto* org = orgs->find_by_code(options.org);
  if (!org && options.org.size() <= 15 && options.org.find_first_not_of("0123456789") == std::string::npos) org = orgs->find(std::stoll(options.org));
  const size_t dots = options.period.find("..");
  const auto until = base::last_day_of(dots == std::string::npos ? options.period : options.period.substr(dots + 2));
  if (!org || !until) {
    err << "halfsky: " << (org ? "--period is the period's last day, month or year, as 2005-08-31, 2005-08 or 2005" : "no org " + options.org) << "\n";
    return 2;
  }
  if (!std::any_of(std::begin(kForms), std::end(kForms), [&](const char* form) { return options.output.ends_with(form); })) {
    err << "halfsky: " << options.output << ": a report is written as .docx, .xlsx, .pdf or .md\n";
    return 2;
  }
  engine::Acting who{engine::Acting::Kind::clock, "", "shell", "", "", {{"", "", org->id, "officer"}}};   // the shell may all
  if (!options.login.empty()) {
    const auto account = accounts.acting_as(options.login);
    if (!account) {
      err << "halfsky: no account " << options.login << "\n";
      return 2;
    }
    who = *account;
  }
  std::map<std::string, std::string> params;
  const db::Rows defaults = engine.reading([&](db::Connection& c) { return c.read({"select params from report_default where report = ?1 and org = ?2", {options.report, org->id}}); });
  const boost::json::value usual = defaults.empty() ? boost::json::value(boost::json::object{}) : boost::json::parse(defaults.text(0, 0));
  for (const auto& member : usual.as_object()) params[std::string(member.key())] = std::string(member.value().as_string());
  for (const std::string& param : options.params)
    if (const size_t equals = param.find('='); equals != std::string::npos) params[param.substr(0, equals)] = param.substr(equals + 1);
  const auto id = reports.compile(who, options.report, org->id, *until, params);
  if (!id) {
    for (const auto& problem : id.problems()) {
      err << "halfsky: " << problem.path << ": " << problem.code;
      for (const auto& [name, value] : problem.args) err << " " << name << "=" << value;
      err << "\n";
    }
    return 1;
  }
  const auto compiled = engine.reading([&](db::Connection& c) {
    auto found = reports.find(c, base::county_of(org->id), *id);
    if (found) reports.gather(c, *found);
    return found;
  });
  std::string bytes = options.output.ends_with(".md") ? report::with_tables(reports.markdown(*compiled)) : options.output.ends_with(".xlsx") ? reports.excel(*compiled) : reports.word(*compiled);
  if (options.output.ends_with(".pdf")) {
    auto made = report::pdf_of(bytes);
    if (!made) {
      err << "halfsky: no PDF: LibreOffice (soffice) is missing, failed or took more than a minute\n";
      return 2;
    }
    bytes = std::move(*made);
  }
  std::ofstream file(options.output, std::ios::binary);
  file << bytes;
  if (!file.flush()) {
    err << "halfsky: cannot write " << options.output << "\n";
    return 2;
  }
  out << *id << "\n";
  return 0;
}

}  // namespace halfsky::cli
