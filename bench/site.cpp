// The measured county, and a plain client.
#include "site.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <filesystem>
#include <stdexcept>

#include "base/uuid.hpp"

namespace halfsky::bench {
namespace json = boost::json;
namespace fs = std::filesystem;

BenchSite::BenchSite(size_t townships, size_t villages) {
  folder_ = (fs::temp_directory_path() / fmt::format("halfsky-bench-{}", getpid())).string();
  fs::remove_all(folder_);
  app_ = app::Application::open({folder_, "", {std::string(HALFSKY_SOURCE_DIR) + "/bench/packs"}, true, nullptr});
  if (!app_) throw std::runtime_error("the bench's pack does not check");
  std::vector<engine::NewOrg> orgs = {{"990000000000", "", "示例省", lang::Level::province, ""}, {"990100000000", "", "示例市", lang::Level::city, ""}, {"990101000000", "", "示例县", lang::Level::county, ""}};
  for (size_t t = 0; t < townships; ++t) {
    orgs.push_back({fmt::format("990101{}000", 100 + t), "", fmt::format("第{}镇", 100 + t), lang::Level::township, "town"});
    for (size_t v = 0; v < villages * (t + 1) / townships - villages * t / townships; ++v)
      orgs.push_back({fmt::format("990101{}{}", 100 + t, 200 + v), "", village_name(t, v), lang::Level::village, "village"});
  }
  if (!engine::OrgCommands(app_->engine()).load("", orgs, base::kDayMin)) throw std::runtime_error("orgs");
  for (const auto& org : app_->engine().site().orgs()->all()) {
    if (org.level == lang::Level::village) villages_.push_back(org.id);
    if (org.level == lang::Level::township) townships_.push_back(org.id);
  }
  const base::OrgId county = app_->engine().site().orgs()->find_by_code("990101000000")->id;
  if (!app_->accounts().open("", "bench", "bench", "Qingshan-lvshui-71", false) || !app_->accounts().grant("", "bench", county, "officer", base::kDayMin, base::kDayMax)) throw std::runtime_error("account");
  who_ = *app_->accounts().acting_as("bench");
}

std::string BenchSite::village_name(size_t township, size_t village) { return fmt::format("第{}{}村", 100 + township, 200 + village); }

BenchSite::~BenchSite() {
  app_.reset();
  fs::remove_all(folder_);
}

std::string BenchSite::record_id(size_t n) const { return base::derived_uuid("bench", std::to_string(n)); }

namespace {

json::object values(size_t n) {
  static constexpr const char* kKinds[] = {"school", "health", "home"};
  return {{"name", fmt::format("第{}件", n)}, {"day", base::format_day(base::day_of({2026, 1, 1}) + base::Day(n % 300))}, {"kind", kKinds[n % 3]}, {"people", int64_t(n % 5)}, {"amount", fmt::format("{}.50", n % 900)}, {"phone", fmt::format("138{:08}", n)}};
}

}  // namespace

engine::Command BenchSite::enter(size_t n) {
  const json::object body{{"id", base::derived_uuid("bench-command", std::to_string(n))}, {"type", "bench_work.matter"}, {"move", "enter"}, {"record", record_id(n)}, {"org", village(n)}, {"values", values(n)}};
  auto command = engine::parse_command(app_->engine().site(), who_, body);
  if (!command) throw std::runtime_error(command.problems().front().code);
  return std::move(*command);
}

void BenchSite::fill(size_t rows) {
  constexpr size_t kAtOnce = 1'000;
  for (size_t from = 0; from < rows; from += kAtOnce) {
    json::array records;
    for (size_t n = from; n < std::min(rows, from + kAtOnce); ++n) records.push_back(json::object{{"record", record_id(n)}, {"org", village(n)}, {"values", values(n)}});
    enter_many("bench_work.matter", std::move(records), base::derived_uuid("bench-fill", std::to_string(from)));
  }
}

void BenchSite::enter_many(const std::string& type, json::array records, const std::string& id) {
  const json::object body{{"id", id}, {"type", type}, {"move", "enter"}, {"records", std::move(records)}};
  auto command = engine::parse_command(app_->engine().site(), who_, body);
  if (!command) throw std::runtime_error(command.problems().front().code);
  const auto outcome = app_->engine().writer().run(std::move(*command));
  if (!outcome.accepted) throw std::runtime_error(type + ": " + outcome.problems.front().code + " " + outcome.problems.front().path);
}

void BenchSite::move_many(const std::string& type, const std::string& move, json::array records, const std::string& id) {
  const json::object body{{"id", base::derived_uuid("bench-move", id)}, {"type", type}, {"move", move}, {"records", std::move(records)}};
  auto command = engine::parse_command(app_->engine().site(), who_, body);
  if (!command) throw std::runtime_error(command.problems().front().code);
  const auto outcome = app_->engine().writer().run(std::move(*command));
  if (!outcome.accepted) throw std::runtime_error(type + "." + move + ": " + outcome.problems.front().code + " " + outcome.problems.front().path);
}

void BenchSite::fill_homes(size_t rows) {
  constexpr size_t kAtOnce = 1'000;
  static constexpr const char* kKinds[] = {"usual", "single_parent", "hardship", "migrant", "left_behind", "elderly"};
  for (size_t from = 0; from < rows; from += kAtOnce) {
    json::array heads, homes;
    for (size_t n = from; n < std::min(rows, from + kAtOnce); ++n) {
      const std::string head = base::derived_uuid("bench-head", std::to_string(n));
      heads.push_back(json::object{{"record", head}, {"org", village(n)}, {"values", json::object{{"name", fmt::format("第{}户主", n)}, {"sex", "female"}}}});
      homes.push_back(json::object{{"record", base::derived_uuid("bench-home", std::to_string(n))}, {"org", village(n)},
                                   {"values", json::object{{"head", head}, {"group", int64_t(1 + n % 9)}, {"people", int64_t(1 + n % 6)}, {"kind", kKinds[n % 6]}, {"joined", "2026-01-05"}}}});
    }
    enter_many("core.person", std::move(heads), base::derived_uuid("bench-heads", std::to_string(from)));
    enter_many("bench_work.home", std::move(homes), base::derived_uuid("bench-homes", std::to_string(from)));
  }
}

void BenchSite::fill_sides(size_t each) {
  constexpr size_t kAtOnce = 1'000;
  for (const char* type : {"asker", "giver"})
    for (size_t from = 0; from < each; from += kAtOnce) {
      json::array records;
      for (size_t n = from; n < std::min(each, from + kAtOnce); ++n)
        records.push_back(json::object{{"record", base::derived_uuid(type, std::to_string(n))}, {"org", village(n * (type[0] == 'a' ? 7 : 11))},
                                       {"values", json::object{{"name", fmt::format("第{}位", n)}, {"amount", int64_t(n * (type[0] == 'a' ? 7919 : 104729) % 10'007)}}}});
      enter_many(std::string("bench_work.") + type, std::move(records), base::derived_uuid(std::string("bench-") + type, std::to_string(from)));
    }
}

HttpClient::HttpClient(uint16_t port, std::string token) : socket_(socket(AF_INET, SOCK_STREAM, 0)), token_(std::move(token)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("connect");
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

HttpClient::~HttpClient() { close(socket_); }

size_t HttpClient::get(const std::string& path) {
  const std::string request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + (token_.empty() ? "" : "Authorization: Bearer " + token_ + "\r\n") + "\r\n";
  if (send(socket_, request.data(), request.size(), 0) != ssize_t(request.size())) throw std::runtime_error("send");
  std::string answer;
  char buffer[65536];
  for (size_t body = std::string::npos, length = 0;;) {
    const ssize_t got = recv(socket_, buffer, sizeof buffer, 0);
    if (got <= 0) throw std::runtime_error("recv");
    answer.append(buffer, size_t(got));
    if (body == std::string::npos) {
      const size_t end = answer.find("\r\n\r\n");
      if (end == std::string::npos) continue;
      const size_t at = answer.find("Content-Length: ");
      if (!answer.starts_with("HTTP/1.1 200") || at == std::string::npos || at > end) throw std::runtime_error(answer.substr(0, 200));
      length = size_t(std::stoul(answer.substr(at + 16)));
      body = end + 4;
    }
    if (answer.size() >= body + length) return length;
  }
}

RunningServer::RunningServer(http::ServerOptions options, std::vector<http::Route> routes) : server_(std::move(options), http::Router(std::move(routes)), http::Assets()), thread_([this] { server_.run(); }) {}

RunningServer::~RunningServer() {
  server_.stop();
  thread_.join();
}

}  // namespace halfsky::bench
