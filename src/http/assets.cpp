// The web client's built files.
#include "http/assets.hpp"

#include "base/text.hpp"

namespace halfsky::http {

namespace {

// Named in Accept-Encoding, and not with q=0.
bool accepts(std::string_view accept_encoding, std::string_view coding) {
  for (const std::string& part : base::split(accept_encoding, ',')) {
    const std::string one = base::trim(part);
    const size_t semicolon = one.find(';');
    if (!equal_ignoring_case(base::trim(one.substr(0, semicolon)), coding)) continue;
    if (semicolon == std::string::npos) return true;
    const std::string weight = base::trim(one.substr(semicolon + 1));
    return weight.find_first_of("123456789") != std::string::npos;
  }
  return false;
}

bool has_etag(std::string_view if_none_match, std::string_view quoted) {
  for (const std::string& part : base::split(if_none_match, ',')) {
    std::string one = base::trim(part);
    if (one.starts_with("W/")) one.erase(0, 2);
    if (one == quoted || one == "*") return true;
  }
  return false;
}

}  // namespace

Assets::Assets(std::vector<Asset> assets, std::string page) : page_(std::move(page)) {
  for (Asset& asset : assets) {
    std::string path = asset.path;
    assets_.emplace(std::move(path), std::move(asset));
  }
}

const Asset* Assets::find(std::string_view path) const {
  if (const auto found = assets_.find(path); found != assets_.end()) return &found->second;
  // A page's path may end in a type's name, which has a dot (/r/spring_bud.girl); files of our own lie at the top or under /assets/.
  const std::string_view last = path.substr(path.rfind('/'));
  const bool is_file = last.find('.') != std::string_view::npos && path.rfind('/') == 0;
  const bool is_clients_own = !path.starts_with("/api/") && !path.starts_with("/assets/") && !is_file;
  if (!is_clients_own) return nullptr;
  const auto page = assets_.find(page_);
  return page == assets_.end() ? nullptr : &page->second;
}

std::optional<Answer> Assets::answer(const Request& request) const {
  const Asset* asset = find(request.path);
  if (asset == nullptr) return std::nullopt;
  Answer answer;
  const std::string etag = '"' + asset->etag + '"';
  answer.content_type = asset->content_type;
  answer.headers.emplace_back("ETag", etag);
  answer.headers.emplace_back("Vary", "Accept-Encoding");
  // The build names what lies in /assets/ after its content.
  const bool never_changes = asset->path.starts_with("/assets/");
  const bool leaves_nothing = request.path == "/p/s" || request.path.starts_with("/p/s/");   // the page for women at risk: no browser keeps it
  answer.headers.emplace_back("Cache-Control", never_changes ? "public, max-age=31536000, immutable" : leaves_nothing ? "no-store" : "no-cache");
  if (has_etag(request.header("If-None-Match"), etag)) {
    answer.status = 304;
    return answer;
  }
  const std::string_view accept_encoding = request.header("Accept-Encoding");
  if (!asset->brotli.empty() && accepts(accept_encoding, "br")) {
    answer.shared_body = asset->brotli;
    answer.headers.emplace_back("Content-Encoding", "br");
  } else if (!asset->gzip.empty() && accepts(accept_encoding, "gzip")) {
    answer.shared_body = asset->gzip;
    answer.headers.emplace_back("Content-Encoding", "gzip");
  } else {
    answer.shared_body = asset->identity;
  }
  return answer;
}

}  // namespace halfsky::http
