// Step 1: the text of packs, and in which order they are read.
#include <algorithm>
#include <filesystem>
#include <functional>

#include "base/uuid.hpp"
#include "lang/pack/builders.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

// Lays another file's declarations beside those read so far. Sections join name by name; only rubrics may be spread further,
// so that a new year's score sheet can be a file of its own.
void join(Context& context, source::Node& into, source::Node&& from, int depth, bool deep) {
  for (auto& entry : from.entries) {
    auto found = std::find_if(into.entries.begin(), into.entries.end(), [&](const auto& e) { return e.key.text == entry.key.text; });
    if (found == into.entries.end()) {
      into.entries.push_back(std::move(entry));
      continue;
    }
    const bool may_join = found->value.is_map() && entry.value.is_map() && (depth == 0 || deep);
    if (may_join)
      join(context, found->value, std::move(entry.value), depth + 1, deep || entry.key.text == "rubrics");
    else
      context.refuse(entry.key.at, "duplicate_key",
                     "'" + entry.key.text + "' stands in another file too, " + found->key.at.file.text() + " line " + std::to_string(found->key.at.line));
  }
}

std::string folder_name(const std::string& folder) {
  std::error_code error;
  auto path = std::filesystem::path(folder);
  if (path.filename() == "." || path.filename() == "..") path = std::filesystem::weakly_canonical(path, error);
  std::string name = path.filename().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

void read_head(Context& context, PackInProgress& pack) {
  const source::Node& root = pack.root;
  const auto* programme = root.find("programme");
  const std::string expected = folder_name(pack.source->folder);
  if (!programme || !programme->is_scalar() || programme->text.empty()) {
    if (!pack.source->yaml.empty()) context.refuse(root.at, "missing_key", "a pack needs `programme: " + expected + "`");
    pack.pack->programme = expected;
  } else {
    pack.pack->programme = programme->text;
    if (check_id(context, *programme, IdUse::name) && programme->text != expected)
      context.refuse(programme->at, "wrong_folder", "programme '" + programme->text + "' stands in a folder named for '" + expected + "'; the two are the same");
  }
  pack.pack->folder = pack.source->folder;
  pack.pack->title = text_of(root.find("title"));
  if (!root.find("title") && !pack.source->yaml.empty()) context.refuse(root.at, "missing_key", "a pack needs `title`, its Chinese name");
  const auto* edition = root.find("edition");
  if (!edition && !pack.source->yaml.empty()) context.refuse(root.at, "missing_key", "a pack needs `edition`, a whole number");
  pack.pack->edition = std::max(1, std::atoi(text_of(edition).c_str()));
  for (const auto* use : list_of(root.find("uses"))) {
    if (!use->is_scalar()) continue;
    if (use->text == "core") context.refuse(use->at, "needless", "core is always in use; leave it out of `uses`");
    else if (!pack.use_places.emplace(use->text, use->at).second) context.refuse(use->at, "duplicate", "'" + use->text + "' stands twice in `uses`");
    else pack.pack->uses.push_back(use->text);
  }
}

std::string hash_of(const PackSource& source) {
  std::string all;
  for (const auto* files : {&source.yaml, &source.reports, &source.prints, &source.texts, &source.examples})
    for (const auto& file : *files) all += std::filesystem::path(file.path).filename().string() + '\0' + file.text + '\0';
  return base::derived_uuid("pack", all);
}

// Core first, then each pack after those it uses; a circle is refused once for each pack in it.
void order(Context& context) {
  std::vector<std::unique_ptr<PackInProgress>> ordered;
  std::map<std::string, int> state;   // 1: being visited, 2: done
  std::function<void(const std::string&)> visit = [&](const std::string& programme) {
    auto* pack = context.pack(programme);
    if (!pack || state[programme] == 2) return;
    state[programme] = 1;
    std::vector<std::string> sound;
    for (const auto& use : pack->pack->uses) {
      if (!context.pack(use)) {
        std::vector<std::string> names;
        for (const auto& other : context.packs) if (other) names.push_back(other->programme());
        context.refuse(pack->use_places.at(use), "no_such_pack", "there is no pack '" + use + "' beside this one" + Context::meant(use, names));
      } else if (state[use] == 1) {
        context.refuse(pack->use_places.at(use), "circle", "'" + use + "' uses '" + programme + "' in its turn; packs don't use each other in a circle");
      } else {
        visit(use);
        sound.push_back(use);
      }
    }
    pack->pack->uses = sound;
    state[programme] = 2;
  };
  std::vector<std::string> all;
  for (const auto& pack : context.packs) all.push_back(pack->programme());
  std::sort(all.begin(), all.end());
  for (const auto& programme : all) visit(programme);
  std::map<std::string, int> depths;   // how many packs stand below one; memoized, since packs share what they use
  std::function<int(const PackInProgress&)> depth = [&](const PackInProgress& pack) {
    if (const auto found = depths.find(pack.programme()); found != depths.end()) return found->second;
    int deepest = 0;
    for (const auto& use : pack.pack->uses) deepest = std::max(deepest, 1 + depth(*context.pack(use)));
    return depths[pack.programme()] = pack.is_core() ? -1 : deepest;
  };
  for (const auto& pack : context.packs) depth(*pack);
  std::sort(context.packs.begin(), context.packs.end(), [&](const auto& a, const auto& b) {
    return std::make_pair(depths[a->programme()], a->programme()) < std::make_pair(depths[b->programme()], b->programme());
  });
}

}  // namespace

void read_packs(Context& context, const std::vector<PackSource>& sources) {
  for (const auto& source : sources) {
    auto pack = std::make_unique<PackInProgress>();
    pack->source = &source;
    pack->pack = std::make_unique<Pack>();
    pack->pack->hash = hash_of(source);
    pack->root.kind = source::Node::Kind::map;
    pack->root.at = {source.yaml.empty() ? source.folder : source.yaml.front().path, 1, 1};
    for (const auto& file : source.yaml) {
      source::Node tree = source::read_yaml(file.path, file.text, context.problems());
      if (!check_keys(context, tree, Construct::pack)) continue;
      join(context, pack->root, std::move(tree), 0, false);
    }
    read_head(context, *pack);
    if (context.pack(pack->programme())) {
      context.refuse(pack->root.at, "duplicate", "two packs are called '" + pack->programme() + "'");
      continue;
    }
    for (const auto* files : {&source.yaml, &source.reports, &source.prints, &source.texts, &source.examples})
      for (const auto& file : *files) context.add_file(file.path, pack.get());
    context.packs.push_back(std::move(pack));
  }
  order(context);
}

}  // namespace halfsky::lang
