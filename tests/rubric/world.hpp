// A county with the pack of tests/rubric/packs, and commands by people of its office.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>

#include "app/application.hpp"
#include "engine/org/org_commands.hpp"
#include "engine/query/list.hpp"
#include "engine/query/pages.hpp"
#include "support/postgres.hpp"

namespace halfsky::testing {

inline base::Day on(const char* text) { return *base::parse_day(text); }

class SheetClock : public engine::Clock {
 public:
  base::Instant now() override { return instant; }
  base::Instant instant = base::start_of(on("2026-03-02")) + 9 * 3'600'000'000LL;
};

class Sheets {
 public:
  // `database`: "" for SQLite. `packs`: a folder of packs; empty for the trial pack.
  explicit Sheets(const std::string& database = "", const std::string& packs = "");
  ~Sheets();

  engine::Outcome run(const std::string& role, boost::json::object step, const std::string& account = "");
  std::string enter(const std::string& type, boost::json::object values, const std::string& role = "officer");
  // The problems, as "path code".
  std::vector<std::string> edit(const std::string& type, const std::string& id, boost::json::object values, const std::string& role = "officer");
  std::vector<std::string> move(const std::string& type, const std::string& id, const std::string& name, boost::json::object values = {}, const std::string& role = "officer");
  // A field as it is kept: "82.5", "model", "true"; "none".
  std::string kept(const std::string& type, const std::string& id, const std::string& field);
  // As the record's page shows it.
  boost::json::value shown(const std::string& type, const std::string& id, const std::string& field, const std::string& role = "officer");
  bool opens(const std::string& type, const std::string& id, const std::string& role);
  engine::Acting acting(const std::string& role, const std::string& account = "") const;
  const lang::RecordType& type(const std::string& name) const { return *app->engine().site().packs->record_type(name.find('.') == std::string::npos ? "trial." + name : name); }
  // The data again with other packs; false where they are refused.
  bool reopen(const std::string& packs);

  SheetClock clock;
  std::string folder, database;
  std::unique_ptr<app::Application> app;
  base::OrgId village = 0, county = 0;
};

inline const std::vector<std::string> kAccepted;

}  // namespace halfsky::testing
