// initdb, postgres, and an end to both.
#include "cli/private_postgres.hpp"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>
#include <vector>

#include "db/connection.hpp"

namespace halfsky::cli {
namespace {

namespace fs = std::filesystem;

const std::string kPrograms = "/usr/lib/postgresql/15/bin/";
constexpr auto kStartMax = std::chrono::seconds(30);
constexpr auto kBetweenTries = std::chrono::milliseconds(50);

// The server refuses to run as root, so root runs it as postgres.
const passwd* server_user() { return getuid() == 0 ? getpwnam("postgres") : nullptr; }

int spawn(const std::vector<std::string>& command, const std::string& log) {
  const passwd* user = server_user();
  const int parent = getpid();
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int child = fork();
  if (child != 0) return child;
  if (user && (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(126);
  prctl(PR_SET_PDEATHSIG, SIGQUIT);   // after setuid, which clears it
  if (getppid() != parent) _exit(125);
  setpgid(0, 0);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const int in = open("/dev/null", O_RDONLY);
  if (out < 0 || in < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0 || chdir("/") != 0) _exit(124);
  execv(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

std::unique_ptr<PrivatePostgres> PrivatePostgres::start() {
  std::unique_ptr<PrivatePostgres> server(new PrivatePostgres());
  if (access((kPrograms + "postgres").c_str(), X_OK) != 0 || !server->launch()) return nullptr;
  return server;
}

bool PrivatePostgres::launch() {
  folder_ = (fs::temp_directory_path() / "halfsky-expr-XXXXXX").string();
  if (!mkdtemp(folder_.data())) return false;
  if (const passwd* user = server_user(); user && chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0) return false;
  const std::string data = folder_ + "/data", log = folder_ + "/log";
  int status = 0;
  const int initdb = spawn({kPrograms + "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"}, log);
  if (waitpid(initdb, &status, 0) != initdb || status != 0) return false;
  server_ = spawn({kPrograms + "postgres", "-D", data, "-k", folder_, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "autovacuum=off", "-c", "max_connections=10"}, log);
  url_ = "postgresql:///postgres?host=" + folder_ + "&user=postgres";
  const auto deadline = std::chrono::steady_clock::now() + kStartMax;
  while (!answers()) {
    if (waitpid(server_, &status, WNOHANG) == server_) return server_ = -1, false;
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(kBetweenTries);
  }
  return true;
}

// Not yet up is the one expected failure; the deadline ends it.
bool PrivatePostgres::answers() const {
  try {
    db::Database::open(url_)->connect_writer()->read({"select 1", {}});
    return true;
  } catch (const db::Unavailable&) {
    return false;
  }
}

PrivatePostgres::~PrivatePostgres() {
  if (server_ > 0) {
    kill(server_, SIGQUIT);
    waitpid(server_, nullptr, 0);
  }
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

}  // namespace halfsky::cli
