// The types of fields and expressions (PACKS sections 3 and 10).
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace halfsky::lang {

struct Code {
  std::string id;
  std::string title;
  std::string from;   // "2007-01-01" or empty: offered for new records only between these
  std::string until;
  std::string was;
  bool gone = false;
};

// A list of codes, declared by name or in place. Two choices compare only where they share the list.
struct CodeList {
  std::string name;  // "core.hardship"; for one in place "spring_bud.gift.aim"; for stages "spring_bud.girl.stage"
  std::vector<Code> codes;

  const Code* find(const std::string& id) const {
    for (const auto& code : codes)
      if (code.id == id) return &code;
    return nullptr;
  }
};

enum class Kind {
  null_,    // the literal null: fits everywhere
  flag, int_, decimal, money, date, time, span,   // span: days(3), months(1): added to dates, never stored
  text,     // text and note
  choice, choices, ref, file, tally, consent,
  list,     // of `element`
  scope,    // me, period, slot, reached, notice, fund: only a dot may follow; `target` is its name
};

struct Type {
  Kind kind = Kind::null_;
  std::string target;                      // ref: the record type "spring_bud.girl"; scope: "me"
  std::shared_ptr<const CodeList> codes;   // choice, choices
  std::shared_ptr<const Type> element;     // list

  static Type of(Kind kind) { return {kind, {}, {}, {}}; }
  static Type ref_to(std::string record_type) { return {Kind::ref, std::move(record_type), {}, {}}; }
  static Type choice_of(std::shared_ptr<const CodeList> codes) { return {Kind::choice, {}, std::move(codes), {}}; }
  static Type list_of(Type element) { return {Kind::list, {}, {}, std::make_shared<const Type>(std::move(element))}; }
};

bool operator==(const Type& a, const Type& b);

// As people write it: "int", "list(text)", "ref spring_bud.girl", "choice".
std::string to_text(const Type& type);

}  // namespace halfsky::lang
