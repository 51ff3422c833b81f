// A PostgreSQL server of one's own, for `halfsky expr`: a cluster in a fresh folder under /tmp, reached by its socket only,
// without fsync. It ends with this object, or with the process.
#pragma once

#include <memory>
#include <string>

namespace halfsky::cli {

class PrivatePostgres {
 public:
  // Null where no server is installed, or it does not start.
  static std::unique_ptr<PrivatePostgres> start();
  ~PrivatePostgres();
  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;

  const std::string& url() const { return url_; }

 private:
  PrivatePostgres() = default;
  bool launch();
  bool answers() const;

  std::string folder_;
  std::string url_;
  int server_ = -1;
};

}  // namespace halfsky::cli
