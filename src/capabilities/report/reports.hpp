// Reports: a template compiled at an instant and frozen, each figure with its receipt (PACKS section 8). Opening a
// figure lists exactly the records that it counted, as of then; what has come in since is its drift.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <vector>

#include "engine/access/gate.hpp"
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

struct Compiled {
  base::County county = 0;
  std::string id, report, state;   // draft, final
  base::OrgId org = 0;
  base::Day from = 0, until = 0;
  base::Instant compiled_at = 0;
  std::string account;
  std::map<std::string, std::string> params;
  engine::JournalPlaces places;
  boost::json::array pieces;       // what the page shows, in order
  std::vector<FrozenFigure> figures;
  std::map<std::string, std::string> paragraphs;
};

class Reports : public engine::Capability {
 public:
  std::vector<engine::TableSpec> tables() const override;
  void attach(engine::Engine& engine, engine::FigureSource& figures) {
    engine_ = &engine;
    figures_ = &figures;
  }

  // Problems: no_such_report, not_yours (org outside her range), required (a parameter), no_such_record, needs (a parameter's condition).
  base::Result<std::string> compile(const engine::Acting& who, const std::string& report, base::OrgId org, base::Day until, const std::map<std::string, std::string>& params);
  std::optional<Compiled> find(db::Connection& connection, base::County county, const std::string& id);
  // Newest first.
  std::vector<Compiled> list(db::Connection& connection, base::County county);
  base::Problems write_paragraph(const engine::Acting& who, base::County county, const std::string& id, const std::string& key, const std::string& text);
  base::Problems finalise(const engine::Acting& who, base::County county, const std::string& id);

  // The figure as it would be now; `figures`: as whoever asks may have it.
  engine::FigureReading now(engine::FigureSource& figures, db::Connection& connection, const Compiled& compiled, const FrozenFigure& figure);
  // The records it counted then, or would count now.
  enum class As { frozen, now };
  void rows(engine::FigureSource& figures, db::Connection& connection, const Compiled& compiled, const FrozenFigure& figure, As as, const std::function<void(const engine::FigureRow&)>& visit);

  std::string word(const Compiled& compiled) const;   // the bytes of a .docx
  std::string markdown(const Compiled& compiled) const;

 private:
  lang::ExpressionPtr formula_of(const Compiled& compiled, const FrozenFigure& figure) const;
  void write(base::County county, const std::string& by, const std::string& kind, const std::string& id, const std::string& what, std::vector<db::Call> calls);

  engine::Engine* engine_ = nullptr;
  engine::FigureSource* figures_ = nullptr;
};

}  // namespace halfsky::report
