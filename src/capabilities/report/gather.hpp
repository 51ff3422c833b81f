// What the offices below have for a paragraph (`write …, gather`): their own paragraphs of the same name in reports of the same programme
// about the same period, or a text of their records (`gather return.problems`). Who has none yet is late; who has said that there is
// nothing is empty.
#pragma once

#include "capabilities/report/reports.hpp"

namespace halfsky::report {

// Of a draft: as it stands.
std::vector<Gathered> gathered_now(engine::Engine& engine, db::Connection& connection, const Compiled& compiled);
// Of a final one: as it stood.
std::vector<Gathered> gathered_then(db::Connection& connection, const Compiled& compiled);

std::string_view state_text(Gathered::State state);   // written, empty, late

// "东山镇：……" for each that has written, a paragraph each; empty where none has.
std::string merged(const engine::OrgTree& orgs, const std::vector<Gathered>& gathered, const std::string& key);
// "（还没有写：西河镇。没有要写的：口头庄村。）"; empty where all have written.
std::string silent(const engine::OrgTree& orgs, const std::vector<Gathered>& gathered, const std::string& key);

// What stands in each paragraph: what was written here, else what is gathered; and who is silent.
std::map<std::string, std::string> standing_texts(const engine::OrgTree& orgs, const Compiled& compiled);

}  // namespace halfsky::report
