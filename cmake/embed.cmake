# Writes assets.S and assets.cpp: the web client's built files (DIST) and the texts of problems (TEXTS), for the binary.
# Run by the build: cmake -DDIST=… -DTEXTS=… -DOUT=… -P embed.cmake
cmake_minimum_required(VERSION 3.25)
file(GLOB_RECURSE files RELATIVE ${DIST} ${DIST}/*)
set(assembly "    .section .rodata\n")
set(table "")
set(n 0)
function(embed path symbol)
  set(assembly "${assembly}    .global ${symbol}\n${symbol}:\n    .incbin \"${path}\"\n    .global ${symbol}_end\n${symbol}_end:\n    .byte 0\n" PARENT_SCOPE)
endfunction()
set(externs "")
macro(add_symbol path symbol)
  embed("${path}" ${symbol})
  string(APPEND externs "extern \"C\" const char ${symbol}[], ${symbol}_end[];\n")
endmacro()
foreach(file ${files})
  if(file MATCHES "\\.(br|gz)$" OR file MATCHES "\\.mjs$")
    continue()
  endif()
  add_symbol("${DIST}/${file}" asset_${n})
  set(parts "text_of(asset_${n}, asset_${n}_end)")
  foreach(ending gz br)
    if(EXISTS "${DIST}/${file}.${ending}")
      add_symbol("${DIST}/${file}.${ending}" asset_${n}_${ending})
      string(APPEND parts ", text_of(asset_${n}_${ending}, asset_${n}_${ending}_end)")
    else()
      string(APPEND parts ", {}")
    endif()
  endforeach()
  file(SHA256 "${DIST}/${file}" hash)
  string(SUBSTRING ${hash} 0 16 hash)
  get_filename_component(ending "${file}" LAST_EXT)
  set(type "application/octet-stream")
  foreach(pair ".html=text/html" ".js=text/javascript" ".css=text/css" ".svg=image/svg+xml" ".json=application/json" ".webmanifest=application/manifest+json" ".png=image/png" ".ico=image/x-icon" ".woff2=font/woff2")
    string(REGEX REPLACE "=.*" "" key "${pair}")
    if(ending STREQUAL key)
      string(REGEX REPLACE "^[^=]*=" "" type "${pair}")
    endif()
  endforeach()
  string(APPEND table "      {\"/${file}\", typed(\"${type}\"), ${parts}, \"${hash}\"},\n")
  math(EXPR n "${n} + 1")
endforeach()
foreach(language zh en)
  add_symbol("${TEXTS}/problems.${language}.json" problems_${language})
endforeach()
set(mjs "${DIST}/../build/expr-tree.mjs")
string(APPEND assembly "    .section .note.GNU-stack,\"\",@progbits\n")
file(CONFIGURE OUTPUT ${OUT}/assets.S CONTENT "@assembly@" @ONLY)
file(CONFIGURE OUTPUT ${OUT}/assets.cpp CONTENT "// Made by cmake/embed.cmake.
#include \"app/embedded.hpp\"

@externs@
namespace halfsky::app {
namespace {

// A semicolon in this list would part it, so the charset is said here.
std::string typed(const std::string& type) { return type.starts_with(\"text/\") ? type + \"; charset=utf-8\" : type; }

std::string_view text_of(const char* from, const char* to) { return {from, size_t(to - from)}; }

}  // namespace

std::vector<http::Asset> embedded_assets() {
  return {
@table@  };
}

std::string_view embedded_problems_zh() { return text_of(problems_zh, problems_zh_end); }
std::string_view embedded_problems_en() { return text_of(problems_en, problems_en_end); }

}  // namespace halfsky::app
" @ONLY)
