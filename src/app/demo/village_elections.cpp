// Village by village: the roll, the candidates, the issue, two counts of the same papers, the result.
#include "app/demo/village_elections.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <boost/json/array.hpp>

#include "app/demo/desk.hpp"

namespace halfsky::app::demo {
namespace json = boost::json;

namespace {

const std::string kElection = "election.election", kVoter = "election.voter", kCandidate = "election.candidate", kTeller = "election.teller", kPacket = "election.packet", kSheet = "election.sheet", kCount = "election.count",
                  kWindow = "election.window", kProxy = "election.proxy", kMaterial = "election.material", kAdvice = "election.advice", kMeeting = "election.meeting", kPerson = "core.person";
constexpr int kPosts = 3, kPacketSize = 20, kWindowMinutes = 30;

base::Day date(int year, int month, int day) { return base::day_of({year, month, day}); }

// What the report says of a village, and what was filled in: how many valid papers had one, two or three marks.
struct Village {
  std::string code, name;
  base::Day day;
  int roll, cast, spoilt;
  std::vector<int> votes;      // the most first
  std::vector<int> marks;      // papers with one mark, with two, with three
  bool in_windows;             // groups came one after another; elsewhere all came at once, and there was a rush
};
const std::vector<Village>& villages() {
  static const std::vector<Village> kVillages = {
      {"990105200200", "口头庄村", date(2007, 4, 10), 520, 456, 8, {171, 108, 96, 79}, {442, 6, 0}, false},
      {"990105200201", "西偏坨村", date(2007, 4, 11), 251, 224, 4, {160, 108, 26, 18}, {128, 92, 0}, true},
      {"990105200202", "中偏坨村", date(2007, 4, 13), 228, 200, 4, {120, 83, 77, 52, 31, 17, 9}, {53, 93, 50}, true},
      {"990105200203", "小齐坨村", date(2007, 4, 12), 301, 264, 6, {163, 64, 50}, {239, 19, 0}, false},
  };
  return kVillages;
}

// A paper: whom it names; nobody where it is spoilt.
using Paper = std::vector<size_t>;

// Papers with the marks and the votes that a village had: those with the most marks name whoever has the most votes left, which always comes out.
std::vector<Paper> papers_of(const Village& village, Chance& chance) {
  std::vector<int> left = village.votes;
  std::vector<Paper> papers;
  for (size_t marks = village.marks.size(); marks > 0; --marks)
    for (int n = 0; n < village.marks[marks - 1]; ++n) {
      std::vector<size_t> order(left.size());
      for (size_t c = 0; c < order.size(); ++c) order[c] = c;
      std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return left[a] > left[b]; });
      Paper paper(order.begin(), order.begin() + std::ptrdiff_t(marks));
      for (const size_t c : paper) --left[c];
      papers.push_back(std::move(paper));
    }
  if (std::any_of(left.begin(), left.end(), [](int votes) { return votes != 0; })) throw Surprise("the marks of " + village.name + " don't come to its votes");
  for (int n = 0; n < village.spoilt; ++n) papers.emplace_back();
  for (size_t at = papers.size(); at > 1; --at) std::swap(papers[at - 1], papers[chance.below(at)]);   // the box is mixed
  return papers;
}

class Elections {
 public:
  Elections(Application& app, Hands& hands) : app_(app), hands_(hands), desk_(app, 7), county_(base::county_of(org_of(app, kElectionsCode))) {}

  void live() {
    people();
    annulled();
    for (const Village& village : villages()) elect(village);
    material();
    today();
  }

 private:
  struct Run {                                    // one election
    std::string id;
    std::vector<std::string> voters, candidates;  // ids
  };

  void add(base::Day day, const std::string& login, const std::string& type, const std::string& move, const std::string& record, json::object values = {}, const std::string& code = "") {
    desk_.add(day, login, type, move, record, std::move(values), code.empty() ? 0 : org_of(app_, code));
  }
  // What was listed, in the order of days; neighbours that one account does on one day share a command.
  void make() {
    auto events = desk_.take();
    for (Event& event : events) event.together = event.login + event.type + event.move;
    hands_.make(std::move(events), county_);
  }

  std::string woman(const std::string& what, size_t n, const std::string& code, base::Day day, const std::string& name = "") {
    const std::string id = id_of("election/" + what, n);
    const base::Day birth = date(1930 + int(n * 7 % 58), 1 + int(n % 12), 1 + int(n % 28));
    add(day, "r7.villages", kPerson, "enter", id, {{"name", name.empty() ? desk_.people().grown_name() : name}, {"sex", "female"}, {"birth", day_text(birth)}, {"id_number", desk_.people().id_number("990105", birth, true)}}, code);
    return id;
  }

  void people() {
    const base::Day day = date(2007, 1, 4);
    leader_ = woman("leader", 0, villages()[0].code, day);
    for (const auto& [login, n] : {std::pair{"r7.first", size_t{1}}, std::pair{"r7.second", size_t{2}}}) tellers_.push_back({login, woman("teller", n, villages()[0].code, day)});
    make();
    for (const auto& [login, person] : tellers_) (void)app_.accounts().set_person("", login, person);
  }

  Run plan(const std::string& what, const std::string& code, base::Day day, int roll, size_t candidates, json::object more = {}) {
    Run run{id_of("election/" + what), {}, {}};
    json::object values{{"day", day_text(day)}, {"leader", leader_}, {"posts", kPosts}, {"packet_size", kPacketSize}};
    for (const auto& member : more) values[member.key()] = member.value();
    add(day - 40, "r7.township", kElection, "enter", run.id, std::move(values), code);
    std::vector<std::string> women;
    for (int n = 0; n < roll; ++n) women.push_back(woman(what + "/woman", size_t(n), code, day - 39));
    for (int n = 0; n < roll; ++n) {
      run.voters.push_back(id_of("election/" + what + "/voter", size_t(n)));
      add(day - 38, "r7.villages", kVoter, "enter", run.voters.back(), {{"election", run.id}, {"person", women[size_t(n)]}, {"group", 1 + n * 6 / roll}});
    }
    static constexpr const char* kResumes[] = {"高中，养过十年蚕，当过村会计。", "初中，开小卖部，调解过邻里的事。", "小学，带妇女搞编织，会唱戏。", "初中，村医。", "高中，回乡办养殖场。", "初中，民办教师。", "小学，热心人。"};
    for (size_t c = 0; c < candidates; ++c) {
      run.candidates.push_back(id_of("election/" + what + "/candidate", c));
      add(day - 37, "r7.villages", kCandidate, "enter", run.candidates.back(), {{"election", run.id}, {"person", women[c]}, {"seeks", c == 0 ? "chair" : "member"}, {"resume", kResumes[c % 7]}});
      add(day - 33, "r7.township", kCandidate, "review", run.candidates.back());
      add(day - 30, "r7.township.chair", kCandidate, "list", run.candidates.back());
    }
    return run;
  }

  // Two who registered and don't stand: one without the age of residence, one who thought better of it.
  void others(const std::string& what, const Run& run, base::Day day, size_t first) {
    const std::string refused = id_of("election/" + what + "/refused"), left = id_of("election/" + what + "/left");
    add(day - 36, "r7.villages", kCandidate, "enter", refused, {{"election", run.id}, {"person", id_of("election/" + what + "/woman", first)}, {"seeks", "member"}, {"resume", "户口不在本村。"}});
    add(day - 32, "r7.township", kCandidate, "refuse", refused, {{"reason", "不是本村选民"}});
    add(day - 36, "r7.villages", kCandidate, "enter", left, {{"election", run.id}, {"person", id_of("election/" + what + "/woman", first + 1)}, {"seeks", "member"}, {"resume", "初中。"}});
    add(day - 31, "r7.township", kCandidate, "withdraw", left, {{"reason", "要外出打工"}});
  }

  void post(const Run& run, const std::string& what, base::Day day, base::Day upto) {
    if (day - 25 <= upto) add(day - 25, "r7.villages", kElection, "post_roll", run.id);
    if (day - 12 <= upto) add(day - 12, "r7.township", kElection, "list", run.id);
    for (size_t t = 0; t < tellers_.size(); ++t) {
      const std::string teller = id_of("election/" + what + "/teller", t);
      add(day - 12, "r7.township", kTeller, "enter", teller, {{"election", run.id}, {"person", tellers_[t].person}, {"duty", "count"}, {"team", t == 0 ? "first" : "second"}});
      add(day - 11, "r7.township", kTeller, "post", teller);
      add(day, "r7.township", kTeller, "serve", teller);
    }
  }

  void windows(const std::string& what, const Run& run, base::Day day, int groups) {
    for (int g = 0; g < groups; ++g) {
      const int minute = 8 * 60 + g * kWindowMinutes;
      add(day - 9, "r7.villages", kWindow, "enter", id_of("election/" + what + "/window", size_t(g)),
          {{"election", run.id}, {"begins", fmt::format("{} {:02}:{:02}", day_text(day), minute / 60, minute % 60)}, {"name", fmt::format("{}:{:02} {}组", minute / 60, minute % 60, g + 1)}, {"most", 120}});
    }
    for (size_t n = 0; n < run.voters.size(); ++n)
      add(day - 8, "r7.villages", kVoter, "assign", run.voters[n], {{"window", id_of("election/" + what + "/window", n * size_t(groups) / run.voters.size())}});
  }

  // A vote in January with more papers in the box than had gone out: void, and voted anew in April.
  void annulled() {
    const Village& village = villages()[1];
    const base::Day day = date(2007, 1, 23) + 30;
    const Run run = plan("void", village.code, day, 40, 4);
    post(run, "void", day, day);
    add(day, "r7.township", kElection, "open", run.id);
    for (size_t n = 0; n < 30; ++n) add(day, "r7.first", kVoter, "issue", run.voters[n]);
    make();
    hands_.refused({day, "r7.township", kElection, "close", run.id, 0, {{"returned", 32}}, {}}, county_, "guard");
    add(day, "r7.chair", kElection, "annul", run.id, {{"reason", "发出三十张，箱里有三十二张"}});
    make();
  }

  void elect(const Village& village) {
    const base::Day day = village.day;
    const std::string& what = village.name;
    Run run = plan(what, village.code, day, village.roll, village.votes.size());
    if (village.votes.size() != size_t(kPosts)) others(what, run, day, village.votes.size() + 3);
    const std::string extra = id_of("election/" + what + "/struck");
    add(day - 38, "r7.villages", kVoter, "enter", extra, {{"election", run.id}, {"person", woman(what + "/moved", 0, village.code, day - 39)}, {"group", 1}});
    add(day - 37, "r7.township", kVoter, "remove", extra);
    post(run, what, day, day);
    if (village.in_windows) windows(what, run, day, 6);
    constexpr size_t kProxies = 4;
    for (size_t p = 0; p < kProxies; ++p) {   // asked for by four, granted, used by two
      const std::string proxy = id_of("election/" + what + "/proxy", p);
      add(day - 7, "r7.villages", kProxy, "enter", proxy, {{"voter", run.voters[p + 10]}, {"holder", id_of("election/" + what + "/woman", 30 + p / 2)}, {"relation", "sibling"}});
      add(day - 6, "r7.township", kProxy, "grant", proxy);
    }
    add(day, "r7.township", kElection, "open", run.id);
    for (size_t p = 0; p < 2; ++p) add(day, "r7.first", kProxy, "use", id_of("election/" + what + "/proxy", p));
    for (size_t n = 0, given = 2; given < size_t(village.cast); ++n) {
      if (n == 10 || n == 11) continue;       // whose proxies came
      add(day, n % 2 ? "r7.second" : "r7.first", kVoter, "issue", run.voters[n]);
      ++given;
    }
    add(day, "r7.township", kElection, "close", run.id, {{"returned", village.cast}});
    make();
    count(village, run);
    add(day, "r7.township.chair", kElection, "declare", run.id);
    add(day + 9, "r7.villages", kElection, "file", run.id, {{"lessons", village.in_windows ? "按组分时段领票，秩序好；才艺展示、演讲培训让大家认识了竞选人。" : "领票时人都挤在一起，下次按组分时段。"}});
    make();
  }

  struct Slip { size_t packet = 2; size_t from = 0, to = 1; };   // a mark that the second team put on another line

  void count(const Village& village, const Run& run) {
    const std::vector<Paper> papers = papers_of(village, desk_.chance());
    const Slip slip;
    tally(village, run, papers, &slip);
    make();
    hands_.refused({village.day, "r7.township", kElection, "tally", run.id, 0, {}, {}}, county_, "guard");
    add(village.day, "r7.township", kPacket, "reread", packet_of(run, slip.packet));
    make();
    tally(village, run, papers, nullptr, slip.packet);
    add(village.day, "r7.township", kElection, "tally", run.id);
    make();
  }

  std::string packet_of(const Run& run, size_t number) {
    std::string id;
    each_line(run, [&](size_t packet, const std::string&, const std::string&, const std::string&, const std::string&, const std::string& of) { if (packet == number) id = of; });
    return id;
  }

  // Lines of count sheets: number of the packet, team, sheet, line, candidate, packet.
  template <class Visit>
  void each_line(const Run& run, Visit visit) {
    app_.engine().read([&](db::Connection& connection) {
      const auto& site = app_.engine().site();
      const auto table = [&](const std::string& name) { return site.schema->table(*site.packs->record_type(name)).name(); };
      const db::Rows rows = connection.read({fmt::format("select p.number, s.team, s.id, c.id, l.candidate, p.id from {} p join {} s on s.county = p.county and s.packet = p.id join {} c on c.county = s.county and c.sheet = s.id "
                                                         "join {} l on l.county = c.county and l.id = c.line where p.county = ?1 and p.election = ?2 order by p.number, s.team, c.id",
                                                         table(kPacket), table(kSheet), table(kCount), table("election.line")), {county_, run.id}});
      for (size_t r = 0; r < rows.size(); ++r) visit(size_t(rows.integer(r, 0)), rows.text(r, 1), rows.text(r, 2), rows.text(r, 3), rows.text(r, 4), rows.text(r, 5));
    });
  }

  // Both teams count each packet, or one of them; the second team slips where `slip` says so.
  void tally(const Village& village, const Run& run, const std::vector<Paper>& papers, const Slip* slip, size_t only = 0) {
    std::string sheet;
    each_line(run, [&](size_t packet, const std::string& team, const std::string& of, const std::string& line, const std::string& candidate, const std::string&) {
      if (only != 0 && packet != only) return;
      const size_t from = (packet - 1) * kPacketSize, to = std::min(papers.size(), from + kPacketSize);
      const size_t c = size_t(std::find(run.candidates.begin(), run.candidates.end(), candidate) - run.candidates.begin());
      int votes = 0, blank = 0, crowded = 0;
      for (size_t at = from; at < to; ++at) {
        votes += int(std::count(papers[at].begin(), papers[at].end(), c));
        if (papers[at].empty()) ++(at % 3 == 0 ? blank : crowded);
      }
      if (slip && team == "second" && packet == slip->packet) votes += c == slip->from ? -1 : c == slip->to ? 1 : 0;
      const std::string& login = team == "first" ? tellers_[0].login : tellers_[1].login;
      add(village.day, login, kCount, "edit", line, {{"votes", votes}});
      if (of == sheet) return;
      sheet = of;
      given_.push_back({village.day, login, kSheet, "give", of, 0, {{"papers", int64_t(to - from)}, {"blank", blank}, {"crowded", crowded}, {"unclear", 0}}, {}});
    });
    make();
    for (const Event& event : given_) desk_.add(event.day, event.login, event.type, event.move, event.record, event.values);
    given_.clear();
    make();
  }

  void material() {
    const auto print = [&](const std::string& what, base::Day day, const std::string& kind, int copies, int homes) {
      json::object values{{"kind", kind}, {"copies", json::object{{"value", copies}, {"sureness", "exact"}}}, {"day", day_text(day)}};
      if (homes > 0) values["homes"] = json::object{{"value", homes}, {"sureness", "exact"}};
      add(day, "r7.township", kMaterial, "enter", id_of("election/" + what), std::move(values), "990105200000");
    };
    print("letters", date(2007, 3, 2), "letter", 600, 512);
    print("more letters", date(2007, 3, 12), "letter", 400, 361);
    print("letters of the year after", date(2008, 3, 3), "letter", 300, 280);
    print("slogans", date(2007, 3, 5), "slogan", 60, 0);
    print("badges", date(2007, 4, 8), "badge", 18, 0);
    static constexpr const char* kAsked[] = {"外出打工的怎么投票", "嫁进来户口没迁能不能选", "一张票能选几个人", "没有主任工资谁还当", "不识字怎么填票", "委托要不要写条子"};
    constexpr int kContacts = 25, kQuestions = 63;
    for (int n = 0; n < kContacts; ++n)
      add(date(2007, 3, 5) + n, "r7.officer", kAdvice, "enter", id_of("election/advice", size_t(n)),
          {{"day", day_text(date(2007, 3, 5) + n)}, {"about", kAsked[n % 6]}, {"people", json::object{{"value", 1}, {"sureness", "exact"}}}, {"questions", json::object{{"value", kQuestions / kContacts + (n < kQuestions % kContacts ? 1 : 0)}, {"sureness", "exact"}}}}, kElectionsCode);
    add(date(2008, 3, 4), "r7.officer", kAdvice, "enter", id_of("election/advice of the year after"),
        {{"day", day_text(date(2008, 3, 4))}, {"about", kAsked[0]}, {"people", json::object{{"value", 1}, {"sureness", "exact"}}}, {"questions", json::object{{"value", 4}, {"sureness", "exact"}}}}, kElectionsCode);
    for (int week = 0; week < 6; ++week)
      for (const int weekday : {1, 4}) {   // Tuesdays and Fridays
        const base::Day day = date(2007, 3, 5) + 7 * week + weekday;
        const std::string id = id_of("election/meeting", size_t(week * 7 + weekday));
        add(day - 3, "r7.township", kMeeting, "enter", id, {{"topic", week == 4 ? "竞选演讲和才艺展示" : "直选工作汇报"}, {"day", day_text(day)}, {"venue", "乡政府"}}, "990105200000");
        add(day, "r7.township", kMeeting, "hold", id, {{"audience", json::object{{"value", 12 + week}, {"sureness", "exact"}}}});
      }
    make();
  }

  // A vote of today: half of the slots have come.
  void today() {
    const base::Day day = app_.engine().site().clock->today();
    const std::string& code = villages()[1].code;
    constexpr int kRoll = 60, kCame = 22;
    const Run run = plan("today", code, day, kRoll, 5);
    post(run, "today", day, day);
    windows("today", run, day, 3);
    add(day, "r7.township", kElection, "open", run.id);
    for (size_t n = 0; n < kCame; ++n) add(day, "r7.first", kVoter, "issue", run.voters[n]);
    make();
  }

  struct Teller { std::string login, person; };

  Application& app_;
  Hands& hands_;
  Desk desk_;
  base::County county_;
  std::string leader_;
  std::vector<Teller> tellers_;
  std::vector<Event> given_;
};

void open_account(Application& app, const std::string& login, const std::string& name, const std::string& role, lang::Level level, std::ostream& out) {
  (void)app.accounts().open("", login, name, kPassword, false);
  for (const auto& org : app.engine().site().orgs()->within(base::range_of(org_of(app, kElectionsCode))))
    if (org.level == level) (void)app.accounts().grant("", login, org.id, role, base::day_of({1990, 1, 1}), base::kDayMax);
  out << fmt::format("{:18} {:18} {:10} {}，海西乡\n", login, kPassword, role, name);
}

}  // namespace

void live_village_elections(Application& app, Hands& hands, std::ostream& out) {
  open_account(app, "r7.villages", "各村妇联", "officer", lang::Level::village, out);
  open_account(app, "r7.township", "乡妇联", "officer", lang::Level::township, out);
  open_account(app, "r7.township.chair", "乡妇联主席", "chair", lang::Level::township, out);
  open_account(app, "r7.first", "第一队计票人", "rater", lang::Level::village, out);
  open_account(app, "r7.second", "第二队计票人", "rater", lang::Level::village, out);
  Elections(app, hands).live();
}

}  // namespace halfsky::app::demo
