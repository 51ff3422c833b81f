// Every look at a secret record, and at a private field, is journaled before it is answered (SECURITY, "Looks and break-glass").
//
// What a request shows is noted in its Looks by the view that shows it; the face hands them to the LookBook before the answer goes out.
// The book writes what waits, of all requests, in one transaction and one entry of the journal for a county, so that many readers share
// one sync. Rows of one request are bound to the chain as a group (journal/groups.hpp), so `verify` finds one that was changed or taken out.
#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/site.hpp"

namespace halfsky::engine {

struct Acting;
struct Row;
class Writer;

struct Look {
  base::County county = 0;
  const lang::RecordType* type = nullptr;
  std::string record;
  std::string how;       // page, list, sheet, file, reveal, rows (behind a figure), glass
  std::string field;     // reveal: its id
  std::string reason;    // reveal, glass
};

// Of one request, on one thread. A record that is shown in several ways counts as the first of them.
class Looks {
 public:
  void add(const Row& row, std::string_view how, std::string_view field = {}, std::string_view reason = {});
  std::vector<Look> take();
  bool empty() const { return looks_.empty(); }

 private:
  std::vector<Look> looks_;
  std::set<std::string> seen_;
};

TableSpec look_table();

class LookBook {
 public:
  LookBook(const Site& site, Writer& writer) : site_(site), writer_(writer) {}

  // Returns when they are durable; throws where they can't be, and then nothing may be shown.
  void write(const Acting& who, std::vector<Look> looks);
  size_t entries() const { return entries_; }   // of the journal, so far

 private:
  struct Waiting {
    const Acting* who;
    std::vector<Look> looks;
    bool done = false;
    std::exception_ptr failure;
  };
  void write_all(const std::vector<Waiting*>& waiting);

  const Site& site_;
  Writer& writer_;
  std::mutex mutex_;
  std::condition_variable written_;
  std::vector<Waiting*> waiting_;
  bool writing_ = false;
  std::atomic<size_t> entries_ = 0;
};

// A reason that somebody wrote, as it is kept: readable with the master key alone.
std::string conceal_reason(const Site& site, const std::string& reason, const std::string& record);
std::string reveal_reason(const Site& site, const std::string& concealed, const std::string& record);

// Who has looked at a record, newest first; for whoever may read it.
struct LookedAt {
  base::Instant at = 0;
  std::string name, role, how, field, reason;
  base::OrgId org = 0;
};
std::vector<LookedAt> looks_at(const Site& site, db::Connection& connection, const Row& row, size_t limit);

}  // namespace halfsky::engine
