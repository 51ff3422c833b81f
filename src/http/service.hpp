// What the routes stand on. A route parses, asks, answers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "capabilities/exchange/forms.hpp"
#include "capabilities/ledger/ledger.hpp"
#include "capabilities/report/reports.hpp"
#include "engine/access/accounts.hpp"
#include "engine/engine.hpp"
#include "engine/job/jobs.hpp"
#include "http/event_hub.hpp"
#include "http/router.hpp"
#include "http/texts.hpp"

namespace halfsky::http {

struct Service {
  engine::Engine& engine;
  engine::Accounts& accounts;
  ledger::Ledger& ledger;
  report::Reports& reports;
  engine::FigureSource& figures;
  engine::Jobs& jobs;
  EventHub& events;
  const Texts& texts;
  exchange::Forms& forms;
  // Server::do_heavy_work, once there is a server.
  std::function<void(Done, std::function<Answer()>)> do_heavy_work = [](const Done& done, const std::function<Answer()>& work) { done(work()); };
};

std::vector<Route> routes(Service& service);

}  // namespace halfsky::http
