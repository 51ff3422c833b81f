// Words of worked examples: paths to records of the story, values as typed, actors, spans, days. Private to this folder.
#pragma once

#include <map>

#include "lang/pack/context.hpp"

namespace halfsky::lang {

// What a story knows while it is read: its records by the names that it gives them.
struct Story {
  Context& context;
  const PackInProgress& pack;
  std::map<std::string, const RecordType*> records;

  void refuse(const source::Node& at, const char* code, std::string message) { context.refuse(at.at, code, std::move(message)); }

  // g1, p1.girl, p1.pledges[0]: the type of what stands there, or nothing where there was a problem.
  std::optional<StoryPath> path(const source::Node& node);
  // A field's value: does the text fit the field?
  std::optional<StoryValue> value(const RecordType& type, const source::Entry& entry);
  // SCOPE.ROLE, "village.officer 2", public, clock.
  std::string actor(const source::Node& node);
  // 2026-03-02, today, today + 3 days.
  std::string day(const source::Node& node);
  // 1 term + 31 days.
  std::vector<Wait> wait(const source::Node& node);
};

}  // namespace halfsky::lang
