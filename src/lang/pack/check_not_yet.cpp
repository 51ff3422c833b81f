// Step 8: what the language has and this version can't run. The packs are read and checked in full; what stands here is refused
// in so many words, so that nothing is entered that nobody works off. A line goes when the capability comes.
#include "lang/pack/builders.hpp"

namespace halfsky::lang {

void check_not_yet(Context& context) {
  for (const auto& pack : context.packs)
    for (const auto& record : pack->records)
      if (const auto* value = record->node.find("class"); value && record->type->class_ == Class::secret)
        context.refuse(value->at, "not_yet", "secret types can't run yet; leave this out of the pack until they can");
}

}  // namespace halfsky::lang
