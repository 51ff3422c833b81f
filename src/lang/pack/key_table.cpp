// What each construct of a pack may hold, key by key: its form for the checker, and the words that authors read. The checker, the
// reference in docs/PACKS.md (reference.cpp) and the schema for editors (schema.cpp) are all made from here; the order of the keys is the
// order in which `pack fmt` writes them.
#include <map>

#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

constexpr Within one(Construct construct) { return {Within::How::one, construct}; }          // { key: … } of that construct
constexpr Within named(Construct construct) { return {Within::How::named, construct}; }      // { id: { … }, id: { … } }
constexpr Within lists(Construct construct) { return {Within::How::lists, construct}; }      // { id: { id: { … } } }
constexpr Within kWords{Within::How::words, Construct::pack};                                // { id: text }
constexpr Within kExpressions{Within::How::expressions, Construct::pack};                    // { field: expression }

constexpr std::string_view kTitle = "Chinese name, as people read it";
constexpr std::string_view kWas = "the id that it had before: it is renamed, and what was entered goes on under the new id";
constexpr std::string_view kGone = "no longer offered; what was entered stays readable, exported and counted";
constexpr std::string_view kLowers = "\"I know that this reads private or secret data and may be shown more widely\"";

const std::map<Construct, ConstructEntry>& table() {
  static const std::map<Construct, ConstructEntry> kTable = {
      {Construct::pack, {"a pack", "the top of `programme.yaml`, and of the other `*.yaml` files beside it", "", {
          {"programme", "t", "id of the programme", "the folder's name, with `_` for `-`", "needed", "programme: toy_library"},
          {"title", "t", kTitle, "", "needed", "title: 玩具借阅"},
          {"edition", "n", "rises by one when something existing is removed or gets another type", "", "needed", "edition: 1"},
          {"uses", "tl", "packs whose names this one reads, as `casework.case`; core is always in use", "programmes, not in a circle", "", "uses: [casework]"},
          {"roles", "m", "further roles beside core's officer, chair, cashier, rater, auditor", "id and title of each", "", "roles: { keeper: 管理员 }", kWords},
          {"codes", "m", "code lists that choices are taken from", "id of each list, and its codes", "", "codes: { size: { small: 小, large: 大 } }", lists(Construct::code)},
          {"funds", "m", "accounts of money that the programme holds", "id and map of each", "", "funds: { toys: { title: 购置款, level: county } }", named(Construct::fund)},
          {"records", "m", "record types: whatever is entered, and then moves", "id and map of each, in the order of the pages", "", "records: { toy: { title: 玩具, fields: { name: { text: 名称 } } } }", named(Construct::record)},
          {"rubrics", "m", "score sheets, by year", "id and map of each", "", "rubrics: { tidy: { title: 整洁评分, versions: { 2026: { criteria: { clean: { title: 干净, points: 10 } } } } } }", named(Construct::rubric)},
          {"matches", "m", "proposals of who goes with whom", "id and map of each", "", "matches: { lend: { title: 配对, left: { of: child }, right: { of: toy }, score: \"1.0\", makes: loan, by: county.officer } }", named(Construct::match)},
          {"indicators", "m", "figures, counted from records or worked out from other figures", "id and map of each", "", "indicators: { loans: { count: loan, title: 借出, unit: 次 } }", named(Construct::indicator)},
      }}},
      {Construct::code, {"a code", "under a list of `codes`, or under `of` of a choice; a code that has only a title is written `small: 小`", "t", {
          {"title", "t", kTitle, "", "needed", "title: 旧类"},
          {"from", "t", "offered for new records from this day on", "a day", "always", "from: 2026-01-01"},
          {"until", "t", "offered for new records up to this day", "a day", "always", "until: 2026-12-31"},
          {"was", "t", kWas, "", "", "was: love"},
          {"gone", "f", kGone, "", "false", "gone: true"},
      }}},
      {Construct::fund, {"a fund", "under `funds`", "", {
          {"title", "t", kTitle, "", "needed", "title: 购置款"},
          {"level", "t", "the level whose office holds it", "one of country, province, city, county, township, village", "needed", "level: county"},
          {"purpose", "t", "what it may be spent on, for those who read the books", "", "", "purpose: 购买玩具"},
          {"keep_for", "t", "one balance for each record of this type, beside a common one for what came without `for`", "a record type", "one balance", "keep_for: girl"},
      }}},
      {Construct::record, {"a record type", "under `records`", "", {
          {"abstract", "f", "a template: there only to be copied, without records", "", "false", "abstract: true"},
          {"title", "t", "Chinese name of one record", "", "needed", "title: 借阅"},
          {"like", "t", "begins as a copy of that type's declarations, which its own are laid over", "a record type of this pack, of core, or of a pack in use", "", "like: occasion"},
          {"part_of", "t", "a line of that type: entered within its form, with its org and its readers", "a record type", "", "part_of: loan"},
          {"back", "t", "of a line: the name of the lines on the parent", "an id", "needed with `part_of`", "back: parts"},
          {"rubric", "t", "the records are filled-in sheets of this rubric", "a rubric", "", "rubric: tidy"},
          {"blind", "t", "while one stands in its first stage, who may hand it in can't read the records of that type about the same thing", "a record type", "", "blind: count"},
          {"class", "t", "who may read: of public and internal any account whose range has the org, of sensitive the roles of its moves and of `see`, of secret `see` alone", "one of public, internal, sensitive, secret", "internal", "class: sensitive"},
          {"see", "tl", "who may read beside those that its moves name; of a secret type the only ones", "SCOPE.ROLE, or a list", "", "see: [county.officer, org.officer]"},
          {"org", "x", "where the record belongs: the org that it is entered for, its ancestor at a level, or a path to an org", "`entry`, a level, an expression", "entry", "org: toy.org"},
          {"date", "x", "the day that decides its period", "an expression over the record", "the day of entry", "date: lent"},
          {"label", "x", "how one record is called in lists and where others refer to it", "an expression over the record", "its first text", "label: child.name"},
          {"key", "tl", "fields that together are unique; imports and `every` find the record by them", "fields, `org`", "", "key: [toy, lent]"},
          {"keep", "t", "how long after its last stage a record is to be kept; a promise on paper, no disposal list is made from it yet", "`10 years`, `forever`", "forever", "keep: 10 years"},
          {"demo", "t", "how much example data there should be; a note that nothing reads yet: `halfsky demo` tells the stories in `demo/*.yaml`", "`3 per village`, `10 per TYPE`", "none", "demo: 3 per village"},
          {"every", "ml", "the calendar makes these records ahead of time", "a map, or a list of them", "", "every: { each: month, per: village }", one(Construct::every)},
          {"fields", "m", "what is written down of one record", "id and map of each, in the order of the form", "", "fields: { name: { text: 名称, required: true } }", named(Construct::field)},
          {"stages", "m", "where a record may stand; it begins in the first, and one that no move leaves is final", "id and title (or map) of each, in order", "none: it is simply kept", "stages: { out: 借出, back: 已还 }", named(Construct::stage)},
          {"moves", "m", "what may be done to a record, by whom and when; `enter` makes it", "id and map of each", "", "moves: { give_back: { title: 归还, from: out, to: back, by: org.officer } }", named(Construct::move)},
          {"public", "m", "what of it stands on the public page", "", "nothing", "public: { when: \"stage == 'free'\", shows: [name] }", one(Construct::listing)},
          {"look", "m", "hints for its pages; never positions or colours", "", "worked out from the fields", "look: { icon: book, list: [name, org, stage] }", one(Construct::look)},
          {"was", "t", kWas, "", "", "was: lending"},
          {"gone", "f", kGone, "", "false", "gone: true"},
      }}},
      {Construct::field, {"a field", "under `fields` of a record type; its type is the first key, with the Chinese title after it", "", {
          {"text", "t", "a line of text", "the title", "", "text: 名称"},
          {"note", "t", "text of several paragraphs", "the title", "", "note: 说明"},
          {"int", "t", "a whole number", "the title", "", "int: 件数"},
          {"decimal", "t", "a number with up to four places", "the title", "", "decimal: 比例"},
          {"money", "t", "yuan and fen", "the title", "", "money: 金额"},
          {"date", "t", "a day", "the title", "", "date: 借出日期"},
          {"time", "t", "a day and a minute", "the title", "", "time: 时刻"},
          {"flag", "t", "yes or no", "the title", "", "flag: 已消毒"},
          {"choice", "t", "one code of a list", "the title", "", "choice: 类别"},
          {"choices", "t", "several codes of a list", "the title", "", "choices: 类别"},
          {"ref", "t", "one record of another type, a person, an org", "the title", "", "ref: 玩具"},
          {"file", "t", "a file", "the title", "", "file: 照片"},
          {"tally", "t", "a number of people or things that nobody named, with its sureness: exact, at least, about", "the title", "", "tally: 到场人数"},
          {"consent", "t", "given or not, by whom, until when, with the signed paper", "the title", "", "consent: 拍照授权"},
          {"of", "tmx", "of a choice its codes, of a file `image`, of a consent the path to the person who gives it", "a code list, codes in place, `image`, a path", "needed, but of a file", "of: { good: 完好, worn: 磨损 }", named(Construct::code)},
          {"to", "t", "of a ref: what it points to", "a record type", "needed of a ref", "to: toy"},
          {"back", "t", "of a ref: the name under which the other side sees these rows", "an id", "they are not seen there", "back: loans"},
          {"many", "f", "of a file: several", "", "false", "many: true"},
          {"is", "x", "computed, stored, kept up to date; nobody enters it", "a standing expression", "", "is: \"loans.count(l, l.stage == 'out')\""},
          {"default", "x", "filled in at entry and stored; so a value is copied too", "a moment expression", "", "default: today"},
          {"min", "t", "smallest value", "in the field's own form", "", "min: 1"},
          {"max", "t", "largest value", "in the field's own form", "", "max: 12"},
          {"unit", "t", "what is counted, shown behind the number", "", "", "unit: 件"},
          {"private", "f", "encrypted; masked until asked for, and each look journaled", "", "false", "private: true"},
          {"sealed", "f", "encrypted, and shown plainly to those who may read the type", "", "false", "sealed: true"},
          {"required", "x", "asked when the record is entered and at every move; not of old records", "`true`, or a condition", "false", "required: true"},
          {"check", "x", "refused where this is false; an empty value passes", "a condition over the record", "", "check: \"back >= lent\""},
          {"message", "t", "the sentence shown when `check` fails", "", "a general one", "message: 归还不早于借出"},
          {"fill", "x", "value for records from before the field", "an expression over the old record", "they stay empty", "fill: older"},
          {"lowers", "f", kLowers, "", "false", "lowers: true"},
          {"see", "tl", "only these roles read the field; others see that it is filled", "SCOPE.ROLE, or a list", "all readers", "see: [county.officer]"},
          {"help", "t", "a hint below the field", "", "", "help: 写在盒子上的编号"},
          {"aka", "tl", "other headings under which sheets have it", "texts", "", "aka: [数量, 个数]"},
          {"was", "t", kWas, "", "", "was: number"},
          {"gone", "f", kGone, "", "false", "gone: true"},
      }}},
      {Construct::stage, {"a stage", "under `stages`; one that has only a title is written `out: 借出`", "t", {
          {"title", "t", kTitle, "", "needed", "title: 公示中"},
          {"notice", "m", "posts the record in public when it comes here, takes objections, and holds it until the time is over", "", "", "notice: { for: 5 working days, shows: [name] }", one(Construct::notice)},
          {"was", "t", kWas, "", "", "was: granted"},
          {"gone", "f", "removed; its records are moved and journaled", "", "false", "gone: true"},
          {"to", "t", "with `gone`: the stage that its records are moved to", "a stage", "needed with `gone`", "to: back"},
      }}},
      {Construct::notice, {"a notice", "under `notice` of a stage", "", {
          {"for", "t", "how long it is posted", "a span: `5 working days`, `30 days`", "needed", "for: 5 working days"},
          {"shows", "tl", "what of the record is posted; nothing else of it is shown", "fields, paths", "needed", "shows: [name, org]"},
      }}},
      {Construct::move, {"a move", "under `moves` of a record type; the move `enter` makes the record", "", {
          {"title", "t", "Chinese label of the button", "", "needed, but of `enter` and where the template has it", "title: 归还"},
          {"from", "tl", "the stages in which it may be made", "a stage, a list, `any` (each that is not final)", "needed where there are stages", "from: [out, late]"},
          {"to", "t", "the stage after it", "a stage", "the stage stays", "to: back"},
          {"by", "tl", "who may; SCOPE is a level, `org` (the record's own), or a path to an org", "SCOPE.ROLE, `public`, `clock`, or a list", "only effects; `enter` has `org.officer`", "by: [org.officer, township.officer]"},
          {"unlike", "tl", "moves that must have been made by another person", "moves, PATH.move", "", "unlike: [enter, submit]"},
          {"asks", "tl", "fields that are filled in with the move, and are required then", "fields", "", "asks: [state]"},
          {"after", "x", "not before this day; with `by: clock` the engine makes the move then", "a date over the record", "", "after: \"lent + months(3)\""},
          {"due", "x", "opens a task for `by`, counted from the arrival in `from`", "`10 working days`, `30 days`, `24 hours`, a date", "no task", "due: \"lent + days(14)\""},
          {"when", "x", "guard: the move is refused unless this is true", "a condition, a moment expression", "", "when: \"toy.stage == 'free'\""},
          {"else", "t", "the sentence shown when the guard fails", "", "a general one", "else: 玩具已借出"},
          {"late", "ml", "effects when the task is overdue", "effects", "", "late: [ { tell: org.officer, text: 逾期未还 } ]", one(Construct::effect)},
          {"set", "m", "worked out and stored", "field and expression of each", "", "set: { back: today }", kExpressions},
          {"post", "ml", "money moves from account to account, for good", "a posting, or a list", "", "post: { from: fund.toys, to: shop, amount: price }", one(Construct::posting)},
          {"hold", "ml", "money is promised: pending until a later move settles or voids it", "a posting, or a list", "", "hold: { from: donor, to: fund.toys, amount: amount }", one(Construct::posting)},
          {"settle", "tm", "makes final what that move held", "a move, or a map for a part of it", "", "settle: enter", one(Construct::settle)},
          {"void", "t", "takes back what that move held", "a move", "", "void: enter"},
          {"then", "ml", "effects, in order, in the same transaction", "effects", "", "then: [ { do: toy.lend } ]", one(Construct::effect)},
          {"early", "f", "may leave a notice that is still running", "", "false", "early: true"},
          {"was", "t", kWas, "", "", "was: return"},
          {"gone", "f", kGone, "", "false", "gone: true"},
      }}},
      {Construct::effect, {"an effect", "in the lists `then` and `late` of a move; it has one of `make`, `do`, `tell`, `print`", "", {
          {"make", "t", "makes a record", "a record type", "", "make: loan"},
          {"do", "t", "makes a move of another record; skipped where that is not in the move's `from`", "PATH.move", "", "do: toy.lend"},
          {"tell", "tl", "sends a notification", "SCOPE.ROLE, a path to a person, a donor, an org, or a list", "", "tell: county.officer"},
          {"print", "t", "prints a paper from `prints/NAME.md`", "a print", "", "print: slip"},
          {"each", "x", "with `make` and `do`: once for each element, which is called `it`", "a list", "once", "each: \"org.villages\""},
          {"with", "m", "with `make`: what the new record is filled with; `org` says where it belongs", "field and expression of each", "", "with: { toy: this, lent: today }", kExpressions},
          {"text", "t", "with `tell`: what is said", "", "needed with `tell`", "text: 请来取玩具"},
      }}},
      {Construct::posting, {"a posting", "after `post` and `hold` of a move", "", {
          {"each", "x", "one posting for each element, which is called `it`", "a list", "one posting", "each: lines"},
          {"when", "x", "only where this is true", "a condition", "always", "when: \"kind == 'bought'\""},
          {"from", "x", "account that gives", "`fund.NAME`, or a path to a record", "needed", "from: donor"},
          {"to", "x", "account that receives", "`fund.NAME`, or a path to a record", "needed", "to: fund.toys"},
          {"amount", "x", "how much", "money", "needed", "amount: price"},
          {"for", "x", "the purpose that the yuan carry along, where the fund has `keep_for`", "a path to such a record", "", "for: girl"},
          {"draws", "tl", "which balances it takes from, in this order", "one of own, common", "own", "draws: [own, common]"},
      }}},
      {Construct::settle, {"a settling", "after `settle` of a move, where a part is settled", "", {
          {"move", "t", "the move that held the money", "a move", "needed", "move: enter"},
          {"amount", "x", "how much of it; the rest stays held", "money", "all", "amount: paid"},
      }}},
      {Construct::every, {"`every`", "after `every` of a record type", "", {
          {"each", "t", "the rhythm; hours after it make one record for each", "`day`, `workday`, `week`, `month`, `term`, `quarter`, `year` (each perhaps with a day: `year 09-01`), or weekdays; then hours", "needed", "each: tuesday 09:00-11:00"},
          {"per", "x", "one record for each of these, which is called `it`", "a level, TYPE, `TYPE where EXPR`", "needed", "per: \"toy where stage == 'free'\""},
          {"with", "m", "what they are filled with; `it`, `period.start`, `period.end`, `slot.start`, `slot.end` are in scope", "field and expression of each", "", "with: { toy: it, day: period.start }", kExpressions},
      }}},
      {Construct::listing, {"`public`", "after `public` of a record type", "", {
          {"when", "x", "shown while this holds", "a standing condition", "needed, but with `request`", "when: \"stage == 'free'\""},
          {"shows", "tl", "what is shown; nothing else", "fields, paths", "needed, but with `request`", "shows: [name, kind]"},
          {"offer", "t", "a move or an entry that strangers may make from there", "TYPE.move", "", "offer: loan.enter"},
          {"request", "f", "nothing is shown; a stranger enters one from the safe page and comes back with a code", "", "false", "request: true"},
          {"reply", "t", "with `request`: the one field that she reads by her code", "a text or note", "needed with `request`", "reply: answer"},
      }}},
      {Construct::look, {"`look`", "after `look` of a record type", "", {
          {"icon", "t", "a picture beside it", "a name in `web/src/look/icons.ts`", "", "icon: book"},
          {"tone", "t", "its mood", "one of sky, dawn, leaf, amber, neutral", "neutral", "tone: leaf"},
          {"card", "tl", "lines of its card, under the label", "at most three fields", "", "card: [toy, due]"},
          {"list", "tl", "columns of its list", "fields, `org`, `stage`, `due`", "", "list: [toy, child, lent, due, stage]"},
          {"sort", "t", "the column that a list is sorted by", "a field, `due`", "", "sort: due"},
          {"group", "t", "the column that a list is grouped by", "a field, `org`", "", "group: org"},
          {"views", "m", "ready-made filters", "id and map of each", "", "views: { late: { title: 未还, where: \"stage == 'out'\" } }", named(Construct::look_view)},
          {"quick", "tl", "fields of the short form", "fields", "", "quick: [toy, child]"},
          {"groups", "m", "parts of the form", "id and map of each", "", "groups: { home: { title: 家庭, fields: [child] } }", named(Construct::look_group)},
          {"first", "t", "the field that the form begins with", "a field", "", "first: toy"},
          {"desk", "m", "a page for a counter with a queue: find a person, make a move", "", "", "desk: { find: [person.name], moves: [admit] }", one(Construct::look_desk)},
          {"count", "m", "a pad that counts by taps", "", "", "count: { lines: parts, value: number, total: all }", one(Construct::look_count)},
          {"board", "m", "a board for a hall's screen", "", "", "board: { of: entries, value: votes }", one(Construct::look_board)},
          {"missed", "m", "a page of who was not reached", "", "", "missed: { indicator: reached, act: enter }", one(Construct::look_missed)},
      }}},
      {Construct::look_view, {"a view", "under `views` of a look", "", {
          {"title", "t", kTitle, "", "needed", "title: 未还"},
          {"where", "x", "which records", "a condition", "all", "where: \"stage == 'out'\""},
      }}},
      {Construct::look_group, {"a group", "under `groups` of a look", "", {
          {"title", "t", kTitle, "", "needed", "title: 家庭"},
          {"fields", "tl", "its fields", "fields", "needed", "fields: [child, phone]"},
          {"when", "x", "shown only where this holds", "a condition", "always", "when: \"kind == 'home'\""},
      }}},
      {Construct::look_desk, {"a desk", "after `desk` of a look", "", {
          {"of", "t", "the ref to the record whose roster this is", "a ref of the type", "its first ref", "of: session"},
          {"find", "tl", "what one is found by", "fields, paths", "needed", "find: [child.name]"},
          {"group", "t", "how the roster is grouped", "a field", "", "group: hour"},
          {"moves", "tl", "the moves at the counter", "moves", "needed", "moves: [give_back]"},
          {"back", "t", "the move that undoes the first of them", "a move", "", "back: undo"},
      }}},
      {Construct::look_count, {"a count", "after `count` of a look", "", {
          {"lines", "t", "the lines that are counted into", "a back name of lines", "needed", "lines: parts"},
          {"value", "t", "the number on a line that a tap raises", "an int of the line", "needed", "value: number"},
          {"total", "t", "how many pieces there are", "an int", "needed", "total: all"},
          {"spoilt", "tl", "where pieces go that are none", "ints", "", "spoilt: [broken]"},
          {"most", "t", "how many marks one piece may have", "an int", "", "most: marks"},
      }}},
      {Construct::look_board, {"a board", "after `board` of a look", "", {
          {"figures", "tl", "figures that stand large", "fields", "", "figures: [given, taken]"},
          {"of", "t", "the rows that are shown", "a back name", "needed", "of: entries"},
          {"value", "t", "the number that they are sorted by", "a number of the row", "needed", "value: votes"},
          {"badge", "t", "a mark on a row", "a choice, flag or text of the row", "", "badge: chosen"},
          {"parts", "t", "the rows that say how far the count is", "a back name", "", "parts: sheets"},
          {"settled", "t", "whether such a part is settled", "a flag of the part", "", "settled: done"},
      }}},
      {Construct::look_missed, {"`missed`", "after `missed` of a look", "", {
          {"indicator", "t", "the figure whose whole is held against whom it reached", "an indicator with `among`", "needed", "indicator: reached"},
          {"act", "t", "the move that reaches one more", "a move", "", "act: enter"},
      }}},
      {Construct::indicator, {"an indicator", "under `indicators`; it has one of the first nine keys", "", {
          {"count", "t", "how many records", "a record type", "", "count: loan"},
          {"sum", "t", "the sum of a number on them", "TYPE.path", "", "sum: loan.days"},
          {"mean", "t", "the mean of a number on them", "TYPE.path", "", "mean: loan.days"},
          {"median", "t", "the middle of a number on them; wants `counted`", "TYPE.path", "", "median: loan.days"},
          {"distinct", "t", "how many different records, persons or orgs they refer to", "TYPE.path", "", "distinct: loan.child"},
          {"received", "tl", "money that came into the fund from outside", "`fund.NAME`, or a list", "", "received: fund.toys"},
          {"spent", "tl", "money that left the fund", "`fund.NAME`, or a list", "", "spent: fund.toys"},
          {"balance", "tl", "money that stands in the fund", "`fund.NAME`, or a list", "", "balance: fund.toys"},
          {"is", "x", "worked out from other figures; `x['code']` is a slice, `target(x)` its target, `prior(x)` a year before", "arithmetic over indicators", "", "is: \"100 * returned / loans\""},
          {"where", "x", "which records", "a standing condition over the record", "all", "where: \"stage == 'back'\""},
          {"date", "x", "the day that decides the period", "an expression over the record", "the type's `date`", "date: reached.back"},
          {"held", "f", "as of the period's end, instead of during the period", "", "false", "held: true"},
          {"latest", "tl", "as of: only the last record by `date` for each value of these", "fields, paths", "", "latest: [household]"},
          {"at", "x", "the org that gets the credit", "a path to an org", "the record's `org`", "at: school"},
          {"by", "xl", "dimensions, at most three", "choices, flags, `stage`, own or one ref away", "", "by: [kind]"},
          {"among", "t", "of `distinct`: the indicator that counts the whole; so those missed have names", "an indicator", "", "among: core.villages"},
          {"into", "t", "of `distinct`: also a part of that shared count", "an indicator with `open`", "", "into: core.children_helped"},
          {"open", "f", "of `distinct`: other packs may count into it", "", "false", "open: true"},
          {"counted", "f", "counted from the records on reading, not kept", "", "false", "counted: true"},
          {"lowers", "f", kLowers, "", "false", "lowers: true"},
          {"target", "t", "offices may enter a target for each org and year", "one of year", "", "target: year"},
          {"title", "t", kTitle, "", "needed", "title: 借出"},
          {"unit", "t", "what is counted", "", "", "unit: 次"},
          {"round", "n", "decimals shown", "0 to 4", "", "round: 1"},
          {"was", "t", kWas, "", "", "was: lent"},
          {"gone", "f", kGone, "", "false", "gone: true"},
      }}},
      {Construct::rubric, {"a rubric", "under `rubrics`", "", {
          {"title", "t", kTitle, "", "needed", "title: 整洁评分"},
          {"versions", "m", "the score sheet of each year; a sheet takes that of its date's year, or the last before it", "a year and map of each", "needed", "versions: { 2026: { criteria: { clean: { title: 干净, points: 10 } } } }", named(Construct::rubric_version)},
      }}},
      {Construct::rubric_version, {"a rubric's version", "under `versions` of a rubric", "", {
          {"criteria", "m", "its lines", "id and map of each", "needed", "criteria: { clean: { title: 干净, points: 10 } }", named(Construct::criterion)},
          {"grades", "m", "grades with their lowest points, the best first, the last from 0", "id and number (or map) of each", "points only", "grades: { good: 60, poor: 0 }", named(Construct::grade)},
      }}},
      {Construct::criterion, {"a criterion", "under `criteria` of a version", "", {
          {"title", "t", kTitle, "", "needed", "title: 干净"},
          {"points", "n", "the most that it gives", "", "needed, but with `veto`", "points: 10"},
          {"levels", "m", "what a rater picks from", "points and words of each", "0 to `points`", "levels: { 10: 好, 5: 一般 }", kWords},
          {"is", "x", "computed, instead of given", "an expression over the sheet", "", "is: \"broken == 0 ? 10 : 0\""},
          {"evidence", "f", "wants a file", "", "false", "evidence: true"},
          {"veto", "f", "yes or no instead of points; a veto gives the last grade", "", "false", "veto: true"},
          {"lowers", "f", kLowers, "", "false", "lowers: true"},
      }}},
      {Construct::grade, {"a grade", "under `grades` of a version; one without a title is written `good: 60`", "n", {
          {"title", "t", kTitle, "", "its id", "title: 良好"},
          {"points", "n", "the lowest points that give it", "", "needed", "points: 60"},
      }}},
      {Construct::match, {"a match", "under `matches`", "", {
          {"title", "t", kTitle, "", "needed", "title: 配对"},
          {"left", "m", "one side", "", "needed", "left: { of: child }", one(Construct::match_side)},
          {"right", "m", "the other side", "", "needed", "right: { of: toy }", one(Construct::match_side)},
          {"never", "x", "pairs that are never proposed", "a condition over `left` and `right`", "", "never: \"left.org != right.org\""},
          {"score", "xm", "what a pair is worth; the highest total is proposed", "a decimal, or id and map of terms that are added", "needed", "score: { near: { title: 同村, is: \"left.org == right.org ? 1.0 : 0.0\" } }", named(Construct::match_term)},
          {"makes", "t", "what is entered when a pair is confirmed", "a record type", "needed", "makes: loan"},
          {"with", "m", "what it is filled with", "field and expression of each", "", "with: { child: left, toy: right }", kExpressions},
          {"by", "tl", "who sees the proposals and confirms them", "SCOPE.ROLE, or a list", "needed", "by: county.officer"},
      }}},
      {Construct::match_term, {"a term of a score", "under `score` of a match", "", {
          {"title", "t", "what a pair gets these points for", "", "needed", "title: 同村"},
          {"is", "x", "the points", "a decimal over `left` and `right`", "needed", "is: \"left.org == right.org ? 1.0 : 0.0\""},
      }}},
      {Construct::match_side, {"a side of a match", "after `left` and `right` of a match", "", {
          {"of", "t", "who stands on this side", "a record type", "needed", "of: child"},
          {"where", "x", "only these", "a condition over the record", "all", "where: \"stage == 'waiting'\""},
          {"takes", "x", "how many pairs one may have", "an int over the record", "1", "takes: seats"},
      }}},
      {Construct::report, {"a report", "the front matter of `reports/NAME.md`", "", {
          {"report", "t", "its id", "", "needed", "report: yearly"},
          {"title", "t", kTitle, "", "needed", "title: 年度报告"},
          {"level", "tl", "the level whose offices write it", "one of country, province, city, county, township, village, or a list", "needed", "level: [county, city]"},
          {"period", "t", "the span that its figures are read over", "`month`, `quarter`, `term`, `year`, `custom`, `6 years`", "needed", "period: year"},
          {"every", "t", "compiles itself on this day for each office of `level`, about the last whole period before it", "`month`, `term`, `quarter` or `year`, each perhaps with a day", "only when asked", "every: year 01-10"},
          {"params", "m", "records that the writer chooses", "id and map of each", "", "params: { star: { ref: child, title: 典型 } }", named(Construct::param)},
      }}},
      {Construct::param, {"a parameter", "under `params` of a report", "", {
          {"ref", "t", "what is chosen", "a record type", "needed", "ref: child"},
          {"title", "t", kTitle, "", "", "title: 典型"},
          {"needs", "x", "only records for which this is true may be chosen", "a condition over the record", "", "needs: publicity.given"},
      }}},
      {Construct::print, {"a print", "the front matter of `prints/NAME.md`", "", {
          {"print", "t", "its id, the file's name", "", "needed", "print: slip"},
          {"title", "t", kTitle, "", "needed", "title: 借阅单"},
          {"of", "t", "what it is printed from", "a record type", "needed", "of: loan"},
      }}},
  };
  return kTable;
}

}  // namespace

const ConstructEntry& entry_of(Construct construct) { return table().at(construct); }
const std::vector<Key>& keys_of(Construct construct) { return entry_of(construct).keys; }
std::string_view name_of(Construct construct) { return entry_of(construct).name; }

const std::vector<Construct>& constructs() {
  static const std::vector<Construct> kAll = [] {
    std::vector<Construct> all;
    for (const auto& [construct, entry] : table()) all.push_back(construct);
    return all;
  }();
  return kAll;
}

}  // namespace halfsky::lang
