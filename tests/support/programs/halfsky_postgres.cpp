// halfsky-postgres: starts a private PostgreSQL, prints the URL of an empty database, and keeps it until standard input closes
// or it is told to end. For tests in shell:  exec 3< <(halfsky-postgres < <(sleep infinity)); read -r url <&3
#include <cstdio>
#include <exception>

#include <signal.h>
#include <unistd.h>

#include "support/postgres.hpp"

int main() {
  // A signal closes standard input, so that there is one way out and the folder is removed.
  struct sigaction action {};
  action.sa_handler = [](int) { close(0); };
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaction(signal, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
  try {
    std::printf("%s\n", halfsky::testing::Postgres::shared().fresh_database().c_str());
    std::fflush(stdout);
    char ignored[256];
    while (read(0, ignored, sizeof ignored) > 0) {
    }
    return 0;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "%s\n", problem.what());
    return 1;
  }
}
