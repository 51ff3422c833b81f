// A data folder opened with its packs, an engine and all capabilities: the one place where everything meets.
//
//   DIR/config.json    { "database": "" or "postgresql://…", "programmes": ["/abs/programmes"], "suite": "international" }
//   DIR/halfsky.db     the SQLite database, where config names no other
//   DIR/keys/          master key and seal key (crypto/keys.hpp)
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/figure_source.hpp"
#include "capabilities/exchange/forms.hpp"
#include "capabilities/indicate/indicate.hpp"
#include "capabilities/ledger/ledger.hpp"
#include "capabilities/report/reports.hpp"
#include "capabilities/rubric/rubric.hpp"
#include "engine/access/accounts.hpp"
#include "engine/engine.hpp"
#include "engine/job/jobs.hpp"
#include "engine/org/org_commands.hpp"

namespace halfsky::app {

struct Opening {
  std::string data_folder;
  std::string database;                       // for a new folder; empty: SQLite in it
  std::vector<std::string> programmes;        // packs, or folders of packs; empty: as config.json has them, or beside the binary
  bool create = false;
  engine::Clock* clock = nullptr;
};

class Application {
 public:
  // Null with the reason on stderr: packs that don't check (a line a problem), a folder that is none, rows that would be lost.
  static std::unique_ptr<Application> open(const Opening& opening);
  ~Application();

  engine::Engine& engine() { return *engine_; }
  engine::Accounts& accounts() { return *accounts_; }
  ledger::Ledger& ledger() { return ledger_; }
  rubric::Rubrics& rubrics() { return rubrics_; }
  indicate::Indicate& indicate() { return indicate_; }
  report::Reports& reports() { return reports_; }
  exchange::Forms& forms() { return forms_; }
  engine::Jobs& jobs() { return *jobs_; }
  engine::FigureSource& figures() { return figures_; }

 private:
  Application() = default;
  ledger::Ledger ledger_;
  rubric::Rubrics rubrics_;
  indicate::Indicate indicate_;
  KeptFigures figures_{indicate_};
  report::Reports reports_;
  exchange::Forms forms_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<engine::Accounts> accounts_;
  std::unique_ptr<engine::Jobs> jobs_;
  std::vector<std::string> programmes_;
};

// The database of a data folder as it is, brought to no packs: for looking. Null with the reason in `why`.
std::unique_ptr<db::Database> open_database(const std::string& data_folder, std::string& why);

// The packs, or folders of packs, that a data folder runs with; none where it is no data folder.
std::vector<std::string> programmes_of(const std::string& data_folder);

// Folders of packs: each given folder that has a programme.yaml, and those just below the others.
std::vector<std::string> pack_folders(const std::vector<std::string>& roots);

}  // namespace halfsky::app
