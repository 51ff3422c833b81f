// Made beside its place, checked by opening it, then moved there: a copy that broke off is never taken for one.
#include "app/copy_site.hpp"

#include <filesystem>
#include <ostream>

#include "app/application.hpp"
#include "engine/store/copy_tables.hpp"
#include "engine/store/create.hpp"

namespace halfsky::app {
namespace {

namespace fs = std::filesystem;

// Removes what is half done when it goes.
class Partial {
 public:
  explicit Partial(fs::path path) : path_(std::move(path)) { fs::remove_all(path_); }
  ~Partial() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }
  void becomes(const fs::path& place) {
    fs::rename(path_, place);
    path_.clear();
  }

 private:
  fs::path path_;
};

bool is_empty(const std::string& database) {
  const auto opened = db::Database::open(database);
  return engine::existing_tables(*opened->connect_reader()).empty();
}

std::string wrong_with(const CopyingSite& how, const fs::path& keys) {
  if (fs::exists(how.to) && !(fs::is_directory(how.to) && fs::is_empty(how.to))) return how.to + " is there already; name a folder that is not";
  if (!fs::exists(keys / "master.key")) return how.from + " has no keys with it; name their folder with --keys";
  if (!how.database.empty() && !how.database.starts_with("postgresql:")) return "--db is postgresql://…; without it the copy is on SQLite in its folder";
  if (!how.database.empty() && !is_empty(how.database)) return "the database of --db has tables already; name an empty one";
  return "";
}

}  // namespace

int copy_site(const CopyingSite& how, std::ostream& out, std::ostream& err) {
  const fs::path keys = how.keys.empty() ? fs::path(how.from) / "keys" : fs::path(how.keys);
  std::string why;
  const auto source = open_database(how.from, why);
  if (source) why = wrong_with(how, keys);
  if (!why.empty()) {
    err << "halfsky: " << why << "\n";
    return 2;
  }
  fs::path place = fs::absolute(how.to).lexically_normal();
  if (!place.has_filename()) place = place.parent_path();   // FOLDER/ is FOLDER
  Partial partial(place.string() + ".unfinished");
  fs::create_directories(partial.path() / "keys");
  fs::permissions(partial.path() / "keys", fs::perms::owner_all);
  for (const auto& key : fs::directory_iterator(keys))
    if (key.is_regular_file() && !key.is_symlink()) fs::copy_file(key.path(), partial.path() / "keys" / key.path().filename());   // with its permissions
  Opening opening{partial.path().string(), how.database, how.programmes.empty() ? programmes_of(how.from) : how.programmes, true, nullptr};
  if (!Application::open(opening)) return 2;   // makes its tables, and says what is wrong with the packs
  // A folder goes with what is in it; a database stays, and must not be taken for empty or whole.
  struct Half {
    const CopyingSite& how;
    std::ostream& err;
    bool done = false;
    ~Half() {
      if (!done && !how.database.empty()) err << "halfsky: the database of --db has tables of the attempt now; drop it and make it again before the next\n";
    }
  } half{how, err};
  const auto target = open_database(partial.path().string(), why);
  const auto copied = engine::copy_tables(*source, *target);
  if (!copied) {
    for (const auto& problem : copied.problems())
      err << "halfsky: " << problem.args.front().second << " is in " << how.from << ", and these packs make none; give the packs that it runs with (--packs)\n";
    return 1;
  }
  opening.create = false;
  opening.programmes.clear();
  if (!Application::open(opening)) return 1;   // other keys than the rows were written with
  if (how.leave_keys_out) fs::remove_all(partial.path() / "keys");
  if (fs::exists(place)) fs::remove(place);   // empty
  partial.becomes(place);
  half.done = true;
  out << copied->tables << " tables, " << copied->rows << " rows\n";
  return 0;
}

}  // namespace halfsky::app
