// Five courses and 23 lectures, spread over six years.
#include "app/demo/family_education.hpp"

#include <fmt/format.h>

#include "app/demo/desk.hpp"

namespace halfsky::app::demo {
namespace {

constexpr size_t kCourses = 5, kLectures = 23;

base::Day date(int year, int month, int day) { return base::day_of({year, month, day}); }

void course(Desk& desk, size_t n, base::Day starts, const std::string& kind, const std::string& ends_as) {
  const std::string id = id_of("course", n);
  desk.add(starts - 30, "officer", "training.course", "enter", id,
           {{"name", fmt::format("第{}期骨干教师培训班", n + 1)}, {"kind", kind}, {"starts", day_text(starts)}, {"ends", day_text(starts + 3)}, {"seats", 40}}, desk.city());
  if (ends_as == "cancelled") return desk.add(starts - 2, "officer", "training.course", "cancel", id, {{"reason", "与农忙冲突"}});
  desk.add(starts, "officer", "training.course", "start", id);
  desk.add(starts + 4, "officer", "training.course", "finish", id, {{"unnamed", boost::json::object{{"value", 30 + int(n)}, {"sureness", "about"}}}});
}

void lecture(Desk& desk, size_t n, base::Day day, const std::string& series, const std::string& ends_as) {
  static constexpr const char* kTopics[] = {"怎样做合格家长", "女孩的自尊自信", "留守孩子的心里话", "别让孩子输在家里", "青春期的母女"};
  const std::string id = id_of("lecture", n);
  const Township& township = townships()[n % townships().size()];
  desk.add(day - 14, "officer", "lectures.lecture", "enter", id,
           {{"topic", kTopics[n % 5]}, {"series", series}, {"day", day_text(day)}, {"venue", township.name + "大礼堂"}, {"speaker", "家庭教育讲师团"}}, desk.org(township.code));
  if (ends_as == "cancelled") return desk.add(day - 1, "officer", "lectures.lecture", "cancel", id, {{"reason", "道路塌方"}});
  desk.add(day, "officer", "lectures.lecture", "hold", id, {{"audience", boost::json::object{{"value", 150 + 10 * int(n % 9)}, {"sureness", "about"}}}});
}

}  // namespace

void live_family_education(Application& app, Hands& hands) {
  Desk desk(app, 20);
  for (size_t n = 0; n < kCourses; ++n) course(desk, n, date(2000 + int(n), 7, 10), "teachers", "done");
  course(desk, kCourses, date(2003, 10, 8), "teachers", "cancelled");
  course(desk, kCourses + 1, date(2004, 3, 8), "skills", "done");
  course(desk, kCourses + 2, date(2005, 10, 10), "teachers", "done");        // after the report's end
  for (size_t n = 0; n < kLectures; ++n) lecture(desk, n, date(1999, 10, 12) + int(n) * 90, "touring", "held");
  for (size_t n = 0; n < 3; ++n) lecture(desk, kLectures + n, date(2002, 1, 15) + int(n) * 300, "touring", "cancelled");
  for (size_t n = 0; n < 6; ++n) lecture(desk, kLectures + 3 + n, date(2001, 5, 15) + int(n) * 40, "law", "held");
  lecture(desk, kLectures + 9, date(2005, 9, 12), "touring", "held");        // after the report's end
  hands.make(desk.take(), desk.county());
}

}  // namespace halfsky::app::demo
