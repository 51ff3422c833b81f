// Text as people type it: NFC, code points, full-width forms, pinyin. Thin over ICU; nothing else includes ICU.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace halfsky::base {

bool is_utf8(std::string_view text);
std::string nfc(std::string_view text);           // REQUIRES: is_utf8
// Takes out signs without a shape, which come along when text is pasted: two names that differ in them alone look the same.
void drop_shapeless(std::string& text);
// What no page and no file shows as it was meant: control characters (line ends and tabs in many lines are none), signs that turn around
// how all that follows reads, and U+FFFE and U+FFFF, which XML has no place for.
enum class Lines { one, many };
bool has_control_characters(std::string_view text, Lines lines);
std::string beginning(std::string_view text, size_t bytes_max);   // to quote what was sent: whole characters only
size_t code_points(std::string_view text);        // length as people count it
std::string trim(std::string_view text);          // white space of all kinds, the ideographic space too
std::string half_width(std::string_view text);    // ０-９Ａ-Ｚ to ASCII: for keys, numbers and codes only, never for prose
std::string lower(std::string_view ascii);
std::string upper(std::string_view ascii);
std::vector<std::string> split(std::string_view text, char separator);

// Syllables without tones, one for each character ("李小雨" -> li xiao yu); a surname's own reading first (曾 zeng, 单 shan).
std::vector<std::string> pinyin(std::string_view name);

// What a name is found by: each prefix of its characters, of its pinyin run together, and of its initials; lower case, unique.
std::vector<std::string> name_tokens(std::string_view name);

// A key that sorts as a Chinese dictionary does (pinyin order), numbers by value; bytes to compare as unsigned.
std::string sort_key(std::string_view text);

// The candidate nearest to `word` by edits, if near enough to have been meant.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

// GB 11643: 18 digits, a real date, checksum. `text` is already half-width and upper case.
bool id_card_ok(std::string_view text);

}  // namespace halfsky::base
