// A dozen girls in each stage, some of them late; offers, a promise that is due, a payment whose usage sheet is open.
#include "app/demo/today.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>

#include "app/demo/desk.hpp"
#include "engine/task/work_calendar.hpp"

namespace halfsky::app::demo {
namespace json = boost::json;

namespace {

constexpr size_t kInStage = 12, kWaiting = 20;

class Today {
 public:
  Today(Application& app, Hands& hands) : app_(app), hands_(hands), desk_(app, 2026), today_(app.engine().site().clock->today()) {}

  void live() {
    donors();
    for (size_t n = 0; n < kInStage; ++n) found(today_ - (n < 4 ? 25 : int(n)));                          // four are late
    for (size_t n = 0; n < kInStage; ++n) visited(today_ - (n < 3 ? 40 : 9 + int(n) / 2));
    for (size_t n = 0; n < kInStage; ++n) reviewed(today_ - (n < 3 ? 45 : 22 + int(n) / 2));
    for (size_t n = 0; n < kWaiting; ++n) waiting_.push_back(approved(today_ - (n < 3 ? 70 : 31 + int(n))));
    offers();
    for (size_t n = 0; n < kInStage; ++n) sponsored(n, today_ - 240 - int(n));
    for (size_t n = 0; n < kInStage; ++n) finished(today_ - 400 - int(n));
    gifts();
    lectures_and_courses();
    hands_.make(desk_.take(), desk_.county());
  }

 private:
  // Most in the village and the township whose accounts are printed first.
  NewGirl next_girl() {
    const size_t n = girls_++;
    const Township& township = townships()[n % 2 == 0 ? 0 : n % 5];
    return {id_of("child of today", n), id_of("girl of today", n), township.villages[n % 4 == 0 ? 0 : n % 4], township.primary, 3 + int(n % 3), township.mountain, ""};
  }

  std::string found(base::Day day) {
    const NewGirl girl = next_girl();
    desk_.find_girl(girl, day, "r2.villages");
    school_of_[girl.girl] = desk_.org(girl.school);
    return girl.girl;
  }
  std::string visited(base::Day day) {
    const std::string girl = found(day);
    desk_.add(day + 5, "r2.villages", "spring_bud.girl", "visit", girl, {{"visited", day_text(day + 5)}, {"visit", "家里三口人，奶奶有病，孩子懂事。"}});
    return girl;
  }
  std::string reviewed(base::Day day) {
    const std::string girl = found(day);
    desk_.add(day + 10, "r2.townships", "spring_bud.girl", "visit", girl, {{"visited", day_text(day + 9)}, {"visit", "与学校核对，情况属实。"}});
    desk_.add(day + 20, "r2.townships", "spring_bud.girl", "review", girl);
    return girl;
  }
  std::string approved(base::Day day) {
    const std::string girl = found(day);
    desk_.approve_girl(girl, day, "r2.townships");
    return girl;
  }

  void donors() {
    static constexpr const char* kNames[] = {"何晓东", "林静", "云岭商会", "晨光书店", "退休教师许老师", "在外打工的小唐"};
    static constexpr const char* kKinds[] = {"person", "person", "association", "enterprise", "person", "person"};
    for (size_t d = 0; d < 6; ++d) desk_.donor(id_of("donor of today", d), kNames[d], kKinds[d], d == 5, today_ - 700);
  }

  // Strangers choose from the public list; each enters herself and her offer at once.
  void offers() {
    for (size_t n = 0; n < 3; ++n) {
      const std::string donor = id_of("stranger", n), together = "offer " + std::to_string(n);
      static constexpr const char* kNames[] = {"热心人小陆", "第二小学五年级一班", "江南来客"};
      desk_.add(today_ - int(n), kPublic, "core.donor", "enter", donor, {{"name", kNames[n]}, {"kind", n == 1 ? "class" : "person"}, {"contact", desk_.people().phone()}}, desk_.city());
      desk_.add(today_ - int(n), kPublic, "spring_bud.pairing", "enter", id_of("offer", n), {{"girl", waiting_[n]}, {"donor", donor}, {"amount", 300}, {"wish", "愿她好好读书"}});
    }
  }

  // One of them still owes this term; the calendar makes the next term's promises of all.
  void sponsored(size_t n, base::Day day) {
    const std::string girl = approved(day), pairing = id_of("pairing of today", n);
    desk_.pair(pairing, girl, id_of("donor of today", n % 6), 300, day + 40);
    if (n > 1) return;
    const std::string pledge = id_of("pledge of today", n);
    const base::Day term = engine::term_start(today_);
    desk_.add(today_ - 12, "officer", "spring_bud.pledge", "enter", pledge, {{"pairing", pairing}, {"term", day_text(term)}});
    if (n == 1) return;
    desk_.add(today_ - 10, "cashier", "spring_bud.pledge", "pay", pledge);
    desk_.pay_out("spring_bud.payout", id_of("payout of today"), today_ - 8, {{"school", school_of_.at(girl)}, {"lines", json::array{json::object{{"girl", girl}, {"purpose", "tuition"}, {"amount", 300}}}}});
  }

  void finished(base::Day day) {
    const std::string girl = approved(day);
    desk_.add(day + 90, "r2.townships", "spring_bud.girl", "finish", girl, {{"outcome", "junior"}});
  }

  void gifts() {
    for (size_t n = 0; n < 2; ++n)
      desk_.add(today_ - int(n) * 9, "officer", "spring_bud.gift", "enter", id_of("gift of today", n),
                {{"donor", id_of("donor of today", 2 + n)}, {"given", day_text(today_ - int(n) * 9)}, {"channel", "bank"}, {"amount", 2'000}, {"aim", "girls"}}, desk_.city());
  }

  void lectures_and_courses() {
    const auto plan = [&](size_t n, base::Day day, const std::string& code) {
      desk_.add(today_ - 20, "officer", "lectures.lecture", "enter", id_of("lecture of today", n), {{"topic", "反家庭暴力法进村"}, {"series", "village_class"}, {"day", day_text(day)}}, desk_.org(code));
    };
    size_t n = 0;
    for (const Township& township : {townships()[0], townships()[1]})
      for (const std::string& village : township.villages) plan(n, today_ + (n < 2 ? -7 : int(n) * 4), village), ++n;
    for (size_t held = 2; held < 4; ++held) {
      const std::string id = id_of("lecture held", held);
      desk_.add(today_ - 60, "officer", "lectures.lecture", "enter", id, {{"topic", "婚姻家庭法律"}, {"series", "village_class"}, {"day", day_text(today_ - 50)}}, desk_.org(townships()[held].villages[0]));
      desk_.add(today_ - 50, "officer", "lectures.lecture", "hold", id, {{"audience", "46"}});
    }
    desk_.add(today_ - 15, "officer", "training.course", "enter", id_of("course of today"),
              {{"name", "月嫂技能班"}, {"kind", "housekeeping"}, {"starts", day_text(today_ + 12)}, {"ends", day_text(today_ + 26)}, {"seats", 40}}, desk_.city());
    desk_.add(today_ - 10, "officer", "training.course", "open", id_of("course of today"));
  }

  Application& app_;
  Hands& hands_;
  Desk desk_;
  base::Day today_;
  size_t girls_ = 0;
  std::vector<std::string> waiting_;
  std::map<std::string, base::OrgId> school_of_;
};

}  // namespace

void live_today(Application& app, Hands& hands) { Today(app, hands).live(); }

}  // namespace halfsky::app::demo
