// Columns, keys and indexes.
#include "capabilities/indicate/tables.hpp"

namespace halfsky::indicate {

using engine::CounterTable;
using engine::TableSpec;

namespace {

const std::vector<std::string> kValues = {"value", "n", "at_least", "about"};

TableSpec spec_of(const CounterTable& table, std::vector<std::string> indexes) {
  TableSpec spec{table.name, {}, table.keys, true, std::move(indexes)};
  for (const auto& key : table.keys) {
    const bool integer = key == "county" || key == "org" || key == "month" || key == "day";
    spec.columns.push_back({key, integer ? TableSpec::Part::Type::integer : TableSpec::Part::Type::text});
  }
  for (const auto& value : table.values) spec.columns.push_back({value, TableSpec::Part::Type::integer});
  return spec;
}

}  // namespace

const CounterTable& cell_table() {
  static const CounterTable table{"cell", {"county", "indicator", "kind", "dim", "org", "month"}, kValues};
  return table;
}

const CounterTable& county_cell_table() {
  static const CounterTable table{"county_cell", {"county", "indicator", "kind", "dim", "month"}, kValues};
  return table;
}

const CounterTable& distinct_table() {
  static const CounterTable table{"distinct_key", {"county", "indicator", "key", "dim", "org", "day"}, {"n"}};
  return table;
}

const CounterTable& held_table() {
  static const CounterTable table{"held_event", {"county", "indicator", "record", "day", "org", "dim", "key"}, kValues};
  return table;
}

const CounterTable& latest_table() {
  static const CounterTable table{"latest_row", {"county", "indicator", "key", "day", "record", "org", "dim"}, kValues};
  return table;
}

std::vector<TableSpec> indicate_tables() {
  using Type = TableSpec::Part::Type;
  return {
      spec_of(cell_table(), {}),
      spec_of(county_cell_table(), {"county_cell_range (indicator, kind, dim, month, county) include (value, n, at_least, about)"}),
      spec_of(distinct_table(), {"distinct_key_day (county, indicator, dim, day, org, key) include (n)"}),
      spec_of(held_table(), {"held_event_day (county, indicator, dim, day, org)"}),
      spec_of(latest_table(), {"latest_row_day (county, indicator, dim, day)"}),
      {"target", {{"county", Type::integer}, {"indicator", Type::text}, {"org", Type::integer}, {"year", Type::integer}, {"dim", Type::text}, {"value", Type::integer}},
       {"county", "indicator", "org", "year", "dim"}, true, {}, "indicator"},
      // How a report is compiled where nobody says otherwise: its org, its period's end, its parameters as {"star": id}.
      {"report_default", {{"report", Type::text}, {"org", Type::integer}, {"until_day", Type::integer}, {"params", Type::text}}, {"report"}, false, {}},
      // The definition that an indicator's cells were counted by.
      {"indicator_definition", {{"indicator", Type::text}, {"hash", Type::bytes}}, {"indicator"}, false, {}},
  };
}

}  // namespace halfsky::indicate
