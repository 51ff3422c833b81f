// Long pieces of work: begun by one account in one role, done in steps by a thread of their own, through the ordinary command path.
//
//   Job job = jobs.begin(who, {.kind = "import", .type = "core.person", .about = {…}}, {{"input", 0, bytes}});
//   jobs.find(who, id); jobs.go_on(who, id); jobs.cancel(who, id);
//
// A job and what it needs stand in two tables, its parts encrypted with a key of its own, so that it goes on after a restart from the
// last step that it has written down; a step that was done and not written down is done again, which the ids of its commands make
// harmless. kKeptDays after its end its key and its parts are destroyed; the row with its counts stays.
//
// On PostgreSQL several processes may serve one database: a process works on a job while it keeps its beat.
#pragma once

#include <atomic>
#include <boost/json/object.hpp>
#include <condition_variable>
#include <functional>
#include <chrono>
#include <optional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/access/accounts.hpp"
#include "engine/engine.hpp"

namespace halfsky::engine {

constexpr int kKeptDays = 7;
constexpr size_t kPartBytesMax = 1 << 20;    // of what is stored in one row

struct Job {
  // ready: waits for its owner to say go on; failed: `problem` says why.
  enum class State { running, ready, done, cancelled, failed } state = State::running;
  std::string id, kind, phase;
  std::string account, login, role;          // whose it is, and as what
  base::OrgId org = 0;
  base::County county = 0;
  std::string type;                          // of the records it works on
  boost::json::object about;                 // what its kind keeps of it; nothing personal
  int64_t done = 0, total = 0;               // steps; total 0: not known yet
  int64_t good = 0, known = 0, bad = 0, doubles = 0;
  std::string problem;                       // a code
  base::Instant made_at = 0, changed_at = 0;
  bool swept = false;                        // its parts are gone

  bool ended() const { return state == State::done || state == State::cancelled || state == State::failed; }
};

std::string_view text_of(Job::State state);
boost::json::object job_json(const Site& site, const Job& job);

struct JobPart { std::string kind; int64_t n = 0; std::string content; };

std::vector<TableSpec> job_tables();
// Statements that begin a job within a command (effects.cpp); its parts are sealed with the key that is made here.
std::vector<db::Call> begin_calls(const Site& site, const Job& job, const std::vector<JobPart>& parts);

class Jobs;

// A job while it is worked on.
class JobRun {
 public:
  Job& job() { return job_; }
  Engine& engine() { return engine_; }
  const Acting& who() const { return who_; }
  // False: it was cancelled, or the process ends. What was not written down is done again at the next start.
  bool wanted() const { return !stop_.load(); }
  // Writes down how far it is, with parts that belong to it, and tells those who watch.
  void save(const std::vector<JobPart>& parts = {});
  // The same, where the last time is some time ago: for progress alone.
  void show();
  std::string part(const std::string& kind, int64_t n);
  void each_part(const std::string& kind, const std::function<void(int64_t n, const std::string& content)>& visit);

 private:
  friend class Jobs;
  JobRun(Jobs& jobs, Engine& engine, Job job, Acting who, std::atomic<bool>& stop) : jobs_(jobs), engine_(engine), job_(std::move(job)), who_(std::move(who)), stop_(stop) {}
  Jobs& jobs_;
  Engine& engine_;
  Job job_;
  Acting who_;
  std::atomic<bool>& stop_;
  std::chrono::steady_clock::time_point shown_{};
};

class JobKind {
 public:
  virtual ~JobKind() = default;
  virtual std::string name() const = 0;
  // Works until the job's state is another than running, or it is not wanted. Exceptions: the machine's, then it is tried again later.
  virtual void work(JobRun& run) = 0;
};

class Jobs {
 public:
  Jobs(Engine& engine, Accounts& accounts);
  ~Jobs();
  void add(std::unique_ptr<JobKind> kind);
  void on_change(std::function<void(const Job&)> listener) { listener_ = std::move(listener); }
  void start();                 // the thread; what was interrupted goes on
  void stop();
  size_t work_off();            // without a thread: all that can be done now; for tests and the command line

  struct Begin { std::string kind, type, phase; boost::json::object about; };
  Job begin(const Acting& who, Begin begin, const std::vector<JobPart>& parts);
  // Her own, in the role that she acts in; the newest first.
  std::vector<Job> of(const Acting& who, const std::string& kind, size_t limit);
  std::optional<Job> find(const Acting& who, const std::string& id);
  // Problems: no_such_job, job_over.
  base::Result<Job> go_on(const Acting& who, const std::string& id, const std::string& phase);
  base::Result<Job> cancel(const Acting& who, const std::string& id);
  void each_part(const Job& job, const std::string& kind, const std::function<void(int64_t n, const std::string& content)>& visit);

 private:
  friend class JobRun;
  void loop();
  bool work_once();
  std::vector<Job> waiting();
  bool claim(const Job& job);
  void work(Job job);
  void sweep();
  bool write(const Job& job, const std::vector<JobPart>& parts);   // false: it is no longer this process's
  void tell(const Job& job) { if (listener_) listener_(job); }

  Engine& engine_;
  Accounts& accounts_;
  std::string runner_;          // this process
  std::map<std::string, std::unique_ptr<JobKind>> kinds_;
  std::function<void(const Job&)> listener_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ending_ = false, woken_ = false;
  std::string at_work_;         // the job that is worked on
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace halfsky::engine
