// An answer that goes out on the beat: what was found, and how long that took, is not to be seen from outside.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace halfsky::http {

// Returns at the next multiple of `every` since `started`; at once where `every` is 0.
inline boost::asio::awaitable<void> wait_for_the_beat(std::chrono::steady_clock::time_point started, std::chrono::milliseconds every) {
  if (every.count() <= 0) co_return;
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  timer.expires_at(started + every * ((std::chrono::steady_clock::now() - started) / every + 1));
  boost::system::error_code error;
  co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, error));
}

}  // namespace halfsky::http
