// The writer's thread: takes what is queued, never waits to fill a batch.
#include "engine/command/writer.hpp"

namespace halfsky::engine {

Writer::Writer(Site& site, std::unique_ptr<db::Connection> connection)
    : site_(site), connection_(std::move(connection)), batch_writer_(site, *connection_), thread_([this] { loop(); }) {}

Writer::~Writer() { stop(); }

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool Writer::submit(Command command, Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= kQueueMax || stop_) return false;
    queue_.push_back({std::move(command), std::move(done), {}});
  }
  wake_.notify_one();
  return true;
}

Outcome Writer::run(Command command) {
  auto promise = std::make_shared<std::promise<Outcome>>();
  auto future = promise->get_future();
  if (!submit(std::move(command), [promise](Outcome outcome) { promise->set_value(std::move(outcome)); })) {
    Outcome outcome;
    outcome.problems = {{"busy", "", {}}};
    return outcome;
  }
  return future.get();
}

void Writer::between(std::function<void(db::Connection&)> work) {
  std::promise<void> promise;
  auto future = promise.get_future();
  {
    const std::lock_guard lock(mutex_);
    if (stop_) throw std::runtime_error("the writer has stopped");
    queue_.push_back({std::nullopt, {}, [&] {
      try {
        work(*connection_);
        promise.set_value();
      } catch (...) {
        promise.set_exception(std::current_exception());
      }
    }});
  }
  wake_.notify_one();
  future.get();
}

Outcome Writer::note(base::County county, Note note, std::vector<db::Call> calls, std::vector<Written> written) {
  Outcome outcome;
  between([&](db::Connection&) { outcome = batch_writer_.run_note(county, note, std::move(calls), std::move(written)); });
  return outcome;
}

Outcome Writer::act(base::County first, const std::string& id, const std::string& account, const std::string& body_hash, const Act& act) {
  Outcome outcome;
  between([&](db::Connection&) { outcome = batch_writer_.run_act(first, id, account, body_hash, act); });
  return outcome;
}

std::optional<Outcome> Writer::known(base::County county, const std::string& command, const std::string& account, const std::string& body_hash) {
  std::optional<Outcome> outcome;
  between([&](db::Connection&) { outcome = batch_writer_.known(county, command, account, body_hash); });
  return outcome;
}

void Writer::loop() {
  for (;;) {
    std::vector<Queued> taken;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stop_ || !queue_.empty(); });
      if (queue_.empty()) return;   // stopped, and all is answered
      while (!queue_.empty() && taken.size() < kBatchMax) {
        if (queue_.front().work && !taken.empty()) break;
        taken.push_back(std::move(queue_.front()));
        queue_.pop_front();
        if (taken.back().work) break;
      }
    }
    if (taken.front().work) taken.front().work();
    else work_off(taken);
  }
}

void Writer::work_off(std::vector<Queued>& taken) {
  std::vector<const Command*> commands;
  for (const Queued& each : taken) commands.push_back(&*each.command);
  std::vector<Outcome> outcomes(taken.size());
  try {
    outcomes = batch_writer_.run(commands);
    ++batches_;
  } catch (const std::exception& failure) {   // the machine could not, for any of them
    for (Outcome& outcome : outcomes) {
      outcome = {};
      outcome.problems = {{"machine", "", {}}};
      outcome.failure = failure.what();
    }
  }
  for (size_t i = 0; i < taken.size(); ++i) {
    if (listener_ && outcomes[i].accepted && !outcomes[i].again && !taken[i].command->dry_run) {
      listener_(outcomes[i]);
      for (const Outcome& beside : outcomes[i].beside) listener_(beside);
    }
    taken[i].done(std::move(outcomes[i]));
  }
}

}  // namespace halfsky::engine
