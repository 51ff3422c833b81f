// The Word file: well-formed whatever the text, in the look of GB/T 9704, the same bytes for the same calls.
#include "capabilities/report/docx_writer.hpp"

#include <expat.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <map>

namespace halfsky::report {
namespace {

std::map<std::string, std::string> parts_of(const std::string& bytes) {
  std::map<std::string, std::string> parts;
  zip_error_t error;
  zip_t* archive = zip_open_from_source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error), ZIP_CHECKCONS, &error);
  EXPECT_NE(archive, nullptr);
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
    zip_stat_t status;
    zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &status);
    std::string content(status.size, '\0');
    zip_file_t* file = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
    EXPECT_EQ(zip_fread(file, content.data(), content.size()), static_cast<zip_int64_t>(content.size()));
    zip_fclose(file);
    parts[status.name] = content;
  }
  zip_discard(archive);
  return parts;
}

bool is_well_formed(const std::string& xml) {
  XML_Parser parser = XML_ParserCreate(nullptr);
  const bool good = XML_Parse(parser, xml.data(), static_cast<int>(xml.size()), 1) == XML_STATUS_OK;
  XML_ParserFree(parser);
  return good;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

DocxDocument report() {
  DocxDocument document;
  document.title("2026年春蕾计划工作报告");
  document.heading(1, heading_number(1, 1) + "基本情况");
  document.heading(2, heading_number(2, 1) + "资助");
  document.paragraph({{"全年资助 ", Weight::regular}, {"120", Weight::bold}, {" 名女孩。", Weight::regular}});
  document.paragraph("第二段\n另起一行\t制表");
  document.table({"乡镇", "人数", "金额"}, {{"坡头镇", "12", "14,400.00"}, {"王屋镇", "—"}});
  document.signature("济源市妇女联合会", "2026年11月24日");
  return document;
}

TEST(DocxWriter, EveryPartIsWellFormedAndDeclared) {
  const auto parts = parts_of(report().bytes());
  EXPECT_EQ(parts.size(), 9u);
  for (const auto& [name, content] : parts) {
    EXPECT_TRUE(is_well_formed(content)) << name;
    const bool is_listed = name.ends_with(".rels") || name.starts_with("[") || holds(parts.at("[Content_Types].xml"), "PartName=\"/" + name + "\"");
    EXPECT_TRUE(is_listed) << name;
    if (name.starts_with("word/") && !name.ends_with(".rels") && name != "word/document.xml") {
      EXPECT_TRUE(holds(parts.at("word/_rels/document.xml.rels"), "Target=\"" + name.substr(5) + "\"")) << name;
    }
  }
}

TEST(DocxWriter, LooksAsTheStandardWants) {
  const auto parts = parts_of(report().bytes());
  const std::string& styles = parts.at("word/styles.xml");
  const std::string& document = parts.at("word/document.xml");
  EXPECT_TRUE(holds(document, "w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\""));
  EXPECT_TRUE(holds(styles, "w:line=\"579\" w:lineRule=\"exact\""));
  EXPECT_TRUE(holds(styles, "w:firstLineChars=\"200\""));
  EXPECT_TRUE(holds(styles, "w:eastAsia=\"仿宋\"/><w:sz w:val=\"32\"/>"));
  EXPECT_TRUE(holds(styles, "w:eastAsia=\"方正小标宋简体\"/><w:sz w:val=\"44\"/>"));
  EXPECT_TRUE(holds(styles, "<w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\" w:eastAsia=\"黑体\"/>"));
  EXPECT_TRUE(holds(parts.at("word/settings.xml"), "evenAndOddHeaders"));
  EXPECT_TRUE(holds(parts.at("word/footer1.xml"), "— </w:t>"));
}

TEST(DocxWriter, HoldsWhatWasSaid) {
  const std::string document = parts_of(report().bytes()).at("word/document.xml");
  EXPECT_TRUE(holds(document, "<w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t xml:space=\"preserve\">2026年春蕾计划工作报告</w:t>"));
  EXPECT_TRUE(holds(document, "<w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t xml:space=\"preserve\">一、基本情况</w:t>"));
  EXPECT_TRUE(holds(document, "<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">120</w:t>"));
  EXPECT_TRUE(holds(document, "第二段</w:t><w:br/><w:t xml:space=\"preserve\">另起一行</w:t><w:tab/>"));
  EXPECT_TRUE(holds(document, "<w:pStyle w:val=\"TableNumber\"/></w:pPr><w:r><w:t xml:space=\"preserve\">14,400.00"));
  EXPECT_TRUE(holds(document, "<w:pStyle w:val=\"TableText\"/></w:pPr><w:r><w:t xml:space=\"preserve\">坡头镇"));
}

TEST(DocxWriter, NoTextBreaksTheFile) {
  DocxDocument document;
  document.paragraph("<w:p>&amp; \"x\" ]]>");
  document.heading(4, std::string("a\0b\x01\x1b\x7f\xef\xbf\xbe\xef\xbf\xbf c", 15));
  document.paragraph("");
  document.paragraph(std::vector<report::Run>{});
  document.table({"<"}, {{}, {"&"}});
  const std::string xml = parts_of(document.bytes()).at("word/document.xml");
  EXPECT_TRUE(is_well_formed(xml));
  EXPECT_TRUE(holds(xml, "&lt;w:p&gt;&amp;amp; &quot;x&quot; ]]&gt;"));
  EXPECT_TRUE(holds(xml, ">ab c<"));
}

TEST(DocxWriter, TheSameCallsGiveTheSameBytes) { EXPECT_EQ(report().bytes(), report().bytes()); }

TEST(DocxWriter, NumbersOfHeadings) {
  EXPECT_EQ(heading_number(1, 1), "一、");
  EXPECT_EQ(heading_number(1, 10), "十、");
  EXPECT_EQ(heading_number(1, 12), "十二、");
  EXPECT_EQ(heading_number(2, 20), "（二十）");
  EXPECT_EQ(heading_number(2, 99), "（九十九）");
  EXPECT_EQ(heading_number(3, 7), "7. ");
  EXPECT_EQ(heading_number(4, 7), "（7）");
}

}  // namespace
}  // namespace halfsky::report
