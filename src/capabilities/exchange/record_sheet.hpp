// Records as a sheet: an empty one to fill, a list as a sheet, and a filled one taken in. A column is a field of the type, by title, id
// or another heading (`aka`); or a field of what the record refers to (a girl's sheet has her name and her ID number): that record is
// found by its key, or entered with it. Good rows go in (import.hpp says how); bad ones come back with cell and reason.
#pragma once

#include <string>
#include <vector>

#include "capabilities/exchange/sheet_writer.hpp"
#include "engine/engine.hpp"
#include "engine/query/list.hpp"

namespace halfsky::exchange {

// Columns that a person fills in, in the pack's order: fields of what it refers to stand where the ref stands.
struct SheetColumn {
  const lang::Field* field = nullptr;
  const lang::Field* through = nullptr;     // the ref, where the field is of its target
  bool org = false;                         // the org that the record is entered for
};
std::vector<SheetColumn> sheet_columns(const engine::Site& site, const lang::RecordType& type);

std::string heading_of(const SheetColumn& column);
std::string plain_heading(std::string_view heading);                              // without marks and spaces, lower case
bool is_heading_of(const SheetColumn& column, const std::string& plain_heading);

std::string empty_sheet(const engine::Site& site, const lang::RecordType& type);

// The list that the query selects. Protected values stay masked.
base::Result<std::string> list_sheet(const engine::Site& site, db::Connection& connection, const engine::Acting& who, const engine::ListQuery& query);

struct BadCell { size_t row; int column; base::Problem problem; };   // column -1: the whole row

struct Taken {
  size_t rows = 0, good = 0, known = 0, bad = 0;
  std::vector<BadCell> problems;
  std::vector<std::string> unknown_headings;
  std::string marked;                       // a copy of the sheet with the bad rows marked; empty where all were good
};

// `sentence` puts a problem into words for the marked copy.
base::Result<Taken> take_sheet(engine::Engine& engine, const engine::Acting& who, const lang::RecordType& type, std::string bytes, bool dry_run, const std::function<std::string(const base::Problem&)>& sentence);

class Import;
// Of the first sheet that is to be seen. Problems: no_headings, too_many, the file's.
base::Result<SheetSize> find_headings(SheetFile& file, Import& import);
base::Result<SheetSize> read_rows(SheetFile& file, Import& import, size_t rows_max);

}  // namespace halfsky::exchange
