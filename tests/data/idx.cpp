// SPDX-License-Identifier: BSL-1.0
#include <etch/data/idx.hpp>

#include <boost/test/unit_test.hpp>
#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

std::size_t largest_request = 0;

}  // namespace

// Not inline, so that g++ does not take new and free for a pair that does not match.
[[gnu::noinline]] void* operator new(std::size_t size) {
  largest_request = std::max(largest_request, size);
  if (void* const place = std::malloc(size)) return place;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* place) noexcept { std::free(place); }
[[gnu::noinline]] void operator delete(void* place, std::size_t) noexcept { std::free(place); }

namespace {

using bytes = std::vector<std::uint8_t>;
using etch::data::file_error;
using etch::data::read_idx;

/// A folder that goes with the test.
struct temporary_folder {
  temporary_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "etch-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path = name;
  }
  ~temporary_folder() { std::filesystem::remove_all(path); }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;

  std::filesystem::path plain(const bytes& content) const {
    std::ofstream file(path / "plain", std::ios::binary);
    std::copy(content.begin(), content.end(), std::ostreambuf_iterator<char>(file));
    return path / "plain";
  }
  std::filesystem::path gzipped(const bytes& content) const {
    const std::filesystem::path result = path / "packed.gz";
    const gzFile file = gzopen(result.string().c_str(), "wb");
    gzwrite(file, content.data(), static_cast<unsigned>(content.size()));
    gzclose(file);
    return result;
  }

  std::filesystem::path path;
};

bytes content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// 2 x 3 elements.
const bytes good{0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 10, 11, 12, 13, 14, 255};

/// 2 MiB that do not pack well: two whole steps of reading.
bytes large() {
  bytes content{0, 0, 8, 2, 0, 0, 2, 0, 0, 0, 16, 0};
  std::uint32_t number = 1;
  for (int i = 0; i < 512 * 4096; ++i) {
    number = number * 1664525u + 1013904223u;
    content.push_back(static_cast<std::uint8_t>(number >> 24));
  }
  return content;
}

bytes changed(std::size_t place, std::uint8_t value) {
  bytes content = good;
  content[place] = value;
  return content;
}

void check_refused(const std::filesystem::path& path, const std::string& expected,
                   const std::string& found) {
  BOOST_CHECK_EXCEPTION(read_idx(path), file_error, [&](const file_error& error) {
    BOOST_TEST(error.path() == path);
    BOOST_TEST(error.expected() == expected);
    BOOST_TEST(error.found() == found);
    const std::string text = path.string() + ": expected " + expected + ", found " + found;
    BOOST_TEST(error.what() == text);
    return true;
  });
}

/// The same whether the file is gzipped or not.
void check_refused(const bytes& content, const std::string& expected,
                   const std::string& found) {
  const temporary_folder folder;
  check_refused(folder.plain(content), expected, found);
  check_refused(folder.gzipped(content), expected, found);
}

}  // namespace

BOOST_AUTO_TEST_CASE(plain_and_gzipped_files_read_the_same) {
  const temporary_folder folder;
  for (const auto& path : {folder.plain(good), folder.gzipped(good)}) {
    const etch::data::idx_file file = read_idx(path);
    BOOST_TEST(file.extents == (std::vector<std::size_t>{2, 3}),
               boost::test_tools::per_element());
    BOOST_TEST(file.elements == (bytes{10, 11, 12, 13, 14, 255}),
               boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(one_to_four_dimensions_are_read) {
  const temporary_folder folder;
  for (std::uint8_t rank = 1; rank <= 4; ++rank) {
    bytes content(4u + 4u * rank, 0);
    content[2] = 8;
    content[3] = rank;
    for (std::size_t axis = 1; axis <= rank; ++axis) content[4 * axis + 3] = 1;
    content.push_back(7);
    const etch::data::idx_file file = read_idx(folder.plain(content));
    BOOST_TEST(file.extents == std::vector<std::size_t>(rank, 1),
               boost::test_tools::per_element());
    BOOST_TEST(file.elements == bytes{7}, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(large_files_are_read_whole) {
  const temporary_folder folder;
  const bytes content = large();
  for (const auto& path : {folder.plain(content), folder.gzipped(content)}) {
    const etch::data::idx_file file = read_idx(path);
    BOOST_TEST(std::equal(file.elements.begin(), file.elements.end(), content.begin() + 12,
                          content.end()));
  }
}

BOOST_AUTO_TEST_CASE(broken_header_fields_are_refused) {
  check_refused(changed(0, 1), "an IDX file, which begins with bytes 0 0", "1 0");
  check_refused(changed(1, 9), "an IDX file, which begins with bytes 0 0", "0 9");
  check_refused(changed(2, 13), "element type 8 (unsigned byte)", "13");
  check_refused(changed(3, 0), "1 to 4 dimensions", "0");
  check_refused(changed(3, 5), "1 to 4 dimensions", "5");
  check_refused(changed(7, 0), "extents of at least 1", "0");
}

BOOST_AUTO_TEST_CASE(files_of_a_wrong_length_are_refused) {
  const auto first = [](std::ptrdiff_t count) {
    return bytes(good.begin(), good.begin() + count);
  };
  check_refused(first(0), "4 bytes of a header", "0");
  check_refused(first(3), "4 bytes of a header", "3");
  check_refused(first(4), "4 bytes of an extent", "0");
  check_refused(first(10), "4 bytes of an extent", "2");
  check_refused(first(12), "6 elements", "0");
  check_refused(first(17), "6 elements", "5");
  bytes longer = good;
  longer.push_back(0);
  check_refused(longer, "6 elements", "more");
}

BOOST_AUTO_TEST_CASE(absurd_extents_cost_no_memory) {
  largest_request = 0;
  const bytes tall{0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3};
  check_refused(tall, std::to_string(0xffffffffull * 0xffffffffull) + " elements", "3");
  bytes overflowing(16, 255);
  std::copy_n(bytes{0, 0, 8, 3}.begin(), 4, overflowing.begin());
  check_refused(overflowing, "extents whose product is a size", "a product that overflows");
  BOOST_TEST(largest_request < 2u << 20);
}

BOOST_AUTO_TEST_CASE(damaged_gzip_streams_are_refused) {
  const temporary_folder folder;
  const bytes whole = content_of(folder.gzipped(large()));
  const auto refused = [&](const bytes& content, const std::string& found) {
    check_refused(folder.plain(content), "readable contents", found);
  };
  bytes half = whole, without_length = whole, wrong_sum = whole;
  half.resize(whole.size() / 2);
  without_length.resize(whole.size() - 4);
  wrong_sum[whole.size() - 8] ^= 1;
  refused(half, "unexpected end of file");
  refused(without_length, "unexpected end of file");
  refused(wrong_sum, "incorrect data check");
}

BOOST_AUTO_TEST_CASE(missing_files_and_folders_are_refused) {
  const temporary_folder folder;
  check_refused(folder.path / "missing", "a readable file", "No such file or directory");
  check_refused(folder.path, "readable contents", "Is a directory");
}
