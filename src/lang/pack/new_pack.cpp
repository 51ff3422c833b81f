// The texts of a new pack. What they declare is meant to be overwritten, and works until then.
#include "lang/pack/new_pack.hpp"

#include <algorithm>

#include "lang/pack/context.hpp"

namespace halfsky::lang {
namespace {

constexpr const char* kProgramme = R"(# What this programme is for, in a sentence. The language: docs/PACKS.md; its keys: `halfsky pack reference`.
programme: PROGRAMME
title: 新的工作
edition: 1

records:
  matter:
    title: 事项
    date: day
    fields:
      name:   { text: 名称, required: true }
      day:    { date: 日期, default: today, required: true }
      result: { note: 结果 }
    stages: { open: 办理中, settled: 已办结 }
    moves:
      enter:  { by: [org.officer, township.officer] }
      settle: { title: 办结, from: open, to: settled, by: [org.officer, township.officer], asks: [result], due: 10 working days }
    look: { icon: list, card: [day, stage], list: [name, org, day, stage, due], quick: [name, day] }

indicators:
  settled: { count: matter, where: "stage == 'settled'", title: 办结事项, unit: 件 }
)";

constexpr const char* kEnglish = R"(# English, by the path to what it names.
programme: New work

matter: Matter
matter.name: Name
matter.day: Day
matter.result: Result
matter.stage.open: Open
matter.stage.settled: Settled
matter.move.enter: Add a matter
matter.move.settle: Settle

indicator.settled: Matters settled
)";

constexpr const char* kExample = R"(example: 办结了才算一件
given:
  - { enter: matter, id: a, name: 修路灯, day: 2026-01-05 }
  - { enter: matter, id: b, name: 清理河道, day: 2026-01-05 }
when:
  - { move: settle, of: a, result: 已修好 }
then:
  - { of: a, stage: settled, task: none }
  - { of: b, stage: open, task: settle }
  - { figure: settled, is: 1 }
)";

constexpr const char* kReadme = R"(# 新的工作 · New work

What this programme is for, who does what in it, and which figures come out of it: for the people who run it.

- The office of the place enters a matter; within ten working days it settles it and writes down what came of it.

**Figures**: matters settled.

    halfsky pack check FOLDER      # says what is wrong, with its place, and runs the examples
    halfsky pack fmt FOLDER        # puts it into the house form
)";

std::string with(std::string text, std::string_view word, const std::string& value) {
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + value.size())) text.replace(at, word.size(), value);
  return text;
}

}  // namespace

std::string wrong_with_pack_name(const std::string& name) {
  constexpr const char* kGood = "; a good name is English in small letters, words joined by '_' or '-', at most 60 characters: toy_library";
  std::string programme = name;
  std::replace(programme.begin(), programme.end(), '-', '_');
  if (!is_id(programme)) return "'" + name + "' is no name for a pack" + kGood;
  if (programme == "core") return "core is the pack that all others use" + std::string(kGood);
  if (is_reserved(programme)) return "'" + name + "' is a word of the language" + kGood;
  return {};
}

PackSource new_pack(const std::string& folder, std::string& readme) {
  std::string programme = folder.substr(folder.rfind('/') == std::string::npos ? 0 : folder.rfind('/') + 1);
  std::replace(programme.begin(), programme.end(), '-', '_');
  readme = with(kReadme, "FOLDER", folder);
  PackSource pack;
  pack.folder = folder;
  pack.yaml.push_back({folder + "/programme.yaml", with(kProgramme, "PROGRAMME", programme)});
  pack.texts.push_back({folder + "/texts/en.yaml", kEnglish});
  pack.examples.push_back({folder + "/examples/settled.yaml", kExample});
  return pack;
}

}  // namespace halfsky::lang
