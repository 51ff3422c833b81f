// Wires the server to the engine: routes, admission, live events, the clock's thread.
#include "app/serve.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json/serialize.hpp>

#include <condition_variable>
#include <iostream>
#include <thread>

#include "app/embedded.hpp"
#include "capabilities/tell/file_courier.hpp"
#include "http/admission.hpp"
#include "http/live_events.hpp"
#include "http/server.hpp"

namespace halfsky::app {
namespace {

constexpr std::chrono::seconds kClockStep{30};

// Works off what is due, every half minute.
class ClockThread {
 public:
  explicit ClockThread(engine::Engine& engine) : thread_([this, &engine] { loop(engine); }) {}
  ~ClockThread() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

 private:
  void loop(engine::Engine& engine) {
    std::unique_lock lock(mutex_);
    while (!stop_) {
      lock.unlock();
      try {
        const size_t ran = engine.run_clock();
        if (ran > 0) spdlog::info("clock: {} commands", ran);
      } catch (const std::exception& failure) {
        spdlog::error("clock: {}; tried again in {} s", failure.what(), kClockStep.count());
      }
      lock.lock();
      wake_.wait_for(lock, kClockStep, [this] { return stop_; });
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

std::unique_ptr<engine::Delivery> delivery_of(engine::Engine& engine, const ServeOptions& options) {
  if (options.tell_file.empty()) return nullptr;
  auto delivery = std::make_unique<engine::Delivery>(engine, std::make_unique<tell::FileCourier>(options.tell_file));
  delivery->on_failure([](const std::string& said) {
    if (said.empty()) spdlog::info("told lines are carried again");
    else spdlog::warn("told lines wait: {}", said);
  });
  return delivery;
}

}  // namespace

int serve(Application& app, const ServeOptions& options) {
  spdlog::set_default_logger(spdlog::stderr_logger_mt("halfsky"));
  const http::Texts texts(embedded_problems_zh(), embedded_problems_en());
  const engine::Site& site = app.engine().site();
  http::EventHub events(uint64_t(site.clock->now()), [&site] { return uint64_t(site.clock->now()); });
  http::Service service{app.engine(), app.accounts(), app.ledger(), app.reports(), app.figures(), app.jobs(), events, texts, app.forms()};
  const std::unique_ptr<engine::Delivery> delivery = delivery_of(app.engine(), options);
  app.engine().writer().on_written([&events, &site, carrier = delivery.get()](const engine::Outcome& outcome) {
    if (carrier) carrier->wake();
    http::tell_live(events, site, outcome);
  });
  app.accounts().on_changed([&events](const std::string& account) { events.end_streams_of(account); });
  app.jobs().on_change([&events, &app](const engine::Job& job) {
    events.publish({"job", boost::json::serialize(engine::job_json(app.engine().site(), job)), job.org, "", job.account});
  });
  http::ServerOptions server_options;
  server_options.address = options.address;
  server_options.port = options.port;
  server_options.certificate_file = options.certificate;
  server_options.private_key_file = options.key;
  server_options.is_behind_proxy = options.behind_proxy;
  server_options.stops_on_signal = true;
  server_options.admit = [&service](const http::Route& route, http::Request& request) { return http::admit(service, route, request); };
  {
    http::Server server(std::move(server_options), http::Router(http::routes(service)), http::Assets(embedded_assets(), "/index.html"));
    service.do_heavy_work = [&server](http::Done done, std::function<http::Answer()> work) { server.do_heavy_work(std::move(done), std::move(work)); };
    const ClockThread clock(app.engine());
    app.jobs().start();
    if (delivery) delivery->start();
    std::cerr << "halfsky: http://" + options.address + ":" + std::to_string(server.port()) + "\n";   // one write, for those who wait for it
    server.run();
    app.jobs().stop();
    if (delivery) delivery->stop();
    app.engine().stop();   // late answers come before the server goes
  }
  return 0;
}

}  // namespace halfsky::app
