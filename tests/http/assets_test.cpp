// The client's files: which form is sent, what may be kept, which path is the page's.
#include "http/assets.hpp"

#include <gtest/gtest.h>

namespace halfsky::http {
namespace {

Assets assets() {
  return Assets({{"/index.html", "text/html; charset=utf-8", "page", "page.gz", "page.br", "p1"},
                 {"/assets/app-1.js", "text/javascript", "script", "script.gz", "", "s1"},
                 {"/sw.js", "text/javascript", "worker", "", "", "w1"}},
                "/index.html");
}

Request get(std::string path, Fields headers = {}) {
  Request request;
  request.path = std::move(path);
  request.headers = std::move(headers);
  return request;
}

TEST(Assets, TheBestFormThatTheClientTakes) {
  const auto body = [](std::string accept) {
    return std::string(assets().answer(get("/index.html", {{"accept-encoding", std::move(accept)}}))->content());
  };
  EXPECT_EQ(body(""), "page");
  EXPECT_EQ(body("gzip, deflate, br"), "page.br");
  EXPECT_EQ(body("gzip"), "page.gz");
  EXPECT_EQ(body("br;q=0, gzip;q=0.5"), "page.gz");
  EXPECT_EQ(body("identity"), "page");
  EXPECT_EQ(*assets().answer(get("/index.html", {{"Accept-Encoding", "br"}}))->header("Content-Encoding"), "br");
  EXPECT_EQ(assets().answer(get("/sw.js", {{"Accept-Encoding", "br"}}))->header("Content-Encoding"), nullptr);
}

TEST(Assets, KeptByTheClient) {
  EXPECT_EQ(*assets().answer(get("/assets/app-1.js"))->header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(*assets().answer(get("/sw.js"))->header("Cache-Control"), "no-cache");
  EXPECT_EQ(*assets().answer(get("/sw.js"))->header("ETag"), "\"w1\"");
  EXPECT_EQ(assets().answer(get("/sw.js", {{"If-None-Match", "\"x\", W/\"w1\""}}))->status, 304);
  EXPECT_EQ(assets().answer(get("/sw.js", {{"If-None-Match", "\"w2\""}}))->status, 200);
}

TEST(Assets, EveryPathOfTheClientsOwnIsThePage) {
  for (const char* path : {"/", "/today", "/records/girl/7"}) EXPECT_EQ(assets().answer(get(path))->content(), "page") << path;
  for (const char* path : {"/api/v1/x", "/assets/gone", "/favicon.ico"}) EXPECT_FALSE(assets().answer(get(path))) << path;
  EXPECT_FALSE(Assets().answer(get("/")));
}

}  // namespace
}  // namespace halfsky::http
