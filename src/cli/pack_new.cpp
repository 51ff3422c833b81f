// halfsky pack new: the first files of a pack.
#include <filesystem>
#include <fstream>
#include <ostream>

#include "cli/pack_commands.hpp"
#include "lang/pack/new_pack.hpp"

namespace halfsky::cli {
namespace {

namespace fs = std::filesystem;

bool write(const fs::path& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  return !error && bool(file);
}

}  // namespace

const PackUse& new_use() {
  static const PackUse kUse{"new",
                            "halfsky pack new NAME [--dir DIR]\n"
                            "  Writes a small sound pack into DIR/NAME (programmes/NAME without --dir), to be made into your own.\n",
                            {"--dir"}, {}, 1, 1};
  return kUse;
}

int pack_new(const PackCall& call, std::ostream& out, std::ostream& err) {
  const std::string& name = call.words[0];
  if (const std::string wrong = lang::wrong_with_pack_name(name); !wrong.empty()) {
    err << "halfsky pack new: " << wrong << "\n";
    return 2;
  }
  std::string parent = call.has("--dir") ? call.value("--dir") : "programmes";
  while (parent.size() > 1 && parent.back() == '/') parent.pop_back();
  std::error_code error;
  if (!fs::is_directory(parent, error)) {
    err << "halfsky pack new: there is no folder '" << parent << "' to put it in; make it, or say --dir DIR\n";
    return 2;
  }
  const std::string folder = parent + "/" + name;
  if (fs::exists(fs::symlink_status(folder, error))) {
    err << "halfsky pack new: " << folder << " is there already; take another name, or remove it\n";
    return 2;
  }
  std::string readme;
  const lang::PackSource pack = lang::new_pack(folder, readme);
  bool written = write(folder + "/README.md", readme);
  for (const auto* files : {&pack.yaml, &pack.texts, &pack.examples})
    for (const auto& file : *files) written = write(file.path, file.text) && written;
  if (!written) {
    err << "halfsky pack new: not all of " << folder << " could be written\n";
    return 1;
  }
  out << folder << ": programme.yaml, texts/en.yaml, examples/settled.yaml, README.md\nnext: halfsky pack check " << folder << "\n";
  return 0;
}

}  // namespace halfsky::cli
