// Report 2 in numbers, before anything is entered: which girl is helped when, by whom, with how much. Its sums are the report's:
// 619 girls with 1..6 paid terms (94, 116, 120, 115, 90, 84), 2,100 terms, 1,260 of them in primary school at 150 yuan and 840 in
// junior school at 250.
#pragma once

#include <string>
#include <vector>

#include "base/day.hpp"

namespace halfsky::app::demo {

constexpr int kTerms = 12;                 // of six school years, from September 1999
base::Day term_begin(int term);            // 0: 1999-09-01, 1: 2000-03-01, … 12: the first after the report
inline const base::Day kReportEnd = base::day_of({2005, 8, 31});

struct GirlPlan {
  size_t number = 0;
  size_t township = 0, village = 0;
  bool junior = false;
  int grade = 1;                           // when she is found
  int first = 0, terms = 1;                // paid terms
  size_t donor = 0;
  int bud_class = -1;                      // 0..6
  bool university = false;
  bool star = false;                       // whose living costs of three years are told
  bool first_donor_failed = false;         // the term before: promised by another, defaulted
  bool goes_on = false;                    // a paid term after the report's end
  int last() const { return first + terms - 1; }
};

struct DonorPlan {
  std::string name, kind;
  bool hidden = false;
};

// Of the first ones each has a story of its own; the others take one to three girls.
enum : size_t { kEntrepreneur = 0, kMasseur = 1, kMechanic = 2, kOthers = 3 };

struct ClassPlan {
  size_t township = 0;
  bool junior = false;
  base::Day opened = 0;
  int funder = -1;                         // 0: the entrepreneur, 1..3: others, -1: the pool
};

struct SpringBudPlan {
  std::vector<GirlPlan> girls;             // the 619
  std::vector<DonorPlan> donors;
  std::vector<ClassPlan> classes;
};

SpringBudPlan plan_spring_bud();

}  // namespace halfsky::app::demo
