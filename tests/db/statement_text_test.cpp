// What is read from a statement's text without parsing SQL.
#include "db/statement_text.hpp"

#include <gtest/gtest.h>

#include "db/dialect.hpp"

namespace halfsky::db {
namespace {

TEST(StatementText, NumbersBecomeDollars) {
  const NumberedText text = to_dollar_parameters("select ?1, ?12 from \"a?1\" where b = 'it''s ?2' /* ?3 */ and c = ?2 -- ?4\n or d = ?1");
  EXPECT_EQ(text.sql, "select $1, $12 from \"a?1\" where b = 'it''s ?2' /* ?3 */ and c = $2 -- ?4\n or d = $1");
  EXPECT_EQ(text.parameters, 12u);
}

TEST(StatementText, UnendedQuotesEndTheText) { EXPECT_EQ(to_dollar_parameters("select 'a ?1").sql, "select 'a ?1"); }

TEST(StatementText, OnlyWhatRunsOftenIsPrepared) {
  EXPECT_TRUE(is_worth_preparing("  SELECT 1"));
  EXPECT_TRUE(is_worth_preparing("with a as (select 1) select * from a"));
  EXPECT_FALSE(is_worth_preparing("create table a (b text)"));
  EXPECT_FALSE(is_worth_preparing(""));
}

TEST(StatementText, ShardNumbersAreTakenOff) {
  EXPECT_EQ(without_shard_number("chain_pkey_102315"), "chain_pkey");
  EXPECT_EQ(without_shard_number("chain_pkey"), "chain_pkey");
  EXPECT_EQ(without_shard_number("form2"), "form2");
  EXPECT_EQ(without_shard_number("_7"), "_7");
}

TEST(Dialect, NamesAreQuoted) {
  EXPECT_EQ(quote_name("a\"b"), "\"a\"\"b\"");
}

}  // namespace
}  // namespace halfsky::db
