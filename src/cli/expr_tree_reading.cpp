// The reading from the tree: the browser's interpreter, run by node. One line of JSON goes in, one comes out.
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>

#include "cli/expr_reading.hpp"

namespace halfsky::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string bundle_path(const std::string& given) {
  if (!given.empty()) return given;
  if (const char* set = std::getenv("HALFSKY_EXPR_TREE"); set && *set) return set;
  std::error_code error;
  const fs::path binary = fs::read_symlink("/proc/self/exe", error);
  const fs::path beside = binary.parent_path();
  for (const fs::path& place : {beside / "expr.mjs", beside / "../share/halfsky/expr.mjs", beside / "../web/dist-expr/expr.mjs"})   // the last: a build folder in the source tree
    if (fs::exists(place, error)) return place.string();
  return {};
}

class TreeReading final : public ExprReading {
 public:
  explicit TreeReading(const std::string& bundle) {
    int to_child[2], from_child[2];
    if (pipe2(to_child, O_CLOEXEC) != 0 || pipe2(from_child, O_CLOEXEC) != 0) throw ReadingMissing("no pipe for node");
    child_ = fork();
    if (child_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGTERM);
      dup2(to_child[0], 0);
      dup2(from_child[1], 1);
      execlp("node", "node", bundle.c_str(), static_cast<char*>(nullptr));
      _exit(127);
    }
    close(to_child[0]);
    close(from_child[1]);
    in_ = to_child[1];
    out_ = fdopen(from_child[0], "r");
    signal(SIGPIPE, SIG_IGN);
    if (ask("{}") != "{}") throw ReadingMissing("node does not run " + bundle + " (is node >= 20 installed?)");
  }

  ~TreeReading() override {
    close(in_);
    if (out_) fclose(out_);
    if (child_ > 0) waitpid(child_, nullptr, 0);
    std::free(line_);
  }

  lang::Value read(const ExprLine& line, const lang::Expression& expression) override {
    json::object variables;
    for (const auto& [name, variable] : line.variables) variables[name] = to_raw(variable.value, variable.type);
    const json::object question = {{"tree", lang::to_tree(expression)}, {"variables", variables}, {"today", line.today}};
    const std::string answer = ask(json::serialize(question));
    if (answer.empty()) throw LineProblem("bad_reading", "the interpreter has ended");
    const json::value parsed = json::parse(answer);
    if (const json::value* problem = parsed.as_object().if_contains("error")) throw LineProblem("no_reading", std::string(problem->as_string()));
    return from_raw(parsed.at("value"), expression.type());
  }

 private:
  // Empty where the interpreter has ended.
  std::string ask(std::string question) {
    question += '\n';
    for (size_t sent = 0; sent < question.size();) {
      const ssize_t count = write(in_, question.data() + sent, question.size() - sent);
      if (count <= 0) return {};
      sent += size_t(count);
    }
    const ssize_t size = getline(&line_, &capacity_, out_);
    if (size <= 0) return {};
    return std::string(line_, size_t(size) - (line_[size - 1] == '\n' ? 1 : 0));
  }

  pid_t child_ = -1;
  int in_ = -1;
  FILE* out_ = nullptr;
  char* line_ = nullptr;
  size_t capacity_ = 0;
};

}  // namespace

std::unique_ptr<ExprReading> tree_reading(const std::string& given) {
  const std::string bundle = bundle_path(given);
  if (bundle.empty()) throw ReadingMissing("the interpreter expr.mjs is not beside the binary: `npm run build:expr` in web/ makes it, HALFSKY_EXPR_TREE can name it");
  if (access(bundle.c_str(), R_OK) != 0) throw ReadingMissing("there is no interpreter at " + bundle);
  return std::make_unique<TreeReading>(bundle);
}

}  // namespace halfsky::cli
