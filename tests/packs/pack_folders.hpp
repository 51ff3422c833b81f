// The folders of packs that the tests go over.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "cli/pack_command.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::test {

inline const std::string kPacks = std::string(HALFSKY_SOURCE_DIR) + "/tests/packs/";
inline const std::string kCore = std::string(HALFSKY_SOURCE_DIR) + "/programmes/core";

inline std::vector<std::string> folders_in(const std::string& folder) {
  std::vector<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.is_directory()) folders.push_back(entry.path().string());
  std::sort(folders.begin(), folders.end());
  return folders;
}

inline std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Core, the pack, and what it uses; problems with reading come first.
inline lang::CheckedPacks check_folders(const std::vector<std::string>& folders, const std::string& core) {
  lang::Diagnostics unread;
  const auto sources = lang::read_packs_with_uses(folders, core, unread);
  auto checked = lang::check_packs(sources);
  checked.problems.insert(checked.problems.begin(), unread.begin(), unread.end());
  return checked;
}

inline std::string all_texts(const lang::Diagnostics& problems) {
  std::string text;
  for (const auto& problem : problems) text += lang::to_text(problem) + "\n";
  return text;
}

// `halfsky pack …` as it is called, without services.
struct PackAnswer {
  int code;
  std::string out, err;
};

inline PackAnswer call_pack(const std::vector<std::string>& arguments) {
  std::ostringstream out, err;
  const int code = cli::pack_command(arguments, out, err);
  return {code, out.str(), err.str()};
}

}  // namespace halfsky::test
