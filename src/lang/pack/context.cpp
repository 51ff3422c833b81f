// What a name means in a place of a pack.
#include "lang/pack/context.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace halfsky::lang {
namespace {

constexpr std::array<std::string_view, 23> kReserved = {
    "country", "province", "city", "county", "township", "village", "this", "it", "me", "today", "period", "slot",
    "reached", "notice", "org", "stage", "entered", "left", "right", "fund", "true", "false", "null"};

// "casework.case" -> casework, case; "case" -> "", case.
std::pair<std::string_view, std::string_view> split_first_dot(std::string_view name) {
  const size_t dot = name.find('.');
  if (dot == std::string_view::npos) return {{}, name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

// Two letters in the wrong order: the commonest slip in a short word, and two edits to `nearest`.
bool has_same_letters(std::string_view a, std::string_view b) {
  std::string left(a), right(b);
  std::sort(left.begin(), left.end());
  std::sort(right.begin(), right.end());
  return left == right;
}

RecordInProgress* find_record(const PackInProgress* pack, std::string_view id) {
  if (pack)
    for (const auto& record : pack->records)
      if (record->id == id) return record.get();
  return nullptr;
}

}  // namespace

std::string Context::meant(std::string_view word, const std::vector<std::string>& candidates) {
  auto near = base::nearest(word, candidates);
  if (!near)
    for (const auto& candidate : candidates)
      if (has_same_letters(word, candidate)) near = candidate;
  return near && *near != word ? "; did you mean '" + *near + "'?" : "";
}

PackInProgress* Context::pack(std::string_view programme) const {
  for (const auto& pack : packs)
    if (pack->pack->programme == programme) return pack.get();
  return nullptr;
}

PackInProgress* Context::pack_of(const Span& at) const {
  const auto found = files_.find(at.file);
  return found == files_.end() ? nullptr : found->second;
}

bool Context::uses(const PackInProgress& from, std::string_view programme) const {
  if (programme == "core" || programme == from.programme()) return true;
  const auto& uses = from.pack->uses;
  return std::find(uses.begin(), uses.end(), programme) != uses.end();
}

RecordInProgress* Context::record(const PackInProgress& from, const Span& at, std::string_view name) const {
  const auto [prefix, id] = split_first_dot(name);
  const PackInProgress* origin = pack_of(at);
  if (!prefix.empty()) return uses(from, prefix) || (origin && uses(*origin, prefix)) ? find_record(pack(prefix), id) : nullptr;
  for (const PackInProgress* place : {&from, origin, static_cast<const PackInProgress*>(core())})
    if (auto* found = find_record(place, id)) return found;
  return nullptr;
}

std::shared_ptr<const CodeList> Context::codes(const PackInProgress& from, const Span& at, std::string_view name) const {
  const auto find = [](const PackInProgress* pack, std::string_view id) -> std::shared_ptr<const CodeList> {
    if (!pack) return nullptr;
    const auto found = pack->pack->codes.find(std::string(id));
    return found == pack->pack->codes.end() ? nullptr : found->second;
  };
  const auto [prefix, id] = split_first_dot(name);
  const PackInProgress* origin = pack_of(at);
  if (!prefix.empty()) return uses(from, prefix) || (origin && uses(*origin, prefix)) ? find(pack(prefix), id) : nullptr;
  for (const PackInProgress* place : {&from, origin, static_cast<const PackInProgress*>(core())})
    if (auto found = find(place, id)) return found;
  return nullptr;
}

const Fund* Context::fund(const PackInProgress& from, const Span& at, std::string_view name) const {
  const auto find = [](const PackInProgress* pack, std::string_view id) -> const Fund* {
    if (pack)
      for (const auto& fund : pack->pack->funds)
        if (fund->id == id) return fund.get();
    return nullptr;
  };
  const auto [prefix, id] = split_first_dot(name);
  const PackInProgress* origin = pack_of(at);
  if (!prefix.empty()) return uses(from, prefix) ? find(pack(prefix), id) : nullptr;
  for (const PackInProgress* place : {&from, origin})
    if (auto* found = find(place, id)) return found;
  return nullptr;
}

Indicator* Context::indicator(const PackInProgress& from, std::string_view name) const {
  const auto [prefix, id] = split_first_dot(name);
  const PackInProgress* place = prefix.empty() ? &from : uses(from, prefix) ? pack(prefix) : nullptr;
  if (place)
    for (const auto& indicator : place->pack->indicators)
      if (indicator->id == id) return indicator.get();
  return nullptr;
}

std::optional<std::string> Context::role(const PackInProgress& from, const Span& at, std::string_view name) const {
  const std::string id(name);
  const PackInProgress* origin = pack_of(at);
  for (const PackInProgress* place : {&from, origin, static_cast<const PackInProgress*>(core())})
    if (place && place->pack->roles.count(id)) return place->is_core() ? id : place->programme() + "." + id;
  return std::nullopt;
}

void Context::refuse_unknown(const PackInProgress& from, const Span& at, std::string_view kind, std::string_view name,
                             const std::vector<std::string>& candidates) {
  const auto prefix = std::string(split_first_dot(name).first);
  if (!prefix.empty() && !uses(from, prefix)) {
    if (pack(prefix)) return refuse(at, "not_in_use", "'" + std::string(name) + "' is of another pack; add '" + prefix + "' to `uses`");
  }
  std::string hint = meant(name, candidates);
  if (hint.empty() && name.find("，") != std::string_view::npos) hint = "; a list is written with ',' and a space, not with '，'";
  refuse(at, "no_such_name", "there is no " + std::string(kind) + " '" + std::string(name) + "'" + hint);
}

std::vector<std::string> Context::record_names(const PackInProgress& from) const {
  std::vector<std::string> names;
  for (const auto& pack : packs)
    if (uses(from, pack->programme()))
      for (const auto& record : pack->records)
        names.push_back(pack.get() == &from || pack->is_core() ? record->id : pack->programme() + "." + record->id);
  return names;
}

std::vector<std::string> Context::indicator_names(const PackInProgress& from) const {
  std::vector<std::string> names;
  for (const auto& pack : packs)
    if (uses(from, pack->programme()))
      for (const auto& indicator : pack->pack->indicators) names.push_back(pack.get() == &from ? indicator->id : indicator->name);
  return names;
}

RecordInProgress* Context::need_record(const PackInProgress& from, const source::Node& name) {
  auto* found = need_declared(from, name);
  if (!found || !found->abstract) return found;
  refuse(name.at, "abstract", "'" + name.text + "' is a template and has no records; name one of its copies");
  return nullptr;
}

RecordInProgress* Context::need_declared(const PackInProgress& from, const source::Node& name) {
  if (auto* found = record(from, name.at, name.text)) return found;
  refuse_unknown(from, name.at, "record type", name.text, record_names(from));
  return nullptr;
}

std::shared_ptr<const CodeList> Context::need_codes(const PackInProgress& from, const source::Node& name) {
  if (auto found = codes(from, name.at, name.text)) return found;
  std::vector<std::string> names;
  for (const auto& pack : packs)
    if (uses(from, pack->programme()))
      for (const auto& [id, list] : pack->pack->codes) names.push_back(pack.get() == &from || pack->is_core() ? id : list->name);
  refuse_unknown(from, name.at, "code list", name.text, names);
  return nullptr;
}

const RecordType* Context::type(std::string_view full_name) const {
  const auto found = types_.find(full_name);
  return found == types_.end() ? nullptr : found->second;
}

RecordInProgress* Context::in_progress(const RecordType& type) const {
  for (const auto& pack : packs)
    if (pack->programme() == type.programme) return find_record(pack.get(), type.id);
  return nullptr;
}

std::string text_of(const source::Node* node) { return node && node->is_scalar() ? node->text : std::string(); }

bool flag_of(const source::Node* node) { return node && node->is_scalar() && node->text == "true"; }

std::vector<const source::Node*> list_of(const source::Node* node) {
  std::vector<const source::Node*> items;
  if (!node || node->is_empty_scalar()) return items;
  if (!node->is_list()) return {node};
  for (const auto& item : node->items) items.push_back(&item);
  return items;
}

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > 60 || text.front() < 'a' || text.front() > 'z') return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool is_reserved(std::string_view name) { return std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end() || name == "in"; }

bool check_id(Context& context, const source::Node& id, IdUse use) {
  if (!is_id(id.text)) {
    context.refuse(id.at, "bad_id", "'" + id.text + "' is no id; ids are English, lower_snake_case, at most 60 characters");
    return false;
  }
  const bool word = id.text == "today" || id.text == "true" || id.text == "false" || id.text == "null" || id.text == "in";
  if ((use == IdUse::name && is_reserved(id.text)) || (use == IdUse::figure && word)) {
    context.refuse(id.at, "reserved_name", "'" + id.text + "' has a meaning of its own and can't be a name here");
    return false;
  }
  return true;
}

std::optional<std::pair<std::string, std::string>> split_last_dot(const std::string& text) {
  const size_t dot = text.rfind('.');
  if (dot == std::string::npos || dot == 0 || dot + 1 == text.size()) return std::nullopt;
  return std::make_pair(text.substr(0, dot), text.substr(dot + 1));
}

}  // namespace halfsky::lang
