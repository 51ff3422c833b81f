// Plays one example on a stage. Private to this folder.
#pragma once

#include <boost/json/object.hpp>
#include <optional>

#include "app/examples/stage.hpp"
#include "engine/store/source.hpp"

namespace halfsky::app::examples {

class Play {
 public:
  Play(Stage& stage, const lang::Pack& pack, const lang::Example& example) : stage_(stage), pack_(pack), example_(example) {}

  // The first step that goes wrong ends the story; of the checks all problems are said.
  lang::Diagnostics run();

 private:
  struct Record { const lang::RecordType* type; std::string id; };
  struct Tried {
    bool accepted = false;
    base::Problems problems;
  };
  using Candidates = std::vector<engine::Acting>;

  void need_orgs();
  bool step(const lang::StoryStep& step);
  bool enter(const lang::StoryStep& step);
  bool make_moves(const lang::StoryStep& step);
  bool edit(const lang::StoryStep& step);
  Tried try_enter(const lang::StoryStep& step, bool dry);
  Tried try_move(const lang::Move& move, const Record& record, const std::vector<lang::StoryValue>& values, const std::string& by, const std::string& on, bool dry);
  // As each of them in turn, until one may.
  Tried try_as(const Candidates& candidates, boost::json::object step, bool dry);
  Tried send(const engine::Acting& who, boost::json::object step, bool dry);

  Candidates who_may(const std::vector<lang::Actor>& actors, base::OrgId near, const engine::RowPtr& row);
  std::optional<engine::Acting> actor(const std::string& text, base::OrgId near);
  base::OrgId org_of_entry(const lang::StoryStep& step, const engine::Acting& who) const;

  boost::json::value value_of(const lang::StoryValue& value, base::OrgId org);
  std::string record_named(const std::string& name, const lang::RecordType& type, base::OrgId org);
  base::Day day_of(const std::string& text) const;
  base::Day after(const std::vector<lang::Wait>& wait) const;

  engine::RowPtr load(const Record& record);
  std::optional<Record> find(const lang::StoryPath& path);
  bool goes_by(engine::RowSource& snapshot, const engine::RowPtr& row, const std::string& word);

  // checks.cpp
  void check(const lang::StoryCheck& check);
  void check_record(const lang::StoryCheck& check);
  void check_task(const lang::StoryCheck& check, const engine::Row& row);
  void check_figure(const lang::StoryCheck& check);
  void check_balance(const lang::StoryCheck& check);
  void check_count(const lang::StoryCheck& check);
  void check_refused(const lang::StoryCheck& check);
  void check_visible(const lang::StoryCheck& check);

  void wrong(const lang::Span& at, std::string message) { problems_.push_back({at, "example", std::move(message)}); }

  Stage& stage_;
  const lang::Pack& pack_;
  const lang::Example& example_;
  std::map<std::string, Record> records_;                                  // by the names of the story
  std::map<std::pair<const lang::RecordType*, std::string>, std::string> made_;   // as they were needed
  lang::Diagnostics problems_;
};

std::string to_text(const base::Problems& problems);

}  // namespace halfsky::app::examples
