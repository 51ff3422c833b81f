// Strange forms without an engine: headings taken apart, the shape of a sheet, cells filled in its bytes, units and masks. What comes out of
// a whole workbook is in tests/scenarios/fill.mjs.
#include <gtest/gtest.h>

#include <algorithm>

#include "capabilities/exchange/form_edit.hpp"
#include "capabilities/exchange/form_plan.hpp"
#include "capabilities/exchange/form_value.hpp"
#include "lang/pack/compile.hpp"
#include "zip_maker.hpp"

namespace halfsky::exchange {
namespace {

const FormWords& words() {
  static const FormWords words = FormWords::load(std::string(HALFSKY_SOURCE_DIR) + "/programmes/core/form-words.csv");
  return words;
}

const lang::Packs& packs() {
  static const auto checked = [] {
    lang::Diagnostics ignored;
    return lang::check_packs({lang::read_pack_folder(std::string(HALFSKY_SOURCE_DIR) + "/programmes/core", ignored)});
  }();
  return *checked.packs;
}

FormGrid grid_of(const std::string& inner) {
  auto grid = FormGrid::read("<worksheet><sheetData>" + inner + "</worksheet>", Workbook{});
  EXPECT_TRUE(grid);
  return *std::move(grid);
}

std::string row(std::initializer_list<const char*> texts) {
  std::string cells;
  for (const std::string text : texts) cells += text.empty() ? "<c/>" : "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
  return "<row>" + cells + "</row>";
}

TEST(Form, HeadingsAreTakenApart) {
  const Heading money = words().heading({"筹资 情况", "累计\n筹资（单位：万元）"});
  EXPECT_EQ(money.names, (std::vector<std::string>{"筹资情况", "累计筹资"}));
  EXPECT_EQ(money.unit->base, "元");
  EXPECT_EQ(money.unit->exponent, 4);
  EXPECT_EQ(words().heading({"身份证号（后四位）"}).mask, Mask::last4);
  EXPECT_EQ(words().heading({"＊身份证号【18位】"}).mask, Mask::full);
  EXPECT_TRUE(words().heading({"其中：女"}).is_among);
  EXPECT_EQ(words().heading({"志愿者（社会妈妈爸爸）"}).names, (std::vector<std::string>{"志愿者", "社会妈妈爸爸"}));
  EXPECT_EQ(words().units_said("（单位：万元、户）").size(), 2u);
  EXPECT_TRUE(words().units_said("单位：花溪市妇联").empty());
}

// libzip frees what it is lent when it has written: the form's own bytes must not be that.
TEST(Form, ItsBytesAreItsOwnAfterItIsFilled) {
  Parts parts = workbook(row({"村", "家庭户"}) + row({"口头庄村", ""}));
  std::rotate(parts.begin() + 3, parts.begin() + 4, parts.end());   // the sheet last: all before it stays as it is packed
  const std::string sent = zipped(parts);
  for (int n = 0; n < 20; ++n) {
    const auto form = open_form(sent, "");
    ASSERT_TRUE(form);
    EXPECT_NE(with_sheet(*form, form->grid.xml + " "), sent);
    std::vector<std::string> others;
    for (int i = 0; i < 2000; ++i) others.push_back(std::string(sent.size(), 'x'));
    ASSERT_TRUE(form->bytes == sent) << "filled " << n;
  }
}

TEST(Form, WhatIsNearIsOfferedTheLikeliestFirst) {
  const PackTitles titles(packs(), words());
  const lang::RecordType* person = packs().record_type("core.person");
  const auto names = [&](const std::string& text, const lang::RecordType* type, bool figures) {
    std::vector<std::string> result;
    for (const Match& one : titles.near(text, type, figures, 5)) result.push_back(one.source.name());
    return result;
  };
  EXPECT_EQ(names("身份证", person, false).at(0), "core.person.id_number");   // its own before her guardian's
  EXPECT_EQ(names("家庭户", nullptr, true).at(0), "core.households");
  EXPECT_TRUE(names("完全无关", person, true).empty());
  EXPECT_EQ(names("", nullptr, true).size(), 5u);
  EXPECT_TRUE(names("姓名", nullptr, false).empty());
  const auto slice = titles.named("core.people['female']", nullptr);
  ASSERT_TRUE(slice);
  EXPECT_EQ(PackTitles::title_of(*slice), "登记人员 女");
}

TEST(Form, DigitsAreExact) {
  EXPECT_EQ(digits_of(6'123'005'000, 4), "61.23005");
  EXPECT_EQ(digits_of(1, 4), "0.00000001");
  EXPECT_EQ(digits_of(-15'000, 0), "-1.5");
  EXPECT_EQ(digits_of(330'000, -1), "330");
  EXPECT_EQ(digits_of(0, 4), "0");
}

TEST(Form, MasksHideWhatIsShortWhole) {
  EXPECT_EQ(masked("990101198803081234", Mask::middle), "990101********1234");
  EXPECT_EQ(masked("990101198803081234", Mask::last4), "1234");
  EXPECT_EQ(masked("12号", Mask::last4), "***");
  EXPECT_EQ(masked("口头庄十二号院东屋", Mask::middle), "口头庄**号院东屋");
}

TEST(Form, ATableIsNoSetOfLabels) {
  const PackTitles titles(packs(), words());
  const auto table = recognise(grid_of(row({"姓名", "性别", "出生日期"}) + row({"", "", ""}) + row({"填表人：", "", ""}) + "</sheetData>"), words(), titles, {});
  ASSERT_TRUE(table);
  EXPECT_TRUE(table->is_table);
  EXPECT_EQ(table->lines.size(), 1u);
  EXPECT_FALSE(table->is_open);
  const auto labels = recognise(grid_of(row({"姓名", "", "性别", ""}) + row({"出生日期", "", "文化程度", ""}) + "</sheetData>"), words(), titles, {});
  ASSERT_TRUE(labels);
  EXPECT_FALSE(labels->is_table);
  EXPECT_EQ(labels->cells.size(), 4u);
  EXPECT_FALSE(recognise(grid_of(row({"甲", "乙"}) + "</sheetData>"), words(), titles, {}));
}

TEST(Form, TheNextMonthIsTheSameForm) {
  const PackTitles titles(packs(), words());
  const auto print = [&](const char* month) { return fingerprint_text(*recognise(grid_of(row({"村", "家庭户", month}) + row({"", "", ""}) + "</sheetData>"), words(), titles, {})); };
  EXPECT_EQ(print("登记（1月）"), print("登记（12月）"));
  EXPECT_NE(print("登记（1月）"), print("登记（1季）"));
}

TEST(Form, OnlyTheCellsChange) {
  const FormGrid grid = grid_of("<row r='2' spans=\"1:2\"><c r=\"A2\" s='4' t=\"s\"/><!-- > --><c r=\"C2\"><v>7</v></c></row> <row r=\"5\"/></sheetData><x/>");
  EXPECT_EQ(edit_sheet(grid, {}), grid.xml);
  EXPECT_EQ(edit_sheet(grid, {{2, 0, true, "3", {}}, {2, 1, false, "<a&\"", 9}, {3, 0, true, "1", {}}, {5, 1, true, "2", {}}, {9, 0, true, "4", {}}}),
            "<worksheet><sheetData><row r='2'><c r=\"A2\" s='4'><v>3</v></c><!-- > --><c r=\"B2\" s=\"9\" t=\"inlineStr\"><is><t xml:space=\"preserve\">&lt;a&amp;\"</t></is></c><c r=\"C2\"><v>7</v></c></row> "
            "<row r=\"3\"><c r=\"A3\"><v>1</v></c></row><row r=\"5\"><c r=\"B5\"><v>2</v></c></row><row r=\"9\"><c r=\"A9\"><v>4</v></c></row></sheetData><x/></worksheet>");
  const FormGrid empty = *FormGrid::read("<worksheet><sheetData/></worksheet>", Workbook{});
  EXPECT_EQ(edit_sheet(empty, {{1, 0, true, "1", {}}}), "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>");
}

TEST(Form, AreasAreFoundByHalves) {
  AreaIndex index;
  EXPECT_TRUE(index.add(*area_of("B2:C4"), 7));
  EXPECT_TRUE(index.add(*area_of("B9"), 8));
  EXPECT_TRUE(index.settle());
  EXPECT_EQ(index.at(4, 2), 7u);
  EXPECT_EQ(index.at(9, 1), 8u);
  EXPECT_FALSE(index.at(5, 1));
  EXPECT_FALSE(index.at(1, 1));
  EXPECT_FALSE(index.at(2, 0));
  EXPECT_TRUE(index.add(*area_of("C3:C12"), 9));
  EXPECT_FALSE(index.settle());
  EXPECT_EQ(index.at(4, 2), 7u);
  EXPECT_EQ(index.at(5, 2), 9u);
  EXPECT_EQ(index.at(12, 2), 9u);
}

TEST(Form, PeriodsAsPeopleWriteThem) {
  EXPECT_EQ(base::format_day(form_period("2026年3月")->to), "2026-03-31");
  EXPECT_EQ(base::format_day(form_period("2026年度")->from), "2026-01-01");
  EXPECT_FALSE(form_period("3月"));
  EXPECT_FALSE(form_period("2026-03-31..2026-03-01"));
}

TEST(Form, AMappingSaysWhatItWants) {
  EXPECT_TRUE(parse_said(R"({"headings": {"备注": null, "证件": {"is": "id_number", "mask": "last4"}}})"));
  EXPECT_FALSE(parse_said(R"({"headings": {"证件": {"is": "id_number", "mask": "half"}}})"));
  EXPECT_FALSE(parse_said(R"({"heading": {}})"));
  EXPECT_FALSE(parse_said("["));
}

}  // namespace
}  // namespace halfsky::exchange
