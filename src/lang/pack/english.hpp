// What a checked pack says in English, and what it leaves unsaid. Keys are those of texts/en.yaml (build_texts.cpp).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lang/pack/model.hpp"

namespace halfsky::lang {

// A code's English, wherever its list was declared: by name in any pack ("core.hardship"), in place ("lectures.lecture.kind"), as the stages of
// a type. Empty where nobody has said it.
std::string english_of_code(const Packs& packs, const CodeList& list, const std::string& code);

// Sentences that a type's records say: key within the type -> the pack's Chinese.
//   else.MOVE · message.FIELD · tell.MOVE, tell.MOVE.2, … (what a move tells: `then` first, then `late`)
std::map<std::string, std::string> sentences_of(const RecordType& type);

std::string english_of_type(const Packs& packs, const RecordType& type);

// A guard's sentence, a check's and what is told in English; empty where nobody has said it.
std::string english_of_else(const Packs& packs, const Move& move);
std::string english_of_message(const Packs& packs, const Field& field);
// By the text: an inbox keeps what was told as the pack had it then. What the pack no longer tells so has no English.
std::string english_of_told(const Packs& packs, const RecordType& type, const std::string& text);

// The keys of what people of this pack see by a title, a help, a choice or a sentence, and that has no English.
std::vector<std::string> without_english(const Packs& packs, const Pack& pack);

}  // namespace halfsky::lang
