// What is written is read again; marks stand where they belong.
#include "capabilities/exchange/sheet_writer.hpp"

#include <gtest/gtest.h>
#include <zip.h>

#include <filesystem>
#include <sstream>

#include "zip_maker.hpp"

// libxlsxwriter 1.1.4 loses the copy of a list's formula.
extern "C" const char* __lsan_default_suppressions() { return "leak:lxw_strdup"; }

namespace halfsky::exchange {
namespace {

std::string csv_of(const std::string& bytes) {
  auto file = SheetFile::open_bytes(bytes);
  if (!file) return "problem " + file.problems()[0].code;
  std::ostringstream out;
  return write_csv(*file, file->first_visible(), out) ? out.str() : "problem";
}

std::string part_of(const std::string& bytes, const std::string& name) {
  zip_error_t error;
  zip_t* archive = zip_open_from_source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error), ZIP_RDONLY, &error);
  zip_stat_t status;
  std::string content;
  if (zip_stat(archive, name.c_str(), 0, &status) == 0) {
    content.resize(status.size);
    zip_file_t* file = zip_fopen(archive, name.c_str(), 0);
    zip_fread(file, content.data(), content.size());
    zip_fclose(file);
  }
  zip_discard(archive);
  return content;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::vector<Column> columns() {
  return {{"姓名", ColumnType::text}, {"身份证号", ColumnType::text}, {"年级", ColumnType::integer}, {"身高", ColumnType::decimal},
          {"金额", ColumnType::money}, {"出生日期", ColumnType::date}, {"登记时间", ColumnType::date_time}};
}

TEST(SheetWriter, TypesComeBackAsTheyWere) {
  const std::vector<std::vector<SheetValue>> rows = {
      {"李小雨", "990121198803080028", int64_t{3}, int64_t{1'315'000}, int64_t{120'050}, int64_t{*base::parse_day("2026-03-08")},
       *base::parse_minute("2026-03-08 14:30")},
      {"=1+1", std::monostate{}, std::monostate{}, int64_t{-5'000}, int64_t{0}, std::monostate{}, "不详"}};
  EXPECT_EQ(csv_of(write_sheet("名册", columns(), rows)),
            "姓名,身份证号,年级,身高,金额,出生日期,登记时间\r\n"
            "李小雨,990121198803080028,3,131.5,1200.5,2026-03-08,2026-03-08 14:30\r\n"
            "=1+1,,,-0.5,0,,不详\r\n");
}

TEST(SheetWriter, HeadingsAreFrozenAndChoicesOffered) {
  std::vector<Column> form = {{"民族", ColumnType::text, {"汉族", "回族"}, "从列表中选"}};
  std::vector<std::string> many;
  for (int i = 0; i < 300; ++i) many.push_back("村 " + std::to_string(i));
  form.push_back({"村", ColumnType::text, many});
  const std::string bytes = write_sheet("登记表: [2026]", form, {});
  const std::string sheet = part_of(bytes, "xl/worksheets/sheet1.xml");
  EXPECT_TRUE(holds(sheet, "state=\"frozen\""));
  EXPECT_TRUE(holds(sheet, "汉族,回族"));
  EXPECT_TRUE(holds(sheet, "'选项'!$A$1:$A$300"));
  EXPECT_TRUE(holds(sheet, "从列表中选"));
  auto file = SheetFile::open_bytes(bytes);
  ASSERT_TRUE(file.ok());
  ASSERT_EQ(file->sheets().size(), 2u);
  EXPECT_EQ(file->sheets()[0].name, "登记表   2026");
  EXPECT_FALSE(file->sheets()[1].is_visible);
  EXPECT_EQ(csv_of(bytes), "民族,村\r\n");
}

TEST(SheetWriter, SeveralSheetsWithNamesMadeToFit) {
  const std::string path = (std::filesystem::temp_directory_path() / "halfsky-sheet-writer-test.xlsx").string();
  {
    SheetWriter writer(path);
    const std::string long_name = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三";
    for (int i = 0; i < 2; ++i) {
      writer.begin_sheet(long_name, {{"a"}});
      writer.add_row(std::vector<SheetValue>{std::string("row ") + std::to_string(i)});
    }
    writer.close();
  }
  auto file = SheetFile::open(path);
  ASSERT_TRUE(file.ok());
  ASSERT_EQ(file->sheets().size(), 2u);
  EXPECT_NE(file->sheets()[0].name, file->sheets()[1].name);
  std::ostringstream second;
  EXPECT_TRUE(write_csv(*file, 1, second));
  EXPECT_EQ(second.str(), "a\r\nrow 1\r\n");
  std::filesystem::remove(path);
  { SheetWriter left(path); left.begin_sheet("x", {{"a"}}); }
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_THROW({ SheetWriter nowhere("/nowhere/x.xlsx"); nowhere.begin_sheet("x", {{"a"}}); nowhere.close(); }, std::runtime_error);
}

class MarkedCopy : public ::testing::Test {
 protected:
  std::string roll = zipped(workbook(
      "<row r=\"1\"><c t=\"inlineStr\"><is><t>春蕾花名册</t></is></c></row>"
      "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>姓名</t></is></c><c r=\"B2\" t=\"inlineStr\"><is><t>年级</t></is></c></row>"
      "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>好</t></is></c><c r=\"B3\"><v>3</v></c></row>"
      "<row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t>坏</t></is></c><c r=\"B5\"><v>13</v></c></row>"
      "<row r=\"6\"><c r=\"B6\"><v>4</v></c></row>"));
  std::vector<Mark> marks = {{5, 1, "年级在 1 到 12 之间"}, {6, 0, "姓名必填"}, {6, -1, "与第 3 行重复"}};
};

TEST_F(MarkedCopy, HoldsEveryRowAndTheReasons) {
  auto file = SheetFile::open_bytes(roll);
  const auto copy = copy_with_marks(*file, 0, 2, marks, CopiedRows::all);
  ASSERT_TRUE(copy.ok());
  EXPECT_EQ(csv_of(*copy), "春蕾花名册,,\r\n姓名,年级,问题\r\n好,3,\r\n,,\r\n坏,13,年级在 1 到 12 之间\r\n,4,姓名必填；与第 3 行重复\r\n");
  const std::string comments = part_of(*copy, "xl/comments1.xml");
  EXPECT_TRUE(holds(comments, "ref=\"B5\""));
  EXPECT_TRUE(holds(comments, "ref=\"A6\""));
  EXPECT_TRUE(holds(part_of(*copy, "xl/styles.xml"), "FFC7CE"));
}

TEST_F(MarkedCopy, OrOnlyTheRowsToMend) {
  auto file = SheetFile::open_bytes(roll);
  const auto copy = copy_with_marks(*file, 0, 2, marks, CopiedRows::marked);
  ASSERT_TRUE(copy.ok());
  EXPECT_EQ(csv_of(*copy), "春蕾花名册,,\r\n姓名,年级,问题\r\n坏,13,年级在 1 到 12 之间\r\n,4,姓名必填；与第 3 行重复\r\n");
  // It comes back with another mistake: the reasons' column is used again.
  auto again = SheetFile::open_bytes(*copy);
  const auto second = copy_with_marks(*again, 0, 2, {{4, 0, "还是没有姓名"}}, CopiedRows::marked);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(csv_of(*second), "春蕾花名册,,\r\n姓名,年级,问题\r\n,4,还是没有姓名\r\n");
}

TEST(SheetWriter, ManyRows) {
  const std::string path = (std::filesystem::temp_directory_path() / "halfsky-sheet-writer-large.xlsx").string();
  SheetWriter writer(path);
  writer.begin_sheet("大表", columns());
  for (int64_t i = 0; i < 20'000; ++i)
    writer.add_row(std::vector<SheetValue>{"女孩 " + std::to_string(i), "990121198803080028", i, i, i, int64_t{20'000}, int64_t{28'800'000}});
  writer.close();
  size_t rows = 0;
  auto file = SheetFile::open(path);
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->read_first([&](size_t, std::span<const Cell>) { return ++rows > 0; }));
  EXPECT_EQ(rows, 20'001u);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace halfsky::exchange
