// `halfsky serve`: the API and the web client on one port, the clock beside them.
#pragma once

#include <cstdint>
#include <string>

#include "app/application.hpp"

namespace halfsky::app {

struct ServeOptions {
  std::string address = "127.0.0.1";
  uint16_t port = 8080;
  std::string certificate, key;
  bool behind_proxy = false;
  std::string tell_file;      // where told lines are carried to; empty: nowhere
};

// Until SIGTERM or SIGINT. Gives the exit code.
int serve(Application& app, const ServeOptions& options);

}  // namespace halfsky::app
