// Reading a record's notice, and posting one.
#include "engine/move/notice.hpp"

#include <fmt/format.h>

#include "base/uuid.hpp"
#include "engine/move/decider.hpp"
#include "engine/query/words.hpp"
#include "engine/task/due.hpp"

namespace halfsky::engine {

using lang::Value;

namespace {

const lang::Field& need(const lang::RecordType& type, const char* id) {
  const lang::Field* field = type.field(id);
  HALFSKY_ASSERT(field != nullptr);
  return *field;
}

}  // namespace

NoticeTypes::NoticeTypes(const lang::Packs& packs)
    : notice(packs.record_type("core.public_notice")), entry(packs.record_type("core.posted_item")), objections(notice ? notice->back("objections") : nullptr) {}

std::string notice_entry_id(const Row& row, int64_t stay) { return base::derived_uuid(row.id, fmt::format("notice/{}/{}", row.stage, stay)); }

std::optional<NoticeState> notice_state(const Site& site, RowSource& source, const Row& row, int64_t stay) {
  const NoticeTypes types(*site.packs);
  if (!types) return std::nullopt;
  NoticeState state;
  state.entry = source.load(*types.entry, notice_entry_id(row, stay));
  if (!state.entry) return std::nullopt;   // it came here before the pack had the notice
  state.notice = source.load(*types.notice, state.entry->fields[types.entry->parent->index].text);
  if (!state.notice) return std::nullopt;
  state.ends = base::Day(state.notice->fields[need(*types.notice, "ends").index].number);
  state.taken_down = state.notice->stage == "taken_down";
  for (const RowPtr& objection : source.rows_by_ref(*types.objections->ref, Value::record(state.notice->id)))
    state.open_objections += !objection->struck && objection->stage == objection->type->first_stage() ? 1 : 0;
  return state;
}

std::optional<base::Problem> held_back(const NoticeState& state, const lang::Move& move, const Row& row, base::Day day) {
  if (move.early || move.to.empty() || move.to == row.stage) return std::nullopt;
  if (state.taken_down) return base::Problem{"notice_taken_down", "", {{"move", move.title}}};
  if (day <= state.ends) return base::Problem{"notice_running", "", {{"ends", base::format_day(state.ends)}, {"move", move.title}}};
  if (state.open_objections > 0) return base::Problem{"objection_open", "", {{"count", std::to_string(state.open_objections)}, {"move", move.title}}};
  return std::nullopt;
}

std::string posted_text(const Site& site, RowSource& source, const RowPtr& row, base::Day today) {
  const lang::Stage* stage = row->type->stage(row->stage);
  std::string text;
  for (size_t i = 0; i < stage->notice->shows.size(); ++i) {
    const lang::Expression& shown = *stage->notice->shows[i];
    RowWorld world(site, source, row, today);
    const std::string words = in_words(site, source, world.evaluate(shown), shown.type(), today);
    if (!words.empty()) text += (text.empty() ? "" : "；") + stage->notice->show_titles[i] + "：" + words;
  }
  return text;
}

std::optional<NoticeState> Decider::notice_of(const Row& row) {
  const lang::Stage* stage = row.type->stage(row.stage);
  if (stage == nullptr || !stage->notice) return std::nullopt;
  return notice_state(site_, unit_, row, arrival(row));
}

// Posts the record where its stage asks for it. One that stood there already is posted anew when what is shown of it was changed: the
// clock starts again.
void Decider::post_notice(const RowPtr& row, base::OrgId by, const Act& act) {
  const lang::Stage* stage = row->type->stage(row->stage);
  const NoticeTypes types(*site_.packs);
  if (stage == nullptr || !stage->notice || !types) return;
  const std::string text = posted_text(site_, unit_, row, act.day);
  const std::string entry_id = notice_entry_id(*row, arrival(*row));
  const RowPtr entry = unit_.load(*types.entry, entry_id);
  const lang::Field& shown = need(*types.entry, "shown");
  if (entry && entry->fields[shown.index].text == text) return;

  Act inner = act;
  inner.by_effect = true;
  const base::OrgId org = by != 0 ? by : row->org;
  const std::string notice_id = base::derived_uuid(command_.id, fmt::format("notice/{}/{}/{}", row->type->name, row->stage, org));
  const lang::Field& whole = need(*types.notice, "text");
  if (const RowPtr notice = unit_.load(*types.notice, notice_id)) {   // of another record of this command
    Row next = *notice;
    assign(next, whole, Value::string(notice->fields[whole.index].text + "\n" + text));
    put(std::move(next));
  } else {
    Assigned values{{&need(*types.notice, "subject"), Value::string(row->type->title + " " + stage->title)},
                    {&need(*types.notice, "starts"), Value::date(act.day)},
                    {&need(*types.notice, "ends"), Value::date(last_day(site_, stage->notice->length, act.day))},
                    {&whole, Value::string(text)}};
    if (!make_record(*types.notice, notice_id, org, std::move(values), inner, notice_id)) return;
  }
  if (entry) {
    Row next = *entry;
    assign(next, *types.entry->parent, Value::record(notice_id));
    assign(next, shown, Value::string(text));
    put(std::move(next));
    return;
  }
  make_record(*types.entry, entry_id, org,
              {{types.entry->parent, Value::record(notice_id)}, {&need(*types.entry, "of"), Value::string(row->type->name)}, {&need(*types.entry, "entry"), Value::string(row->id)}, {&shown, Value::string(text)}},
              inner, entry_id);
}

// Whoever entered what is posted does not answer the objections to it.
bool Decider::answers_own(const RowPtr& objection) {
  const NoticeTypes types(*site_.packs);
  if (!types || objection->type != types.objections->type) return false;
  const Value& notice = objection->fields[types.objections->ref->index];
  if (notice.is_null()) return false;
  for (const RowPtr& entry : unit_.rows_by_ref(*types.entry->parent, notice)) {
    const lang::RecordType* type = site_.packs->record_type(entry->fields[need(*types.entry, "of").index].text);
    if (type == nullptr) continue;
    for (const Made& made : unit_.made_of({type, entry->fields[need(*types.entry, "entry").index].text}))
      if (made.move == "enter" && !made.by_effect && (made.account == command_.who.account || (!made.person.empty() && made.person == command_.who.person))) return true;
  }
  return false;
}

}  // namespace halfsky::engine
