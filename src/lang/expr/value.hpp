// A value at run time. Its static type is known from the checked expression or the field, so a value carries only what it needs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lang/expr/type.hpp"

namespace halfsky::lang {

// How sure a tally is; sums keep the weakest.
enum class Sureness : uint8_t { exact = 0, at_least = 1, about = 2 };

struct Value {
  Kind kind = Kind::null_;
  // flag 0/1 · int · decimal in 1/10'000 · money in fen · date in days · time in minutes · span in days (months in `extra`) ·
  // tally's number · ref to an org: its id · consent: 1 given, 0 refused
  int64_t number = 0;
  int64_t extra = 0;                 // span: months · tally: Sureness · consent: day given on
  std::string text;                  // text · choice's code · ref: the record's id (orgs: empty) · consent: id of who gave it
  std::shared_ptr<const std::vector<Value>> items;   // list · choices (as choice values) · file (as text values)

  bool is_null() const { return kind == Kind::null_; }
  bool is_true() const { return kind == Kind::flag && number == 1; }
  bool is_false() const { return kind == Kind::flag && number == 0; }

  static Value null() { return {}; }
  static Value flag(bool value) { return {Kind::flag, value ? 1 : 0, 0, {}, {}}; }
  static Value integer(int64_t value) { return {Kind::int_, value, 0, {}, {}}; }
  static Value decimal(int64_t ten_thousandths) { return {Kind::decimal, ten_thousandths, 0, {}, {}}; }
  static Value money(int64_t fen) { return {Kind::money, fen, 0, {}, {}}; }
  static Value date(int64_t day) { return {Kind::date, day, 0, {}, {}}; }
  static Value time(int64_t minute) { return {Kind::time, minute, 0, {}, {}}; }
  static Value string(std::string value) { return {Kind::text, 0, 0, std::move(value), {}}; }
  static Value choice(std::string code) { return {Kind::choice, 0, 0, std::move(code), {}}; }
  static Value record(std::string id) { return {Kind::ref, 0, 0, std::move(id), {}}; }
  static Value org(int64_t id) { return {Kind::ref, id, 0, {}, {}}; }
  static Value tally(int64_t number, Sureness sureness) { return {Kind::tally, number, int64_t(sureness), {}, {}}; }
  static Value list(std::vector<Value> values, Kind kind = Kind::list) {
    return {kind, 0, 0, {}, std::make_shared<const std::vector<Value>>(std::move(values))};
  }
};

// Same kind (int, decimal and tally count as numbers) and same content; null equals null.
bool same(const Value& a, const Value& b);

}  // namespace halfsky::lang
