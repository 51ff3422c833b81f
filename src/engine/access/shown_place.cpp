// A Feistel permutation of 52 bits; the round function is a keyed token of the installation.
#include "engine/access/shown_place.hpp"

#include <fmt/format.h>

namespace halfsky::engine {
namespace {

constexpr int kRounds = 4;
constexpr int kHalfBits = 26;
constexpr uint64_t kHalfMask = (1ULL << kHalfBits) - 1;

uint64_t round_of(const Site& site, base::County county, int round, uint64_t half) {
  const std::string token = site.keyring->blind_token("place", fmt::format("{}/{}/{}", county, round, half));
  uint64_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | uint8_t(token[size_t(i)]);
  return value & kHalfMask;
}

}  // namespace

int64_t shown_place(const Site& site, base::County county, int64_t seq) {
  if (seq <= 0) return 0;
  uint64_t left = (uint64_t(seq) >> kHalfBits) & kHalfMask, right = uint64_t(seq) & kHalfMask;
  for (int round = 0; round < kRounds; ++round) left = std::exchange(right, left ^ round_of(site, county, round, right));
  return int64_t(left << kHalfBits | right);
}

int64_t place_of(const Site& site, base::County county, int64_t shown) {
  if (shown <= 0 || shown >> (2 * kHalfBits) != 0) return shown <= 0 ? 0 : shown;
  uint64_t left = uint64_t(shown) >> kHalfBits, right = uint64_t(shown) & kHalfMask;
  for (int round = kRounds - 1; round >= 0; --round) right = std::exchange(left, right ^ round_of(site, county, round, left));
  return int64_t(left << kHalfBits | right);
}

int64_t open_place(const Site& site, db::Connection& connection, base::County county, int64_t seq) {
  std::string types;
  bool secrets = false;
  for (const auto& pack : site.packs->packs)
    for (const auto& type : pack->records) {
      secrets = secrets || type->class_ == lang::Class::secret;
      if (type->class_ != lang::Class::secret) types += (types.empty() ? "'" : ", '") + type->name + "'";
    }
  if (!secrets) return seq;
  const db::Rows rows = connection.read({fmt::format("select seq from change_ where county = ?1 and seq <= ?2 and type in ({}) order by seq desc limit 1", types), {county, seq}});
  return rows.empty() ? 0 : rows.integer(0, 0);
}

}  // namespace halfsky::engine
