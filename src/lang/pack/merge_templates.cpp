// Step 3: `like`. Maps merge key by key; lists and single values replace; stages, if given, replace all. What belongs to the
// template alone (its title, that it is a template, its public listing, its example data) is not copied.
#include <algorithm>

#include "lang/pack/builders.hpp"

namespace halfsky::lang {
namespace {

constexpr std::string_view kNotCopied[] = {"abstract", "title", "public", "demo", "like", "was", "gone"};

source::Node laid_over(const source::Node& base, const source::Node& own) {
  if (!base.is_map() || !own.is_map()) return own;
  source::Node result = base;
  result.at = own.at;
  for (const auto& entry : own.entries) {
    auto found = std::find_if(result.entries.begin(), result.entries.end(), [&](const auto& e) { return e.key.text == entry.key.text; });
    if (found == result.entries.end()) {
      result.entries.push_back(entry);
    } else {
      found->value = laid_over(found->value, entry.value);
      found->key = entry.key;
    }
  }
  return result;
}

constexpr int kCopiesMax = 16;   // a copy of a copy of a copy …

void merge(Context& context, RecordInProgress& record, int depth) {
  using Like = RecordInProgress::Like;
  if (record.like != Like::open) return;
  record.like = Like::busy;
  record.node = record.own;
  const auto* like = record.own.find("like");
  if (like && like->is_scalar()) {
    RecordInProgress* base = context.need_declared(*record.pack, *like);
    record.broken = !base || base->broken;
    if (base && base->like == Like::busy) {
      record.broken = true;
      context.refuse(like->at, "circle", "'" + record.id + "' is a copy of itself in the end; `like` can't go round in a circle");
    } else if (base && depth == kCopiesMax) {
      context.refuse(like->at, "too_deep", "more than 16 copies of copies");
    } else if (base) {
      merge(context, *base, depth + 1);
      source::Node copied = base->node;
      std::erase_if(copied.entries, [](const auto& e) { return std::find(std::begin(kNotCopied), std::end(kNotCopied), e.key.text) != std::end(kNotCopied); });
      if (record.own.find("stages")) std::erase_if(copied.entries, [](const auto& e) { return e.key.text == "stages"; });
      record.node = laid_over(copied, record.own);
      record.base = base;
      record.broken = base->broken;
      if (const auto* moves = base->node.find("moves"))
        for (const auto& move : moves->entries) record.template_moves.insert(move.key.text);
    }
  }
  record.like = Like::done;
}

}  // namespace

void merge_templates(Context& context) {
  for (const auto& pack : context.packs)
    for (const auto& record : pack->records) merge(context, *record, 0);
}

}  // namespace halfsky::lang
