// SQL for dates and times: day and minute numbers, taken apart by the database's own calendar.
#include "base/day.hpp"
#include "lang/expr/sql_emitter.hpp"

namespace halfsky::lang {
namespace {

using Op = Node::Op;
using Grip = Sql::Grip;

constexpr int64_t kMinutesPerDay = 1440;
const std::string kFirstMonth = "12", kLastMonth = "119999";   // year * 12 + month - 1 of years 1 and 9999

}  // namespace

std::string SqlEmitter::calendar(const Sql& day) const { return "(date '1970-01-01' + " + at_least(day, Grip::atom) + "::int)"; }

// part: year, month or day, as a whole number.
std::string SqlEmitter::day_part(const char* part, const Sql& day) const {
  if (!sqlite_) return "extract(" + std::string(part) + " from " + calendar(day) + ")::bigint";
  const std::string format = part == std::string("year") ? "%Y" : part == std::string("month") ? "%m" : "%d";
  return "cast(strftime('" + format + "', " + at_least(day, Grip::product) + " * 86400, 'unixepoch') as integer)";
}

// A date or time plus a span. What span it is stands in the tree: days, months, years, a choice between such, their negative.
Sql SqlEmitter::moved(const Sql& day, bool time, const Node& span, int sign) {
  switch (span.op) {
    case Op::negate: return moved(day, time, *span.args[0], -sign);
    case Op::literal: return {"null" + std::string(sqlite_ ? "" : "::bigint"), Grip::atom, {}, true};
    case Op::condition: {
      const Sql from = twice(day), test = emit(*span.args[0]);
      const Sql yes = moved(from, time, *span.args[1], sign), no = moved(from, time, *span.args[2], sign);
      return joined("case when " + test.text + " then " + yes.text + " else " + no.text + " end", Grip::atom, {&test, &yes, &no});
    }
    case Op::call: break;
    default: throw NoReading{};
  }
  const Sql count = emit(*span.args[0]);
  if (span.function == Function::days) return moved_days(day, time, count, sign);
  if (span.function == Function::months) return moved_months(day, time, count, sign);
  const Sql wide = numeric(count);
  return moved_months(day, time, joined("(" + at_least(wide, Grip::product) + " * 12)", Grip::atom, {&wide}), sign);
}

Sql SqlEmitter::moved_days(const Sql& day, bool time, const Sql& count, int sign) {
  const Sql wide = numeric(count);
  const std::string amount = at_least(wide, Grip::atom) + (time ? " * 1440" : "");
  const Sql sum = joined(at_least(day, Grip::sum) + (sign < 0 ? " - " : " + ") + amount, Grip::sum, {&day, &wide});
  if (!time) return within_limits(sum, base::kDayMin, base::kDayMax);
  return within_limits(sum, base::kDayMin * kMinutesPerDay, base::kDayMax * kMinutesPerDay + kMinutesPerDay - 1);
}

Sql SqlEmitter::moved_months(const Sql& day, bool time, const Sql& months, int sign) {
  const Sql from = twice(day), count = twice(months);
  if (!time) return sqlite_ ? month_shift_sqlite(from, count, sign) : month_shift_postgresql(from, count, sign);
  const std::string minute = "(" + from.text + " % 1440 + 1440) % 1440";
  const Sql whole = step(joined("(" + from.text + " - " + minute + ") / 1440", Grip::product, {&from}));
  const Sql shifted = sqlite_ ? month_shift_sqlite(whole, count, sign) : month_shift_postgresql(whole, count, sign);
  return joined(at_least(shifted, Grip::atom) + " * 1440 + " + minute, Grip::sum, {&shifted, &from});
}

// t counts months from year 0; the day is cut to the length of the month that is reached.
Sql SqlEmitter::month_shift_sqlite(const Sql& day, const Sql& count, int sign) {
  const Sql made = columns("t, d", day_part("year", day) + " * 12 + " + day_part("month", day) + " - 1" + (sign < 0 ? " - " : " + ") + count.text + ", " + day_part("day", day), {&day, &count});
  const std::string t = made.text + ".t", year = t + " / 12";
  const std::string leap = "(" + year + " % 4 = 0 and " + year + " % 100 <> 0 or " + year + " % 400 = 0)";
  const std::string length = "case when " + t + " % 12 in (3, 5, 8, 10) then 30 when " + t + " % 12 <> 1 then 31 when " + leap + " then 29 else 28 end";
  return joined("case when " + t + " between " + kFirstMonth + " and " + kLastMonth + " then cast(strftime('%s', printf('%04d-%02d-%02d', " + year + ", " + t + " % 12 + 1, min(" + made.text +
                    ".d, " + length + "))) as integer) / 86400 end",
                Grip::atom, {&made});
}

Sql SqlEmitter::month_shift_postgresql(const Sql& day, const Sql& count, int sign) {
  const std::string amount = (sign < 0 ? "-" : "") + at_least(count, Grip::atom);
  const std::string t = day_part("year", day) + " * 12 + " + day_part("month", day) + " - 1 + (" + amount + ")::numeric";
  return joined("case when " + t + " between " + kFirstMonth + " and " + kLastMonth + " then ((" + calendar(day) + " + make_interval(months => (" + amount + ")::int))::date - date '1970-01-01')::bigint end",
                Grip::atom, {&day, &count});
}

// Whole years; one less before the birthday.
Sql SqlEmitter::age(const Sql& birth, const Sql& day) {
  const Sql from = twice(birth), to = twice(day);
  const auto birthday = [&](const Sql& value) {
    if (sqlite_) return "strftime('%m-%d', " + at_least(value, Grip::product) + " * 86400, 'unixepoch')";
    return "to_char(" + calendar(value) + ", 'MM-DD')";
  };
  return joined(day_part("year", to) + " - " + day_part("year", from) + " - case when " + birthday(to) + " < " + birthday(from) + " then 1 else 0 end", Grip::sum, {&from, &to});
}

}  // namespace halfsky::lang
