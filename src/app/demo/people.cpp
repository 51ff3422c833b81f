// Names and numbers.
#include "app/demo/people.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace halfsky::app::demo {
namespace {

constexpr const char* kSurnames[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗",
                                     "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕"};
constexpr const char* kFirst[] = {"春", "小", "晓", "秀", "玉", "红", "丽", "雪", "雨", "云", "月", "青", "思", "佳", "静", "海", "艳", "金", "冬", "秋", "彩", "银", "素", "文"};
constexpr const char* kSecond[] = {"梅", "兰", "燕", "芳", "霞", "萍", "英", "花", "苗", "莲", "娟", "琴", "凤", "玲", "敏", "婷", "荣", "桂", "珍", "妹", "禾", "叶", "芬", "香"};
constexpr const char* kGrown[] = {"建国", "志强", "秀兰", "桂英", "玉兰", "国华", "淑珍", "永福", "凤英", "德胜", "丽华", "长林", "红梅", "春生", "金凤", "文斌", "素芬", "广田", "明亮", "爱华"};

}  // namespace

uint64_t Chance::next() {   // splitmix64
  uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

std::string People::girl_name() { return std::string(chance_.of(kSurnames)) + chance_.of(kFirst) + chance_.of(kSecond); }
std::string People::grown_name() { return std::string(chance_.of(kSurnames)) + chance_.of(kGrown); }

std::string People::id_number(const std::string& region, base::Day birth, bool female) {
  const auto date = base::date_of(birth);
  std::string number = fmt::format("{}{:04}{:02}{:02}", region, date.year, date.month, date.day);
  int& last = given_[number];
  last += last % 2 == (female ? 0 : 1) ? 2 : 1;   // odd numbers are men's
  number += fmt::format("{:03}", last);
  static constexpr int kWeights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (int i = 0; i < 17; ++i) sum += (number[size_t(i)] - '0') * kWeights[i];
  return number + "10X98765432"[sum % 11];
}

base::Day People::birth_of_pupil(int grade, base::Day on) {
  const auto date = base::date_of(on);
  const int autumn = date.month >= 7 ? date.year : date.year - 1;   // of the school year
  const int year = autumn - grade - 6;
  return base::day_of({year, 9, 1}) + chance_.between(0, 364);
}

std::string People::phone() { return fmt::format("1990000{:04}", chance_.below(10'000)); }

}  // namespace halfsky::app::demo
