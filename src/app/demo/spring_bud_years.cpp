// From the plan to what happened. Each year is made before the next: usage sheets of one payment are handed in before the next one.
#include "app/demo/spring_bud_years.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <algorithm>
#include <map>
#include <set>

#include "app/demo/desk.hpp"

namespace halfsky::app::demo {
namespace json = boost::json;

namespace {

constexpr int kPrimaryYuan = 150, kJuniorYuan = 250, kUniversityYuan = 1'000;
constexpr int kStarYuan[] = {2'300, 2'300, 2'400};
constexpr size_t kLetOffFrom = 18, kLeftFrom = 28;   // of thirty girls who were only promised a sponsor
const std::string kGirl = "spring_bud.girl", kPairing = "spring_bud.pairing", kPledge = "spring_bud.pledge";

base::Day date(int year, int month, int day) { return base::day_of({year, month, day}); }

class Years {
 public:
  Years(Application& app, Hands& hands) : app_(app), hands_(hands), desk_(app, 612), plan_(plan_spring_bud()) {}

  json::object live() {
    donors();
    for (const GirlPlan& girl : plan_.girls) grow_up(girl);
    only_promised();
    never_helped();
    classes();
    gifts_for_all();
    building();
    struck_out();
    work_off();
    refusals();
    app_.engine().run_clock();   // two promises that nobody kept default by the clock
    for (const std::string& girl : left_to_the_clock_) desk_.add(date(2005, 8, 20), "officer", kGirl, "withdraw", girl, {{"reason", "家庭情况好转"}});
    hands_.make(desk_.take(), desk_.county());
    return {{"star", star_}, {"entrepreneur", donor_id(kEntrepreneur)}, {"masseur", donor_id(kMasseur)}, {"mechanic", donor_id(kMechanic)}};
  }

 private:
  static std::string donor_id(size_t donor) { return id_of("donor", donor); }
  static std::string girl_id(size_t number) { return id_of("girl", number); }
  static std::string pledge_id(const std::string& pairing, int term) { return id_of("pledge/" + pairing, size_t(term)); }

  void donors() {
    for (size_t d = 0; d < plan_.donors.size(); ++d) desk_.donor(donor_id(d), plan_.donors[d].name, plan_.donors[d].kind, plan_.donors[d].hidden, date(1999, 4, 5) + int(d) / 8);
  }

  const std::string& school_of(size_t township, bool junior) const { return junior ? townships()[township].junior : townships()[township].primary; }

  void promise(const std::string& pairing, int term) {
    desk_.add(term_begin(term) - 16, kClock, kPledge, "enter", pledge_id(pairing, term), {{"pairing", pairing}, {"term", day_text(term_begin(term))}});
  }

  // The term's money comes in, and stands on the list of what is paid out to her school.
  void keep_promise(const std::string& pairing, const std::string& girl, int term, size_t number, const std::string& school, int yuan, const std::string& purpose) {
    promise(pairing, term);
    desk_.add(term_begin(term) + 3 + int(number % 4) * 2, "cashier", kPledge, "pay", pledge_id(pairing, term));
    due_out_[{term, school}].push_back({{"girl", girl}, {"purpose", purpose}, {"amount", yuan}});
  }

  void grow_up(const GirlPlan& girl) {
    const std::string id = girl_id(girl.number), pairing = id_of("pairing", girl.number);
    const Township& township = townships()[girl.township];
    const std::string& school = school_of(girl.township, girl.junior);
    const int yuan = girl.junior ? kJuniorYuan : kPrimaryYuan;
    const base::Day found = term_begin(girl.first_donor_failed ? girl.first - 1 : girl.first) - 75;
    desk_.find_girl({id_of("child", girl.number), id, township.villages[girl.village], school, girl.grade, township.mountain, girl.star ? "王春禾" : ""}, found, "r2.villages");
    desk_.approve_girl(id, found, "r2.townships");
    if (girl.first_donor_failed) break_promise(id, id_of("failed pairing", girl.number), girl.first - 1, kOthers + 40 + girl.number % 100, yuan);
    desk_.pair(pairing, id, donor_id(girl.donor), yuan, term_begin(girl.first) - 25);
    static constexpr const char* kPurposes[] = {"tuition", "supplies", "tuition", "living"};
    for (int term = girl.first; term <= girl.last() + (girl.goes_on ? 1 : 0); ++term)
      keep_promise(pairing, id, term, girl.number, school, yuan, girl.star ? "tuition" : kPurposes[(girl.number + size_t(term)) % 4]);
    if (girl.bud_class >= 0) desk_.add(plan_.classes[size_t(girl.bud_class)].opened + 12, "r2.townships", kGirl, "place", id, {{"bud_class", id_of("class", size_t(girl.bud_class))}});
    if (girl.star) tell_her_story(id);
    if (girl.university) return go_to_university(girl, id, pairing);
    const base::Day end = term_begin(girl.last() + (girl.goes_on ? 2 : 1)) - 50;
    desk_.add(end, "r2.townships", kGirl, "finish", id, {{"outcome", girl.junior ? (girl.number % 3 ? "senior" : "work") : girl.grade >= 5 ? "junior" : "other"}});
  }

  // Promised and never paid: the clock defaults it 30 days after term began, and she waits again.
  void break_promise(const std::string& girl, const std::string& pairing, int term, size_t donor, int yuan) {
    desk_.pair(pairing, girl, donor_id(donor), yuan, term_begin(term) - 25);
    promise(pairing, term);
    desk_.add(term_begin(term) + 30, kClock, kPledge, "fail", pledge_id(pairing, term));
  }

  // Three years of living costs at the senior school, from one gift for her; her guardian agrees that her story is told.
  void tell_her_story(const std::string& girl) {
    star_ = girl;
    const std::string guardian = id_of("guardian of the star"), village = townships()[plan_.girls[star_number()].township].villages[plan_.girls[star_number()].village];
    const base::Day found = term_begin(0) - 75, birth = date(1958, 3, 8);
    desk_.add(found, "r2.villages", "core.person", "enter", guardian, {{"name", "王大山"}, {"sex", "male"}, {"birth", day_text(birth)}, {"id_number", desk_.people().id_number(kCity, birth, false)}}, desk_.org(village));
    desk_.add(found + 5, "r2.villages", "core.person", "edit", id_of("child", star_number()), {{"guardian", guardian}});
    desk_.add(date(2002, 8, 20), "officer", kGirl, "consent", girl, {{"publicity", {{"given", true}, {"on", "2002-08-20"}, {"by", guardian}}}});
    desk_.gift(id_of("gift of the star"), donor_id(kOthers + 4), 7'000, "cash", date(2002, 9, 4), {{"aim", "girl"}, {"girl", girl}, {"condition", "purpose"}, {"wish", "供她读完高中"}});
    for (int year = 0; year < 3; ++year)
      school_payment(id_of("payout of the star", size_t(year)), date(2002 + year, 9, 10), kSeniorSchool, {json::object{{"girl", girl}, {"purpose", "living"}, {"amount", kStarYuan[year]}}});
  }

  size_t star_number() const { return size_t(std::find_if(plan_.girls.begin(), plan_.girls.end(), [](const GirlPlan& girl) { return girl.star; }) - plan_.girls.begin()); }

  void go_to_university(const GirlPlan& girl, const std::string& id, const std::string& pairing) {
    const int senior = 1999 + 10 - girl.grade, leaves = senior + 3;
    desk_.add(term_begin(girl.last() + 1) - 50, "officer", kPairing, "end", pairing);
    desk_.add(date(senior, 9, 3), "r2.villages", kGirl, "recheck", id, {{"grade", 10}, {"school", desk_.org(kSeniorSchool)}});
    desk_.gift(id_of("university gift", girl.number), donor_id(kOthers + 6 + girl.number % 3), kUniversityYuan, "bank", date(leaves, 8, 5), {{"aim", "girl"}, {"girl", id}});
    students_[leaves].push_back({{"girl", id}, {"purpose", "tuition"}, {"amount", kUniversityYuan}});
    desk_.add(date(leaves, 8, 25), "r2.townships", kGirl, "finish", id, {{"outcome", "university"}});
  }

  NewGirl extra_girl(size_t n) const {
    const Township& township = townships()[n % townships().size()];
    return {id_of("extra child", n), id_of("extra girl", n), township.villages[n % 4], township.primary, 1 + int(n % 3), township.mountain, ""};
  }

  // 30 of the 60 unpaid terms are those of girls who were helped later; here are 18 defaulted, 10 let off, and 2 left to the clock,
  // entered when term had begun.
  void only_promised() {
    for (size_t n = 0; n < 30; ++n) {
      const NewGirl girl = extra_girl(n);
      const int term = n >= kLeftFrom ? 11 : int(n % 10);
      const std::string pairing = id_of("extra pairing", n);
      desk_.find_girl(girl, term_begin(term) - 75, "r2.villages");
      desk_.approve_girl(girl.girl, term_begin(term) - 75, "r2.townships");
      const size_t donor = n == 0 ? kEntrepreneur : kOthers + 30 + n;   // the entrepreneur's twelfth: promised only
      if (n < kLetOffFrom) {
        break_promise(girl.girl, pairing, term, donor, kPrimaryYuan);
        desk_.add(term_begin(term) + 90, "officer", kGirl, "withdraw", girl.girl, {{"reason", "随父母外出"}});
        continue;
      }
      desk_.pair(pairing, girl.girl, donor_id(donor), kPrimaryYuan, term_begin(term) - 25);
      if (n >= kLeftFrom) {
        desk_.add(term_begin(term) + 20, "officer", kPledge, "enter", pledge_id(pairing, term), {{"pairing", pairing}, {"term", day_text(term_begin(term))}});
        left_to_the_clock_.push_back(girl.girl);
        continue;
      }
      promise(pairing, term);
      desk_.add(term_begin(term) - 2, "officer", kPledge, "release", pledge_id(pairing, term), {{"reason", "资助人下岗，无力兑现"}});
      desk_.add(term_begin(term) + 60, "r2.townships", kGirl, "finish", girl.girl, {{"outcome", "other"}});
    }
  }

  void never_helped() {
    for (size_t n = 30; n < 40; ++n) {
      const NewGirl girl = extra_girl(n);
      const base::Day found = date(2001 + int(n % 3), 4, 10);
      desk_.find_girl(girl, found, "r2.villages");
      if (n >= 37) {
        desk_.add(found + 40, "officer", kGirl, "withdraw", girl.girl, {{"reason", "不符合条件"}});
        continue;
      }
      desk_.approve_girl(girl.girl, found, "r2.townships");
      if (n == 36) desk_.add(date(2005, 9, 3), "r2.townships", kGirl, "finish", girl.girl, {{"outcome", "university"}});   // after the report's end
      else desk_.add(date(2005, 1, 20), "r2.townships", kGirl, "move_out", girl.girl, {{"reason", "全家迁往外省"}});
    }
  }

  void classes() {
    size_t gift = 0;
    for (size_t c = 0; c < plan_.classes.size(); ++c) {
      const ClassPlan& planned = plan_.classes[c];
      const std::string id = id_of("class", c);
      const bool pool = planned.funder < 0;
      desk_.add(planned.opened - 20, "officer", "spring_bud.bud_class", "enter", id,
                {{"name", fmt::format("{}春蕾{}班", townships()[planned.township].name, planned.junior ? "初中" : "小学")}, {"school", desk_.org(school_of(planned.township, planned.junior))},
                 {"opened", day_text(planned.opened)}, {"funder", pool ? "pool" : "sponsor"}});
      const size_t donor = planned.funder == 0 ? size_t(kEntrepreneur) : kOthers + 10 + size_t(planned.funder + 1);
      if (!pool) desk_.gift(id_of("class gift", gift++), donor_id(donor), 30'000, "bank", planned.opened - 15, {{"aim", "class"}, {"class", id}});
      desk_.pay_out("spring_bud.class_payment", id_of("class payment", c), planned.opened + 20,
                    {{"bud_class", id}, {"amount", pool ? 12'500 : 30'000}, {"source", pool ? "pool" : "own"}, {"item", "桌椅、图书、住宿补助"}});
      desk_.add(date(2006, 7, 5), "officer", "spring_bud.bud_class", "end", id, {{"closed", "2006-07-05"}});
    }
  }

  // Two who gave no name sent 10,000 each by post; what else came for all girls is 5,000. It all goes to the two classes of the pool.
  void gifts_for_all() {
    for (size_t n = 0; n < 2; ++n) desk_.gift(id_of("gift by post", n), donor_id(kOthers + n), 10'000, "post", date(2001, 3, 20) + int(n), {{"aim", "girls"}});
    desk_.gift(id_of("other gift", 0), donor_id(kOthers + 7), 3'000, "post", date(2002, 4, 8), {{"aim", "girls"}});
    desk_.donor(id_of("hidden by bank"), "不留名的店主", "person", true, date(2002, 4, 9));
    desk_.gift(id_of("other gift", 1), id_of("hidden by bank"), 2'000, "bank", date(2002, 4, 10), {{"aim", "girls"}});
    desk_.donor(id_of("boss"), "某娱乐城老板", "enterprise", false, date(2001, 5, 9));
    const std::string television = id_of("gift for television");
    desk_.add(date(2001, 5, 10), "officer", "spring_bud.gift", "enter", television,
              {{"donor", id_of("boss")}, {"given", "2001-05-10"}, {"channel", "cash"}, {"amount", 500}, {"aim", "girls"}, {"condition", "publicity"}, {"wish", "要电视台来拍"}}, desk_.city());
    desk_.add(date(2001, 5, 11), "officer", "spring_bud.gift", "refund", television, {{"reason", "捐款以电视报道为条件，当面退回"}});
  }

  void building() {
    const std::string id = id_of("building");
    desk_.add(date(2003, 3, 12), "officer", "spring_bud.building", "enter", id, {{"name", "云岭春蕾中学"}, {"approved_on", "2003-03-12"}, {"cost", 1'535'000}}, desk_.city());
    const std::pair<int, base::Day> in[] = {{800'000, date(2003, 4, 2)}, {500'000, date(2003, 11, 6)}, {235'000, date(2004, 5, 20)}};
    const std::pair<int, base::Day> out[] = {{500'000, date(2003, 6, 3)}, {700'000, date(2003, 12, 9)}, {335'000, date(2004, 7, 15)}};
    for (size_t n = 0; n < 3; ++n) {
      desk_.gift(id_of("building gift", n), donor_id(kOthers + 7 + n), in[n].first, "bank", in[n].second, {{"aim", "building"}, {"building", id}});
      static constexpr const char* kItems[] = {"地基和主体", "教学楼", "操场和围墙"};
      desk_.pay_out("spring_bud.building_payment", id_of("building payment", n), out[n].second, {{"building", id}, {"item", kItems[n]}, {"amount", out[n].first}});
    }
    desk_.add(date(2004, 9, 1), "officer", "spring_bud.building", "open", id, {{"opened_on", "2004-09-01"}});
  }

  // Entered by mistake and struck out: in the history, in no figure, and the money is posted back.
  void struck_out() {
    const std::string gift = id_of("struck gift");
    desk_.add(date(2002, 6, 3), "cashier", "spring_bud.gift", "enter", gift, {{"donor", donor_id(kOthers + 8)}, {"given", "2002-06-03"}, {"channel", "bank"}, {"amount", 5'000}, {"aim", "girls"}}, desk_.city());
    desk_.add(date(2002, 6, 3), "cashier", "spring_bud.gift", "receive", gift);
    desk_.add(date(2002, 6, 3), "chair", "spring_bud.gift", "strike", gift);
    const std::string twin = id_of("struck class");
    desk_.add(date(2001, 9, 3), "officer", "spring_bud.bud_class", "enter", twin, {{"name", "城关镇春蕾班"}, {"school", desk_.org(townships()[5].primary)}, {"opened", "2001-09-01"}});
    desk_.add(date(2001, 9, 4), "officer", "spring_bud.bud_class", "strike", twin);
    NewGirl girl = extra_girl(40);
    const std::string pairing = id_of("extra pairing", 40);
    desk_.find_girl(girl, date(2003, 6, 10), "r2.villages");
    desk_.approve_girl(girl.girl, date(2003, 6, 10), "r2.townships");
    desk_.pair(pairing, girl.girl, donor_id(kOthers + 50), kPrimaryYuan, term_begin(8) - 25);
    promise(pairing, 8);
    desk_.add(term_begin(8) + 3, "cashier", kPledge, "pay", pledge_id(pairing, 8));
    desk_.add(term_begin(8) + 3, "chair", kPledge, "strike", pledge_id(pairing, 8));
    desk_.add(term_begin(8) + 40, "r2.townships", kGirl, "finish", girl.girl, {{"outcome", "other"}});
  }

  // A payment to a school with its lines, from draft to approval; its usage sheet follows when the clock of the demo has come there.
  void school_payment(const std::string& id, base::Day day, const std::string& school, json::array lines) {
    desk_.pay_out("spring_bud.payout", id, day, {{"school", desk_.org(school)}, {"lines", std::move(lines)}});
    desk_.add(day + 6, "cashier", "spring_bud.payout", "sign", id, {{"signed", day_text(day + 6)}});
  }

  void payments() {
    for (auto& [key, lines] : due_out_) {
      const auto& [term, school] = key;
      json::array list;
      for (auto& line : lines) list.push_back(std::move(line));
      school_payment(id_of("payout/" + school, size_t(term)), term_begin(term) + 20, school, std::move(list));
    }
    for (auto& [year, lines] : students_) {
      json::array list;
      for (auto& line : lines) list.push_back(std::move(line));
      school_payment(id_of("payout of students", size_t(year)), date(year, 8, 12), kSeniorSchool, std::move(list));
    }
  }

  // Usage sheets that the payments so far opened: what the school bought, handed in, and checked by the township.
  void hand_in_usage() {
    const auto& site = app_.engine().site();
    const auto& type = *site.packs->record_type("spring_bud.usage");
    struct Sheet { std::string id; int64_t fen; base::Day since; };
    std::vector<Sheet> sheets;
    app_.engine().read([&](db::Connection& connection) {
      const auto rows = connection.read({"select id, amount, entered from " + site.schema->table(type).name() + " where county = ?1 and struck_ = 0 order by id", {desk_.county()}});
      for (size_t r = 0; r < rows.size(); ++r)
        if (given_.insert(rows.text(r, 0)).second) sheets.push_back({rows.text(r, 0), rows.integer(r, 1), base::Day(rows.integer(r, 2))});
    });
    for (const Sheet& sheet : sheets) {
      const int64_t books = sheet.fen / 300 * 100;
      size_t n = 0;
      for (const auto& [item, fen] : {std::pair{"书本和学习用品", books}, std::pair{"伙食和住宿", sheet.fen - books}})
        desk_.add(sheet.since + 8, "r2.townships", "spring_bud.usage_item", "enter", id_of("usage item/" + sheet.id, n++),
                  {{"usage", sheet.id}, {"item", item}, {"amount", fmt::format("{}.{:02}", fen / 100, fen % 100)}, {"day", day_text(sheet.since + 7)}, {"signer", "班主任"}});
      desk_.add(sheet.since + 9, "r2.townships", "spring_bud.usage", "give", sheet.id);
      desk_.add(sheet.since + 30, "r2.townships", "spring_bud.usage", "check", sheet.id, {{"found", "账物相符，家长签字齐全。"}});
    }
    hands_.make(desk_.take(), desk_.county());
  }

  // Half year by half year: up to where a round of payments has been approved, then its usage sheets.
  void work_off() {
    payments();
    std::vector<Event> all = desk_.take();
    std::stable_sort(all.begin(), all.end(), [](const Event& a, const Event& b) { return a.day < b.day; });
    auto from = all.begin();
    while (from != all.end()) {
      // A round ends before the first payment to a school whose last sheet is not in yet.
      std::set<std::string> schools;
      auto to = from;
      for (; to != all.end(); ++to) {
        if (to->type != "spring_bud.payout" || to->move != "enter") continue;
        if (!schools.insert(boost::json::serialize(to->values.at("school"))).second) break;
      }
      hands_.make({std::make_move_iterator(from), std::make_move_iterator(to)}, desk_.county());
      hand_in_usage();
      from = to;
    }
  }

  void refusals() {
    const GirlPlan& girl = plan_.girls.front();
    const std::string village = townships()[girl.township].villages[girl.village];
    hands_.refused({kReportEnd, "r2.villages", kGirl, "enter", id_of("girl twice"), desk_.org(village),
                    {{"child", id_of("child", 0)}, {"school", desk_.org(townships()[0].primary)}, {"grade", 5}, {"area", "mountain"}, {"hardship", json::array{"poverty"}}}, {}}, desk_.county(), "already_there");
    hands_.refused({kReportEnd, kClock, kPledge, "enter", id_of("pledge twice"), 0, {{"pairing", id_of("pairing", 0)}, {"term", day_text(term_begin(girl.first))}}, {}}, desk_.county(), "already_there");
    hands_.refused({kReportEnd, "cashier", kPledge, "pay", pledge_id(id_of("pairing", 0), girl.first), 0, {}, {}}, desk_.county(), "wrong_stage");
  }

  Application& app_;
  Hands& hands_;
  Desk desk_;
  SpringBudPlan plan_;
  std::string star_;
  std::map<std::pair<int, std::string>, std::vector<json::object>> due_out_;   // by term and school: lines to pay
  std::map<int, std::vector<json::object>> students_;                          // by year
  std::vector<std::string> left_to_the_clock_;
  std::set<std::string> given_;                                                // usage sheets that are in
};

}  // namespace

json::object live_spring_bud_years(Application& app, Hands& hands) { return Years(app, hands).live(); }

}  // namespace halfsky::app::demo
