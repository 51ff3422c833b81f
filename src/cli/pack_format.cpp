// halfsky pack fmt: the YAML of packs in the house form.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>

#include "cli/pack_commands.hpp"
#include "lang/pack/format.hpp"

namespace halfsky::cli {
namespace {

// What `halfsky demo` tells lies beside the pack and is none of the checker's.
std::vector<lang::PackFile> stories_in(const std::string& folder) {
  std::vector<lang::PackFile> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/demo", error)) {
    if (entry.path().extension() != ".yaml" || !entry.is_regular_file(error)) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files.push_back({entry.path().string(), {std::istreambuf_iterator<char>(file), {}}});
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

// Beside the file first, so that one that can't be written is not half there.
bool replace(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  std::error_code error;
  {
    std::ofstream file(fresh, std::ios::binary);
    file << text;
    file.close();
    if (!file) return false;
  }
  std::filesystem::permissions(fresh, std::filesystem::status(path, error).permissions(), error);
  std::filesystem::rename(fresh, path, error);
  return !error;
}

}  // namespace

const PackUse& format_use() {
  static const PackUse kUse{"fmt",
                            "halfsky pack fmt [--check] DIR...\n"
                            "  Puts the YAML of packs into the house form and names the files that it changed. Comments and meaning stay.\n"
                            "  --check   only names the files that would change; exit 1 where there are any\n",
                            {}, {"--check"}};
  return kUse;
}

int pack_format(const PackCall& call, std::ostream& out, std::ostream& err) {
  bool changes = false, wrong = false;
  for (const auto& folder : call.words) {
    lang::Diagnostics problems;
    const lang::PackSource pack = lang::read_pack_folder(folder, problems);
    const auto format = [&](const lang::PackFile& file, lang::FileForm form) {
      const lang::Formatted formatted = lang::format_yaml(file.path, file.text, form);
      problems.insert(problems.end(), formatted.problems.begin(), formatted.problems.end());
      if (formatted.text == file.text) return;
      changes = true;
      out << file.path << "\n";
      if (!call.has("--check") && !replace(file.path, formatted.text)) problems.push_back({{file.path, 0, 0}, "unwritable", "the file can't be written"});
    };
    for (const auto& file : pack.yaml) format(file, lang::FileForm::pack);
    const auto stories = stories_in(pack.folder);
    for (const auto* files : {&pack.texts, &pack.examples, &stories})
      for (const auto& file : *files) format(file, lang::FileForm::plain);
    for (const auto& problem : problems) err << lang::to_text(problem) << "\n";
    wrong = wrong || !problems.empty();
  }
  return wrong || (changes && call.has("--check")) ? 1 : 0;
}

}  // namespace halfsky::cli
