// Memory for one page's JSON: thousands of small values that live and go together. It begins in a block that the page before used,
// so that an ordinary page asks the system for nothing.
#pragma once

#include <boost/json/monotonic_resource.hpp>
#include <memory>
#include <mutex>
#include <vector>

namespace halfsky::engine {

class ArenaBlock {
 public:
  static constexpr size_t kBytes = size_t{256} * 1024;

  ArenaBlock() {
    const std::lock_guard lock(pool().mutex);
    auto& blocks = pool().blocks;
    if (blocks.empty()) block_ = std::make_unique_for_overwrite<unsigned char[]>(kBytes);
    else block_ = std::move(blocks.back()), blocks.pop_back();
  }
  ~ArenaBlock() {
    const std::lock_guard lock(pool().mutex);
    if (pool().blocks.size() < kKept) pool().blocks.push_back(std::move(block_));
  }
  ArenaBlock(const ArenaBlock&) = delete;
  ArenaBlock& operator=(const ArenaBlock&) = delete;

  unsigned char* bytes() { return block_.get(); }

 private:
  static constexpr size_t kKept = 16;   // blocks that wait for the next page
  struct Pool {
    std::mutex mutex;
    std::vector<std::unique_ptr<unsigned char[]>> blocks;
  };
  static Pool& pool() {
    static Pool pool;
    return pool;
  }

  std::unique_ptr<unsigned char[]> block_;
};

class Arena final : public boost::json::memory_resource {
 private:
  void* do_allocate(size_t size, size_t align) override { return inner_.allocate(size, align); }
  void do_deallocate(void*, size_t, size_t) override {}   // all at once, with the arena
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  ArenaBlock block_;
  boost::json::monotonic_resource inner_{block_.bytes(), ArenaBlock::kBytes};
};

}  // namespace halfsky::engine

// Nothing in it has to be taken down one by one.
template <>
struct boost::json::is_deallocate_trivial<halfsky::engine::Arena> : std::true_type {};
