// Households as one sheet of 18 columns, as a county's offices send it: made up, in province 99, the same for the same number.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace halfsky::bench {

struct HouseholdSheet {
  std::vector<std::string> villages;   // names, one for each row in turn
  size_t rows = 0;
  size_t fault_every = 0;              // a faulty row in so many; 0: none
};

// Writes the .xlsx as Excel does: strings shared, numbers and dates as numbers. Memory grows with the strings, so a process whose
// memory is measured lets another write it.
void write_households(const std::string& path, const HouseholdSheet& sheet);

}  // namespace halfsky::bench
