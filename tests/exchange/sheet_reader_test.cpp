// The reader on sheets as programs write them, and on those that someone wants to break it with.
#include "capabilities/exchange/sheet_reader.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "capabilities/exchange/number_format.hpp"
#include "zip_maker.hpp"

namespace halfsky::exchange {
namespace {

std::string csv_of(const std::string& bytes) {
  auto file = SheetFile::open_bytes(bytes);
  if (!file) return "problem " + file.problems()[0].code;
  std::ostringstream out;
  const auto size = write_csv(*file, file->first_visible(), out);
  return size ? out.str() : "problem " + size.problems()[0].code;
}

std::string csv_of_rows(const std::string& rows, const std::string& strings = "", const std::string& styles = "",
                        const std::string& properties = "") {
  return csv_of(zipped(workbook(rows, strings, styles, properties)));
}

// Styles whose cell formats s="1", "2", … have these number formats.
std::string styles_of(const std::vector<std::string>& codes) {
  std::string formats, cells = "<xf numFmtId=\"0\"/>";
  for (size_t i = 0; i < codes.size(); ++i) {
    formats += "<numFmt numFmtId=\"" + std::to_string(170 + i) + "\" formatCode=\"" + codes[i] + "\"/>";
    cells += "<xf numFmtId=\"" + std::to_string(170 + i) + "\"/>";
  }
  return "<numFmts>" + formats + "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>" + cells + "</cellXfs>";
}

TEST(SheetReader, StringsOfAllKinds) {
  EXPECT_EQ(csv_of_rows("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
                        "<c r=\"C1\" t=\"inlineStr\"><is><t>行内</t></is></c><c r=\"D1\" t=\"str\"><f>A1&amp;\"x\"</f><v>公式</v></c></row>",
                        "<si><t>姓名</t></si><si><r><t xml:space=\"preserve\">李 </t></r><r><rPr/><t>小雨</t></r><rPh sb=\"0\" eb=\"1\"><t>リ</t></rPh></si>"),
            "姓名,李 小雨,行内,公式\r\n");
}

TEST(SheetReader, FieldsThatNeedQuotes) {
  EXPECT_EQ(csv_of_rows("<row><c t=\"inlineStr\"><is><t>a,b</t></is></c><c t=\"inlineStr\"><is><t>say \"hi\"</t></is></c>"
                        "<c t=\"inlineStr\"><is><t>two\nlines</t></is></c><c t=\"inlineStr\"><is><t>x_x000D_y_x005F_z _xZZZZ_</t></is></c></row>"),
            "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"x\ry_z _xZZZZ_\"\r\n");
}

TEST(SheetReader, NumbersAreShortest) {
  EXPECT_EQ(csv_of_rows("<row><c><v>1</v></c><c><v>1.0</v></c><c><v>0.30000000000000004</v></c><c><v>-2.5E-5</v></c>"
                        "<c><v>1E+3</v></c><c><v>123456789012</v></c><c><v>0</v></c><c t=\"n\"><v>1234567.89</v></c></row>"),
            "1,1,0.3,-0.000025,1000,123456789012,0,1234567.89\r\n");
}

TEST(SheetReader, OtherKinds) {
  EXPECT_EQ(csv_of_rows("<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"e\"><v>#N/A</v></c><c><f>1+1</f><v>2</v></c>"
                        "<c t=\"d\"><v>2026-03-08T00:00:00</v></c><c t=\"d\"><v>2026-03-08T14:30:00Z</v></c></row>"),
            "TRUE,FALSE,#N/A,2,2026-03-08,2026-03-08 14:30\r\n");
}

TEST(SheetReader, DatesByTheirStyle) {
  const std::string styles = styles_of({"yyyy-mm-dd", "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "yyyy/m/d h:mm", "h:mm", "[h]:mm",
                                        "0.00&quot;d&quot;", "[$-804]yyyy\\-mm\\-dd;@", "[Red]0"});
  std::string cells;
  for (int style = 1; style <= 8; ++style) cells += "<c s=\"" + std::to_string(style) + "\"><v>46089.6041666667</v></c>";
  EXPECT_EQ(csv_of_rows("<row>" + cells + "</row>", "", styles),
            "2026-03-08,2026-03-08,2026-03-08 14:30,14:30,1106150:30,46089.6041666667,2026-03-08,46089.6041666667\r\n");
}

TEST(SheetReader, BuiltinDateStyles) {
  std::string formats;
  for (const int id : {0, 14, 22, 31, 57, 20, 46, 4}) formats += "<xf numFmtId=\"" + std::to_string(id) + "\"/>";
  std::string cells;
  for (int style = 0; style < 8; ++style) cells += "<c s=\"" + std::to_string(style) + "\"><v>46089.25</v></c>";
  EXPECT_EQ(csv_of_rows("<row>" + cells + "</row>", "", "<cellXfs>" + formats + "</cellXfs>"),
            "46089.25,2026-03-08,2026-03-08 06:00,2026-03-08,2026-03-08,06:00,1106142:00,46089.25\r\n");
}

TEST(SheetReader, TheOtherDateSystemAndTheFirstDays) {
  const std::string styles = "<cellXfs><xf numFmtId=\"14\"/></cellXfs>";
  EXPECT_EQ(csv_of_rows("<row><c><v>44627</v></c></row>", "", styles, "<workbookPr date1904=\"1\"/>"), "2026-03-08\r\n");
  EXPECT_EQ(csv_of_rows("<row><c><v>1</v></c><c><v>59</v></c><c><v>61</v></c><c><v>-1</v></c><c><v>2958466</v></c></row>", "", styles),
            "1900-01-01,1900-02-28,1900-03-01,-1,2958466\r\n");
}

TEST(SheetReader, PlacesWithoutReferencesAndWithGaps) {
  EXPECT_EQ(csv_of_rows("<row><c><v>1</v></c><c><v>2</v></c></row>"
                        "<row r=\"4\"><c r=\"C4\"><v>3</v></c><c><v>4</v></c></row>"
                        "<row><c s=\"0\"/><c r=\"B5\"><v>5</v></c><c r=\"A5\"><v>6</v></c></row>"),
            "1,2,,\r\n,,,\r\n,,,\r\n,,3,4\r\n6,5,,\r\n");
}

TEST(SheetReader, EmptySheetIsEmpty) {
  EXPECT_EQ(csv_of_rows(""), "");
  EXPECT_EQ(csv_of_rows("<row r=\"7\"><c r=\"A7\" s=\"0\"/></row>"), "");
}

TEST(SheetReader, AnIdTypedAsANumberIsMarked) {
  auto file = SheetFile::open_bytes(zipped(workbook("<row><c><v>9.9012119880308E+17</v></c><c><v>990121198803080028</v></c>"
                                                    "<c><v>410000000000001</v></c><c><v>0.30000000000000004</v></c></row>")));
  ASSERT_TRUE(file.ok());
  std::vector<bool> lost;
  std::vector<std::string> texts;
  EXPECT_TRUE(file->read_first([&](size_t, std::span<const Cell> cells) {
    for (const Cell& cell : cells) {
      lost.push_back(cell.precision_lost);
      texts.emplace_back(cell.text);
    }
    return true;
  }));
  EXPECT_EQ(lost, (std::vector<bool>{true, true, false, false}));
  EXPECT_EQ(texts, (std::vector<std::string>{"990121198803080000", "990121198803080000", "410000000000001", "0.3"}));
}

TEST(SheetReader, RowsAreNumberedAndCanBeStopped) {
  auto file = SheetFile::open_bytes(zipped(workbook("<row r=\"2\"><c r=\"B2\"><v>1</v></c></row><row r=\"9\"><c r=\"AA9\"><v>2</v></c></row>")));
  ASSERT_TRUE(file.ok());
  std::string seen;
  const auto note = [&](size_t row, std::span<const Cell> cells) {
    seen += cell_name(row, cells[0].column) + " ";
    return true;
  };
  const auto size = file->read_first(note);
  EXPECT_EQ(seen, "B2 AA9 ");
  EXPECT_EQ(size->rows, 9u);
  EXPECT_EQ(size->columns, 27);
  seen.clear();
  EXPECT_TRUE(file->read_first([&](size_t row, std::span<const Cell> cells) { return note(row, cells), false; }));
  EXPECT_EQ(seen, "B2 ");
}

TEST(SheetReader, PrefixesAndStrictNamespaces) {
  Parts parts = workbook("");
  replace_part(parts, "_rels/.rels", "<p:Relationships xmlns:p=\"x\"><p:Relationship Id=\"r1\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\" Target=\"/xl/workbook.xml\"/></p:Relationships>");
  replace_part(parts, "xl/workbook.xml", "<x:workbook xmlns:x=\"y\" xmlns:q=\"z\"><x:sheets><x:sheet name=\"a\" sheetId=\"7\" q:id=\"r1\"/></x:sheets></x:workbook>");
  replace_part(parts, "xl/worksheets/sheet1.xml", "<x:worksheet xmlns:x=\"y\"><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:t>好</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>");
  EXPECT_EQ(csv_of(zipped(parts)), "好\r\n");
}

TEST(SheetReader, TheFirstVisibleWorksheet) {
  Parts parts = workbook("");
  const std::string office = kOffice;
  replace_part(parts, "xl/workbook.xml",
               "<workbook xmlns:r=\"q\"><sheets><sheet name=\"图\" r:id=\"c\"/><sheet name=\"藏\" state=\"veryHidden\" r:id=\"h\"/><sheet name=\"看\" r:id=\"v\"/></sheets></workbook>");
  replace_part(parts, "xl/_rels/workbook.xml.rels",
               "<Relationships><Relationship Id=\"c\" Type=\"" + office + "/chartsheet\" Target=\"c.xml\"/><Relationship Id=\"h\" Type=\"" + office +
                   "/worksheet\" Target=\"h.xml\"/><Relationship Id=\"v\" Type=\"" + office + "/worksheet\" Target=\"../v.xml\"/></Relationships>");
  parts.emplace_back("v.xml", "<worksheet><sheetData><row><c><v>7</v></c></row></sheetData></worksheet>");
  EXPECT_EQ(csv_of(zipped(parts)), "7\r\n");
  auto file = SheetFile::open_bytes(zipped(parts));
  ASSERT_TRUE(file.ok());
  ASSERT_EQ(file->sheets().size(), 2u);
  EXPECT_EQ(file->sheets()[1].name, "看");
  EXPECT_FALSE(file->sheets()[0].is_visible);
  replace_part(parts, "xl/workbook.xml", "<workbook xmlns:r=\"q\"><sheets><sheet name=\"藏\" state=\"hidden\" r:id=\"h\"/></sheets></workbook>");
  EXPECT_EQ(csv_of(zipped(parts)), "problem sheet_none");
}

TEST(SheetReader, RefusesWhatIsNoSheet) {
  EXPECT_EQ(csv_of(""), "problem sheet_not_xlsx");
  EXPECT_EQ(csv_of("name,grade\n"), "problem sheet_not_xlsx");
  EXPECT_EQ(csv_of("PK\x03\x04 cut off"), "problem sheet_broken");
  EXPECT_EQ(csv_of(zipped({{"a.txt", "hello"}})), "problem sheet_not_xlsx");
  const std::string ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
  EXPECT_EQ(csv_of(ole + std::string(1'000, 'x')), "problem sheet_old_format");
  EXPECT_EQ(csv_of(ole + std::string("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32)), "problem sheet_encrypted");
  EXPECT_EQ(SheetFile::open("/nowhere/at-all.xlsx").problems()[0].code, "no_such_file");
  const std::string whole = zipped(workbook("<row><c><v>1</v></c></row>"));
  EXPECT_EQ(csv_of(whole.substr(0, whole.size() / 2)), "problem sheet_broken");
}

TEST(SheetReader, RefusesWhatIsMeantToBreakIt) {
  const std::string bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&b;</t></is></c></row></sheetData></worksheet>";
  for (const char* part : {"xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"}) {
    Parts parts = workbook("<row><c><v>1</v></c></row>");
    replace_part(parts, part, bomb);
    EXPECT_EQ(csv_of(zipped(parts)), "problem sheet_doctype") << part;
  }
  EXPECT_EQ(csv_of_rows("<row><c><v>1</c></row>"), "problem sheet_broken");
  EXPECT_EQ(csv_of_rows("<row r=\"1048577\"><c><v>1</v></c></row>"), "problem sheet_large");
  EXPECT_EQ(csv_of_rows("<row r=\"0\"><c><v>1</v></c></row>"), "problem sheet_large");
  EXPECT_EQ(csv_of_rows("<row><c r=\"XFE1\"><v>1</v></c></row>"), "problem sheet_large");
  EXPECT_EQ(csv_of_rows("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"), "problem sheet_large");
  EXPECT_EQ(csv_of_rows("<row><c t=\"s\"><v>99</v></c><c t=\"s\"><v>-1</v></c><c s=\"99\"><v>1</v></c></row>"), ",,1\r\n");
  Parts huge = workbook("");
  replace_part(huge, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + std::string(201'000'000, ' ') + "</sheetData></worksheet>");
  EXPECT_EQ(csv_of(zipped(huge)), "problem sheet_large");
}

// Peak of what this process holds, from the kernel, since the last reset.
size_t peak_mb(bool reset) {
  if (reset) std::ofstream("/proc/self/clear_refs") << "5";
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6)) / 1024;
  return 0;
}

TEST(SheetReader, BombsAreRefusedAtOnceInBoundedMemory) {
  const auto refused = [](const std::string& name, const std::string& bytes, const std::string& code, size_t more_mb) {
    const size_t before = peak_mb(true);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(csv_of(bytes), "problem " + code) << name;
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1)) << name;
    EXPECT_LT(peak_mb(false), before + more_mb) << name;
  };
  std::string zipped_bomb;
  {
    Parts parts = workbook("");
    replace_part(parts, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + std::string(150'000'000, ' ') + "</sheetData></worksheet>");
    zipped_bomb = zipped(parts);
  }
  refused("spaces", zipped_bomb, "sheet_large", 50);
  {
    Parts parts = workbook("<row><c t=\"s\"><v>0</v></c></row>");
    replace_part(parts, "xl/sharedStrings.xml", "<sst><si><t>" + std::string(100'000'000, 'a') + "</t></si></sst>");
    zipped_bomb = zipped(parts);
  }
  refused("one string", zipped_bomb, "sheet_large", 50);
  std::string cells;
  for (int64_t i = 0; i < 400'000; ++i) cells += "<c r=\"A1\"><v>" + std::to_string(i * 7'919 % 1'000'003) + "</v></c>";
  refused("one cell many times", zipped(workbook("<row>" + cells + "</row>")), "sheet_large", 50);
  std::string letters;
  for (uint32_t i = 0, x = 1; i < 3'000'000; ++i) letters += char('a' + (x = x * 1'664'525 + 1'013'904'223) % 26);
  refused("one cell of megabytes", zipped(workbook("<row><c t=\"inlineStr\"><is><t>" + letters + "</t></is></c></row>")), "sheet_large", 50);
}

TEST(SheetReader, APartOfAnotherNameIsNeverLookedAt) {
  Parts parts = workbook("<row><c><v>7</v></c></row>");
  parts.emplace_back("../../../../tmp/halfsky-slip", "out of the archive");
  parts.emplace_back("/tmp/halfsky-slip", "out of the archive");
  EXPECT_EQ(csv_of(zipped(parts)), "7\r\n");
  EXPECT_FALSE(std::filesystem::exists("/tmp/halfsky-slip"));
  // A relation that leads out of the archive leads nowhere.
  replace_part(parts, "xl/_rels/workbook.xml.rels", std::string("<Relationships><Relationship Id=\"r1\" Type=\"") + kOffice + "/worksheet\" Target=\"../../../../../etc/passwd\"/></Relationships>");
  EXPECT_EQ(csv_of(zipped(parts)), "problem sheet_broken");
}

TEST(SheetReader, TruncatedAnywhereIsAProblem) {
  const std::string whole = zipped(workbook("<row><c><v>1</v></c><c t=\"inlineStr\"><is><t>好</t></is></c></row>"));
  for (size_t size = 0; size < whole.size(); size += 7) EXPECT_TRUE(csv_of(whole.substr(0, size)).starts_with("problem sheet_")) << size;
}

TEST(SheetReader, ALockedPartIsEncrypted) {
  const std::string path = (std::filesystem::temp_directory_path() / "halfsky-locked.xlsx").string();
  std::ofstream(path, std::ios::binary) << zipped(workbook("<row><c><v>1</v></c></row>"));
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), 0, &error);
  ASSERT_NE(archive, nullptr);
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) ASSERT_EQ(zip_file_set_encryption(archive, zip_uint64_t(i), ZIP_EM_AES_256, "Qingshan-lvshui-71"), 0);
  ASSERT_EQ(zip_close(archive), 0);
  std::ostringstream out;
  EXPECT_EQ(write_csv(path, out).problems()[0].code, "sheet_encrypted");
  std::filesystem::remove(path);
}

TEST(SheetReader, DimensionsThatLieOrAreMissingDoNotMatter) {
  const std::string rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"C1\"><v>3</v></c></row>";
  for (const char* dimension : {"", "<dimension ref=\"A1\"/>", "<dimension ref=\"A1:XFD1048576\"/>", "<dimension ref=\"B7:B2\"/>", "<dimension ref=\"nonsense\"/>", "<dimension/>"}) {
    Parts parts = workbook("");
    replace_part(parts, "xl/worksheets/sheet1.xml", std::string("<worksheet>") + dimension + "<sheetData>" + rows + "</sheetData></worksheet>");
    EXPECT_EQ(csv_of(zipped(parts)), "1,,3\r\n") << dimension;
  }
}

TEST(SheetReader, FormulasGiveWhatWasLastWorkedOut) {
  EXPECT_EQ(csv_of_rows("<row><c><f>SUM(A2:A9)</f><v>12.5</v></c><c t=\"str\"><f>A1&amp;B1</f><v>李小雨</v></c><c t=\"b\"><f>1=1</f><v>1</v></c><c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>"
                        "<c><f t=\"shared\" ref=\"E1:E3\" si=\"0\">D1*2</f><v>8</v></c><c><f t=\"shared\" si=\"0\"/><v>16</v></c><c><f>NOW()</f></c></row>"),
            "12.5,李小雨,TRUE,#DIV/0!,8,16\r\n");
}

TEST(SheetReader, MergedCellsAreToldAtTheEnd) {
  Parts parts = workbook("");
  replace_part(parts, "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"B2:B7\"/><mergeCell ref=\"D9:E10\"/><mergeCell ref=\"?\"/></mergeCells></worksheet>");
  auto file = SheetFile::open_bytes(zipped(parts));
  const auto size = file->read_first([](size_t, std::span<const Cell>) { return true; });
  ASSERT_TRUE(size.ok());
  ASSERT_EQ(size->merges.size(), 2u);
  EXPECT_EQ(size->merges[0].first_row, 2u);
  EXPECT_EQ(size->merges[0].last_row, 7u);
  EXPECT_EQ(size->merges[0].column, 1);
  EXPECT_EQ(size->merges[1].column, 3);
}

TEST(SheetReader, ABadByteAnywhereIsAProblemAndNoCrash) {
  const std::string whole = zipped(workbook("<row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>46089</v></c></row>", "<si><t>好</t></si>", styles_of({"yyyy"})));
  for (size_t i = 0; i < whole.size(); ++i) {
    std::string bad = whole;
    bad[i] = static_cast<char>(bad[i] ^ 0x55);
    csv_of(bad);
  }
}

TEST(NumberFormat, CodesThatMeanDates) {
  using K = NumberKind;
  const std::vector<std::pair<const char*, K>> cases = {
      {"General", K::number}, {"0.00E+00", K::number}, {"#,##0.00_);[Red]\\(#,##0.00\\)", K::number}, {"@", K::number},
      {"yyyy\\-mm\\-dd", K::date}, {"mmm", K::date}, {"aaaa", K::date}, {"[DBNum1][$-804]yyyy\"年\"m\"月\"", K::date},
      {"mm:ss", K::time}, {"h:mm AM/PM", K::time}, {"[mm]:ss", K::elapsed}, {"yyyy-mm-dd hh:mm:ss", K::date_time},
      {"\"day\" 0", K::number}, {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", K::date}, {"", K::number}, {"\"open", K::number}, {"[", K::number}};
  for (const auto& [code, kind] : cases) EXPECT_EQ(kind_of_format_code(code), kind) << code;
}

TEST(NumberFormat, Numbers) {
  EXPECT_EQ(format_number(1e15), "1000000000000000");
  EXPECT_EQ(format_number(-0.1), "-0.1");
  EXPECT_EQ(format_number(1e-7), "0.0000001");
  EXPECT_EQ(format_number(1.5e300), "1.5E+300");
  EXPECT_EQ(format_number(2.0 / 3), "0.666666666666667");
  EXPECT_EQ(format_number(99.99), "99.99");
  EXPECT_EQ(format_number(-120), "-120");
  EXPECT_EQ(format_number(990121198803080028.0), "990121198803080000");
  EXPECT_EQ(format_number(1e-12), "1E-12");
}

TEST(SheetReader, CellNames) {
  EXPECT_EQ(cell_name(1, 0), "A1");
  EXPECT_EQ(cell_name(7, 25), "Z7");
  EXPECT_EQ(cell_name(7, 26), "AA7");
  EXPECT_EQ(cell_name(1, 16'383), "XFD1");
}

}  // namespace
}  // namespace halfsky::exchange
