// A filled sheet taken in: rows become steps of commands, some thousand rows in one, which go through the ordinary path. A row is good
// or bad by itself: where a command is refused, the rows that it was refused for are taken out and the rest is sent again. While a
// command is decided and written, the next rows are read.
//
// Everything follows from the sheet and the seed (ids of records, ids of commands), so taking the same sheet in again from any row does
// nothing twice.
#pragma once

#include <deque>
#include <functional>
#include <future>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "capabilities/exchange/record_sheet.hpp"

namespace halfsky::exchange {

// What became of some rows.
struct TakenRows {
  size_t until = 0;                        // the last row of the sheet among them
  size_t rows = 0, good = 0, known = 0, bad = 0;
  std::vector<BadCell> problems;
};

class Import {
 public:
  struct Plan {
    std::string seed;                      // names the sheet and whose work this is
    uint64_t id_prefix = 0;                // of the records' ids, see base::ordered_uuid
    bool dry_run = false;
    size_t rows_in_command = 1'000;
    size_t done_until = 0;                 // rows up to here were taken in before: they are only looked at
    std::set<size_t> left_out;             // rows that are known to be bad
  };
  // Called on this thread, in the order of the rows. False: no more.
  using Report = std::function<bool(TakenRows)>;
  // What a row holds in the fields by which records are told apart, as text; for who looks for the same person twice.
  struct Identity { const lang::Field* field; const std::string& text; };
  using Look = std::function<void(size_t row, base::OrgId org, const std::vector<Identity>&)>;

  Import(engine::Engine& engine, const engine::Acting& who, const lang::RecordType& type, Plan plan, Report report);
  void look(Look look) { look_ = std::move(look); }

  // The row with the most headings that are known, among the first ones of the sheet; or two rows, one with groups above the other.
  struct HeadRow { size_t row; std::map<int, std::string> texts; };
  static HeadRow head_row(size_t row, std::span<const Cell> cells);
  bool find_headings(const std::vector<HeadRow>& rows);
  void fill_down(std::vector<Merge> merges);
  bool headed() const { return heading_row_ > 0; }
  bool take(size_t row, std::span<const Cell> cells);            // false: no more is wanted
  void finish();

  size_t heading_row() const { return heading_row_; }
  const std::vector<std::string>& unknown_headings() const { return unknown_; }
  base::Problem no_headings() const;

 private:
  struct Part { const lang::Field* ref; boost::json::object values; std::string key, id; bool is_new; };   // of a record that the row refers to
  struct Line { size_t row; base::OrgId org; boost::json::object own; std::vector<Part> parts; };
  struct Batch {
    TakenRows taken;
    std::vector<Line> lines;
    base::County county = 0;
    size_t attempt = 0;
    std::future<engine::Outcome> outcome;
  };
  struct Known { std::string id; size_t batch; };

  using Headings = std::map<int, const SheetColumn*>;
  Headings headings_of(const HeadRow* above, const HeadRow& row, std::vector<std::string>& unknown) const;
  bool take_cell(Line& line, int column, const std::string& text, std::vector<Identity>& identities, const std::function<void(int, base::Problem)>& bad);
  base::OrgId org_named(const std::string& text);
  std::string key_of(const lang::RecordType& type, const boost::json::object& values, base::OrgId org) const;
  void find_targets(Batch& batch);
  void find_by_key(const lang::Field& ref, const std::vector<Part*>& parts, base::County county);
  engine::Command command_of(const Batch& batch, const std::vector<Line*>& lines) const;
  std::future<engine::Outcome> submit(engine::Command command);
  void send();
  void receive();
  void settle(Batch& batch, std::vector<Line*> lines, engine::Outcome outcome);
  int column_of(const std::string& ref, const std::string& path) const;

  engine::Engine& engine_;
  const engine::Site& site_;
  const engine::Acting& who_;
  const lang::RecordType& type_;
  Plan plan_;
  Report report_;
  Look look_;
  std::shared_ptr<const engine::OrgTree> orgs_;
  std::vector<SheetColumn> columns_;
  std::map<int, const SheetColumn*> found_;
  std::map<std::string, int> column_by_path_;      // "head/name"
  std::vector<std::string> unknown_;
  std::vector<Merge> merges_;                      // by their first row
  size_t next_merge_ = 0;
  std::vector<std::pair<Merge, std::string>> open_merges_;   // of this row, each with what stands in its first one
  size_t heading_row_ = 0;
  std::unordered_map<std::string, base::OrgId> orgs_by_name_;
  std::unordered_map<std::string, Known> known_;   // records by ref and key: in the database, or of an earlier row
  Batch batch_;
  size_t batches_ = 0;
  std::deque<Batch> under_way_;
  bool stopped_ = false;
};

}  // namespace halfsky::exchange
