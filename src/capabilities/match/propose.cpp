// The two sides, their scores, the assignment, and what is told of each pair.
#include "capabilities/match/propose.hpp"

#include <algorithm>

#include "capabilities/match/assign.hpp"
#include "capabilities/match/pair_scores.hpp"
#include "engine/query/list.hpp"

namespace halfsky::match {

using engine::RowPtr;
using lang::Value;

namespace {

struct Side {
  std::vector<RowPtr> rows;
  std::vector<int> takes;
};

class Proposing {
 public:
  Proposing(const engine::Site& site, db::Connection& connection, const engine::Acting& who, const lang::Match& match, base::OrgId org, engine::Snapshot& source)
      : site_(site), connection_(connection), who_(who), match_(match), org_(org), source_(source), today_(site.clock->today()) {}

  base::Result<Proposal> run() {
    Side left, right;
    if (auto problems = read(match_.left, org_, true, left); !problems.empty()) return problems;
    if (auto problems = read(match_.right, org_ == 0 ? 0 : base::org_of_county(source_.county()), false, right); !problems.empty()) return problems;
    engine::RowWorld world(site_, source_, nullptr, today_);
    world.with("period.start", Value::date(base::day_of({base::date_of(today_).year, 1, 1}))).with("period.end", Value::date(today_));
    PairScores scores(match_, world, left.rows, right.rows);
    const Scores table = scores.all();
    const auto pairs = assign(table, left.takes, right.takes);

    Proposal proposal;
    proposal.lefts = left.rows.size();
    proposal.rights = right.rows.size();
    for (const int takes : right.takes) proposal.places += takes;
    std::vector<int> used(right.rows.size(), 0);
    std::vector<std::vector<size_t>> rights_of(left.rows.size());
    for (const auto& [l, r] : pairs) {
      ++used[r];
      rights_of[l].push_back(r);
    }
    const auto partner = [&](size_t l, size_t r) { return Partner{right.rows[r], table.at(l, r), scores.terms(l, r), used[r] >= right.takes[r]}; };
    for (size_t l = 0; l < left.rows.size(); ++l) {
      if (left.takes[l] == 0) continue;
      const std::vector<size_t> next = next_best(table, l, rights_of[l], right.takes);
      if (rights_of[l].empty()) {
        proposal.left_over.push_back({left.rows[l], next.empty()});
        continue;
      }
      for (const size_t r : rights_of[l]) {
        Pair pair{left.rows[l], partner(l, r), {}, 0, {}};
        for (const size_t other : next) pair.others.push_back(partner(l, other));
        fill(pair, world);
        proposal.pairs.push_back(std::move(pair));
      }
    }
    return proposal;
  }

 private:
  // Records of a side, the longest waiting first.
  base::Problems read(const lang::Match::Side& side, base::OrgId org, bool acts, Side& result) {
    engine::ListQuery query;
    query.type = side.type;
    query.org = org;
    query.sort = "entered";
    query.condition = side.where.get();
    const engine::Gate gate(site_);
    bool too_many = false;
    auto problems = engine::each_record(site_, connection_, who_, query, [&](engine::View&, const std::vector<RowPtr>& rows) {
      for (const RowPtr& row : rows) {
        if (too_many) return;
        source_.keep(row);
        engine::RowWorld world(site_, source_, row, today_);
        if (!world.holds(side.where)) continue;
        if (acts && gate.grant_for(who_, match_.by, row, source_, today_) == nullptr) continue;
        const Value takes = side.takes ? world.evaluate(*side.takes) : Value::integer(1);
        if (result.rows.size() == kSideMax) {
          too_many = true;
          return;
        }
        result.rows.push_back(row);
        result.takes.push_back(takes.is_null() ? 0 : int(std::clamp<int64_t>(takes.number, 0, int64_t(kSideMax))));
      }
    });
    if (problems.empty() && too_many) problems.push_back({"too_many_to_match", "org", {{"max", std::to_string(kSideMax)}, {"type", side.type->title}}});
    return problems;
  }

  // The best ones beside those that it was given, whether they have room left or not.
  static std::vector<size_t> next_best(const Scores& table, size_t left, const std::vector<size_t>& given, const std::vector<int>& takes) {
    std::vector<size_t> others;
    for (size_t r = 0; r < table.right; ++r)
      if (table.at(left, r) != kNever && takes[r] > 0 && std::find(given.begin(), given.end(), r) == given.end()) others.push_back(r);
    const size_t count = std::min(others.size(), kOthersMax);
    std::partial_sort(others.begin(), others.begin() + ptrdiff_t(count), others.end(), [&](size_t a, size_t b) { return std::pair(-table.at(left, a), a) < std::pair(-table.at(left, b), b); });
    others.resize(count);
    return others;
  }

  void fill(Pair& pair, engine::RowWorld& world) {
    world.with("left", Value::record(pair.left->id)).with("right", Value::record(pair.right.row->id));
    for (const auto& assignment : match_.with) pair.values.emplace_back(assignment.field, world.evaluate(*assignment.value));
    const Value org = match_.org ? world.evaluate(*match_.org) : Value::null();
    pair.org = org.is_null() ? pair.left->org : org.number;
  }

  const engine::Site& site_;
  db::Connection& connection_;
  const engine::Acting& who_;
  const lang::Match& match_;
  const base::OrgId org_;
  engine::Snapshot& source_;
  const base::Day today_;
};

}  // namespace

bool may_propose(const engine::Site& site, const engine::Acting& who, const lang::Match& match) {
  const auto orgs = site.orgs();
  return std::any_of(who.grants.begin(), who.grants.end(), [&](const engine::Grant& grant) {
    const engine::Org* org = orgs->find(grant.org);
    return std::any_of(match.by.begin(), match.by.end(), [&](const lang::Actor& actor) {
      return actor.role == grant.role && (actor.scope != lang::Actor::Scope::level || (org && org->level == actor.level));
    });
  });
}

base::Result<Proposal> propose(const engine::Site& site, db::Connection& connection, const engine::Acting& who, const lang::Match& match, base::OrgId org, engine::Snapshot& source) {
  if (!may_propose(site, who, match)) return base::Problem{"not_yours", "", {{"type", match.title}}};
  return Proposing(site, connection, who, match, org, source).run();
}

}  // namespace halfsky::match
