// Step 8: on every way from the first stage to a posting out of a fund there is a move by a chair that is `unlike` another move on
// that way (PACKS section 5). A search over stages and the moves made so far looks for a way without; it is shown to the author.
#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <set>

#include "lang/pack/builders.hpp"

namespace halfsky::lang {
namespace {

constexpr size_t kStatesMax = 20'000;
constexpr std::string_view kChair = "chair";

using Step = std::pair<const RecordType*, std::string>;

bool only_chairs(const Move& move) {
  return !move.by.empty() && std::all_of(move.by.begin(), move.by.end(), [](const Actor& actor) {
    return actor.scope != Actor::Scope::public_ && actor.scope != Actor::Scope::clock && actor.role == kChair;
  });
}

// Moves that an effect makes without asking for a role, and moves that may happen without any person, by the clock or the calendar.
struct EffectsOfAll {
  std::set<Step> done_by_others;   // `do` by a move that is not a chair's
  std::set<Step> nobody;

  explicit EffectsOfAll(const Context& context) {
    std::map<Step, std::vector<Step>> graph;
    std::deque<Step> open;
    for (const auto& pack : context.packs)
      for (const auto& record : pack->records) {
        const RecordType& type = *record->type;
        for (const auto& move : type.moves) {
          const Step step{&type, move->id};
          if (move->by_clock() || (move->id == "enter" && !type.every.empty())) open.push_back(step);
          for (const auto* effects : {&move->then, &move->late})
            for (const auto& effect : *effects) {
              if (effect.what == Effect::What::make && effect.type) graph[step].push_back({effect.type, "enter"});
              if (effect.what != Effect::What::do_ || !effect.target) continue;
              graph[step].push_back({effect.target, effect.move});
              if (!only_chairs(*move)) done_by_others.insert({effect.target, effect.move});
            }
        }
      }
    while (!open.empty()) {
      const Step step = open.front();
      open.pop_front();
      if (!nobody.insert(step).second) continue;
      for (const auto& next : graph[step]) open.push_back(next);
    }
  }
};

struct Search {
  Context& context;
  const RecordType& type;
  const EffectsOfAll& effects;
  std::map<const Move*, uint64_t> bits;      // moves that matter: those with whom a later move can make the two
  struct State {
    std::string stage;
    uint64_t made;
    int before;                              // index of the state before
    const Move* move;
  };
  std::vector<State> states;
  std::set<std::pair<std::string, uint64_t>> seen;
  std::set<const Move*> said;

  bool by_chair(const Move& move) const { return only_chairs(move) && !effects.done_by_others.count({&type, move.id}); }
  bool by_person(const Move& move) const { return !move.by.empty() && !effects.nobody.count({&type, move.id}); }

  uint64_t bit(const Move& move) const {
    const auto found = bits.find(&move);
    return found == bits.end() ? 0 : found->second;
  }

  bool are_two(const Move& a, const Move& b) const { return (by_chair(a) && by_person(b)) || (by_chair(b) && by_person(a)); }

  // Two people, one of them a chair, once `move` has been made after the moves in `made`.
  bool settled(const Move& move, uint64_t made) const {
    for (const auto& unlike : move.unlike) {
      if (unlike.path || unlike.type != &type) continue;
      const Move* other = type.move(unlike.move);
      if (!other || !(bit(*other) & made)) continue;
      if (are_two(move, *other)) return true;
    }
    return false;
  }

  const Posting* out_of_fund(const Move& move) const {
    for (const auto& posting : move.post)
      if (!posting.from.fund.empty()) return &posting;
    if (const Move* held = move.settle.empty() ? nullptr : type.move(move.settle))
      for (const auto& posting : held->hold)
        if (!posting.from.fund.empty()) return &posting;
    return nullptr;
  }

  std::string way_to(int state, const Move& last) const {
    std::string way = last.id;
    for (; state >= 0; state = states[size_t(state)].before) way = states[size_t(state)].move->id + " > " + way;
    return way;
  }

  // One move made in a state: a way is sound, is refused, or goes on.
  void make(int from, const std::string& stage, uint64_t made, const Move& move) {
    if (settled(move, made)) return;
    if (const Posting* posting = out_of_fund(move)) {
      if (said.insert(&move).second) {
        const std::string fund = posting->from.fund.substr(posting->from.fund.find('.') + 1);
        const bool held = move.post.empty() || move.post.front().from.fund.empty();
        context.refuse(held ? move.at : posting->at, "chair_and_second",
                       "money leaves the fund '" + fund + "' on the way " + way_to(from, move) +
                           " without a chair and a second person; on every way there must be a move by a chair that is `unlike` another move on it");
      }
      return;
    }
    const std::string& to = move.id == "enter" ? type.first_stage() : move.to.empty() ? stage : move.to;
    const uint64_t now = made | bit(move);
    if (seen.insert({to, now}).second && states.size() < kStatesMax) states.push_back({to, now, from, &move});
  }

  void run() {
    int count = 0;
    for (const auto& move : type.moves)
      for (const auto& unlike : move->unlike)
        if (const Move* other = !unlike.path && unlike.type == &type ? type.move(unlike.move) : nullptr; other && are_two(*move, *other) && !bits.count(other) && count < 64)
          bits[other] = uint64_t{1} << count++;
    make(-1, {}, 0, type.enter());
    for (size_t i = 0; i < states.size(); ++i) {
      const State state = states[i];
      for (const auto& move : type.moves) {
        if (move->id == "enter") continue;
        const bool may = move->from.empty() ? type.stages.empty() : std::find(move->from.begin(), move->from.end(), state.stage) != move->from.end();
        if (may) make(int(i), state.stage, state.made, *move);
      }
    }
    if (states.size() >= kStatesMax) context.refuse(type.at, "too_many_ways", "too many ways through '" + type.id + "' to follow the money; make it simpler");
  }
};

bool pays_out(const RecordType& type) {
  return std::any_of(type.moves.begin(), type.moves.end(), [](const auto& move) {
    const auto out = [](const Posting& posting) { return !posting.from.fund.empty(); };
    return std::any_of(move->post.begin(), move->post.end(), out) || std::any_of(move->hold.begin(), move->hold.end(), out);
  });
}

}  // namespace

void check_money(Context& context) {
  const EffectsOfAll effects(context);
  for (const auto& pack : context.packs)
    for (const auto& record : pack->records)
      if (!record->abstract && !record->broken && pays_out(*record->type)) {
        Search search{context, *record->type, effects, {}, {}, {}, {}};
        search.run();
      }
}

}  // namespace halfsky::lang
