// An effect with `each` over more elements than one command holds: the command writes down which elements there are, and this job makes
// them, a thousand in a command, going on after a restart. An element that is refused is counted as bad and keeps no other one back.
#pragma once

#include "engine/job/jobs.hpp"

namespace halfsky::engine {

constexpr const char* kElementsJob = "elements";

// Some elements of one effect of a move, as `values` of a command's item.
struct ElementsPiece {
  bool late = false;                    // of the move's `late`, else of its `then`
  size_t effect = 0;                    // its place there
  size_t first = 0;                     // the place of the first one among all elements
  std::vector<lang::Value> list;
};
ElementsPiece piece_of(const boost::json::object& values);
boost::json::object values_of(const ElementsPiece& piece);

std::vector<JobPart> element_parts(const std::vector<lang::Value>& list);
// What could not be made, and why; until the job is swept.
struct RefusedElement {
  int64_t n = 0;                        // its place among all elements
  std::string record;                   // of the type that the job's `about` names as "of"; or
  base::OrgId org = 0;
  base::Problems problems;
};
std::vector<RefusedElement> refused_elements(Jobs& jobs, const Job& job);

std::unique_ptr<JobKind> elements_job();

}  // namespace halfsky::engine
