// To the writer, and back.
#include "http/submit.hpp"

#include <spdlog/spdlog.h>

namespace halfsky::http {

void submit(Service& service, engine::Command command, const std::function<void(const engine::Outcome&)>& answer) {
  const bool sent = service.engine.writer().submit(std::move(command), [answer](const engine::Outcome& outcome) {
    if (!outcome.failure.empty()) spdlog::error("a command could not be written: {}", outcome.failure);
    answer(outcome);
  });
  if (sent) return;
  engine::Outcome busy;
  busy.problems = {{"busy", "", {}}};
  answer(busy);
}

}  // namespace halfsky::http
