// What single pages ask for: one record with its history, Today, search, what changed since a place.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <unordered_map>

#include "base/result.hpp"
#include "engine/access/office_work.hpp"
#include "engine/query/view.hpp"

namespace halfsky::engine {

// Problems: no_such_record. As it was at a version or a place, where one is given.
base::Result<boost::json::object> record_page(const Site& site, db::Connection& connection, const Acting& who, const lang::RecordType& type, const std::string& id,
                                              std::optional<int64_t> version, std::optional<int64_t> place, base::County county = 0);

// Tasks of her office and role, soonest first; what others hold of what she entered; her inbox.
boost::json::object today_page(const Site& site, db::Connection& connection, const Acting& who);

// Handovers between a county and others that wait, or were answered lately, as far as they are hers to answer or to know of.
boost::json::array county_handovers_page(const Site& site, db::Connection& connection, const Acting& who, base::County county);
// The one of a record that she may read, while it waits; else null.
boost::json::value waiting_handover(const Site& site, db::Connection& connection, const Acting& who, const Row& row);
// Open tasks past their day within an org's range (her own where it is 0), of records that she may read: `offices` who hold them, `rows`.
boost::json::object overdue_page(const Site& site, db::Connection& connection, const Acting& who, base::OrgId org);
// The last moves of her own account, and where each record stands now.
boost::json::object sent_page(const Site& site, db::Connection& connection, const Acting& who);

// Whom she calls: her own office, those above it and their partners, with who holds them and the lines that they have published.
boost::json::object contacts_page(const Site& site, db::Connection& connection, const Acting& who);

// The moves that people of her range made since a day, of one type or all, as far as she may read them.
boost::json::object moved_page(const Site& site, db::Connection& connection, const Acting& who, base::Day since, const std::string& type, size_t offset);

// An auditor's pages (audit_pages.cpp), over a span of at most a year.
struct AuditSpan { base::Day from = 0, to = 0; };
bool may_audit(const Acting& who);
AuditSpan audit_span(const Site& site, std::optional<base::Day> from, std::optional<base::Day> to);
boost::json::object hours_page(const Site& site, db::Connection& connection, const Acting& who, const AuditSpan& span, size_t offset);
boost::json::object who_looked_page(const Site& site, db::Connection& connection, const Acting& who, const AuditSpan& span, size_t offset);

// How many of each kind pass or don't, by reason; without those of secret types, which an administrator must not learn of.
boost::json::array office_counts(const Site& site, const std::vector<OfficeItem>& items);
// What she would hand over if she left the office that she acts in.
boost::json::object office_work_page(const Site& site, db::Connection& connection, const Acting& who);
// Offices that she handed over, took over, or moved as an administrator, the newest first.
boost::json::object office_handovers(const Site& site, db::Connection& connection, const Acting& who);
// One of these. Who gave and who took get its list, a record by its name where she may read it now, a secret not at all where she may not; the
// administrator gets numbers. Problems: no_such_handover.
base::Result<boost::json::object> office_handover_page(const Site& site, db::Connection& connection, const Acting& who, const std::string& id);

// All lines of her inbox are read now.
db::Call mark_read_call(const Site& site, const Acting& who);
// Tasks of an office and role that are open.
int64_t open_tasks(db::Connection& connection, const Grant& grant);

// Who moved a record, in order; `by`: the account's name.
struct MoveMade { std::string move; base::Day day = 0; base::OrgId org = 0; std::string role, by; };
std::vector<MoveMade> moves_made(db::Connection& connection, base::County county, const std::string& record);
// The same of many records at once: `seq` in the journal, whether an effect made it.
struct MoveOfRecord : MoveMade { int64_t seq = 0; std::string account; bool by_effect = false; };
std::unordered_map<std::string, std::vector<MoveOfRecord>> moves_of(db::Connection& connection, base::County county, const std::vector<std::string>& records);

// Ids of a type's records that last moved on the day or later, without those that were struck.
std::vector<std::string> moved_since(const Site& site, db::Connection& connection, const lang::RecordType& type, base::County county, base::Day day);

// People, records and orgs by name, pinyin and initials. Nothing secret, nothing outside her range.
boost::json::array search(const Site& site, db::Connection& connection, const Acting& who, const std::string& q, size_t limit);

// Changes of records after a place in the county's journal, as far as she may see them.
boost::json::object changes_after(const Site& site, db::Connection& connection, const Acting& who, base::County county, int64_t place, size_t limit);

}  // namespace halfsky::engine
