// What every answer says beside its content: safety, caching. Private to the server.
#pragma once

#include "http/message.hpp"

namespace halfsky::http {

enum class Transport { plain, tls };

// The answer's own headers, and the standard ones that it has not set itself. Values hold no control characters, so that no value
// can begin a header.
Fields headers_to_send(const Answer& answer, Transport transport);

}  // namespace halfsky::http
