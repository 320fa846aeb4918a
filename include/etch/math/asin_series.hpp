// SPDX-License-Identifier: BSL-1.0
/// What the inverse sine and the inverse cosine share.
#pragma once

#include <etch/math/traits.hpp>

namespace etch::math {

/// `(asin s - s) / s^3` in s^2 for |s| <= 1 / 2, minimax (Remez) for the error relative to the
/// inverse sine.
template <Scalar T>
struct asin_numbers;

template <>
struct asin_numbers<float> {
  // Relative error 2^-27.6.
  static constexpr float series[] = {0.166667521f, 0.0749531016f, 0.0454690009f, 0.024185691f,
                                     0.0421565697f};
};

template <>
struct asin_numbers<double> {
  // Relative error 2^-59.4.
  static constexpr double series[] = {
      0.1666666666666676,   0.074999999999708647,  0.04464285717456213,  0.030381942709432778,
      0.022372214976021532, 0.017351611317488552,  0.01398084273272371,  0.011398598250372521,
      0.010782830221472226, 0.0036934137373425061, 0.021747181508026223, -0.021066785909554117,
      0.032678047593124454};
};

}  // namespace etch::math
