// XML as events, over expat.
#include "capabilities/exchange/xml_events.hpp"

#include <expat.h>

#include "base/result.hpp"

namespace halfsky::exchange {

namespace {

std::string_view without_prefix(std::string_view name) {
  const size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

const char* XmlAttributes::get(std::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2)
    if (name == *pair) return pair[1];
  return prefixed(name);
}

const char* XmlAttributes::prefixed(std::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2) {
    const std::string_view whole(*pair);
    if (whole.size() > name.size() && without_prefix(whole) == name) return pair[1];
  }
  return nullptr;
}

struct XmlEvents::State {
  XmlHandler& handler;
  XML_Parser parser;
  Outcome outcome = Outcome::good;

  void stop(Outcome why) {
    if (outcome == Outcome::good) outcome = why;
    XML_StopParser(parser, XML_FALSE);
  }
};

XmlEvents::XmlEvents(XmlHandler& handler) : state_(new State{handler, XML_ParserCreate(nullptr)}) {
  HALFSKY_ASSERT(state_->parser != nullptr);
  XML_SetUserData(state_->parser, state_.get());
  XML_SetElementHandler(
      state_->parser,
      [](void* state, const XML_Char* name, const XML_Char** attributes) {
        static_cast<State*>(state)->handler.start(without_prefix(name), XmlAttributes(attributes));
      },
      [](void* state, const XML_Char* name) { static_cast<State*>(state)->handler.end(without_prefix(name)); });
  XML_SetCharacterDataHandler(state_->parser, [](void* state, const XML_Char* text, int size) {
    static_cast<State*>(state)->handler.text({text, static_cast<size_t>(size)});
  });
  XML_SetStartDoctypeDeclHandler(state_->parser, [](void* state, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<State*>(state)->stop(Outcome::has_doctype);
  });
}

XmlEvents::~XmlEvents() { XML_ParserFree(state_->parser); }

bool XmlEvents::feed(std::string_view piece) {
  if (state_->outcome != Outcome::good) return false;
  const bool good = XML_Parse(state_->parser, piece.data(), static_cast<int>(piece.size()), 0) == XML_STATUS_OK;
  if (!good && state_->outcome == Outcome::good) state_->outcome = Outcome::malformed;
  return good;
}

XmlEvents::Outcome XmlEvents::finish() {
  if (state_->outcome != Outcome::good) return state_->outcome;
  if (XML_Parse(state_->parser, "", 0, 1) != XML_STATUS_OK && state_->outcome == Outcome::good)
    state_->outcome = Outcome::malformed;
  return state_->outcome;
}

void XmlEvents::stop() { state_->stop(Outcome::stopped); }

}  // namespace halfsky::exchange
