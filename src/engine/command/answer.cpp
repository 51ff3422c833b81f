// Answers as JSON.
#include "engine/command/answer.hpp"

#include <algorithm>
#include <boost/json/array.hpp>

#include "engine/command/field_value.hpp"

namespace halfsky::engine {
namespace json = boost::json;

json::object answer_json(const Command& command, const Unit& unit) {
  constexpr size_t kRecordsShown = 1'000;
  json::array records;
  // Before a county has taken a record it is not told of it.
  const bool is_hers = !command.dry_run || std::none_of(command.steps.begin(), command.steps.end(), [](const Step& step) { return step.what == Step::What::take; });
  for (const RecordId& record : unit.order()) {
    if (records.size() == kRecordsShown || !is_hers) break;
    const Row& row = *unit.changes().at(record).after;
    json::object object{{"type", record.type->name}, {"record", record.id}, {"version", row.version}};
    object["stage"] = row.stage.empty() ? json::value(nullptr) : json::value(json::string(row.stage));
    if (row.struck) object["struck"] = true;
    if (const RowPtr& before = unit.changes().at(record).before; before && before->org != row.org) {   // handed over
      object["org"] = row.org;
      object["from_org"] = before->org;
    }
    if (command.dry_run && record.type->scoring)   // what the rubric would make of it
      for (const auto& field : record.type->fields)
        if (field->never_given) object[field->id] = json_of(row.fields[field->index], field->type.kind);
    records.push_back(std::move(object));
  }
  json::object answer{{"id", command.id}, {"ok", true}, {"county", command.county}, {"place", unit.place()}};
  if (command.dry_run) answer["dry_run"] = true;
  answer["changed"] = unit.order().size();
  answer["records"] = std::move(records);
  if (!unit.waiting().empty()) {
    json::array waiting;
    for (const Unit::Waiting& each : unit.waiting()) waiting.push_back(json::object{{"id", each.id}, {"record", each.record.empty() || !is_hers ? json::value(nullptr) : json::value(json::string(each.record))}, {"state", each.state}, {"to", each.to}});
    answer["handovers"] = std::move(waiting);
  }
  return answer;
}

json::object refusal_json(const std::string& id, const base::Problems& problems) {
  json::array list;
  for (const auto& problem : problems) {
    json::object args;
    for (const auto& [name, value] : problem.args) args[name] = value;
    list.push_back(json::object{{"code", problem.code}, {"path", problem.path}, {"args", std::move(args)}});
  }
  return {{"id", id}, {"ok", false}, {"problems", std::move(list)}};
}

}  // namespace halfsky::engine
