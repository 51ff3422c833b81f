// What a checked pack says in English, and what it leaves unsaid. Keys are those of texts/en.yaml (build_texts.cpp).
#pragma once

#include <string>
#include <vector>

#include "lang/pack/model.hpp"

namespace halfsky::lang {

// A code's English, wherever its list was declared: by name in any pack ("core.hardship"), in place ("lectures.lecture.kind"), as the stages of
// a type. Empty where nobody has said it.
std::string english_of_code(const Packs& packs, const CodeList& list, const std::string& code);

// The keys of what people of this pack see by a title, a help or a choice, and that has no English.
std::vector<std::string> without_english(const Packs& packs, const Pack& pack);

}  // namespace halfsky::lang
