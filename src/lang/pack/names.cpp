// What names mean: own fields and what each place adds, members of records and of scopes, indicators in formulas.
#include "lang/pack/names.hpp"

#include <array>

namespace halfsky::lang {
namespace {

constexpr std::array<std::string_view, 6> kTreeLevels = {"country", "province", "city", "county", "township", "village"};

Type ref_to_org() { return Type::ref_to("core.org"); }

Binding part(std::string_view name, Type type) { return {Binding::How::part, std::move(type), std::string(name), nullptr, nullptr}; }

// reached: the stages of one type. The type stands in `element`, so that the same word works after a ref.
Type reached_of(const RecordType& type) {
  return {Kind::scope, "reached", type.stage_codes, std::make_shared<const Type>(Type::ref_to(type.name))};
}

using Parts = std::vector<std::pair<std::string_view, Type>>;

Parts parts_of(const Type& of) {
  if (of.kind == Kind::consent)
    return {{"given", Type::of(Kind::flag)}, {"on", Type::of(Kind::date)}, {"until", Type::of(Kind::date)}, {"by", Type::ref_to("core.person")}};
  if (of.kind != Kind::scope) return {};
  if (of.target == "me") return {{"org", ref_to_org()}, {"person", Type::ref_to("core.person")}};
  if (of.target == "period") return {{"start", Type::of(Kind::date)}, {"end", Type::of(Kind::date)}};
  if (of.target == "slot") return {{"start", Type::of(Kind::time)}, {"end", Type::of(Kind::time)}};
  if (of.target == "notice") return {{"ends", Type::of(Kind::date)}};
  return {};
}

}  // namespace

std::optional<Binding> MemberNames::of_record(const RecordType& type, std::string_view name) const {
  if (const Field* field = type.field(name)) return Binding{Binding::How::field, field->type, std::string(name), field, &type};
  if (type.is_org)
    for (const auto level : kTreeLevels)
      if (level == name) return Binding{Binding::How::level, ref_to_org(), std::string(name), nullptr, &type};
  if (name == "org") return Binding{Binding::How::system, ref_to_org(), "org", nullptr, &type};
  if (name == "entered") return Binding{Binding::How::system, Type::of(Kind::date), "entered", nullptr, &type};
  if (name == "stage" && type.stage_codes) return Binding{Binding::How::system, Type::choice_of(type.stage_codes), "stage", nullptr, &type};
  if (name == "reached" && type.stage_codes) return Binding{Binding::How::scope, reached_of(type), "reached", nullptr, &type};
  if (const auto* back = type.back(name))
    return Binding{Binding::How::back, Type::list_of(Type::ref_to(back->type->name)), std::string(name), back->ref, back->type};
  return std::nullopt;
}

std::vector<std::string> MemberNames::names_of_record(const RecordType& type) const {
  std::vector<std::string> names;
  for (const auto& field : type.fields) names.push_back(field->id);
  for (const auto& back : type.backs) names.push_back(back.name);
  if (type.is_org) names.insert(names.end(), kTreeLevels.begin(), kTreeLevels.end());
  names.insert(names.end(), {"org", "entered"});
  if (type.stage_codes) names.insert(names.end(), {"stage", "reached"});
  return names;
}

std::optional<Binding> MemberNames::member(const Type& of, std::string_view name) const {
  if (of.kind == Kind::ref) {
    const RecordType* type = context_.type(of.target);
    return type ? of_record(*type, name) : std::nullopt;
  }
  if (of.kind == Kind::scope && of.target == "reached" && of.codes && of.codes->find(std::string(name)))
    return Binding{Binding::How::reached, Type::of(Kind::date), std::string(name), nullptr, of.element ? context_.type(of.element->target) : nullptr};
  for (const auto& [id, type] : parts_of(of))
    if (id == name) return part(name, type);
  return std::nullopt;
}

std::vector<std::string> MemberNames::members(const Type& of) const {
  if (of.kind == Kind::ref) {
    const RecordType* type = context_.type(of.target);
    return type ? names_of_record(*type) : std::vector<std::string>{};
  }
  std::vector<std::string> names;
  if (of.kind == Kind::scope && of.target == "reached" && of.codes)
    for (const auto& code : of.codes->codes) names.push_back(code.id);
  for (const auto& [id, type] : parts_of(of)) names.emplace_back(id);
  return names;
}

std::optional<std::string> MemberNames::record_type(std::string_view name) const {
  const auto* record = context_.record(pack_, {}, name);
  if (!record || record->abstract) return std::nullopt;
  return record->type->name;
}

bool MemberNames::indicator(std::string_view name) const { return context_.indicator(pack_, name) != nullptr; }

RecordNames& RecordNames::moment() {
  if (own_) variable("this", Type::ref_to(own_->name));
  return scope("me").scope("notice");
}

std::optional<Binding> RecordNames::name(std::string_view name) const {
  for (const auto& [id, type] : variables_)
    if (id == name) return Binding{type.kind == Kind::scope ? Binding::How::scope : Binding::How::variable, type, id, nullptr, nullptr};
  return own_ ? of_record(*own_, name) : std::nullopt;
}

std::vector<std::string> RecordNames::names() const {
  std::vector<std::string> names = own_ ? names_of_record(*own_) : std::vector<std::string>{};
  for (const auto& [id, type] : variables_) names.push_back(id);
  names.push_back("today");
  return names;
}

std::optional<Binding> FormulaNames::name(std::string_view name) const {
  if (const Indicator* own = context_.indicator(pack_, name)) return Binding{Binding::How::variable, Type::of(Kind::decimal), own->name, nullptr, nullptr};
  if (context_.pack(name) && context_.uses(pack_, name))
    return Binding{Binding::How::scope, Type{Kind::scope, std::string(name), {}, {}}, std::string(name), nullptr, nullptr};
  return std::nullopt;
}

std::optional<Binding> FormulaNames::member(const Type& of, std::string_view name) const {
  if (of.kind != Kind::scope) return std::nullopt;
  const Indicator* found = context_.indicator(pack_, of.target + "." + std::string(name));
  if (!found) return std::nullopt;
  return Binding{Binding::How::variable, Type::of(Kind::decimal), found->name, nullptr, nullptr};
}

std::vector<std::string> FormulaNames::names() const {
  std::vector<std::string> names = context_.indicator_names(pack_);
  for (const auto& pack : context_.packs)
    if (context_.uses(pack_, pack->programme())) names.push_back(pack->programme());
  return names;
}

std::vector<std::string> FormulaNames::members(const Type& of) const {
  std::vector<std::string> names;
  if (const auto* pack = of.kind == Kind::scope ? context_.pack(of.target) : nullptr)
    for (const auto& indicator : pack->pack->indicators) names.push_back(indicator->id);
  return names;
}

}  // namespace halfsky::lang
