// The workbook that a strange form came as: opened with its refusals, one sheet of it exchanged, all else copied as it is packed.
// Private to exchange.
//
// Refused (path ""): what sheet_reader.hpp refuses; as form_safety.hpp has it form_macros; form_signed (filling would break the signature); form_connections and
// form_calls_out {part} (what is filled could leave by itself when somebody opens it); form_many_sheets {max}; form_no_sheet {got}; form_encoding.
#pragma once

#include <string>
#include <vector>

#include "capabilities/exchange/form_grid.hpp"

namespace halfsky::exchange {

constexpr size_t kFormSheetsMax = 1'000;

struct FormFile {
  std::string bytes;
  std::string sheet_name, sheet_part;
  std::vector<std::string> sheet_names;   // those that are to be seen
  DateSystem dates = DateSystem::from_1900;
  std::vector<CellStyle> styles;
  FormGrid grid;
  bool has_links = false;     // to other workbooks: left as they are, never followed

  CellStyle style(std::optional<size_t> index) const { return index && *index < styles.size() ? styles[*index] : !styles.empty() && !index ? styles.front() : CellStyle{}; }
};

// The first sheet that is to be seen, or the one of that name.
base::Result<FormFile> open_form(std::string bytes, const std::string& sheet);

// The form's bytes with its sheet's XML exchanged.
std::string with_sheet(const FormFile& form, const std::string& xml);

}  // namespace halfsky::exchange
