// An import as a job: the sheet is counted and looked through for the same person twice, every row is tried without being taken in, and
// then waits; told to go on, the good rows are taken in. Its parts: "input" the file, "bad" cells that were refused, "doubles".
//
// Phases: count, check, (ready,) run.
#pragma once

#include "capabilities/exchange/doubles.hpp"
#include "capabilities/exchange/record_sheet.hpp"
#include "engine/job/jobs.hpp"

namespace halfsky::exchange {

constexpr const char* kImportJob = "import";

std::unique_ptr<engine::JobKind> import_job();

// Opens the file and looks for headings first. `at_once`: what is good is taken in without waiting. Problems: the file's, no_headings.
base::Result<engine::Job> begin_import(engine::Jobs& jobs, engine::Engine& engine, const engine::Acting& who, const lang::RecordType& type, std::string bytes, bool at_once);

std::vector<BadCell> bad_cells(engine::Jobs& jobs, const engine::Job& job);     // in the order of the rows
std::vector<Doubles::Pair> doubles_of(engine::Jobs& jobs, const engine::Job& job);
// The sheet's bad rows, each with its reason. Problems: the file's; job_swept.
base::Result<std::string> bad_rows_sheet(engine::Jobs& jobs, const engine::Job& job, const std::function<std::string(const base::Problem&)>& sentence);

}  // namespace halfsky::exchange
