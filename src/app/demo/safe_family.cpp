// What happened in the district, a township at a time, so that a command is a village's work and memory holds a township's.
#include "app/demo/safe_family.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <boost/json/array.hpp>

#include "app/demo/desk.hpp"

namespace halfsky::app::demo {
namespace json = boost::json;

namespace {

const std::string kHousehold = "core.household", kSheet = "safe_family.sheet", kSpot = "safe_family.spot", kVillage = "safe_family.model_village", kLecture = "lectures.lecture";
constexpr int kAll = 160'269, kModel = 136'229;      // households, and demonstration households, of 156 villages
constexpr int kVillages = 156, kNamed = 125, kLargerVillages = 57, kLarger = 1'028, kSmaller = 1'027, kSome = 6;

base::Day date(int year, int month, int day) { return base::day_of({year, month, day}); }

struct Village {
  std::string code;
  base::OrgId org = 0;
  int number = 0;                  // among the 156
  int first = 0, households = 0;   // numbers of its households
};

class District {
 public:
  District(Application& app, Hands& hands, Households households) : app_(app), hands_(hands), desk_(app, 6), whole_(households == Households::all), county_(base::county_of(org_of(app, kDistrictCode))) {
    int first = 0;
    for (const auto& org : app.engine().site().orgs()->within(base::range_of(org_of(app, kDistrictCode)))) {
      if (org.level != lang::Level::village) continue;
      const int number = int(villages_.size());
      const int households = !whole_ ? kSome : number < kLargerVillages ? kLarger : kSmaller;
      villages_.push_back({org.code, org.id, number, first, households});
      first += households;
    }
  }

  void live() {
    each_township([&](const Village& village) { move_in(village); });
    each_township([&](const Village& village) { score(village); });
    each_township([&](const Village& village) { apply(village); });
    look_again();
    each_township([&](const Village& village) { settle(village); });
    each_township([&](const Village& village) { judge(village); });
    this_year();
  }

 private:
  // `work` for each village; what it lists is made township by township.
  template <class Work>
  void each_township(Work work) {
    std::string township;
    for (const Village& village : villages_) {
      if (const std::string of = village.code.substr(0, 9); of != township) make(), township = of;
      work(village);
    }
    make();
  }

  void make() {
    auto events = desk_.take();
    for (Event& event : events)
      if (event.together.empty()) event.together = event.login + event.move + village_of_[event.record];
    if (!events.empty()) hands_.make(std::move(events), county_);
    village_of_.clear();
  }

  void add(const Village& village, base::Day day, const std::string& login, const std::string& type, const std::string& move, const std::string& record, json::object values = {}, base::OrgId org = 0) {
    village_of_[record] = village.code;
    desk_.add(day, login, type, move, record, std::move(values), org);
  }

  template <class Visit>
  void each_household(const Village& village, Visit visit) const {
    for (int n = village.first; n < village.first + village.households; ++n) visit(n);
  }

  std::string household(int n) const { return id_of("household", size_t(n)); }
  std::string sheet(int n) const { return id_of("safe sheet", size_t(n)); }
  std::string own_sheet(const Village& village) const { return id_of("model village", size_t(village.number)); }

  // Demonstration households lie evenly among all: the n-th is one where the whole share passes another whole number.
  bool is_model(int n) const {
    const auto upto = [](int64_t count) { return count * kModel / kAll; };
    return upto(n + 1) > upto(n);
  }

  json::object answers(int n) const {
    if (is_model(n)) return {{"law", 40}, {"harmony", 40}, {"healthy", 20}, {"crime", false}};
    if (n % 97 == 5) return {{"law", 0}, {"harmony", 40}, {"healthy", 20}, {"crime", true}};
    if (n % 11 == 3) return {{"law", 20}, {"harmony", 20}, {"healthy", 0}, {"crime", false}};
    return {{"law", 40}, {"harmony", 20}, {"healthy", n % 2 == 0 ? 20 : 0}, {"crime", false}};
  }

  // A second rater sees most things as the first did: a few a level apart, which sends the sheet back to be scored again.
  bool is_apart(int n) const { return n % 20 == 0 && !is_model(n); }
  json::object second_answers(int n) const {
    json::object seen = answers(n);
    if (is_apart(n)) seen["harmony"] = seen["harmony"].as_int64() == 40 ? 20 : 0;
    return seen;
  }

  void move_in(const Village& village) {
    each_household(village, [&](int n) {
      json::object values{{"people", 2 + n % 4}};
      if (n < kNamedHouseholds) {
        const std::string head = id_of("head of a household", size_t(n));
        const base::Day birth = date(1955 + n, 5, 1 + n);
        add(village, date(2007, 4, 9), "r6.villages", "core.person", "enter", head, {{"name", desk_.people().grown_name()}, {"sex", "female"}, {"birth", day_text(birth)}}, village.org);
        values["head"] = head;
      }
      add(village, date(2007, 4, 10), "r6.villages", kHousehold, "enter", household(n), std::move(values), village.org);
    });
    each_household(village, [&](int n) { add(village, date(2008, 3, 1), kClock, kSheet, "enter", sheet(n), {{"household", household(n)}, {"year", "2008-03-01"}}); });
    for (int talk = 0; talk < 2; ++talk) {
      const base::Day day = date(2008, 2 + 2 * talk, 12);
      const std::string id = id_of("law talk", size_t(village.number * 2 + talk));
      add(village, day - 7, "r6.villages", kLecture, "enter", id, {{"topic", talk == 0 ? "反对家庭暴力" : "妇女权益保障法"}, {"series", "law"}, {"day", day_text(day)}, {"venue", "村委会"}}, village.org);
      add(village, day, "r6.villages", kLecture, "hold", id, {{"audience", json::object{{"value", 40 + village.number % 30}, {"sureness", "about"}}}});
    }
  }

  void score(const Village& village) {
    each_household(village, [&](int n) { add(village, date(2008, 3, 20), "r6.villages", kSheet, "score", sheet(n), answers(n)); });
    each_household(village, [&](int n) { add(village, date(2008, 4, 10), "r6.townships", kSheet, "check", sheet(n)); });
    add(village, date(2008, 6, 1), kClock, kVillage, "enter", own_sheet(village), {{"year", "2008-06-01"}, {"drawn", 1}}, village.org);
  }

  // Those that are not named have no rights post.
  bool is_named(const Village& village) const { return village.number * kNamed / kVillages < (village.number + 1) * kNamed / kVillages; }

  void apply(const Village& village) {
    json::object values{{"rights", is_named(village) ? 30 : 0}, {"crime", false}};
    if (is_named(village)) values["rights_evidence"] = json::array{hands_.photo(fmt::format("rights post {}", village.number), county_)};
    add(village, date(2008, 6, 10), "r6.villages", kVillage, "apply", own_sheet(village), std::move(values));
  }

  // The households that were drawn as the villages applied.
  void look_again() {
    std::map<std::string, int> number_of;
    for (const Village& village : villages_) each_household(village, [&](int n) { number_of[sheet(n)] = n; });
    std::vector<std::pair<std::string, std::string>> drawn;
    app_.engine().read([&](db::Connection& connection) {
      const auto& site = app_.engine().site();
      const auto& table = site.schema->table(*site.packs->record_type(kSpot));
      const db::Rows rows = connection.read({"select id, sheet from " + table.name() + " where county = ?1 order by org, id", {county_}});
      for (size_t r = 0; r < rows.size(); ++r) drawn.emplace_back(rows.text(r, 0), rows.text(r, 1));
    });
    for (const auto& [spot, sheet] : drawn) {
      const int n = number_of.at(sheet);
      desk_.add(date(2008, 6, 20), "r6.raters", kSpot, "give", spot, second_answers(n));
      if (!is_apart(n)) continue;
      desk_.add(date(2008, 6, 25), "r6.officer", kSheet, "reopen", sheet);
      desk_.add(date(2008, 6, 28), "r6.villages", kSheet, "score", sheet, second_answers(n));
      desk_.add(date(2008, 7, 2), "r6.townships", kSheet, "check", sheet);
    }
    make();
  }

  void settle(const Village& village) {
    each_household(village, [&](int n) { add(village, date(2008, 7, 10), "r6.officer", kSheet, "settle", sheet(n)); });
  }

  void judge(const Village& village) {
    add(village, date(2008, 7, 20), "r6.townships", kVillage, "check", own_sheet(village));
    if (!is_named(village)) return add(village, date(2008, 7, 22), "r6.officer", kVillage, "fail", own_sheet(village));
    add(village, date(2008, 7, 22), "r6.officer", kVillage, "publish", own_sheet(village));
    add(village, date(2008, 8, 5), "r6.chair", kVillage, "name", own_sheet(village));
  }

  // Work that waits now in the first village: sheets to be scored, one to be checked, one that a second rater must not read yet.
  void this_year() {
    const Village& village = villages_.front();
    const base::Day today = app_.engine().site().clock->today();
    const int year = base::date_of(today - 60).year;
    if (today - 60 < date(year, 3, 1)) return;
    for (int n = village.first; n < village.first + std::min(village.households, kNamedHouseholds); ++n)
      add(village, today - 30, kClock, kSheet, "enter", id_of("safe sheet of this year", size_t(n)), {{"household", household(n)}, {"year", fmt::format("{}-03-01", year)}});
    make();
    json::object good;
    for (const char* line : {"peace", "clean", "law", "elders", "children", "couple", "neighbours", "safe", "green", "part"}) good[line] = 10;
    good["crime"] = false;
    for (int n = village.first; n < village.first + 2; ++n) add(village, today - 10, "r6.villages", kSheet, "score", id_of("safe sheet of this year", size_t(n)), good);
    make();
    add(village, today - 5, "r6.officer", kSpot, "enter", id_of("spot of this year"), {{"sheet", id_of("safe sheet of this year", size_t(village.first))}});
    make();
  }

  static constexpr int kNamedHouseholds = 12;   // whose heads are persons of the register

  Application& app_;
  Hands& hands_;
  Desk desk_;
  bool whole_;
  base::County county_;
  std::vector<Village> villages_;
  std::map<std::string, std::string> village_of_;
};

void open_account(Application& app, const std::string& login, const std::string& name, const std::string& role, lang::Level level, size_t most, std::ostream& out) {
  (void)app.accounts().open("", login, name, kPassword, false);
  size_t granted = 0;
  for (const auto& org : app.engine().site().orgs()->within(base::range_of(org_of(app, kDistrictCode))))
    if (org.level == level && granted++ < most) (void)app.accounts().grant("", login, org.id, role, base::day_of({1990, 1, 1}), base::kDayMax);
  out << fmt::format("{:14} {:18} {:14} {}，临江区\n", login, kPassword, role, name);
}

}  // namespace

void live_safe_family(Application& app, Hands& hands, Households households, std::ostream& out) {
  constexpr size_t kEach = 1'000;
  open_account(app, "r6.villages", "各村妇联", "officer", lang::Level::village, kEach, out);
  open_account(app, "r6.townships", "各镇街妇联", "officer", lang::Level::township, kEach, out);
  open_account(app, "r6.raters", "抽查组", "rater", lang::Level::township, kEach, out);
  open_account(app, "rater", "马秀莲", "rater", lang::Level::village, 1, out);
  open_account(app, "spot", "高月娥", "rater", lang::Level::township, 1, out);
  District(app, hands, households).live();
}

}  // namespace halfsky::app::demo
