// What offices write over columns: a list of words (a data file: programmes/core/form-words.csv), and a heading taken apart by it into
// what it names, its unit and how much of a private value it wants. Pure. Private to exchange.
//
//   kind,word,means,more
//   same      another way to say a title                      ending      what may follow a title (户数, 人数)
//   unit      means: what is counted, more: the power of ten  orgending   what may follow an org's name, or be left out (村, 街道)
//   mask      means: full, middle, last4
//   total, subtotal, number (序号), org (means: its level), neutral (groups that say nothing), end (what begins the foot), amount, measure
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace halfsky::exchange {

struct Unit {
  std::string word, base;   // 万元, 元
  int exponent = 0;         // 4
};

enum class Mask { none, full, middle, last4 };
std::string_view to_text(Mask mask);
std::optional<Mask> mask_of(std::string_view text);

struct Heading {
  std::vector<std::string> names;   // from the group down: 志愿者, 社会妈妈爸爸; each without spaces and marks
  std::optional<Unit> unit;
  Mask mask = Mask::none;
  bool is_among = false;            // 其中: a part of the column before
  bool cuts_month = false;          // 出生年月: the day is not asked for
};

class FormWords {
 public:
  static FormWords parse(std::string_view csv);
  static FormWords load(const std::string& file);   // empty where there is none

  bool is(const char* kind, const std::string& plain) const;
  std::optional<std::string> means(const char* kind, const std::string& plain) const;
  std::optional<Unit> unit(const std::string& plain) const;
  std::vector<std::string> endings() const;   // longest first
  bool ends_here(const std::string& text) const;     // a line of the foot: 填表人：

  // Texts from top to bottom, as they stand.
  Heading heading(const std::vector<std::string>& texts) const;
  // "单位：万元、户": what the whole form counts in.
  std::vector<Unit> units_said(const std::string& text) const;

 private:
  struct Word { std::string means, more; };
  std::map<std::string, std::map<std::string, Word>, std::less<>> words_;
};

// Half width, lower case, without white space and "*".
std::string plain_text(std::string_view text);
// The same next month: digits before 年 and 月 as "#".
std::string lasting_text(const std::string& plain);

}  // namespace halfsky::exchange
