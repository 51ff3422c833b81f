// The assignment as a flow of least cost. One unit of a left record after another finds the cheapest way to a place that is free; on that way
// earlier pairs may be taken back and made anew. A column beside the right ones, `nobody`, has room for all at a price above every gain, so
// that no one goes without where a pair can be had.
#include "capabilities/match/assign.hpp"

#include <algorithm>

namespace halfsky::match {
namespace {

constexpr int64_t kFar = std::numeric_limits<int64_t>::max() / 4;
constexpr size_t kNoOne = std::numeric_limits<size_t>::max();

class Assignment {
 public:
  Assignment(const Scores& scores, const std::vector<int>& left_takes, const std::vector<int>& right_takes)
      : scores_(scores), left_takes_(left_takes), room_(right_takes.begin(), right_takes.end()), nobody_(scores.right), left_potential_(scores.left), right_potential_(scores.right + 1),
        left_far_(scores.left), right_far_(scores.right + 1), left_from_(scores.left), right_from_(scores.right + 1), left_done_(scores.left), right_done_(scores.right + 1),
        lefts_of_(scores.right + 1), rights_of_(scores.left), taken_(scores.right + 1) {
    int64_t least = 0;
    bool any = false;
    for (const int64_t value : scores.values) {
      if (value == kNever) continue;
      best_ = any ? std::max(best_, value) : value;
      least = any ? std::min(least, value) : value;
      any = true;
    }
    int64_t units = 1;
    for (const int takes : left_takes) units += takes;
    price_of_nobody_ = (best_ - least + 1) * units;
  }

  std::vector<std::pair<size_t, size_t>> run() {
    for (size_t left = 0; left < scores_.left; ++left)
      for (int unit = 0; unit < left_takes_[left] && place(left); ++unit) {}
    std::vector<std::pair<size_t, size_t>> pairs;
    for (size_t left = 0; left < scores_.left; ++left) {
      std::sort(rights_of_[left].begin(), rights_of_[left].end());
      for (const size_t right : rights_of_[left])
        if (right != nobody_) pairs.emplace_back(left, right);
    }
    return pairs;
  }

 private:
  // Nothing for pairs that must not be.
  int64_t cost(size_t left, size_t right) const {
    if (right == nobody_) return price_of_nobody_;
    const int64_t score = scores_.at(left, right);
    return score == kNever ? kFar : best_ - score;
  }

  bool is_free(size_t right) const { return right == nobody_ || lefts_of_[right].size() < size_t(room_[right]); }

  // From a left record at distance `far` to all columns that it does not hold yet.
  void look_from(size_t left, int64_t far) {
    for (const size_t right : rights_of_[left]) taken_[right] = 1;
    const int64_t base = far - left_potential_[left];
    const int64_t* row = scores_.values.data() + left * scores_.right;
    for (size_t right = 0; right < scores_.right; ++right) {
      if (row[right] == kNever || right_done_[right] || taken_[right]) continue;
      const int64_t next = base + best_ - row[right] - right_potential_[right];
      if (next < right_far_[right]) {
        right_far_[right] = next;
        right_from_[right] = left;
      }
    }
    const int64_t next = base + price_of_nobody_ - right_potential_[nobody_];   // any number of its units may go without
    if (next < right_far_[nobody_]) {
      right_far_[nobody_] = next;
      right_from_[nobody_] = left;
    }
    for (const size_t right : rights_of_[left]) taken_[right] = 0;
  }

  size_t nearest_right() const {
    size_t nearest = kNoOne;
    for (size_t right = 0; right <= nobody_; ++right)
      if (!right_done_[right] && right_far_[right] < kFar && (nearest == kNoOne || right_far_[right] < right_far_[nearest])) nearest = right;
    return nearest;
  }

  bool place(size_t start) {
    std::fill(left_far_.begin(), left_far_.end(), kFar);
    std::fill(right_far_.begin(), right_far_.end(), kFar);
    std::fill(left_done_.begin(), left_done_.end(), 0);
    std::fill(right_done_.begin(), right_done_.end(), 0);
    waiting_.clear();
    left_far_[start] = 0;
    left_from_[start] = kNoOne;
    waiting_.push_back(start);
    size_t end = kNoOne;
    while (end == kNoOne) {
      const size_t right = nearest_right();
      const auto left = std::min_element(waiting_.begin(), waiting_.end(), [&](size_t a, size_t b) { return left_far_[a] < left_far_[b]; });
      if (left != waiting_.end() && (right == kNoOne || left_far_[*left] <= right_far_[right])) {
        const size_t at = *left;
        waiting_.erase(left);
        left_done_[at] = 1;
        look_from(at, left_far_[at]);
        continue;
      }
      if (right == kNoOne) return false;
      right_done_[right] = 1;
      if (is_free(right)) {
        end = right;
        break;
      }
      for (const size_t held : lefts_of_[right]) {   // back over a pair that stands: its cost is returned
        if (left_done_[held]) continue;
        const int64_t next = right_far_[right] - (cost(held, right) - left_potential_[held] - right_potential_[right]);
        if (next >= left_far_[held]) continue;
        if (left_far_[held] == kFar) waiting_.push_back(held);
        left_far_[held] = next;
        left_from_[held] = right;
      }
    }
    const int64_t far = right_far_[end];
    for (size_t left = 0; left < scores_.left; ++left)
      if (left_done_[left]) left_potential_[left] += far - left_far_[left];
    for (size_t right = 0; right <= nobody_; ++right)
      if (right_done_[right]) right_potential_[right] += right_far_[right] - far;
    for (size_t right = end; right != kNoOne;) {
      const size_t left = right_from_[right];
      const size_t before = left_from_[left];
      rights_of_[left].push_back(right);
      lefts_of_[right].push_back(left);
      if (before != kNoOne) {
        rights_of_[left].erase(std::find(rights_of_[left].begin(), rights_of_[left].end(), before));
        lefts_of_[before].erase(std::find(lefts_of_[before].begin(), lefts_of_[before].end(), left));
      }
      right = before;
    }
    return end != nobody_ || right_from_[end] != start;   // where it goes without, more of its units would too
  }

  const Scores& scores_;
  const std::vector<int>& left_takes_;
  std::vector<int> room_;
  const size_t nobody_;                                     // the column after the last
  int64_t best_ = 0, price_of_nobody_ = 0;
  std::vector<int64_t> left_potential_, right_potential_;   // cost - left - right >= 0 on every way that is open
  std::vector<int64_t> left_far_, right_far_;               // from the unit that is placed now
  std::vector<size_t> left_from_, right_from_;              // the way there: a left's column, a column's left
  std::vector<char> left_done_, right_done_;
  std::vector<std::vector<size_t>> lefts_of_, rights_of_;   // pairs that stand
  std::vector<char> taken_;                                 // columns that the left record at hand holds
  std::vector<size_t> waiting_;                             // lefts that were reached and not looked from yet
};

}  // namespace

std::vector<std::pair<size_t, size_t>> assign(const Scores& scores, const std::vector<int>& left_takes, const std::vector<int>& right_takes) {
  return Assignment(scores, left_takes, right_takes).run();
}

}  // namespace halfsky::match
