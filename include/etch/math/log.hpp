// SPDX-License-Identifier: BSL-1.0
/// The natural logarithm.
#pragma once

#include <etch/math/ln2.hpp>
#include <etch/math/logarithm.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/traits.hpp>

namespace etch::math {

/// `(log((1 + s) / (1 - s)) - 2 s) / s^3` in z = s^2, for the ratio in [sqrt 1/2, sqrt 2],
/// minimax (Remez) for the error relative to the logarithm.
template <Scalar T>
struct log_numbers;

template <>
struct log_numbers<float> {
  // Relative error 2^-29.2.
  static constexpr float series[] = {0.666667759f, 0.399774969f, 0.298730731f};
};

template <>
struct log_numbers<double> {
  // Relative error 2^-58.4.
  static constexpr double series[] = {
      0.66666666666667351, 0.39999999999411096, 0.28571428743262683, 0.22222198475936394,
      0.18183569743929792, 0.1531390311436221,  0.14797509242199836};
};

/// `log m = above - ratio less`, for m in [sqrt 1/2, sqrt 2].
template <Number V>
struct log_terms {
  V above, ratio, less;
};

template <Number V>
[[gnu::always_inline]] constexpr log_terms<V> log_terms_of(V mantissa) noexcept {
  using T = scalar_t<V>;
  const V above = mantissa - T(1);
  const V ratio = above / (mantissa + T(1));
  const V squared = ratio * ratio;
  const V less = above - squared * polynomial(log_numbers<T>::series, squared);
  return {above, ratio, less};
}

/// `log x`.
///
/// Domain  x >= 0, subnormals included: -infinity at 0 and -0, infinity at infinity; NaN below
///         0; keeps NaN. Packs are slower where some lane is no positive normal number.
/// Error   1.3 ulp.
/// Source  fdlibm, e_log.c (Sun Microsystems, 1993), its polynomial fitted anew.
template <Number V>
[[gnu::always_inline]] constexpr V log(V x) noexcept {
  using T = scalar_t<V>;
  return logarithm(x, [](auto of_x) __attribute__((always_inline)) {
    const auto [mantissa, exponent] = of_x;
    const auto [above, ratio, less] = log_terms_of(mantissa);
    return exponent * ln2<T>::high + (exponent * ln2<T>::low + (above - ratio * less));
  });
}

}  // namespace etch::math
