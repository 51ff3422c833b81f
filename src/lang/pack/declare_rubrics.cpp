// Step 2: rubrics as they are written: versions by year, their criteria with points or levels, their grades. Expressions of criteria
// are read in step 7, when the sheets' fields are known (build_rubrics.cpp).
#include <algorithm>

#include "base/decimal.hpp"
#include "lang/pack/builders.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

std::optional<int64_t> whole(const std::string& text) {
  if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return std::stoll(text);
}

void read_levels(Context& context, const source::Node& levels, Criterion& criterion) {
  for (const auto& entry : levels.entries) {
    const auto points = whole(entry.key.text);
    if (!points) {
      context.refuse(entry.key.at, "bad_value", "a level is named by its points");
      continue;
    }
    const int64_t level = *points * base::kDecimalScale;
    if (criterion.points > 0 && level > criterion.points) context.refuse(entry.key.at, "bad_value", "a level has more points than the criterion");
    if (text_of(&entry.value).empty()) context.refuse(entry.key.at, "missing_key", "a level needs the words that a rater picks it by");
    criterion.levels.push_back({level, text_of(&entry.value)});
  }
  if (levels.entries.empty()) context.refuse(levels.at, "empty_value", "`levels` names at least one");
}

std::optional<Criterion> read_criterion(Context& context, const source::Entry& entry) {
  if (!check_id(context, entry.key, IdUse::name) || !check_keys(context, entry.value, Construct::criterion)) return std::nullopt;
  const auto& node = entry.value;
  Criterion criterion;
  criterion.id = entry.key.text;
  criterion.title = text_of(node.find("title"));
  criterion.veto = flag_of(node.find("veto"));
  criterion.evidence = flag_of(node.find("evidence"));
  criterion.computed = node.find("is") != nullptr;
  criterion.is_text = text_of(node.find("is"));
  if (!node.find("title")) context.refuse(entry.key.at, "missing_key", "a criterion needs `title`");
  if (criterion.veto == bool(node.find("points"))) context.refuse(entry.key.at, "missing_key", "a criterion has `points`, or `veto: true` instead");
  if (const auto* points = node.find("points")) criterion.points = whole(text_of(points)).value_or(0) * base::kDecimalScale;
  if (const auto* points = node.find("points"); points && points->text == "0") context.refuse(points->at, "bad_value", "a criterion without points counts nothing; leave it out");
  if (node.find("levels") && node.find("is")) context.refuse(node.entry("is")->key.at, "two_ways", "a criterion is picked from `levels` or computed with `is`, not both");
  if (node.find("levels") && criterion.veto) context.refuse(node.entry("levels")->key.at, "two_ways", "a veto is yes or no; it has no levels");
  if (criterion.evidence && criterion.computed) context.refuse(node.entry("evidence")->key.at, "two_ways", "what is computed needs no evidence; leave out `evidence` or `is`");
  if (const auto* levels = node.find("levels")) read_levels(context, *levels, criterion);
  return criterion;
}

// Best first, the last from 0: so each sheet has one, and a veto knows which is the last.
void read_grades(Context& context, const source::Node& grades, RubricVersion& version, CodeList& codes) {
  for (const auto& entry : grades.entries) {
    if (!check_id(context, entry.key, IdUse::plain)) continue;
    const bool map = entry.value.is_map();
    if (map && !check_keys(context, entry.value, Construct::grade)) continue;
    const auto* lowest = map ? entry.value.find("points") : &entry.value;
    const auto points = whole(text_of(lowest));
    if (!points) {
      context.refuse(lowest ? lowest->at : entry.key.at, "bad_value", "a grade has its lowest points, a whole number");
      continue;
    }
    if (!version.grades.empty() && *points * base::kDecimalScale >= version.grades.back().from)
      context.refuse(lowest->at, "bad_value", "grades stand in order, the best first: each has lower points than the one before it");
    version.grades.push_back({entry.key.text, *points * base::kDecimalScale});
    const std::string title = map ? text_of(entry.value.find("title")) : "";
    const auto known = std::find_if(codes.codes.begin(), codes.codes.end(), [&](const Code& code) { return code.id == entry.key.text; });
    if (known == codes.codes.end()) codes.codes.push_back({entry.key.text, title.empty() ? entry.key.text : title, {}, {}, {}, false});
    else if (!title.empty()) known->title = title;
  }
  if (!version.grades.empty() && version.grades.back().from != 0 && version.grades.size() == grades.entries.size())
    context.refuse(grades.entries.back().key.at, "bad_value", "the last grade begins at 0, so that every sheet has one");
}

void note_criterion(Context& context, RubricInProgress& rubric, const Criterion& criterion, const Span& at) {
  auto known = std::find_if(rubric.criteria.begin(), rubric.criteria.end(), [&](const auto& named) { return named.id == criterion.id; });
  if (known == rubric.criteria.end()) known = rubric.criteria.insert(known, {criterion.id, "", criterion.veto, false, false});
  else if (known->veto != criterion.veto) context.refuse(at, "retyped", "'" + criterion.id + "' is a veto in one version and has points in another; give one of them another id");
  known->title = criterion.title;
  known->evidence = known->evidence || criterion.evidence;
  known->given = known->given || !criterion.computed;
}

void read_version(Context& context, RubricInProgress& rubric, const source::Entry& entry, CodeList& codes) {
  if (!check_keys(context, entry.value, Construct::rubric_version)) return;
  RubricVersion version;
  const auto year = whole(entry.key.text);
  if (year && entry.key.text.size() == 4) version.year = int(*year);
  else context.refuse(entry.key.at, "bad_value", "a version is named by its year, as 2009");
  const auto* criteria = entry.value.find("criteria");
  if (!criteria) context.refuse(entry.key.at, "missing_key", "a version needs `criteria`");
  for (const auto& line : criteria ? criteria->entries : std::vector<source::Entry>{})
    if (auto criterion = read_criterion(context, line)) {
      note_criterion(context, rubric, *criterion, line.key.at);
      version.criteria.push_back(std::move(*criterion));
    }
  const bool all_vetoes = std::all_of(version.criteria.begin(), version.criteria.end(), [](const Criterion& criterion) { return criterion.veto; });
  if (criteria && all_vetoes && version.criteria.size() == criteria->entries.size()) context.refuse(criteria->at, "missing_key", "a version has at least one criterion with points");
  if (const auto* grades = entry.value.find("grades")) read_grades(context, *grades, version, codes);   // a jury's sheets may have points alone
  rubric.rubric->versions.push_back(std::move(version));
  rubric.written.push_back(&entry.value);
}

}  // namespace

void declare_rubrics(Context& context, PackInProgress& pack) {
  const auto* rubrics = pack.root.find("rubrics");
  if (!rubrics) return;
  for (const auto& entry : rubrics->entries) {
    if (!check_id(context, entry.key, IdUse::plain) || !check_keys(context, entry.value, Construct::rubric)) continue;
    RubricInProgress rubric;
    rubric.id = entry.key.text;
    rubric.node = &entry.value;
    rubric.at = entry.key.at;
    rubric.rubric = std::make_unique<Rubric>();
    rubric.rubric->programme = pack.programme();
    rubric.rubric->id = rubric.id;
    rubric.rubric->name = pack.programme() + "." + rubric.id;
    rubric.rubric->title = text_of(entry.value.find("title"));
    auto grades = std::make_shared<CodeList>();
    grades->name = rubric.rubric->name + ".grade";
    if (!entry.value.find("title")) context.refuse(rubric.at, "missing_key", "a rubric needs `title`");
    const auto* versions = entry.value.find("versions");
    if (!versions) context.refuse(rubric.at, "missing_key", "a rubric needs `versions`, by year");
    // By year, so that the newest version has the last word on titles.
    std::vector<const source::Entry*> ordered;
    if (versions)
      for (const auto& version : versions->entries) ordered.push_back(&version);
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) { return a->key.text < b->key.text; });
    for (const auto* version : ordered) read_version(context, rubric, *version, *grades);
    rubric.grades = grades;
    rubric.rubric->grades = grades;
    pack.rubrics.push_back(std::move(rubric));
  }
}

}  // namespace halfsky::lang
