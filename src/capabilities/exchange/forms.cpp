// Opening, recognising, remembering; the filling itself is in form_filling.hpp.
#include "capabilities/exchange/forms.hpp"

#include <fmt/format.h>

#include <algorithm>

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

std::string key_of(const std::string& fingerprint, base::OrgId org) { return fingerprint + "@" + std::to_string(org); }

// Of what was kept by county, before it was kept by org; "" above the counties.
std::string old_key_of(const std::string& fingerprint, base::County county) { return county == 0 ? fingerprint : fingerprint + "@" + std::to_string(county); }

constexpr const char* kOrgOfKey = "substr(fingerprint, 34)";   // behind 32 digits and an @

}  // namespace

std::vector<engine::TableSpec> Forms::tables() const {
  using Type = engine::TableSpec::Part::Type;
  return {{"form_mapping", {{"fingerprint", Type::text}, {"mapping", Type::text}, {"at", Type::integer}, {"account", Type::text}}, {"fingerprint"}, false, {}, "fingerprint"}};
}

void Forms::attach(engine::Engine& engine, engine::FigureSource& figures) {
  engine_ = &engine;
  figures_ = &figures;
}

// Itself, and each above it.
std::vector<base::OrgId> Forms::upwards(base::OrgId org) const {
  std::vector<base::OrgId> result;
  const auto orgs = engine_->site().orgs();
  for (const engine::Org* at = orgs->find(org); at && result.size() < 10; at = at->parent == at->id ? nullptr : orgs->find(at->parent)) result.push_back(at->id);
  return result;
}

// What was kept by county anybody in it could have said: of that only what is of an account that speaks for the county or above.
std::string Forms::said_by_office(base::OrgId org) const {
  std::string offices;
  for (const base::OrgId above : upwards(org))
    if (base::depth_of(above) <= 3) offices += (offices.empty() ? "" : ", ") + std::to_string(above);
  if (offices.empty()) offices = "-1";
  return "(account = '' or exists (select 1 from role_grant g where g.account = form_mapping.account and g.role in ('officer', 'chair') and g.org in (" + offices + ")))";
}

// Of any form of hers: what makes a heading of a word that no pack has.
std::set<std::string> Forms::headings_said(const FormRequest& asked) {
  constexpr int64_t kFormsMax = 200;
  std::set<std::string> result;
  const auto add = [&](const FormMapping& said) {
    for (const auto& [name, of] : said.headings) {
      result.insert(name);
      for (const auto& part : base::split(name, '/')) result.insert(part);
    }
  };
  std::string own;
  for (const base::OrgId org : upwards(asked.org)) own += (own.empty() ? "'" : ", '") + std::to_string(org) + "'";
  const std::string old = "'', '" + std::to_string(base::county_of(asked.org)) + "'";
  const std::string sql = fmt::format("select mapping from form_mapping where {0} in ({1}) or ({0} in ({2}) and {3}) order by at desc, fingerprint limit ?1", kOrgOfKey, own, old, said_by_office(asked.org));
  const db::Rows rows = engine_->reading([&](db::Connection& c) { return c.read({sql, {kFormsMax}}); });
  for (size_t r = 0; r < rows.size(); ++r)
    if (const auto said = parse_said(rows.text(r, 0))) add(*said);
  if (asked.said) add(*asked.said);
  return result;
}

const PackTitles& Forms::titles() {
  std::call_once(read_once_, [&] {
    const lang::Packs& packs = *engine_->site().packs;
    words_ = FormWords::load(packs.pack("core")->folder + "/form-words.csv");
    titles_ = std::make_unique<PackTitles>(packs, words_);
  });
  return *titles_;
}

std::vector<Match> Forms::meanings(const lang::RecordType* type, bool with_figures, const std::string& text, size_t max) { return titles().near(text, type, with_figures, max); }

bool Forms::may_say(const engine::Acting& who, base::OrgId org) const { return engine::Gate(engine_->site()).speaks_for(who, org); }

// The nearest office's word.
std::optional<Forms::Remembered> Forms::remembered(const std::string& fingerprint, base::OrgId org) {
  const auto look = [&](const std::string& key, const std::string& only) -> std::optional<Remembered> {
    const db::Rows rows = engine_->reading([&](db::Connection& c) { return c.read({"select mapping, at from form_mapping where fingerprint = ?1" + only, {key}}); });
    auto said = rows.empty() ? base::Result<FormMapping>(base::Problems{}) : parse_said(rows.text(0, 0));
    if (!said) return std::nullopt;
    for (auto& [name, of] : said->headings)
      if (of.mask == Mask::full) of.mask = Mask::none;   // kept once, when it could be
    return Remembered{*std::move(said), rows.integer(0, 1)};
  };
  for (const base::OrgId above : upwards(org))
    if (auto found = look(key_of(fingerprint, above), "")) return found;
  const std::string only = " and " + said_by_office(org);
  if (auto found = look(old_key_of(fingerprint, base::county_of(org)), only)) return found;
  return look(fingerprint, only);
}

base::Problems Forms::remember(const FormRequest& asked, const FormFilled& filled, const FormMapping& said) {
  const std::string account = asked.who ? asked.who->account : "", key = key_of(filled.fingerprint, asked.org);
  const db::Call put{"insert into form_mapping (fingerprint, mapping, at, account) values (?1, ?2, ?3, ?4) on conflict (fingerprint) do update set mapping = excluded.mapping, at = excluded.at, account = excluded.account",
                     {key, to_text(lasting(said, filled.shape, filled.plan.kind == FormPlan::Kind::records)), engine_->site().clock->now(), account}};
  const std::string command = asked.command.empty() ? engine_->new_id() : asked.command;
  return engine_->writer().note(0, {command, "form.mapping", account, key, {{"form_mapping", key}}, asked.body_hash}, {put}, {}).problems;
}

// What is known of the form, and what each heading stands for. `said`: all that was said of it, before and now.
base::Result<FormFilled> Forms::plan(const FormRequest& asked, const FormFile& file, FormMapping& said) {
  const engine::Site& site = engine_->site();
  const lang::RecordType* of = asked.record_type.empty() ? nullptr : site.packs->record_type(asked.record_type);
  if (!asked.record_type.empty() && (of == nullptr || of->is_org || of->gone)) return problem("form_no_type", {{"got", base::beginning(asked.record_type, 60)}});
  FormFilled filled;
  filled.has_links = file.has_links;
  filled.has_formulas = file.grid.has_formulas;
  if (asked.shows_sheet) filled.sheet = sheet_of(file);
  const auto in_trouble = [&](const base::Problems& problems) -> base::Result<FormFilled> {
    if (!asked.shows_sheet || !asked.dry_run) return problems;
    filled.trouble = problems;
    return std::move(filled);
  };
  auto shape = recognise(file.grid, words_, titles(), {});
  if (!shape) shape = recognise(file.grid, words_, titles(), headings_said(asked));
  if (!shape) return in_trouble(shape.problems());
  filled.shape = *std::move(shape);
  filled.heading_cells = heading_cells(file, filled.shape);
  filled.fingerprint = crypto::hex(site.keyring->suite().hash(fingerprint_text(filled.shape))).substr(0, 32);
  const auto before = remembered(filled.fingerprint, asked.org);
  filled.was_known = before.has_value();
  if (before) {
    filled.known_since = before->at;
    said = before->said;
  }
  if (asked.said) said = merged(std::move(said), *asked.said);
  const auto orgs = site.orgs();
  const FormPlaces places(*orgs, words_, asked.period);
  auto plan = plan_form(file.grid, filled.shape, words_, titles(), said, asked.period, [&](const std::string& text) { return !places.named(text, asked.org).empty(); }, of);
  if (!plan) return in_trouble(plan.problems());
  filled.plan = *std::move(plan);
  if (asked.shows_sheet) offer(filled);
  return filled;
}

// What else a heading may mean that was guessed, or is not known.
void Forms::offer(FormFilled& filled) {
  constexpr size_t kOfferedMax = 6, kHeadingsMax = 200;
  const FormPlan& plan = filled.plan;
  const lang::RecordType* type = plan.type ? plan.type : plan.wants;
  for (size_t m = 0; m < std::min(plan.headings.size(), kHeadingsMax); ++m) {
    HeadingPlan& meaning = filled.plan.headings[m];
    const Heading& heading = filled.shape.is_table ? filled.shape.columns[m].heading : filled.shape.cells[m].heading;
    const bool is_sure = !meaning.why && meaning.how != how_found(4) && meaning.how != how_found(5) && meaning.how != how_found(6);
    if (is_sure || !meaning.candidates.empty() || heading.names.empty()) continue;
    for (Match& one : titles().near(heading.names.back(), type, plan.kind != FormPlan::Kind::records, kOfferedMax))
      if (!(one.source == meaning.source)) meaning.candidates.push_back(std::move(one));
  }
}

base::Result<FormFilled> Forms::fill(FormRequest asked) {
  const engine::Site& site = engine_->site();
  titles();
  const auto orgs = site.orgs();
  if (orgs->find(asked.org) == nullptr) return problem("no_such_org");
  if (asked.who && !engine::Gate(site).in_range(*asked.who, asked.org)) return problem("not_yours", {{"move", ""}});
  if (asked.who && asked.said && asked.keeps && !asked.dry_run && !may_say(*asked.who, asked.org)) return base::Problem{"not_yours", "remember", {{"move", ""}}};
  auto file = open_form(std::move(asked.bytes), asked.sheet);
  if (!file) return file.problems();
  FormMapping said;
  auto planned = plan(asked, *file, said);
  if (!planned || asked.dry_run) return planned;
  FormFilled filled = *std::move(planned);

  if (asked.who) asked.who->looks = std::make_shared<engine::Looks>();
  FormFilling filling(*engine_, *figures_, *file, words_, asked, filled);
  base::Problems problems;
  engine_->read([&](db::Connection& connection) { problems = filling.run(connection); });
  // What it shows of secrets and private fields is in the journal before it leaves.
  if (asked.who && !asked.who->looks->empty()) engine_->looks().write(*asked.who, asked.who->looks->take());
  if (!problems.empty()) return problems;
  filled.bytes = with_sheet(*file, edit_sheet(file->grid, std::move(filling).edits()));
  if (asked.said && asked.keeps) problems = remember(asked, filled, said);
  if (!problems.empty()) return problems;
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
