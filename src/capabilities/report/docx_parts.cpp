// The parts of a .docx that are the same in every document.
//
// Sizes are in half points (3号 = 16 pt = 32, 2号 = 44, 4号 = 28, 小4号 = 24), lengths in twips (1 mm = 56.7). The text block is
// 156 x 225 mm: 22 lines of 579 twips, 28 characters of 15.79 pt (16 pt less 849/4096).
#include "capabilities/report/docx_parts.hpp"

namespace halfsky::report {

namespace {

constexpr std::string_view kXml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view kMain = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
constexpr std::string_view kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view kPackage = "http://schemas.openxmlformats.org/package/2006";
constexpr std::string_view kWordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

std::string text_of(std::initializer_list<std::string_view> pieces) {
  std::string text(kXml);
  for (const std::string_view piece : pieces) text += piece;
  return text;
}

std::string content_types() {
  std::string text = text_of({"<Types xmlns=\"", kPackage, "/content-types\">",
                              "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
                              "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"});
  const std::pair<std::string_view, std::string_view> parts[] = {
      {"document", "document.main"}, {"styles", "styles"}, {"settings", "settings"}, {"fontTable", "fontTable"},
      {"footer1", "footer"},         {"footer2", "footer"}};
  for (const auto& [part, type] : parts) {
    text += "<Override PartName=\"/word/";
    text += part;
    text += ".xml\" ContentType=\"";
    text += kWordType;
    text += type;
    text += "+xml\"/>";
  }
  return text + "</Types>";
}

std::string relation(std::string_view id, std::string_view kind, std::string_view target) {
  std::string text = "<Relationship Id=\"";
  text += id;
  text += "\" Type=\"";
  text += kOffice;
  text += '/';
  text += kind;
  text += "\" Target=\"";
  text += target;
  return text + "\"/>";
}

std::string root_relations() {
  return text_of({"<Relationships xmlns=\"", kPackage, "/relationships\">",
                  relation("rId1", "officeDocument", "word/document.xml"), "</Relationships>"});
}

std::string document_relations() {
  return text_of({"<Relationships xmlns=\"", kPackage, "/relationships\">", relation("rId1", "styles", "styles.xml"),
                  relation("rId2", "settings", "settings.xml"), relation("rId3", "fontTable", "fontTable.xml"),
                  relation("rId4", "footer", "footer1.xml"), relation("rId5", "footer", "footer2.xml"), "</Relationships>"});
}

std::string fonts(std::string_view name) {
  std::string text = "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\" w:eastAsia=\"";
  text += name;
  return text + "\"/>";
}

std::string size(int half_points) {
  const std::string number = std::to_string(half_points);
  return "<w:sz w:val=\"" + number + "\"/><w:szCs w:val=\"" + number + "\"/>";
}

constexpr std::string_view kLine = "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"579\" w:lineRule=\"exact\"/>";
constexpr std::string_view kTableLine = "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"400\" w:lineRule=\"exact\"/>";
constexpr std::string_view kIndent = "<w:ind w:firstLineChars=\"200\" w:firstLine=\"632\"/>";
constexpr std::string_view kNoIndent = "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>";

struct Style {
  std::string_view id, name, next;
  std::string paragraph, run;
};

std::string style_text(const Style& style) {
  const bool is_normal = style.id == "Normal";
  std::string text = is_normal ? "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"" : "<w:style w:type=\"paragraph\" w:styleId=\"";
  text += style.id;
  text += "\"><w:name w:val=\"";
  text += style.name;
  text += "\"/>";
  if (!is_normal) text += "<w:basedOn w:val=\"Normal\"/>";
  if (!style.next.empty()) {
    text += "<w:next w:val=\"";
    text += style.next;
    text += "\"/>";
  }
  text += "<w:qFormat/><w:pPr>" + style.paragraph + "</w:pPr>";
  if (!style.run.empty()) text += "<w:rPr>" + style.run + "</w:rPr>";
  return text + "</w:style>";
}

std::string outline(int level) { return "<w:outlineLvl w:val=\"" + std::to_string(level) + "\"/>"; }

std::string styles() {
  const std::string line(kLine), indent(kIndent), no_indent(kNoIndent), table_line(kTableLine);
  const std::string keep = "<w:keepNext/>";
  // Names in English are Word's own: it shows them in its language, and its navigation knows them.
  const Style all[] = {
      {"Normal", "Normal", "", line + indent + "<w:jc w:val=\"both\"/>", ""},
      {"Title", "Title", "Normal", line + no_indent + "<w:jc w:val=\"center\"/>", fonts("方正小标宋简体") + size(44)},
      {"Addressee", "主送机关", "Normal", line + no_indent, ""},
      {"Heading1", "heading 1", "Normal", keep + line + indent + outline(0), fonts("黑体")},
      {"Heading2", "heading 2", "Normal", keep + line + indent + outline(1), fonts("楷体")},
      {"Heading3", "heading 3", "Normal", keep + line + indent + outline(2), "<w:b/>"},
      {"Heading4", "heading 4", "Normal", keep + line + indent + outline(3), ""},
      {"Signature", "落款", "Normal", line + "<w:ind w:rightChars=\"400\" w:right=\"1264\" w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"right\"/>", ""},
      {"TableText", "表格文字", "", table_line + no_indent + "<w:jc w:val=\"left\"/>", size(24)},
      {"TableNumber", "表格数字", "", table_line + no_indent + "<w:jc w:val=\"right\"/>", size(24)},
      {"TableHeading", "表头", "", keep + table_line + no_indent + "<w:jc w:val=\"center\"/>", fonts("黑体") + size(24)},
      {"Footer", "footer", "", "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>" + no_indent,
       fonts("宋体") + size(28)},
  };
  std::string text = text_of({"<w:styles xmlns:w=\"", kMain, "\"><w:docDefaults><w:rPrDefault><w:rPr>", fonts("仿宋"), size(32),
                              "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults>"});
  for (const Style& style : all) text += style_text(style);
  text += "<w:style w:type=\"table\" w:styleId=\"Grid\"><w:name w:val=\"Table Grid\"/><w:tblPr><w:tblBorders>";
  for (const std::string_view side : {"top", "left", "bottom", "right", "insideH", "insideV"}) {
    text += "<w:";
    text += side;
    text += " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>";
  }
  text += "</w:tblBorders><w:tblCellMar><w:left w:w=\"85\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>";
  return text + "</w:styles>";
}

// Facing pages: the number stands outside.
std::string settings() {
  return text_of({"<w:settings xmlns:w=\"", kMain, "\"><w:evenAndOddHeaders/><w:compat><w:compatSetting w:name=\"compatibilityMode\" ",
                  "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"});
}

// Where a face is missing, the one that comes nearest.
std::string font_table() {
  std::string text = text_of({"<w:fonts xmlns:w=\"", kMain, "\">"});
  const std::pair<std::string_view, std::string_view> faces[] = {
      {"方正小标宋简体", "小标宋"}, {"仿宋", "仿宋_GB2312"}, {"楷体", "楷体_GB2312"}, {"黑体", "SimHei"}, {"宋体", "SimSun"}};
  for (const auto& [name, other] : faces) {
    text += "<w:font w:name=\"";
    text += name;
    text += "\"><w:altName w:val=\"";
    text += other;
    text += "\"/><w:charset w:val=\"86\"/></w:font>";
  }
  return text + "</w:fonts>";
}

std::string footer(std::string_view side, std::string_view indent) {
  return text_of({"<w:ftr xmlns:w=\"", kMain, "\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/>", indent, "<w:jc w:val=\"", side,
                  "\"/></w:pPr><w:r><w:t xml:space=\"preserve\">— </w:t></w:r><w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>",
                  "<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>"});
}

}  // namespace

std::vector<std::pair<std::string, std::string>> fixed_docx_parts() {
  return {{"[Content_Types].xml", content_types()},
          {"_rels/.rels", root_relations()},
          {"word/_rels/document.xml.rels", document_relations()},
          {"word/styles.xml", styles()},
          {"word/settings.xml", settings()},
          {"word/fontTable.xml", font_table()},
          {"word/footer1.xml", footer("right", "<w:ind w:rightChars=\"100\" w:right=\"280\"/>")},
          {"word/footer2.xml", footer("left", "<w:ind w:leftChars=\"100\" w:left=\"280\"/>")}};
}

std::string docx_document(std::string_view body) {
  return text_of({"<w:document xmlns:w=\"", kMain, "\" xmlns:r=\"", kOffice, "\"><w:body>", body,
                  "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"even\" r:id=\"rId5\"/>",
                  "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
                  "<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1417\" w:gutter=\"0\"/>",
                  "<w:docGrid w:type=\"linesAndChars\" w:linePitch=\"579\" w:charSpace=\"-849\"/></w:sectPr></w:body></w:document>"});
}

}  // namespace halfsky::report
