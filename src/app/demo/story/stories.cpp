// Finds stories, reads them all, tells them one after the other.
#include "app/demo/story/stories.hpp"

#include <algorithm>
#include <filesystem>

#include "app/demo/story/teller.hpp"

namespace halfsky::app::demo {
namespace fs = std::filesystem;

namespace {

bool is_wanted(const Which& which, const std::string& file) {
  return which.prefixes.empty() || std::any_of(which.prefixes.begin(), which.prefixes.end(), [&](const std::string& prefix) { return file.starts_with(prefix); });
}

}  // namespace

void live_stories(Application& app, Hands& hands, const Which& which, std::ostream& out) {
  struct Found { fs::path file; const lang::Pack* pack; };
  std::vector<Found> files;
  const auto& packs = *app.engine().site().packs;
  for (const auto& pack : packs.packs) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(fs::path(pack->folder) / "demo", error))
      if (entry.path().extension() == ".yaml" && is_wanted(which, entry.path().filename().string())) files.push_back({entry.path(), pack.get()});
  }
  std::sort(files.begin(), files.end(), [](const Found& a, const Found& b) { return std::pair(a.file.filename(), a.file) < std::pair(b.file.filename(), b.file); });

  std::vector<Story> stories;
  KnownRecords known;
  lang::Diagnostics problems;
  for (const Found& found : files) stories.push_back(read_story(packs, *found.pack, found.file.string(), known, problems));
  if (!problems.empty()) {
    std::string text = "stories are wrong:";
    for (const auto& problem : problems) text += "\n" + lang::to_text(problem);
    throw Surprise(text);
  }
  Teller teller(app, hands);
  for (const Story& story : stories)
    if (which.kind == Which::Kind::all || story.reports == (which.kind == Which::Kind::of_reports)) teller.tell(story, out);
}

}  // namespace halfsky::app::demo
