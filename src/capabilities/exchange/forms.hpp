// Strange forms: an .xlsx from another office is recognised, proposed a meaning for each heading, filled in its own cells and formats, and
// nothing else of it is touched. This header is the manual.
//
//   FormRequest asked{bytes, "", org, *form_period("2026"), who, …};
//   auto filled = forms.fill(asked);
//   filled->bytes                 the form, filled; empty where nothing was asked but the mapping (dry_run)
//   filled->plan.headings         what each heading stands for, or why not
//   filled->cells                 where each filled cell came from; each that stays empty, and why
//
// Figures leave through the gate of figures, records through the view; private fields only as their heading asks (middle hidden, where it asks
// nothing), for those who may, with a reason, and noted as a look. Without an account only figures that a text may have.
// What an office says of a form's headings is kept for the org that it is filled for, by the form's fingerprint, and is used for the same form
// from then on: there and below, where nobody nearer has said something of it. Never kept: that a private value is shown whole.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/org_id.hpp"
#include "capabilities/exchange/form_plan.hpp"
#include "capabilities/exchange/form_sheet.hpp"
#include "engine/capability.hpp"
#include "engine/engine.hpp"
#include "engine/figure_source.hpp"

namespace halfsky::exchange {

struct FormRequest {
  std::string bytes, sheet;            // the sheet's name; empty: the first that is to be seen
  base::OrgId org = 0;
  FormPeriod period;
  std::optional<engine::Acting> who;   // nobody: as a text that many will read
  std::string record_type, record;     // single cells of one record
  std::string reason;                  // why private fields are looked at
  std::optional<FormMapping> said;        // kept for this form
  bool dry_run = false;
  // A page that asks: how the sheet looks comes too, each heading says what else it may mean, and a form whose headings are not understood is
  // no refusal but `trouble`, so that somebody can say what they are.
  bool shows_sheet = false;
  bool keeps = true;                   // what is said of its headings, for the next time
  std::string command, body_hash;      // under which it is kept; sent again it is kept once
};

struct FormCell {
  size_t row = 0;
  int column = 0;
  std::string heading, source;         // source: empty where nothing fills it
  std::string value;                   // as it stands in the cell; a day as 2026-03-08
  std::string org, from, to;           // from, to: of figures
  base::OrgId org_id = 0;              // of a figure
  std::string record;                  // its id
  std::string how;                     // kept, derived, counted; a mask
  std::optional<base::Problem> why;    // why it stays empty
};

struct FormFilled {
  FormPlan plan;
  FormShape shape;
  std::string fingerprint;
  bool was_known = false;              // something had been said of this form before
  base::Instant known_since = 0;
  base::Problems trouble;              // shows_sheet: why there is no plan
  FormSheet sheet;                     // shows_sheet
  std::vector<std::pair<size_t, int>> heading_cells;
  bool has_links = false, has_formulas = false;
  std::string bytes;
  std::vector<FormCell> cells;
};

class Forms : public engine::Capability {
 public:
  std::vector<engine::TableSpec> tables() const override;
  void attach(engine::Engine& engine, engine::FigureSource& figures);

  // Problems: form_package.hpp's, form_shape.hpp's, form_plan.hpp's; no_such_org; not_yours; form_needs_account; form_no_type {got};
  // form_rows_short {rows, wanted}; form_rows_unclear; no_such_record; bad_filter.
  // not_yours {} at "remember" where it may not be kept (may_say); command_used where something else was sent under the same command.
  base::Result<FormFilled> fill(FormRequest asked);
  // Whether what she says of a form may be kept for an org and all below: she speaks for it. Everybody else may fill, and says it each time.
  bool may_say(const engine::Acting& who, base::OrgId org) const;
  // What a heading may be said to mean: fields of a type, or figures where it is null; found by a text, or all.
  std::vector<Match> meanings(const lang::RecordType* type, bool with_figures, const std::string& text, size_t max);
  std::map<std::string, std::string> programme_titles() { return titles().programme_titles(); }
  const std::vector<const lang::RecordType*>& types() { return titles().types(); }

 private:
  const PackTitles& titles();
  void offer(FormFilled& filled);
  base::Result<FormFilled> plan(const FormRequest& asked, const FormFile& file, FormMapping& said);
  std::set<std::string> headings_said(const FormRequest& asked);
  std::vector<base::OrgId> upwards(base::OrgId org) const;
  std::string said_by_office(base::OrgId org) const;
  struct Remembered { FormMapping said; base::Instant at = 0; };
  std::optional<Remembered> remembered(const std::string& fingerprint, base::OrgId org);
  base::Problems remember(const FormRequest& asked, const FormFilled& filled, const FormMapping& said);

  engine::Engine* engine_ = nullptr;
  engine::FigureSource* figures_ = nullptr;
  std::once_flag read_once_;
  FormWords words_;
  std::unique_ptr<const PackTitles> titles_;
};

// The cells as CSV: cell, heading, source, org, from, to, record, how, why. `sentence` puts a reason into words.
std::string sources_csv(const FormFilled& filled, const std::function<std::string(const base::Problem&)>& sentence);

}  // namespace halfsky::exchange
