// From the level below, one office after the other.
#include "capabilities/report/gather.hpp"

#include <fmt/format.h>

#include <set>

#include "engine/store/snapshot.hpp"
#include "engine/world.hpp"

namespace halfsky::report {

using lang::Piece;

namespace {

const Piece* paragraph_of(const std::vector<Piece>& pieces, const std::string& key) {
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::write && piece.text == key) return &piece;
    if (const Piece* inner = paragraph_of(piece.pieces, key)) return inner;
  }
  return nullptr;
}

void each_gathering(const std::vector<Piece>& pieces, const std::function<void(const Piece&)>& visit) {
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::write && piece.gather) visit(piece);
    each_gathering(piece.pieces, visit);
  }
}

class Gatherer {
 public:
  Gatherer(engine::Engine& engine, db::Connection& connection, base::Day from, base::Day until)
      : site_(engine.site()), orgs_(site_.orgs()), connection_(connection), from_(from), until_(until) {}

  std::vector<Gathered> of_records(const Piece& piece, base::OrgId org) {
    std::vector<Gathered> result;
    std::map<base::County, std::vector<const engine::Org*>> by_county;
    for (const engine::Org* below : level_below(org)) by_county[base::county_of(below->id)].push_back(below);
    for (const auto& [county, offices] : by_county) {
      const auto texts = texts_of(piece, county, base::range_of(org));
      for (const engine::Org* office : offices) {
        Gathered one{Gathered::State::late, piece.text, office->id, ""};
        if (const auto found = texts.find(office->id); found != texts.end()) {
          one.text = found->second.text;
          one.state = !one.text.empty() ? Gathered::State::written : found->second.moved_on ? Gathered::State::empty : Gathered::State::late;
        }
        result.push_back(std::move(one));
      }
    }
    return result;
  }

  // Of the nearest level whose reports over the same period have the paragraph.
  std::vector<Gathered> of_reports(const Piece& piece, const lang::Report& report, base::OrgId org) {
    std::vector<Gathered> result;
    const engine::Org* here = orgs_->find(org);
    const lang::Pack* pack = site_.packs->pack(report.programme);
    if (here == nullptr || pack == nullptr) return result;
    std::optional<lang::Level> nearest;
    std::vector<const lang::Report*> having;
    for (const auto& other : pack->reports) {
      if (other->period != report.period || !paragraph_of(other->text.pieces, piece.text)) continue;
      having.push_back(other.get());
      for (const lang::Level level : other->levels)
        if (level > here->level && level < lang::Level::partner && (!nearest || level < *nearest)) nearest = level;
    }
    if (!nearest) return result;
    std::erase_if(having, [&](const lang::Report* each) { return std::find(each->levels.begin(), each->levels.end(), *nearest) == each->levels.end(); });
    for (const engine::Org& below : orgs_->within(base::range_of(org)))
      if (below.level == *nearest && below.from <= until_ && below.until >= until_) result.push_back(of_office(piece.text, having, below.id));
    return result;
  }

 private:
  struct Said { std::string text; bool moved_on = false; };

  // The offices of the next level down that stand at the period's end.
  std::vector<const engine::Org*> level_below(base::OrgId org) const {
    std::vector<const engine::Org*> result;
    std::optional<lang::Level> nearest;
    const engine::Org* here = orgs_->find(org);
    for (const engine::Org& below : orgs_->within(base::range_of(org))) {
      if (here == nullptr || below.level <= here->level || below.level == lang::Level::partner || below.from > until_ || below.until < until_) continue;
      if (!nearest || below.level < *nearest) {
        nearest = below.level;
        result.clear();
      }
      if (below.level == *nearest) result.push_back(&below);
    }
    return result;
  }

  std::map<base::OrgId, Said> texts_of(const Piece& piece, base::County county, base::OrgRange range) {
    const lang::RecordType& type = *piece.record_type;
    const engine::RecordTable& table = site_.schema->table(type);
    std::map<base::OrgId, Said> texts;
    engine::Snapshot snapshot(site_, connection_, county);
    std::vector<engine::RowPtr> rows;
    connection_.each_row({fmt::format("select {} from {} where county = ?1 and org between ?2 and ?3 and struck_ = 0 order by entered, id", table.column_list(), table.name()), {county, range.low, range.high}},
                         [&](const db::Value* at) { rows.push_back(std::make_shared<const engine::Row>(table.row_of(at))); });
    for (const auto& row : rows) {
      engine::RowWorld world(site_, snapshot, row, until_);
      const lang::Value day = type.date ? world.evaluate(*type.date) : lang::Value::date(row->entered);
      if (day.is_null() || day.number < from_ || day.number > until_) continue;
      if (piece.condition && !world.evaluate(*piece.condition).is_true()) continue;
      Said& said = texts[row->org];
      if (type.stages.empty() || row->stage != type.first_stage()) said.moved_on = true;
      const lang::Value text = world.evaluate(*piece.expression);
      if (!text.is_null() && !text.text.empty()) said.text += (said.text.empty() ? "" : "\n") + text.text;
    }
    return texts;
  }

  Gathered of_office(const std::string& key, const std::vector<const lang::Report*>& having, base::OrgId org) {
    Gathered one{Gathered::State::late, key, org, ""};
    const base::County county = base::county_of(org);
    for (const lang::Report* report : having) {
      const db::Rows newest = connection_.read({"select id, state from report where county = ?1 and report = ?2 and org = ?3 and from_day = ?4 and until_day = ?5 order by case when state = 'final' then 0 else 1 end, compiled_at desc, id desc limit 1",
                                                {county, report->name, org, int64_t{from_}, int64_t{until_}}});
      if (newest.empty()) continue;
      const bool is_final = newest.text(0, 1) == "final";
      const db::Rows own = connection_.read({"select text from report_paragraph where county = ?1 and report = ?2 and key = ?3", {county, newest.text(0, 0), key}});
      one.text = own.empty() ? "" : own.text(0, 0);
      if (one.text.empty() && is_final) {   // what it had gathered itself
        Compiled below;
        below.county = county;
        below.id = newest.text(0, 0);
        one.text = merged(*orgs_, gathered_then(connection_, below), key);
      } else if (const Piece* theirs = one.text.empty() ? paragraph_of(report->text.pieces, key) : nullptr; theirs && theirs->record_type) {
        one.text = merged(*orgs_, of_records(*theirs, org), key);
      }
      one.state = !one.text.empty() ? Gathered::State::written : is_final ? Gathered::State::empty : Gathered::State::late;
      return one;
    }
    return one;
  }

  const engine::Site& site_;
  std::shared_ptr<const engine::OrgTree> orgs_;
  db::Connection& connection_;
  base::Day from_, until_;
};

std::string names(const engine::OrgTree& orgs, const std::vector<Gathered>& gathered, const std::string& key, Gathered::State state) {
  std::string text;
  for (const Gathered& each : gathered) {
    const engine::Org* org = each.key == key && each.state == state ? orgs.find(each.org) : nullptr;
    if (org) text += (text.empty() ? "" : "、") + org->name;
  }
  return text;
}

}  // namespace

std::string_view state_text(Gathered::State state) {
  static constexpr std::string_view kNames[] = {"written", "empty", "late"};
  return kNames[size_t(state)];
}

std::vector<Gathered> gathered_now(engine::Engine& engine, db::Connection& connection, const Compiled& compiled) {
  std::vector<Gathered> result;
  const lang::Report* report = engine.site().packs->report(compiled.report);
  if (report == nullptr) return result;
  Gatherer gatherer(engine, connection, compiled.from, compiled.until);
  each_gathering(report->text.pieces, [&](const Piece& piece) {
    for (Gathered& each : piece.record_type ? gatherer.of_records(piece, compiled.org) : gatherer.of_reports(piece, *report, compiled.org)) result.push_back(std::move(each));
  });
  return result;
}

std::vector<Gathered> gathered_then(db::Connection& connection, const Compiled& compiled) {
  std::vector<Gathered> result;
  const db::Rows rows = connection.read({"select key, org, state, text from report_gathered where county = ?1 and report = ?2 order by key, org", {compiled.county, compiled.id}});
  for (size_t r = 0; r < rows.size(); ++r) {
    const std::string state = rows.text(r, 2);
    result.push_back({state == "written" ? Gathered::State::written : state == "empty" ? Gathered::State::empty : Gathered::State::late, rows.text(r, 0), rows.integer(r, 1), rows.text(r, 3)});
  }
  return result;
}

std::string merged(const engine::OrgTree& orgs, const std::vector<Gathered>& gathered, const std::string& key) {
  std::string text;
  for (const Gathered& each : gathered) {
    const engine::Org* org = each.key == key && !each.text.empty() ? orgs.find(each.org) : nullptr;
    if (org) text += (text.empty() ? "" : "\n\n") + org->name + "：" + each.text;
  }
  return text;
}

std::string silent(const engine::OrgTree& orgs, const std::vector<Gathered>& gathered, const std::string& key) {
  const std::string late = names(orgs, gathered, key, Gathered::State::late), empty = names(orgs, gathered, key, Gathered::State::empty);
  if (late.empty() && empty.empty()) return "";
  return "（" + (late.empty() ? "" : "还没有写：" + late + "。") + (empty.empty() ? "" : "没有要写的：" + empty + "。") + "）";
}

std::map<std::string, std::string> standing_texts(const engine::OrgTree& orgs, const Compiled& compiled) {
  std::map<std::string, std::string> texts = compiled.paragraphs;
  std::set<std::string> keys;
  for (const Gathered& each : compiled.gathered) keys.insert(each.key);
  for (const std::string& key : keys) {
    std::string& text = texts[key];
    if (text.empty()) text = merged(orgs, compiled.gathered, key);
    if (const std::string left = silent(orgs, compiled.gathered, key); !left.empty()) text += (text.empty() ? "" : "\n\n") + left;
  }
  return texts;
}

}  // namespace halfsky::report
