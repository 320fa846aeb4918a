// SPDX-License-Identifier: BSL-1.0
// Derivatives of sliding windows, of their sums, and of what is made of them, against
// differences.
#include "derivatives.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <tuple>

namespace {

using namespace derived;

constexpr auto plane = input<"plane", 4, 3>;
constexpr auto kernel = param<"kernel", 2, 6>;

/// Windows of 3 x 2 elements, `down` rows apart, of a plane of three columns; two lie beside
/// each other.
real seen(const numbers& whole, std::size_t element, std::size_t place) {
  return whole[3 * (place / 2 + element / 2) + place % 2 + element % 2];
}

/// Values of which the Jacobian has four axes.
struct all_windows : model {
  static constexpr std::tuple symbols{plane};
  static constexpr auto value = windows<3, 2>(sin(plane));
  static numbers formula(const arrays& in) {
    numbers all;
    for (std::size_t element = 0; element < 6; ++element)
      for (std::size_t place = 0; place < 4; ++place)
        all.push_back(std::sin(seen(in[0], element, place)));
    return all;
  }
};
BOOST_AUTO_TEST_CASE(windows_have_their_derivatives) {
  check_samples<all_windows>();
  check_one<all_windows>();
}

/// A convolution: few values of many variables.
struct convolution : model {
  static constexpr std::tuple symbols{plane, kernel};
  static constexpr auto value =
      flatten(conv2d(tanh(reshape<1, 4, 3>(plane)), reshape<2, 1, 3, 2>(kernel)));
  static numbers formula(const arrays& in) {
    numbers all;
    for (std::size_t channel = 0; channel < 2; ++channel) {
      for (std::size_t place = 0; place < 4; ++place) {
        real sum = 0;
        for (std::size_t element = 0; element < 6; ++element)
          sum += in[1][6 * channel + element] * std::tanh(seen(in[0], element, place));
        all.push_back(sum);
      }
    }
    return all;
  }
};
BOOST_AUTO_TEST_CASE(convolutions_have_their_derivatives) {
  check_samples<convolution>();
  check_samples<convolution, float>();
}

/// Twice: sums over windows and windows of them, under an axis of directions.
struct powers : model {
  static constexpr std::tuple symbols{plane};
  static constexpr std::size_t twice_by = 0;
  static constexpr auto squares = square(windows<3, 2>(plane));
  static constexpr auto value = sum(hadamard(square(sum<0>(squares)), sum<0>(squares)));
  static numbers formula(const arrays& in) {
    real sum = 0;
    for (std::size_t place = 0; place < 4; ++place) {
      real total = 0;
      for (std::size_t element = 0; element < 6; ++element)
        total += seen(in[0], element, place) * seen(in[0], element, place);
      sum += total * total * total;
    }
    return {sum};
  }
};
BOOST_AUTO_TEST_CASE(windows_have_second_derivatives) { check_samples<powers>(); }

/// Pools along a line, dilated windows and a gradient as a value, which sums over windows.
struct gradients : model {
  static constexpr std::tuple symbols{x};
  static constexpr auto padded = pad<0, 2, 1>(exp(x));  // [6]
  static constexpr auto pairs = windows<1, 2, 1, 1, 1, 3>(reshape<1, 6>(padded));
  static constexpr auto value =
      concat<0>(grad(sum(exp(pairs)), x), flatten(average_pool<3, 1>(reshape<1, 6>(padded))));
  static numbers formula(const arrays& in) {
    numbers e(6, 0), all;
    for (std::size_t i = 0; i < 3; ++i) e[i + 2] = std::exp(in[0][i]);
    for (std::size_t i = 0; i < 3; ++i) all.push_back(std::exp(e[i + 2]) * e[i + 2]);
    for (std::size_t i = 0; i < 4; ++i) all.push_back((e[i] + e[i + 1] + e[i + 2]) / 3);
    return all;
  }
};
BOOST_AUTO_TEST_CASE(gradients_over_windows_have_their_derivatives) {
  check_samples<gradients>();
}

}  // namespace
