// Pairs by sorting: entries side by side that agree in what a pair must agree in.
#include "capabilities/exchange/doubles.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "base/text.hpp"

namespace halfsky::exchange {
namespace {

constexpr size_t kKeyCharactersMin = 8;    // of a key of which one character may be wrong
constexpr size_t kNeighboursMax = 20;      // looked at behind each entry: a village of one surname must not become a million pairs

uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>{}(text); }

// What a wrong character is looked for in: without the last one, which checks the others.
std::string_view checked(const std::string& key) { return std::string_view(key).substr(0, key.size() - 1); }

}  // namespace

std::string_view text_of(Doubles::Why why) {
  switch (why) {
    case Doubles::Why::same_key: return "same_key";
    case Doubles::Why::near_key: return "near_key";
    case Doubles::Why::no_key: return "no_key";
    case Doubles::Why::homophone: return "homophone";
  }
  return "";
}

void Doubles::add(size_t row, std::string record, base::OrgId org, std::string_view key, std::string_view name) {
  std::string reading;
  for (const std::string& syllable : base::pinyin(name)) reading += syllable + " ";
  entries_.push_back({uint32_t(row), org, std::move(record), base::upper(base::half_width(base::trim(key))), base::trim(name), reading.empty() ? 0 : hash_of(reading)});
}

std::vector<Doubles::Pair> Doubles::find(size_t limit) const {
  std::vector<Pair> pairs;
  std::set<std::pair<uint32_t, uint32_t>> seen;
  const auto one = [&](uint32_t i) { return One{entries_[i].row, entries_[i].record, entries_[i].name}; };
  const auto note = [&](Why why, uint32_t i, uint32_t j) {
    if (entries_[i].row == 0 && entries_[j].row == 0) return;
    if (entries_[i].row > entries_[j].row) std::swap(i, j);
    if (pairs.size() < limit && seen.insert({i, j}).second) pairs.push_back({why, one(i), one(j)});
  };
  // Sorts those that are wanted by `mark` and looks at neighbours with the same.
  const auto each = [&](const auto& wanted, const auto& mark, const auto& is_pair, Why why) {
    std::vector<std::pair<uint64_t, uint32_t>> marked;
    for (uint32_t i = 0; i < entries_.size(); ++i)
      if (wanted(entries_[i])) marked.emplace_back(mark(entries_[i]), i);
    std::sort(marked.begin(), marked.end());
    for (size_t a = 0; a < marked.size() && pairs.size() < limit; ++a)
      for (size_t b = a + 1; b < std::min(marked.size(), a + 1 + kNeighboursMax) && marked[b].first == marked[a].first; ++b)
        if (is_pair(entries_[marked[a].second], entries_[marked[b].second])) note(why, marked[a].second, marked[b].second);
  };
  const auto in_org = [](const Entry& e) { return e.reading ^ (uint64_t(e.org) * 0x9e3779b97f4a7c15ULL); };
  const auto reads_alike = [](const Entry& a, const Entry& b) { return a.org == b.org && a.reading == b.reading; };
  // A row that found the record by its number is that record.
  each([](const Entry& e) { return !e.key.empty() && e.row > 0; }, [](const Entry& e) { return hash_of(e.key); }, [](const Entry& a, const Entry& b) { return a.key == b.key; }, Why::same_key);
  size_t longest = 0;
  for (const Entry& entry : entries_) longest = std::max(longest, entry.key.size());
  for (size_t at = 0; at + 1 < longest; ++at)
    each([&](const Entry& e) { return e.key.size() >= kKeyCharactersMin && at + 1 < e.key.size() && e.reading != 0; },
         [&](const Entry& e) {
           std::string masked(checked(e.key));
           masked[at] = '*';
           return hash_of(masked) ^ e.reading;
         },
         [](const Entry& a, const Entry& b) { return a.key != b.key && a.reading == b.reading; }, Why::near_key);
  const auto named = [](const Entry& e) { return e.reading != 0; };
  each(named, in_org, [&](const Entry& a, const Entry& b) { return reads_alike(a, b) && (a.key.empty() || b.key.empty()); }, Why::no_key);
  each(named, in_org, [&](const Entry& a, const Entry& b) { return reads_alike(a, b) && a.name != b.name && (a.key.empty() || a.key != b.key); }, Why::homophone);
  return pairs;
}

}  // namespace halfsky::exchange
