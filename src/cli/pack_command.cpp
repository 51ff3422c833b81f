// Which command of `halfsky pack` is meant, and what it was given.
#include "cli/pack_command.hpp"

#include <algorithm>
#include <ostream>

#include "cli/pack_commands.hpp"
#include "lang/pack/reference.hpp"

namespace halfsky::cli {
namespace {

const PackUse kReference{"reference", "halfsky pack reference\n  Prints every key of the language as docs/PACKS.md has it.\n", {}, {}, 0, 0};
const PackUse kSchema{"schema", "halfsky pack schema\n  Prints a JSON schema of programme.yaml, for editors.\n", {}, {}, 0, 0};

std::vector<const PackUse*> uses() { return {&check_use(), &new_use(), &format_use(), &diff_use(), &kSchema, &kReference}; }

void say_usage(std::ostream& err) {
  bool first = true;
  for (const PackUse* use : uses()) {
    err << (first ? "usage: " : "       ") << use->usage;
    first = false;
  }
}

bool contains(const std::vector<std::string>& list, const std::string& item) { return std::find(list.begin(), list.end(), item) != list.end(); }

}  // namespace

std::optional<PackCall> read_pack_call(const std::vector<std::string>& arguments, const PackUse& use, std::ostream& err) {
  PackCall call;
  const auto wrong = [&](const std::string& what) {
    err << "halfsky pack " << use.command << ": " << what << "\nusage: " << use.usage;
    return std::nullopt;
  };
  for (size_t i = 1; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (contains(use.flags, argument)) {
      call.options[argument] = "";
    } else if (contains(use.valued, argument)) {
      if (++i == arguments.size()) return wrong(argument + " wants a value");
      call.options[argument] = arguments[i];
    } else if (argument.size() > 1 && argument[0] == '-') {
      return wrong("unknown option " + argument);
    } else {
      call.words.push_back(argument);
    }
  }
  if (call.words.size() < use.words_min) return wrong("something is missing");
  if (call.words.size() > use.words_max) return wrong("'" + call.words[use.words_max] + "' is too much");
  return call;
}

int pack_command(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err, const PackServices& services) {
  const std::string name = arguments.empty() ? "" : arguments[0];
  for (const PackUse* use : uses()) {
    if (name != use->command) continue;
    const auto call = read_pack_call(arguments, *use, err);
    if (!call) return 2;
    if (use == &check_use()) return pack_check(*call, out, services);
    if (use == &new_use()) return pack_new(*call, out, err);
    if (use == &format_use()) return pack_format(*call, out, err);
    if (use == &diff_use()) return pack_diff(*call, out, err, services);
    out << (use == &kSchema ? lang::pack_schema() : lang::pack_reference());
    return 0;
  }
  if (!name.empty()) err << "halfsky pack: there is no '" << name << "'\n";
  say_usage(err);
  return 2;
}

}  // namespace halfsky::cli
