// The order in which the demo is made.
#include "app/demo/demo.hpp"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <chrono>

#include "app/demo/family_education.hpp"
#include "app/demo/hands.hpp"
#include "app/demo/load.hpp"
#include "app/demo/province.hpp"
#include "app/demo/safe_family.hpp"
#include "app/demo/spring_bud_years.hpp"
#include "app/demo/story/stories.hpp"
#include "app/demo/today.hpp"
#include "app/demo/village_elections.hpp"
#include "cli/figures_command.hpp"

namespace halfsky::app {
namespace {

// How `halfsky figures` compiles the report where nobody says otherwise.
void keep_report_default(Application& app, const std::string& report, base::OrgId org, base::Day until, const boost::json::object& params) {
  cli::CompiledFor compiled_for{org, until, {}};
  for (const auto& [id, record] : params) compiled_for.params[id] = std::string(record.as_string());
  cli::keep_report_default(app.engine(), report, compiled_for);
}

}  // namespace

int run_demo(Application& app, const DemoOptions& options, std::ostream& out, std::ostream& err) {
  const auto began = std::chrono::steady_clock::now();
  try {
    if (!app.engine().site().orgs()->all().empty()) throw demo::Surprise("this data folder is not new; the demo wants one of its own");
    demo::Hands hands(app);
    demo::load_province(app);
    if (!options.stories.empty()) {
      demo::live_stories(app, hands, {options.stories, demo::Which::Kind::all}, out);
      const size_t made = app.engine().run_clock();
      out << fmt::format("{} commands, {} records and moves, {} by the clock, {:.1f} s\n", hands.commands(), hands.records(), made, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
      return 0;
    }
    demo::open_accounts(app, out);
    // Before anything runs the clock: the calendar would make what they enter.
    if (options.reports) demo::live_stories(app, hands, {{}, demo::Which::Kind::of_reports}, out);
    demo::live_family_education(app, hands);
    const boost::json::object params = demo::live_spring_bud_years(app, hands);
    demo::live_today(app, hands);
    demo::live_safe_family(app, hands, options.reports ? demo::Households::all : demo::Households::some, out);
    demo::live_village_elections(app, hands, out);
    demo::live_stories(app, hands, {{}, demo::Which::Kind::ordinary}, out);
    demo::live_load(app, hands, options.scale, out);
    const size_t by_clock = app.engine().run_clock();
    keep_report_default(app, "spring_bud.six_years", demo::org_of(app, demo::kCityCode), demo::kReportEnd, params);
    keep_report_default(app, "election.pilot", demo::org_of(app, demo::kElectionsCode), demo::kElectionsEnd, {});
    if (options.reports) keep_report_default(app, "safe_family.creation", demo::org_of(app, demo::kDistrictCode), demo::kSafeFamilyEnd, {});
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    out << fmt::format("{} commands, {} records and moves, {} by the clock, {:.1f} s\n", hands.commands(), hands.records(), by_clock, seconds);
    return 0;
  } catch (const demo::Surprise& surprise) {
    err << "halfsky demo: " << surprise.what() << "\n";
    return 1;
  }
}

}  // namespace halfsky::app
