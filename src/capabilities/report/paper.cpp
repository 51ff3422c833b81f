// Values of one record as a paper shows them.
#include "capabilities/report/paper.hpp"

#include <boost/json/object.hpp>

#include "base/text.hpp"
#include "capabilities/report/layout.hpp"
#include "capabilities/report/value_text.hpp"
#include "engine/world.hpp"

namespace halfsky::report {
namespace json = boost::json;
using engine::RowPtr;
using lang::Piece;
using lang::Value;

namespace {

// Reads what its reader may read: nothing of rows and fields that are not hers, nothing private.
class ReadersWorld : public engine::RowWorld {
 public:
  ReadersWorld(const engine::Site& site, engine::Snapshot& snapshot, engine::View& view, const engine::Acting& who, RowPtr row, base::Day today)
      : RowWorld(site, snapshot, row, today), site_(site), snapshot_(snapshot), view_(view), who_(who), today_(today) {}

  Value member(const Value* of, const lang::Type& of_type, const lang::Binding& binding) override {
    if (binding.how == lang::Binding::How::field && binding.field && !binding.field->owner->is_org) {
      if (binding.field->private_) return Value::null();
      const lang::RecordType* type = of ? site_.packs->record_type(of_type.target) : nullptr;
      const RowPtr at = of == nullptr ? row() : type && !of->text.empty() ? snapshot_.load(*type, of->text) : nullptr;
      if (at && (!view_.may_read(at) || !view_.gate().may_read_field(who_, *binding.field, at, snapshot_, today_))) return Value::null();
    }
    return RowWorld::member(of, of_type, binding);
  }

 private:
  const engine::Site& site_;
  engine::Snapshot& snapshot_;
  engine::View& view_;
  const engine::Acting& who_;
  const base::Day today_;
};

class Filler {
 public:
  Filler(const engine::Site& site, engine::Snapshot& snapshot, engine::View& view, const engine::Acting& who, const lang::Print& print, const RowPtr& row)
      : site_(site), snapshot_(snapshot), view_(view), who_(who), row_(row), today_(site.clock->today()) {
    run(print.text.pieces);
  }

  json::array take() { return std::move(pieces_); }

 private:
  ReadersWorld world_of(const RowPtr& row) { return ReadersWorld(site_, snapshot_, view_, who_, row, today_); }

  void run(const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces) switch (piece.kind) {
      case Piece::Kind::text: pieces_.push_back(json::object{{"kind", "text"}, {"text", piece.text}}); break;
      case Piece::Kind::value: pieces_.push_back(json::object{{"kind", "name"}, {"text", shown(world_of(row_).evaluate(*piece.expression), piece.expression->type())}}); break;
      case Piece::Kind::name: pieces_.push_back(json::object{{"kind", "name"}, {"text", piece.text == "org" ? view_.org_name(row_->org) : ""}}); break;
      case Piece::Kind::table: case Piece::Kind::list: rows(piece); break;
      case Piece::Kind::if_:
        if (!piece.condition || world_of(row_).evaluate(*piece.condition).is_true()) run(piece.pieces);
        break;
      default: break;   // of reports; the checker lets no print have them
    }
  }

  // Lines of the record, or what refers to it, as a table.
  void rows(const Piece& piece) {
    const lang::RecordType::Back* back = row_->type->back(piece.back);
    json::array header, lines;
    for (size_t i = 0; i < piece.columns.size(); ++i) header.emplace_back(path_title(*piece.columns[i], i < piece.column_titles.size() ? piece.column_titles[i] : ""));
    if (back)
      for (const RowPtr& line : snapshot_.rows_by_ref(*back->ref, Value::record(row_->id))) {
        if (!view_.may_read(line)) continue;
        auto world = world_of(line);
        if (piece.condition && !world.evaluate(*piece.condition).is_true()) continue;
        json::array cells;
        for (const auto& column : piece.columns) cells.push_back(json::object{{"text", shown(world.evaluate(*column), column->type())}});
        lines.push_back(std::move(cells));
      }
    pieces_.push_back(json::object{{"kind", "table"}, {"header", std::move(header)}, {"rows", std::move(lines)}});
  }

  std::string shown(const Value& value, const lang::Type& type) {
    return value_text(site_, value, type, [this](const lang::RecordType& target, const std::string& id) { return view_.label_of(target, id); });
  }

  const engine::Site& site_;
  engine::Snapshot& snapshot_;
  engine::View& view_;
  const engine::Acting& who_;
  const RowPtr& row_;
  const base::Day today_;
  json::array pieces_;
};

}  // namespace

json::array fill_print(const engine::Site& site, engine::Snapshot& snapshot, engine::View& view, const engine::Acting& who, const lang::Print& print, const RowPtr& row) {
  return Filler(site, snapshot, view, who, print, row).take();
}

std::string paper_word(const std::string& title, const json::array& pieces) {
  DocxDocument document;
  document.title(title);
  lay_out(blocks_of(markdown_of(pieces, {})), document);
  return document.bytes();
}

}  // namespace halfsky::report
