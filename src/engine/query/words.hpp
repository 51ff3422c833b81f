// A value as people read it in a posted text or on paper: codes by their titles, days as 3月8日, money in yuan.
#pragma once

#include <string>

#include "engine/world.hpp"

namespace halfsky::engine {

// "" where it is empty. A ref is shown by its record's label, whatever the reader may read: ask only for what was declared to be shown.
std::string in_words(const Site& site, RowSource& source, const lang::Value& value, const lang::Type& type, base::Day today);

// A code of a choice by its title; what is no code of it stays as it is.
std::string title_of(const lang::Type& type, const std::string& code);

}  // namespace halfsky::engine
