// Lists to events.
#include "app/demo/day_books.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/demo/desk.hpp"
#include "engine/command/json.hpp"

namespace halfsky::app::demo {
namespace json = boost::json;
namespace fs = std::filesystem;

namespace {


class DayBook {
 public:
  DayBook(Application& app, const std::string& file) : app_(app), file_(file), today_(app.engine().site().clock->today()) {
    std::ifstream stream(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    json::error_code error;
    const json::value parsed = json::parse(text, error);
    if (error || !parsed.is_object()) throw Surprise(file + " is no JSON object: " + error.message());
    book_ = parsed.as_object();
  }

  void open_accounts(std::ostream& out) {
    for (const json::object& account : list("accounts")) {
      const std::string login(engine::text_at(account, "login")), name(engine::text_at(account, "name")), role(engine::text_at(account, "role"));
      if (!app_.accounts().acting_as(login) && !app_.accounts().open("", login, name, kPassword, false)) throw Surprise("the account " + login + " can't be opened");
      std::string where;
      for (const json::value& code : account.at("orgs").as_array()) {
        const base::OrgId org = org_of(app_, std::string(code.as_string()));
        if (!app_.accounts().grant("", login, org, role, base::day_of({1990, 1, 1}), base::kDayMax)) throw Surprise("the role of " + login + " can't be granted");
        where += (where.empty() ? "" : "、") + app_.engine().site().orgs()->find(org)->name;
      }
      out << fmt::format("{:14} {:18} {:14} {}, {}\n", login, kPassword, role, name, where);
    }
  }

  std::vector<Event> events() const {
    std::vector<Event> result;
    for (const json::object& event : list("events")) {
      Event made;
      made.day = today_ + base::Day(event.at("day").to_number<int64_t>());
      made.login = engine::text_at(event, "as");
      made.type = engine::text_at(event, "type");
      made.move = engine::text_at(event, "move");
      made.record = record(std::string(engine::text_at(event, "record")));
      if (const auto code = engine::text_at(event, "org"); !code.empty()) made.org = org_of(app_, std::string(code));
      if (const json::value* values = event.if_contains("values")) made.values = plain(*values).as_object();
      made.together = fmt::format("{}/{}", file_, result.size());   // each a command of its own: what a later one reads is there
      result.push_back(std::move(made));
    }
    return result;
  }

  base::County county() const { return base::county_of(org_of(app_, std::string(engine::text_at(book_, "county")))); }

 private:
  std::vector<json::object> list(const char* key) const {
    std::vector<json::object> result;
    if (const json::value* entries = book_.if_contains(key))
      for (const json::value& entry : entries->as_array()) result.push_back(entry.as_object());
    return result;
  }

  std::string record(const std::string& name) const { return id_of(file_ + "/" + name); }

  json::value plain(const json::value& value) const {
    if (const json::string* text = value.if_string()) return text->starts_with("@") ? json::value(record(std::string(*text).substr(1))) : value;
    if (const json::array* list = value.if_array()) {
      json::array result;
      for (const json::value& item : *list) result.push_back(plain(item));
      return result;
    }
    const json::object* object = value.if_object();
    if (object == nullptr) return value;
    if (const json::value* org = object->if_contains("org"); org && object->size() == 1 && org->is_string()) return org_of(app_, std::string(org->as_string()));
    if (const json::value* day = object->if_contains("day"); day && object->size() == 1 && day->is_int64()) return json::value(day_text(today_ + base::Day(day->as_int64())));
    json::object result;
    for (const auto& member : *object) result[member.key()] = plain(member.value());
    return result;
  }

  Application& app_;
  std::string file_;
  base::Day today_;
  json::object book_;
};

}  // namespace

void live_day_books(Application& app, Hands& hands, std::ostream& out) {
  for (const auto& pack : app.engine().site().packs->packs) {
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(fs::path(pack->folder) / "demo", error))
      if (entry.path().extension() == ".json") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) {
      DayBook book(app, file);
      book.open_accounts(out);
      hands.make(book.events(), book.county());
    }
  }
}

}  // namespace halfsky::app::demo
