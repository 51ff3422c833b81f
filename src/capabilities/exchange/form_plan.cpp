// Choosing the type, resolving headings, and what somebody said of them.
#include "capabilities/exchange/form_plan.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "capabilities/exchange/problem.hpp"

namespace halfsky::exchange {
namespace json = boost::json;
using lang::Indicator;
using lang::Kind;
using lang::RecordType;

namespace {

using Named = std::vector<std::pair<std::string, std::string>>;

std::string shown(const Source& source, const std::string& title) { return source.name() + "（" + title + "）"; }

std::string list_of(const std::vector<Match>& candidates) {
  std::string text;
  for (const auto& one : candidates) text += (text.empty() ? "" : "、") + shown(one.source, one.title);
  return text;
}

class Planner {
 public:
  Planner(const FormGrid& grid, const FormShape& shape, const FormWords& words, const PackTitles& titles, const FormMapping& said, const FormPeriod& period, const std::function<bool(const std::string&)>& is_place)
      : grid_(grid), shape_(shape), words_(words), titles_(titles), said_(said), period_(period), is_place_(is_place) {}

  base::Result<FormPlan> run(const RecordType* of) {
    if (!said_.type.empty()) {
      const auto& types = titles_.types();
      const auto found = std::find_if(types.begin(), types.end(), [&](const RecordType* type) { return type->name == said_.type; });
      if (found == types.end()) return problem("form_no_type", {{"got", base::beginning(said_.type, 60)}});
      plan_.type = *found;
    }
    plan_.where = said_.where.value_or("");
    const base::Problems problems = shape_.is_table ? table() : cells(of);
    if (!problems.empty()) return problems;
    for (auto& meaning : plan_.headings) settle_unit(meaning);
    return std::move(plan_);
  }

 private:
  // ---- a table: of records, or of orgs ----

  base::Problems table() {
    const int place_column = places_in_column();
    std::vector<Heading> headings;
    size_t figures = 0;
    for (const auto& column : shape_.columns) {
      HeadingPlan ignored;
      headings.push_back(of_period(column.heading, ignored));
      const bool is_said = said_.headings.contains(lasting_text(column.name()));
      if (!is_said && !is_place(headings.size() - 1, headings, figures) && !titles_.figures(headings.back()).empty()) ++figures;
      if (is_said && titles_.named(said_.headings.at(lasting_text(column.name())).is, nullptr).value_or(Source{}).kind == Source::Kind::figure) ++figures;
    }
    const RecordType* type = plan_.type;
    size_t fields = type ? shape_.columns.size() : 0;
    if (type == nullptr) {
      const auto [best, count, others] = best_type(headings);
      const bool has_places = place_column >= 0 || std::any_of(headings.begin(), headings.end(), [&](const Heading& one) { return titles_.org(one).has_value(); });
      fields = count;
      type = best;
      const bool are_orgs = figures > 0 && (place_column >= 0 || figures > fields || (figures == fields && has_places));
      if (!are_orgs && others.size() > 1) return {problem("form_type_unclear", {{"types", names_of(others)}})};
      if (are_orgs) type = nullptr;
      else if (fields == 0) return nothing_known();
    }
    plan_.kind = type ? FormPlan::Kind::records : FormPlan::Kind::orgs;
    plan_.type = naming_ = type;
    base::Problems problems;
    const Indicator* whole = nullptr;   // 其中 is a part of it
    size_t so_far = 0;
    for (size_t i = 0; i < shape_.columns.size(); ++i) {
      const FormColumn& column = shape_.columns[i];
      HeadingPlan meaning = begin(column.name(), column.heading);
      const Heading heading = of_period(column.heading, meaning);
      if (meaning.why) {
      } else if (take_said(meaning, problems)) {
      } else if (!heading.names.empty() && heading.names.size() == 1 && words_.is("number", heading.names.front())) {
        found(meaning, {{Source::Kind::number}, 0, ""});
      } else if (type == nullptr && column.column == place_column) {
        Source place = titles_.org(heading).value_or(Source{Source::Kind::org});
        found(meaning, {place, 0, ""});
      } else if (const auto place = titles_.org(heading); place && (type ? titles_.fields(*type, heading).empty() : so_far == 0)) {
        found(meaning, {*place, 0, ""});
      } else {
        resolve(meaning, type ? titles_.fields(*type, heading) : titles_.figures(heading, whole));
      }
      if (meaning.source.kind == Source::Kind::figure) {
        ++so_far;
        if (meaning.source.codes.empty()) whole = meaning.source.indicator;
      } else if (!heading.is_among) {
        whole = nullptr;
      }
      plan_.headings.push_back(std::move(meaning));
    }
    return problems;
  }

  // A mapping that names what is not there says so before anything else.
  base::Problems nothing_known() const {
    base::Problems problems;
    for (const auto& column : shape_.columns) {
      const auto said = said_.headings.find(lasting_text(column.name()));
      if (said != said_.headings.end() && !said->second.is.empty() && !titles_.named(said->second.is, nullptr)) problems.push_back(problem("form_no_such", {{"heading", column.name()}, {"got", base::beginning(said->second.is, 100)}}));
    }
    if (problems.empty()) problems.push_back(problem("form_no_headings", {}));
    return problems;
  }

  bool is_place(size_t i, const std::vector<Heading>& headings, size_t figures) const { return figures == 0 && titles_.org(headings[i]).has_value(); }

  // The column whose given texts are places of the range, at least half of them.
  int places_in_column() const {
    for (const auto& column : shape_.columns) {
      size_t given = 0, places = 0;
      for (const auto& line : shape_.lines) {
        if (line.kind != FormLine::Kind::given) continue;
        const std::string text = grid_.text(line.row, column.column);
        if (text.empty() || grid_.is_number(line.row, column.column)) continue;
        ++given;
        places += is_place_(text);
      }
      if (places > 0 && 2 * places >= given) {
        // A list of people may have their villages beside them: the first words of its lines decide.
        const bool first = std::none_of(shape_.columns.begin(), shape_.columns.end(), [&](const FormColumn& other) {
          if (other.column >= column.column) return false;
          return std::any_of(shape_.lines.begin(), shape_.lines.end(), [&](const FormLine& line) { return line.kind == FormLine::Kind::given && !grid_.is_number(line.row, other.column) && !grid_.text(line.row, other.column).empty() && !is_place_(grid_.text(line.row, other.column)); });
        });
        if (first) return column.column;
      }
    }
    return -1;
  }

  struct Best { const RecordType* type; size_t count; std::vector<const RecordType*> others; };
  Best best_type(const std::vector<Heading>& headings) const {
    Best best{nullptr, 0, {}};
    std::tuple<size_t, bool, size_t> most{0, false, 0};
    for (const RecordType* type : titles_.types()) {
      size_t count = 0, own = 0;
      for (const Heading& heading : headings) {
        // Places say nothing of the type: each has an org.
        if (heading.names.empty() || words_.is("number", heading.names.front()) || titles_.org(heading)) continue;
        const auto candidates = titles_.fields(*type, heading);
        count += !candidates.empty();
        own += std::any_of(candidates.begin(), candidates.end(), [](const Match& one) { return one.source.through == nullptr; });
      }
      const std::tuple score{count, shape_.title.find(plain_text(type->title)) != std::string::npos, own};
      if (count == 0 || score < most) continue;
      if (score > most) best.others.clear();
      most = score;
      best.type = type;
      best.count = count;
      best.others.push_back(type);
    }
    return best;
  }

  static std::string names_of(const std::vector<const RecordType*>& types) {
    std::string text;
    for (const RecordType* type : types) text += (text.empty() ? "" : "、") + type->name + "（" + type->title + "）";
    return text;
  }

  // ---- single cells ----

  base::Problems cells(const RecordType* of) {
    plan_.kind = FormPlan::Kind::cells;
    naming_ = of ? of : plan_.type;   // what was said of a record's fields stands where no record is named
    plan_.type = of;
    plan_.wants = of ? nullptr : naming_ ? naming_ : wanted_type();
    base::Problems problems;
    for (const LabelledCell& cell : shape_.cells) {
      HeadingPlan meaning = begin(cell.name(), cell.heading);
      const Heading heading = of_period(cell.heading, meaning);
      if (cell.is_taken) meaning.why = problem("form_cell_taken", {{"heading", meaning.heading}});
      if (meaning.why || take_said(meaning, problems)) {
        const bool is_of_record = meaning.source.kind == Source::Kind::field || meaning.source.kind == Source::Kind::stage;
        if (!meaning.why && is_of_record && of == nullptr) meaning.why = problem("form_needs_record", {{"heading", meaning.heading}});
        plan_.headings.push_back(std::move(meaning));
        continue;
      }
      const auto fields = of ? titles_.fields(*of, heading) : std::vector<Match>{};
      const auto place = titles_.org(heading);
      const auto figures = titles_.figures(heading);
      if (!fields.empty()) resolve(meaning, fields);
      else if (!figures.empty()) resolve(meaning, figures);
      else if (place) found(meaning, {*place, 0, ""});
      else meaning.why = problem(of ? "form_unknown" : "form_needs_record", {{"heading", meaning.heading}});
      plan_.headings.push_back(std::move(meaning));
    }
    return problems;
  }

  // What the labels are of that mean no figure and no place.
  const RecordType* wanted_type() const {
    std::vector<Heading> headings;
    for (const LabelledCell& cell : shape_.cells)
      if (!titles_.org(cell.heading) && titles_.figures(cell.heading).empty()) headings.push_back(cell.heading);
    return best_type(headings).type;
  }

  // ---- one heading ----

  static HeadingPlan begin(std::string name, const Heading& heading) {
    HeadingPlan meaning;
    meaning.heading = std::move(name);
    meaning.unit = heading.unit;
    meaning.mask = heading.mask;
    meaning.cuts_month = heading.cuts_month;
    return meaning;
  }

  static void found(HeadingPlan& meaning, const Match& candidate) {
    meaning.source = candidate.source;
    meaning.how = how_found(candidate.rank);
  }

  // "3月" is of the year that is filled in.
  std::string month_of_year(const std::string& name) const {
    const std::string month = "月";
    const size_t at = name.find(month);
    const std::string digits = name.substr(0, at);
    const bool is_month = at != std::string::npos && (at + month.size() == name.size() || name.substr(at + month.size()) == "份") && !digits.empty() && digits.size() <= 2 && digits.find_first_not_of("0123456789") == std::string::npos;
    return is_month ? std::to_string(base::date_of(period_.from).year) + "年" + digits + month : name;
  }

  // A group that names the period is no part of the name; one that names another is not ours to fill.
  Heading of_period(const Heading& heading, HeadingPlan& meaning) const {
    Heading rest = heading;
    std::erase_if(rest.names, [&](const std::string& name) {
      const auto said = form_period(month_of_year(name));
      if (!said) return false;
      if (said->from != period_.from || said->to != period_.to) meaning.why = problem("form_other_period", {{"heading", meaning.heading}, {"got", name}});
      return true;
    });
    return rest;
  }

  bool take_said(HeadingPlan& meaning, base::Problems& problems) const {
    const auto said = said_.headings.find(lasting_text(meaning.heading));
    if (said == said_.headings.end()) return false;
    meaning.how = "said";
    if (said->second.mask != Mask::none) meaning.mask = said->second.mask;
    if (said->second.is.empty()) {
      meaning.why = problem("form_left_out", {{"heading", meaning.heading}});
      return true;
    }
    const auto source = titles_.named(said->second.is, naming_);
    const bool fits = source && !(source->kind == Source::Kind::figure && plan_.kind == FormPlan::Kind::records);
    if (!fits) problems.push_back(problem("form_no_such", {{"heading", meaning.heading}, {"got", base::beginning(said->second.is, 100)}}));
    else meaning.source = *source;
    return true;
  }

  // Of several of which the form's title names one programme alone, that one's.
  void resolve(HeadingPlan& meaning, std::vector<Match> candidates) const {
    if (candidates.size() > 1) {
      std::vector<Match> named;
      for (const auto& one : candidates)
        if (one.source.indicator && titled(*one.source.indicator)) named.push_back(one);
      if (named.size() == 1) candidates = std::move(named);
    }
    if (candidates.size() == 1) return found(meaning, candidates.front());
    meaning.why = candidates.empty() ? problem("form_unknown", {{"heading", meaning.heading}}) : problem("form_unclear", {{"heading", meaning.heading}, {"meanings", list_of(candidates)}});
    meaning.candidates = std::move(candidates);
  }

  bool titled(const Indicator& indicator) const {
    const auto title = programme_titles_.find(indicator.programme);
    return title != programme_titles_.end() && !title->second.empty() && shape_.title.find(plain_text(title->second)) != std::string::npos;
  }

  // ---- units ----

  // In what the value itself is counted; null where it has no unit, or is no number.
  std::optional<Unit> unit_of(const Source& source) const {
    std::string word;
    if (source.kind == Source::Kind::figure) word = source.indicator->unit;
    else if (source.kind == Source::Kind::field) word = source.field->type.kind == Kind::money ? "元" : source.field->unit;
    if (word.empty()) return std::nullopt;
    return words_.unit(plain_text(word)).value_or(Unit{word, word, 0});
  }

  void settle_unit(HeadingPlan& meaning) const {
    if (meaning.source.kind != Source::Kind::figure && meaning.source.kind != Source::Kind::field) return;
    const auto own = unit_of(meaning.source);
    if (!meaning.unit && own)
      for (const Unit& said : shape_.units)
        if (said.base == own->base) meaning.unit = said;
    if (!meaning.unit) meaning.unit = own;
    if (!meaning.unit || (own && own->base == meaning.unit->base)) {
      if (meaning.unit) meaning.unit->exponent -= own->exponent;
      return;
    }
    meaning.why = problem("form_unit_differs", {{"heading", meaning.heading}, {"got", meaning.unit->word}, {"expected", own ? own->word : "—"}});
  }

 public:
  std::map<std::string, std::string> programme_titles_;

 private:
  const FormGrid& grid_;
  const FormShape& shape_;
  const FormWords& words_;
  const PackTitles& titles_;
  const FormMapping& said_;
  const FormPeriod& period_;
  const std::function<bool(const std::string&)>& is_place_;
  const RecordType* naming_ = nullptr;   // whose fields are meant by their bare ids
  FormPlan plan_;
};

size_t letters(std::string_view text) { return size_t(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; })); }

base::Problem bad_mapping(const std::string& message) { return problem("form_mapping", {{"message", message}}); }

}  // namespace

base::Result<FormPlan> plan_form(const FormGrid& grid, const FormShape& shape, const FormWords& words, const PackTitles& titles, const FormMapping& said, const FormPeriod& period,
                                 const std::function<bool(const std::string&)>& is_place, const RecordType* of) {
  Planner planner(grid, shape, words, titles, said, period, is_place);
  planner.programme_titles_ = titles.programme_titles();
  return planner.run(of);
}

base::Result<FormMapping> parse_said(std::string_view text) {
  json::error_code error;
  const json::value value = json::parse(text, error);
  if (error || !value.is_object()) return bad_mapping("no JSON object");
  FormMapping said;
  for (const auto& member : value.as_object()) {
    if ((member.key() == "type" || member.key() == "where") && member.value().is_string()) {
      const std::string text(member.value().as_string());
      if (letters(text) > kWhereLettersMax) return bad_mapping(std::string(member.key()) + ": at most " + std::to_string(kWhereLettersMax) + " letters");
      if (member.key() == "type") said.type = text;
      else said.where = text;
    } else if (member.key() == "headings" && member.value().is_object()) {
      if (member.value().as_object().size() > kHeadingsSaidMax) return bad_mapping("headings: at most " + std::to_string(kHeadingsSaidMax));
      for (const auto& heading : member.value().as_object()) {
        if (letters(heading.key()) > kSaidLettersMax) return bad_mapping("headings: at most " + std::to_string(kSaidLettersMax) + " letters each");
        FormMapping::Of of;
        if (heading.value().is_string()) of.is = std::string(heading.value().as_string());
        else if (const auto* object = heading.value().if_object()) {
          const auto* is = object->if_contains("is");
          const auto* mask = object->if_contains("mask");
          if (is == nullptr || !is->is_string() || (mask && (!mask->is_string() || !mask_of(mask->as_string())))) return bad_mapping(std::string(heading.key()) + ": { is: …, mask: full, middle or last4 }");
          of.is = std::string(is->as_string());
          if (mask) of.mask = *mask_of(mask->as_string());
        } else if (!heading.value().is_null()) {
          return bad_mapping(std::string(heading.key()) + ": a name, { is, mask } or null");
        }
        if (letters(of.is) > kSaidLettersMax) return bad_mapping(std::string(heading.key()) + ": a name of at most " + std::to_string(kSaidLettersMax) + " letters");
        std::string name;
        for (const auto& part : base::split(std::string(heading.key()), '/')) name += (name.empty() ? "" : "/") + plain_text(part);
        said.headings[lasting_text(name)] = of;
      }
    } else {
      return bad_mapping(std::string(member.key()) + ": type, where or headings is meant");
    }
  }
  return said;
}

std::string to_text(const FormMapping& said) {
  json::object headings, whole;
  for (const auto& [name, of] : said.headings) {
    if (of.is.empty()) headings[name] = nullptr;
    else if (of.mask == Mask::none) headings[name] = of.is;
    else headings[name] = json::object{{"is", of.is}, {"mask", json::string(to_text(of.mask))}};
  }
  if (!said.type.empty()) whole["type"] = said.type;
  if (said.where && !said.where->empty()) whole["where"] = *said.where;
  whole["headings"] = std::move(headings);
  return json::serialize(whole);
}

FormMapping merged(FormMapping older, const FormMapping& newer) {
  if (!newer.type.empty()) older.type = newer.type;
  if (newer.where) older.where = newer.where;
  for (const auto& [name, of] : newer.headings) older.headings[name] = of;
  return older;
}

FormMapping lasting(FormMapping said, const FormShape& shape, bool lists_records) {
  std::set<std::string> names;
  for (const FormColumn& column : shape.columns) names.insert(lasting_text(column.name()));
  for (const LabelledCell& cell : shape.cells) names.insert(lasting_text(cell.name()));
  std::erase_if(said.headings, [&](const auto& heading) { return !names.contains(heading.first); });
  for (auto& [name, of] : said.headings)
    if (of.mask == Mask::full) of.mask = Mask::none;
  if (!lists_records) said.where.reset();   // nothing has asked it
  return said;
}

std::optional<FormPeriod> form_period(std::string_view text) {
  std::string plain(text);
  if (const size_t dots = plain.find(".."); dots != std::string::npos) {
    const auto from = base::parse_day(plain.substr(0, dots)), to = base::parse_day(plain.substr(dots + 2));
    return from && to && *from <= *to ? std::optional(FormPeriod{*from, *to}) : std::nullopt;
  }
  // 2026年, 2026年度, 2026年3月
  if (const size_t year = plain.find("年"); year != std::string::npos) {
    std::string rest = plain.substr(year + std::string("年").size());
    if (rest == "度") rest.clear();
    if (rest.ends_with("月")) rest.erase(rest.size() - std::string("月").size());
    plain = plain.substr(0, year) + (rest.empty() ? "" : "-" + std::string(rest.size() < 2 ? 2 - rest.size() : 0, '0') + rest);
  }
  const auto last = base::last_day_of(plain);
  if (!last) return std::nullopt;
  const auto date = base::date_of(*last);
  if (plain.size() == 4) return FormPeriod{base::day_of({date.year, 1, 1}), *last};
  if (plain.size() == 7) return FormPeriod{base::day_of({date.year, date.month, 1}), *last};
  return FormPeriod{*last, *last};
}

}  // namespace halfsky::exchange
