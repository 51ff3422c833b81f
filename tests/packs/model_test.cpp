// What the checker hands to the engine.
#include <gtest/gtest.h>

#include "pack_folders.hpp"

namespace halfsky::test {
namespace {

using namespace lang;

const Packs& spring_bud() {
  static const CheckedPacks kChecked = check_folders({kPacks + "sound/spring_bud"}, kCore);
  return *kChecked.packs;
}

const Packs& every_key() {
  static const CheckedPacks kChecked = check_folders({kPacks + "sound/every_key"}, kCore);
  return *kChecked.packs;
}

const RecordType& type(const Packs& packs, const char* name) { return *packs.record_type(name); }

TEST(Model, CoreComesFirstAndUsedPacksBeforeTheirUsers) {
  std::vector<std::string> names;
  for (const auto& pack : spring_bud().packs) names.push_back(pack->programme);
  EXPECT_EQ(names, (std::vector<std::string>{"core", "training", "lectures", "spring_bud"}));
}

TEST(Model, EnterIsAlwaysThereAndFirst) {
  for (const auto& pack : spring_bud().packs)
    for (const auto& record : pack->records) {
      EXPECT_EQ(record->enter().id, "enter") << record->name;
      EXPECT_TRUE(record->enter().from.empty());
    }
  const auto& actors = type(spring_bud(), "spring_bud.gift").enter().by;
  ASSERT_EQ(actors.size(), 1u);
  EXPECT_EQ(actors[0].scope, Actor::Scope::own_org);
  EXPECT_EQ(actors[0].role, "officer");
}

TEST(Model, LinesAreEnteredByThoseWhoEnterTheirParent) {
  const auto& line = type(spring_bud(), "spring_bud.line");
  ASSERT_TRUE(line.parent);
  EXPECT_EQ(line.parent, line.fields.front().get());
  EXPECT_EQ(line.parent->id, "payout");
  EXPECT_EQ(line.parent_back, "lines");
  EXPECT_EQ(line.org_rule, RecordType::OrgRule::path);
  ASSERT_EQ(line.enter().by.size(), 1u);
  EXPECT_EQ(line.enter().by[0].role, "cashier");
  const auto& every_line = type(every_key(), "every_key.line");
  EXPECT_EQ(every_line.enter().by.back().path_text, "girl.school");
  EXPECT_EQ(every_line.class_, Class::sensitive);
}

TEST(Model, AnyIsSpeltOutAndFinalStagesAreMarked) {
  const auto& girl = type(spring_bud(), "spring_bud.girl");
  EXPECT_EQ(girl.move("withdraw")->from, (std::vector<std::string>{"surveyed", "reviewed", "approved", "sponsored"}));
  EXPECT_TRUE(girl.stage("finished")->final_);
  EXPECT_TRUE(girl.stage("withdrawn")->final_);
  EXPECT_FALSE(girl.stage("approved")->final_);
  EXPECT_EQ(girl.first_stage(), "surveyed");
}

TEST(Model, DueIsASpanOrADate) {
  const auto& girl = type(spring_bud(), "spring_bud.girl");
  EXPECT_EQ(girl.move("review")->due->unit, Due::Unit::working_days);
  EXPECT_EQ(girl.move("review")->due->count, 10);
  EXPECT_EQ(girl.move("sponsor")->due->unit, Due::Unit::days);
  const auto& pay = *type(spring_bud(), "spring_bud.pledge").move("pay");
  EXPECT_EQ(pay.due->unit, Due::Unit::date);
  EXPECT_EQ(pay.due->date->source, "term + days(15)");
  EXPECT_EQ(pay.settle, "enter");
}

TEST(Model, PostingsAndHolds) {
  const auto& approve = *type(spring_bud(), "spring_bud.payout").move("approve");
  ASSERT_EQ(approve.post.size(), 1u);
  EXPECT_EQ(approve.post[0].from.fund, "spring_bud.spring_bud");
  EXPECT_TRUE(approve.post[0].to.path);
  EXPECT_EQ(approve.post[0].each->type().kind, Kind::list);
  EXPECT_EQ(approve.unlike.size(), 2u);
  EXPECT_EQ(spring_bud().fund("spring_bud.spring_bud")->keep_for, &type(spring_bud(), "spring_bud.girl"));
  const auto& agree = *type(every_key(), "every_key.girl").move("agree");
  EXPECT_EQ(agree.hold[0].draws, (std::vector<Posting::Draw>{Posting::Draw::own, Posting::Draw::common}));
  EXPECT_TRUE(type(every_key(), "every_key.girl").move("pay")->settle_amount);
}

TEST(Model, BackNamesStandOnTheTarget) {
  const auto* back = type(spring_bud(), "spring_bud.girl").back("pairings");
  ASSERT_TRUE(back);
  EXPECT_EQ(back->type->name, "spring_bud.pairing");
  EXPECT_EQ(back->ref->id, "girl");
  EXPECT_TRUE(type(spring_bud(), "core.donor").back("bud_pairings"));
}

TEST(Model, TemplatesHaveNoTableAndTheirCopiesAllTheyHave) {
  EXPECT_FALSE(spring_bud().record_type("core.occasion"));
  const auto& lecture = type(spring_bud(), "lectures.lecture");
  EXPECT_TRUE(lecture.field("topic"));
  EXPECT_TRUE(lecture.field("series"));
  EXPECT_TRUE(lecture.move("hold"));
  EXPECT_EQ(lecture.title, "讲座");
  EXPECT_EQ(spring_bud().pack("lectures")->english.at("lecture.topic"), "Topic");
}

TEST(Model, FieldsThatReadTodayAreWorkedOutOnReading) {
  EXPECT_TRUE(type(every_key(), "every_key.girl").field("age")->is_on_reading);
  EXPECT_TRUE(type(every_key(), "core.person").field("age")->is_on_reading);
  EXPECT_FALSE(type(every_key(), "every_key.girl").field("taken")->is_on_reading);
}

TEST(Model, BoundsAreInTheTypesOwnNumbers) {
  const auto& girl = type(every_key(), "every_key.girl");
  EXPECT_EQ(girl.field("amount")->min, 1);            // fen
  EXPECT_EQ(girl.field("share")->min, 5'000);         // 1/10'000
  EXPECT_EQ(girl.field("given")->min, 10'957);        // days
  EXPECT_EQ(girl.field("count")->max, 9);
}

TEST(Model, WhatEffectsMake) {
  const auto& then = type(every_key(), "every_key.girl").move("agree")->then;
  ASSERT_EQ(then.size(), 4u);
  EXPECT_EQ(then[0].what, Effect::What::make);
  EXPECT_TRUE(then[0].org);
  EXPECT_EQ(then[0].with.size(), 2u);
  EXPECT_TRUE(then[1].each);
  EXPECT_EQ(then[2].tell_paths.size(), 1u);
  EXPECT_EQ(then[3].print, "paper");
}

TEST(Model, IndicatorsAndTheirDimensions) {
  const auto& girls = *every_key().indicator("every_key.girls");
  EXPECT_EQ(girls.by_texts, (std::vector<std::string>{"kind", "ok"}));
  EXPECT_EQ(girls.by_codes[0].size(), 3u);
  EXPECT_EQ(girls.by_codes[1][0].id, "true");
  EXPECT_TRUE(girls.target);
  EXPECT_TRUE(every_key().indicator("every_key.noted")->private_only);
  EXPECT_EQ(every_key().indicator("every_key.seen")->among, every_key().indicator("every_key.held"));
  EXPECT_EQ(every_key().indicator("every_key.rate")->formula->type().kind, Kind::decimal);
}

TEST(Model, ReportsAreParsed) {
  const auto& report = *spring_bud().report("spring_bud.six_years");
  std::map<std::string, const Figure*> figures;
  for (const auto& piece : report.text.pieces)
    if (piece.kind == Piece::Kind::figure && !piece.figure.id.empty()) figures[piece.figure.id] = &piece.figure;
  ASSERT_TRUE(figures.count("2.08"));
  EXPECT_EQ(figures["2.08"]->for_, "star");
  EXPECT_EQ(figures["2.08"]->source, "spent['living'] for star");
  EXPECT_EQ(figures["2.01"]->formats[0].what, Format::What::wan);
  EXPECT_EQ(figures["2.01"]->formats[0].number, 1);
  EXPECT_EQ(figures["2.10"]->formats[0].number, -1);
  EXPECT_EQ(figures["2.15"]->formats[0].number, 10);
  EXPECT_EQ(figures.size(), 11u);
}

TEST(Model, BlocksOfReportsHoldTheirPieces) {
  const auto& report = *every_key().report("every_key.all");
  int each = 0, cite = 0, write = 0, table = 0, list = 0;
  for (const auto& piece : report.text.pieces) {
    if (piece.kind == Piece::Kind::each) {
      ++each;
      EXPECT_EQ(piece.level, "village");
      EXPECT_TRUE(piece.condition);
      EXPECT_EQ(piece.pieces.size(), 6u);   // text, v.name, text, girls, if, text
    }
    if (piece.kind == Piece::Kind::cite) {
      ++cite;
      EXPECT_EQ(piece.figure.at, "口头庄村");
      EXPECT_EQ(piece.figure.id, "1.03");
    }
    write += piece.kind == Piece::Kind::write && piece.gather;
    table += piece.kind == Piece::Kind::table;
    list += piece.kind == Piece::Kind::list && piece.columns.size() == 2 && piece.condition;
  }
  EXPECT_EQ(each, 1);
  EXPECT_EQ(cite, 1);
  EXPECT_EQ(write, 1);
  EXPECT_EQ(table, 3);
  EXPECT_EQ(list, 1);
}

TEST(Model, ExamplesAreRead) {
  const auto& example = spring_bud().pack("spring_bud")->examples.at(0);
  EXPECT_EQ(example.title, "资助人没有兑现");
  ASSERT_EQ(example.given.size(), 3u);
  EXPECT_EQ(example.given[1].moves.size(), 2u);
  EXPECT_EQ(example.when[1].wait[0].unit, Wait::Unit::terms);
  EXPECT_EQ(example.then[4].of.steps[0].member, "pledges");
  EXPECT_EQ(example.then[4].of.type->name, "spring_bud.pledge");
}

TEST(Model, TheHashFollowsTheText) {
  Diagnostics unread;
  auto sources = read_packs_with_uses({kPacks + "sound/training"}, kCore, unread);
  const std::string before = check_packs(sources).packs->pack("training")->hash;
  EXPECT_EQ(check_packs(sources).packs->pack("training")->hash, before);
  sources[1].yaml[0].text += "# 一\n";
  EXPECT_NE(check_packs(sources).packs->pack("training")->hash, before);
}

TEST(Model, APackGivenTwiceIsRefused) {
  Diagnostics unread;
  auto sources = read_packs_with_uses({kPacks + "sound/training"}, kCore, unread);
  sources.push_back(sources[1]);
  const auto checked = check_packs(sources);
  ASSERT_EQ(checked.problems.size(), 1u) << all_texts(checked.problems);
  EXPECT_EQ(checked.problems[0].code, "duplicate");
}

TEST(Model, WithoutCoreNothingIsChecked) {
  Diagnostics unread;
  const auto checked = check_packs({read_pack_folder(kPacks + "sound/training", unread)});
  ASSERT_EQ(checked.problems.size(), 1u);
  EXPECT_EQ(checked.problems[0].code, "no_core");
}

TEST(Model, AnExpressionsProblemIsPlacedInItsFile) {
  Diagnostics unread;
  auto sources = read_packs_with_uses({kPacks + "sound/training"}, kCore, unread);
  auto& text = sources[1].yaml[0].text;
  const std::string right = "message: 结业不早于开班", wrong = "check: \"ends >= starts\"";
  text.replace(text.find(wrong), wrong.size(), "check: \"ends >= strats\"");
  const auto problems = check_packs(sources).problems;
  ASSERT_EQ(problems.size(), 1u) << all_texts(problems);
  std::istringstream lines(text);
  std::string line;
  for (int i = 0; i < problems[0].at.line; ++i) std::getline(lines, line);
  const size_t byte = line.find("strats");
  int column = 1;
  for (size_t i = 0; i < byte; ++i) column += (line[i] & 0xC0) != 0x80;
  EXPECT_EQ(problems[0].at.column, column);
  EXPECT_NE(line.find(right), std::string::npos);
}

}  // namespace
}  // namespace halfsky::test
