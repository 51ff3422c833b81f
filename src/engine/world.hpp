// What an expression of a pack reads when it is evaluated on a record: its fields, refs, back names, stages, orgs, and the
// few names that a place hands in (it, me, period, notice).
#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/site.hpp"
#include "engine/store/source.hpp"

namespace halfsky::engine {

class RowWorld : public lang::World {
 public:
  // `row` may be null where there is no `this` (every.with).
  RowWorld(const Site& site, RowSource& source, RowPtr row, base::Day today)
      : site_(site), source_(source), row_(std::move(row)), today_(today) {}

  RowWorld& with(const std::string& name, lang::Value value) { variables_[name] = std::move(value); return *this; }
  RowWorld& me(base::OrgId org, const std::string& person) { me_org_ = org; me_person_ = person; return *this; }
  // Each record's org is the one where it lay on that day, however often it was handed over since.
  RowWorld& as_it_lay(base::Day on) { lay_on_ = on; return *this; }
  const RowPtr& row() const { return row_; }

  lang::Value evaluate(const lang::Expression& expression) { return lang::evaluate(expression, *this); }
  // What selects needs true (PACKS section 10).
  bool holds(const lang::ExpressionPtr& expression) { return !expression || evaluate(*expression).is_true(); }

  // The value of a field, decrypted, worked out on reading where it must be.
  lang::Value field(const RowPtr& row, const lang::Field& field);

  lang::Value variable(const lang::Binding& binding) override;
  lang::Value member(const lang::Value* of, const lang::Type& of_type, const lang::Binding& binding) override;
  std::vector<lang::Value> back(const lang::Value* of, const lang::Type& of_type, const lang::Binding& binding) override;
  lang::Value today() override { return lang::Value::date(today_); }
  int64_t add_working_days(int64_t day, int64_t count) override { return site_.calendar.add(base::Day(day), count); }
  int64_t working_days(int64_t from, int64_t to) override { return site_.calendar.between(base::Day(from), base::Day(to)); }
  lang::Value ask(const lang::Node& call, const std::vector<lang::Value>& args) override;
  lang::Value slice(const lang::Node& node, const std::vector<lang::Value>& codes) override;

 private:
  RowPtr row_at(const lang::Value* of, const lang::Type& of_type);
  lang::Value org_member(base::OrgId org, const lang::Binding& binding);
  lang::Value rows_of(const std::vector<lang::Value>& args);
  lang::Value sample_of(const std::vector<lang::Value>& args);
  static lang::Value numbers_to(const std::vector<lang::Value>& args);
  const OrgTree& orgs() {
    if (!orgs_) orgs_ = site_.orgs();
    return *orgs_;
  }

  const Site& site_;
  RowSource& source_;
  std::shared_ptr<const OrgTree> orgs_;   // asked for when an expression needs it
  RowPtr row_;
  base::Day today_;
  std::optional<base::Day> lay_on_;
  base::OrgId me_org_ = 0;
  std::string me_person_;
  std::map<std::string, lang::Value> variables_;
};

}  // namespace halfsky::engine
