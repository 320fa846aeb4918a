// SPDX-License-Identifier: BSL-1.0
/// Images and their classes, from bytes to a data set.
#pragma once

#include <etch/data/dataset.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace etch::data {

/// Images of a fixed size: the axes of the symbol may be chosen freely, say 784 or 28 by 28.
template <class S, std::size_t Pixels>
concept symbol_holds_one_image =
    symbol_has_one_value_per_sample<S> && S::self.shape.size() == Pixels;

/// A vector with one probability for each class.
template <class S, std::size_t Classes>
concept symbol_holds_class_probabilities =
    symbol_has_one_value_per_sample<S> && S::self.shape.rank == 1 &&
    S::self.shape.size() == Classes;

/// A data set of images `X` and one-hot labels `Y`, and the labels as numbers.
template <std::floating_point T, class X, class Y>
struct labelled : dataset<T, X, Y> {
  labelled(column<X, T> images, column<Y, T> one_hot, std::vector<std::uint8_t> classes)
      : dataset<T, X, Y>(std::move(images), std::move(one_hot)), labels(std::move(classes)) {}

  std::vector<std::uint8_t> labels;
};

/// Samples to train with, and others to test with.
template <std::floating_point T, class X, class Y>
struct split {
  labelled<T, X, Y> train, test;
};

/// Bytes as numbers from 0 to 1.
template <std::floating_point T>
std::vector<T> scaled(std::span<const std::uint8_t> bytes) {
  std::vector<T> result(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) result[i] = static_cast<T>(bytes[i]) / T(255);
  return result;
}

/// One vector of `classes` numbers for each label, 1 at the label's place and 0 elsewhere.
///
/// Domain  every label is below `classes`.
template <std::floating_point T>
std::vector<T> one_hot(std::span<const std::uint8_t> labels, std::size_t classes) {
  std::vector<T> result(labels.size() * classes);
  for (std::size_t i = 0; i < labels.size(); ++i) result[i * classes + labels[i]] = T(1);
  return result;
}

/// Pixels become numbers from 0 to 1, labels one-hot.
///
/// Domain  every label is below the extent of `y`.
/// Errors  `extent_error` where there are not as many images as labels.
template <std::floating_point T, class X, class Y>
labelled<T, X, Y> from_bytes(X x, Y y, std::span<const std::uint8_t> pixels,
                             std::vector<std::uint8_t> labels) {
  return {column(x, scaled<T>(pixels)), column(y, one_hot<T>(labels, Y::self.shape.size())),
          std::move(labels)};
}

}  // namespace etch::data
