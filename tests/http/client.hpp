// A client that says byte for byte what a test wants, over a plain socket, and a server on a thread.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <thread>

#include "http/server.hpp"

namespace halfsky::http {

constexpr int kPatienceMs = 5'000;

class Client {
 public:
  explicit Client(uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  ~Client() { close(socket_); }
  Client(const Client&) = delete;

  void send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<size_t>(sent));
    }
  }

  // What has come up to and with `mark`; what has come in all where the connection ends before. Takes it.
  std::string read_until(std::string_view mark) {
    size_t found;
    while ((found = seen_.find(mark)) == std::string::npos)
      if (!receive()) return std::exchange(seen_, "");
    std::string out = seen_.substr(0, found + mark.size());
    seen_.erase(0, out.size());
    return out;
  }

  std::string read_all() { return read_until("\x01never\x01"); }

  // One answer with a Content-Length (or none).
  std::string read_answer(bool has_body = true) {
    std::string head = read_until("\r\n\r\n");
    const size_t at = head.find("Content-Length: ");
    if (!has_body || at == std::string::npos) return head;
    const size_t length = std::stoul(head.substr(at + 16));
    while (seen_.size() < length)
      if (!receive()) break;
    head += seen_.substr(0, length);
    seen_.erase(0, std::min(length, seen_.size()));
    return head;
  }

  std::string get(std::string_view target, std::string_view headers = "") {
    send("GET " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n");
    return read_answer();
  }

  bool is_closed() {
    while (receive()) {
    }
    return was_closed_;
  }

 private:
  bool receive() {
    pollfd wait{socket_, POLLIN, 0};
    if (poll(&wait, 1, kPatienceMs) <= 0) {
      ADD_FAILURE() << "nothing comes; so far: " << seen_;
      return false;
    }
    char buffer[65536];
    const ssize_t got = recv(socket_, buffer, sizeof buffer, 0);
    if (got <= 0) {
      was_closed_ = true;
      return false;
    }
    seen_.append(buffer, static_cast<size_t>(got));
    return true;
  }

  int socket_;
  std::string seen_;
  bool was_closed_ = false;
};

class RunningServer {
 public:
  RunningServer(ServerOptions options, std::vector<Route> routes, Assets assets = {})
      : server(std::move(options), Router(std::move(routes)), std::move(assets)), port(server.port()), thread([this] { server.run(); }) {}
  ~RunningServer() { stop(); }

  void stop() {
    server.stop();
    if (thread.joinable()) thread.join();
  }

  Server server;
  uint16_t port;
  std::thread thread;
};

inline bool starts(const std::string& text, std::string_view with) { return text.starts_with(with); }
inline bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace halfsky::http
