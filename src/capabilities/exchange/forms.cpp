// Opening, recognising, remembering; the filling itself is in form_filling.hpp.
#include "capabilities/exchange/forms.hpp"

#include "base/text.hpp"
#include "capabilities/exchange/form_filling.hpp"
#include "capabilities/exchange/problem.hpp"
#include "capabilities/exchange/sheet_reader.hpp"
#include "engine/access/gate.hpp"

namespace halfsky::exchange {
namespace {

// What a program that shows CSV would take for a formula is text.
std::string csv_field(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t").find(text.front()) != std::string_view::npos) text.insert(text.begin(), '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::vector<engine::TableSpec> Forms::tables() const {
  using Type = engine::TableSpec::Part::Type;
  return {{"form_mapping", {{"fingerprint", Type::text}, {"mapping", Type::text}, {"at", Type::integer}, {"account", Type::text}}, {"fingerprint"}, false, {}, "fingerprint"}};
}

void Forms::attach(engine::Engine& engine, engine::FigureSource& figures) {
  engine_ = &engine;
  figures_ = &figures;
}

// Of any form: what makes a heading of a word that no pack has.
std::set<std::string> Forms::headings_said(const FormRequest& asked) {
  constexpr int64_t kFormsMax = 2'000;
  std::set<std::string> result;
  const auto add = [&](const FormMapping& said) {
    for (const auto& [name, of] : said.headings) {
      result.insert(name);
      for (const auto& part : base::split(name, '/')) result.insert(part);
    }
  };
  const db::Rows rows = engine_->reading([&](db::Connection& c) { return c.read({"select mapping from form_mapping order by at desc, fingerprint limit ?1", {kFormsMax}}); });
  for (size_t r = 0; r < rows.size(); ++r)
    if (const auto said = parse_said(rows.text(r, 0))) add(*said);
  if (asked.said) add(*asked.said);
  return result;
}

std::optional<FormMapping> Forms::remembered(const std::string& fingerprint) {
  const db::Rows rows = engine_->reading([&](db::Connection& c) { return c.read({"select mapping from form_mapping where fingerprint = ?1", {fingerprint}}); });
  if (rows.empty()) return std::nullopt;
  auto said = parse_said(rows.text(0, 0));
  return said ? std::optional(*std::move(said)) : std::nullopt;
}

void Forms::remember(const FormRequest& asked, const std::string& fingerprint, const FormMapping& said) {
  const std::string account = asked.who ? asked.who->account : "";
  const db::Call put{"insert into form_mapping (fingerprint, mapping, at, account) values (?1, ?2, ?3, ?4) on conflict (fingerprint) do update set mapping = excluded.mapping, at = excluded.at, account = excluded.account",
                     {fingerprint, to_text(said), engine_->site().clock->now(), account}};
  const auto outcome = engine_->writer().note(0, {engine_->new_id(), "form.mapping", account, fingerprint, {{"form_mapping", fingerprint}}}, {put}, {});
  if (!outcome.accepted) throw std::runtime_error("a form's mapping could not be kept");
}

base::Result<FormFilled> Forms::fill(FormRequest asked) {
  const engine::Site& site = engine_->site();
  if (!titles_) {
    words_ = FormWords::load(site.packs->pack("core")->folder + "/form-words.csv");
    titles_ = std::make_unique<PackTitles>(*site.packs, words_);
  }
  const auto orgs = site.orgs();
  if (orgs->find(asked.org) == nullptr) return problem("no_such_org");
  if (asked.who && !engine::Gate(site).in_range(*asked.who, asked.org)) return problem("not_yours", {{"move", ""}});
  const lang::RecordType* of = asked.record_type.empty() ? nullptr : site.packs->record_type(asked.record_type);
  if (!asked.record_type.empty() && (of == nullptr || of->is_org || of->gone)) return problem("form_no_type", {{"got", asked.record_type}});
  auto file = open_form(std::move(asked.bytes), asked.sheet);
  if (!file) return file.problems();
  auto shape = recognise(file->grid, words_, *titles_, {});
  if (!shape) shape = recognise(file->grid, words_, *titles_, headings_said(asked));
  if (!shape) return shape.problems();

  FormFilled filled;
  filled.shape = *std::move(shape);
  filled.has_links = file->has_links;
  filled.has_formulas = file->grid.has_formulas;
  filled.fingerprint = crypto::hex(site.keyring->suite().hash(fingerprint_text(filled.shape))).substr(0, 32);
  const auto before = remembered(filled.fingerprint);
  filled.was_known = before.has_value();
  const FormMapping said = asked.said ? merged(before.value_or(FormMapping{}), *asked.said) : before.value_or(FormMapping{});
  const FormPlaces places(*orgs, words_, asked.period);
  auto plan = plan_form(file->grid, filled.shape, words_, *titles_, said, asked.period, [&](const std::string& text) { return !places.named(text, asked.org).empty(); }, of);
  if (!plan) return plan.problems();
  filled.plan = *std::move(plan);
  if (asked.dry_run) return filled;

  if (asked.who) asked.who->looks = std::make_shared<engine::Looks>();
  FormFilling filling(*engine_, *figures_, *file, words_, asked, filled);
  base::Problems problems;
  engine_->read([&](db::Connection& connection) { problems = filling.run(connection); });
  // What it shows of secrets and private fields is in the journal before it leaves.
  if (asked.who && !asked.who->looks->empty()) engine_->looks().write(*asked.who, asked.who->looks->take());
  if (!problems.empty()) return problems;
  filled.bytes = with_sheet(*file, edit_sheet(file->grid, std::move(filling).edits()));
  if (asked.said) remember(asked, filled.fingerprint, said);
  return filled;
}

std::string sources_csv(const FormFilled& filled, const std::function<std::string(const base::Problem&)>& sentence) {
  std::string out = "\xef\xbb\xbf" "cell,heading,source,org,from,to,record,how,empty because\r\n";
  for (const FormCell& cell : filled.cells) {
    const std::string fields[] = {cell_name(cell.row, cell.column), cell.heading, cell.why ? "" : cell.source, cell.org, cell.from, cell.to, cell.record, cell.how, cell.why ? sentence(*cell.why) : ""};
    std::string line;
    for (const std::string& field : fields) line += (&field == fields ? "" : ",") + csv_field(field);
    out += line + "\r\n";
  }
  return out;
}

}  // namespace halfsky::exchange
