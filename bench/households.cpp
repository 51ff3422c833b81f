// Rows of households, and the few parts of a workbook around them.
#include "households.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <stdexcept>
#include <unordered_map>

#include "base/day.hpp"

namespace halfsky::bench {
namespace {

constexpr const char* kSurnames[] = {"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗"};
constexpr const char* kGiven[] = {"秀", "桂", "玉", "丽", "建", "小", "春", "志", "海", "文", "国", "美", "晓", "雪", "永", "金", "冬", "立", "彩", "明", "英", "兰", "梅", "华", "雨", "花", "强", "燕", "静", "庆",
                                  "玲", "东", "福", "凤", "新", "云", "芳", "霞", "红", "军", "伟", "娟", "勇", "艳", "杰", "涛", "磊", "超", "霖", "敏", "丹", "萍", "鹏", "宁", "辉", "波", "莲", "琴", "芬", "香"};
constexpr const char* kHeadings[] = {"村", "户主姓名", "性别", "出生日期", "身份证号", "联系电话", "文化程度", "村民小组", "门牌", "人口", "妇女", "儿童", "老人", "类型", "住房", "年收入", "已参保", "登记日期"};
constexpr const char* kEducation[] = {"小学及以下", "初中", "高中或中专", "大专", "本科"};
constexpr const char* kKinds[] = {"普通", "普通", "普通", "单亲", "困难", "流动", "留守", "空巢"};
constexpr const char* kHousing[] = {"自有", "自有", "租住", "合住"};
constexpr int64_t kDay1970 = 25'569;   // Excel's number of 1970-01-01
constexpr int kDateStyle = 1;

std::string id_number(size_t n, base::Day birth, bool female) {
  static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const std::string day = base::format_day(birth);
  std::string id = fmt::format("99{:04}{}{}{}{:03}", 1 + n / 400'000 % 9'000, day.substr(0, 4), day.substr(5, 2), day.substr(8, 2), n % 500 * 2 + (female ? 0 : 1));
  int sum = 0;
  for (int i = 0; i < 17; ++i) sum += (id[size_t(i)] - '0') * kWeights[i];
  return id + "10X98765432"[sum % 11];
}

class Book {
 public:
  explicit Book(const HouseholdSheet& sheet) : sheet_(sheet) {
    rows_ = "<row r=\"1\">";
    for (const char* heading : kHeadings) text(heading);
    rows_ += "</row>";
    for (size_t n = 0; n < sheet.rows; ++n) row(n);
  }

  void save(const std::string& path) const {
    const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    const std::string relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">", type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    const std::vector<std::pair<std::string, std::string>> parts = {
        {"[Content_Types].xml", head + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                                       "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + type + "sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" + type + "worksheet+xml\"/>"
                                       "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"" + type + "sharedStrings+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"" + type + "styles+xml\"/></Types>"},
        {"_rels/.rels", head + relations + "<Relationship Id=\"rId1\" Type=\"" + office + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
        {"xl/workbook.xml", head + "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + office + "\"><sheets><sheet name=\"住户\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels", head + relations + "<Relationship Id=\"rId1\" Type=\"" + office + "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" + office + "/sharedStrings\" Target=\"sharedStrings.xml\"/>"
                                                             "<Relationship Id=\"rId3\" Type=\"" + office + "/styles\" Target=\"styles.xml\"/></Relationships>"},
        {"xl/styles.xml", head + "<styleSheet xmlns=\"" + main + "\"><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
                                 "<cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"},
        {"xl/sharedStrings.xml", head + "<sst xmlns=\"" + main + "\">" + strings_ + "</sst>"},
        {"xl/worksheets/sheet1.xml", head + "<worksheet xmlns=\"" + main + "\"><sheetData>" + rows_ + "</sheetData></worksheet>"},
    };
    int error = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    if (archive == nullptr) throw std::runtime_error("cannot write " + path);
    for (const auto& [name, content] : parts) zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), ZIP_FL_ENC_UTF_8);
    if (zip_close(archive) != 0) throw std::runtime_error("cannot write " + path);
  }

 private:
  void start_cell() {
    if (column_ == std::size(kHeadings)) column_ = 0;
    rows_ += fmt::format("<c r=\"{}{}\"", char('A' + column_++), line_);
  }
  void text(const std::string& content) {
    const auto [at, is_new] = index_.try_emplace(content, index_.size());
    if (is_new) strings_ += "<si><t>" + content + "</t></si>";
    start_cell();
    rows_ += fmt::format(" t=\"s\"><v>{}</v></c>", at->second);
  }
  void number(int64_t value, int style = 0) {
    start_cell();
    if (style) rows_ += fmt::format(" s=\"{}\"", style);
    rows_ += fmt::format("><v>{}</v></c>", value);
  }

  void row(size_t n) {
    line_ = n + 2;
    const size_t mix = n * 2'654'435'761u % 1'000'003;
    const bool female = mix % 3 != 0;
    const auto birth = base::day_of({1940, 1, 1}) + base::Day(n / 500 % 20'000);
    const bool faulty = sheet_.fault_every && n % sheet_.fault_every == sheet_.fault_every - 1;
    const size_t fault = faulty ? n / sheet_.fault_every % 4 : 4;
    const int64_t people = 1 + int64_t(mix % 6);
    rows_ += fmt::format("<row r=\"{}\">", line_);
    text(fault == 0 ? "没有的村" : sheet_.villages[n % sheet_.villages.size()]);
    text(std::string(kSurnames[mix % std::size(kSurnames)]) + kGiven[mix / 20 % std::size(kGiven)] + kGiven[mix / 1'200 % std::size(kGiven)]);
    text(female ? "女" : "男");
    number(birth + kDay1970, kDateStyle);
    std::string id = id_number(n, birth, female);
    if (fault == 1) id[17] = id[17] == '0' ? '1' : '0';
    text(id);
    text(fmt::format("199{:08}", mix * 97 % 100'000'000));
    text(kEducation[mix % std::size(kEducation)]);
    number(1 + int64_t(n / sheet_.villages.size() % 12));
    text(fmt::format("{}号", n / sheet_.villages.size() + 1));
    number(people);
    number(fault == 2 ? people + 1 : people / 2);
    number(people / 3);
    number(people / 4);
    text(fault == 3 ? "别的" : kKinds[mix % std::size(kKinds)]);
    text(kHousing[mix % std::size(kHousing)]);
    number(int64_t(8'000 + mix % 90'000));
    text(mix % 5 ? "是" : "否");
    number(base::day_of({2026, 1, 5}) + base::Day(mix % 90) + kDay1970, kDateStyle);
    rows_ += "</row>";
  }

  const HouseholdSheet& sheet_;
  std::string rows_, strings_;
  std::unordered_map<std::string, size_t> index_;
  size_t line_ = 1, column_ = 0;
};

}  // namespace

void write_households(const std::string& path, const HouseholdSheet& sheet) { Book(sheet).save(path); }

}  // namespace halfsky::bench
