// Made-up people: names, and ID numbers of province 99, which has no real code, so that none is a real person's.
#pragma once

#include <map>
#include <string>

#include "base/day.hpp"

namespace halfsky::app::demo {

// The same numbers in every run.
class Chance {
 public:
  explicit Chance(uint64_t seed) : state_(seed) {}
  uint64_t next();
  size_t below(size_t bound) { return size_t(next() % bound); }
  template <class List>
  const auto& of(const List& list) { return list[below(std::size(list))]; }
  // [first, last]
  int between(int first, int last) { return first + int(below(size_t(last - first + 1))); }

 private:
  uint64_t state_;
};

class People {
 public:
  explicit People(uint64_t seed) : chance_(seed) {}

  std::string girl_name();
  std::string grown_name();
  // A person's number; each is given once. `region`: six digits.
  std::string id_number(const std::string& region, base::Day birth, bool female);
  // A birthday that fits a school grade on a day: six years old in the summer before grade 1.
  base::Day birth_of_pupil(int grade, base::Day on);
  std::string phone();

 private:
  Chance chance_;
  std::map<std::string, int> given_;   // by region and birthday: the last sequence number
};

}  // namespace halfsky::app::demo
