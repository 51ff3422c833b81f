// A compiled report as a file: all take what stands in it from the same pieces.
#include "base/decimal.hpp"
#include "capabilities/report/compile.hpp"
#include "capabilities/report/figure_title.hpp"
#include "capabilities/report/gather.hpp"
#include "capabilities/report/layout.hpp"
#include "capabilities/report/workbook.hpp"

namespace halfsky::report {
namespace {

// Below the text of one that takes another's place.
std::string version_line(const Compiled& compiled) {
  if (compiled.replaces.empty()) return "";
  return "本报告为第" + std::to_string(compiled.version) + "版" + (compiled.reason.empty() ? "。" : "，更正说明：" + compiled.reason + "。") + "上一版另存。";
}

std::string issuer(const engine::OrgTree& orgs, base::OrgId id) {
  const engine::Org* org = orgs.find(id);
  return (org ? org->name : "") + "妇女联合会";
}

}  // namespace

std::string Reports::markdown(const Compiled& compiled) const {
  const std::string text = markdown_of(compiled.pieces, standing_texts(*engine_->site().orgs(), compiled)), version = version_line(compiled);
  return version.empty() ? text : text + "\n\n" + version + "\n";
}

std::string Reports::word(const Compiled& compiled) const {
  DocxDocument document;
  lay_out(blocks_of(markdown(compiled)), document);
  document.signature(issuer(*engine_->site().orgs(), compiled.org), day_text(base::day_at(compiled.compiled_at)));
  return document.bytes();
}

std::string Reports::excel(const Compiled& compiled) const {
  const auto orgs = engine_->site().orgs();
  const lang::Packs& packs = *engine_->site().packs;
  std::vector<FigureLine> lines;
  for (const FrozenFigure& figure : compiled.figures) {
    const auto formula = formula_of(compiled, figure);
    const engine::Org* org = orgs->find(figure.scope.org);
    std::string title = formula ? figure_title(packs, *formula) : figure.formula;
    for (const std::string& dim : figure.scope.dims) title += "·" + dim;
    lines.push_back({figure.id, title, org ? org->name : "", base::format_day(figure.scope.from), base::format_day(figure.scope.to), figure.reading.shown, figure.reading.raw,
                     formula ? figure_unit(packs, *formula) : "", figure.reading.sureness, figure.formula});
  }
  return workbook(blocks_of(markdown(compiled)), {issuer(*orgs, compiled.org), day_text(base::day_at(compiled.compiled_at))}, lines);
}

}  // namespace halfsky::report
