// A command on its way from a request to the engine's writer.
#pragma once

#include <functional>

#include "http/service.hpp"

namespace halfsky::http {

// `answer` is called once: on the writer's thread, or here, with `busy`, where its queue is full. What the machine could not do is logged:
// that is for whoever runs it, not for who asked.
void submit(Service& service, engine::Command command, const std::function<void(const engine::Outcome&)>& answer);

}  // namespace halfsky::http
