// The functions, methods and macros of expressions, by number: what a checked call carries instead of a name (PACKS section 10).
#pragma once

#include <cstdint>

namespace halfsky::lang {

enum class Function : uint8_t {
  none,
  // calls
  today, days, months, years, days_between, working_days, add_working_days, age_at, year, month, yuan, abs, min, max, ceil, floor,
  round, within, id_card_ok,
  // calls that only the server answers, marked * in PACKS, and an indicator's own
  orgs, partner, rows, figure, sample, numbers, target, prior,
  // methods: on lists and text
  size, contains, starts_with, ends_with,
  // macros: on lists, with a name for the element
  exists, all, exists_one, filter, map, count, sum, least, greatest,
};

}  // namespace halfsky::lang
