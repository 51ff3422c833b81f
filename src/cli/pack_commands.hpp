// The commands behind `halfsky pack`, and how they read their calls. Private to this folder.
#pragma once

#include <map>
#include <optional>

#include "cli/pack_command.hpp"

namespace halfsky::cli {

struct PackCall {
  std::vector<std::string> words;                 // what is no option
  std::map<std::string, std::string> options;     // "--core" -> its value; of a flag ""

  bool has(const std::string& option) const { return options.count(option) > 0; }
  std::string value(const std::string& option) const { return has(option) ? options.at(option) : ""; }
};

// What a command takes: options that want a value, and flags; how many words.
struct PackUse {
  const char* command;
  const char* usage;                              // its lines of the help, the first without "usage:"
  std::vector<std::string> valued, flags;
  size_t words_min = 1, words_max = 1'000;
};

// Nothing where the call is wrong: the reason and the usage are on `err` then.
std::optional<PackCall> read_pack_call(const std::vector<std::string>& arguments, const PackUse& use, std::ostream& err);

const PackUse& check_use();
const PackUse& new_use();
const PackUse& format_use();
const PackUse& diff_use();

int pack_check(const PackCall& call, std::ostream& out, const PackServices& services);
int pack_new(const PackCall& call, std::ostream& out, std::ostream& err);
int pack_format(const PackCall& call, std::ostream& out, std::ostream& err);
int pack_diff(const PackCall& call, std::ostream& out, std::ostream& err, const PackServices& services);

// The packs in these folders with those that they use; core is `core`, or one beside them, or programmes/core.
std::vector<lang::PackSource> read_with_core(const std::vector<std::string>& folders, const std::string& core, lang::Diagnostics& unread);

}  // namespace halfsky::cli
