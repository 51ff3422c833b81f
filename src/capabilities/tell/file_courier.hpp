// Carries told lines to a file that other programs read on from: a JSON object a line, appended.
//
//   {"id":"0199…","at":"2026-03-08T01:00:00.000000Z","org":999001000000000,"role":"cashier","login":null,"text":"学校的使用明细逾期没有交来"}
//
// It is on disk before it counts as carried. A file that was moved away is begun anew. What a crash broke off in the middle of a line stays
// there as a line that is no JSON; the next begins on one of its own, and the broken one comes again whole.
#pragma once

#include "engine/tell/courier.hpp"

namespace halfsky::tell {

class FileCourier : public engine::Courier {
 public:
  explicit FileCourier(std::string path) : path_(std::move(path)) {}
  std::string name() const override { return "file"; }
  void carry(std::span<const engine::ToldLine> lines) override;   // throws std::system_error

 private:
  std::string path_;
};

}  // namespace halfsky::tell
