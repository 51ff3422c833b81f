// Both back ends must give the same answers to the same statements.
#include "db/connection.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <string>

#include "support/postgres.hpp"

namespace halfsky::db {
namespace {

Bytes bytes(std::string data) { return Bytes{std::move(data)}; }
const Value kNull = std::monostate{};

class BothBackends : public ::testing::TestWithParam<Backend> {
 protected:
  void SetUp() override {
    if (GetParam() == Backend::postgresql && !halfsky::testing::Postgres::is_available()) GTEST_SKIP() << "no PostgreSQL";
    database = Database::open(url());
    writer = database->connect_writer();
  }

  void TearDown() override {
    writer.reset();
    database.reset();
    if (!folder.empty()) std::filesystem::remove_all(folder);
  }

  std::string url() {
    if (GetParam() == Backend::postgresql) return halfsky::testing::Postgres::shared().fresh_database();
    folder = (std::filesystem::temp_directory_path() / "halfsky-db-XXXXXX").string();
    EXPECT_NE(mkdtemp(folder.data()), nullptr);
    return "sqlite:" + folder + "/halfsky.db";
  }

  void make_girls() {
    const bool sqlite = GetParam() == Backend::sqlite;
    const std::string integer = sqlite ? "integer" : "bigint";
    const std::string text = sqlite ? "text" : "text collate \"C\"";
    const std::string blob = sqlite ? "blob" : "bytea";
    const std::string real = sqlite ? "real" : "double precision";
    const std::string end = sqlite ? ") strict, without rowid" : ")";
    writer->write({"create table school (county " + integer + " not null, id " + text + " not null, primary key (county, id)" + end, {}});
    writer->write({"create table girl (county " + integer + " not null, id " + text + " not null, name " + text +
                   " not null, grade " + integer + " constraint girl_grade check (grade between 1 and 12), school " + text +
                   ", card " + blob + ", height " + real +
                   ", primary key (county, id), unique (county, name)"
                   ", foreign key (county, school) references school (county, id)" + end, {}});
    writer->write({"create unique index girl_card on girl (county, card)", {}});
  }

  static Call insert(std::string id, std::string name, Value grade = kNull, Value school = kNull, Value card = kNull,
                     Value height = kNull) {
    return {"insert into girl (county, id, name, grade, school, card, height) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            {int64_t{419001}, std::move(id), std::move(name), std::move(grade), std::move(school), std::move(card), std::move(height)}};
  }

  int64_t count() { return writer->read({"select count(*) from girl", {}}).integer(0, 0); }

  template <class Action>
  ConstraintFailure failure(Action action) {
    try {
      action();
    } catch (const ConstraintFailure& caught) {
      return caught;
    }
    ADD_FAILURE() << "no constraint failed";
    return {ConstraintFailure::Kind::check, "", "", ""};
  }

  std::string folder;
  std::unique_ptr<Database> database;
  std::unique_ptr<Connection> writer;
};

TEST_P(BothBackends, GiveTheSameValues) {
  make_girls();
  writer->write(insert("a", "李小雨", int64_t{3}, kNull, bytes(std::string("\0\x01\xff'", 4)), 131.5));
  writer->write(insert("b", "王'芳\"", kNull, kNull, kNull, kNull));
  writer->write(insert("c", "", int64_t{12}, kNull, bytes(""), -1e300));
  struct Case {
    Call call;
    std::vector<Value> values;
  };
  const std::vector<Case> cases = {
      {{"select id, name, grade, card, height from girl where county = ?1 order by id", {int64_t{419001}}},
       {"a", "李小雨", int64_t{3}, bytes(std::string("\0\x01\xff'", 4)), 131.5,
        "b", "王'芳\"", kNull, kNull, kNull,
        "c", "", int64_t{12}, bytes(""), -1e300}},
      {{"select count(*), sum(grade), max(grade), min(height) from girl", {}}, {int64_t{3}, int64_t{15}, int64_t{12}, -1e300}},
      {{"select id from girl where name = ?1", {std::string("李小雨")}}, {"a"}},
      {{"select id from girl where card = ?1", {bytes(std::string("\0\x01\xff'", 4))}}, {"a"}},
      {{"select id from girl where grade + ?1 > ?2 order by id", {int64_t{1} << 40, (int64_t{1} << 40) + 3}}, {"c"}},
      {{"select id from girl where height > ?1", {131.25}}, {"a"}},
      {{"select '?1', \"name\" from girl where id = ?1 -- ?2", {std::string("a")}}, {"?1", "李小雨"}},
      {{"select ?1, ?2, ?3", {int64_t{9'007'199'254'740'993}, std::string("x"), 0.1}}, {int64_t{9'007'199'254'740'993}, "x", 0.1}},
      {{"select case when ?1 = ?2 then ?2 else ?1 end", {int64_t{5}, int64_t{7}}}, {int64_t{5}}},
      {{"select id from girl where ?2 <= id and id < ?1 order by id", {std::string("c"), std::string("a")}}, {"a", "b"}},
      {{"select id from girl where grade is null and id = ?1", {std::string("zzz")}}, {}},
      {{"select count(*) from girl where name < ?1", {std::string("王")}}, {int64_t{2}}},
      {{"with g as (select * from girl) select id from g where exists (select 1 from girl h where h.id < g.id) order by id desc limit ?1", {int64_t{1}}}, {"c"}},
      {{"select coalesce(grade, 0) = 3 from girl where id = 'a'", {}}, {int64_t{1}}},
      {{"update girl set grade = coalesce(grade, 0) + ?1 where id = ?2 returning grade", {int64_t{1}, std::string("b")}}, {int64_t{1}}},
  };
  for (const Case& one : cases) {
    const Rows rows = writer->read(one.call);
    ASSERT_EQ(rows.size() * rows.columns(), one.values.size()) << one.call.sql;
    for (size_t i = 0; i < one.values.size(); ++i)
      EXPECT_EQ(rows.at(i / rows.columns(), i % rows.columns()), one.values[i]) << one.call.sql << " value " << i;
  }
}

TEST_P(BothBackends, ReadAListAtOnceInItsOrder) {
  make_girls();
  writer->write_all(std::vector<Call>{insert("a", "one"), insert("b", "two")});
  const std::vector<Call> calls = {{"select name from girl where id = ?1", {std::string("b")}},
                                   {"select name from girl where id = ?1", {std::string("none")}},
                                   {"select count(*) from girl", {}},
                                   {"select name from girl where id = ?1", {std::string("a")}}};
  const auto all = writer->read_all(calls);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].text(0, 0), "two");
  EXPECT_TRUE(all[1].empty());
  EXPECT_EQ(all[1].columns(), 1u);
  EXPECT_EQ(all[2].integer(0, 0), 2);
  EXPECT_EQ(all[3].text(0, 0), "one");
}

TEST_P(BothBackends, WriteAThousandAtOnceAndCountWhatEachChanged) {
  make_girls();
  std::vector<Call> calls;
  for (int i = 0; i < 1'000; ++i)
    calls.push_back(insert(std::to_string(i), "girl " + std::to_string(i), i % 3 == 0 ? kNull : Value(int64_t{1 + i % 12}), kNull,
                           i % 7 == 0 ? kNull : Value(bytes(std::to_string(i))), i % 2 == 0 ? Value(1.5 * i) : kNull));
  calls.push_back({"update girl set height = ?1 where grade is null", {0.0}});
  calls.push_back({"delete from girl where id = ?1", {std::string("none")}});
  const auto changed = writer->write_all(calls);
  ASSERT_EQ(changed.size(), 1'002u);
  EXPECT_EQ(changed[0], 1);
  EXPECT_EQ(changed[1'000], 334);
  EXPECT_EQ(changed[1'001], 0);
  EXPECT_EQ(count(), 1'000);
}

TEST_P(BothBackends, PassBatchesLargerThanAnyBuffer) {
  make_girls();
  std::vector<Call> writes, reads;
  for (int i = 0; i < 60; ++i) {
    writes.push_back(insert(std::to_string(i), std::to_string(i), kNull, kNull, bytes(std::string(200'000, static_cast<char>(i)))));
    reads.push_back({"select card, ?1 from girl where id = ?2", {std::string(200'000, 'x'), std::to_string(i)}});
  }
  writer->write_all(writes);
  const auto all = writer->read_all(reads);
  EXPECT_EQ(all[59].bytes(0, 0), std::string(200'000, static_cast<char>(59)));
}

TEST_P(BothBackends, UndoAListThatFailsOutsideATransaction) {
  make_girls();
  EXPECT_THROW(writer->write_all(std::vector<Call>{insert("a", "one"), insert("a", "two"), insert("c", "three")}), ConstraintFailure);
  EXPECT_FALSE(writer->in_transaction());
  EXPECT_EQ(count(), 0);
  writer->write(insert("a", "one"));
  EXPECT_EQ(count(), 1);
}

TEST_P(BothBackends, CommitAndRollBack) {
  make_girls();
  writer->begin();
  writer->write(insert("a", "one"));
  EXPECT_EQ(count(), 1);
  writer->roll_back();
  EXPECT_EQ(count(), 0);
  writer->begin();
  writer->write(insert("a", "one"));
  EXPECT_THROW(writer->write(insert("a", "two")), ConstraintFailure);
  writer->roll_back();
  writer->begin();
  writer->write(insert("a", "three"));
  writer->commit();
  EXPECT_EQ(writer->read({"select name from girl", {}}).text(0, 0), "three");
  writer->begin();
  writer->commit();
  writer->roll_back();
}

TEST_P(BothBackends, NameTheConstraint) {
  using Kind = ConstraintFailure::Kind;
  make_girls();
  writer->write(insert("a", "one", kNull, kNull, bytes("1")));
  auto caught = failure([&] { writer->write(insert("a", "two")); });
  EXPECT_EQ(caught.kind(), Kind::unique);
  EXPECT_EQ(caught.constraint(), "girl_pkey");
  EXPECT_EQ(caught.table(), "girl");
  caught = failure([&] { writer->write(insert("b", "one")); });
  EXPECT_EQ(caught.kind(), Kind::unique);
  EXPECT_EQ(caught.constraint(), "girl_county_name_key");
  caught = failure([&] { writer->write(insert("b", "two", kNull, kNull, bytes("1"))); });
  EXPECT_EQ(caught.constraint(), "girl_card");
  caught = failure([&] { writer->write(insert("b", "two", int64_t{13})); });
  EXPECT_EQ(caught.kind(), Kind::check);
  EXPECT_EQ(caught.constraint(), "girl_grade");
  caught = failure([&] { writer->write(insert("b", "two", kNull, "no such school")); });
  EXPECT_EQ(caught.kind(), Kind::foreign_key);
  caught = failure([&] { writer->write({"update girl set name = ?1", {kNull}}); });
  EXPECT_EQ(caught.kind(), Kind::not_null);
  EXPECT_EQ(caught.table(), "girl");
  EXPECT_EQ(caught.constraint(), "name");
}

TEST_P(BothBackends, AReadersSnapshotStaysWhileTheWriterGoesOn) {
  make_girls();
  writer->write(insert("a", "one"));
  const auto reader = database->connect_reader();
  const Call how_many{"select count(*) from girl", {}};
  reader->begin();
  EXPECT_EQ(reader->read(how_many).integer(0, 0), 1);
  writer->write(insert("b", "two"));
  EXPECT_EQ(reader->read(how_many).integer(0, 0), 1);
  reader->commit();
  EXPECT_EQ(reader->read(how_many).integer(0, 0), 2);
}

TEST_P(BothBackends, AReaderCannotWrite) {
  make_girls();
  const auto reader = database->connect_reader();
  EXPECT_THROW(reader->write(insert("a", "one")), StatementRefused);
  EXPECT_EQ(count(), 0);
}

TEST_P(BothBackends, StreamRows) {
  make_girls();
  std::vector<Call> calls;
  for (int i = 0; i < 500; ++i) calls.push_back(insert(std::to_string(1'000 + i), std::to_string(i)));
  writer->write_all(calls);
  std::vector<std::string> ids;
  writer->each_row({"select id, name from girl where county = ?1 order by id", {int64_t{419001}}},
                   [&](const Value* row) { ids.push_back(std::get<std::string>(row[0])); });
  ASSERT_EQ(ids.size(), 500u);
  EXPECT_EQ(ids.back(), "1499");
  struct Enough {};
  size_t seen = 0;
  const auto stop_at_three = [&](const Value*) { if (++seen == 3) throw Enough{}; };
  EXPECT_THROW(writer->each_row({"select id from girl", {}}, stop_at_three), Enough);
  EXPECT_EQ(seen, 3u);
  EXPECT_EQ(count(), 500);
}

TEST_P(BothBackends, GoOnAfterAWrongStatement) {
  EXPECT_THROW(writer->read({"select nothing from nowhere", {}}), StatementRefused);
  EXPECT_THROW(writer->read({"select ?1, ?2", {int64_t{1}}}), StatementRefused);
  EXPECT_THROW(writer->read({"select ?1", {std::string("a\0b", 3)}}), StatementRefused);
  EXPECT_EQ(writer->read({"select 1", {}}).integer(0, 0), 1);
  writer->begin();
  EXPECT_THROW(writer->read({"select nothing from nowhere", {}}), StatementRefused);
  writer->roll_back();
  EXPECT_EQ(writer->read({"select 1", {}}).integer(0, 0), 1);
}

TEST_P(BothBackends, SeeANewColumnThroughAnOldStatement) {
  make_girls();
  const Call all{"select * from school", {}};
  writer->read(all);
  writer->write({"alter table school add column level text", {}});
  try {
    EXPECT_EQ(writer->read(all).columns(), 3u);
  } catch (const Unavailable& again) {
    EXPECT_TRUE(again.may_retry());
    EXPECT_EQ(writer->read(all).columns(), 3u);
  }
}

TEST_P(BothBackends, ManyStatementTextsDoNotPileUp) {
  for (int64_t i = 0; i < 4'500; ++i) {
    const Rows rows = writer->read({"select ?1 + " + std::to_string(i), {i}});
    ASSERT_EQ(rows.integer(0, 0), 2 * i);
  }
}

TEST_P(BothBackends, AStatementEndsAtItsTimeLimit) {
  const auto reader = database->connect_reader();
  reader->limit_time_ms(50);
  const Call endless{"with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000000) select count(*) from n", {}};
  try {
    reader->read(endless);
    ADD_FAILURE() << "it ended";
  } catch (const Unavailable& late) {
    EXPECT_EQ(late.cause(), Unavailable::Cause::timed_out);
  }
  EXPECT_EQ(reader->read({"select 1", {}}).integer(0, 0), 1);
}

TEST_P(BothBackends, ALostConnectionIsMadeAgain) {
  if (GetParam() == Backend::sqlite) GTEST_SKIP() << "a file is not lost";
  make_girls();
  const auto killer = database->connect_writer();
  const auto kill_writer = [&] {
    const int64_t pid = writer->read({"select pg_backend_pid()", {}}).integer(0, 0);
    killer->read({"select pg_terminate_backend(?1::int)", {pid}});
  };
  kill_writer();
  try {
    writer->read({"select 1", {}});
    ADD_FAILURE() << "still there";
  } catch (const Unavailable& lost) {
    EXPECT_EQ(lost.cause(), Unavailable::Cause::connection_lost) << lost.what();
  }
  EXPECT_EQ(count(), 0);
  writer->begin();
  writer->write(insert("a", "one"));
  kill_writer();
  EXPECT_THROW(writer->write(insert("b", "two")), Unavailable);
  EXPECT_THROW(writer->write(insert("b", "two")), Unavailable);  // its transaction is gone: no silent half
  writer->roll_back();
  EXPECT_EQ(count(), 0);
}

INSTANTIATE_TEST_SUITE_P(Db, BothBackends, ::testing::Values(Backend::sqlite, Backend::postgresql),
                         [](const auto& one) { return one.param == Backend::sqlite ? "sqlite" : "postgresql"; });

}  // namespace
}  // namespace halfsky::db
