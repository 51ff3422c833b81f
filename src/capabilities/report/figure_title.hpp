// What a figure is called where it has to have a name: the head of a table's column, a row of a sheet.
#pragma once

#include <string>

#include "lang/pack/model.hpp"

namespace halfsky::report {

// "讲座（场）", "讲座·妇女之家（场）", "讲座上年同期（场）", "讲座计划（场）"; any other formula as it is written.
std::string figure_title(const lang::Packs& packs, const lang::Expression& formula);

// "场"; empty where the formula is no plain indicator.
std::string figure_unit(const lang::Packs& packs, const lang::Expression& formula);

}  // namespace halfsky::report
