// SPDX-License-Identifier: BSL-1.0
#include <etch/data/fashion_mnist.hpp>
#include <etch/data/generated.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace data = etch::data;

constexpr auto image = etch::input<"x", 784>;
constexpr auto square_image = etch::input<"x", 28, 28>;
constexpr auto label = etch::distribution<"y", 10>;

boost::test_tools::assertion_result data_is_installed(boost::unit_test::test_unit_id) {
  boost::test_tools::assertion_result result(
      std::filesystem::exists(data::fashion_mnist_directory));
  result.message() << "needs Debian's package dataset-fashion-mnist";
  return result;
}

template <class Labelled>
double pixel_mean(const Labelled& set) {
  const auto pixels = set[image];
  double sum = 0;
  const std::size_t count = set.size() * 784;
  for (std::size_t i = 0; i < count; ++i) sum += static_cast<double>(pixels.data()[i]);
  return sum / static_cast<double>(count);
}

template <class Labelled>
bool pixels_are_from_0_to_1(const Labelled& set) {
  const auto* pixels = set[image].data();
  for (std::size_t i = 0; i < set.size() * 784; ++i) {
    if (!(pixels[i] >= 0 && pixels[i] <= 1)) return false;
  }
  return true;
}

template <class Labelled>
bool columns_agree_with_labels(const Labelled& set) {
  if (set.labels.size() != set.size() || set[label].size() != set.size()) return false;
  for (std::size_t i = 0; i < set.size(); ++i) {
    for (std::size_t c = 0; c < 10; ++c) {
      const bool hot = c == set.labels[i];
      if (std::fabs(set[label][i][c] - (hot ? 1 : 0)) > 0) return false;
    }
  }
  return true;
}

/// Fowler, Noll and Vo's hash of all bytes, FNV-1a.
template <class Labelled>
std::uint64_t checksum(const Labelled& set) {
  std::uint64_t hash = 14695981039346656037u;
  const auto add = [&](std::uint8_t byte) { hash = (hash ^ byte) * 1099511628211u; };
  const auto* pixels = set[image].data();
  for (std::size_t i = 0; i < set.size() * 784; ++i) {
    add(static_cast<std::uint8_t>(std::lround(pixels[i] * 255)));
  }
  for (const std::uint8_t l : set.labels) add(l);
  return hash;
}

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

  std::filesystem::path file(const std::string& name, const std::string& header,
                             std::size_t elements, char element) const {
    std::ofstream(path / name, std::ios::binary) << header << std::string(elements, element);
    return path / name;
  }

  std::filesystem::path path;
};

}  // namespace

BOOST_AUTO_TEST_CASE(fashion_mnist_is_as_published,
                     *boost::unit_test::precondition(data_is_installed)) {
  const auto [train, test] = data::fashion_mnist<float>(image, label);
  BOOST_TEST(train.size() == 60000u);
  BOOST_TEST(test.size() == 10000u);
  const std::vector<std::uint8_t> first(train.labels.begin(), train.labels.begin() + 5);
  BOOST_TEST(first == (std::vector<std::uint8_t>{9, 0, 0, 3, 0}),
             boost::test_tools::per_element());
  std::array<int, 10> samples_of_class{};
  for (const std::uint8_t l : train.labels) ++samples_of_class[l];
  for (const int samples : samples_of_class) BOOST_TEST(samples == 6000);
  BOOST_TEST(data::fashion_mnist_classes[train.labels[0]] == "Ankle boot");
  // The mean and deviation by which the data set is usually normalised are 0.2860 and 0.3530.
  BOOST_TEST(std::fabs(pixel_mean(train) - 0.2860) < 0.00005);
  BOOST_TEST(pixels_are_from_0_to_1(train));
  BOOST_TEST(columns_agree_with_labels(train));
  BOOST_TEST(columns_agree_with_labels(test));
}

BOOST_AUTO_TEST_CASE(files_that_do_not_fit_are_refused) {
  using namespace std::string_literals;
  const temporary_folder folder;
  const std::string two_images = "\0\0\x8\x3\0\0\0\x2\0\0\0\x1c\0\0\0\x1c"s;
  const auto images = folder.file("images", two_images, 2 * 784, 1);
  const auto small =
      folder.file("small", "\0\0\x8\x3\0\0\0\x2\0\0\0\x1c\0\0\0\x1b"s, 2 * 28 * 27, 1);
  const auto flat = folder.file("flat", "\0\0\x8\x1\0\0\0\x2"s, 2, 1);
  const auto labels = folder.file("labels", "\0\0\x8\x1\0\0\0\x2"s, 2, 9);
  const auto three = folder.file("three", "\0\0\x8\x1\0\0\0\x3"s, 3, 9);
  const auto tens = folder.file("tens", "\0\0\x8\x1\0\0\0\x2"s, 2, 10);

  const auto refused = [](const std::filesystem::path& x, const std::filesystem::path& y,
                          const std::string& message) {
    BOOST_CHECK_EXCEPTION(data::read_images<float>(image, label, x, y), data::file_error,
                          [&](const data::file_error& error) {
                            BOOST_TEST(error.what() == message);
                            return true;
                          });
  };
  BOOST_TEST(data::read_images<float>(image, label, images, labels).size() == 2u);
  refused(small, labels, small.string() + ": expected extents N x 28 x 28, found 2 x 28 x 27");
  refused(flat, labels, flat.string() + ": expected extents N x 28 x 28, found 2");
  refused(images, three, three.string() + ": expected extents 2, found 3");
  refused(images, images, images.string() + ": expected extents 2, found 2 x 28 x 28");
  refused(images, tens, tens.string() + ": expected labels below 10, found 10");
}

BOOST_AUTO_TEST_CASE(generated_samples_have_the_form_of_the_real_ones) {
  const auto [train, test] = data::generated<float>(image, label, {.train = 200, .test = 50});
  BOOST_TEST(train.size() == 200u);
  BOOST_TEST(test.size() == 50u);
  for (const auto* set : {&train, &test}) {
    BOOST_TEST(pixels_are_from_0_to_1(*set));
    BOOST_TEST(columns_agree_with_labels(*set));
  }
  std::array<int, 10> samples_of_class{};
  for (const std::uint8_t l : train.labels) ++samples_of_class[l];
  for (const int samples : samples_of_class) BOOST_TEST(samples > 0);
  const auto square = data::generated<double>(square_image, label, {.train = 3, .test = 1});
  BOOST_TEST(square.train[square_image].size() == 3u);
}

BOOST_AUTO_TEST_CASE(generated_samples_depend_on_the_seed_alone) {
  const auto one = data::generated<float>(image, label, {.train = 200, .test = 50, .seed = 1});
  const auto two = data::generated<float>(image, label, {.train = 200, .test = 50, .seed = 2});
  BOOST_TEST(checksum(one.train) == 10805637132042400878u);
  BOOST_TEST(checksum(one.test) == 6474806868873670676u);
  BOOST_TEST(checksum(two.train) != checksum(one.train));
  const auto fewer = data::generated<float>(image, label, {.train = 100, .test = 0, .seed = 1});
  const float* const pixels = fewer.train[image].data();
  BOOST_TEST(std::equal(pixels, pixels + 100 * 784, one.train[image].data()));
}
