// One row, one key, one entry of the journal.
#include "engine/command/files.hpp"

#include "base/text.hpp"

namespace halfsky::engine {
namespace {

constexpr size_t kNameBytesMax = 200;

}  // namespace

base::Result<std::string> keep_file(Engine& engine, base::County county, const std::string& account, NewFile file) {
  const Site& site = engine.site();
  const std::string id = file.id.empty() ? engine.new_id() : file.id, subject = "file/" + id;
  const std::string hash = site.keyring->suite().hash(file.bytes);
  const auto sealed = site.vault->seal_bytes(subject, file.bytes);
  const auto outcome = engine.writer().note(county, {engine.new_id(), "file", account, id, {{"file", id}, {"data_key", subject}}},
                                            {{"insert into data_key (county, subject, wrapped) values (?1, ?2, ?3)", {county, subject, db::Bytes{sealed.wrapped}}},
                                             {"insert into file (county, id, name, media_type, size, hash, content, account, at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                                              {county, id, base::beginning(file.name, kNameBytesMax), file.media_type, int64_t(file.bytes.size()), db::Bytes{hash}, db::Bytes{sealed.cipher}, account, site.clock->now()}}},
                                            {{"file", id, 0, hash}});
  if (!outcome.accepted) return outcome.problems;
  return id;
}

}  // namespace halfsky::engine
