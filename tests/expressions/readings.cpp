// Opening the readings.
#include "expressions/readings.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "support/postgres.hpp"

namespace halfsky::testing {
namespace {

namespace fs = std::filesystem;

// The interpreter bundled from source, so that what is tested is what stands there.
std::string tree_bundle() {
  if (const char* given = std::getenv("HALFSKY_EXPR_TREE"); given && *given) return given;
  const fs::path web = fs::path(HALFSKY_SOURCE_DIR) / "web", esbuild = web / "node_modules/.bin/esbuild";
  if (!fs::exists(esbuild)) return {};
  static const fs::path bundle = fs::temp_directory_path() / ("halfsky-expr-" + std::to_string(getpid()) + ".mjs");
  std::atexit([] {
    std::error_code ignored;
    fs::remove(bundle, ignored);
  });
  const std::string command = esbuild.string() + " " + (web / "src/expr/cli.ts").string() + " --bundle --platform=node --format=esm --log-level=error --outfile=" + bundle.string();
  return std::system(command.c_str()) == 0 ? bundle.string() : std::string();
}

void missing(const char* name, const char* why) { std::fprintf(stderr, "expressions: the reading %s is left out: %s\n", name, why); }

}  // namespace

std::string postgresql_url() {
  static const std::string url = Postgres::is_available() ? Postgres::shared().fresh_database() : std::string();
  return url;
}

std::vector<NamedReading>& readings() {
  static std::vector<NamedReading> all = [] {
    std::vector<NamedReading> made;
    made.push_back({"cpp", cli::cpp_reading()});
    made.push_back({"sqlite", cli::sqlite_reading()});
    if (const std::string url = postgresql_url(); !url.empty()) made.push_back({"postgresql", cli::postgresql_reading(url)});
    else missing("postgresql", "no server is installed");
    if (const std::string bundle = tree_bundle(); !bundle.empty()) made.push_back({"tree", cli::tree_reading(bundle)});
    else missing("tree", "web/node_modules has no esbuild, and HALFSKY_EXPR_TREE is not set");
    return made;
  }();
  return all;
}

}  // namespace halfsky::testing
