// Photos and papers: kept, and shown to whoever may look at them.
#include <boost/json/object.hpp>

#include <algorithm>

#include "base/text.hpp"
#include "engine/command/files.hpp"
#include "engine/query/file_page.hpp"
#include "http/replies.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr size_t kFileBytesMax = 10 << 20;
constexpr std::string_view kTypes[] = {"image/jpeg", "image/png", "image/webp", "application/pdf"};

// What a file says at its beginning.
bool begins_as(std::string_view content, std::string_view type) {
  const std::string_view head = content.substr(0, 12);
  return (type == "image/jpeg" && head.starts_with("\xff\xd8\xff")) || (type == "image/png" && head.starts_with("\x89PNG")) || (type == "application/pdf" && head.starts_with("%PDF")) ||
         (type == "image/webp" && head.starts_with("RIFF") && head.substr(8) == "WEBP");
}

Answer send_file(Service& service, const Request& request) {
  const Caller& caller = caller_of(request);
  const std::string type(request.header("Content-Type"));
  if (std::find(std::begin(kTypes), std::end(kTypes), type) == std::end(kTypes))
    return refused(service, request, {{"content_type", "", {{"got", base::beginning(type, 60)}, {"expected", "image/jpeg, image/png, image/webp, application/pdf"}}}});
  if (!begins_as(request.body, type)) return refused(service, request, {{"file_is_other", "", {{"expected", type}}}});
  const auto kept = engine::keep_file(service.engine, engine::county_of_viewer(service.engine.site(), caller.who), caller.who.account, {"", query(request, "name"), type, std::string(request.body)});
  if (!kept) return refused(service, request, kept.problems());
  return json_answer(json::object{{"id", *kept}}, 201);
}

Answer get_file(Service& service, const Request& request) {
  auto file = service.engine.reading([&](db::Connection& c) { return engine::open_file(service.engine.site(), c, caller_of(request).who, request.path_params[0]); });
  if (!file) return refused(service, request, {{"no_such_file", "", {}}});
  Answer answer;
  answer.content_type = std::move(file->media_type);
  answer.body = std::move(file->content);
  answer.headers.emplace_back("Cache-Control", "private, no-store");
  return answer;
}

}  // namespace

void add_file_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.method = Method::post, .pattern = "/api/v1/files", .work = Work::heavy, .body_bytes_max = kFileBytesMax,
                    .handler = [&service](const Request& request) { return send_file(service, request); },
                    .name = "fileSend", .summary = "A photo or paper", .tag = "files", .answer_schema = "FileSent", .query = {{"name", "what the file is called"}}, .body_type = "image/*", .answer_status = 201});
  routes.push_back({.pattern = "/api/v1/files/{id}",
                    .handler = [&service](const Request& request) { return get_file(service, request); },
                    .name = "fileGet", .summary = "A photo or paper", .tag = "files", .answer_type = "application/octet-stream"});
}

}  // namespace halfsky::http
