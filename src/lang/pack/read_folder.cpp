// A pack's folder into memory: which files belong to a pack, in a fixed order.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "lang/pack/model.hpp"
#include "lang/source/tree.hpp"

namespace halfsky::lang {
namespace {

namespace fs = std::filesystem;

std::vector<PackFile> files_in(const fs::path& folder, std::string_view extension, Diagnostics& out) {
  std::vector<PackFile> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (!entry.is_regular_file(error) || entry.path().extension() != extension) continue;
    const std::string name = entry.path().filename().string();
    if (name.front() == '.' || name.front() == '~') continue;  // what editors leave behind
    const std::string path = entry.path().string();
    if (entry.file_size(error) > source::kBytesMax) {
      out.push_back({{path, 0, 0}, "too_large", "the file is larger than 1 MB; divide it"});
      continue;
    }
    std::ifstream stream(entry.path(), std::ios::binary);
    std::string text(size_t(entry.file_size(error)), '\0');
    stream.read(text.data(), std::streamsize(text.size()));
    if (error || !stream) {
      out.push_back({{path, 0, 0}, "unreadable", "the file can't be read"});
      continue;
    }
    files.push_back({path, std::move(text)});
  }
  std::sort(files.begin(), files.end(), [](const PackFile& a, const PackFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace

PackSource read_pack_folder(const std::string& folder, Diagnostics& out) {
  PackSource pack;
  pack.folder = folder;
  while (pack.folder.size() > 1 && pack.folder.back() == '/') pack.folder.pop_back();
  const fs::path root(pack.folder);
  pack.yaml = files_in(root, ".yaml", out);
  const auto main = std::find_if(pack.yaml.begin(), pack.yaml.end(),
                                 [](const PackFile& file) { return fs::path(file.path).filename() == "programme.yaml"; });
  if (main == pack.yaml.end()) {
    std::error_code error;
    const bool exists = fs::is_directory(root, error);
    const std::string path = (root / "programme.yaml").string();
    if (exists) out.push_back({{path, 0, 0}, "no_programme", "the folder has no programme.yaml; is it a pack's folder?"});
    else out.push_back({{pack.folder, 0, 0}, "no_folder", "there is no such folder"});
  } else {
    std::rotate(pack.yaml.begin(), main, main + 1);
  }
  pack.reports = files_in(root / "reports", ".md", out);
  pack.prints = files_in(root / "prints", ".md", out);
  pack.texts = files_in(root / "texts", ".yaml", out);
  pack.examples = files_in(root / "examples", ".yaml", out);
  return pack;
}

}  // namespace halfsky::lang
