// Elements of a list as parts of a job, and back as commands.
#include "engine/job/elements.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "engine/move/decider.hpp"

namespace halfsky::engine {
namespace json = boost::json;

namespace {

json::array json_of_list(const lang::Value* from, size_t count) {
  json::array list;
  for (size_t i = 0; i < count; ++i) list.push_back(json::object{{"kind", int64_t(from[i].kind)}, {"number", from[i].number}, {"text", from[i].text}});
  return list;
}

std::vector<lang::Value> list_of(const json::value& json) {
  std::vector<lang::Value> result;
  for (const auto& one : json.as_array()) {
    lang::Value value;
    value.kind = lang::Kind(one.at("kind").as_int64());
    value.number = one.at("number").as_int64();
    value.text = std::string(one.at("text").as_string());
    result.push_back(std::move(value));
  }
  return result;
}

json::array json_of_problems(const base::Problems& problems) {
  json::array list;
  for (const auto& problem : problems) {
    json::object args;
    for (const auto& [name, value] : problem.args) args[name] = value;
    list.push_back(json::object{{"code", problem.code}, {"path", problem.path}, {"args", std::move(args)}});
  }
  return list;
}

base::Problems problems_of(const json::value& list) {
  base::Problems problems;
  for (const auto& one : list.as_array()) {
    base::Problem problem{std::string(one.at("code").as_string()), std::string(one.at("path").as_string()), {}};
    for (const auto& arg : one.at("args").as_object()) problem.args.emplace_back(std::string(arg.key()), std::string(arg.value().as_string()));
    problems.push_back(std::move(problem));
  }
  return problems;
}

constexpr const char* kRefused = "refused";  // a part for each element that was
constexpr const char* kSingly = "singly";   // of the job's `about`: the first element of the piece that is made one by one

class ElementsJob : public JobKind {
 public:
  std::string name() const override { return kElementsJob; }

  void work(JobRun& run) override {
    Job& job = run.job();
    const lang::RecordType* type = run.engine().site().packs->record_type(job.type);
    const lang::Move* move = type ? type->move(std::string(job.about.at("move").as_string())) : nullptr;
    if (move == nullptr) return fail(run, "unknown_move");
    std::vector<lang::Value> piece;
    for (int64_t n = job.done / int64_t(kEachMax); job.done < job.total && run.wanted(); ++n) {
      const std::string content = run.part("element", n);
      piece = content.empty() ? std::vector<lang::Value>{} : list_of(json::parse(content));
      if (piece.empty()) return fail(run, "machine");
      std::vector<JobPart> refused;
      if (!make(run, *type, *move, piece, refused)) return;
      job.done += int64_t(piece.size());
      if (job.done >= job.total) job.state = Job::State::done;
      run.save(refused);
    }
  }

 private:
  static void fail(JobRun& run, const char* code) {
    run.job().state = Job::State::failed;
    run.job().problem = code;
    run.save();
  }

  static Outcome send(JobRun& run, const lang::RecordType& type, const lang::Move& move, size_t first, std::vector<lang::Value> list) {
    const Job& job = run.job();
    Command command;
    command.who = run.who();
    command.county = job.county;
    command.kind = type.name + "." + move.id;
    const std::string name = fmt::format("{}/{}/{}", job.id, first, list.size());
    command.id = base::derived_uuid("elements", name);
    command.body_hash = run.engine().site().keyring->suite().hash(name);
    Step step;
    step.what = Step::What::elements;
    step.type = &type;
    step.move = &move;
    step.day = base::parse_day(std::string(job.about.at("day").as_string()));
    step.items.push_back({std::string(job.about.at("record").as_string()), values_of({job.about.at("late").as_bool(), size_t(job.about.at("effect").as_int64()), first, std::move(list)}), {}, {}, 0, ""});
    command.steps.push_back(std::move(step));
    return run.engine().writer().run(std::move(command));
  }

  // All at once; where that is refused, one by one. The latter is written down before: what is done again after a crash is then done
  // under the same ids, whatever the command of all would be answered by now. False: the job is no longer this run's.
  static bool make(JobRun& run, const lang::RecordType& type, const lang::Move& move, const std::vector<lang::Value>& piece, std::vector<JobPart>& refused) {
    Job& job = run.job();
    const auto first = size_t(job.done);
    const json::value* singly = job.about.if_contains(kSingly);
    if (singly == nullptr || singly->as_int64() != int64_t(first)) {
      const Outcome all = send(run, type, move, first, piece);
      if (all.accepted) {
        job.good += int64_t(piece.size());
        return true;
      }
      machine_could(all);
      job.about[kSingly] = int64_t(first);
      run.save();
    }
    for (size_t i = 0; i < piece.size(); ++i) {
      if (!run.wanted()) return false;
      const Outcome one = send(run, type, move, first + i, {piece[i]});
      if (!one.accepted) {
        machine_could(one);
        refused.push_back({kRefused, int64_t(first + i), json::serialize(json::object{{"number", piece[i].number}, {"text", piece[i].text}, {"problems", json_of_problems(one.problems)}})});
      }
      ++(one.accepted ? job.good : job.bad);
    }
    return true;
  }

  static void machine_could(const Outcome& outcome) {
    for (const auto& problem : outcome.problems)
      if (problem.code == "machine" || problem.code == "busy") throw db::Unavailable(db::Unavailable::Cause::machine, problem.code);
  }
};

}  // namespace

ElementsPiece piece_of(const json::object& values) {
  return {values.at("late").as_bool(), size_t(values.at("effect").as_int64()), size_t(values.at("first").as_int64()), list_of(values.at("list"))};
}

json::object values_of(const ElementsPiece& piece) {
  return {{"late", piece.late}, {"effect", int64_t(piece.effect)}, {"first", int64_t(piece.first)}, {"list", json_of_list(piece.list.data(), piece.list.size())}};
}

std::vector<JobPart> element_parts(const std::vector<lang::Value>& list) {
  std::vector<JobPart> parts;
  for (size_t from = 0; from < list.size(); from += kEachMax) parts.push_back({"element", int64_t(from / kEachMax), json::serialize(json_of_list(list.data() + from, std::min(list.size() - from, kEachMax)))});
  return parts;
}

std::vector<RefusedElement> refused_elements(Jobs& jobs, const Job& job) {
  std::vector<RefusedElement> result;
  jobs.each_part(job, kRefused, [&](int64_t n, const std::string& content) {
    const json::value part = json::parse(content);
    const std::string record(part.at("text").as_string());
    result.push_back({n, record, record.empty() ? base::OrgId(part.at("number").as_int64()) : 0, problems_of(part.at("problems"))});
  });
  return result;
}

std::unique_ptr<JobKind> elements_job() { return std::make_unique<ElementsJob>(); }

}  // namespace halfsky::engine
