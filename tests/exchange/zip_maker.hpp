// Sheets zipped by hand, for what no program's writer makes on purpose.
#pragma once

#include <zip.h>

#include <string>
#include <utility>
#include <vector>

namespace halfsky::exchange {

using Parts = std::vector<std::pair<std::string, std::string>>;

inline std::string zipped(const Parts& parts) {
  zip_error_t error;
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(source);
  zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  for (const auto& [name, content] : parts)
    zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), ZIP_FL_ENC_UTF_8);
  zip_close(archive);
  zip_source_open(source);
  zip_source_seek(source, 0, SEEK_END);
  std::string bytes(static_cast<size_t>(zip_source_tell(source)), '\0');
  zip_source_seek(source, 0, SEEK_SET);
  zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  zip_source_free(source);
  return bytes;
}

constexpr const char* kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

// A workbook of one sheet around `rows` (what stands in <sheetData>).
inline Parts workbook(const std::string& rows, const std::string& strings = "", const std::string& styles = "",
                      const std::string& workbook_properties = "") {
  const std::string relation = "<Relationship Id=\"";
  const std::string office = kOffice;
  return {
      {"_rels/.rels", "<Relationships>" + relation + "r1\" Type=\"" + office + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
      {"xl/workbook.xml", "<workbook xmlns:r=\"" + office + "\">" + workbook_properties +
                              "<sheets><sheet name=\"花名册\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels", "<Relationships>" + relation + "r1\" Type=\"" + office + "/worksheet\" Target=\"worksheets/sheet1.xml\"/>" +
                                         relation + "r2\" Type=\"" + office + "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>" +
                                         relation + "r3\" Type=\"" + office + "/styles\" Target=\"styles.xml\"/></Relationships>"},
      {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"},
      {"xl/sharedStrings.xml", "<sst>" + strings + "</sst>"},
      {"xl/styles.xml", "<styleSheet>" + styles + "</styleSheet>"},
  };
}

inline void replace_part(Parts& parts, const std::string& name, std::string content) {
  for (auto& part : parts)
    if (part.first == name) part.second = std::move(content);
}

}  // namespace halfsky::exchange
