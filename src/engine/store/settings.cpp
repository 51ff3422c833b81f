// Names as they were from the first version on: a database keeps them.
#include "engine/store/settings.hpp"

namespace halfsky::engine::setting {

std::string days_by_hand(int year) { return "calendar." + std::to_string(year); }
std::string looked_until(const std::string& rhythm) { return "calendar " + rhythm; }
std::string verified(base::County county) { return "verified/" + std::to_string(county); }
std::string filled(const std::string& field) { return "filled " + field; }

std::optional<std::string> find(db::Connection& connection, const std::string& name) {
  const db::Rows rows = connection.read({"select value from setting where name = ?1", {name}});
  return rows.empty() ? std::nullopt : std::optional(rows.text(0, 0));
}

db::Call keep(const std::string& name, const std::string& value) {
  return {"insert into setting (name, value) values (?1, ?2) on conflict (name) do update set value = excluded.value", {name, value}};
}

db::Call keep_first(const std::string& name, const std::string& value) {
  return {"insert into setting (name, value) values (?1, ?2) on conflict (name) do nothing", {name, value}};
}

}  // namespace halfsky::engine::setting
