// What happens often.
#include "app/demo/desk.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>

namespace halfsky::app::demo {
namespace json = boost::json;

namespace {

constexpr const char* kHardships[] = {"orphan", "single_parent", "left_behind", "disabled_parent", "illness", "disaster", "poverty"};
constexpr const char* kStories[] = {"父亲病故，母亲务农，姐妹三人都在上学。", "父母在外打工，跟着奶奶过，去年没有寄钱回来。", "母亲长年卧床，家里的地由她和爷爷种。", "山洪冲了房子，全家借住在亲戚家。",
                                    "父亲残疾，靠低保和几亩坡地生活。"};
constexpr const char* kVisits[] = {"三间土房，成绩单贴在墙上，班上前五名。", "家里没有大件，奶奶说孩子放学先去割草。", "与班主任、邻居核对，情况属实。"};

}  // namespace

std::string day_text(base::Day day) { return base::format_day(day); }

void Desk::add(base::Day day, const std::string& login, const std::string& type, const std::string& move, const std::string& record, json::object values, base::OrgId org) {
  events_.push_back({day, login, type, move, record, org, std::move(values), {}});
}

void Desk::find_girl(const NewGirl& girl, base::Day day, const std::string& login) {
  const base::Day birth = people_.birth_of_pupil(girl.grade, day);
  const base::OrgId village = org(girl.village);
  add(day, login, "core.person", "enter", girl.person,
      {{"name", girl.name.empty() ? people_.girl_name() : girl.name}, {"sex", "female"}, {"birth", day_text(birth)}, {"id_number", people_.id_number(girl.village.substr(0, 6), birth, true)}}, village);
  json::array hardship{chance_.of(kHardships)};
  if (chance_.below(3) == 0 && hardship.front() != "poverty") hardship.emplace_back("poverty");
  add(day, login, "spring_bud.girl", "enter", girl.girl,
      {{"child", girl.person}, {"school", org(girl.school)}, {"grade", girl.grade}, {"area", girl.mountain ? "mountain" : "plain"}, {"hardship", std::move(hardship)},
       {"income", 400 + 100 * int(chance_.below(15))}, {"story", chance_.of(kStories)}}, village);
}

void Desk::approve_girl(const std::string& girl, base::Day found, const std::string& township_login) {
  add(found + 10, township_login, "spring_bud.girl", "visit", girl, {{"visited", day_text(found + 9)}, {"visit", chance_.of(kVisits)}});
  add(found + 20, township_login, "spring_bud.girl", "review", girl);
  add(found + 30, "chair", "spring_bud.girl", "approve", girl);
}

void Desk::donor(const std::string& id, const std::string& name, const std::string& kind, bool hidden, base::Day day) {
  add(day, "officer", "core.donor", "enter", id, {{"name", name}, {"kind", kind}, {"hidden", hidden}}, city_);
}

void Desk::pair(const std::string& pairing, const std::string& girl, const std::string& donor, int yuan, base::Day offered) {
  add(offered, "officer", "spring_bud.pairing", "enter", pairing, {{"girl", girl}, {"donor", donor}, {"starts", day_text(offered)}, {"amount", yuan}});
  add(offered + 5, "officer", "spring_bud.pairing", "accept", pairing);
}

void Desk::gift(const std::string& id, const std::string& donor, int yuan, const std::string& channel, base::Day day, json::object more) {
  json::object values{{"donor", donor}, {"given", day_text(day)}, {"channel", channel}, {"amount", yuan}};
  for (const auto& member : more) values[member.key()] = member.value();
  add(day, "cashier", "spring_bud.gift", "enter", id, std::move(values), city_);
  add(day, "cashier", "spring_bud.gift", "receive", id);
  add(day + 4, "cashier", "spring_bud.gift", "receipt", id, {{"receipt_no", fmt::format("云妇捐{:05}", ++receipts_)}});
}

void Desk::pay_out(const std::string& type, const std::string& id, base::Day day, json::object values) {
  values["day"] = day_text(day);
  add(day, "cashier", type, "enter", id, std::move(values), city_);
  add(day + 1, "cashier", type, "submit", id);
  add(day + 3, "chair", type, "approve", id);
}

}  // namespace halfsky::app::demo
