// Opening the workbook, and the copy of the zip.
#include "capabilities/exchange/form_package.hpp"

#include <zip.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <set>
#include <stdexcept>

#include "base/text.hpp"
#include "capabilities/exchange/form_safety.hpp"
#include "capabilities/exchange/problem.hpp"

namespace halfsky::exchange {
namespace {

constexpr size_t kPartsMax = 20'000;

struct Names {
  std::vector<std::string> all;
  bool has_doubles = false;
};

class Archive {
 public:
  explicit Archive(const std::string& bytes) {
    zip_error_t error;
    zip_error_init(&error);
    // libzip gets bytes of its own and frees them: those that it is only lent it frees all the same once it has written beside them (a clone of
    // the source takes them for owned).
    void* own = std::malloc(std::max<size_t>(bytes.size(), 1));
    if (own == nullptr) throw std::bad_alloc();
    std::memcpy(own, bytes.data(), bytes.size());
    source_ = zip_source_buffer_create(own, bytes.size(), 1, &error);
    if (source_ == nullptr) std::free(own);
    if (source_) archive_ = zip_open_from_source(source_, 0, &error);
    zip_error_fini(&error);
    if (archive_) zip_source_keep(source_);
  }
  ~Archive() {
    if (archive_) zip_discard(archive_);
    if (source_) zip_source_free(source_);
  }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  Names names() const {
    Names names;
    std::set<std::string> known;
    const zip_int64_t count = archive_ ? zip_get_num_entries(archive_, 0) : 0;
    for (zip_int64_t i = 0; i < count && size_t(i) <= kPartsMax; ++i) {
      const char* name = zip_get_name(archive_, zip_uint64_t(i), 0);
      names.all.emplace_back(name ? name : "");
      names.has_doubles = names.has_doubles || !known.insert(base::lower(names.all.back())).second;
    }
    return names;
  }

  // Entries that are not replaced are copied as they are packed.
  std::string replaced(const std::string& name, const std::string& content) {
    const zip_int64_t at = archive_ ? zip_name_locate(archive_, name.c_str(), 0) : -1;
    zip_source_t* fresh = at < 0 ? nullptr : zip_source_buffer(archive_, content.data(), content.size(), 0);
    if (fresh == nullptr || zip_file_replace(archive_, zip_uint64_t(at), fresh, 0) != 0) throw std::runtime_error("a form's sheet could not be exchanged");
    if (zip_close(archive_) != 0) throw std::runtime_error("a filled form could not be packed: " + std::string(zip_strerror(archive_)));
    archive_ = nullptr;
    if (zip_source_open(source_) != 0 || zip_source_seek(source_, 0, SEEK_END) != 0) throw std::runtime_error("a filled form could not be read back");
    std::string bytes(static_cast<size_t>(zip_source_tell(source_)), '\0');
    zip_source_seek(source_, 0, SEEK_SET);
    const bool whole = zip_source_read(source_, bytes.data(), bytes.size()) == zip_int64_t(bytes.size());
    zip_source_close(source_);
    if (!whole) throw std::runtime_error("a filled form could not be read back");
    return bytes;
  }

 private:
  zip_source_t* source_ = nullptr;
  zip_t* archive_ = nullptr;
};

}  // namespace

base::Result<FormFile> open_form(std::string bytes, const std::string& sheet) {
  FormFile form;
  form.bytes = bytes;
  base::Problem why;
  const auto parts = ZipParts::open_bytes(std::move(bytes), why);
  if (!parts) return why;
  const Names names = Archive(form.bytes).names();
  Workbook workbook;
  if (auto failed = read_workbook(*parts, workbook)) return *std::move(failed);
  if (workbook.sheets.size() > kFormSheetsMax) return problem("form_many_sheets", {{"max", std::to_string(kFormSheetsMax)}});
  if (names.all.size() > kPartsMax) return problem("sheet_large");
  if (names.has_doubles) return problem("sheet_broken");
  if (auto failed = harm_in(*parts, names.all, form.has_links)) return *std::move(failed);
  const auto found = std::find_if(workbook.sheets.begin(), workbook.sheets.end(), [&](const Worksheet& one) { return sheet.empty() ? one.is_visible : one.name == sheet; });
  if (found == workbook.sheets.end()) return sheet.empty() ? problem("sheet_none") : problem("form_no_sheet", {{"got", base::beginning(sheet, 60)}});
  for (const Worksheet& one : workbook.sheets)
    if (one.is_visible) form.sheet_names.push_back(one.name);
  form.sheet_name = found->name;
  form.sheet_part = found->part;
  form.dates = workbook.dates;
  if (!workbook.styles_part.empty()) {
    StylesHandler reader(form.styles);
    if (auto failed = read_part(*parts, workbook.styles_part, reader)) return *std::move(failed);
  }
  std::string xml;
  if (auto failed = parts->read(form.sheet_part, [&](std::string_view piece) { xml += piece; return true; })) return *std::move(failed);
  auto grid = FormGrid::read(std::move(xml), workbook);
  if (!grid) return grid.problems();
  form.grid = *std::move(grid);
  return form;
}

std::string with_sheet(const FormFile& form, const std::string& xml) { return Archive(form.bytes).replaced(form.sheet_part, xml); }

}  // namespace halfsky::exchange
