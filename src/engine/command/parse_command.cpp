// JSON to Command.
#include <boost/json/serialize.hpp>

#include "base/text.hpp"
#include "base/uuid.hpp"
#include "engine/command/command.hpp"
#include "engine/command/json.hpp"

namespace halfsky::engine {
namespace json = boost::json;
using base::Problem;
using base::Problems;

namespace {

constexpr base::County kCountyMax = 999'999'999;   // nine digits of an org's fifteen

class Parser {
 public:
  Parser(const Site& site, const Acting& who, const json::object& body) : site_(site), orgs_(site.orgs()), body_(body) { command_.who = who; }

  base::Result<Command> run() {
    command_.id = std::string(text_at(body_, "id"));
    if (command_.id.empty()) problem("required", "id");
    else if (!base::is_uuid(command_.id)) problem("not_an_id", "id", {{"got", base::beginning(command_.id, 60)}});
    command_.body_hash = site_.keyring->suite().hash(json::serialize(body_));
    if (const json::value* dry = body_.if_contains("dry_run")) {
      if (dry->is_bool()) command_.dry_run = dry->as_bool(); else problem("not_a_flag", "dry_run");
    }
    static constexpr std::string_view kKeys[] = {"id", "steps", "type", "move", "record", "records", "org", "day", "values", "saw", "base", "reason", "handover", "county", "editions", "edition", "dry_run"};
    unknown_keys(body_, kKeys, "");
    read_editions();
    read_steps();
    if (problems_.empty()) find_county();
    if (!problems_.empty()) return problems_;
    return std::move(command_);
  }

 private:
  void problem(std::string code, std::string path, std::vector<std::pair<std::string, std::string>> args = {}) {
    problems_.push_back({std::move(code), std::move(path), std::move(args)});
  }

  void unknown_keys(const json::object& object, std::span<const std::string_view> known, const std::string& path) {
    for (const auto& member : object) {
      const std::string key(member.key());
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      problem("unknown_key", path + key, {{"key", key}, {"meant", base::nearest(key, {known.begin(), known.end()}).value_or("")}});
    }
  }

  // { "editions": { "spring_bud": 3 } }, or one number for all: which packs the client had when the command was made.
  void read_editions() {
    const auto take = [&](const std::string& programme, const json::value& value, const std::string& path) {
      if (value.is_int64() && value.as_int64() >= 1) editions_[programme] = value.as_int64(); else problem("whole_number", path);
    };
    if (const json::value* one = body_.if_contains("edition")) take("", *one, "edition");
    const json::value* editions = body_.if_contains("editions");
    if (editions == nullptr || editions->is_null()) return;
    if (!editions->is_object()) return problem("not_an_object", "editions");
    for (const auto& member : editions->as_object()) take(std::string(member.key()), member.value(), "editions." + std::string(member.key()));
  }

  bool is_older(const lang::RecordType& type) const {
    auto at = editions_.find(type.programme);
    if (at == editions_.end()) at = editions_.find("");
    return at != editions_.end() && at->second < site_.packs->pack(type.programme)->edition;
  }

  void read_steps() {
    const json::value* steps = body_.if_contains("steps");
    if (steps == nullptr) return read_step(body_, "");
    if (!steps->is_array() || steps->as_array().empty()) return problem("not_a_list", "steps");
    if (steps->as_array().size() > kStepsMax) return problem("too_many", "steps", {{"max", std::to_string(kStepsMax)}});
    size_t n = 0;
    for (const auto& step : steps->as_array()) {
      const std::string path = "steps[" + std::to_string(n++) + "].";
      if (!step.is_object()) { problem("not_an_object", path.substr(0, path.size() - 1)); continue; }
      static constexpr std::string_view kKeys[] = {"type", "move", "record", "records", "org", "day", "values", "saw", "base", "reason", "handover"};
      unknown_keys(step.as_object(), kKeys, path);
      read_step(step.as_object(), path);
    }
  }

  void read_step(const json::object& from, const std::string& path) {
    Step step;
    step.path = path;
    const std::string type(text_at(from, "type"));
    if (type == "handover") return read_answer(from, std::move(step));
    if (from.contains("handover")) problem("unknown_key", path + "handover", {{"key", "handover"}, {"meant", ""}});
    step.type = site_.packs->record_type(type);
    if (step.type == nullptr) step.type = once_called(type);
    if (type.empty()) return problem("required", path + "type");
    if (step.type == nullptr || step.type->is_org) return problem("unknown_type", path + "type", {{"got", base::beginning(type, 60)}, {"meant", nearest_type(type)}});
    step.older_edition = is_older(*step.type);
    const std::string move(text_at(from, "move"));
    if (!find_move(step, move)) {
      std::vector<std::string> moves = {"enter", "edit", "strike", "handover"};
      for (const auto& candidate : step.type->moves) moves.push_back(candidate->id);
      return problem(move.empty() ? "required" : "unknown_move", path + "move", {{"got", base::beginning(move, 60)}, {"meant", base::nearest(move, moves).value_or("")}});
    }
    read_day(step, from);
    read_reason(step, from, step.what == Step::What::handover);
    read_items(step, from, path);
    if (command_.kind.empty()) command_.kind = step.type->name + "." + move;
    command_.steps.push_back(std::move(step));
  }

  // What the taking or the giving county says to a handover that waits.
  void read_answer(const json::object& from, Step step) {
    const std::string& path = step.path;
    const std::string move(text_at(from, "move"));
    if (move == "accept") step.what = Step::What::take;
    else if (move == "refuse") step.what = Step::What::refuse;
    else if (move == "withdraw") step.what = Step::What::withdraw;
    else return problem(move.empty() ? "required" : "unknown_move", path + "move", {{"got", base::beginning(move, 60)}, {"meant", base::nearest(move, {"accept", "refuse", "withdraw"}).value_or("")}});
    for (const char* key : {"record", "records", "values", "saw", "base"})
      if (from.contains(key)) problem("unknown_key", path + key, {{"key", key}, {"meant", ""}});
    read_day(step, from);
    read_reason(step, from, step.what == Step::What::refuse);
    Item item;
    item.path = path;
    item.org = read_org(from, path);
    item.record = std::string(text_at(from, "handover"));
    if (item.record.empty()) problem("required", path + "handover");
    else if (!base::is_uuid(item.record)) problem("not_an_id", path + "handover", {{"got", base::beginning(item.record, 60)}});
    step.items.push_back(std::move(item));
    if (command_.kind.empty()) command_.kind = "handover." + move;
    command_.steps.push_back(std::move(step));
  }

  void read_day(Step& step, const json::object& from) {
    const json::value* day = from.if_contains("day");
    if (day == nullptr || day->is_null()) return;
    step.day = day->is_string() ? base::parse_day(std::string(day->as_string())) : std::nullopt;
    if (!step.day) problem("not_a_date", step.path + "day", {{"got", base::beginning(json::serialize(*day), 40)}});
  }

  void read_reason(Step& step, const json::object& from, bool wanted) {
    const json::value* reason = from.if_contains("reason");
    if (reason == nullptr || reason->is_null()) return;
    if (!wanted) problem("unknown_key", step.path + "reason", {{"key", "reason"}, {"meant", ""}});
    else if (reason->is_string()) step.reason = std::string(reason->as_string());
    else problem("not_text", step.path + "reason");
  }

  static bool find_move(Step& step, const std::string& move) {
    if (move == "edit") return step.what = Step::What::edit, true;
    if (move == "strike") return step.what = Step::What::strike, true;
    if (move == "handover") return step.what = Step::What::handover, true;
    step.move = step.type->move(move);
    if (step.move == nullptr)
      for (const auto& candidate : step.type->moves)
        if (candidate->was == move && !move.empty()) step.move = candidate.get();
    step.what = move == "enter" ? Step::What::enter : Step::What::move;
    return step.move != nullptr && !step.move->gone;
  }

  // A type by the name that it had in an older edition.
  const lang::RecordType* once_called(const std::string& name) const {
    for (const auto& pack : site_.packs->packs)
      for (const auto& candidate : pack->records)
        if (!candidate->was.empty() && candidate->programme + "." + candidate->was == name) return candidate.get();
    return nullptr;
  }

  std::string nearest_type(const std::string& type) const {
    std::vector<std::string> names;
    for (const auto& pack : site_.packs->packs)
      for (const auto& candidate : pack->records) names.push_back(candidate->name);
    return base::nearest(type, names).value_or("");
  }

  void read_items(Step& step, const json::object& from, const std::string& path) {
    const base::OrgId org = read_org(from, path);
    const json::value* records = from.if_contains("records");
    if (records == nullptr) return read_item(step, from, org, path);
    if (!records->is_array() || records->as_array().empty()) return problem("not_a_list", path + "records");
    if ((items_ += records->as_array().size()) > kRecordsMax) return problem("too_many", path + "records", {{"max", std::to_string(kRecordsMax)}});
    size_t n = 0;
    for (const auto& record : records->as_array()) {
      const std::string at = path + "records[" + std::to_string(n++) + "].";
      if (record.is_string()) {
        json::object object{{"record", record.as_string()}};
        if (const json::value* values = from.if_contains("values")) object["values"] = *values;   // entered once for all
        read_item(step, object, org, at);
      } else if (record.is_object()) {
        static constexpr std::string_view kKeys[] = {"record", "values", "saw", "base", "org"};
        unknown_keys(record.as_object(), kKeys, at);
        json::object object = record.as_object();
        if (const json::value* values = from.if_contains("values"); values && values->is_object()) {
          json::object merged = values->as_object();
          if (const json::value* own = object.if_contains("values"); own && own->is_object())
            for (const auto& member : own->as_object()) merged[member.key()] = member.value();
          object["values"] = merged;
        }
        const base::OrgId own = read_org(object, at);
        read_item(step, object, own ? own : org, at);
      } else {
        problem("not_an_object", at.substr(0, at.size() - 1));
      }
    }
  }

  base::OrgId read_org(const json::object& from, const std::string& path) {
    const json::value* value = from.if_contains("org");
    if (value == nullptr || value->is_null()) return 0;
    const Org* org = nullptr;
    if (const auto* number = value->if_int64()) org = orgs_->find(*number);
    if (const auto* text = value->if_string()) {
      const std::string digits(*text);
      if (!digits.empty() && digits.find_first_not_of("0123456789") == std::string::npos && digits.size() <= 15)
        org = digits.size() == 12 ? orgs_->find_by_code(digits) : orgs_->find(std::stoll(digits));
    }
    if (org == nullptr) problem("no_such_org", path + "org", {{"got", base::beginning(json::serialize(*value), 40)}});
    return org ? org->id : 0;
  }

  void read_item(Step& step, const json::object& from, base::OrgId org, const std::string& path) {
    Item item;
    item.path = path;
    item.org = org;
    item.record = std::string(text_at(from, "record"));
    const json::value* given = from.if_contains("record");
    if (given && !given->is_null() && !given->is_string()) problem("not_an_id", path + "record", {{"got", base::beginning(json::serialize(*given), 60)}});
    else if (item.record.empty() && step.what != Step::What::enter) problem("required", path + "record");
    if (!item.record.empty() && !base::is_uuid(item.record)) problem("not_an_id", path + "record", {{"got", base::beginning(item.record, 60)}});
    if (item.record.empty()) item.record = base::derived_uuid(command_.id, path);
    for (const auto& [key, target] : {std::pair{"values", &item.values}, std::pair{"saw", &item.saw}}) {
      const json::value* value = from.if_contains(key);
      if (value == nullptr || value->is_null()) continue;
      if (value->is_object()) *target = value->as_object(); else problem("not_an_object", path + key);
    }
    if (const json::value* base = from.if_contains("base"); base && !base->is_null()) {
      if (base->is_int64()) item.base = base->as_int64(); else problem("whole_number", path + "base");
    }
    if (step.what == Step::What::handover && !item.values.empty()) problem("unknown_key", path + "values", {{"key", "values"}, {"meant", ""}});
    step.items.push_back(std::move(item));
  }

  void find_county() {
    if (const json::value* county = body_.if_contains("county"); county && !county->is_null()) {
      const auto* number = county->if_int64();
      const bool known = number && *number > 0 && *number <= kCountyMax && base::county_of(base::org_of_county(*number)) == *number && orgs_->find(base::org_of_county(*number));
      if (!known) return problem("no_such_org", "county", {{"got", base::beginning(json::serialize(*county), 40)}});
      command_.county = *number;
    }
    const auto from_items = [&](bool handovers) {   // who takes a record over may lie elsewhere, which is then to be said
      for (const Step& step : command_.steps)
        for (const Item& item : step.items)
          if (command_.county == 0 && item.org != 0 && (step.what == Step::What::handover || step.type == nullptr) == handovers) command_.county = base::county_of(item.org);
    };
    from_items(false);
    for (const Grant& grant : command_.who.grants)
      if (command_.county == 0) command_.county = base::county_of(grant.org);
    from_items(true);
    find_other();
  }

  // Which other county takes records over: one a command.
  void find_other() {
    for (const Step& step : command_.steps) {
      if (step.what != Step::What::handover) continue;
      for (const Item& item : step.items) {
        const base::County county = base::county_of(item.org);
        if (county == 0 || county == command_.county || county == command_.other) continue;
        if (command_.other != 0) return problem("handover_two_counties", item.path + "org", {{"org", orgs_->find(item.org)->name}});
        command_.other = county;
      }
    }
  }

  const Site& site_;
  std::shared_ptr<const OrgTree> orgs_;
  const json::object& body_;
  Command command_;
  Problems problems_;
  size_t items_ = 0;
  std::map<std::string, int64_t> editions_;
};

}  // namespace

base::Result<Command> parse_command(const Site& site, const Acting& who, const json::object& body) { return Parser(site, who, body).run(); }

}  // namespace halfsky::engine
