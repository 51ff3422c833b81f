// The web client's built files, embedded in the binary and compressed at build time: negotiation, ETag, caching.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace halfsky::http {

struct Asset {
  std::string path;           // "/assets/index-4f2a.js"
  std::string content_type;
  std::string_view identity;  // all live as long as the program
  std::string_view gzip;      // empty: not worth it
  std::string_view brotli;
  std::string etag;           // a hash, without quotes
};

class Assets {
 public:
  Assets() = default;
  // `page` is the path of the client's page ("/index.html"): it is also the answer to "/" and to every path of the client's own
  // (not under /api/ or /assets/, and no file name at the top: /sw.js).
  Assets(std::vector<Asset> assets, std::string page);

  // REQUIRES: GET or HEAD. Nothing where there is no such file.
  std::optional<Answer> answer(const Request& request) const;

 private:
  const Asset* find(std::string_view path) const;

  std::map<std::string, Asset, std::less<>> assets_;
  std::string page_;
};

}  // namespace halfsky::http
