// The same person twice in a sheet, or in the sheet and in the register already: by the key, and as a list to look through where a
// name reads the same and the key is missing, or one character off.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/org_id.hpp"

namespace halfsky::exchange {

class Doubles {
 public:
  enum class Why {
    same_key,     // the same number
    near_key,     // one character off (a check digit at the end aside), and the name reads the same
    no_key,       // in the same org, the name reads the same, and one of them has no number
    homophone,    // in the same org, the name reads the same and is written otherwise
  };
  struct One { size_t row = 0; std::string record; std::string name; };   // of the sheet, or a record that is there
  struct Pair { Why why; One a, b; };

  // `row` 0: the record `record` stands in the register.
  void add(size_t row, std::string record, base::OrgId org, std::string_view key, std::string_view name);
  // The surest first, at most so many. Pairs of two records in the register are none of the sheet's business.
  std::vector<Pair> find(size_t limit) const;

 private:
  struct Entry { uint32_t row; base::OrgId org; std::string record, key, name; uint64_t reading; };
  std::vector<Entry> entries_;
};

std::string_view text_of(Doubles::Why why);

}  // namespace halfsky::exchange
