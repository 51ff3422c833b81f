// What each heading of a form stands for: proposed from the packs' own names, corrected by what somebody said of it. Pure.
// Private to exchange.
//
//   { "type": "core.person", "where": "sex == 'female'",
//     "headings": { "证件": { "is": "id_number", "mask": "last4" }, "户数": "core.households", "备注": null } }
//
// A heading is called as it stands, without spaces, half width; with its group before it: 监护人/姓名. Null: it stays empty.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "capabilities/exchange/form_shape.hpp"

namespace halfsky::exchange {

struct FormMapping {
  struct Of { std::string is; Mask mask = Mask::none; bool operator==(const Of&) const = default; };
  std::string type;
  std::optional<std::string> where;   // "": all of them again
  std::map<std::string, Of> headings;
};
constexpr size_t kHeadingsSaidMax = 400, kSaidLettersMax = 200, kWhereLettersMax = 1'000;
// Problems: form_mapping {message} where it is no such JSON, or more than a form can want.
base::Result<FormMapping> parse_said(std::string_view text);
std::string to_text(const FormMapping& said);
FormMapping merged(FormMapping older, const FormMapping& newer);
// What of it may be remembered: of headings that the form has, and never that a private value is shown whole.
FormMapping lasting(FormMapping said, const FormShape& shape, bool lists_records);

struct HeadingPlan {
  std::string heading;
  Source source;
  std::string how;                        // title, word, …; said
  std::optional<Unit> unit;
  Mask mask = Mask::none;
  bool cuts_month = false;
  std::optional<base::Problem> why;       // why its cells stay empty
  std::vector<Match> candidates;          // what else it may mean, where it means several things
};

struct FormPlan {
  enum class Kind { records, orgs, cells } kind = Kind::cells;
  const lang::RecordType* type = nullptr; // records; cells: of the record that is shown
  const lang::RecordType* wants = nullptr;// cells: what a record is wanted of, where none was named
  std::string where;
  std::vector<HeadingPlan> headings;      // as shape.columns, or as shape.cells
};

struct FormPeriod { base::Day from = 0, to = 0; };
// "2026", "2026-03", "2026-03-08", "2026-01-01..2026-03-31"; "2026年", "2026年3月".
std::optional<FormPeriod> form_period(std::string_view text);

// `is_place`: whether a text names an org of the range. `of`: the type of the record that single cells are filled from, or null.
// Problems: form_type_unclear {types}, form_no_such {heading, got}, form_no_type {got}.
base::Result<FormPlan> plan_form(const FormGrid& grid, const FormShape& shape, const FormWords& words, const PackTitles& titles, const FormMapping& said, const FormPeriod& period,
                                 const std::function<bool(const std::string&)>& is_place, const lang::RecordType* of);

}  // namespace halfsky::exchange
