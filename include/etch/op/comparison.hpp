// SPDX-License-Identifier: BSL-1.0
/// Comparisons, as the numbers 1 and 0. NaN is unequal to all numbers, and neither less nor
/// greater.
#pragma once

#include <etch/math/traits.hpp>
#include <etch/op/operation.hpp>

namespace etch::op {

/// The truth of a comparison of numbers like `a`, as such a number.
template <class V>
constexpr V number_of(auto truth, V) {
  return math::select(truth, math::constant<V>(1), math::constant<V>(0));
}

struct greater : flat<2> {
  static constexpr std::string_view name = "greater";
  static constexpr std::string_view latex = R"(\left[#1 > #2\right])";
  static constexpr std::string_view infix = " > ";
  static constexpr int precedence = 0;
  template <class V>
  static constexpr V value(V a, V b) {
    return number_of(a > b, a);
  }
};

struct less : flat<2> {
  static constexpr std::string_view name = "less";
  static constexpr std::string_view latex = R"(\left[#1 < #2\right])";
  static constexpr std::string_view infix = " < ";
  static constexpr int precedence = 0;
  template <class V>
  static constexpr V value(V a, V b) {
    return number_of(a < b, a);
  }
};

struct greater_equal : flat<2> {
  static constexpr std::string_view name = "greater_equal";
  static constexpr std::string_view latex = R"(\left[#1 \ge #2\right])";
  static constexpr std::string_view infix = " >= ";
  static constexpr int precedence = 0;
  template <class V>
  static constexpr V value(V a, V b) {
    return number_of(a >= b, a);
  }
};

struct less_equal : flat<2> {
  static constexpr std::string_view name = "less_equal";
  static constexpr std::string_view latex = R"(\left[#1 \le #2\right])";
  static constexpr std::string_view infix = " <= ";
  static constexpr int precedence = 0;
  template <class V>
  static constexpr V value(V a, V b) {
    return number_of(a <= b, a);
  }
};

struct equal : flat<2> {
  static constexpr std::string_view name = "equal";
  static constexpr std::string_view latex = R"(\left[#1 = #2\right])";
  static constexpr std::string_view infix = " == ";
  static constexpr int precedence = 0;
  static constexpr bool commutative = true;
  template <class V>
  static constexpr V value(V a, V b) {
    return number_of(a == b, a);
  }
};

struct not_equal : flat<2> {
  static constexpr std::string_view name = "not_equal";
  static constexpr std::string_view latex = R"(\left[#1 \ne #2\right])";
  static constexpr std::string_view infix = " != ";
  static constexpr int precedence = 0;
  static constexpr bool commutative = true;
  template <class V>
  static constexpr V value(V a, V b) {
    return number_of(a != b, a);
  }
};

}  // namespace etch::op
