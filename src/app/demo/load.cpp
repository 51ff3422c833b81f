// A survey team of report 6's district enters them.
#include "app/demo/load.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <ostream>

#include "app/demo/desk.hpp"

namespace halfsky::app::demo {
namespace {

constexpr size_t kAtOnce = 1'000;

void open_team(Application& app, const std::string& login, lang::Level level, std::ostream& out) {
  (void)app.accounts().open("", login, "摸底组", kPassword, false);
  const base::OrgId district = org_of(app, kDistrictCode);
  for (const auto& org : app.engine().site().orgs()->within(base::range_of(district)))
    if (org.level == level) (void)app.accounts().grant("", login, org.id, "officer", base::day_of({1990, 1, 1}), base::kDayMax);
  out << fmt::format("{:14} {:18} {:14} {}\n", login, kPassword, "officer", "临江区，压力数据");
}

}  // namespace

void live_load(Application& app, Hands& hands, int thousands, std::ostream& out) {
  if (thousands <= 0) return;
  open_team(app, "r6.villages", lang::Level::village, out);
  open_team(app, "r6.townships", lang::Level::township, out);
  std::vector<std::string> villages, schools;
  const base::OrgId district = org_of(app, kDistrictCode);
  for (const auto& org : app.engine().site().orgs()->within(base::range_of(district))) {
    if (org.level == lang::Level::village) villages.push_back(org.code);
    if (org.level == lang::Level::partner && org.kind == "school") schools.push_back(org.code);
  }
  Desk desk(app, 6);
  const base::Day today = app.engine().site().clock->today();
  for (size_t n = 0; n < size_t(thousands) * kAtOnce; ++n) {
    const std::string girl = id_of("girl for load", n);
    const base::Day found = today - 40 + int(n % 9);
    desk.find_girl({id_of("child for load", n), girl, villages[n % villages.size()], schools[n % schools.size()], 1 + int(n % 9), n % 2 == 0, ""}, found, "r6.villages");
    if (n % 3 != 0) desk.add(found + 10, "r6.townships", "spring_bud.girl", "review", girl);
    if (n % 3 == 2) desk.add(found + 20, "r6.chair", "spring_bud.girl", "approve", girl);
    if ((n + 1) % kAtOnce == 0) hands.make(desk.take(), base::county_of(district));
  }
}

}  // namespace halfsky::app::demo
