// The notation of shapes.hpp, read by recursive descent, and the shapes themselves.
#include "http/shapes.hpp"

#include <boost/json/array.hpp>

#include <cctype>
#include <string>

#include "base/result.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  json::object read() {
    for (space(); at_ < text_.size(); space()) {
      const std::string name = word();
      expect('=');
      defined_[name] = alternatives();
    }
    return std::move(defined_);
  }

 private:
  void space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  bool take(std::string_view what) {
    space();
    if (text_.substr(at_, what.size()) != what) return false;
    at_ += what.size();
    return true;
  }
  void expect(char what) { HALFSKY_ASSERT(take(std::string_view(&what, 1))); }
  std::string word() {
    space();
    const size_t from = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_')) ++at_;
    HALFSKY_ASSERT(at_ > from);
    return std::string(text_.substr(from, at_ - from));
  }

  json::value alternatives() {
    json::array any;
    do any.push_back(one());
    while (take("|"));
    if (any.size() == 1) return any[0];
    json::array words;   // "a" | "b" reads better as one enumeration
    for (const auto& each : any)
      if (const auto* is = each.as_object().if_contains("const")) words.push_back(*is);
    if (words.size() == any.size()) return json::object{{"type", "string"}, {"enum", std::move(words)}};
    return json::object{{"anyOf", std::move(any)}};
  }

  json::value one() {
    if (take("[")) {
      json::value items = alternatives();
      expect(']');
      return json::object{{"type", "array"}, {"items", std::move(items)}};
    }
    if (take("*")) return json::object{{"type", "object"}, {"additionalProperties", one()}};
    if (take("(")) {
      json::value inner = alternatives();
      expect(')');
      return inner;
    }
    if (take("\"")) {
      const size_t from = at_;
      at_ = text_.find('"', at_) + 1;
      return json::object{{"type", "string"}, {"const", json::string(text_.substr(from, at_ - 1 - from))}};
    }
    if (take("{")) return object();
    const std::string name = word();
    if (name == "text") return json::object{{"type", "string"}};
    if (name == "int") return json::object{{"type", "integer"}};
    if (name == "number") return json::object{{"type", "number"}};
    if (name == "flag") return json::object{{"type", "boolean"}};
    if (name == "true") return json::object{{"type", "boolean"}, {"const", true}};
    if (name == "null") return json::object{{"type", "null"}};
    if (name == "any") return json::object{};
    if (name == "day") return json::object{{"type", "string"}, {"pattern", "^-?\\d{4,}-\\d\\d-\\d\\d$"}};
    if (name == "id") return json::object{{"type", "string"}, {"format", "uuid"}};
    return json::object{{"$ref", "#/components/schemas/" + name}};
  }

  json::value object() {
    json::object properties;
    json::array required;
    while (!take("}")) {
      if (take("...")) {
        const json::object& other = defined_.at(word()).as_object();
        for (const auto& property : other.at("properties").as_object()) properties[property.key()] = property.value();
        for (const auto& name : other.at("required").as_array()) required.push_back(name);
      } else {
        const std::string name = word();
        const bool optional = take("?");
        expect(':');
        properties[name] = alternatives();
        if (!optional) required.emplace_back(name);
      }
      (void)take(",");
    }
    return json::object{{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}, {"additionalProperties", false}};
  }

  std::string_view text_;
  size_t at_ = 0;
  json::object defined_;
};

constexpr std::string_view kShapes = R"shapes(
Problem = { code: text, path: text, args?: *text, message?: text }
ProblemDetails = { type: text, title?: text, detail?: text, status: int, code: text, problems?: [Problem] }
Done = { ok: true }
OpenApi = *any

SignIn = { login: text, password: text, code?: text }
Account = { id: text, login: text, name: text, language: text, must_change: flag, second_factor: flag }
Role = { grant: text, org: int, org_name: text, level: text, role: text, role_title: text, open_tasks: int }
Session = { account: Account, roles: [Role], role: Role | null, token?: text }
RoleChoice = { grant: text }
PasswordChange = { old: text, new: text, code?: text }
OwnPassword = { password: text, code?: text }
TotpSecret = { secret: text, uri: text }
TotpCode = { code: text }
HeldGrant = { grant: text, org: int, org_name: text, role: text, role_title: text, from: day | null, until: day | null, now: flag }
HeldAccount = { login: text, name: text, disabled: flag, locked: flag, must_change: flag, second_factor: flag, mine: flag, grants: [HeldGrant] }
RoleName = { id: text, title: text }
Accounts = { accounts: [HeldAccount], roles: [RoleName] }
OfficeCount = { kind: "approval" | "task" | "draft" | "followed" | "job", why: text | null, n: int }
OfficeItem = { kind: "approval" | "task" | "draft" | "followed" | "job", type: text, type_title: text, record: text | null, label: text, org_name: text, move: text, title: text, since: day, due: day | null, late: flag, why: text | null }
Office = { org: int, org_name: text, role: text, role_title: text }
OfficeDesk = { ...Office, counts: [OfficeCount], items: [OfficeItem] }
HandedOffice = { ...OfficeDesk, had: flag }
OfficeHandoverBrief = { id: text, part: "from" | "to" | "by", day: day, at: text, from: { login: text, name: text }, to: { login: text, name: text }, by_name: text, offices: [Office] }
OfficeHandovers = { handovers: [OfficeHandoverBrief] }
OfficeHandover = { id: text, part: "from" | "to" | "by", day: day, at: text, from: { login: text, name: text }, to: { login: text, name: text }, by_name: text, offices: [HandedOffice] }
LanguageChoice = { language: "zh" | "en" }

Scalar = null | flag | number | text
Tally = { value: number | text, sureness: "exact" | "at_least" | "about" }
Consent = { given: flag, on: text, by?: text | null, until?: text | null }
Masked = { masked: true }
Hidden = { hidden: true }
FieldValue = Scalar | [text] | Tally | Consent | Masked | Hidden
Values = *FieldValue
SentValue = Scalar | [text] | Tally | Consent | [*SentValue]
SentValues = *SentValue

Op = "literal" | "name" | "member" | "index" | "list" | "not" | "negate" | "or" | "and" | "equal" | "not_equal" | "less" | "less_equal" | "greater" | "greater_equal" | "in" | "add" | "subtract" | "multiply" | "divide" | "modulo"
  | "condition" | "call" | "method" | "macro" | "element" | "convert"
How = "variable" | "field" | "system" | "reached" | "level" | "back" | "part" | "scope"
Tree = { op: Op, type: text, value?: text | number | flag, how?: How, key?: text, record?: text, function?: text, slot?: int, args?: [Tree] }
Code = { id: text, title: text, title_en: text, offered: flag }
Titled = { id: text, title: text, title_en?: text }
FieldKind = "text" | "note" | "int" | "decimal" | "money" | "date" | "time" | "flag" | "choice" | "choices" | "ref" | "file" | "tally" | "consent"
Field = { id: text, title: text, title_en: text, kind: FieldKind, required: flag, private: flag, sealed: flag, computed: flag, on_reading: flag, gone: flag, part_of: flag,
  required_when?: Tree | null, check?: Tree | null, message?: text, message_en?: text, default?: Tree | null, is?: Tree | null, min?: text, max?: text, unit?: text, help?: text, help_en?: text, to?: text, codes?: [Code], many?: flag, image?: flag }
Stage = { id: text, title: text, title_en: text, final: flag }
Move = { id: text, title: text, title_en: text, from: [text], to: text, asks: [text], forward: flag, money: flag, by_person: flag, each: flag }
Back = { name: text, type: text, field: text, title: text }
Group = { id: text, title: text, title_en: text, fields: [text], when: Tree | null }
DeskLook = { of: text, moves: [text], back: text | null }
CountLook = { lines: text, value: text, total: text, spoilt: [text], most: text | null }
BoardLook = { figures: [text], of: text, value: text, badge: text | null, parts: text | null, settled: text | null }
Look = { desk?: DeskLook, count?: CountLook, board?: BoardLook, icon: text, tone: text, sort: text, group: text, first: text, card: [text], list: [text], quick: [text], views: [Titled], groups: [Group], missed?: text }
RecordType = { name: text, id: text, title: text, title_en: text, class: "public" | "internal" | "sensitive" | "secret", staged: flag, stages: [Stage], fields: [Field], moves: [Move], lines: [Back], backs: [Back],
  key: [text], part_of: text | null, label: text | null, date: text | null, may_enter: flag, may_read: flag, look: Look, rubric?: Rubric, blind?: text }
Level = { points: text, title: text, title_en: text }
Criterion = { id: text, title: text, title_en: text, points: text, levels: [Level], veto: flag, computed: flag, evidence: text | null }
Rubric = { name: text, title: text, title_en: text, date: Tree | null, hands_in: [text], first_sheet: text | null, versions: [{ year: int, criteria: [Criterion], grades: [{ id: text, from: text }] }] }
Dimension = { path: text, codes: [Code] }
IndicatorBrief = { name: text, title: text, title_en: text, unit: text, among?: text, by: [Dimension] }
FundBrief = { name: text, title: text, title_en: text, purpose: text }
Param = { id: text, title: text, type: text }
ReportKind = { name: text, title: text, title_en: text, levels: [text], period: text, itself: flag, params: [Param] }
Programme = { id: text, title: text, title_en: text, edition: int, records: [RecordType], indicators: [IndicatorBrief], funds: [FundBrief], reports: [ReportKind], matches: [MatchBrief] }
MatchTerm = { id: text, title: text, title_en: text }
MatchBrief = { name: text, title: text, title_en: text, left: text, right: text, makes: text, terms: [MatchTerm] }
Descriptors = { hash: text, org: int, org_name: text, level: text, role: text, glass: flag, roles: *text, programmes: [Programme] }
Org = { id: int, name: text, level: text, kind: text, code: text, parent: int }
Orgs = { orgs: [Org] }

MayMove = { move: text, title: text, ok: flag, why?: text, message?: text, message_en?: text, until?: day }
Holder = { org: int, org_name: text, role: text, role_title: text, move: text, since: day, due: day | null, days_left?: int, late: flag }
Row = { record: text, type: text, version: int, org: int, org_name: text, stage: text | null, entered: day, moved: day, struck?: true, label: text, values: Values, labels: *text, may: [MayMove], holder: Holder | null }
List = { type: text, rows: [Row], cursor: text | null, count?: int, facets?: **int }
BackCount = { name: text, type: text, field: text, title: text, count: int }
TimelineEntry = { place: int, at: text, day: day, move: text, title: text, by: text, org_name: text, role_title: text, by_effect: flag, to: text | null, fields?: [text], handover?: HandedOver, county?: int }
HandedOver = { from: int, from_name: text, to: int, to_name: text, reason: text }
HandOver = { level: text, kind: text, within: int | null, only: int | null, only_name: text | null, away: flag }
HandoverWaits = { id: text, to_name: text, to_county: text, day: day, proposed: day, reason: text, may_withdraw: flag }
CountyHandover = { id: text, side: "in" | "out", type: text, type_title: text, record: text | null, label: text, secret: flag, from_name: text, from_county: text, to: int, to_name: text, to_county: text, day: day, reason: text,
  state: "waits" | "accepted" | "refused" | "withdrawn", proposed: day, answered: day | null, answer: text, choose: flag, level: text, within: int }
RecordTask = { move: text, title: text, org_name: text, role_title: text, since: day, due: day | null, closed: day | null, late: flag }
Print = { print: text, title: text }
Party = { kind: "fund" | "org" | "record", label: text, fund?: text, org?: int, type?: text, record?: text }
Purpose = { type: text, record: text, label: text }
Posting = { id: text, day: day, kind: text, amount: text, place: int, from: Party, to: Party, type: text, record: text, record_label: text, type_title: text, move: text, title: text, purpose: Purpose | null, common: flag, of: text, signed?: [SignedStep], people?: int }
PostedNotice = { record: text, starts: day, ends: day, open_objections: int, taken_down: flag }
Record = { ...Row, notice?: PostedNotice, secret_code?: text, title: text, can_score?: flag, rubric_year?: int, can_edit: flag, can_strike: flag, hand_over: HandOver | null, handover_waits: HandoverWaits | null, lines: *[Row], backs: [BackCount], timeline: [TimelineEntry], tasks: [RecordTask], money: [Posting], prints: [Print], place: int, county: int }
Reveal = { field: text, reason?: text }
Revealed = { value: FieldValue }
LookedAt = { at: text, by: text, org_name: text, role_title: text, how: "page" | "list" | "sheet" | "print" | "file" | "reveal" | "rows" | "glass", field: text, reason: text }
RecordLooks = { looks: [LookedAt] }
Glass = { code?: text, type?: text, record?: text, reason: text }
GlassRow = { type: text, type_title: text, record: text, label: text, org_name: text }
GlassOpened = { until: text, rows: [GlassRow] }
Change = { place: int, type: text, record: text, version: int, at: text }
Changes = { county: int, place: int, more: flag, changes: [Change] }

CommandItem = { record: text, base?: int, org?: int, values?: SentValues, saw?: SentValues }
Step = { type: text, move: text, record?: text, records?: [CommandItem], org?: int | text, day?: text, reason?: text, base?: int, values?: SentValues, saw?: SentValues }
Command = { id: id, type: text, move: text, record?: text, records?: [CommandItem], org?: int | text, day?: text, reason?: text, base?: int, values?: SentValues, saw?: SentValues, county?: int, dry_run?: flag }
HandoverAnswer = { id: id, type: "handover", move: "accept" | "refuse" | "withdraw", handover: text, org?: int | text, day?: text, reason?: text, county?: int, dry_run?: flag }
AnsweredHandover = { id: text, record: text | null, state: "waits" | "accepted" | "refused" | "withdrawn", to: int }
Steps = { id: id, steps: [Step], day?: text, dry_run?: flag }
OrgCommand = { id: text, type: "org", move: "rename" | "recode" | "merge" | "split" | "move" | "open" | "close", org: int | text, into?: int | text, name?: text, code?: text, level?: text, kind?: text, day?: day, parts?: [OrgPart] }
OrgPart = { code: text, name: text }
CalendarCommand = { id: text, type: "calendar", move: "set", year: int, days: [CalendarDay] }
AccountCommand = { id: text, type: "account", move: "open" | "grant" | "revoke" | "disable" | "enable" | "unlock" | "no_totp" | "password" | "person" | "hand_over", login: text, to?: text, grants?: [text], dry_run?: flag, person?: text, name?: text, password?: text, org?: int | text, role?: text, grant?: text, from?: day, until?: day }
Sent = Command | HandoverAnswer | Steps | OrgCommand | AccountCommand | CalendarCommand | { commands: [Command | Steps] }
Moved = { type: text, record: text, version: int, stage: text | null, struck?: true, org?: int, from_org?: int, points?: FieldValue, grade?: FieldValue, vetoed?: FieldValue }
CommandAnswer = { id: text, ok: true, county: int, place: int, dry_run?: true, changed: int, records: [Moved], handovers?: [AnsweredHandover] }
Refusal = { id: text, ok: flag, problems: [Problem] }
Answered = CommandAnswer | { id: text, ok: true } | { id: text, ok: true, dry_run: true, offices: [HandedOffice] } | { answers: [CommandAnswer | Refusal] }
FileSent = { id: text }

Task = { type: text, type_title: text, record: text, label: text, move: text, title: text, org: int, org_name: text, since: day, due: day | null, days_left: int | null, late: flag, ok: flag, why?: text, before: MadeBefore | null }
MadeBefore = { move: text, title: text, by: text, org_name: text, role_title: text, day: day }
Waiting = { type: text, type_title: text, record: text, label: text, move: text, title: text, org: int, org_name: text, since: day, due: day | null, days_left: int | null, late: flag, holder_org_name: text, holder_role_title: text }
InboxItem = { id: text, text: text, text_en: text, type: text, record: text, at: text, read: flag }
Counts = { tasks: int, late: int, waiting: int }
TakenOver = { id: text, from_name: text, day: day }
Today = { day: day, org: int, org_name: text, role: text, role_title: text, calendar_missing: flag, taken_over: [TakenOver], handovers: [CountyHandover], counts: Counts, tasks: [Task], waiting: [Waiting], inbox: [InboxItem] }
OverdueRow = { type: text, type_title: text, record: text, label: text, org: int, org_name: text, move: text, title: text, holder_org: int, holder_org_name: text, holder_role_title: text, since: day, due: day, days_late: int }
OverdueOffice = { org: int, org_name: text, role: text, role_title: text, n: int, oldest: day }
Overdue = { org: int, org_name: text, day: day, count: int, offices: [OverdueOffice], rows: [OverdueRow] }
ContactPerson = { name: text, role: text, role_title: text }
ContactLine = { what: text, phone: text, open_at: text | null }
ContactOffice = { org: int, org_name: text, level: text, kind: text, people: [ContactPerson], lines: [ContactLine] }
Contacts = { offices: [ContactOffice] }
AuditMove = { type: text, type_title: text, record: text, label: text, open: flag, at: text, day?: day, by: text, move: text, title: text, org_name: text, role_title: text }
MovedList = { since: day, rows: [AuditMove], cursor: text | null }
AuditHours = { from: day, to: day, first_hour: int, last_hour: int, hours: [int], outside: int, rows: [AuditMove], cursor: text | null }
AuditPerson = { by: text, org_name: text, role_title: text, n: int, last: text }
AuditLook = { type: text, type_title: text, record: text, label: text, open: flag, at: text, by: text, how: "page" | "list" | "sheet" | "print" | "file" | "reveal" | "rows" | "glass", field: text, org_name: text, role_title: text }
AuditLooks = { from: day, to: day, count: int, people: [AuditPerson], rows: [AuditLook], cursor: text | null }
AuditFinding = { what: text, kind: text, n: int }
AuditVerified = { org_name: text, at: text, by: text, whole: flag, findings: [AuditFinding] }
AuditJournal = { last: AuditVerified | null }
SentItem = { type: text, type_title: text, record: text, label: text, org_name: text, move: text, title: text, at: text, stage: text | null, holder: Holder | null }
SentList = { sent: [SentItem] }
Hit = { type: text, type_title: text, record: text, label: text, org: int, org_name: text }
Hits = { hits: [Hit] }

Places = *int
Receipt = { expression: text, scope: text, from: text, to: text, place: Places, definition: text, compiled_at?: text, about?: text, definition_changed?: flag }
Figure = { name: text, title: text, unit: text, org: int, org_name: text, from: text, to: text, value: text | null, shown: text, withheld?: "blind" | "not_here" | "under_five", sureness: text, kind: text, rows: int, receipt: Receipt, opens: text }
Figures = { figures: [Figure], below?: [Figure] }
TargetSlice = { dims: [text], target: text | null, figure: Figure, last: text | null, percent: text | null, behind: flag }
TargetIndicator = { indicator: text, programme: text, title: text, unit: text, grows: flag, slices: [TargetSlice] }
Targets = { org: int, org_name: text, year: int, passed: text, may_set: flag, indicators: [TargetIndicator] }
TargetSet = { id: id, indicator: text, org: int, year: int, dims: [text], value: text | null }
FigureRow = { type: text, type_title: text, record: text, county: int, org: int, org_name: text, day: day | null, value: int | text | null, part: text, key: text, label: text, open: flag }
FigureRows = { rows: [FigureRow], count: int, keys: int, cursor: text | null }
ReportBrief = { id: text, report: text, title: text, org: int, org_name: text, from: day, until: day, compiled_at: text, state: "draft" | "final", version: int, replaces: text, replaced_by: text, reason: text, itself: flag, places: Places, params: *text }
ReportComing = { report: text, title: text, day: day, from: day, until: day }
Reports = { org: int, org_name: text, reports: [ReportBrief], coming: [ReportComing] }
ReportAgain = { id?: id, reason: text }
GatheredText = { org: int, org_name: text, state: "written" | "empty" | "late", text: text }
Gathered = { merged: text, silent: text, offices: [GatheredText] }
ReportDrift = { drift: [{ n: int, now: text, away: text | null }] }
ReportCompile = { id?: id, report: text, org?: int, until: day, params?: *text }
ReportMade = { id: text, county: int }
Cell = { text: text, n?: int }
Piece = { kind: text, text?: text, n?: int, shown?: text, key?: text, title?: text, gather?: flag, header?: [text], rows?: [[Cell]], count?: int, names?: [text] }
FrozenFigure = { n: int, id: text, expression: text, shown: text, value: text | null, sureness: text, kind: text }
Report = { ...ReportBrief, may_write: flag, pieces: [Piece], paragraphs: *text, gathered: *Gathered, versions: [ReportBrief], figures: [FrozenFigure] }
ReportFigure = { n: int, id: text, value: text, shown: text, sureness: text, kind: text, receipt: Receipt, now: text, drift: text | null, records: FigureRows }
Paragraph = { text: text }

Paper = { print: text, title: text, label: text, type: text, record: text, pieces: [Piece], pdf: flag }
CalendarDay = { day: day, works: flag, source: text }
CalendarYear = { year: int, days: [CalendarDay], may_set: flag }
CoverageGroup = { org: int, org_name: text, whole: int, missed: int }
CoverageItem = { key: text, label: text, org: int, org_name: text, group: int, n: int, type: text }
CoverageAct = { type: text, move: text, title: text, fills: text }
Coverage = { indicator: text, title: text, of: text, org: int, org_name: text, from: text, to: text, whole: int, missed: int, groups: [CoverageGroup], items: [CoverageItem], act: CoverageAct | null, cursor: text | null }

Fund = { fund: text, title: text, purpose: text, org: int, org_name: text, restricted: flag, balance: text, received: text, spent: text, held: text }
Funds = { funds: [Fund] }
Postings = { postings: [Posting], count: int, cursor: text | null }
Balance = { for: Purpose | null, common: flag, stage: text | null, amount: text }
Balances = { balances: [Balance] }
SignedStep = { move: text, title: text, day: day, org_name: text, role_title: text, by: text }
Share = { posting: Posting, amount: text, steps: [SignedStep] }
Follow = { posting: Posting, steps: [SignedStep], shares: [Share], direction: "to" | "from" }

AgreementSide = { type: text, record: text, title: text, label: text, org_name: text, points: FieldValue, grade: FieldValue, vetoed: FieldValue }
AgreementLine = { criterion: text, title: text, veto: flag, points: text, first: text | null, second: text | null, difference: text | null }
AgreementPair = { first: AgreementSide, second: AgreementSide, lines: [AgreementLine] }
AgreementTotal = { criterion: text, title: text, veto: flag, n: int, differ: int, difference: text | null, apart: text | null }
Agreement = { type: text, title: text, org: int, from: day, to: day, near: text, n: int, within: int, difference: text | null, apart: text | null, lines: [AgreementTotal] }

MatchSide = { record: text, type: text, label: text, org: int, org_name: text, entered: day }
MatchReason = { id: text, title: text, points: text }
MatchPartner = { ...MatchSide, score: text, full: flag, why: [MatchReason] }
MatchPair = { left: MatchSide, right: MatchPartner, values: SentValues, org: int, others: [MatchPartner] }
MatchLeftOver = { left: MatchSide, why: "nobody_may" | "no_place" }
MatchProposal = { match: text, title: text, makes: text, lefts: int, rights: int, places: int, pairs: [MatchPair], left_over: [MatchLeftOver] }
DeskRow = { record: text, label: text, stage: text, version: int, group: text | null, keys: [text], beside: text }
DeskGroup = { id: text, label: text }
Desk = { type: text, record: text, label: text, org_name: text, stage: text | null, roster: text, moves: [text], back: text | null, groups: [DeskGroup], rows: [DeskRow] }
DeskTail = { tail: text }
DeskTailFound = { records: [text] }

Job = { id: text, kind: text, type: text, type_title: text, state: "running" | "ready" | "done" | "cancelled" | "failed", phase: text, done: int, total: int, good: int, known: int, bad: int, doubles: int, problem: text, unknown_headings: [text], made_at: int, changed_at: int, swept: flag, record: text | null, move: text | null, of: text | null }
JobList = { jobs: [Job] }
BurdenLine = { type: text, move: text, role: text, taps: int, seconds: number, times: number | null, people: int, asked: [{ type: text, field: text, seconds: number }] }
Burden = { org: int, from: day, until: day, lines: [BurdenLine], known: [{ type: text, field: text, through: text }] }
JobProblem = { row: int, cell: text, code: text, message: text, record?: text, org_name?: text }
JobBad = { count: int, problems: [JobProblem] }
JobDouble = { row: int, record: text, name: text }
JobDoubles = { doubles: [{ why: "same_key" | "near_key" | "no_key" | "homophone", a: JobDouble, b: JobDouble }] }
SheetProblem = { row: int, cell: text, code: text, message: text }
SheetTaken = { rows: int, good: int, known: int, bad: int, problems: [SheetProblem], unknown_headings: [text], marked: text | null }
FormSaid = { type?: text, where?: text, headings?: *any }
FormAsked = { id?: id, form: text, name?: text, org: int, period: text, sheet?: text, record_type?: text, record?: text, reason?: text, mapping?: FormSaid, remember?: flag }
FormMask = "middle" | "last4" | "full"
FormMeaning = { is: text, title: text, of: text, masks: [FormMask] }
FormMeanings = { meanings: [FormMeaning] }
FormHeading = { ...FormMeaning, heading: text, row: int, column: int, state: "sure" | "guessed" | "said" | "unknown" | "left" | "blocked", how: text, unit: text, mask: text, why: Problem | null, candidates: [FormMeaning] }
FormGridCell = { column: int, text: text, rows: int, columns: int, number: flag, formula: flag }
FormGridRow = { row: int, cells: [FormGridCell] }
FormGrid = { name: text, names: [text], widths: [number], rows: [FormGridRow], rows_left_out: int, columns_left_out: int }
FormPlan = { kind: "records" | "orgs" | "cells" | "none", type: text, wants: text, where: text, fingerprint: text, known: day | null, may_remember: flag, needs_reason: flag, links: flag, formulas: flag, lines: int, open: flag, org: int, org_name: text, from: day, until: day, headings: [FormHeading], totals: *int, problems: [Problem], sheet: FormGrid }
FormCell = { row: int, column: int, cell: text, heading: text, value: text, source: text, org: int | null, org_name: text, from: text, until: text, record: text, how: text, why: Problem | null }
FormFilled = { plan: FormPlan, filled: int, empty: int, cells_left_out: int, cells: [FormCell], remembered: flag, name: text, file: text, sources: text }
Need = { type: text, title: text, code: text, days_waiting: int, values: Values, offer?: text }
OfferForm = { title: text, me: [Field], values: [Field] }
Needs = { needs: [Need], more: flag, forms: *OfferForm, fields: *[Field] }
PublicNotice = { type: text, code: text, ends: day, days_left: int, values: Values, offer?: text }
PublicResult = { type: text, title: text, code: text, day: day, values: Values }
PublicNotices = { notices: [PublicNotice], published: [PublicResult], more: flag, forms: *OfferForm, fields: *[Field], types: *Titled }
RequestForm = { type: text, title: text, title_en: text, counties: [{ id: int, name: text }], fields: [Field] }
RequestForms = { forms: [RequestForm] }
Request = { id: id, type: text, org?: int, values: SentValues }
RequestTaken = { id: text, ok: true, code: text }
ReplyCode = { code: text }
Reply = { reply: text | null }
Offer = { id: id, type: text, code: text, me?: SentValues, values: SentValues }
OfferTaken = { id: text, ok: true, code: text }
)shapes";

}  // namespace

json::object schemas_of(std::string_view shapes) { return Reader(shapes).read(); }

std::string_view api_shapes() { return kShapes; }

}  // namespace halfsky::http
