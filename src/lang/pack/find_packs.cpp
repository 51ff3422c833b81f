// Finding the folders of the packs that a pack uses.
#include <algorithm>
#include <filesystem>
#include <set>

#include "lang/pack/model.hpp"
#include "lang/source/tree.hpp"

namespace halfsky::lang {
namespace {

namespace fs = std::filesystem;

std::string programme_of(const fs::path& folder) {
  std::error_code error;
  fs::path path = folder;
  if (path.filename().empty() || path.filename() == "." || path.filename() == "..") path = fs::weakly_canonical(path, error);
  std::string name = path.filename().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

// Beside `folder`: spring_bud or spring-bud. Empty where there is neither.
std::string beside(const std::string& folder, const std::string& programme) {
  const fs::path parent = fs::path(folder).has_parent_path() ? fs::path(folder).parent_path() : fs::path(".");
  std::string dashed = programme;
  std::replace(dashed.begin(), dashed.end(), '_', '-');
  for (const auto& name : {programme, dashed}) {
    std::error_code error;
    const fs::path candidate = parent / name;
    if (fs::exists(candidate / "programme.yaml", error)) return parent == fs::path(".") && !fs::path(folder).has_parent_path() ? name : candidate.string();
  }
  return {};
}

// The lines of `uses` alone: a key at the margin ends where the next one begins. All of the text where it does not stand at the margin.
std::string_view part_of_uses(std::string_view text) {
  const size_t begin = text.rfind("uses:", 0) == 0 ? 0 : text.find("\nuses:");
  if (begin == std::string_view::npos) return text.find("uses") == std::string_view::npos ? std::string_view() : text;
  for (size_t end = text.find('\n', begin + 1);; end = text.find('\n', end + 1)) {
    if (end == std::string_view::npos || end + 1 == text.size()) return text.substr(begin);
    if (std::string_view(" -]#\r\n").find(text[end + 1]) == std::string_view::npos) return text.substr(begin, end - begin);
  }
}

std::vector<std::string> uses_of(const PackSource& pack) {
  std::vector<std::string> uses;
  if (pack.yaml.empty()) return uses;
  Diagnostics ignored;   // the checker says them
  const source::Node tree = source::read_yaml(pack.yaml.front().path, part_of_uses(pack.yaml.front().text), ignored);
  const auto* node = tree.is_map() ? tree.find("uses") : nullptr;
  if (node && node->is_scalar()) uses.push_back(node->text);
  if (node)
    for (const auto& item : node->items) uses.push_back(item.text);
  return uses;
}

}  // namespace

std::vector<PackSource> read_packs_with_uses(const std::vector<std::string>& folders, const std::string& core_folder, Diagnostics& out) {
  std::vector<PackSource> packs;
  std::set<std::string> known;
  const auto add = [&](const std::string& folder) {
    if (known.insert(programme_of(folder)).second) packs.push_back(read_pack_folder(folder, out));
  };
  if (!core_folder.empty()) add(core_folder);
  for (const auto& folder : folders) add(folder);
  if (!known.count("core") && !folders.empty())
    if (const std::string core = beside(folders.front(), "core"); !core.empty()) add(core);
  for (size_t i = 0; i < packs.size(); ++i) {   // grows while it runs
    const std::string folder = packs[i].folder;
    for (const auto& use : uses_of(packs[i])) {
      if (known.count(use)) continue;
      if (const std::string found = beside(folder, use); !found.empty()) add(found);
    }
  }
  std::stable_partition(packs.begin(), packs.end(), [](const PackSource& pack) { return programme_of(pack.folder) == "core"; });
  return packs;
}

}  // namespace halfsky::lang
