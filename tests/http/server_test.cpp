// The server as a client sees it: routes, limits, deadlines, refusals, the stop.
#include "http/server.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <stdexcept>

#include "client.hpp"

namespace halfsky::http {
namespace {

using std::chrono::milliseconds;

Route route(Method method, std::string pattern, Handler handler, size_t body_bytes_max = 0) {
  Route route;
  route.method = method;
  route.pattern = std::move(pattern);
  route.handler = std::move(handler);
  route.body_bytes_max = body_bytes_max;
  return route;
}

Answer text_answer(std::string text) {
  Answer answer;
  answer.content_type = "text/plain";
  answer.body = std::move(text);
  return answer;
}

std::vector<Route> echo_routes() {
  return {
      route(Method::get, "/api/v1/hello", [](const Request&) { return text_answer("hello"); }),
      route(Method::get, "/api/v1/records/{type}/{id}",
            [](const Request& request) {
              const std::string* page = request.query_value("page");
              return text_answer(request.path_params[0] + "|" + request.path_params[1] + "|" + (page ? *page : ""));
            }),
      route(Method::get, "/api/v1/records/{type}/new", [](const Request&) { return text_answer("a new one"); }),
      route(Method::post, "/api/v1/echo", [](const Request& request) { return text_answer(request.body); }, 1'000),
      route(Method::get, "/api/v1/throws", [](const Request&) -> Answer { throw std::runtime_error("on purpose"); }),
  };
}

TEST(Server, AnswersByRoute) {
  RunningServer running({}, echo_routes());
  Client client(running.port);
  EXPECT_TRUE(holds(client.get("/api/v1/hello"), "\r\n\r\nhello"));
  EXPECT_TRUE(holds(client.get("/api/v1/records/girl/%E6%9D%8E%2Fx?page=2%203&b=+"), "\r\n\r\ngirl|李/x|2 3"));
  EXPECT_TRUE(holds(client.get("/api/v1/records/girl/new"), "\r\n\r\na new one"));
  client.send("POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345");
  EXPECT_TRUE(holds(client.read_answer(), "\r\n\r\n12345"));
  client.send("POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_TRUE(holds(client.read_answer(), "\r\n\r\nabcde"));
}

TEST(Server, SaysWhatIsNotThere) {
  RunningServer running({}, echo_routes());
  Client client(running.port);
  const std::string missing = client.get("/api/v1/nothing");
  EXPECT_TRUE(starts(missing, "HTTP/1.1 404 "));
  EXPECT_TRUE(holds(missing, "application/problem+json"));
  EXPECT_TRUE(holds(missing, "\"code\":\"no_such_page\""));
  client.send("DELETE /api/v1/hello HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string wrong = client.read_answer();
  EXPECT_TRUE(starts(wrong, "HTTP/1.1 405 "));
  EXPECT_TRUE(holds(wrong, "Allow: GET, HEAD\r\n"));
  client.send("HEAD /api/v1/hello HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string head = client.read_answer(/*has_body*/ false);
  EXPECT_TRUE(starts(head, "HTTP/1.1 200 "));
  EXPECT_TRUE(holds(head, "Content-Length: 5\r\n"));
  EXPECT_TRUE(holds(client.get("/api/v1/hello"), "\r\n\r\nhello"));  // nothing of the body came after HEAD
}

TEST(Server, RefusesBrokenTargets) {
  RunningServer running({}, echo_routes());
  for (const char* target : {"/api/v1/hello?a=%", "/api/v1/hello?a=%zz", "/%ff", "/%00", "/api/v1/hello?%c3%28=1"})
    EXPECT_TRUE(starts(Client(running.port).get(target), "HTTP/1.1 400 ")) << target;
  Client client(running.port);
  client.send("this is not HTTP\r\n\r\n");
  EXPECT_TRUE(starts(client.read_all(), "HTTP/1.1 400 "));
}

TEST(Server, AnExceptionIsA500AndTheConnectionLives) {
  RunningServer running({}, echo_routes());
  Client client(running.port);
  const std::string failed = client.get("/api/v1/throws");
  EXPECT_TRUE(starts(failed, "HTTP/1.1 500 "));
  EXPECT_FALSE(holds(failed, "on purpose"));
  EXPECT_TRUE(holds(client.get("/api/v1/hello"), "hello"));
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  RunningServer running({}, echo_routes());
  Client client(running.port);
  client.send("GET /api/v1/records/a/1 HTTP/1.1\r\nHost: x\r\n\r\nGET /api/v1/records/b/2 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(holds(client.read_answer(), "a|1|"));
  EXPECT_TRUE(holds(client.read_answer(), "b|2|"));
  client.send("GET /api/v1/hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string last = client.read_all();
  EXPECT_TRUE(holds(last, "Connection: close"));
  EXPECT_TRUE(client.is_closed());
}

TEST(Server, SetsSafetyHeaders) {
  auto routes = echo_routes();
  routes.push_back(route(Method::get, "/inject", [](const Request& request) {
    Answer answer = text_answer("x");
    answer.headers.emplace_back("X-Echo", *request.query_value("v"));
    answer.headers.emplace_back("Cache-Control", "max-age=5");
    return answer;
  }));
  RunningServer running({}, routes);
  Client client(running.port);
  const std::string plain = client.get("/api/v1/hello");
  for (const char* header : {"Content-Security-Policy: default-src 'self'", "X-Content-Type-Options: nosniff",
                             "Referrer-Policy: no-referrer", "X-Frame-Options: DENY", "Cache-Control: no-store"})
    EXPECT_TRUE(holds(plain, header)) << header;
  const std::string injected = client.get("/inject?v=a%0d%0aSet-Cookie:%20b");
  EXPECT_TRUE(holds(injected, "X-Echo: aSet-Cookie: b\r\n"));
  EXPECT_TRUE(holds(injected, "Cache-Control: max-age=5"));
  EXPECT_FALSE(holds(injected, "no-store"));
}

TEST(Server, RefusesALongBodyBeforeReadingIt) {
  RunningServer running({}, echo_routes());
  Client client(running.port);
  client.send("POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n");
  EXPECT_TRUE(starts(client.read_answer(), "HTTP/1.1 413 "));
  EXPECT_TRUE(client.is_closed());
  Client chunked(running.port);
  chunked.send("POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2'000, 'x') + "\r\n0\r\n\r\n");
  EXPECT_TRUE(starts(chunked.read_answer(), "HTTP/1.1 413 "));
  Client bodiless(running.port);
  bodiless.send("GET /api/v1/hello HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n");
  EXPECT_TRUE(starts(bodiless.read_answer(), "HTTP/1.1 413 "));
}

TEST(Server, TheRefusalArrivesThoughTheClientSendsOn) {
  RunningServer running({}, echo_routes());
  Client client(running.port);
  client.send("POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n" + std::string(8'000'000, 'x'));
  EXPECT_TRUE(starts(client.read_answer(), "HTTP/1.1 413 "));
}

TEST(Server, RefusesALongHeader) {
  RunningServer running({}, echo_routes());
  Client client(running.port);
  client.send("GET /api/v1/hello HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(20'000, 'x') + "\r\n\r\n");
  EXPECT_TRUE(starts(client.read_answer(), "HTTP/1.1 431 "));
}

TEST(Server, AsksForTheBodyOnlyWhenItWantsIt) {
  RunningServer running({}, echo_routes());
  Client client(running.port);
  client.send("POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_TRUE(holds(client.read_answer(), "\r\n\r\nabc"));
  client.send("POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3000\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_TRUE(starts(client.read_answer(), "HTTP/1.1 413 "));
}

TEST(Server, AdmitsBeforeTheBody) {
  ServerOptions options;
  options.admit = [](const Route& route, Request& request) -> std::optional<Answer> {
    if (route.admission == Admission::anyone) return std::nullopt;
    if (request.cookie("session") != "good") return problem_answer(401, "sign_in");
    request.caller = std::string("wang");
    return std::nullopt;
  };
  auto whoami = [](const Request& request) { return text_answer(std::any_cast<std::string>(request.caller)); };
  RunningServer running(options, {route(Method::post, "/who", whoami, 100), route(Method::get, "/who", whoami)});
  Client stranger(running.port);
  stranger.send("POST /who HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n");  // its body never comes
  EXPECT_TRUE(starts(stranger.read_answer(), "HTTP/1.1 401 "));
  Client member(running.port);
  member.send("POST /who HTTP/1.1\r\nHost: x\r\nCookie: a=b; session=good\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_TRUE(holds(member.read_answer(), "\r\n\r\nwang"));
  EXPECT_TRUE(holds(member.get("/who", "Cookie: session=good\r\n"), "\r\n\r\nwang"));
  EXPECT_TRUE(starts(member.get("/who"), "HTTP/1.1 401 "));
}

TEST(Server, LateAnswersComeFromAnyThread) {
  std::vector<std::thread> others;
  Route late;
  late.pattern = "/late";
  late.late_handler = [&](std::shared_ptr<const Request> request, Done done) {
    others.emplace_back([request, done] { done(text_answer("late " + request->path)); });
  };
  Route dropped;
  dropped.pattern = "/dropped";
  dropped.late_handler = [](std::shared_ptr<const Request>, Done) {};
  RunningServer running({}, {late, dropped});
  Client client(running.port);
  EXPECT_TRUE(holds(client.get("/late"), "\r\n\r\nlate /late"));
  EXPECT_TRUE(starts(client.get("/dropped"), "HTTP/1.1 500 "));
  for (auto& other : others) other.join();
}

// A door that holds handlers until it is opened.
class Door {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return is_open_; });
  }
  void wait_for(int waiting) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= waiting; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_open_ = false;
  int waiting_ = 0;
};

Route door_route(Door& door) {
  return route(Method::get, "/door", [&door](const Request&) {
    door.pass();
    return text_answer("through");
  });
}

TEST(Server, SaysBusyWhenItsPlacesAreTaken) {
  Door door;
  ServerOptions options;
  options.limits.light_threads = 2;
  options.limits.light_waiting_max = 2;
  auto routes = echo_routes();
  routes.push_back(door_route(door));
  RunningServer running(options, routes);
  Client first(running.port), second(running.port), third(running.port);
  first.send("GET /door HTTP/1.1\r\nHost: x\r\n\r\n");
  second.send("GET /door HTTP/1.1\r\nHost: x\r\n\r\n");
  door.wait_for(2);
  const std::string busy = third.get("/api/v1/hello");
  EXPECT_TRUE(starts(busy, "HTTP/1.1 503 "));
  EXPECT_TRUE(holds(busy, "Retry-After: 1\r\n"));
  door.open();
  EXPECT_TRUE(holds(first.read_answer(), "through"));
  EXPECT_TRUE(holds(second.read_answer(), "through"));
  EXPECT_TRUE(holds(third.get("/api/v1/hello"), "hello"));
}

TEST(Server, EndsSlowAndSilentClients) {
  ServerOptions options;
  options.limits.header = milliseconds(150);
  options.limits.body = milliseconds(150);
  options.limits.idle = milliseconds(150);
  RunningServer running(options, echo_routes());
  Client silent(running.port), half_header(running.port), half_body(running.port), idle(running.port);
  half_header.send("GET /api/v1/hello HTTP/1.1\r\nHo");
  half_body.send("POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123");
  EXPECT_TRUE(holds(idle.get("/api/v1/hello"), "hello"));
  EXPECT_TRUE(silent.is_closed());
  EXPECT_TRUE(half_header.is_closed());
  EXPECT_TRUE(half_body.is_closed());
  EXPECT_TRUE(idle.is_closed());
}

TEST(Server, StopsAfterAnsweringWhatIsInWork) {
  Door door;
  auto routes = echo_routes();
  routes.push_back(door_route(door));
  auto running = std::make_unique<RunningServer>(ServerOptions{}, routes);
  Client idle(running->port), working(running->port);
  EXPECT_TRUE(holds(idle.get("/api/v1/hello"), "hello"));
  working.send("GET /door HTTP/1.1\r\nHost: x\r\n\r\n");
  door.wait_for(1);
  running->server.stop();
  EXPECT_TRUE(idle.is_closed());
  door.open();
  const std::string answer = working.read_answer();
  EXPECT_TRUE(holds(answer, "through"));
  EXPECT_TRUE(holds(answer, "Connection: close"));
  running->thread.join();
}

TEST(Server, StopsInTimeThoughARequestHangs) {
  Door door;
  ServerOptions options;
  options.limits.stop = milliseconds(100);
  RunningServer running(options, {door_route(door)});
  Client working(running.port);
  working.send("GET /door HTTP/1.1\r\nHost: x\r\n\r\n");
  door.wait_for(1);
  running.server.stop();
  std::thread opener([&] {
    std::this_thread::sleep_for(milliseconds(400));  // the handler ends long after the stop's time
    door.open();
  });
  running.stop();
  opener.join();
}

TEST(Server, ReportsEachExchange) {
  std::promise<Exchange> reported;
  ServerOptions options;
  options.is_behind_proxy = true;
  options.on_exchange = [&](const Exchange& exchange) { reported.set_value(exchange); };
  RunningServer running(options, echo_routes());
  Client client(running.port);
  client.get("/api/v1/records/girl/1", "X-Forwarded-For: 6.6.6.6, 10.0.0.9\r\n");
  const Exchange exchange = reported.get_future().get();
  EXPECT_EQ(exchange.remote, "10.0.0.9");
  EXPECT_EQ(exchange.route, "/api/v1/records/{type}/{id}");
  EXPECT_EQ(exchange.status, 200);
  EXPECT_EQ(exchange.body_bytes, 7u);
}

TEST(Server, ManyClientsAtOnce) {
  RunningServer running({}, echo_routes());
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      Client client(running.port);
      for (int j = 0; j < 300; ++j) good += holds(client.get("/api/v1/records/a/" + std::to_string(i * 1'000 + j)), "a|" + std::to_string(i * 1'000 + j) + "|");
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 2'400);
}

TEST(Server, SaysWhenItCannotListen) {
  RunningServer running({}, echo_routes());
  ServerOptions options;
  options.address = "256.0.0.1";
  EXPECT_THROW(Server(options, Router({}), {}), std::runtime_error);
  options.address = "127.0.0.1";
  options.certificate_file = "/nowhere.pem";
  EXPECT_THROW(Server(options, Router({}), {}), std::runtime_error);
}

TEST(Server, SpeaksTls) {
  char folder[] = "/tmp/halfsky-tls-XXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  const std::string key = std::string(folder) + "/key.pem", certificate = std::string(folder) + "/cert.pem";
  const std::string make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -keyout " +
                           key + " -out " + certificate + " 2>/dev/null";
  if (std::system(make.c_str()) != 0) GTEST_SKIP() << "no openssl program";
  ServerOptions options;
  options.certificate_file = certificate;
  options.private_key_file = key;
  RunningServer running(options, echo_routes());
  const std::string ask = "curl -s -i --max-time 5 --cacert " + certificate + " https://localhost:" + std::to_string(running.port) + "/api/v1/hello";
  FILE* pipe = popen(ask.c_str(), "r");
  std::string answer(4'096, '\0');
  answer.resize(fread(answer.data(), 1, answer.size(), pipe));
  pclose(pipe);
  EXPECT_TRUE(holds(answer, "hello")) << answer;
  EXPECT_TRUE(holds(answer, "Strict-Transport-Security"));
  EXPECT_EQ(std::system(("rm -r " + std::string(folder)).c_str()), 0);
}

}  // namespace
}  // namespace halfsky::http
