// Words of an address to a question.
#include "http/routes/list_query.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/replies.hpp"

namespace halfsky::http {
namespace {

std::vector<std::string> words(const std::string& text) {
  if (text.empty()) return {};
  return base::split(text, ',');
}

}  // namespace

base::Result<engine::ListQuery> list_query(Service& service, const Request& request, const std::string& type) {
  const auto& site = service.engine.site();
  engine::ListQuery asked;
  asked.type = site.packs->record_type(type);
  if (asked.type == nullptr || asked.type->is_org) return base::Problem{"no_such_record", "type", {{"type", base::beginning(type, 60)}}};
  asked.where = query(request, "where");
  asked.view = query(request, "view");
  asked.stages = words(query(request, "stage"));
  asked.org = query_number(request, "org", 0);
  asked.q = query(request, "q");
  asked.sort = query(request, "sort");
  asked.limit = int(std::min<int64_t>(query_number(request, "limit", engine::kPageDefault), engine::kPageMax));
  asked.cursor = query(request, "cursor");
  asked.count = query(request, "count") == "1";
  asked.facets = words(query(request, "facets"));
  asked.late = query(request, "late") == "1";
  asked.handed = query(request, "handed") == "1";
  for (const auto& [name, day] : {std::pair{"from", &asked.from}, std::pair{"to", &asked.to}}) {
    const std::string text = query(request, name);
    if (text.empty()) continue;
    const auto parsed = base::parse_day(text);
    if (!parsed) return base::Problem{"not_a_date", name, {{"got", base::beginning(text, 40)}}};
    *day = *parsed;
  }
  if (const std::string ref = query(request, "ref"); !ref.empty()) {   // ref=girl:0199…
    const size_t colon = ref.find(':');
    asked.ref = colon == std::string::npos ? nullptr : asked.type->field(ref.substr(0, colon));
    if (asked.ref == nullptr || asked.ref->type.kind != lang::Kind::ref) return base::Problem{"bad_filter", "ref", {{"message", base::beginning(ref, 60)}}};
    asked.ref_to = ref.substr(colon + 1);
    if (asked.ref->target->is_org && (asked.ref_to.empty() || asked.ref_to.size() > 15 || asked.ref_to.find_first_not_of("0123456789") != std::string::npos))
      return base::Problem{"bad_filter", "ref", {{"message", base::beginning(ref, 60)}}};
  }
  return asked;
}

}  // namespace halfsky::http
