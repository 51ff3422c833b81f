// What a cell's number format makes of a number: Excel keeps dates as numbers, and only the format says so. Private to exchange.
#pragma once

#include <string>
#include <string_view>

#include "base/day.hpp"

namespace halfsky::exchange {

enum class NumberKind { number, date, date_time, time, elapsed };

NumberKind kind_of_builtin_format(int id);                 // ECMA-376 18.8.30, with the Chinese ones 27-36, 50-58
NumberKind kind_of_format_code(std::string_view code);     // "yyyy\"年\"m\"月\"d\"日\"", "[h]:mm", "#,##0.00"

enum class DateSystem { from_1900, from_1904 };

// Minutes since 1970-01-01, rounded. Serial 60 of the 1900 system, the day that never was, is 1900-02-28.
base::Minute minute_of_serial(double serial, DateSystem system);
bool is_date_serial(double serial);                        // within 1900 to 9999

// 15 significant digits, which is what Excel shows and keeps: 0.1+0.2 is "0.3"; no exponent below 1e21; "12" and not "12.0".
std::string format_number(double number);
std::string format_clock(double serial);                   // "14:30", for elapsed time also "26:05"

}  // namespace halfsky::exchange
