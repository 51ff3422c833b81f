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

std::string SqlEmitter::calendar(const std::string& day) const { return "(date '1970-01-01' + (" + day + ")::int)"; }

// part: year, month or day, as a whole number.
std::string SqlEmitter::day_part(const char* part, const std::string& day) const {
  if (!sqlite_) return "extract(" + std::string(part) + " from " + calendar(day) + ")::bigint";
  const std::string format = part == std::string("year") ? "%Y" : part == std::string("month") ? "%m" : "%d";
  return "cast(strftime('" + format + "', (" + day + ") * 86400, 'unixepoch') as integer)";
}

// What a span is stands in the tree: days, months, years, a choice between such, their negative.
SqlEmitter::Spans SqlEmitter::spans(const Node& span, int sign) {
  switch (span.op) {
    case Op::negate: return spans(*span.args[0], -sign);
    case Op::literal: return {{}, {sqlite_ ? "null" : "null::numeric", Grip::atom, {}, true}};
    case Op::condition: {
      const Sql test = twice(emit(*span.args[0]));
      const Spans yes = spans(*span.args[1], sign), no = spans(*span.args[2], sign);
      const auto either = [&](const Sql& a, const Sql& b) {
        if (a.text.empty() && b.text.empty()) return Sql{};
        return joined("case when " + test.text + " then " + (a.text.empty() ? "0" : a.text) + " else " + (b.text.empty() ? "0" : b.text) + " end", Grip::atom, {&test, &a, &b});
      };
      return {either(yes.months, no.months), either(yes.days, no.days)};
    }
    case Op::call: break;
    default: throw NoReading{};
  }
  const Sql wide = numeric(emit(*span.args[0]));
  const std::string minus = sign < 0 ? "-" : "", amount = minus + at_least(wide, Grip::atom);
  if (span.function == Function::days) return {{}, joined(amount, Grip::product, {&wide})};
  if (span.function == Function::months) return {joined(amount, Grip::product, {&wide}), {}};
  return {joined(amount + " * 12", Grip::product, {&wide}), {}};
}

Sql SqlEmitter::moved(const Sql& day, bool time, const Node& span, int sign) {
  const Spans counts = spans(span, sign);
  return counts.months.text.empty() ? moved_days(day, time, counts.days) : moved_months(day, time, counts);
}

Sql SqlEmitter::moved_days(const Sql& day, bool time, const Sql& count) {
  const bool minus = count.text[0] == '-';
  const std::string amount = (minus ? count.text.substr(1) : at_least(count, Grip::product)) + (time ? " * 1440" : "");
  const Sql sum = joined(at_least(day, Grip::sum) + (minus ? " - " : " + ") + amount, Grip::sum, {&day, &count});
  if (!time) return within_limits(sum, base::kDayMin, base::kDayMax);
  return within_limits(sum, base::kDayMin * kMinutesPerDay, base::kDayMax * kMinutesPerDay + kMinutesPerDay - 1);
}

// t counts months from year 0, d is the day of the month, to be cut to the length of the month that is reached; n days are
// added then; k is the minute of a time.
Sql SqlEmitter::moved_months(const Sql& from, bool time, const Spans& counts) {
  const Sql day = twice(from);
  const std::string minute = "(" + day.text + " % 1440 + 1440) % 1440";
  const std::string whole = time ? "(" + day.text + " - " + minute + ") / 1440" : day.text;
  const Sql days = counts.days.text.empty() ? Sql{"0", Grip::atom, {}, true} : counts.days;
  const Sql made = columns("t, d, n, k", day_part("year", whole) + " * 12 + " + day_part("month", whole) + " - 1 + " + at_least(counts.months, Grip::product) + ", " + day_part("day", whole) +
                                             ", " + days.text + ", " + (time ? minute : "0"), {&day, &counts.months, &days});
  const std::string t = made.text + ".t", d = made.text + ".d", year = sqlite_ ? t + " / 12" : "(" + t + "::int / 12)", month = sqlite_ ? t + " % 12" : "(" + t + "::int % 12)";
  const std::string leap = "(" + year + " % 4 = 0 and " + year + " % 100 <> 0 or " + year + " % 400 = 0)";
  const std::string length = "case when " + month + " in (3, 5, 8, 10) then 30 when " + month + " <> 1 then 31 when " + leap + " then 29 else 28 end";
  const std::string reached = sqlite_ ? "cast(strftime('%s', printf('%04d-%02d-%02d', " + year + ", " + month + " + 1, min(" + d + ", " + length + "))) as integer) / 86400"
                                      : "(make_date(" + year + ", " + month + " + 1, least(" + d + ", " + length + ")::int) - date '1970-01-01')";
  Sql moved = joined("case when " + t + " between " + kFirstMonth + " and " + kLastMonth + " then " + reached + " + " + made.text + ".n end", Grip::atom, {&made});
  if (!time && counts.days.text.empty()) {
    if (!sqlite_) moved.text += "::bigint";
    return moved;
  }
  const Sql shifted = columns("v, k", moved.text + ", " + made.text + ".k", {&made});
  const std::string v = shifted.text + ".v", kept = sqlite_ ? v : v + "::bigint";
  return joined("case when " + v + " between " + number(base::kDayMin) + " and " + number(base::kDayMax) + " then " + kept + (time ? " * 1440 + " + shifted.text + ".k" : "") + " end", Grip::atom, {&shifted});
}

// Whole years; one less before the birthday.
Sql SqlEmitter::age(const Sql& birth, const Sql& day) {
  const Sql from = twice(birth), to = twice(day);
  const auto birthday = [&](const Sql& value) {
    if (sqlite_) return "strftime('%m-%d', (" + value.text + ") * 86400, 'unixepoch')";
    return "to_char(" + calendar(value.text) + ", 'MM-DD')";
  };
  return joined(day_part("year", to.text) + " - " + day_part("year", from.text) + " - case when " + birthday(to) + " < " + birthday(from) + " then 1 else 0 end", Grip::sum, {&from, &to});
}

}  // namespace halfsky::lang
