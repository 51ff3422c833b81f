// Reports: a template compiled at an instant and frozen, each figure with its receipt (PACKS section 8). Opening a
// figure lists exactly the records that it counted, as of then; what has come in since is its drift. A correction is a new version
// beside the old one, which stays as it was. Those whose pack says `every` compile themselves on their day, one for each office.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <vector>

#include "engine/access/gate.hpp"
#include "engine/capability.hpp"
#include "engine/engine.hpp"
#include "engine/figure_source.hpp"

namespace halfsky::report {

struct FrozenFigure {
  int n = 0;                    // its place in the report
  std::string id;               // "2.08", where the text names it
  std::string formula;
  engine::FigureScope scope;    // with as_of
  engine::FigureReading reading;
};

// What an office below has for a paragraph that gathers.
struct Gathered {
  enum class State { written, empty, late } state = State::late;   // empty: it said that there is nothing
  std::string key;              // of the paragraph
  base::OrgId org = 0;
  std::string text;
};

struct Compiled {
  base::County county = 0;
  std::string id, report, state;   // draft, final
  base::OrgId org = 0;
  base::Day from = 0, until = 0;
  base::Instant compiled_at = 0;
  std::string account;             // empty: the clock, or the shell
  std::map<std::string, std::string> params;
  engine::JournalPlaces places;
  int version = 1;
  std::string replaces, reason;    // the version before, and why there is a new one
  std::string replaced_by;         // the version after; empty: this is the newest
  bool itself = false;             // compiled by the clock
  boost::json::array pieces;       // what the page shows, in order
  std::vector<FrozenFigure> figures;
  std::map<std::string, std::string> paragraphs;
  std::vector<Gathered> gathered;  // filled by Reports::gather
};

// What will compile itself next.
struct Coming { const lang::Report* report = nullptr; base::Day day = 0, from = 0, until = 0; };

// A figure that is another one now.
struct Drift { int n = 0; std::string now, away; };   // away: now - then, where both are numbers

class Reports : public engine::Capability {
 public:
  std::vector<engine::TableSpec> tables() const override;
  Due run_due() override;
  void attach(engine::Engine& engine, engine::FigureSource& figures) {
    engine_ = &engine;
    figures_ = &figures;
  }

  // `command`: the id under which she sends it, so that it is made once however often it is sent; "": made each time.
  // Problems: no_such_report, no_such_org, not_yours (not her office's), report_not_here (of another level), bad_year, no_such_record, needs (a parameter's condition), id_used (for another act).
  base::Result<std::string> compile(const engine::Acting& who, const std::string& report, base::OrgId org, base::Day until, const std::map<std::string, std::string>& params, const std::string& command = "");
  // A version of the same report with the figures of now; what was written goes along. Problems: no_such_report, newer_version,
  // required (the reason, where the old one is final), too_long.
  base::Result<std::string> again(const engine::Acting& who, base::County county, const std::string& id, const std::string& reason, const std::string& command = "");
  std::optional<Compiled> find(db::Connection& connection, base::County county, const std::string& id);
  // What the offices below have for its paragraphs: as it stands while it is a draft, then as it stood.
  void gather(db::Connection& connection, Compiled& compiled);
  // Of the office itself, or the newest versions of those just below it; newest periods first.
  enum class Whose { own, below };
  std::vector<Compiled> list(db::Connection& connection, base::OrgId org, Whose whose);
  std::vector<Compiled> versions(db::Connection& connection, const Compiled& compiled);   // itself among them, the first first
  std::vector<Coming> coming(base::OrgId org);                                            // soonest first
  // It is made, worded and sealed by its own office (officer or chair) and by those who do this programme's work there: no auditor,
  // cashier or rater does, and no office above.
  bool may_write(const engine::Acting& who, const std::string& report, base::OrgId org) const;
  // Takes out of it what its reader may not be told: it was compiled as its own office may know it. Problem: report_blind.
  base::Problems narrow(const engine::Acting& who, db::Connection& connection, Compiled& compiled);
  // Problems: no_such_report (or outside her range), not_yours, report_final, too_long, no_such_record.
  base::Problems write_paragraph(const engine::Acting& who, base::County county, const std::string& id, const std::string& key, const std::string& text);
  base::Problems finalise(const engine::Acting& who, base::County county, const std::string& id);

  // The figure as it would be now; `figures`: as whoever asks may have it.
  engine::FigureReading now(engine::FigureSource& figures, db::Connection& connection, const Compiled& compiled, const FrozenFigure& figure);
  std::vector<Drift> drift(engine::FigureSource& figures, db::Connection& connection, const Compiled& compiled);
  // The records it counted then, or would count now.
  enum class As { frozen, now };
  void rows(engine::FigureSource& figures, db::Connection& connection, const Compiled& compiled, const FrozenFigure& figure, As as, const std::function<void(const engine::FigureRow&)>& visit);

  std::string word(const Compiled& compiled) const;    // the bytes of a .docx
  std::string excel(const Compiled& compiled) const;   // of an .xlsx: the text with its tables, and all figures with their receipts
  std::string markdown(const Compiled& compiled) const;

 private:
  struct How { std::string id, command, asked, replaces, reason, rhythm; std::map<std::string, std::string> paragraphs; };
  base::Result<std::string> compile(const engine::Acting& who, const lang::Report& report, base::OrgId org, base::Day until, const std::map<std::string, std::string>& params, How how);
  static How sent(const std::string& command, const std::string& asked);
  bool compile_due(const lang::Report& report, const std::string& looked_name, size_t& acts);
  lang::ExpressionPtr formula_of(const Compiled& compiled, const FrozenFigure& figure) const;
  void read_versions(db::Connection& connection, base::County county, std::vector<Compiled>& reports);
  engine::Outcome write(base::County county, const engine::Acting& who, const std::string& command, const std::string& kind, const std::string& id, const std::string& what, std::vector<db::Call> calls, const std::string& asked = "");

  engine::Engine* engine_ = nullptr;
  engine::FigureSource* figures_ = nullptr;
};

}  // namespace halfsky::report
