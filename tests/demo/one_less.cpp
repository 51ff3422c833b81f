// One record of each figure is struck.
#include "one_less.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <map>

#include "base/uuid.hpp"
#include "capabilities/indicate/report_figures.hpp"
#include "engine/command/writer.hpp"

namespace halfsky::app {
namespace {

using RecordName = std::pair<std::string, std::string>;   // type, id

constexpr size_t kTriedMax = 40;   // of a figure's records, until one may be struck

struct Held {
  std::string id;
  const lang::Expression* formula = nullptr;
  const lang::Indicator* alone = nullptr;    // where the figure is one indicator, without a formula around it
  indicate::Scope scope;
  std::optional<int64_t> value;
  std::multimap<RecordName, indicate::Counted> listed;
};

// What a figure that only counts or adds up is without the records that were struck; nothing where it is a mean or a formula.
std::optional<int64_t> rest_of(const Held& held, const std::set<RecordName>& struck) {
  using Verb = lang::Indicator::Verb;
  if (!held.alone || !held.value || !held.alone->latest.empty()) return std::nullopt;   // `latest`: an older one comes forward
  const Verb verb = held.alone->verb;
  if (verb == Verb::distinct) {
    std::set<std::string> keys;
    for (const auto& [name, counted] : held.listed)
      if (!struck.contains(name)) keys.insert(counted.key);
    return int64_t(keys.size());
  }
  if (verb != Verb::count && verb != Verb::sum) return std::nullopt;
  int64_t rest = *held.value;
  for (const auto& [name, counted] : held.listed)
    if (struck.contains(name)) rest -= counted.value;
  return rest;
}

class Taking {
 public:
  explicit Taking(Application& app) : app_(app), packs_(*app.engine().site().packs) {}

  OneLess run() {
    OneLess result;
    std::vector<Held> now = read();
    result.figures = now.size();
    for (size_t n = 0; n < now.size(); ++n) {
      const auto struck = strike_one_of(now[n]);
      if (struck.empty()) {
        result.none_struck.insert(now[n].id);
        continue;
      }
      result.lost_one.insert(now[n].id);
      const std::vector<Held> after = read();
      for (size_t i = 0; i < now.size(); ++i) hold(now[i], after[i], struck, now[n].id);
      now = after;
    }
    return result;
  }

 private:
  std::vector<Held> read() {
    std::vector<Held> result;
    app_.engine().read([&](db::Connection& connection) {
      connection.limit_time_ms(0);
      for (const auto& pack : packs_.packs)
        for (const auto& report : pack->reports) {
          const db::Rows rows = connection.read({"select org, until_day, params from report_default where report = ?1", {report->name}});
          if (rows.empty()) continue;
          indicate::Params params;
          const boost::json::value given = boost::json::parse(rows.text(0, 2));
          for (const auto& member : given.as_object()) params[std::string(member.key())] = std::string(member.value().as_string());
          for (auto& figure : indicate::report_figures(app_.indicate(), connection, *report, rows.integer(0, 0), base::Day(rows.integer(0, 1)), params)) {
            if (figure.id.empty()) continue;
            Held held{figure.id, figure.figure->formula.get(), packs_.indicator(figure.figure->source), figure.scope, figure.value.value, {}};
            app_.indicate().records(connection, *held.formula, held.scope, [&](const indicate::Counted& counted) { held.listed.emplace(RecordName(counted.type, counted.id), counted); });
            result.push_back(std::move(held));
          }
        }
      connection.limit_time_ms(engine::kReadMsMax);
    });
    return result;
  }

  // From the middle of what the figure lists outward: what began a story is more often needed by what came later.
  std::set<RecordName> strike_one_of(const Held& held) {
    std::vector<const indicate::Counted*> counted;
    for (const auto& [name, each] : held.listed)   // an org is closed, not struck
      if (const auto* type = packs_.record_type(name.first); type && !type->is_org && (counted.empty() || counted.back()->id != name.second)) counted.push_back(&each);
    for (size_t n = 0; n < std::min(counted.size(), kTriedMax); ++n) {
      const auto& each = *counted[(counted.size() / 2 + n) % counted.size()];
      if (const auto struck = strike(each.county, *packs_.record_type(each.type), each.id); !struck.empty()) return struck;
    }
    return {};
  }

  std::set<RecordName> strike(base::County county, const lang::RecordType& type, const std::string& id) {
    engine::Command command;
    command.id = base::derived_uuid("one less", id);
    command.who = chair(county);
    command.county = county;
    command.kind = type.name + ".strike";
    command.body_hash = command.id;
    engine::Step step;
    step.what = engine::Step::What::strike;
    step.type = &type;
    engine::Item item;
    item.record = id;
    step.items.push_back(item);
    command.steps.push_back(std::move(step));
    const engine::Outcome outcome = app_.engine().writer().run(std::move(command));
    if (!outcome.accepted) return {};
    // It, and the lines that go with it.
    std::set<RecordName> struck{{type.name, id}};
    app_.engine().read([&](db::Connection& connection) {
      for (const auto& back : type.backs) {
        if (back.type->parent != back.ref) continue;
        const auto& table = app_.engine().site().schema->table(*back.type);
        const db::Rows rows = connection.read({"select id from " + table.name() + " where county = ?1 and " + db::quote_name(table.column_of(*back.ref).name) + " = ?2", {county, id}});
        for (size_t r = 0; r < rows.size(); ++r) struck.emplace(back.type->name, rows.text(r, 0));
      }
    });
    return struck;
  }

  engine::Acting chair(base::County county) {
    const std::string login = "one-less." + std::to_string(county);
    if (!app_.accounts().acting_as(login)) {
      EXPECT_TRUE(bool(app_.accounts().open("", login, "主席", "Qingshan-lvshui-71", false)));
      EXPECT_TRUE(bool(app_.accounts().grant("", login, base::org_of_county(county), "chair", base::day_of({1990, 1, 1}), base::kDayMax)));
    }
    return *app_.accounts().acting_as(login);
  }

  static void hold(const Held& before, const Held& after, const std::set<RecordName>& struck, const std::string& of) {
    bool listed = false;
    for (const auto& name : struck) listed = listed || before.listed.contains(name);
    const std::string said = before.id + ", after " + struck.begin()->first + " " + struck.begin()->second + " of " + of + " was struck";
    if (!listed) EXPECT_EQ(after.value, before.value) << said;
    for (const auto& name : struck) EXPECT_FALSE(after.listed.contains(name)) << said;
    if (const auto rest = rest_of(before, struck)) EXPECT_EQ(after.value, rest) << said;
    if (before.id == of) EXPECT_TRUE(listed);
  }

  Application& app_;
  const lang::Packs& packs_;
};

}  // namespace

OneLess strike_one_of_each(Application& app) { return Taking(app).run(); }

}  // namespace halfsky::app
