// The server over Boost.Beast: the only file that includes it. A session is one coroutine that reads like the protocol.
#include "http/server.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>

#include "base/result.hpp"
#include "http/beat.hpp"
#include "http/lane.hpp"
#include "http/standard_headers.hpp"
#include "http/target.hpp"
#include "http/unrouted.hpp"

namespace halfsky::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using tcp = asio::ip::tcp;
using asio::awaitable;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using TcpStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;
using Frame = std::shared_ptr<const std::string>;
using Channel = asio::experimental::concurrent_channel<void(error_code, Frame)>;

constexpr auto kTuple = asio::experimental::as_tuple(asio::use_awaitable);
constexpr size_t kReadBytes = 8 * 1024;
constexpr size_t kFramesWaitingMax = 64;            // of one client; then it is let go and comes again
constexpr size_t kBytesPerSecondMin = 16 * 1024;    // what a body is given time for
constexpr size_t kLingerBytesMax = 64 * 1024 * 1024;
constexpr auto kLingerTime = std::chrono::seconds(5);
constexpr auto kAcceptPause = std::chrono::milliseconds(100);

std::chrono::milliseconds time_for(std::chrono::milliseconds least, size_t bytes) {
  return least + std::chrono::seconds(bytes / kBytesPerSecondMin);
}

bool is_malformed(error_code error) {
  return error && error.category() == make_error_code(wire::error::bad_method).category() &&
         error != wire::error::end_of_stream && error != wire::error::partial_message;
}

class SessionBase {
 public:
  virtual ~SessionBase() = default;
  virtual void wake() = 0;                                   // for the stop: ends it where it only waits
  virtual std::shared_ptr<SessionBase> keep_alive() = 0;     // null where it is being destroyed
};

}  // namespace

struct Server::Core {
  Core(ServerOptions given, Router routes, Assets files)
      : options(std::move(given)), router(std::move(routes)), assets(std::move(files)),
        light(options.limits.light_threads, options.limits.light_waiting_max),
        heavy(options.limits.heavy_threads, options.limits.heavy_waiting_max),
        control(asio::make_strand(io)), acceptor(control), signals(control), stop_timer(control) {}

  void listen();
  void run();
  void stop();
  awaitable<void> accept_connections();
  void start_session(tcp::socket socket);
  void add(SessionBase* session);
  void remove(SessionBase* session);

  ServerOptions options;
  Router router;
  Assets assets;
  Lane light, heavy;
  std::mutex mutex;
  std::set<SessionBase*> sessions;  // under mutex
  std::atomic<bool> is_stopping{false};
  std::atomic<bool> has_ended{false};
  asio::io_context io;              // its going destroys what is left of the sessions; so it comes after what they use
  asio::strand<asio::io_context::executor_type> control;
  tcp::acceptor acceptor;
  asio::signal_set signals;
  asio::steady_timer stop_timer;
  std::optional<asio::ssl::context> tls;
};

namespace {

template <class Stream>
class Session final : public SessionBase, public std::enable_shared_from_this<Session<Stream>> {
 public:
  Session(Server::Core& core, Stream stream, std::string peer)
      : core_(core), limits_(core.options.limits), stream_(std::move(stream)), peer_(std::move(peer)) {
    core_.add(this);
  }
  ~Session() override { core_.remove(this); }

  static awaitable<void> run(std::shared_ptr<Session> self) {
    if (!co_await self->shake_hands()) co_return;
    while (co_await self->serve_one()) self->is_first_ = false;
    error_code ignored;
    self->socket().shutdown(tcp::socket::shutdown_both, ignored);
  }

  void wake() override {
    asio::post(stream_.get_executor(), [self = this->shared_from_this()] {
      if (self->may_be_cut_) beast::get_lowest_layer(self->stream_).cancel();
    });
  }

  std::shared_ptr<SessionBase> keep_alive() override { return this->weak_from_this().lock(); }

 private:
  using Parser = wire::request_parser<wire::string_body>;

  tcp::socket& socket() { return beast::get_lowest_layer(stream_).socket(); }
  void expect_within(std::chrono::milliseconds time) { beast::get_lowest_layer(stream_).expires_after(time); }

  awaitable<bool> shake_hands() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      expect_within(limits_.header);
      const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kTuple);
      co_return !error;
    } else {
      co_return true;
    }
  }

  // One request and its answer; false ends the connection.
  awaitable<bool> serve_one() {
    if (buffer_.size() == 0 && !co_await wait_for_more()) co_return false;
    Parser parser;
    parser.header_limit(static_cast<uint32_t>(limits_.header_bytes_max));
    parser.body_limit(boost::none);  // the route's, below
    expect_within(limits_.header);
    const auto [error, bytes] = co_await wire::async_read_header(stream_, buffer_, parser, kTuple);
    started_ = Clock::now();
    route_ = nullptr;
    if (error) co_return co_await refuse_header(error);

    const std::shared_ptr<Request> request = std::make_shared<Request>();
    std::optional<Answer> answer = find_route(parser, *request);
    const bool has_body = !parser.is_done();
    if (!answer && has_body) {
      answer = co_await admit(request);
      if (!answer) answer = co_await read_body(parser, *request);
      if (!answer && !parser.is_done()) co_return false;  // it went away
    }
    if (!answer) answer = co_await handle(request, has_body);
    if (route_ != nullptr) co_await wait_for_the_beat(started_, route_->answers_every);
    if (answer->events && answer->status == 200) {
      co_await stream_events(*request, *answer);
      co_return false;
    }
    const bool keeps = parser.keep_alive() && parser.is_done() && !core_.is_stopping;
    co_return co_await write(*request, *answer, keeps, parser.is_done());
  }

  awaitable<bool> wait_for_more() {
    if (core_.is_stopping) co_return false;
    may_be_cut_ = true;
    expect_within(is_first_ ? limits_.header : limits_.idle);
    const auto [error, bytes] = co_await stream_.async_read_some(buffer_.prepare(kReadBytes), kTuple);
    may_be_cut_ = false;
    if (error) co_return false;
    buffer_.commit(bytes);
    co_return true;
  }

  awaitable<bool> refuse_header(error_code error) {
    Request unknown;
    unknown.remote = peer_;
    if (error != wire::error::header_limit && !is_malformed(error)) co_return false;  // closed, or too slow
    const Answer answer = error == wire::error::header_limit ? problem_answer(431, "header_long") : problem_answer(400, "bad_request");
    co_return co_await write(unknown, answer, /*keeps*/ false, /*was_read*/ false);
  }

  // Fills the request from its header, and finds its route; an answer where there is none to run.
  std::optional<Answer> find_route(Parser& parser, Request& request) {
    const auto& head = parser.get();
    request.target = std::string(head.target());
    request.remote = peer_;
    for (const auto& field : head) request.headers.emplace_back(field.name_string(), field.value());
    if (core_.options.is_behind_proxy) request.remote = forwarded_address(request);
    const auto method = method_of(std::string_view(head.method_string().data(), head.method_string().size()));
    auto target = parse_target(request.target);
    if (!target) return problem_answer(400, "bad_request");
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    if (!method) return problem_answer(405, "no_such_method");
    request.method = *method;

    Router::Match match = core_.router.match(*method, target->segments);
    if (match.route == nullptr) return answer_without_route(request, match, core_.assets);
    route_ = match.route;
    request.path_params = std::move(match.params);
    const size_t body_bytes_max = route_->body_bytes_max;
    if (parser.content_length().value_or(0) > body_bytes_max) {
      Answer answer = problem_answer(413, "body_long");
      answer.headers.emplace_back("Halfsky-Bytes-Max", std::to_string(body_bytes_max));
      return answer;
    }
    parser.body_limit(body_bytes_max);
    return std::nullopt;
  }

  Lane& lane() { return route_->work == Work::heavy ? core_.heavy : core_.light; }

  // Work has a name before it is awaited, and requests are passed by reference: GCC 12 destroys what a lambda within a co_await
  // expression captures twice.
  awaitable<std::optional<Answer>> admit(const std::shared_ptr<Request>& request) {
    if (!core_.options.admit) co_return std::nullopt;
    if (!lane().enter()) co_return busy_answer();
    WorkOn<std::optional<Answer>> work = [&core = core_, route = route_, request](auto done) {
      done(core.options.admit(*route, *request));
    };
    auto refused = co_await on_lane<std::optional<Answer>>(lane(), std::move(work));
    co_return refused;
  }

  awaitable<std::optional<Answer>> read_body(Parser& parser, Request& request) {
    if (equal_ignoring_case(request.header("Expect"), "100-continue")) {
      static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      expect_within(limits_.write);
      const auto [error, bytes] = co_await asio::async_write(stream_, asio::buffer(kContinue), kTuple);
      if (error) co_return std::nullopt;
    }
    expect_within(time_for(limits_.body, parser.content_length().value_or(route_->body_bytes_max)));
    const auto [error, bytes] = co_await wire::async_read(stream_, buffer_, parser, kTuple);
    if (error == wire::error::body_limit) co_return problem_answer(413, "body_long");
    if (is_malformed(error)) co_return problem_answer(400, "bad_request");
    if (!error) request.body = std::move(parser.get().body());
    co_return std::nullopt;
  }

  awaitable<Answer> handle(const std::shared_ptr<Request>& request, bool is_admitted) {
    if (!lane().enter()) co_return busy_answer();
    WorkOn<Answer> work = [&admit = core_.options.admit, route = route_, request, is_admitted](auto done) {
      if (admit && !is_admitted)
        if (auto refused = admit(*route, *request)) return done(*std::move(refused));
      if (route->late_handler) return route->late_handler(request, std::move(done));
      done(route->handler(*request));
    };
    Answer answer = co_await on_lane<Answer>(lane(), std::move(work));
    co_return answer;
  }

  template <class Message>
  void set_headers(Message& message, const Answer& answer, bool keeps) {
    constexpr auto kTransport = std::is_same_v<Stream, TlsStream> ? Transport::tls : Transport::plain;
    message.version(11);
    message.result(static_cast<unsigned>(answer.status));
    message.reason(std::string(reason_of(answer.status)));
    for (const auto& [name, value] : headers_to_send(answer, kTransport)) message.insert(name, value);
    message.keep_alive(keeps);
  }

  awaitable<bool> write(const Request& request, const Answer& answer, bool keeps, bool was_read) {
    wire::response<wire::span_body<const char>> response;
    set_headers(response, answer, keeps);
    const std::string_view content = answer.content();
    const bool has_content = answer.status != 204 && answer.status != 304;
    if (has_content) {
      response.set(wire::field::content_type, answer.content_type);
      response.content_length(content.size());
    }
    const bool sends_content = has_content && request.method != Method::head;
    if (sends_content) response.body() = beast::span<const char>(content.data(), content.size());
    expect_within(time_for(limits_.write, content.size()));
    const auto [error, bytes] = co_await wire::async_write(stream_, response, kTuple);
    report(request, answer.status, sends_content ? content.size() : 0);
    if (error || keeps) co_return !error;
    if (!was_read) co_await linger();
    co_return false;
  }

  // Closing while the client still sends would reset the connection, and it would never see why it was refused.
  awaitable<void> linger() {
    error_code ignored;
    socket().shutdown(tcp::socket::shutdown_send, ignored);
    expect_within(kLingerTime);
    std::vector<char> rest(64 * 1024);
    for (size_t total = 0; total < kLingerBytesMax;) {
      const auto [error, bytes] = co_await beast::get_lowest_layer(stream_).async_read_some(asio::buffer(rest), kTuple);
      if (error) co_return;
      total += bytes;
    }
  }

  void report(const Request& request, int status, size_t body_bytes) {
    if (!core_.options.on_exchange) return;
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_);
    const std::string_view pattern = route_ == nullptr ? std::string_view() : std::string_view(route_->pattern);
    core_.options.on_exchange({request.remote, request.method, pattern, status, body_bytes, took});
  }

  awaitable<void> stream_events(const Request& request, const Answer& answer) {
    using namespace asio::experimental::awaitable_operators;
    wire::response<wire::empty_body> response;
    set_headers(response, answer, /*keeps*/ false);
    response.set(wire::field::content_type, "text/event-stream");
    response.set("X-Accel-Buffering", "no");  // else nginx waits for more
    expect_within(limits_.write);
    const auto [error, bytes] = co_await wire::async_write(stream_, response, kTuple);
    report(request, 200, 0);
    if (error || core_.is_stopping) co_return;
    const auto channel = std::make_shared<Channel>(stream_.get_executor(), kFramesWaitingMax);
    const auto sink = [channel](Frame frame) {
      if (frame && channel->try_send(error_code(), std::move(frame))) return true;
      channel->close();
      return false;
    };
    const auto subscription = answer.events->hub->subscribe(request.header("Last-Event-ID"), answer.events->view, sink, answer.events->account);
    may_be_cut_ = true;
    beast::get_lowest_layer(stream_).expires_never();
    co_await (until_closed() || send_frames(*channel) || send_comments(*channel, Clock::now() + limits_.events));
  }

  awaitable<void> until_closed() {
    char ignored[64];
    for (;;) {
      const auto [error, bytes] = co_await stream_.async_read_some(asio::buffer(ignored), kTuple);
      if (error) co_return;
    }
  }

  awaitable<void> send_frames(Channel& channel) {
    for (;;) {
      const auto [closed, frame] = co_await channel.async_receive(kTuple);
      if (closed) co_return;
      // The read that waits for the client's going has no deadline: this is for the write alone.
      expect_within(limits_.write);
      const auto [error, bytes] = co_await asio::async_write(stream_, asio::buffer(*frame), kTuple);
      if (error) co_return;
    }
  }

  // Through the channel, so that only one writes. A comment keeps proxies from cutting a silent stream.
  awaitable<void> send_comments(Channel& channel, Clock::time_point end) {
    static const auto kComment = std::make_shared<const std::string>(":\n\n");
    asio::steady_timer timer(stream_.get_executor());
    for (;;) {
      timer.expires_after(limits_.comment);
      const auto [error] = co_await timer.async_wait(kTuple);
      if (error || Clock::now() > end) co_return;
      channel.try_send(error_code(), kComment);
    }
  }

  Server::Core& core_;
  const Limits& limits_;
  Stream stream_;
  std::string peer_;
  beast::flat_buffer buffer_;
  const Route* route_ = nullptr;   // of the request in work
  Clock::time_point started_;
  bool is_first_ = true;
  bool may_be_cut_ = false;        // it only waits; read and written on the session's strand
};

}  // namespace

void Server::Core::listen() {
  try {
    if (!options.certificate_file.empty()) {
      tls.emplace(asio::ssl::context::tls_server);
      tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
      tls->use_certificate_chain_file(options.certificate_file);
      tls->use_private_key_file(options.private_key_file, asio::ssl::context::pem);
    }
    const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen(asio::socket_base::max_listen_connections);
  } catch (const boost::system::system_error& failure) {
    throw std::runtime_error("cannot listen on " + options.address + ":" + std::to_string(options.port) + ": " + failure.what());
  }
}

awaitable<void> Server::Core::accept_connections() {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(asio::make_strand(io), kTuple);
    if (is_stopping || !acceptor.is_open()) co_return;
    if (error) {  // out of descriptors: some will be free soon
      asio::steady_timer pause(control, kAcceptPause);
      co_await pause.async_wait(kTuple);
      continue;
    }
    start_session(std::move(socket));
  }
}

void Server::Core::start_session(tcp::socket socket) {
  {
    const std::lock_guard lock(mutex);
    if (sessions.size() >= options.limits.connections_max) return;  // closed
  }
  error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return;
  socket.set_option(tcp::no_delay(true), error);
  const auto start = [&](auto stream) {
    using Stream = decltype(stream);
    const auto executor = stream.get_executor();
    auto session = std::make_shared<Session<Stream>>(*this, std::move(stream), peer.address().to_string());
    asio::co_spawn(executor, Session<Stream>::run(std::move(session)), [](std::exception_ptr failure) {
      try {
        if (failure) std::rethrow_exception(failure);
      } catch (const std::exception& problem) {
        spdlog::error("connection failed: {}", problem.what());
      }
    });
  };
  if (tls) start(TlsStream(TcpStream(std::move(socket)), *tls));
  else start(TcpStream(std::move(socket)));
}

void Server::Core::add(SessionBase* session) {
  const std::lock_guard lock(mutex);
  sessions.insert(session);
}

void Server::Core::remove(SessionBase* session) {
  const std::lock_guard lock(mutex);
  sessions.erase(session);
  if (is_stopping && !has_ended && sessions.empty()) asio::post(control, [this] { stop_timer.cancel(); });
}

void Server::Core::stop() {
  asio::post(control, [this] {
    if (is_stopping.exchange(true)) return;
    error_code ignored;
    acceptor.close(ignored);
    signals.cancel(ignored);
    // Woken without the lock: a session that ends takes it.
    std::vector<std::shared_ptr<SessionBase>> open;
    {
      const std::lock_guard lock(mutex);
      for (SessionBase* session : sessions)
        if (auto kept = session->keep_alive()) open.push_back(std::move(kept));
    }
    if (open.empty()) return;
    for (const auto& session : open) session->wake();
    stop_timer.expires_after(options.limits.stop);
    stop_timer.async_wait([this](error_code cancelled) {
      if (!cancelled) io.stop();
    });
  });
}

void Server::Core::run() {
  if (options.stops_on_signal) {
    signals.add(SIGTERM);
    signals.add(SIGINT);
    signals.async_wait([this](error_code cancelled, int) {
      if (!cancelled) stop();
    });
  }
  asio::co_spawn(control, accept_connections(), asio::detached);
  std::thread second([this] { io.run(); });
  io.run();
  second.join();
  has_ended = true;
  light.join();
  heavy.join();
}

Server::Server(ServerOptions options, Router router, Assets assets)
    : core_(std::make_unique<Core>(std::move(options), std::move(router), std::move(assets))) {
  core_->listen();
}

Server::~Server() = default;

uint16_t Server::port() const { return core_->acceptor.local_endpoint().port(); }
void Server::run() { core_->run(); }
void Server::stop() { core_->stop(); }

void Server::do_heavy_work(Done done, std::function<Answer()> work) {
  Lane& lane = core_->heavy;
  if (!lane.enter()) return done(busy_answer());
  lane.post([&lane, done = std::move(done), work = std::move(work)] {
    answering_failures([&] { done(work()); }, done);
    lane.leave();
  });
}

}  // namespace halfsky::http
