// The demo's province 99: the places of all nine reports, and who works there.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "app/application.hpp"

namespace halfsky::app::demo {

// Report 2's city: a county-level city right under the province.
inline const std::string kCity = "999001";
inline const std::string kCityCode = kCity + "000000";

struct Township {
  std::string code;
  std::string name;
  bool mountain = false;
  std::vector<std::string> villages;   // codes
  std::string primary, junior;         // schools, codes
};

// The city's townships: five in the mountains, which get the classes, and three near the city.
const std::vector<Township>& townships();
inline const std::string kSeniorSchool = "999001001602";

// Report 6's district, where the load of `--scale` goes: towns and streets with 156 villages.
inline const std::string kDistrictCode = "990104000000";

void load_province(Application& app);

// Opens the accounts and prints login, password, name, role and place of each.
void open_accounts(Application& app, std::ostream& out);

base::OrgId org_of(Application& app, const std::string& code);

}  // namespace halfsky::app::demo
