// The plan: first how many terms each girl is helped, then where she lives and goes to school, then who pays.
#include "app/demo/spring_bud_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/demo/people.hpp"
#include "base/result.hpp"

namespace halfsky::app::demo {
namespace {

constexpr std::array<int, 6> kGirlsByTerms = {94, 116, 120, 115, 90, 84};
constexpr int kJuniorTerms = 840, kUniversity = 31, kPupilsOfClass = 28, kFailedFirst = 30, kGoOn = 4;
constexpr size_t kMountainTownships = 5, kTownships = 8;

// How many terms, and which school. Exactly 840 terms are in junior school.
void deal_terms(std::vector<GirlPlan>& girls, Chance& chance) {
  std::vector<int> terms;
  for (size_t t = 0; t < kGirlsByTerms.size(); ++t) terms.insert(terms.end(), size_t(kGirlsByTerms[t]), int(t) + 1);
  for (size_t i = terms.size() - 1; i > 0; --i) std::swap(terms[i], terms[chance.below(i + 1)]);
  int junior_left = kJuniorTerms;
  for (size_t i = 0; i < terms.size(); ++i) {
    GirlPlan girl;
    girl.number = i;
    girl.terms = terms[i];
    girls.push_back(girl);
  }
  for (GirlPlan& girl : girls) {
    if (girl.terms > junior_left) continue;
    girl.junior = true;
    junior_left -= girl.terms;
  }
  HALFSKY_ASSERT(junior_left == 0);
}

// Those who will enter a university by 2005 are in junior school in 1999. The star is in grade 7, so that senior school is 2002 to 2005.
void choose_students(std::vector<GirlPlan>& girls) {
  int wanted = kUniversity;
  for (GirlPlan& girl : girls) {
    if (!girl.junior || wanted == 0 || girl.terms > 6) continue;
    girl.university = true;
    girl.first = 0;
    girl.grade = girl.terms > 4 ? 7 : girl.terms > 2 ? 8 : 9;
    girl.star = girl.grade == 7 && std::none_of(girls.begin(), girls.end(), [](const GirlPlan& other) { return other.star; });
    --wanted;
  }
  HALFSKY_ASSERT(wanted == 0);
}

void deal_times(std::vector<GirlPlan>& girls, Chance& chance) {
  int failed = kFailedFirst, go_on = kGoOn;
  for (GirlPlan& girl : girls) {
    if (girl.university) continue;
    girl.first = int(chance.below(size_t(kTerms - girl.terms + 1)));
    if (girl.junior && girl.terms == 6) girl.first -= girl.first % 2;   // three whole years
    const int grades = ((girl.first % 2) + girl.terms - 1) / 2;   // how often she moves up meanwhile
    const int lowest = girl.junior ? 7 : 1, highest = (girl.junior ? 9 : 6) - grades;
    girl.grade = chance.between(lowest, highest);
    girl.first_donor_failed = girl.first > 0 && failed > 0;
    failed -= girl.first_donor_failed;
    girl.goes_on = girl.last() == kTerms - 1 && girl.grade + grades < (girl.junior ? 9 : 6) && go_on > 0;
    go_on -= girl.goes_on;
  }
  HALFSKY_ASSERT(failed == 0 && go_on == 0);
}

// Two classes in each of the first two mountain townships, one in each of the others.
std::vector<ClassPlan> classes() {
  const auto in = [](int year) { return base::day_of({year, 9, 1}); };
  return {{0, false, in(2000), 0}, {0, true, in(2001), 0}, {1, false, in(2001), 1}, {1, true, in(2002), -1}, {2, false, in(2002), 2}, {3, false, in(2003), 3}, {4, false, in(2003), -1}};
}

void deal_places(std::vector<GirlPlan>& girls, const std::vector<ClassPlan>& classes, Chance& chance) {
  for (GirlPlan& girl : girls) {
    const bool mountain = girl.number % 4 != 3;
    girl.township = mountain ? girl.number % kMountainTownships : kMountainTownships + chance.below(kTownships - kMountainTownships);
    girl.village = chance.below(4);
  }
  for (size_t c = 0; c < classes.size(); ++c) {
    int pupils = 0;
    for (GirlPlan& girl : girls) {
      const bool fits = girl.township == classes[c].township && girl.junior == classes[c].junior && girl.bud_class < 0 && !girl.university && !girl.goes_on;
      const bool then = term_begin(girl.first) <= classes[c].opened && term_begin(girl.last()) >= classes[c].opened;
      if (!fits || !then || pupils == kPupilsOfClass) continue;
      girl.bud_class = int(c);
      ++pupils;
    }
    HALFSKY_ASSERT(pupils >= 5);
  }
}

// The mechanic took on his five at one time: five girls with the same first term.
void deal_donors(SpringBudPlan& plan, Chance& chance) {
  People people(2);
  plan.donors = {{"云岭宏达建材厂", "enterprise", false}, {"按摩师老杜", "person", false}, {"修理工小侯", "person", false}};
  const auto other = [&](const std::string& name, const std::string& kind, bool hidden) { plan.donors.push_back({name, kind, hidden}); };
  other("一位读报人", "person", true);
  other("另一位读报人", "person", true);
  other("春雨", "person", false);           // assumed names
  other("山那边", "person", false);
  other("86岁的老教师", "person", false);
  other("78岁的退休工人", "person", false);
  other("第一中学高二三班", "class", false);
  other("市财政局", "institution", false);
  other("市教育局", "institution", false);
  while (plan.donors.size() < 320) other(people.grown_name(), "person", false);
  int entrepreneur = 11, masseur = 2, mechanic = 5;
  size_t next = kOthers;
  int rest = 0;
  for (GirlPlan& girl : plan.girls) {
    if (mechanic > 0 && girl.first == 4 && !girl.first_donor_failed) { girl.donor = kMechanic; --mechanic; continue; }
    if (entrepreneur > 0 && girl.number % 9 == 1) { girl.donor = kEntrepreneur; --entrepreneur; continue; }
    if (masseur > 0 && girl.number % 50 == 7) { girl.donor = kMasseur; --masseur; continue; }
    if (rest == 0) {
      rest = chance.between(1, 3);
      next = next + 1 < plan.donors.size() ? next + 1 : kOthers + 20;
    }
    girl.donor = next;
    --rest;
  }
  HALFSKY_ASSERT(entrepreneur == 0 && masseur == 0 && mechanic == 0);
}

}  // namespace

base::Day term_begin(int term) {
  const int year = 1999 + (term + 1) / 2;
  return term % 2 == 0 ? base::day_of({year, 9, 1}) : base::day_of({year, 3, 1});
}

SpringBudPlan plan_spring_bud() {
  Chance chance(1999);
  SpringBudPlan plan;
  deal_terms(plan.girls, chance);
  choose_students(plan.girls);
  deal_times(plan.girls, chance);
  plan.classes = classes();
  deal_places(plan.girls, plan.classes, chance);
  deal_donors(plan, chance);
  return plan;
}

}  // namespace halfsky::app::demo
