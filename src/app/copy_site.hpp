// A whole site copied: into a folder to keep or to carry (SQLite), and from there into a new site on either back end.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace halfsky::app {

struct CopyingSite {
  std::string from, to;                  // data folders; `to` is not there yet
  std::string database;                  // of `to`: postgresql://… of an empty one; "": SQLite in it
  std::string keys;                      // the folder of keys where `from` has none
  std::vector<std::string> programmes;   // none: as `from` has them
  bool leave_keys_out = false;           // then they are to be carried apart
};

// The exit code: 0, 1 where the copy would not be whole, 2 where the call is wrong. `to` is there when all of it is.
int copy_site(const CopyingSite& how, std::ostream& out, std::ostream& err);

}  // namespace halfsky::app
