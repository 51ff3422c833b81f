// Counts moves, and joins them with what they cost.
#include "capabilities/burden/burden.hpp"

#include <algorithm>
#include <map>

namespace halfsky::burden {
namespace {

constexpr double kDaysOfMonth = 30.4375;

struct Counted { int64_t times = 0, people = 0; };
using ByRole = std::map<std::string, Counted>;

}  // namespace

std::vector<Line> measure(engine::Engine& engine, base::OrgRange range, Span span) {
  std::map<std::pair<std::string, std::string>, ByRole> made;
  engine.read([&](db::Connection& connection) {
    const db::Rows rows = connection.read({"select type, move, role, count(*), count(distinct account) from made where county between ?1 and ?2 and org between ?3 and ?4 and day between ?5 and ?6 and account <> '' "
                                           "and by_effect = 0 group by type, move, role",
                                           {base::county_of(range.low), base::county_of(range.high), range.low, range.high, int64_t{span.from}, int64_t{span.until}}});
    for (size_t r = 0; r < rows.size(); ++r) made[{rows.text(r, 0), rows.text(r, 1)}][rows.text(r, 2)] = {rows.integer(r, 3), rows.integer(r, 4)};
  });
  const double months = std::max(1.0, double(span.until - span.from + 1) / kDaysOfMonth);
  std::vector<Line> lines;
  for (const auto& pack : engine.site().packs->packs)
    for (const auto& type : pack->records)
      for (const auto& move : type->moves) {
        if (move->gone) continue;
        ByRole roles;
        for (const auto& actor : move->by)
          if (!actor.role.empty()) roles.try_emplace(actor.role);
        if (const auto found = made.find({type->name, move->id}); found != made.end())
          for (const auto& [role, counted] : found->second) roles[role] = counted;
        const bool secret = type->class_ == lang::Class::secret;
        for (const auto& [role, counted] : roles) {
          Line line{type.get(), move.get(), role, effort_of(*type, *move), std::nullopt, secret ? 0 : counted.people};
          if (!secret) line.times = double(counted.times) / months;
          lines.push_back(std::move(line));
        }
      }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.minutes() > b.minutes(); });
  return lines;
}

}  // namespace halfsky::burden
