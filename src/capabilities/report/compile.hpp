// A template run for one org, period and set of parameters: pieces for the page, figures with receipts. Private to the reports.
#pragma once

#include "capabilities/report/reports.hpp"
#include "engine/store/snapshot.hpp"

namespace halfsky::report {

class Compiler {
 public:
  Compiler(engine::Engine& engine, engine::FigureSource& source, db::Connection& connection, const lang::Report& report, Compiled& out)
      : engine_(engine), source_(source), connection_(connection), report_(report), out_(out), orgs_(engine.site().orgs()) {}

  void run();

 private:
  using Pieces = std::vector<lang::Piece>;
  struct Place { base::OrgId org; std::string variable; };   // where `each` stands

  void run(const Pieces& pieces, const Place& place, boost::json::array& to);
  void figure(const lang::Figure& figure, const Place& place, boost::json::array& to, bool shown);
  int freeze(const lang::Figure& figure, engine::FigureScope scope);
  std::optional<engine::FigureScope> scope_of(const lang::Figure& figure, const Place& place) const;
  void table(const lang::Piece& piece, const Place& place, boost::json::array& to);
  void compare(const lang::Piece& piece, const Place& place, boost::json::array& to);
  void missed(const lang::Piece& piece, const Place& place, boost::json::array& to);
  void list(const lang::Piece& piece, const Place& place, boost::json::array& to);
  bool holds(const lang::ExpressionPtr& condition, const Place& place);
  std::string name_of(const std::string& id, const Place& place);
  std::string value_of(const lang::Expression& expression, const Place& place);
  std::string label(const lang::RecordType& type, const std::string& id);

  engine::Engine& engine_;
  engine::FigureSource& source_;
  db::Connection& connection_;
  const lang::Report& report_;
  Compiled& out_;
  std::shared_ptr<const engine::OrgTree> orgs_;
};

// "1999年9月1日至2005年8月31日"
std::string period_text(base::Day from, base::Day until);
std::string day_text(base::Day day);

}  // namespace halfsky::report
