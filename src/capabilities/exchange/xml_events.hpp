// XML as events, over expat: names without their prefix, no DOCTYPE (so no entities but the five). Private to exchange.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace halfsky::exchange {

// The attributes of one start tag. Values live until the event's end.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}

  // By the name without prefix; null where it is not there. `prefixed`: only one that has a prefix (r:id beside id).
  const char* get(std::string_view name) const;
  const char* prefixed(std::string_view name) const;

 private:
  const char* const* pairs_;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void text(std::string_view piece) = 0;
};

class XmlEvents {
 public:
  explicit XmlEvents(XmlHandler& handler);
  ~XmlEvents();

  enum class Outcome { good, malformed, has_doctype, stopped };
  bool feed(std::string_view piece);  // false: no more is wanted, see outcome()
  Outcome finish();
  void stop();                        // from within a handler's event

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace halfsky::exchange
