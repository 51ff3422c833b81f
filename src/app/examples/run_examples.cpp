// One example after the other, each with packs that are checked anew: an engine owns its packs.
#include "app/examples/run_examples.hpp"

#include <filesystem>

#include "app/examples/play.hpp"

namespace halfsky::app {
namespace {

const base::Day kToday = base::day_of({2026, 1, 5});   // where an example says no other

// core's calendar of working days lies beside its text.
std::string calendar_file(const std::vector<lang::PackSource>& sources) {
  for (const auto& source : sources)
    if (const auto file = std::filesystem::path(source.folder) / "calendar.csv"; std::filesystem::exists(file)) return file.string();
  return {};
}

}  // namespace

ExamplesRun run_examples(const std::vector<lang::PackSource>& sources) {
  ExamplesRun result;
  const std::string calendar = calendar_file(sources);
  const auto first = lang::check_packs(sources);
  if (!first.packs) return {0, first.problems};
  for (size_t p = 0; p < first.packs->packs.size(); ++p) {
    for (size_t e = 0; e < first.packs->packs[p]->examples.size(); ++e) {
      auto checked = lang::check_packs(sources);
      const lang::Pack& pack = *checked.packs->packs[p];
      const lang::Example& example = pack.examples[e];
      ++result.count;
      try {
        examples::Stage stage(std::move(checked.packs), calendar, base::parse_day(example.today).value_or(kToday));
        auto problems = examples::Play(stage, pack, example).run();
        result.problems.insert(result.problems.end(), problems.begin(), problems.end());
      } catch (const std::exception& failure) {
        result.problems.push_back({{example.file, 1, 1}, "example", failure.what()});
      }
    }
  }
  return result;
}

}  // namespace halfsky::app
