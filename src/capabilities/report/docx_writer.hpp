// Writes a Word document as an official document looks (GB/T 9704-2012): A4, 22 lines of 28 characters, 仿宋 3号, title 小标宋 2号,
// headings 黑体 and 楷体, page number with dashes outside. The look lies in named styles with outline levels, so that people go on
// in Word as they are used to.
//
//   DocxDocument document;
//   document.title("2026年春蕾计划工作报告");
//   document.heading(1, heading_number(1, 1) + "基本情况");
//   document.paragraph({{"全年资助"}, {"120", Weight::bold}, {"名女孩。"}});
//   document.bytes();
//
// All text is UTF-8; a line feed is a new line, a tab a tab, other control characters are dropped. The same calls give the same bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace halfsky::report {

enum class Weight { regular, bold };

struct Run {
  std::string text;
  Weight weight = Weight::regular;
};

// Level 1 to 4: 一、 （一） 1. （1）. REQUIRES: 1 <= number <= 99
std::string heading_number(int level, int number);

class DocxDocument {
 public:
  void title(std::string_view text);
  void heading(int level, std::string_view text);      // REQUIRES: 1 <= level <= 4
  void paragraph(const std::vector<Run>& runs);        // first line indented by two characters
  void paragraph(std::string_view text);
  void signature(std::string_view issuer, std::string_view date);   // right, four characters in

  // The heading row is repeated on each page; numbers stand right. Rows may be shorter than the heading.
  // REQUIRES: header is not empty, no row is longer
  void table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows);

  std::string bytes() const;

 private:
  void styled(std::string_view style, std::string_view text);

  std::string body_;   // the XML of what was added so far
};

}  // namespace halfsky::report
