// What names mean in each place of a pack (the table of PACKS section 10), for the expression checker. Private to this folder.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lang/pack/context.hpp"

namespace halfsky::lang {

// Members of values: fields, system names, levels of an org, back names, parts of consents and of me, period, slot, notice.
class MemberNames : public Names {
 public:
  MemberNames(const Context& context, const PackInProgress& pack) : context_(context), pack_(pack) {}

  std::optional<Binding> member(const Type& of, std::string_view name) const override;
  std::vector<std::string> members(const Type& of) const override;
  std::optional<std::string> record_type(std::string_view name) const override;
  bool indicator(std::string_view name) const override;

 protected:
  std::optional<Binding> of_record(const RecordType& type, std::string_view name) const;
  std::vector<std::string> names_of_record(const RecordType& type) const;

  const Context& context_;
  const PackInProgress& pack_;
};

// Names around one record, or around none (`own` null): its own fields, and what the place adds.
class RecordNames : public MemberNames {
 public:
  RecordNames(const Context& context, const PackInProgress& pack, const RecordType* own) : MemberNames(context, pack), own_(own) {}

  RecordNames& variable(std::string name, Type type) {
    variables_.emplace_back(std::move(name), std::move(type));
    return *this;
  }
  RecordNames& scope(std::string name) { return variable(name, Type{Kind::scope, name, {}, {}}); }
  // A moment of a record's life: this, me, notice.
  RecordNames& moment();

  std::optional<Binding> name(std::string_view name) const override;
  std::vector<std::string> names() const override;

 private:
  const RecordType* own_;
  std::vector<std::pair<std::string, Type>> variables_;
};

// Names in an indicator's `is` and in figures: indicators, with their pack's name before a dot.
class FormulaNames : public Names {
 public:
  FormulaNames(const Context& context, const PackInProgress& pack) : context_(context), pack_(pack) {}

  std::optional<Binding> name(std::string_view name) const override;
  std::optional<Binding> member(const Type& of, std::string_view name) const override;
  std::vector<std::string> names() const override;
  std::vector<std::string> members(const Type& of) const override;
  bool indicator(std::string_view name) const override { return context_.indicator(pack_, name) != nullptr; }

 private:
  const Context& context_;
  const PackInProgress& pack_;
};

}  // namespace halfsky::lang
