// All reports' figures as CSV.
#include "cli/figures_command.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <ostream>

#include "capabilities/indicate/report_figures.hpp"

namespace halfsky::cli {
namespace {

namespace json = boost::json;

std::optional<CompiledFor> by_default(db::Connection& connection, const lang::Report& report) {
  const db::Rows rows = connection.read({"select org, until_day, params from report_default where report = ?1", {report.name}});
  if (rows.empty()) return std::nullopt;
  CompiledFor result{rows.integer(0, 0), base::Day(rows.integer(0, 1)), {}};
  json::error_code error;
  const json::value params = json::parse(rows.text(0, 2), error);
  if (!error && params.is_object())
    for (const auto& member : params.as_object())
      if (member.value().is_string()) result.params[std::string(member.key())] = std::string(member.value().as_string());
  return result;
}

// "1.04" before "1.10" before "2.01", whatever the number of digits.
bool in_order(const std::string& a, const std::string& b) {
  const auto parts = [](const std::string& id) {
    const size_t point = std::min(id.find('.'), id.size());
    return std::tuple(std::atoi(id.c_str()), point < id.size() ? std::atoi(id.c_str() + point + 1) : 0, id);
  };
  return parts(a) < parts(b);
}

std::string quoted(const std::string& text) { return text.find(',') == std::string::npos ? text : "\"" + text + "\""; }

}  // namespace

void keep_report_default(engine::Engine& engine, const std::string& report, const CompiledFor& compiled_for) {
  json::object params;
  for (const auto& [param, record] : compiled_for.params) params[param] = record;
  const db::Call call{"insert into report_default (report, org, until_day, params) values (?1, ?2, ?3, ?4) on conflict (report) do update set org = excluded.org, until_day = excluded.until_day, params = excluded.params",
          {report, compiled_for.org, int64_t{compiled_for.until}, json::serialize(params)}};
  engine.writer().between([&](db::Connection& connection) { connection.write(call); });
}

int run_figures_command(const indicate::Indicate& indicate, std::ostream& out, const NewestFrozen& newest_frozen) {
  std::vector<std::array<std::string, 3>> lines;
  indicate.engine().read([&](db::Connection& connection) {
    connection.limit_time_ms(0);
    for (const auto& pack : indicate.engine().site().packs->packs)
      for (const auto& report : pack->reports) {
        auto compiled_for = newest_frozen ? newest_frozen(connection, *report) : std::nullopt;
        if (!compiled_for) compiled_for = by_default(connection, *report);
        if (!compiled_for) continue;
        for (const auto& figure : indicate::report_figures(indicate, connection, *report, compiled_for->org, compiled_for->until, compiled_for->params))
          if (!figure.id.empty()) lines.push_back({figure.id, indicate::raw(figure.value), figure.shown.number});
      }
    connection.limit_time_ms(engine::kReadMsMax);
  });
  std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return in_order(a[0], b[0]); });
  out << "id,raw,shown\n";
  for (const auto& line : lines) out << line[0] << "," << quoted(line[1]) << "," << quoted(line[2]) << "\n";
  return 0;
}

}  // namespace halfsky::cli
