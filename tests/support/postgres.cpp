// A private PostgreSQL for tests. See postgres.hpp.
#include "support/postgres.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace halfsky::testing {

namespace {

namespace fs = std::filesystem;

const std::string kPrograms = "/usr/lib/postgresql/15/bin/";
const std::string kFolderPrefix = "halfsky-pg-";
constexpr auto kStartMax = std::chrono::seconds(60);

// The server refuses to run as root, so root runs it as postgres.
const passwd* server_user() { return getuid() == 0 ? getpwnam("postgres") : nullptr; }

int spawn(const std::vector<std::string>& command, const std::string& log) {
  const passwd* user = server_user();
  const int parent = getpid();
  const int child = fork();
  if (child != 0) return child;
  if (user != nullptr && (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(126);
  prctl(PR_SET_PDEATHSIG, SIGQUIT);  // after setuid, which clears it; SIGQUIT stops the server at once
  if (getppid() != parent) _exit(125);
  setpgid(0, 0);  // Ctrl-C is for the tests
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(out, 1);
  dup2(out, 2);
  if (chdir("/") != 0) _exit(124);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

std::string log_text(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// Folders of processes that crashed.
void remove_left_behind(const fs::path& root) {
  for (const auto& entry : fs::directory_iterator(root, fs::directory_options::skip_permission_denied)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(kFolderPrefix)) continue;
    const int owner = std::atoi(name.c_str() + kFolderPrefix.size());
    std::error_code ignored;
    if (owner > 0 && kill(owner, 0) != 0 && errno == ESRCH) fs::remove_all(entry.path(), ignored);
  }
}

std::string url_of_database(const std::string& url, const std::string& name) {
  PQconninfoOption* options = PQconninfoParse(url.c_str(), nullptr);
  if (options == nullptr) throw std::runtime_error("not a PostgreSQL URL: " + url);
  std::string out = "postgresql:///" + name;
  char separator = '?';
  for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
    if (option->val == nullptr || std::string_view(option->keyword) == "dbname") continue;
    out += separator + std::string(option->keyword) + '=';
    separator = '&';
    for (const unsigned char c : std::string_view(option->val)) {
      char escaped[4];
      std::snprintf(escaped, sizeof escaped, "%%%02X", c);
      out += std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.' ? std::string(1, static_cast<char>(c)) : escaped;
    }
  }
  PQconninfoFree(options);
  return out;
}

void execute(const std::string& url, const std::string& sql) {
  PGconn* connection = PQconnectdb(url.c_str());
  PGresult* result = PQexec(connection, sql.c_str());
  const bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
  const std::string message = PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  if (!good) throw std::runtime_error(sql + ": " + message);
}

}  // namespace

Postgres& Postgres::shared() {
  static Postgres postgres;
  return postgres;
}

bool Postgres::is_available() {
  return std::getenv("HALFSKY_TEST_POSTGRESQL") != nullptr || access((kPrograms + "postgres").c_str(), X_OK) == 0;
}

Postgres::Postgres() {
  if (const char* given = std::getenv("HALFSKY_TEST_POSTGRESQL")) {
    url_ = given;
    return;
  }
  start();
}

void Postgres::start() {
  const fs::path root = fs::temp_directory_path();
  remove_left_behind(root);
  folder_ = (root / (kFolderPrefix + std::to_string(getpid()) + "-XXXXXX")).string();
  if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("cannot make " + folder_);
  if (const passwd* user = server_user(); user != nullptr && chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0)
    throw std::runtime_error("cannot hand over " + folder_);
  const std::string data = folder_ + "/data", log = folder_ + "/log";

  int status = 0;
  const int initdb = spawn({kPrograms + "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync",
                            "--encoding=UTF8", "--locale=C.UTF-8"}, log);
  waitpid(initdb, &status, 0);
  if (status != 0) throw std::runtime_error("initdb failed: " + log_text(log));

  server_pid_ = spawn({kPrograms + "postgres", "-D", data, "-k", folder_, "-c", "listen_addresses=", "-c", "fsync=off",
                       "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=300",
                       "-c", "autovacuum=off", "-c", "shared_buffers=64MB"}, log);
  url_ = url_of_database("host=" + folder_ + " user=postgres", "postgres");
  const auto deadline = std::chrono::steady_clock::now() + kStartMax;
  while (PQping(url_.c_str()) != PQPING_OK) {
    const bool ended = waitpid(server_pid_, &status, WNOHANG) == server_pid_;
    if (ended || std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("postgres did not start: " + log_text(log));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

Postgres::~Postgres() {
  if (server_pid_ > 0) {
    kill(server_pid_, SIGQUIT);
    waitpid(server_pid_, nullptr, 0);
  } else {
    for (int i = 1; i <= databases_; ++i) {
      try {
        execute(url_, "drop database if exists halfsky_test_" + std::to_string(getpid()) + "_" + std::to_string(i) + " with (force)");
      } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
      }
    }
  }
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

std::string Postgres::fresh_database() {
  const std::string name = "halfsky_test_" + std::to_string(getpid()) + "_" + std::to_string(++databases_);
  execute(url_, "create database " + name + " template template0");
  return url_of_database(url_, name);
}

}  // namespace halfsky::testing
