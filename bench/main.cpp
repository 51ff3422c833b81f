// halfsky-bench [NAME...] [--rows N] [--times N] [--households N] [--json]: intake, record, list, figure, recount, import, match,
// year (sheets that the calendar makes), sheets (scored in bulk), settle (a town's in one command), agreement, coverage; each with its floor in the same run.
// For writes the floor is raw SQLite writing the same rows with as many syncs; for reads it is the series floor, 1 / (1 / raw SQLite with
// the best index + 1 / bare HTTP server with an answer of that size), since a read can't be faster than both one after the other.
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <numeric>
#include <sstream>
#include <thread>

#include "base/uuid.hpp"
#include "capabilities/exchange/import_job.hpp"
#include "capabilities/match/assign.hpp"
#include "capabilities/match/propose.hpp"
#include "engine/store/snapshot.hpp"
#include "floors.hpp"
#include "households.hpp"
#include "http/admission.hpp"
#include "http/service.hpp"
#include "site.hpp"

namespace halfsky::bench {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point from) { return std::chrono::duration<double>(Clock::now() - from).count(); }

struct Figure {
  std::string name, unit;
  double rate = 0, floor = 0;    // per second
  std::string note;
};

class Bench {
 public:
  Bench(std::vector<std::string> names, size_t rows, size_t times, size_t households) : names_(std::move(names)), rows_(rows), times_(times), households_(households) {}

  std::vector<Figure> run() {
    if (wanted("intake")) intake();
    if (wanted("import")) import();
    if (wanted("match")) match();
    if (wanted("year") || wanted("sheets") || wanted("settle") || wanted("agreement") || wanted("coverage")) sheets();
    if (wanted("record") || wanted("list") || wanted("figure") || wanted("recount")) {
      BenchSite site;
      site.fill(rows_);
      if (wanted("record") || wanted("list") || wanted("figure")) reads(site);
      if (wanted("recount")) recount(site);
    }
    return figures_;
  }

 private:
  bool wanted(const std::string& name) const { return names_.empty() || std::find(names_.begin(), names_.end(), name) != names_.end(); }

  void intake() {
    constexpr size_t kClients = 8, kEach = 500;
    BenchSite site;
    site.fill(1);   // statements prepared, pages warm
    const size_t before = site.app().engine().writer().batches();
    std::vector<engine::Command> commands;
    for (size_t n = 0; n < kClients * kEach; ++n) commands.push_back(site.enter(1'000'000 + n));
    const auto start = Clock::now();
    std::vector<std::thread> clients;
    for (size_t c = 0; c < kClients; ++c)
      clients.emplace_back([&, c] {
        for (size_t i = 0; i < kEach; ++i)
          if (!site.app().engine().writer().run(std::move(commands[c * kEach + i])).accepted) std::abort();
      });
    for (auto& client : clients) client.join();
    const double took = seconds_since(start);
    const size_t commits = site.app().engine().writer().batches() - before;
    const double raw = raw_rewrite_seconds(site.folder() + "/halfsky.db", std::max<size_t>(1, commits));
    figures_.push_back({"intake", "commands/s", kClients * kEach / took, kClients * kEach / raw, fmt::format("{} clients, {} commands in {} commits", kClients, kClients * kEach, commits)});
  }

  // What this process has held at most since reset_peak().
  static void reset_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }
  static size_t peak_mb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
      if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6)) / 1024;
    return 0;
  }

  // A county's households from one sheet of 18 columns; another process writes it, so that what is measured is ours.
  void import() {
    constexpr size_t kTownships = 14, kVillages = 156;
    const std::string path = (std::filesystem::temp_directory_path() / fmt::format("halfsky-households-{}.xlsx", getpid())).string();
    if (const pid_t child = fork(); child == 0) {
      HouseholdSheet sheet{{}, households_, 0};
      for (size_t t = 0; t < kTownships; ++t)
        for (size_t v = 0; v < kVillages * (t + 1) / kTownships - kVillages * t / kTownships; ++v) sheet.villages.push_back(BenchSite::village_name(t, v));
      write_households(path, sheet);
      _exit(0);
    } else {
      waitpid(child, nullptr, 0);
    }
    BenchSite site(kTownships, kVillages);
    std::ifstream file(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), {});
    std::filesystem::remove(path);
    const auto reading = Clock::now();
    {
      auto sheet = exchange::SheetFile::open_bytes(bytes);
      if (!sheet || !sheet->read_first([](size_t, std::span<const exchange::Cell>) { return true; })) throw std::runtime_error("import: the sheet");
    }
    const double read = seconds_since(reading);
    const lang::RecordType& type = *site.app().engine().site().packs->record_type("bench_work.home");
    reset_peak();
    engine::Jobs& jobs = site.app().jobs();
    engine::Acting who = site.who();
    const auto begun = exchange::begin_import(jobs, site.app().engine(), who, type, std::move(bytes), false);
    if (!begun) throw std::runtime_error(begun.problems().front().code);
    const auto trying = Clock::now();
    jobs.work_off();
    const double tried = seconds_since(trying);
    const size_t before = site.app().engine().writer().batches();
    if (const auto told = jobs.go_on(who, begun->id, "run"); !told) throw std::runtime_error("import: " + told.problems().front().code);
    const auto start = Clock::now();
    jobs.work_off();
    const double took = seconds_since(start);
    const size_t peak = peak_mb();
    const auto job = jobs.find(who, begun->id);
    if (job->state != engine::Job::State::done || size_t(job->good) != households_) throw std::runtime_error("import: " + boost::json::serialize(engine::job_json(site.app().engine().site(), *job)));
    const size_t commits = std::max<size_t>(1, site.app().engine().writer().batches() - before);
    const double raw = raw_rewrite_seconds(site.folder() + "/halfsky.db", commits);
    figures_.push_back({"import", "rows/s", double(households_) / took, double(households_) / raw,
                        fmt::format("{} households of 18 columns in {:.1f} s after {:.1f} s of trying and looking for doubles; reading alone {:.1f} s; {} commits, raw SQLite {:.1f} s; memory at most {} MB",
                                    households_, took, tried, read, commits, raw, peak)});
  }

  // 3,000 who wait and 3,000 who may be had, each pair with a score of its own. The floor: the assignment alone, of as many random scores.
  void match() {
    constexpr size_t kSide = 3'000;
    BenchSite site;
    site.fill_sides(kSide);
    auto& engine = site.app().engine();
    const lang::Match& match = *engine.site().packs->match("bench_work.propose");
    size_t pairs = 0;
    const auto start = Clock::now();
    engine.read([&](db::Connection& connection) {
      engine::Snapshot snapshot(engine.site(), connection, base::county_of(site.village(0)));
      const auto proposal = match::propose(engine.site(), connection, site.who(), match, 0, snapshot);
      if (!proposal) throw std::runtime_error(proposal.problems().front().code);
      pairs = proposal->pairs.size();
    });
    const double took = seconds_since(start);
    if (pairs != kSide) throw std::runtime_error("match");
    match::Scores scores{kSide, kSide, std::vector<int64_t>(kSide * kSide)};
    uint64_t state = 20261127;
    for (int64_t& score : scores.values) score = int64_t((state = state * 6364136223846793005ULL + 1442695040888963407ULL) >> 44);
    const std::vector<int> one(kSide, 1);
    const auto alone = Clock::now();
    if (match::assign(scores, one, one).size() != kSide) throw std::runtime_error("assign");
    const double raw = seconds_since(alone);
    figures_.push_back({"match", "pairs/s", kSide / took, kSide / raw, fmt::format("{} x {} in {:.2f} s; floor: the assignment of random scores, {:.2f} s", kSide, kSide, took, raw)});
  }

  // A year of score sheets: made by the calendar for every household, scored in commands of many, a town's settled in one, looked over.
  // Floors of writes: of what raw SQLite needs to write everything again in as many transactions, the share of the pages that were added.
  void sheets() {
    constexpr size_t kScored = 20'000, kInCommand = 500, kSettled = 10'000, kSpots = 2'000, kAsked = 200;
    constexpr size_t kTownships = 14, kVillages = 156;
    BenchSite site(kTownships, kVillages);
    site.fill_homes(households_);
    reset_peak();
    auto& engine = site.app().engine();
    const std::string database = site.folder() + "/halfsky.db";
    const auto pages_of = [&] { return engine.reading([](db::Connection& c) { return c.read({"select page_count from pragma_page_count", {}}).integer(0, 0); }); };
    int64_t pages = pages_of();
    size_t batches = engine.writer().batches();
    const auto write = [&](const std::string& name, size_t many, const std::string& note, const std::function<void()>& work) {
      const auto start = Clock::now();
      work();
      const double took = seconds_since(start);
      const size_t peak = peak_mb(), commits = std::max<size_t>(1, engine.writer().batches() - batches);
      const int64_t after = pages_of();
      const double floor = raw_rewrite_seconds(database, commits) * double(std::max<int64_t>(1, after - pages)) / double(after);
      pages = after;
      batches = engine.writer().batches();
      reset_peak();
      if (wanted(name)) figures_.push_back({name, "sheets/s", double(many) / took, double(many) / floor, fmt::format("{} {} in {:.1f} s, {} commits; raw SQLite {:.1f} s; memory at most {} MB", many, note, took, commits, floor, peak)});
    };
    write("year", households_, "sheets made by the calendar", [&] { engine.run_clock(); });
    std::vector<std::string> ids;
    engine.read([&](db::Connection& c) {
      const db::Rows rows = c.read({"select id from bench_work_sheet order by org, id limit ?1", {int64_t(kScored)}});
      for (size_t r = 0; r < rows.size(); ++r) ids.push_back(rows.text(r, 0));
    });
    if (ids.size() < std::min(households_, kScored)) throw std::runtime_error("sheets: the calendar made too few");
    const auto scores = [](size_t n) { return boost::json::object{{"law", n % 3 == 0 ? "20" : "40"}, {"harmony", n % 5 == 0 ? "20" : "40"}, {"green", int64_t(n % 21)}}; };
    write("sheets", ids.size(), "sheets scored, 500 in a command", [&] {
      for (size_t from = 0; from < ids.size(); from += kInCommand) {
        boost::json::array records;
        for (size_t n = from; n < std::min(ids.size(), from + kInCommand); ++n) records.push_back(boost::json::object{{"record", ids[n]}, {"values", scores(n)}});
        site.move_many("bench_work.sheet", "score", std::move(records), fmt::format("score{}", from));
      }
    });
    boost::json::array spots, given;
    for (size_t n = 0; n < std::min(ids.size(), kSpots); ++n) {
      spots.push_back(boost::json::object{{"record", base::derived_uuid("bench-spot", std::to_string(n))}, {"values", boost::json::object{{"sheet", ids[n]}}}});
      given.push_back(boost::json::object{{"record", base::derived_uuid("bench-spot", std::to_string(n))}, {"values", scores(n + n % 2)}});
    }
    site.enter_many("bench_work.spot", std::move(spots), base::derived_uuid("bench", "spots"));
    site.move_many("bench_work.spot", "give", std::move(given), "give");
    pages = pages_of();
    batches = engine.writer().batches();
    const size_t settled = std::min(ids.size(), kSettled);
    write("settle", settled, "sheets settled in one command", [&] {
      boost::json::array records;
      for (size_t n = 0; n < settled; ++n) records.push_back(boost::json::object{{"record", ids[n]}});
      site.move_many("bench_work.sheet", "settle", std::move(records), "settle");
    });
    with_server(site, [&](uint16_t port, const std::string& token) {
      const int64_t county = base::county_of(site.village(0));
      const std::string span = "from=2020-01-01&to=2030-12-31";
      read(site, port, token, "agreement", "/api/v1/agreement/bench_work.spot?" + span, kAsked, households_,
           {fmt::format("select s.law, f.law, s.harmony, f.harmony, s.green, f.green, s.points, f.points from bench_work_spot s join bench_work_sheet f on f.county = s.county and f.id = s.sheet "
                        "where s.county = {} and s.struck_ = 0 and s.stage = 'given'", county)});
      read(site, port, token, "coverage", "/api/v1/coverage/bench_work.scored?" + span, kAsked, households_,
           {fmt::format("select h.township_, count(*), sum(not exists (select 1 from bench_work_sheet s where s.county = h.county and s.home = h.id and s.struck_ = 0 and s.stage <> 'open')) "
                        "from bench_work_home h where h.county = {} and h.struck_ = 0 group by h.township_", county)});
    });
  }

  // A server on the site's data while `act` runs.
  void with_server(BenchSite& site, const std::function<void(uint16_t port, const std::string& token)>& act) {
    const http::Texts texts("{}", "{}");
    http::EventHub events(1);
    http::Service service{site.app().engine(), site.app().accounts(), site.app().ledger(), site.app().reports(), site.app().figures(), site.app().jobs(), events, texts, site.app().forms()};
    const auto token = site.app().accounts().sign_in("bench", "Qingshan-lvshui-71", "");
    http::ServerOptions options;
    options.admit = [&](const http::Route& route, http::Request& request) { return http::admit(service, route, request); };
    RunningServer server(std::move(options), http::routes(service));
    act(server.port(), *token);
  }

  // Seconds of each GET over keep-alive.
  static std::vector<double> get_times(uint16_t port, const std::string& token, const std::string& path, size_t times) {
    HttpClient client(port, token);
    client.get(path);
    std::vector<double> took;
    for (size_t i = 0; i < times; ++i) {
      const auto start = Clock::now();
      client.get(path);
      took.push_back(seconds_since(start));
    }
    return took;
  }

  static double mean(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size()); }

  static double at_share(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, size_t(double(values.size()) * share))];
  }
  static double middle(std::vector<double> values) { return at_share(std::move(values), 0.5); }

  // One page against its floor: what raw SQLite needs for `sqls`, and a bare server for an answer of its size. In turns, and the middle of
  // each: what else runs on the machine slows all three alike.
  void read(BenchSite& site, uint16_t port, const std::string& token, const std::string& name, const std::string& path, size_t times, size_t rows, const std::vector<std::string>& sqls) {
    if (!wanted(name)) return;
    const size_t bytes = HttpClient(port, token).get(path);
    std::vector<http::Route> bare_routes{{.pattern = "/bare", .admission = http::Admission::anyone, .handler = [body = std::string(bytes, 'x')](const http::Request&) { http::Answer answer; answer.body = body; return answer; }}};
    RunningServer bare_server({}, std::move(bare_routes));
    std::vector<double> ours_of, raw_of, rows_of, bare_of, each;
    const size_t in_turn = std::max<size_t>(1, times / kTurns);
    for (size_t turn = 0; turn < kTurns; ++turn) {
      const auto ours = get_times(port, token, path, in_turn);
      each.insert(each.end(), ours.begin(), ours.end());
      ours_of.push_back(mean(ours));
      double all = 0;
      for (size_t n = 0; n < sqls.size(); ++n) {
        const double took = raw_query_seconds(site.folder() + "/halfsky.db", sqls[n], in_turn);
        if (n == 0) rows_of.push_back(took);   // the first statement; the others read what else the answer holds
        all += took;
      }
      raw_of.push_back(all);
      bare_of.push_back(mean(get_times(bare_server.port(), "", "/bare", in_turn)));
    }
    const double ours = middle(ours_of), raw = middle(raw_of), rows_only = middle(rows_of), bare = middle(bare_of);
    const std::string narrow = sqls.size() > 1 ? fmt::format("; of a floor that reads the rows only: {:.1f} %", (rows_only + bare) / ours * 100) : "";
    figures_.push_back({name, "requests/s", 1 / ours, 1 / (raw + bare), fmt::format("{:.2f} ms, 99 of 100 within {:.2f} ms, for {} bytes of {} rows; raw SQLite {:.3f} ms, bare HTTP {:.3f} ms; memory at most {} MB{}",
                                                                                       ours * 1000, at_share(each, 0.99) * 1000, bytes, rows, raw * 1000, bare * 1000, peak_mb(), narrow)});
  }

  void reads(BenchSite& site) {
    with_server(site, [&](uint16_t port, const std::string& token) { ask(site, port, token); });
  }

  void ask(BenchSite& site, uint16_t port, const std::string& token) {
    const int64_t county = base::county_of(site.village(0));
    const std::string id = site.record_id(rows_ / 2);   // its row, its timeline, its tasks: what the page is made of
    read(site, port, token, "record", "/api/v1/records/bench_work.matter/" + id, times_, rows_,
         {fmt::format("select * from bench_work_matter where county = {} and id = '{}'", county, id),
          fmt::format("select m.seq, m.move, m.org, m.role, m.day, m.by_effect, j.at from made m join journal j on j.county = m.county and j.seq = m.seq where m.county = {} and m.record = '{}'", county, id),
          fmt::format("select move, org, role, since, due_at, closed_at from task where county = {} and record = '{}'", county, id)});
    read(site, port, token, "list", fmt::format("/api/v1/records/bench_work.matter?org={}&stage=open&limit=50", site.township(3)), times_, rows_,
         {fmt::format("select * from bench_work_matter where county = {} and struck_ = 0 and township_ = {} and stage = 'open' order by entered desc, id desc limit 50", county, site.township(3)),
          fmt::format("select record, move, org, role, since, due_at, n from task where county = {0} and closed_at is null and record in "   // who holds each of them
                      "(select id from bench_work_matter where county = {0} and struck_ = 0 and township_ = {1} and stage = 'open' order by entered desc, id desc limit 50)", county, site.township(3))});
    read(site, port, token, "figure", "/api/v1/figures?names=bench_work.matters&period=year", times_, rows_,
         {fmt::format("select sum(value) from county_cell where county = {} and indicator = 'bench_work.matters' and dim = '' and month between {} and {}", county, 2026 * 12, 2026 * 12 + 11)});
  }

  void recount(BenchSite& site) {
    const auto start = Clock::now();
    const auto differences = site.app().indicate().recount(indicate::Indicate::Then::only_say);
    const double took = seconds_since(start);
    if (!differences.empty()) throw std::runtime_error("cells do not equal a recount: " + differences.front());
    const double raw = raw_query_seconds(site.folder() + "/halfsky.db", "select * from bench_work_matter", 1);
    figures_.push_back({"recount", "records/s", double(rows_) / took, double(rows_) / raw, "floor: raw SQLite reads the rows"});
  }

  static constexpr size_t kTurns = 15;
  std::vector<std::string> names_;
  size_t rows_, times_, households_;   // times: how often each read is asked for
  std::vector<Figure> figures_;
};

}  // namespace
}  // namespace halfsky::bench

int main(int argc, char** argv) {
  std::vector<std::string> names;
  size_t rows = 20'000, times = 1'000, households = 160'269;
  bool json = false;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--json") json = true;
    else if (argument == "--rows" && i + 1 < argc) rows = std::stoul(argv[++i]);
    else if (argument == "--times" && i + 1 < argc) times = std::stoul(argv[++i]);
    else if (argument == "--households" && i + 1 < argc) households = std::stoul(argv[++i]);
    else names.push_back(argument);
  }
  const auto figures = halfsky::bench::Bench(names, rows, times, households).run();
  if (json) {
    std::cout << "[";
    for (size_t i = 0; i < figures.size(); ++i)
      std::cout << (i ? "," : "") << fmt::format("{{\"name\":\"{}\",\"unit\":\"{}\",\"rate\":{:.1f},\"floor\":{:.1f},\"ratio\":{:.3f},\"note\":\"{}\"}}", figures[i].name, figures[i].unit, figures[i].rate, figures[i].floor, figures[i].rate / figures[i].floor, figures[i].note);
    std::cout << "]\n";
    return 0;
  }
  for (const auto& f : figures) std::cout << fmt::format("{:8} {:>12.0f} {:11} floor {:>12.0f}  {:5.1f} %   {}\n", f.name, f.rate, f.unit, f.floor, 100 * f.rate / f.floor, f.note);
}
