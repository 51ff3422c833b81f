// A county of its own to measure on: townships and villages, one account, the bench's pack, a server on a free port.
#pragma once

#include <boost/json/array.hpp>
#include <memory>
#include <string>
#include <thread>

#include "app/application.hpp"
#include "http/server.hpp"

namespace halfsky::bench {

class BenchSite {
 public:
  explicit BenchSite(size_t townships = 10, size_t villages = 100);
  ~BenchSite();

  app::Application& app() { return *app_; }
  const engine::Acting& who() const { return who_; }
  const std::string& folder() const { return folder_; }
  static std::string village_name(size_t township, size_t village);
  size_t villages() const { return villages_.size(); }
  base::OrgId village(size_t n) const { return villages_[n % villages_.size()]; }
  base::OrgId township(size_t n) const { return townships_[n % townships_.size()]; }

  // One command that enters a matter; `n` makes it another each time.
  engine::Command enter(size_t n);
  // Enters `rows` matters, many in a command.
  void fill(size_t rows);
  std::string record_id(size_t n) const;
  // As many who ask as who give, for the match.
  void fill_sides(size_t each);
  // Households with their heads.
  void fill_homes(size_t rows);
  // Each in one command; `id` names it.
  void enter_many(const std::string& type, boost::json::array records, const std::string& id);
  void move_many(const std::string& type, const std::string& move, boost::json::array records, const std::string& id);

 private:
  std::string folder_;
  std::unique_ptr<app::Application> app_;
  engine::Acting who_;
  std::vector<base::OrgId> villages_, townships_;
};

// A keep-alive client on one connection; gives the body's bytes.
class HttpClient {
 public:
  HttpClient(uint16_t port, std::string token);
  ~HttpClient();
  size_t get(const std::string& path);

 private:
  int socket_;
  std::string token_;
};

// Serves until it goes.
class RunningServer {
 public:
  RunningServer(http::ServerOptions options, std::vector<http::Route> routes);
  ~RunningServer();
  uint16_t port() const { return server_.port(); }

 private:
  http::Server server_;
  std::thread thread_;
};

}  // namespace halfsky::bench
