// What a command's sender is told.
#pragma once

#include <boost/json/object.hpp>

#include "engine/command/command.hpp"
#include "engine/command/unit.hpp"

namespace halfsky::engine {

// { "id", "ok": true, "county", "place", "changed", "dry_run"?, "records": [ { "type", "record", "version", "stage", "struck"?, "org"?, "from_org"? } ], "handovers"? }
boost::json::object answer_json(const Command& command, const Unit& unit);

// { "id", "ok": false, "problems": [ { "code", "path", "args": { … } } ] }; a face adds the sentences.
boost::json::object refusal_json(const std::string& id, const base::Problems& problems);

}  // namespace halfsky::engine
