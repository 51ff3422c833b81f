// Step 8: what the language has and this version can't run. The packs are read and checked in full; what stands here is refused
// in so many words, so that nothing is entered that nobody works off. A line goes when the capability comes.
#include <algorithm>
#include <array>

#include "lang/pack/builders.hpp"

namespace halfsky::lang {
namespace {

struct Key {
  std::string_view construct;   // pack, record
  std::string_view key;
  std::string_view what;
};

constexpr std::array kNotYet = {
    Key{"pack", "matches", "matches"},
};

void refuse(Context& context, const Span& at, std::string_view what) {
  context.refuse(at, "not_yet", std::string(what) + " can't run yet; leave this out of the pack until they can");
}

void check_keys_of(Context& context, const source::Node& node, std::string_view construct) {
  for (const auto& key : kNotYet)
    if (key.construct == construct)
      if (const auto* entry = node.entry(key.key)) refuse(context, entry->key.at, key.what);
}

}  // namespace

void check_not_yet(Context& context) {
  for (const auto& pack : context.packs) {
    check_keys_of(context, pack->root, "pack");
    for (const auto& record : pack->records) check_keys_of(context, record->node, "record");
  }
}

}  // namespace halfsky::lang
