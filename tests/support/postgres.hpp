// A private PostgreSQL 15 for tests: one cluster a process, in a folder of its own under /tmp, reached by its socket only,
// without fsync; ends with the process, also when that crashes. HALFSKY_TEST_POSTGRESQL (the URL of a superuser) is used
// instead where it is set.
#pragma once

#include <string>

namespace halfsky::testing {

class Postgres {
 public:
  // Starts it at the first call. REQUIRES: the first call is on a thread that lives as long as the tests (main).
  static Postgres& shared();

  // False where no server is installed and none is given: skip the test.
  static bool is_available();

  std::string fresh_database();                                // the URL of an empty database
  const std::string& superuser_url() const { return url_; }

  ~Postgres();
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;

 private:
  Postgres();
  void start();

  std::string url_;
  std::string folder_;   // empty: the server is not ours
  int server_pid_ = -1;
  int databases_ = 0;
};

}  // namespace halfsky::testing
