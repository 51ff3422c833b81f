// Looking things up in a checked pack.
#include "lang/pack/model.hpp"

#include <algorithm>
#include <array>

namespace halfsky::lang {
namespace {

constexpr std::array<std::string_view, 7> kLevels = {"country", "province", "city", "county", "township", "village", "partner"};
constexpr std::array<std::string_view, 4> kClasses = {"public", "internal", "sensitive", "secret"};

template <class List>
auto find_name(const List& list, std::string_view name) -> decltype(list.front().get()) {
  for (const auto& item : list)
    if (item->name == name) return item.get();
  return nullptr;
}

std::string_view programme_of(std::string_view full_name) { return full_name.substr(0, full_name.find('.')); }

}  // namespace

std::optional<Level> level_of(std::string_view name) {
  const auto found = std::find(kLevels.begin(), kLevels.end(), name);
  if (found == kLevels.end()) return std::nullopt;
  return Level(found - kLevels.begin());
}

std::string_view to_text(Level level) { return kLevels[size_t(level)]; }
std::string_view to_text(Class value) { return kClasses[size_t(value)]; }

bool Move::begins_in(std::string_view stage) const { return !gone && std::find(from.begin(), from.end(), stage) != from.end(); }

bool Move::by_clock() const {
  return std::any_of(by.begin(), by.end(), [](const Actor& actor) { return actor.scope == Actor::Scope::clock; });
}

bool Move::by_public() const {
  return std::any_of(by.begin(), by.end(), [](const Actor& actor) { return actor.scope == Actor::Scope::public_; });
}

const Field* RecordType::field(std::string_view id) const {
  for (const auto& field : fields)
    if (field->id == id) return field.get();
  return nullptr;
}

const Move* RecordType::move(std::string_view id) const {
  for (const auto& move : moves)
    if (move->id == id) return move.get();
  return nullptr;
}

const Stage* RecordType::stage(std::string_view id) const {
  for (const auto& stage : stages)
    if (stage.id == id) return &stage;
  return nullptr;
}

const RecordType::Back* RecordType::back(std::string_view name) const {
  for (const auto& back : backs)
    if (back.name == name) return &back;
  return nullptr;
}

const Scoring::Version* Scoring::of_year(int year) const {
  const Version* found = nullptr;
  for (const Version& version : versions)
    if (version.version->year <= year) found = &version;
  return found;
}

const std::string& RecordType::first_stage() const {
  static const std::string kNone;
  return stages.empty() ? kNone : stages.front().id;
}

const Pack* Packs::pack(std::string_view programme) const {
  for (const auto& pack : packs)
    if (pack->programme == programme) return pack.get();
  return nullptr;
}

const RecordType* Packs::record_type(std::string_view full_name) const {
  const Pack* found = pack(programme_of(full_name));
  return found ? find_name(found->records, full_name) : nullptr;
}

const Indicator* Packs::indicator(std::string_view full_name) const {
  const Pack* found = pack(programme_of(full_name));
  return found ? find_name(found->indicators, full_name) : nullptr;
}

const Fund* Packs::fund(std::string_view full_name) const {
  const Pack* found = pack(programme_of(full_name));
  return found ? find_name(found->funds, full_name) : nullptr;
}

const Match* Packs::match(std::string_view full_name) const {
  const Pack* found = pack(programme_of(full_name));
  return found ? find_name(found->matches, full_name) : nullptr;
}

const Report* Packs::report(std::string_view full_name) const {
  const Pack* found = pack(programme_of(full_name));
  return found ? find_name(found->reports, full_name) : nullptr;
}

const Print* Packs::print(std::string_view full_name) const {
  const Pack* found = pack(programme_of(full_name));
  return found ? find_name(found->prints, full_name) : nullptr;
}

}  // namespace halfsky::lang
