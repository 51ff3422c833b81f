// Each example on a stage of its own: with the packs that its pack uses and no others, from the same scenery.
#include "app/examples/run_examples.hpp"

#include <atomic>
#include <filesystem>
#include <iterator>
#include <set>
#include <thread>

#include "app/examples/play.hpp"

namespace halfsky::app {
namespace {

const base::Day kBuilt = base::day_of({1990, 1, 1});   // the scenery: before anything happens
const base::Day kToday = base::day_of({2026, 1, 5});   // where an example says no other

// core's calendar of working days lies beside its text.
std::string calendar_file(const std::vector<lang::PackSource>& sources) {
  for (const auto& source : sources)
    if (const auto file = std::filesystem::path(source.folder) / "calendar.csv"; std::filesystem::exists(file)) return file.string();
  return {};
}

// The pack and what it uses, all the way down, and core; in the order of `sources`.
std::vector<lang::PackSource> needed_by(const lang::Packs& packs, const lang::Pack& pack, const std::vector<lang::PackSource>& sources) {
  std::set<std::string> needed{"core", pack.programme};
  for (size_t before = 0; before != needed.size();) {
    before = needed.size();
    for (const std::string& name : std::set<std::string>(needed))
      if (const lang::Pack* one = packs.pack(name)) needed.insert(one->uses.begin(), one->uses.end());
  }
  std::set<std::string> folders;
  for (const std::string& name : needed)
    if (const lang::Pack* one = packs.pack(name)) folders.insert(one->folder);
  std::vector<lang::PackSource> result;
  for (const auto& source : sources)
    if (folders.contains(source.folder)) result.push_back(source);
  return result;
}

struct Scenery {
  std::string folder;
  ~Scenery() {
    std::error_code ignored;
    if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
  }
};

ExamplesRun run_examples_of(const lang::Packs& all, const lang::Pack& pack, const std::vector<lang::PackSource>& sources, const std::string& calendar) {
  ExamplesRun result;
  const auto needed = needed_by(all, pack, sources);
  auto checked = lang::check_packs(needed);
  if (!checked.packs) return {0, std::move(checked.problems)};
  const std::shared_ptr<const lang::Packs> packs = std::move(checked.packs);
  const lang::Pack& own = *packs->pack(pack.programme);
  Scenery scenery;
  for (const lang::Example& example : own.examples) {
    ++result.count;
    try {
      if (scenery.folder.empty()) scenery.folder = examples::Stage(packs, calendar, kBuilt).strike();
      examples::Stage stage(packs, calendar, base::parse_day(example.today).value_or(kToday), scenery.folder);
      auto problems = examples::Play(stage, own, example).run();
      result.problems.insert(result.problems.end(), problems.begin(), problems.end());
    } catch (const std::exception& failure) {
      result.problems.push_back({{example.file, 1, 1}, "example", failure.what()});
    }
  }
  return result;
}

}  // namespace

ExamplesRun run_examples(const std::vector<lang::PackSource>& sources) {
  const std::string calendar = calendar_file(sources);
  const auto all = lang::check_packs(sources);
  if (!all.packs) return {0, all.problems};
  std::vector<const lang::Pack*> played;
  for (const auto& pack : all.packs->packs)
    if (!pack->examples.empty()) played.push_back(pack.get());
  // Each processor takes the next pack; what they found is told in the packs' order.
  std::vector<ExamplesRun> runs(played.size());
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t n = next++; n < played.size(); n = next++) runs[n] = run_examples_of(*all.packs, *played[n], sources, calendar);
  };
  std::vector<std::jthread> others(std::min<size_t>(played.size(), std::max(1u, std::thread::hardware_concurrency())) - (played.empty() ? 0 : 1));
  for (auto& other : others) other = std::jthread(work);
  work();
  others.clear();   // waits for them
  ExamplesRun result;
  for (ExamplesRun& run : runs) {
    result.count += run.count;
    result.problems.insert(result.problems.end(), std::make_move_iterator(run.problems.begin()), std::make_move_iterator(run.problems.end()));
  }
  return result;
}

}  // namespace halfsky::app
