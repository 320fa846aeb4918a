// SPDX-License-Identifier: BSL-1.0
/// Reads IDX files, the format of MNIST and its successors, gzipped or plain.
#pragma once

#include <etch/data/file_error.hpp>

#include <zlib.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace etch::data {

/// An array of bytes, row-major; the extents outermost first.
struct idx_file {
  std::vector<std::size_t> extents;
  std::vector<std::uint8_t> elements;
};

/// Bytes of a file, unpacked where it is gzipped. Every error names the file.
class unpacked_file {
 public:
  explicit unpacked_file(const std::filesystem::path& path)
      : path_(path), file_(gzopen(path.string().c_str(), "rb")) {
    if (!file_) fail("a readable file", std::strerror(errno));
  }

  /// Reads as many bytes as there are, at most `bytes.size()`.
  ///
  /// Domain  less than 2 GiB at a time.
  /// Errors  `file_error` where the file cannot be read, or its gzip stream is damaged.
  std::size_t read_some(std::span<std::uint8_t> bytes) {
    const int got = gzread(file_.get(), bytes.data(), static_cast<unsigned>(bytes.size()));
    const auto count = got > 0 ? static_cast<std::size_t>(got) : 0;
    if (count < bytes.size()) expect_no_error();
    return count;
  }

  /// Reads exactly `bytes.size()` bytes, which are called `what` in the error.
  void read(std::span<std::uint8_t> bytes, const std::string& what) {
    const std::size_t got = read_some(bytes);
    if (got != bytes.size()) {
      fail(std::to_string(bytes.size()) + " bytes of " + what, std::to_string(got));
    }
  }

  [[noreturn]] void fail(const std::string& expected, const std::string& found) const {
    throw file_error(path_, expected, found);
  }

 private:
  struct closer {
    void operator()(gzFile file) const { gzclose_r(file); }
  };

  // zlib reports an early end of a gzip stream here, not in what gzread returns.
  void expect_no_error() const {
    int code = Z_OK;
    std::string_view message = gzerror(file_.get(), &code);
    if (code == Z_OK || code == Z_STREAM_END) return;
    const std::string prefix = path_.string() + ": ";
    if (message.starts_with(prefix)) message.remove_prefix(prefix.size());
    fail("readable contents", std::string(message));
  }

  std::filesystem::path path_;
  std::unique_ptr<gzFile_s, closer> file_;
};

/// Reads the extents that follow the first four bytes of a header, and checks that their
/// product is a number of bytes.
inline std::vector<std::size_t> read_extents(unpacked_file& file, std::size_t count) {
  std::vector<std::size_t> extents(count);
  std::size_t product = 1;
  for (std::size_t& extent : extents) {
    std::array<std::uint8_t, 4> bytes{};
    file.read(bytes, "an extent");
    for (const std::uint8_t byte : bytes) extent = extent << 8 | byte;
    if (extent == 0) file.fail("extents of at least 1", "0");
    if (extent > std::numeric_limits<std::size_t>::max() / product) {
      file.fail("extents whose product is a size", "a product that overflows");
    }
    product *= extent;
  }
  return extents;
}

/// Reads `count` bytes and checks that the file ends there. Memory grows with what the file
/// really holds, so that a wrong header costs none.
inline std::vector<std::uint8_t> read_elements(unpacked_file& file, std::size_t count) {
  constexpr std::size_t step = std::size_t{1} << 20;
  std::vector<std::uint8_t> elements;
  for (std::size_t done = 0; done < count;) {
    // The last step asks for one byte more: only a read that passes the end makes zlib look at
    // the length and checksum behind a gzip stream.
    const std::size_t wanted = count - done > step ? step : count - done + 1;
    elements.resize(done + wanted);
    const std::size_t got = file.read_some(std::span(elements).subspan(done));
    done += got;
    if (got < wanted && done < count) {
      file.fail(std::to_string(count) + " elements", std::to_string(done));
    }
    if (done > count) file.fail(std::to_string(count) + " elements", "more");
  }
  elements.resize(count);
  return elements;
}

/// The extents and elements of an IDX file of unsigned bytes.
///
/// Errors  `file_error` for a file that is missing, is no IDX file of unsigned bytes with one
///         to four dimensions, or does not end exactly where its extents say.
/// Source  LeCun, Cortes & Burges, The MNIST database of handwritten digits, section
///         File formats for the MNIST database.
inline idx_file read_idx(const std::filesystem::path& path) {
  constexpr std::uint8_t unsigned_byte = 0x08;
  unpacked_file file(path);
  std::array<std::uint8_t, 4> magic{};
  file.read(magic, "a header");
  const auto [zero, also_zero, type, dimensions] = magic;
  if (zero != 0 || also_zero != 0) {
    file.fail("an IDX file, which begins with bytes 0 0",
              std::to_string(zero) + " " + std::to_string(also_zero));
  }
  if (type != unsigned_byte) file.fail("element type 8 (unsigned byte)", std::to_string(type));
  if (dimensions < 1 || dimensions > 4)
    file.fail("1 to 4 dimensions", std::to_string(dimensions));

  idx_file result{read_extents(file, dimensions), {}};
  std::size_t count = 1;
  for (const std::size_t extent : result.extents) count *= extent;
  result.elements = read_elements(file, count);
  return result;
}

}  // namespace etch::data
