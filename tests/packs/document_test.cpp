// docs/PACKS.md says what is: its reference is the one that is printed now, its tutorial is a sound pack, its YAML can be read.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "app/application.hpp"
#include "app/demo/demo.hpp"
#include "app/examples/run_examples.hpp"
#include "lang/pack/english.hpp"
#include "lang/pack/format.hpp"
#include "lang/pack/reference.hpp"
#include "lang/source/tree.hpp"
#include "pack_folders.hpp"

namespace halfsky::test {
namespace {

using namespace lang;

const std::string kTutorial = kPacks + "tutorial/toy_library";

const std::string& document() {
  static const std::string kText = file_text(std::string(HALFSKY_SOURCE_DIR) + "/docs/PACKS.md");
  return kText;
}

struct Block {
  std::string language, file, text;
};

// What stands between two lines that begin with three backquotes: "```yaml programme.yaml".
std::vector<Block> blocks_of(const std::string& text) {
  std::vector<Block> blocks;
  std::istringstream lines(text);
  bool open = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      open = !open;
      if (!open) continue;
      const size_t space = line.find(' ');
      blocks.push_back({line.substr(3, space == std::string::npos ? space : space - 3), space == std::string::npos ? "" : line.substr(space + 1), ""});
    } else if (open) {
      blocks.back().text += line + "\n";
    }
  }
  EXPECT_FALSE(open) << "a block is not closed";
  return blocks;
}

std::string without_empty_lines(const std::string& text) {
  std::string result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) result += line + "\n";
  return result;
}

TEST(PacksDocument, ItsReferenceIsTheOneThatIsPrintedNow) {
  const size_t begin = document().find(kReferenceBegin), end = document().find(kReferenceEnd);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const size_t from = begin + std::string_view(kReferenceBegin).size() + 1;
  EXPECT_EQ(document().substr(from, end - from), pack_reference()) << "docs/PACKS.md is stale: scripts/packs-reference puts the reference of build/halfsky into it";
}

TEST(PacksDocument, TheTutorialIsTheTutorialsPack) {
  std::map<std::string, std::string> files;
  for (const Block& block : blocks_of(document()))
    if (!block.file.empty()) files[block.file] += block.text;
  ASSERT_GE(files.size(), 5u);
  for (const auto& [file, text] : files) EXPECT_EQ(without_empty_lines(text), without_empty_lines(file_text(kTutorial + "/" + file))) << file;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kTutorial)) {
    if (!entry.is_regular_file()) continue;
    const std::string file = entry.path().string().substr(kTutorial.size() + 1);
    EXPECT_EQ(files.count(file), file == "README.md" ? 0u : 1u) << file;
  }
}

TEST(PacksDocument, TheTutorialsPackIsSoundAndSaysAllInEnglish) {
  Diagnostics unread;
  const auto sources = read_packs_with_uses({kTutorial}, kCore, unread);
  const auto checked = check_packs(sources);
  ASSERT_TRUE(checked.packs) << all_texts(unread) << all_texts(checked.problems);
  EXPECT_EQ(without_english(*checked.packs, *checked.packs->pack("toy_library")), std::vector<std::string>{});
  PackSource pack = sources[1];
  for (const Block& block : blocks_of(document()))   // the story by which section 12 explains stories
    if (block.file.empty() && block.text.starts_with("example: ")) pack.examples.push_back({"docs/PACKS.md", block.text});
  const auto examples = app::run_examples({sources[0], pack});
  EXPECT_EQ(all_texts(examples.problems), "");
  EXPECT_EQ(examples.count, 3u);
}

TEST(PacksDocument, TheTutorialsStoryIsToldInTheDemo) {
  std::string folder = (std::filesystem::temp_directory_path() / "halfsky-tutorial-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  std::filesystem::create_directory(folder + "/packs");
  std::filesystem::copy(kCore, folder + "/packs/core", std::filesystem::copy_options::recursive);
  std::filesystem::copy(kTutorial, folder + "/packs/toy_library", std::filesystem::copy_options::recursive);
  {
    const auto app = app::Application::open({folder + "/data", "", {folder + "/packs"}, true, nullptr});
    ASSERT_NE(app, nullptr);
    app::DemoOptions options;
    options.stories = {"toys"};
    std::ostringstream out, err;
    EXPECT_EQ(app::run_demo(*app, options, out, err), 0) << err.str();
    const auto count = [&](const std::string& where) {
      return app->engine().reading([&](db::Connection& connection) { return connection.read({"select count(*) from toy_library_loan where " + where, {}}).integer(0, 0); });
    };
    EXPECT_EQ(count("1 = 1"), 12);
    EXPECT_EQ(count("stage = 'back'"), 8);
  }
  std::filesystem::remove_all(folder);
}

TEST(PacksDocument, TheTutorialsPackIsInTheHouseForm) {
  Diagnostics unread;
  const PackSource pack = read_pack_folder(kTutorial, unread);
  for (const auto& file : pack.yaml) EXPECT_EQ(format_yaml(file.path, file.text, FileForm::pack).text, file.text);
  for (const auto* files : {&pack.texts, &pack.examples})
    for (const auto& file : *files) EXPECT_EQ(format_yaml(file.path, file.text, FileForm::plain).text, file.text);
}

TEST(PacksDocument, ItsShortExamplesCanBeRead) {
  size_t read = 0;
  for (const Block& block : blocks_of(document())) {
    if (block.language != "yaml" || !block.file.empty()) continue;
    ++read;
    Diagnostics problems;
    source::read_yaml("docs/PACKS.md", block.text, problems);
    EXPECT_EQ(all_texts(problems), "") << block.text;
  }
  EXPECT_GE(read, 8u);
}

// The sections that the source cites are there, by number.
TEST(PacksDocument, EachSectionThatIsCitedIsThere) {
  for (int section = 1; section <= 15; ++section) EXPECT_NE(document().find("\n## " + std::to_string(section) + ". "), std::string::npos) << section;
}

}  // namespace
}  // namespace halfsky::test
