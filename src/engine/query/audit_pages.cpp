// What is asked of the journal: what was done since a day; by an auditor what was moved outside working hours, and who looked at what. Of
// types that she may read whole and that are not secret, so that neither a line nor a number tells of a record that she must not learn of; no place, no count of all entries.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/query/pages.hpp"

namespace halfsky::engine {
namespace json = boost::json;

namespace {

constexpr int64_t kShown = 200;
constexpr int kDaysMost = 366;
constexpr int kFirstHour = 7, kLastHour = 20;   // work begins at the one and is over at the other
constexpr const char* kHour = "((j.at / 3600000000) + 8) % 24";          // China's, which is the whole country's
constexpr const char* kDay = "((j.at / 3600000000) + 8) / 24";           // as base::Day counts

// ", ?N, ?N+1" for values that are added to the arguments.
std::string listed(std::vector<db::Value>& args, const std::vector<db::Value>& values) {
  std::string in;
  for (const db::Value& value : values) {
    args.push_back(value);
    in += fmt::format("{}?{}", in.empty() ? "" : ", ", args.size());
  }
  return in;
}

std::vector<db::Value> open_types(const Site& site, const Acting& who, base::OrgId org) {
  const Gate gate(site);
  std::vector<db::Value> result;
  for (const auto& table : site.schema->tables()) {
    const lang::RecordType* whole = &table->type();
    while (whole->parent) whole = whole->parent->target;
    if (whole->class_ != lang::Class::secret && gate.reads_whole(who, *whole, org) && gate.readable(who, *whole, 1)) result.push_back(db::Value{table->type().name});
  }
  return result;
}

std::map<std::string, std::string> names_of_accounts(db::Connection& connection) {
  std::map<std::string, std::string> names;
  const db::Rows accounts = connection.read({"select id, name from account", {}});
  for (size_t r = 0; r < accounts.size(); ++r) names[accounts.text(r, 0)] = accounts.text(r, 1);
  return names;
}

json::object about(View& view, const Site& site, const std::string& type_name, const std::string& record) {
  const lang::RecordType* type = site.packs->record_type(type_name);
  const RowPtr row = type && !type->is_org ? view.load(*type, record) : nullptr;
  const bool open = row && view.may_read(row);
  return {{"type", type_name}, {"type_title", type ? type->title : ""}, {"record", record}, {"label", open ? view.label(row) : ""}, {"open", open}};
}

// A move as a line: when, by whom, what, on which record. Columns: at, account, type, record, move, org, role.
json::object move_json(View& view, const Site& site, const db::Rows& rows, size_t r, const std::map<std::string, std::string>& names) {
  json::object row = about(view, site, rows.text(r, 2), rows.text(r, 3));
  const lang::RecordType* type = site.packs->record_type(rows.text(r, 2));
  const lang::Move* move = type ? type->move(rows.text(r, 4)) : nullptr;
  const auto name = names.find(rows.text(r, 1));
  row["at"] = base::format_instant(rows.integer(r, 0));
  row["by"] = name == names.end() ? "" : name->second;
  row["move"] = rows.text(r, 4);
  row["title"] = move ? move->title : "";
  row["org_name"] = view.org_name(rows.integer(r, 5));
  row["role_title"] = view.role_title(rows.text(r, 6));
  return row;
}

}  // namespace

bool may_audit(const Acting& who) {
  return std::any_of(who.grants.begin(), who.grants.end(), [](const Grant& grant) { return grant.role == "auditor"; });
}

AuditSpan audit_span(const Site& site, std::optional<base::Day> from, std::optional<base::Day> to) {
  AuditSpan span;
  span.to = to.value_or(site.clock->today());
  span.from = std::max(from.value_or(base::add_months(span.to, -3)), span.to - kDaysMost);
  return span;
}

json::object hours_page(const Site& site, db::Connection& connection, const Acting& who, const AuditSpan& span, size_t offset) {
  const base::County county = county_of_viewer(site, who);
  std::vector<db::Value> args{county, base::start_of(span.from), base::start_of(span.to + 1)};
  const std::string types = listed(args, open_types(site, who, base::org_of_county(county)));
  json::array hours, rows;
  std::vector<int64_t> by_hour(24);
  int64_t outside = 0;
  Snapshot snapshot(site, connection, county);
  View view(site, snapshot, who);
  if (!types.empty()) {
    const std::string made = fmt::format("from made m join journal j on j.county = m.county and j.seq = m.seq where m.county = ?1 and m.account <> '' and m.by_effect = 0 and j.at >= ?2 and j.at < ?3 and m.type in ({})", types);
    const db::Rows counts = connection.read({fmt::format("select {} as h, count(*) {} group by {} order by h", kHour, made, kHour), args});
    for (size_t r = 0; r < counts.size(); ++r) by_hour[size_t(counts.integer(r, 0)) % 24] = counts.integer(r, 1);
    std::vector<db::Value> off;
    for (base::Day day = span.from; day <= span.to; ++day)
      if (!site.calendar.works(day)) off.push_back(db::Value{int64_t{day}});
    const std::string when = fmt::format(" and ({0} < {1} or {0} >= {2}{3})", kHour, kFirstHour, kLastHour, off.empty() ? "" : fmt::format(" or {} in ({})", kDay, listed(args, off)));
    outside = connection.read({"select count(*) " + made + when, args}).integer(0, 0);
    args.push_back(kShown);
    args.push_back(int64_t(offset));
    const db::Rows found = connection.read({fmt::format("select j.at, m.account, m.type, m.record, m.move, m.org, m.role {}{} order by m.seq desc, m.n limit ?{} offset ?{}", made, when, args.size() - 1, args.size()), args});
    const auto names = names_of_accounts(connection);
    for (size_t r = 0; r < found.size(); ++r) rows.push_back(move_json(view, site, found, r, names));
  }
  for (const int64_t n : by_hour) hours.push_back(n);
  const bool more = int64_t(offset) + kShown < outside;
  return {{"from", base::format_day(span.from)}, {"to", base::format_day(span.to)}, {"first_hour", kFirstHour}, {"last_hour", kLastHour}, {"hours", std::move(hours)}, {"outside", outside}, {"rows", std::move(rows)},
          {"cursor", more ? json::value(json::string(std::to_string(offset + size_t(kShown)))) : json::value(nullptr)}};
}

// By the day on which it is said to have been done, since that is what "after the inspection" means; the newest entry first.
json::object moved_page(const Site& site, db::Connection& connection, const Acting& who, base::Day since, const std::string& type, size_t offset) {
  const base::OrgId org = who.grants.empty() ? 0 : who.grants.front().org;
  const base::County county = county_of_viewer(site, who);
  const auto range = base::range_of(org);
  std::vector<db::Value> args{county, int64_t{since}, range.low, range.high}, types;
  for (const db::Value& each : open_types(site, who, org))
    if (type.empty() || std::get<std::string>(each) == type) types.push_back(each);
  const std::string in = listed(args, types);
  json::array rows;
  size_t found = 0;
  Snapshot snapshot(site, connection, county);
  View view(site, snapshot, who);
  if (!in.empty()) {
    args.push_back(kShown + 1);
    args.push_back(int64_t(offset));
    const db::Rows made = connection.read({fmt::format("select j.at, m.account, m.type, m.record, m.move, m.org, m.role, m.day from made m join journal j on j.county = m.county and j.seq = m.seq "
                                                       "where m.county = ?1 and m.account <> '' and m.by_effect = 0 and m.day >= ?2 and m.org between ?3 and ?4 and m.type in ({}) order by m.day desc, m.seq desc, m.n limit ?{} offset ?{}",
                                                       in, args.size() - 1, args.size()), args});
    found = made.size();
    const auto names = names_of_accounts(connection);
    for (size_t r = 0; r < std::min(made.size(), size_t(kShown)); ++r)
      if (json::object row = move_json(view, site, made, r, names); row["open"].as_bool()) {
        row["day"] = base::format_day(base::Day(made.integer(r, 7)));
        rows.push_back(std::move(row));
      }
  }
  return {{"since", base::format_day(since)}, {"rows", std::move(rows)}, {"cursor", found > size_t(kShown) ? json::value(json::string(std::to_string(offset + size_t(kShown)))) : json::value(nullptr)}};
}

json::object who_looked_page(const Site& site, db::Connection& connection, const Acting& who, const AuditSpan& span, size_t offset) {
  const base::County county = county_of_viewer(site, who);
  std::vector<db::Value> args{county, base::start_of(span.from), base::start_of(span.to + 1)};
  const std::string types = listed(args, open_types(site, who, base::org_of_county(county)));
  json::array people, rows;
  int64_t all = 0;
  Snapshot snapshot(site, connection, county);
  View view(site, snapshot, who);
  view.shows_as("");
  if (!types.empty()) {
    const std::string from = fmt::format("from look l left join account a on a.id = l.account where l.county = ?1 and l.at >= ?2 and l.at < ?3 and l.type in ({})", types);
    const db::Rows each = connection.read({"select coalesce(a.name, ''), l.org, l.role, count(*), max(l.at) " + from + " group by a.name, l.org, l.role order by l.org, l.role, a.name", args});
    for (size_t r = 0; r < each.size(); ++r) {
      all += each.integer(r, 3);
      people.push_back(json::object{{"by", each.text(r, 0)}, {"org_name", view.org_name(each.integer(r, 1))}, {"role_title", view.role_title(each.text(r, 2))}, {"n", each.integer(r, 3)}, {"last", base::format_instant(each.integer(r, 4))}});
    }
    args.push_back(kShown);
    args.push_back(int64_t(offset));
    const db::Rows found = connection.read({fmt::format("select l.at, coalesce(a.name, ''), l.type, l.record, l.how, l.field, l.org, l.role {} order by l.at desc, l.id desc, l.n limit ?{} offset ?{}", from, args.size() - 1, args.size()), args});
    for (size_t r = 0; r < found.size(); ++r) {
      json::object row = about(view, site, found.text(r, 2), found.text(r, 3));
      const lang::RecordType* type = site.packs->record_type(found.text(r, 2));
      const lang::Field* field = type ? type->field(found.text(r, 5)) : nullptr;
      row["at"] = base::format_instant(found.integer(r, 0));
      row["by"] = found.text(r, 1);
      row["how"] = found.text(r, 4);
      row["field"] = field ? field->title : "";
      row["org_name"] = view.org_name(found.integer(r, 6));
      row["role_title"] = view.role_title(found.text(r, 7));
      rows.push_back(std::move(row));
    }
  }
  const bool more = int64_t(offset) + kShown < all;
  return {{"from", base::format_day(span.from)}, {"to", base::format_day(span.to)}, {"count", all}, {"people", std::move(people)}, {"rows", std::move(rows)},
          {"cursor", more ? json::value(json::string(std::to_string(offset + size_t(kShown)))) : json::value(nullptr)}};
}

}  // namespace halfsky::engine
