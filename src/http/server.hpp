// The HTTP/1.1 server: connections, limits, deadlines, the stop. What it answers is the router's and the assets'.
//
// A request goes: header (limits) -> route (404, 405) -> length (413) -> admit (401, 403) -> body -> handler on a worker -> answer.
// So nobody without rights makes us read a body. Late answers (LateHandler) come before the Server is destroyed.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "http/assets.hpp"
#include "http/router.hpp"

namespace halfsky::http {

struct Limits {
  size_t header_bytes_max = 16 * 1024;
  size_t connections_max = 8'000;
  size_t light_waiting_max = 512;   // requests in work and waiting; more are told to come again (503)
  size_t heavy_waiting_max = 32;
  size_t light_threads = 4;
  size_t heavy_threads = 1;
  std::chrono::milliseconds header{10'000};
  std::chrono::milliseconds body{30'000};    // and a second more for each 16 kB, for lines as villages have them
  std::chrono::milliseconds write{30'000};   // likewise
  std::chrono::milliseconds idle{75'000};
  std::chrono::milliseconds comment{15'000};  // between comments in a silent event stream
  std::chrono::milliseconds events{600'000};  // a stream's life: its browser comes back, and is asked again who it is
  std::chrono::milliseconds stop{10'000};
};

// One request and its answer, for the log and the counters.
struct Exchange {
  std::string remote;
  Method method;
  std::string_view route;   // the pattern; "" where none matched
  int status;
  size_t body_bytes;        // sent
  std::chrono::microseconds took;
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  uint16_t port = 0;                    // 0: any free one, see Server::port
  std::string certificate_file;         // PEM; empty: plain HTTP
  std::string private_key_file;
  bool is_behind_proxy = false;         // take the client's address from the last X-Forwarded-For
  bool stops_on_signal = false;         // SIGTERM, SIGINT
  Limits limits;

  // Before the body is read, on a worker: may fill Request::caller, or give the answer that refuses. Not set: all are admitted.
  std::function<std::optional<Answer>(const Route&, Request&)> admit;
  std::function<void(const Exchange&)> on_exchange;   // from any thread, must be quick
};

class Server {
 public:
  // Listens when it returns (connections wait until run()). Throws std::runtime_error where the address can't be had or the
  // certificate not be read.
  Server(ServerOptions options, Router router, Assets assets);
  ~Server();

  uint16_t port() const;

  void run();    // until stop() or a signal; then requests in work are answered, and streams are closed
  void stop();   // from any thread, returns at once

  // For a light route whose body turns out to ask for heavy work: `done` gets its answer, or that the server is busy.
  void do_heavy_work(Done done, std::function<Answer()> work);

  struct Core;   // in server.cpp

 private:
  std::unique_ptr<Core> core_;
};

}  // namespace halfsky::http
