// The phases of an import, and what it leaves to look at.
#include "capabilities/exchange/import_job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <limits>

#include "capabilities/exchange/import.hpp"
#include "engine/access/gate.hpp"
#include "engine/store/snapshot.hpp"

namespace halfsky::exchange {
namespace json = boost::json;
using engine::Job;
using engine::JobPart;
using engine::JobRun;

namespace {

constexpr size_t kRowsMax = 400'000;
constexpr size_t kRowsTried = 1'000;         // in one dry command: nothing is written, so small ones cost no more and show more
constexpr size_t kDoublesMax = 1'000;
constexpr int64_t kPageOfRegister = 2'000;

std::vector<JobPart> pieces(const std::string& kind, const std::string& bytes) {
  std::vector<JobPart> parts;
  for (size_t from = 0; from < bytes.size(); from += engine::kPartBytesMax) parts.push_back({kind, int64_t(parts.size()), bytes.substr(from, engine::kPartBytesMax)});
  return parts;
}

std::string text_of_bad(const std::vector<BadCell>& problems) {
  json::array list;
  for (const BadCell& bad : problems) {
    json::array args;
    for (const auto& [name, value] : bad.problem.args) args.push_back(json::array{name, value});
    list.push_back(json::array{bad.row, bad.column, bad.problem.code, std::move(args)});
  }
  return json::serialize(list);
}

void read_bad(const std::string& content, std::vector<BadCell>& into) {
  const json::value parsed = json::parse(content);
  for (const auto& one : parsed.as_array()) {
    BadCell bad{size_t(one.at(0).as_int64()), int(one.at(1).as_int64()), {std::string(one.at(2).as_string()), "", {}}};
    for (const auto& arg : one.at(3).as_array()) bad.problem.args.emplace_back(arg.at(0).as_string(), arg.at(1).as_string());
    into.push_back(std::move(bad));
  }
}

json::array one_json(const Doubles::One& one) { return {one.row, one.record, one.name}; }
Doubles::One one_of(const json::value& json) { return {size_t(json.at(0).as_int64()), std::string(json.at(1).as_string()), std::string(json.at(2).as_string())}; }

class ImportJob : public engine::JobKind {
 public:
  std::string name() const override { return kImportJob; }

  void work(JobRun& run) override {
    Job& job = run.job();
    const lang::RecordType* type = run.engine().site().packs->record_type(job.type);
    if (type == nullptr) return fail(run, "unknown_type");
    std::string bytes;
    run.each_part("input", [&](int64_t, const std::string& piece) { bytes += piece; });
    auto file = SheetFile::open_bytes(std::move(bytes));
    if (!file) return fail(run, file.problems().front().code);
    while (job.state == Job::State::running && run.wanted()) {
      const std::string phase = job.phase;
      const auto read = phase == "count" ? count(run, *type, *file) : take(run, *type, *file);
      if (!run.wanted()) return;
      if (!read) return fail(run, read.problems().front().code);
      next(run, *read);
    }
  }

 private:
  static void fail(JobRun& run, const std::string& code) {
    run.job().state = Job::State::failed;
    run.job().problem = code;
    run.save();
  }

  static Import::Plan plan_of(const Job& job) {
    Import::Plan plan{.seed = job.id, .id_prefix = uint64_t(job.made_at / 1000)};
    return plan;
  }

  static base::Result<size_t> count(JobRun& run, const lang::RecordType& type, SheetFile& file) {
    Import::Plan plan = plan_of(run.job());
    plan.done_until = std::numeric_limits<size_t>::max();
    Doubles doubles;
    size_t rows = 0;
    Import import(run.engine(), run.who(), type, std::move(plan), [](TakenRows) { return true; });
    const lang::RecordType* whose = nullptr;
    import.look([&](size_t row, base::OrgId org, const std::vector<Import::Identity>& found) {
      ++rows;
      std::string_view key, name;
      for (const auto& [field, text] : found) {
        if (field->sealed && name.empty()) name = text;
        else if (!field->sealed && field->type.kind == lang::Kind::text && key.empty()) key = text;
        if (field->sealed && whose == nullptr) whose = field->owner;
      }
      if (!name.empty() || !key.empty()) doubles.add(row, "", org, key, name);
      if (rows % 1'000 == 0) {
        run.job().done = int64_t(rows);
        run.show();
      }
    });
    const auto read = read_rows(file, import, kRowsMax);
    if (!read) return read.problems();
    if (whose) register_of(run, *whose, doubles);
    const auto pairs = doubles.find(kDoublesMax);
    json::array list;
    for (const auto& pair : pairs) list.push_back(json::array{int(pair.why), one_json(pair.a), one_json(pair.b)});
    run.job().doubles = int64_t(pairs.size());
    json::array unknown;
    for (const auto& heading : import.unknown_headings()) unknown.emplace_back(heading);
    run.job().about["unknown_headings"] = std::move(unknown);
    run.job().about["heading_row"] = int64_t(import.heading_row());
    json::array merges;
    for (const Merge& merge : read->merges) merges.push_back(json::array{merge.first_row, merge.last_row, merge.column});
    run.save({{"doubles", 0, json::serialize(list)}, {"merges", 0, json::serialize(merges)}});
    return rows;
  }

  // Those in the register whom she may read.
  static void register_of(JobRun& run, const lang::RecordType& type, Doubles& doubles) {
    const engine::Site& site = run.engine().site();
    const auto& table = site.schema->table(type);
    const lang::Field *name = nullptr, *key = nullptr;
    for (const auto& field : type.fields)
      if (field->sealed && name == nullptr) name = field.get();
    for (const lang::Field* field : type.key)
      if (field->type.kind == lang::Kind::text && !field->sealed && key == nullptr) key = field;
    const engine::Gate gate(site);
    const auto plain = [&](const engine::RowPtr& row, const lang::Field* field, db::Connection& c) {
      if (field == nullptr) return std::string();
      return field->encrypted() ? site.vault->open(*row, *field, c).text : row->fields[field->index].text;
    };
    for (std::string last; run.wanted();) {
      size_t got = 0;
      run.engine().read([&](db::Connection& c) {
        engine::Snapshot snapshot(site, c, run.job().county);
        const db::Rows rows = c.read({fmt::format("select {} from {} where county = ?1 and id > ?2 and struck_ = 0 order by id limit ?3", table.column_list(), table.name()), {run.job().county, last, kPageOfRegister}});
        got = rows.size();
        for (size_t r = 0; r < got; ++r) {
          const auto row = std::make_shared<const engine::Row>(table.row_of(rows.row(r)));
          last = row->id;
          if (gate.may_read(run.who(), row, snapshot, site.clock->today())) doubles.add(0, row->id, row->org, plain(row, key, c), plain(row, name, c));
        }
      });
      if (got < size_t(kPageOfRegister)) return;
    }
  }

  static base::Result<size_t> take(JobRun& run, const lang::RecordType& type, SheetFile& file) {
    Job& job = run.job();
    Import::Plan plan = plan_of(job);
    plan.dry_run = job.phase == "check";
    if (plan.dry_run) plan.rows_in_command = kRowsTried;
    if (const json::value* until = job.about.if_contains("until")) plan.done_until = size_t(until->to_number<int64_t>());
    if (!plan.dry_run) {
      std::vector<BadCell> bad;
      run.each_part("bad", [&](int64_t, const std::string& content) { read_bad(content, bad); });
      for (const BadCell& cell : bad) plan.left_out.insert(cell.row);
      if (job.done == 0) job.done = job.bad;
    }
    const bool is_dry = plan.dry_run;
    Import import(run.engine(), run.who(), type, std::move(plan), [&](TakenRows taken) {
      if (!run.wanted()) return false;
      job.done += int64_t(taken.rows);
      job.good += int64_t(taken.good);
      job.known += int64_t(taken.known);
      job.bad += int64_t(taken.bad);
      job.about["until"] = int64_t(taken.until);
      if (taken.problems.empty()) run.save();
      else run.save({{"bad", is_dry ? int64_t(taken.until) : -int64_t(taken.until), text_of_bad(taken.problems)}});   // both phases' stay
      return run.wanted();
    });
    import.fill_down(merges_of(run));
    const auto read = read_rows(file, import, kRowsMax);
    if (!read) return read.problems();
    return size_t(job.total);
  }

  static std::vector<Merge> merges_of(JobRun& run) {
    std::vector<Merge> merges;
    run.each_part("merges", [&](int64_t, const std::string& content) {
      const json::value parsed = json::parse(content);
      for (const auto& one : parsed.as_array()) merges.push_back({size_t(one.at(0).as_int64()), size_t(one.at(1).as_int64()), int(one.at(2).as_int64())});
    });
    return merges;
  }

  static void next(JobRun& run, size_t rows) {
    Job& job = run.job();
    job.about["until"] = 0;
    if (job.phase == "count") {
      job.total = int64_t(rows);
      job.done = 0;
      job.phase = "check";
    } else if (job.phase == "check") {
      const bool at_once = job.about.contains("at_once") && job.about.at("at_once").as_bool();
      job.phase = at_once ? "run" : "ready";
      if (!at_once) job.state = Job::State::ready;
      else job.done = job.good = job.known = 0;
    } else {
      job.done = job.total;
      job.state = Job::State::done;
    }
    run.save();
  }
};

std::string input_of(engine::Jobs& jobs, const Job& job) {
  std::string bytes;
  jobs.each_part(job, "input", [&](int64_t, const std::string& piece) { bytes += piece; });
  return bytes;
}

}  // namespace

std::unique_ptr<engine::JobKind> import_job() { return std::make_unique<ImportJob>(); }

base::Result<Job> begin_import(engine::Jobs& jobs, engine::Engine& engine, const engine::Acting& who, const lang::RecordType& type, std::string bytes, bool at_once) {
  const auto& enterers = type.enter().by;   // each row is held against them again; whoever is none of them need not wait for that
  if (std::none_of(who.grants.begin(), who.grants.end(), [&](const engine::Grant& grant) { return std::any_of(enterers.begin(), enterers.end(), [&](const lang::Actor& actor) { return actor.role == grant.role; }); }))
    return base::Problem{"not_yours", "", {{"move", type.title}}};
  std::vector<JobPart> parts = pieces("input", bytes);
  auto file = SheetFile::open_bytes(std::move(bytes));
  if (!file) return file.problems();
  Import import(engine, who, type, {}, [](TakenRows) { return true; });
  if (const auto headed = find_headings(*file, import); !headed) return headed.problems();
  return jobs.begin(who, {.kind = kImportJob, .type = type.name, .phase = "count", .about = {{"at_once", at_once}}}, parts);
}

std::vector<BadCell> bad_cells(engine::Jobs& jobs, const Job& job) {
  std::vector<BadCell> bad;
  jobs.each_part(job, "bad", [&](int64_t, const std::string& content) { read_bad(content, bad); });
  std::stable_sort(bad.begin(), bad.end(), [](const BadCell& a, const BadCell& b) { return a.row < b.row; });
  return bad;
}

std::vector<Doubles::Pair> doubles_of(engine::Jobs& jobs, const Job& job) {
  std::vector<Doubles::Pair> pairs;
  jobs.each_part(job, "doubles", [&](int64_t, const std::string& content) {
    const json::value parsed = json::parse(content);
    for (const auto& one : parsed.as_array()) pairs.push_back({Doubles::Why(one.at(0).as_int64()), one_of(one.at(1)), one_of(one.at(2))});
  });
  return pairs;
}

base::Result<std::string> bad_rows_sheet(engine::Jobs& jobs, const Job& job, const std::function<std::string(const base::Problem&)>& sentence) {
  std::string bytes = input_of(jobs, job);
  if (bytes.empty()) return base::Problem{"job_swept", "", {{"days", std::to_string(engine::kKeptDays)}}};
  auto file = SheetFile::open_bytes(std::move(bytes));
  if (!file) return file.problems();
  std::vector<Mark> marks;
  for (const BadCell& bad : bad_cells(jobs, job)) marks.push_back({bad.row, bad.column, sentence(bad.problem)});
  const size_t heading = size_t(job.about.contains("heading_row") ? job.about.at("heading_row").to_number<int64_t>() : 1);
  return copy_with_marks(*file, file->first_visible(), heading, std::move(marks), CopiedRows::marked);
}

}  // namespace halfsky::exchange
