// Figures as they leave, and the names that ask for them. Private to http.
#pragma once

#include <boost/json/object.hpp>

#include <functional>
#include <map>

#include "engine/figure_source.hpp"
#include "http/admission.hpp"

namespace halfsky::http {

// Places as they may leave (engine/access/shown_place.hpp), each county asked once a request.
class FigurePlaces {
 public:
  FigurePlaces(const Service& service, db::Connection& connection) : site_(service.engine.site()), connection_(connection) {}

  boost::json::object json(const engine::JournalPlaces& places);

 private:
  const engine::Site& site_;
  db::Connection& connection_;
  std::map<std::pair<base::County, int64_t>, int64_t> shown_;
};

std::string scope_text(const Service& service, const engine::FigureScope& scope);   // its org's name

boost::json::object figure_json(Service& service, FigurePlaces& places, const std::string& name, const lang::Expression& formula, const engine::FigureScope& scope, const engine::FigureReading& reading);

// A page of the rows behind a figure, from `offset`, as her page may show them: labels only of what she may read.
boost::json::object figure_rows_json(Service& service, const Caller& caller, db::Connection& connection, const std::function<void(const std::function<void(const engine::FigureRow&)>&)>& each, size_t offset);

// A list by comma; those within a slice's brackets are its own: "a.x,a.y['p', 'q']".
std::vector<std::string> figure_names(const std::string& text);

}  // namespace halfsky::http
