// Step 8: what goes round in a circle: computed fields that read each other, effects that make each other.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "lang/pack/builders.hpp"

namespace halfsky::lang {
namespace {

// Finds a circle through `start` and gives its nodes in order, or nothing.
template <class Node, class Next>
std::vector<Node> circle_through(const Node& start, const Next& next) {
  std::set<Node> seen;
  std::vector<Node> way{start};
  std::function<bool(const Node&)> search = [&](const Node& at) {
    for (const Node& other : next(at)) {
      if (other == start) return true;
      if (!seen.insert(other).second) continue;
      way.push_back(other);
      if (search(other)) return true;
      way.pop_back();
    }
    return false;
  };
  if (search(start)) return way;
  return {};
}

template <class Node, class Text>
std::string shown(const std::vector<Node>& circle, const Text& text) {
  std::string way;
  for (const auto& node : circle) way += text(node) + " > ";
  return way + text(circle.front());
}

void check_computed(Context& context) {
  const auto next = [](const Field* field) {
    std::vector<const Field*> read;
    if (field->is)
      for (const Field* other : field->is->reads)
        if (other->is) read.push_back(other);
    return read;
  };
  std::set<const Field*> said;
  for (const auto& pack : context.packs)
    for (const auto& record : pack->records)
      for (const auto& field : record->type->fields) {
        if (!field->is || said.count(field.get())) continue;
        const auto circle = circle_through<const Field*>(field.get(), next);
        if (circle.empty()) continue;
        said.insert(circle.begin(), circle.end());
        const auto* node = record->node.find("fields")->find(field->id)->find("is");
        context.refuse(node->at, "circle", "computed fields read each other in a circle: " + shown(circle, [](const Field* f) { return f->owner->id + "." + f->id; }));
      }
}

using Step = std::pair<const RecordType*, std::string>;

void check_effects(Context& context) {
  std::map<Step, std::set<Step>> graph;
  for (const auto& pack : context.packs)
    for (const auto& record : pack->records)
      for (const auto& move : record->type->moves)
        for (const auto* effects : {&move->then, &move->late})
          for (const auto& effect : *effects) {
            if (effect.what == Effect::What::make && effect.type) graph[{record->type, move->id}].insert({effect.type, "enter"});
            if (effect.what == Effect::What::do_ && effect.target) graph[{record->type, move->id}].insert({effect.target, effect.move});
          }
  static const std::set<Step> kNone;
  const auto next = [&](const Step& step) -> const std::set<Step>& {
    const auto found = graph.find(step);
    return found == graph.end() ? kNone : found->second;
  };
  std::set<Step> said;
  for (const auto& pack : context.packs)
    for (const auto& record : pack->records)
      for (const auto& move : record->type->moves) {
        const Step step{record->type, move->id};
        if (said.count(step)) continue;
        const auto circle = circle_through<Step>(step, next);
        if (circle.empty()) continue;
        said.insert(circle.begin(), circle.end());
        context.refuse(move->at, "circle", "effects go round in a circle: " + shown(circle, [](const Step& s) { return s.first->id + "." + s.second; }));
      }
}

}  // namespace

void check_circles(Context& context) {
  check_computed(context);
  check_effects(context);
}

}  // namespace halfsky::lang
