// Jobs: their two tables, the thread that works them off, and who may ask about them.
#include "engine/job/jobs.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "engine/journal/journal.hpp"
#include "engine/query/pages.hpp"

namespace halfsky::engine {
namespace json = boost::json;

namespace {

constexpr std::chrono::milliseconds kShowEvery{400};
constexpr std::chrono::seconds kLookEvery{3};   // a command may have begun one
constexpr int64_t kBeatLost = 30'000'000;    // microseconds without a beat: whoever had the job is gone
constexpr int64_t kDay = 86'400'000'000;

constexpr const char* kColumns = "id, kind, phase, state, account, login, role, org, county, type, about, done, total, good, known, bad, doubles, problem, made_at, changed_at, swept";
const std::string kSelect = std::string("select ") + kColumns + " from job where county = ?1 and ";
const std::string kInsertPart = "insert into job_part (county, job, kind, n, content) values (?1, ?2, ?3, ?4, ?5) on conflict (county, job, kind, n) do update set content = excluded.content";

Job::State state_of(const std::string& text) {
  for (const auto state : {Job::State::running, Job::State::ready, Job::State::done, Job::State::cancelled, Job::State::failed})
    if (text_of(state) == text) return state;
  return Job::State::failed;
}

Job job_of(const db::Rows& rows, size_t r) {
  Job job;
  job.id = rows.text(r, 0);
  job.kind = rows.text(r, 1);
  job.phase = rows.text(r, 2);
  job.state = state_of(rows.text(r, 3));
  job.account = rows.text(r, 4);
  job.login = rows.text(r, 5);
  job.role = rows.text(r, 6);
  job.org = rows.integer(r, 7);
  job.county = rows.integer(r, 8);
  job.type = rows.text(r, 9);
  job.about = json::parse(rows.text(r, 10)).as_object();
  int64_t* const counts[] = {&job.done, &job.total, &job.good, &job.known, &job.bad, &job.doubles};
  for (size_t i = 0; i < std::size(counts); ++i) *counts[i] = rows.integer(r, 11 + i);
  job.problem = rows.text(r, 17);
  job.made_at = rows.integer(r, 18);
  job.changed_at = rows.integer(r, 19);
  job.swept = rows.integer(r, 20) != 0;
  return job;
}

std::string place_of_part(const std::string& job, const std::string& kind, int64_t n) { return fmt::format("job|{}|{}|{}", job, kind, n); }

db::Call part_call(const Site& site, const Job& job, const crypto::Secret& key, const JobPart& part) {
  return {kInsertPart, {job.county, job.id, part.kind, part.n, db::Bytes{site.keyring->suite().seal(key, part.content, place_of_part(job.id, part.kind, part.n))}}};
}

// Its key; nothing once it was destroyed.
std::optional<crypto::Secret> key_of(const Site& site, db::Connection& connection, const Job& job) {
  const db::Rows rows = connection.read({"select key from job where county = ?1 and id = ?2", {job.county, job.id}});
  if (rows.empty() || rows.bytes(0, 0).empty()) return std::nullopt;
  return site.keyring->unwrap(rows.bytes(0, 0), job.id);
}

bool is_hers(const Job& job, const Acting& who) {
  return job.account == who.account && std::any_of(who.grants.begin(), who.grants.end(), [&](const Grant& grant) { return grant.org == job.org && grant.role == job.role; });
}

}  // namespace

std::string_view text_of(Job::State state) {
  switch (state) {
    case Job::State::running: return "running";
    case Job::State::ready: return "ready";
    case Job::State::done: return "done";
    case Job::State::cancelled: return "cancelled";
    case Job::State::failed: return "failed";
  }
  return "";
}

json::object job_json(const Site& site, const Job& job) {
  const lang::RecordType* type = site.packs->record_type(job.type);
  const json::value* unknown = job.about.if_contains("unknown_headings");
  const auto about = [&](const char* key) {
    const json::value* value = job.about.if_contains(key);
    return value && value->is_string() ? *value : json::value(nullptr);
  };
  return {{"id", job.id}, {"kind", job.kind}, {"type", job.type}, {"type_title", type ? type->title : job.type}, {"state", text_of(job.state)}, {"phase", job.phase}, {"done", job.done}, {"total", job.total},
          {"good", job.good}, {"known", job.known}, {"bad", job.bad}, {"doubles", job.doubles}, {"problem", job.problem}, {"unknown_headings", unknown ? *unknown : json::value(json::array())}, {"made_at", job.made_at}, {"changed_at", job.changed_at}, {"swept", job.swept},
          {"record", about("record")}, {"move", about("move")}, {"of", about("of")}};
}

std::vector<TableSpec> job_tables() {
  using Type = TableSpec::Part::Type;
  constexpr Type integer = Type::integer, text = Type::text, bytes = Type::bytes;
  return {{"job",
           {{"county", integer}, {"id", text}, {"kind", text}, {"phase", text}, {"state", text}, {"account", text}, {"login", text}, {"role", text}, {"org", integer}, {"type", text}, {"about", text},
            {"done", integer}, {"total", integer}, {"good", integer}, {"known", integer}, {"bad", integer}, {"doubles", integer}, {"problem", text}, {"made_at", integer}, {"changed_at", integer},
            {"key", bytes}, {"runner", text}, {"beat_at", integer}, {"swept", integer}},
           {"county", "id"}, true, {"job_state (county, state)", "job_of (county, account, made_at)"}},
          {"job_part", {{"county", integer}, {"job", text}, {"kind", text}, {"n", integer}, {"content", bytes}}, {"county", "job", "kind", "n"}, true, {}}};
}

std::vector<db::Call> begin_calls(const Site& site, const Job& job, const std::vector<JobPart>& parts) {
  const crypto::Secret key = site.keyring->new_data_key();
  std::vector<db::Call> calls = {{"insert into job (county, id, kind, phase, state, account, login, role, org, type, about, done, total, good, known, bad, doubles, problem, made_at, changed_at, key, runner, beat_at, swept) "
                                  "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0, 0, 0, 0, '', ?14, ?14, ?15, '', 0, 0)",
                                  {job.county, job.id, job.kind, job.phase, std::string(text_of(job.state)), job.account, job.login, job.role, job.org, job.type, json::serialize(job.about), job.done, job.total, job.made_at,
                                   db::Bytes{site.keyring->wrap(key, job.id)}}}};
  for (const JobPart& part : parts) calls.push_back(part_call(site, job, key, part));
  return calls;
}

// ---- what its work does ----

void JobRun::save(const std::vector<JobPart>& parts) {
  shown_ = std::chrono::steady_clock::now();
  if (!jobs_.write(job_, parts)) stop_ = true;
  else jobs_.tell(job_);
}

void JobRun::show() {
  if (std::chrono::steady_clock::now() - shown_ >= kShowEvery) save();
}

std::string JobRun::part(const std::string& kind, int64_t n) {
  std::string content;
  each_part(kind, [&](int64_t at, const std::string& one) { if (at == n) content = one; });
  return content;
}

void JobRun::each_part(const std::string& kind, const std::function<void(int64_t, const std::string&)>& visit) { jobs_.each_part(job_, kind, visit); }

// ---- the desk ----

Jobs::Jobs(Engine& engine, Accounts& accounts) : engine_(engine), accounts_(accounts), runner_(engine.new_id()) {}

Jobs::~Jobs() { stop(); }

void Jobs::add(std::unique_ptr<JobKind> kind) {
  const std::string name = kind->name();
  kinds_[name] = std::move(kind);
}

void Jobs::start() { thread_ = std::thread([this] { loop(); }); }

void Jobs::stop() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Jobs::loop() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    woken_ = false;
    lock.unlock();
    bool more = false;
    try {
      more = work_once();
      if (!more) sweep();
    } catch (const std::exception&) {   // the machine could not: the job stays as it was written down and is tried again
    }
    lock.lock();
    if (!more) wake_.wait_for(lock, kLookEvery, [this] { return ending_ || woken_; });
  }
}

size_t Jobs::work_off() {
  size_t worked = 0;
  while (work_once()) ++worked;
  return worked;
}

bool Jobs::work_once() {
  for (const Job& job : waiting()) {
    if (!kinds_.contains(job.kind) || !claim(job)) continue;
    work(job);
    const std::lock_guard lock(mutex_);
    return !ending_;
  }
  return false;
}

// Those that are to be worked on, the oldest first.
std::vector<Job> Jobs::waiting() {
  std::vector<Job> result;
  engine_.read([&](db::Connection& c) {
    for (const base::County county : chains(c)) {
      const db::Rows rows = c.read({kSelect + "state = 'running' order by made_at, id", {county}});
      for (size_t r = 0; r < rows.size(); ++r) result.push_back(job_of(rows, r));
    }
  });
  std::stable_sort(result.begin(), result.end(), [](const Job& a, const Job& b) { return a.made_at < b.made_at; });
  return result;
}

// SQLite has one process: whoever had the job before is gone.
bool Jobs::claim(const Job& job) {
  const bool shared = engine_.database().backend() == db::Backend::postgresql;
  const base::Instant now = engine_.site().clock->now();
  int64_t changed = 0;
  engine_.writer().between([&](db::Connection& c) {
    changed = c.write({"update job set runner = ?3, beat_at = ?4 where county = ?1 and id = ?2 and state = 'running' and (runner = ?3 or beat_at < ?5)",
                       {job.county, job.id, runner_, now, shared ? now - kBeatLost : now + 1}});
  });
  return changed == 1;
}

void Jobs::work(Job job) {
  // As she is now: a role that was taken from her ends her jobs too.
  std::optional<Acting> who = accounts_.acting_as(job.login);
  if (who) std::erase_if(who->grants, [&](const Grant& grant) { return grant.org != job.org || grant.role != job.role; });
  if (job.account.empty()) who = Acting::clock();
  else if (!who || who->account != job.account || who->grants.empty()) {
    job.state = Job::State::failed;
    job.problem = "not_yours";
    if (write(job, {})) tell(job);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    at_work_ = job.id;
    stop_ = ending_;
  }
  JobRun run(*this, engine_, std::move(job), std::move(*who), stop_);
  try {
    kinds_.at(run.job().kind)->work(run);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    at_work_.clear();
    throw;
  }
  const std::lock_guard lock(mutex_);
  at_work_.clear();
}

bool Jobs::write(const Job& job, const std::vector<JobPart>& parts) {
  const Site& site = engine_.site();
  std::vector<db::Call> calls;
  if (!parts.empty()) {
    const auto key = engine_.reading([&](db::Connection& c) { return key_of(site, c, job); });
    if (!key) return false;
    for (const JobPart& part : parts) calls.push_back(part_call(site, job, *key, part));
  }
  int64_t changed = 0;
  engine_.writer().between([&](db::Connection& c) {
    c.begin();
    try {
      changed = c.write({"update job set phase = ?3, state = ?4, about = ?5, done = ?6, total = ?7, good = ?8, known = ?9, bad = ?10, doubles = ?11, problem = ?12, changed_at = ?13, beat_at = ?13 "
                         "where county = ?1 and id = ?2 and state = 'running' and runner = ?14",
                         {job.county, job.id, job.phase, std::string(text_of(job.state)), json::serialize(job.about), job.done, job.total, job.good, job.known, job.bad, job.doubles, job.problem, site.clock->now(), runner_}});
      if (changed == 1 && !calls.empty()) c.write_all(calls);
      c.commit();
    } catch (...) {
      c.roll_back();
      throw;
    }
  });
  return changed == 1;
}

// What is over for some days loses its parts and the key that could read them.
void Jobs::sweep() {
  const base::Instant before = engine_.site().clock->now() - kKeptDays * kDay;
  std::vector<Job> over;
  engine_.read([&](db::Connection& c) {
    for (const base::County county : chains(c)) {
      const db::Rows rows = c.read({kSelect + "state <> 'running' and swept = 0 and changed_at < ?2", {county, before}});
      for (size_t r = 0; r < rows.size(); ++r) over.push_back(job_of(rows, r));
    }
  });
  for (const Job& job : over)
    engine_.writer().between([&](db::Connection& c) {
      c.write_all(std::vector<db::Call>{{"delete from job_part where county = ?1 and job = ?2", {job.county, job.id}},
                                        {"update job set swept = 1, key = ?3, state = case when state = 'ready' then 'cancelled' else state end where county = ?1 and id = ?2", {job.county, job.id, db::Bytes{}}}});
    });
}

// ---- who asks ----

Job Jobs::begin(const Acting& who, Begin begin, const std::vector<JobPart>& parts) {
  const Site& site = engine_.site();
  HALFSKY_ASSERT(!who.grants.empty());
  Job job;
  job.id = engine_.new_id();
  job.kind = std::move(begin.kind);
  job.type = std::move(begin.type);
  job.phase = std::move(begin.phase);
  job.about = std::move(begin.about);
  job.account = who.account;
  job.login = who.login;
  job.org = who.grants.front().org;
  job.role = who.grants.front().role;
  job.county = county_of_viewer(site, who);
  job.made_at = job.changed_at = site.clock->now();
  std::vector<db::Call> calls = begin_calls(site, job, parts);
  calls.insert(calls.begin(), open_chain_call(job.county));
  engine_.writer().between([&](db::Connection& c) { c.write_all(calls); });
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_all();
  tell(job);
  return job;
}

std::vector<Job> Jobs::of(const Acting& who, const std::string& kind, size_t limit) {
  std::vector<Job> result;
  const base::County county = county_of_viewer(engine_.site(), who);
  engine_.read([&](db::Connection& c) {
    const db::Rows rows = c.read({kSelect + "account = ?2 and (?3 = '' or kind = ?3) order by made_at desc, id desc limit ?4", {county, who.account, kind, int64_t(limit)}});
    for (size_t r = 0; r < rows.size(); ++r)
      if (Job job = job_of(rows, r); is_hers(job, who)) result.push_back(std::move(job));
  });
  return result;
}

std::optional<Job> Jobs::find(const Acting& who, const std::string& id) {
  const base::County county = county_of_viewer(engine_.site(), who);
  return engine_.reading([&](db::Connection& c) -> std::optional<Job> {
    const db::Rows rows = c.read({kSelect + "id = ?2", {county, id}});
    if (rows.empty()) return std::nullopt;
    Job job = job_of(rows, 0);
    return is_hers(job, who) ? std::optional(std::move(job)) : std::nullopt;
  });
}

base::Result<Job> Jobs::go_on(const Acting& who, const std::string& id, const std::string& phase) {
  const auto found = find(who, id);
  if (!found) return base::Problem{"no_such_job", "", {}};
  int64_t changed = 0;
  engine_.writer().between([&](db::Connection& c) {
    changed = c.write({"update job set state = 'running', phase = ?3, done = 0, good = 0, known = 0, problem = '', changed_at = ?4, runner = '' where county = ?1 and id = ?2 and state = 'ready'",
                       {found->county, id, phase, engine_.site().clock->now()}});
  });
  if (changed != 1) return base::Problem{"job_over", "", {}};
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_all();
  const auto now = find(who, id);
  tell(*now);
  return *now;
}

base::Result<Job> Jobs::cancel(const Acting& who, const std::string& id) {
  const auto found = find(who, id);
  if (!found) return base::Problem{"no_such_job", "", {}};
  int64_t changed = 0;
  engine_.writer().between([&](db::Connection& c) {
    changed = c.write({"update job set state = 'cancelled', changed_at = ?3 where county = ?1 and id = ?2 and state in ('running', 'ready')", {found->county, id, engine_.site().clock->now()}});
  });
  if (changed != 1) return base::Problem{"job_over", "", {}};
  {
    const std::lock_guard lock(mutex_);
    if (at_work_ == id) stop_ = true;
  }
  const auto now = find(who, id);
  tell(*now);
  return *now;
}

void Jobs::each_part(const Job& job, const std::string& kind, const std::function<void(int64_t, const std::string&)>& visit) {
  const Site& site = engine_.site();
  engine_.read([&](db::Connection& c) {
    const auto key = key_of(site, c, job);
    if (!key) return;
    c.each_row({"select n, content from job_part where county = ?1 and job = ?2 and kind = ?3 order by n", {job.county, job.id, kind}}, [&](const db::Value* at) {
      const int64_t n = std::get<int64_t>(at[0]);
      const auto content = site.keyring->suite().open(*key, std::get<db::Bytes>(at[1]).data, place_of_part(job.id, kind, n));
      if (content) visit(n, *content);
    });
  });
}

}  // namespace halfsky::engine
