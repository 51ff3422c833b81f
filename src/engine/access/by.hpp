// Whose act it is, and the command that asked for it. With a command, the act is done once however often it is sent; without one
// (from the shell, at sign-in) each call is an act of its own.
#pragma once

#include <string>

namespace halfsky::engine {

struct By {
  By(std::string account_ = "", std::string command_ = "", std::string body_hash_ = "")
      : account(std::move(account_)), command(std::move(command_)), body_hash(std::move(body_hash_)) {}
  By(const char* account_) : account(account_) {}

  std::string account;     // id; empty: the shell
  std::string command;     // the client's id for it, or empty
  std::string body_hash;   // of what was asked, keyed: the body may hold a password, which a plain hash would let one guess
};

}  // namespace halfsky::engine
