// Lines of JSON to the writer and back, in their order; many are under way at once, so that they share a commit.
#include "cli/command_command.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <deque>
#include <future>
#include <iostream>

#include "engine/command/answer.hpp"
#include "engine/command/json.hpp"

namespace halfsky::cli {
namespace {

constexpr size_t kUnderWayMax = 256;

std::string refusal(const std::string& id, const base::Problems& problems) { return boost::json::serialize(engine::refusal_json(id, problems)); }

}  // namespace

int run_command_command(engine::Engine& engine, engine::Accounts& accounts, const std::string& login, std::istream& in, std::ostream& out) {
  const auto who = accounts.acting_as(login);
  if (!who) {
    std::cerr << "halfsky: no account '" << login << "', or it is disabled\n";
    return 2;
  }
  bool all_good = true;
  std::deque<std::future<std::pair<bool, std::string>>> under_way;
  const auto print = [&] {
    const auto [good, answer] = under_way.front().get();
    under_way.pop_front();
    all_good = all_good && good;
    out << answer << "\n";
  };
  for (std::string line; std::getline(in, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    auto promise = std::make_shared<std::promise<std::pair<bool, std::string>>>();
    under_way.push_back(promise->get_future());
    const auto parsed = engine::parse_json(line);
    if (!parsed || !parsed->is_object()) {
      promise->set_value({false, refusal("", parsed ? base::Problems{{"not_an_object", "", {}}} : parsed.problems())});
      continue;
    }
    boost::json::object body = parsed->as_object();
    if (!body.contains("id")) body["id"] = engine.new_id();
    const std::string id(engine::text_at(body, "id"));
    auto command = engine::parse_command(engine.site(), *who, body);
    if (!command) {
      promise->set_value({false, refusal(id, command.problems())});
      continue;
    }
    const bool sent = engine.writer().submit(std::move(*command), [promise, id](engine::Outcome outcome) {
      if (!outcome.failure.empty()) std::cerr << "halfsky: a batch could not be written: " << outcome.failure << "\n";
      promise->set_value({outcome.accepted, outcome.accepted ? outcome.answer : refusal(id, outcome.problems)});
    });
    if (!sent) promise->set_value({false, refusal(id, {{"busy", "", {}}})});
    while (under_way.size() >= kUnderWayMax) print();
  }
  while (!under_way.empty()) print();
  out.flush();
  return all_good ? 0 : 1;
}

}  // namespace halfsky::cli
