// SPDX-License-Identifier: BSL-1.0
/// Fashion-MNIST: 70000 images of clothes, as in Debian's package dataset-fashion-mnist.
#pragma once

#include <etch/data/idx.hpp>
#include <etch/data/labelled.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace etch::data {

inline constexpr std::array<std::string_view, 10> fashion_mnist_classes{
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};

inline constexpr std::string_view fashion_mnist_directory = "/usr/share/datasets/fashion-mnist";

/// The extents of an IDX file, as an error shows them.
inline std::string written(const std::vector<std::size_t>& extents) {
  std::string result;
  for (const std::size_t extent : extents) {
    if (!result.empty()) result += " x ";
    result += std::to_string(extent);
  }
  return result;
}

/// Reads a file of 28 x 28 images and the file of their labels.
///
/// Errors  `file_error` as `read_idx`, for other extents, and for labels that are no class.
template <std::floating_point T, symbol_holds_one_image<28 * 28> X,
          symbol_holds_class_probabilities<10> Y>
labelled<T, X, Y> read_images(X x, Y y, const std::filesystem::path& image_path,
                              const std::filesystem::path& label_path) {
  const idx_file images = read_idx(image_path);
  const std::vector<std::size_t> wanted{images.extents[0], 28, 28};
  if (images.extents != wanted) {
    throw file_error(image_path, "extents N x 28 x 28", written(images.extents));
  }
  idx_file labels = read_idx(label_path);
  if (labels.extents != std::vector{images.extents[0]}) {
    throw file_error(label_path, "extents " + std::to_string(images.extents[0]),
                     written(labels.extents));
  }
  for (const std::uint8_t label : labels.elements) {
    if (label >= 10) throw file_error(label_path, "labels below 10", std::to_string(label));
  }
  return from_bytes<T>(x, y, images.elements, std::move(labels.elements));
}

/// 60000 training and 10000 test samples: `auto [train, test] = fashion_mnist<float>(x, y)`.
///
/// Shape   `x` has 784 elements, `y` is a vector of 10.
/// Errors  `file_error` where a file is missing or is not as it should be.
/// Source  Xiao, Rasul & Vollgraf, arXiv:1708.07747.
template <std::floating_point T, symbol_holds_one_image<28 * 28> X,
          symbol_holds_class_probabilities<10> Y>
split<T, X, Y> fashion_mnist(X x, Y y,
                             const std::filesystem::path& directory = fashion_mnist_directory) {
  return {read_images<T>(x, y, directory / "train-images-idx3-ubyte.gz",
                         directory / "train-labels-idx1-ubyte.gz"),
          read_images<T>(x, y, directory / "t10k-images-idx3-ubyte.gz",
                         directory / "t10k-labels-idx1-ubyte.gz")};
}

}  // namespace etch::data
