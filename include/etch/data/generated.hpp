// SPDX-License-Identifier: BSL-1.0
/// Ten kinds of noisy 28 x 28 images, drawn on the spot: the shapes of MNIST without its files.
#pragma once

#include <etch/data/generator.hpp>
#include <etch/data/labelled.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace etch::data {

inline constexpr std::array<std::string_view, 10> generated_classes{
    "disc",  "ring",         "square",          "frame",    "plus",
    "cross", "rows of bars", "columns of bars", "triangle", "checkerboard"};

/// Whether a figure of the given class covers the point `right` and `down` of its centre.
/// Integers alone, so that every machine draws the same.
constexpr bool covers(std::uint32_t figure, int right, int down) {
  const int x = right < 0 ? -right : right, y = down < 0 ? -down : down;
  const int distance = x * x + y * y, reach = std::max(x, y);
  if (reach > 9) return false;
  switch (figure) {
    case 0: return distance <= 64;
    case 1: return distance <= 81 && distance >= 36;
    case 2: return reach <= 7;
    case 3: return reach <= 8 && reach >= 6;
    case 4: return x <= 1 || y <= 1;
    case 5: return std::max(x, y) - std::min(x, y) <= 1;
    case 6: return (down + 9) % 6 < 3;
    case 7: return (right + 9) % 6 < 3;
    case 8: return 2 * x <= down + 9;
    default: return ((right + 9) / 5 + (down + 9) / 5) % 2 == 0;
  }
}

/// How much to draw, and from which seed.
struct generated_amount {
  std::size_t train = 2000;
  std::size_t test = 500;
  std::uint64_t seed = 1;
};

/// Draws one image: its place and brightness vary, and there is noise everywhere.
constexpr void draw(std::uint8_t* pixels, std::uint32_t figure, generator& rng) {
  const int right = static_cast<int>(below(5, rng)) + 12;
  const int down = static_cast<int>(below(5, rng)) + 12;
  const std::uint32_t brightness = 96 + below(96, rng);
  for (int row = 0; row < 28; ++row) {
    for (int place = 0; place < 28; ++place) {
      const bool covered = covers(figure, place - right, row - down);
      *pixels++ = static_cast<std::uint8_t>(below(64, rng) + (covered ? brightness : 0));
    }
  }
}

/// `count` images; the classes come in random order.
template <std::floating_point T, class X, class Y>
labelled<T, X, Y> draw_images(X x, Y y, std::size_t count, generator rng) {
  std::vector<std::uint8_t> pixels(count * 28 * 28), labels(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t figure = below(10, rng);
    draw(pixels.data() + i * 28 * 28, figure, rng);
    labels[i] = static_cast<std::uint8_t>(figure);
  }
  return from_bytes<T>(x, y, pixels, std::move(labels));
}

/// A data set of the same form as `fashion_mnist`, for machines without it. The same seed gives
/// the same images everywhere, and more of them begin with the same ones.
///
/// Shape   `x` has 784 elements, `y` is a vector of 10.
template <std::floating_point T, symbol_holds_one_image<28 * 28> X,
          symbol_holds_class_probabilities<10> Y>
split<T, X, Y> generated(X x, Y y, generated_amount amount = {}) {
  generator seeds(amount.seed);
  const std::uint64_t test_seed = seeds();
  return {draw_images<T>(x, y, amount.train, generator(amount.seed)),
          draw_images<T>(x, y, amount.test, generator(test_seed << 32 | seeds()))};
}

}  // namespace etch::data
