// The command line face of the expression language.
#include "cli/expr_command.hpp"

#include <boost/json.hpp>
#include <chrono>
#include <cstdlib>
#include <istream>
#include <ostream>

#include "cli/expr_world.hpp"

namespace halfsky::cli {
namespace {

namespace json = boost::json;

constexpr const char* kUsage =
    "usage: halfsky expr [--reading cpp|sqlite|postgresql|tree] [--db URL]\n"
    "  Reads JSON lines {\"expr\": \"paid / count\", \"types\": {\"paid\": \"money\", \"count\": \"int\"}, \"vars\": {\"paid\": \"12.50\", \"count\": 3}}\n"
    "  and answers each by a line {\"type\": …, \"value\": …} or {\"error\": {\"code\": …, \"column\": …, \"message\": …}}.\n"
    "  Types: int decimal money date time flag text note choice choices ref tally, choice(a|b), choices(a|b), ref(core.org), list(int).\n"
    "  --db   the PostgreSQL to ask (else HALFSKY_DB, else a private one is started)\n";

struct Call {
  std::string reading = "cpp";
  std::string url;
};

bool read_call(const std::vector<std::string>& arguments, Call& call, std::ostream& err) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const bool valued = argument == "--reading" || argument == "--db";
    if (!valued || i + 1 == arguments.size()) {
      err << "halfsky expr: " << (valued ? argument + " wants a value" : "unknown argument " + argument) << "\n";
      return false;
    }
    (argument == "--reading" ? call.reading : call.url) = arguments[++i];
  }
  if (call.reading == "cpp" || call.reading == "sqlite" || call.reading == "postgresql" || call.reading == "tree") return true;
  err << "halfsky expr: there is no reading '" << call.reading << "'\n";
  return false;
}

std::unique_ptr<ExprReading> open_reading(const Call& call) {
  if (call.reading == "sqlite") return sqlite_reading();
  if (call.reading == "tree") return tree_reading({});
  if (call.reading == "cpp") return cpp_reading();
  const char* set = std::getenv("HALFSKY_DB");
  std::string url = !call.url.empty() ? call.url : set ? set : "";
  if (url.compare(0, 8, "postgres") != 0 && call.url.empty()) url.clear();   // HALFSKY_DB may name an SQLite file
  return postgresql_reading(url);
}

json::object problem(const std::string& code, int column, const std::string& message) { return {{"code", code}, {"column", column}, {"message", message}}; }

std::string problems(const lang::Diagnostics& found) {
  json::array all;
  for (const auto& one : found) all.push_back(problem(one.code, one.at.column, one.message));
  json::object answer = {{"error", all.front()}};
  if (all.size() > 1) answer["errors"] = std::move(all);
  return json::serialize(answer);
}

base::Day today_in_china() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return base::day_at(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

}  // namespace

std::string answer_expr_line(const std::string& text, ExprReading& reading, base::Day today) {
  try {
    const ExprLine line = parse_expr_line(text, today);
    lang::Diagnostics found;
    const auto expression = lang::compile(line.expression, LineNames(line), line.expected, found);
    if (!expression) return problems(found);
    const lang::Value value = reading.read(line, *expression);
    return "{\"type\":" + json::serialize(json::string(lang::to_text(expression->type()))) + ",\"value\":" + value_to_json(value) + "}";
  } catch (const LineProblem& wrong) {
    return json::serialize(json::object{{"error", problem(wrong.code, 0, wrong.what())}});
  } catch (const std::exception& broken) {   // one line's database error or interpreter's failure must not end the others
    return json::serialize(json::object{{"error", problem("bad_reading", 0, broken.what())}});
  }
}

int expr_command(const std::vector<std::string>& arguments, std::istream& in, std::ostream& out, std::ostream& err) {
  Call call;
  if (!read_call(arguments, call, err)) {
    err << kUsage;
    return 2;
  }
  std::unique_ptr<ExprReading> reading;
  try {
    reading = open_reading(call);
  } catch (const ReadingMissing& missing) {
    err << "halfsky expr: " << missing.what() << "\n";
    return 2;
  }
  const base::Day today = today_in_china();
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    out << answer_expr_line(line, *reading, today) << "\n" << std::flush;
  }
  return 0;
}

}  // namespace halfsky::cli
