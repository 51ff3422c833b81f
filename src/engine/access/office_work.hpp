// What lies on an office's desk for one who holds it: open tasks, approvals among them, drafts that she began, what she sent on and others hold
// now, and long pieces of work of her own. Read when she hands the office over, and when she asks what she would hand over.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "engine/access/acting.hpp"

namespace halfsky::engine {

struct Site;

constexpr size_t kOfficeItemsMax = 20'000;   // of one handover

struct OfficeItem {
  // approval (a task for somebody else than whoever made the step before), task, draft (entered by her, in its first stage, with nobody's task on
  // it), followed (she moved it, another office holds it now), job.
  std::string kind;
  std::string type, record, move;            // job: of its records; its id; its kind
  base::Day since = 0;
  std::optional<base::Instant> due;
  std::string why;                           // the code of the reason why it doesn't pass; empty: it does
};

// The counties in which an office may have work: its own, or all below it.
std::vector<base::County> counties_of_office(const Site& site, base::OrgId org);

// In one county, for the holder `from` of an office, by kind, soonest first. `to` is who would have it: each item says whether it may pass to her;
// null: nobody is asked. At most kOfficeItemsMax + 1. REQUIRES: each acts with the one role that the office is.
std::vector<OfficeItem> office_work(const Site& site, db::Connection& connection, base::County county, const Acting& from, const Acting* to);

}  // namespace halfsky::engine
