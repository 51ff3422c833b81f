// One figure of a text.
#include "lang/pack/build_figure.hpp"

#include <algorithm>
#include <charconv>

#include "lang/pack/check_formulas.hpp"
#include "lang/pack/template_parser.hpp"

namespace halfsky::lang {
namespace {

struct Builder {
  Context& context;
  const PackInProgress& pack;
  const source::Node& node;
  const std::vector<Report::Param>& params;
  Figure figure;
  bool sound = true;

  void refuse(const Part& at, const char* code, std::string message) {
    context.refuse(node.place_of(at.from), code, std::move(message));
    sound = false;
  }

  // ` #2.08` at the end.
  void take_id(Part& text) {
    const size_t hash = text.text.rfind('#');
    if (hash == std::string::npos || text.text.find('\'', hash) != std::string::npos) return;
    figure.id = trimmed({text.text.substr(hash + 1), 1}).text;
    if (figure.id.empty() || figure.id.find(' ') != std::string::npos) refuse(text, "bad_figure", "after '#' stands the figure's name, as #2.08, at the end");
    text = trimmed({text.text.substr(0, hash), text.from});
  }

  void take_formats(Part& text) {
    auto parts = split_outside(text, '|');
    text = parts[0];
    for (size_t i = 1; i < parts.size(); ++i)
      for (const auto& item : split_outside(parts[i], ',')) take_format(item);
  }

  void take_format(const Part& item) {
    static const std::vector<std::string> kNames = {"wan", "atleast", "about", "round"};
    const size_t space = item.text.find(' ');
    const std::string name = item.text.substr(0, space);
    const std::string number = space == std::string::npos ? "" : trimmed({item.text.substr(space), 1}).text;
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    if (found == kNames.end()) return refuse(item, "bad_format", "'" + name + "' is no format; it is wan, atleast, about or round" + Context::meant(name, kNames));
    Format format{Format::What(found - kNames.begin()), 0};
    int value = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
    const bool is_number = !number.empty() && read.ec == std::errc() && read.ptr == number.data() + number.size() && value >= 0;
    if (!number.empty() && !is_number) return refuse(item, "bad_format", "'" + number + "' is no number");
    switch (format.what) {
      case Format::What::wan: format.number = is_number ? value : -1; break;
      case Format::What::atleast:
        if (!is_number || value < 1) return refuse(item, "bad_format", "`atleast` needs the unit that the figure is rounded down to, as `atleast 10`");
        format.number = value;
        break;
      case Format::What::about:
        if (is_number) return refuse(item, "bad_format", "`about` takes no number");
        break;
      case Format::What::round: format.number = is_number ? value : 0; break;
    }
    if ((format.what == Format::What::wan || format.what == Format::What::round) && format.number > 4)
      return refuse(item, "bad_format", "figures have at most 4 decimals");
    figure.formats.push_back(format);
  }

  void take_for(Part& text) {
    const auto parts = split_at_word(text, "for");
    if (!parts) return;
    text = parts->first;
    const bool known = std::any_of(params.begin(), params.end(), [&](const auto& p) { return p.id == parts->second.text; });
    std::vector<std::string> names;
    for (const auto& p : params) names.push_back(p.id);
    if (!known) refuse(parts->second, "no_such_param", "there is no parameter '" + parts->second.text + "' in `params`" + Context::meant(parts->second.text, names));
    figure.for_ = parts->second.text;
  }

  void take_over(Part& text) {
    const auto parts = split_at_word(text, "over");
    if (!parts) return;
    text = parts->first;
    figure.over = parts->second.text;
    if (!is_report_span(figure.over) || figure.over == "custom") refuse(parts->second, "bad_value", "'" + figure.over + "' is no span; write `6 years`, `3 months`");
  }

  void take_at(Part& text) {
    const auto parts = split_at_word(text, "at");
    if (!parts) return;
    text = parts->first;
    const std::string& name = parts->second.text;
    const bool quoted = name.size() > 2 && name.front() == '\'' && name.back() == '\'';
    if (!quoted) return refuse(parts->second, "bad_figure", "after `at` stands an org's name in single quotes");
    figure.at = name.substr(1, name.size() - 2);
  }

  bool build(Part text) {
    text = trimmed(text);
    figure.span = node.place_of(text.from);
    take_id(text);
    take_formats(text);
    figure.source = text.text;
    // The clauses may stand in any order; each is taken from the end.
    for (int round = 0; round < 3; ++round) {
      take_for(text);
      take_over(text);
      take_at(text);
    }
    if (text.text.empty()) {
      refuse(text, "bad_figure", "a figure is missing here");
      return false;
    }
    const ExpressionText formula(node, text.text, text.from);
    figure.formula = compile_formula(context, formula, pack, FormulaWant::figure);
    if (!figure.formula) return false;
    check_figure(context, formula, *figure.formula);
    if (const Indicator* secret = secret_in(context, *figure.formula))
      refuse(text, "leaks", "'" + secret->name + "' counts a secret type; say `lowers: true` there if the figure may be shown");
    return sound;
  }
};

}  // namespace

std::optional<Figure> build_figure(Context& context, const PackInProgress& pack, const source::Node& node, const Part& text,
                                   const std::vector<Report::Param>& params) {
  Builder builder{context, pack, node, params, {}};
  if (!builder.build(text)) return std::nullopt;
  return std::move(builder.figure);
}

}  // namespace halfsky::lang
