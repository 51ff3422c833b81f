// LibreOffice in a folder of its own: it shares nothing with another run, and leaves nothing behind.
#include "capabilities/report/pdf.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>
#include <vector>

extern char** environ;

namespace halfsky::report {
namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kLimit{60};

// Servers have none of the faces that official documents name.
constexpr const char* kFonts = R"(<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<alias binding="same"><family>仿宋</family><prefer><family>FangSong</family><family>Noto Serif CJK SC</family></prefer></alias>
<alias binding="same"><family>仿宋_GB2312</family><prefer><family>FangSong</family><family>Noto Serif CJK SC</family></prefer></alias>
<alias binding="same"><family>楷体</family><prefer><family>KaiTi</family><family>Noto Serif CJK SC</family></prefer></alias>
<alias binding="same"><family>小标宋</family><prefer><family>Noto Serif CJK SC</family></prefer></alias>
<alias binding="same"><family>方正小标宋简体</family><prefer><family>Noto Serif CJK SC</family></prefer></alias>
<alias binding="same"><family>宋体</family><prefer><family>SimSun</family><family>Noto Serif CJK SC</family></prefer></alias>
<alias binding="same"><family>黑体</family><prefer><family>SimHei</family><family>Noto Sans CJK SC</family></prefer></alias>
</fontconfig>)";

std::string program() {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (const std::string at = folder + "/soffice"; !folder.empty() && access(at.c_str(), X_OK) == 0) return at;
  return "";
}

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "halfsky-pdf-XXXXXX").string();
    path = mkdtemp(name.data()) ? name : "";
  }
  ~Folder() {
    std::error_code ignored;
    if (!path.empty()) fs::remove_all(path, ignored);
  }
  std::string path;
};

bool runs(std::vector<std::string> arguments, std::vector<std::string> more_environment) {
  std::vector<char*> argv, envp;
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  for (char** at = environ; *at; ++at) envp.push_back(*at);
  for (auto& variable : more_environment) envp.push_back(variable.data());
  envp.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);   // a group of its own, to be ended with all that it starts
  posix_spawnattr_setpgroup(&attributes, 0);
  pid_t child = 0;
  const int failed = posix_spawn(&child, arguments[0].c_str(), &actions, &attributes, argv.data(), envp.data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (failed != 0) return false;
  const auto end = std::chrono::steady_clock::now() + kLimit;
  for (int status = 0;;) {
    if (waitpid(child, &status, WNOHANG) == child) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (std::chrono::steady_clock::now() > end) {
      kill(-child, SIGKILL);
      waitpid(child, &status, 0);
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace

bool can_make_pdf() { return !program().empty(); }

std::optional<std::string> pdf_of(const std::string& docx) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  const std::string soffice = program();
  const Folder folder;
  if (soffice.empty() || folder.path.empty()) return std::nullopt;
  std::ofstream(folder.path + "/paper.docx", std::ios::binary) << docx;
  std::ofstream(folder.path + "/fonts.conf") << kFonts;
  if (!runs({soffice, "-env:UserInstallation=file://" + folder.path + "/profile", "--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder.path, folder.path + "/paper.docx"},
            {"FONTCONFIG_FILE=" + folder.path + "/fonts.conf", "HOME=" + folder.path}))
    return std::nullopt;
  std::ifstream in(folder.path + "/paper.pdf", std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  if (!bytes.starts_with("%PDF-")) return std::nullopt;
  return bytes;
}

}  // namespace halfsky::report
