// Orgs as a division list has them, and accounts.
#include "app/demo/province.hpp"

#include <fmt/format.h>

#include "app/demo/hands.hpp"

namespace halfsky::app::demo {

using engine::NewOrg;
using lang::Level;

namespace {

const base::Day kFrom = base::day_of({1990, 1, 1});

std::string say(const base::Problems& problems) {
  std::string text;
  for (const auto& problem : problems) {
    text += " " + problem.code;
    for (const auto& [name, value] : problem.args) text += " " + name + "=" + value;
  }
  return text;
}

struct List {
  std::vector<NewOrg> orgs;

  void add(const std::string& code, const std::string& name, Level level, const std::string& kind = "", const std::string& parent = "") {
    orgs.push_back({code, parent, name, level, kind});
  }
  std::string below(const std::string& code, size_t digits, int number) const { return code.substr(0, digits) + fmt::format("{:03}", number) + std::string(9 - digits, '0'); }
};

void add_city(List& list) {
  list.add(kCityCode, "云岭市", Level::county);
  for (const Township& township : townships()) {
    const bool street = township.code.substr(6, 3) < "100", town = !street && township.code.substr(6, 3) < "200";
    list.add(township.code, township.name, Level::township, street ? "subdistrict" : town ? "town" : "township");
    static constexpr const char* kVillages[] = {"上沟村", "大坪村", "杨树湾村", "梨花寨村"};
    static constexpr const char* kCommunities[] = {"北街社区", "文庙社区", "南门社区", "河西社区"};
    for (size_t v = 0; v < township.villages.size(); ++v)
      list.add(township.villages[v], (street ? "" : township.name.substr(0, 6)) + std::string(street ? kCommunities[v] : kVillages[v]), Level::village, street ? "community" : "village");
    list.add(township.primary, township.name.substr(0, 6) + "中心小学", Level::partner, "school", township.code);
    list.add(township.junior, township.name.substr(0, 6) + "初级中学", Level::partner, "school", township.code);
  }
  list.add(kSeniorSchool, "云岭市第一中学", Level::partner, "school", "999001001000");
  static constexpr std::pair<const char*, const char*> kPartners[] = {{"公安局", "police"}, {"人民法院", "court"}, {"司法局", "justice"}, {"教育局", "department"}};
  for (int n = 0; n < 4; ++n) list.add(kCity + fmt::format("000{:03}", 610 + n), std::string("云岭市") + kPartners[n].first, Level::partner, kPartners[n].second, kCityCode);
}

// 156 villages over 14 towns and streets: twelve with 11, two with 12.
void add_district(List& list) {
  list.add(kDistrictCode, "临江区", Level::county);
  static constexpr const char* kTowns[] = {"东桥镇", "西桥镇", "南桥镇", "北桥镇", "沙河镇", "金沙镇", "银杏镇", "大河镇", "小河镇", "白鹭镇", "青川镇"};
  static constexpr const char* kStreets[] = {"江东街道", "江西街道", "江南街道"};
  for (int n = 0; n < 14; ++n) {
    const bool street = n >= 11;
    const std::string code = list.below(kDistrictCode, 6, street ? n - 10 : 100 + n);
    list.add(code, street ? kStreets[n - 11] : kTowns[n], Level::township, street ? "subdistrict" : "town");
    list.add(list.below(code, 9, 600), std::string(street ? kStreets[n - 11] : kTowns[n]).substr(0, 6) + "中心学校", Level::partner, "school", code);
    for (int v = 0; v < (n < 2 ? 12 : 11); ++v)
      list.add(list.below(code, 9, street ? v + 1 : 200 + v), fmt::format("{}{}", std::string(street ? kStreets[n - 11] : kTowns[n]).substr(0, 6), street ? fmt::format("第{}社区", v + 1) : fmt::format("{}组村", v + 1)),
               Level::village, street ? "community" : "village");
  }
}

List division_list() {
  List list;
  list.add("990000000000", "示例省", Level::province);
  list.add("990100000000", "示例市", Level::city);
  list.add("999000000000", "省直管县级行政区划", Level::city);
  const auto county = [&](const std::string& code, const std::string& name) { list.add(code + "000000", name, Level::county); };
  const auto township = [&](const std::string& code, const std::string& name, const std::string& kind) { list.add(code + "000", name, Level::township, kind); };
  county("990121", "清水县");
  township("990121100", "荷塘镇", "town");
  for (int v = 200; v < 206; ++v) list.add(fmt::format("990121100{}", v), fmt::format("荷塘第{}村", v - 199), Level::village, "village");
  add_city(list);
  county("990171", "示例市开发区");
  township("990171001", "创业街道", "subdistrict");
  for (int v = 1; v <= 20; ++v) list.add(fmt::format("990171001{:03}", v), fmt::format("创业第{}社区", v), Level::village, "community");
  county("990102", "城东区");
  township("990102100", "东郊镇", "town");
  for (int v = 200; v < 206; ++v) list.add(fmt::format("990102100{}", v), fmt::format("东郊第{}村", v - 199), Level::village, "village");
  county("990103", "城西区");
  township("990103001", "西湖街道", "subdistrict");
  for (int v = 1; v <= 4; ++v) list.add(fmt::format("990103001{:03}", v), fmt::format("西湖第{}社区", v), Level::village, "community");
  add_district(list);
  county("990105", "城北区");
  township("990105200", "海西乡", "township");
  static constexpr const char* kElections[] = {"口头庄村", "西偏坨村", "中偏坨村", "小齐坨村"};
  for (int v = 0; v < 4; ++v) list.add(fmt::format("990105200{}", 200 + v), kElections[v], Level::village, "village");
  county("990106", "城南区");
  township("990106001", "南市街道", "subdistrict");
  list.add("990106001001", "菜市社区", Level::village, "community");
  return list;
}

struct Opened {
  std::string login, name, role;
  std::vector<std::string> orgs;   // codes
};

std::vector<Opened> accounts() {
  std::vector<std::string> villages, above;
  for (const Township& township : townships()) {
    above.push_back(township.code);
    villages.insert(villages.end(), township.villages.begin(), township.villages.end());
  }
  const Township& first = townships().front();
  std::vector<Opened> list = {
      {"village", "赵玉梅", "officer", {first.villages.front()}},
      {"village.chair", "钱秀芳", "chair", {first.villages.front()}},
      {"township", "周秀英", "officer", {first.code}},
      {"officer", "孙丽", "officer", {kCityCode}},
      {"chair", "李建华", "chair", {kCityCode}},
      {"cashier", "吴敏", "cashier", {kCityCode}},
      {"auditor", "郑洁", "auditor", {kCityCode}},
      {"school", "冯老师", "officer", {first.primary}},
      {"sysadmin", "系统管理员", "sysadmin", {"990000000000"}},
      {"secadmin", "安全管理员", "secadmin", {"990000000000"}},
      {"auditadmin", "审计管理员", "auditadmin", {"990000000000"}},
      {"r2.villages", "摸底组", "officer", villages},
      {"r2.townships", "各乡镇妇联", "officer", above},
  };
  const std::pair<const char*, const char*> counties[] = {{"r1", "990121000000"}, {"r3", "990171000000"}, {"r4", "990102000000"}, {"r5", "990103000000"}, {"r6", "990104000000"}, {"r7", "990105000000"}, {"r8", "990106000000"}};
  for (const auto& [login, code] : counties) {
    list.push_back({std::string(login) + ".officer", "妇联干事", "officer", {code}});
    list.push_back({std::string(login) + ".chair", "妇联主席", "chair", {code}});
  }
  return list;
}

}  // namespace

const std::vector<Township>& townships() {
  static const std::vector<Township> kTownships = [] {
    std::vector<Township> list;
    const auto add = [&](int number, const std::string& name, bool mountain) {
      Township township{kCity + fmt::format("{:03}000", number), name, mountain, {}, {}, {}};
      for (int v = 0; v < 4; ++v) township.villages.push_back(kCity + fmt::format("{:03}{:03}", number, number < 100 ? v + 1 : 200 + v));
      township.primary = kCity + fmt::format("{:03}600", number);
      township.junior = kCity + fmt::format("{:03}601", number);
      list.push_back(std::move(township));
    };
    add(200, "石门乡", true);
    add(201, "云台乡", true);
    add(202, "松坪乡", true);
    add(203, "雁沟乡", true);
    add(204, "桃源乡", true);
    add(100, "城关镇", false);
    add(101, "柳林镇", false);
    add(1, "北街街道", false);
    return list;
  }();
  return kTownships;
}

void load_province(Application& app) {
  const auto loaded = engine::OrgCommands(app.engine()).load("", division_list().orgs, kFrom);
  if (!loaded) throw Surprise("the orgs can't be loaded:" + say(loaded.problems()));
}

void open_accounts(Application& app, std::ostream& out) {
  const auto orgs = app.engine().site().orgs();
  out << fmt::format("{:14} {:18} {:14} {}\n", "login", "password", "role", "who, where");
  for (const Opened& account : accounts()) {
    const auto opened = app.accounts().open("", account.login, account.name, kPassword, false);
    if (!opened) throw Surprise("the account " + account.login + " can't be opened:" + say(opened.problems()));
    for (const std::string& code : account.orgs) {
      const auto granted = app.accounts().grant("", account.login, org_of(app, code), account.role, kFrom, base::kDayMax);
      if (!granted) throw Surprise("the role of " + account.login + " can't be granted:" + say(granted.problems()));
    }
    const std::string where = orgs->find(org_of(app, account.orgs.front()))->name;
    out << fmt::format("{:14} {:18} {:14} {}, {}{}\n", account.login, kPassword, account.role, account.name, where, account.orgs.size() > 1 ? fmt::format(" 等{}处", account.orgs.size()) : "");
  }
}

base::OrgId org_of(Application& app, const std::string& code) {
  const auto* org = app.engine().site().orgs()->find_by_code(code);
  if (org == nullptr) throw Surprise("there is no org " + code);
  return org->id;
}

}  // namespace halfsky::app::demo
