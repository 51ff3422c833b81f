// Worker threads with a bounded number of requests on them. Private to the server.
#pragma once

#include <atomic>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>

#include <spdlog/spdlog.h>

#include "db/connection.hpp"
#include "http/message.hpp"
#include "http/unrouted.hpp"

namespace halfsky::http {

class Lane {
 public:
  Lane(size_t threads, size_t places) : places_(places), pool_(threads) {}

  // Takes a place until leave(); false where all are taken. A place is held until the answer is there, so that a queue behind
  // the worker (the writer's) is bounded too.
  bool enter() {
    if (taken_.fetch_add(1) < places_) return true;
    taken_.fetch_sub(1);
    return false;
  }
  void leave() { taken_.fetch_sub(1); }

  template <class Function>
  void post(Function function) { boost::asio::post(pool_, std::move(function)); }

  void join() { pool_.join(); }

 private:
  const size_t places_;
  std::atomic<size_t> taken_{0};
  boost::asio::thread_pool pool_;
};

// One piece of work on a lane whose outcome goes back to the coroutine that waits for it: once, also when it is dropped.
template <class Outcome, class Waiting>
class Completion {
 public:
  Completion(Waiting waiting, Lane& lane)
      : waiting_(std::move(waiting)), executor_(boost::asio::get_associated_executor(waiting_)), work_(executor_), lane_(lane) {}
  ~Completion() { complete(problem_answer(500, "internal")); }
  Completion(const Completion&) = delete;
  Completion& operator=(const Completion&) = delete;

  void complete(Outcome outcome) {
    if (done_.exchange(true)) return;
    lane_.leave();
    boost::asio::post(executor_, [waiting = std::move(waiting_), outcome = std::move(outcome)]() mutable {
      waiting(std::move(outcome));
    });
    work_.reset();
  }

 private:
  Waiting waiting_;
  boost::asio::associated_executor_t<Waiting> executor_;
  boost::asio::executor_work_guard<boost::asio::associated_executor_t<Waiting>> work_;
  Lane& lane_;
  std::atomic<bool> done_{false};
};

template <class Outcome>
using WorkOn = std::function<void(std::function<void(Outcome)> done)>;

// Does the work; where it fails, `answer` is called with what the caller is told.
template <class Function, class Tell>
void answering_failures(Function work, Tell answer) {
  try {
    work();
  } catch (const db::Unavailable& failure) {   // the database is away for a while, or too slow
    spdlog::warn("not now: {}", failure.what());
    answer(busy_answer());
  } catch (const std::exception& failure) {
    spdlog::error("request failed: {}", failure.what());
    answer(problem_answer(500, "internal"));
  }
}

// REQUIRES: a place on the lane is taken.
template <class Outcome>
boost::asio::awaitable<Outcome> on_lane(Lane& lane, WorkOn<Outcome> work) {
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(Outcome)>(
      [&lane, work = std::move(work)](auto waiting) mutable {
        const auto completion = std::make_shared<Completion<Outcome, decltype(waiting)>>(std::move(waiting), lane);
        lane.post([completion, work = std::move(work)] {
          answering_failures([&] { work([completion](Outcome outcome) { completion->complete(std::move(outcome)); }); },
                             [&](Answer answer) { completion->complete(std::move(answer)); });
        });
      },
      boost::asio::use_awaitable);
}

}  // namespace halfsky::http
