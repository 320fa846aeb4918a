// SPDX-License-Identifier: BSL-1.0
// Expressions with a part replaced, and their derivatives, against formulas written out. (A
// symbol that is replaced everywhere is none of the model's.)
#include "derivatives.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <tuple>

namespace {

using namespace derived;

/// One sample's value, of another input.
struct replaced : model {
  static constexpr std::tuple symbols{x, s, w, b};
  static constexpr auto value =
      substitute(s * tanh(w * input<"old", 3> + b), input<"old", 3>, square(x));
  static numbers formula(const arrays& in) {
    const numbers squares = oracle::mapped([](real one) { return one * one; }, in[0]);
    return times(in[1][0], oracle::mapped([](real one) { return std::tanh(one); },
                                          oracle::affine(in[2], squares, in[3])));
  }
};
BOOST_AUTO_TEST_CASE(a_replaced_input_has_the_derivatives_of_what_replaces_it) {
  check_one<replaced, float>();
  check_samples<replaced>();
}

/// An input that is replaced by what the samples share, and stays where nobody replaces it.
struct replaced_by_shared : model {
  static constexpr std::tuple symbols{x, s, w, b};
  static constexpr auto g = column<1>(transpose(w));
  static constexpr auto value = substitute(sin(w * x) + b, x, g) * s + w * x;
  static numbers formula(const arrays& in) {
    const numbers &x_ = in[0], &w_ = in[2];
    const numbers g_{w_[3], w_[4], w_[5]};
    numbers sum =
        oracle::mapped([](real one) { return std::sin(one); }, oracle::multiplied(w_, g_, 3));
    sum = times(in[1][0], oracle::added(sum, in[3]));
    return oracle::added(sum, oracle::multiplied(w_, x_, 3));
  }
};
BOOST_AUTO_TEST_CASE(an_input_may_be_replaced_by_what_the_samples_share) {
  check_one<replaced_by_shared>();
  check_samples<replaced_by_shared>();
}

/// A parameter that is replaced by each sample's own.
struct replaced_by_own : model {
  static constexpr std::tuple symbols{x, s, w, b};
  static constexpr auto value =
      dot(substitute(square(w * param<"old", 3> + b), param<"old", 3>, s* x), b);
  static constexpr std::size_t twice_by = 0;
  static numbers formula(const arrays& in) {
    const numbers affine = oracle::affine(in[2], times(in[1][0], in[0]), in[3]);
    return {oracle::dot(oracle::mapped([](real one) { return one * one; }, affine), in[3])};
  }
};
BOOST_AUTO_TEST_CASE(what_the_samples_share_may_be_replaced_by_each_samples_own) {
  check_one<replaced_by_own>();
  check_samples<replaced_by_own>();
}

/// A gradient at another place, and a part of an expression replaced.
struct elsewhere : model {
  static constexpr std::tuple symbols{x, s, w, b};
  static constexpr auto slope = grad(sum(sin(w * x)), x);
  static constexpr auto value = substitute(slope, x, 2_c * x) + s * x;
  static numbers formula(const arrays& in) {
    const numbers cosines = oracle::mapped([](real one) { return std::cos(one); },
                                           oracle::multiplied(in[2], times(2, in[0]), 3));
    const numbers slopes = oracle::multiplied(oracle::transposed(in[2], 3), cosines, 5);
    return oracle::added(slopes, times(in[1][0], in[0]));
  }
};
BOOST_AUTO_TEST_CASE(a_gradient_is_taken_before_its_variable_is_replaced) {
  check_one<elsewhere>();
  check_samples<elsewhere>();
}

/// A loss by a layer's weights at a point one step of descent away.
struct looking_ahead : model {
  static constexpr std::tuple symbols{x, s, w, b};
  static constexpr auto loss = squared_norm(w * x - b);
  static constexpr auto value = substitute(loss, x, x - s * grad(loss, x));
  static constexpr std::size_t twice_by = 1;
  static numbers formula(const arrays& in) {
    const auto misfit = [&](const numbers& at) {
      return oracle::added(oracle::multiplied(in[2], at, 3), times(-1, in[3]));
    };
    const numbers gradient =
        times(2, oracle::multiplied(oracle::transposed(in[2], 3), misfit(in[0]), 5));
    const numbers there = misfit(oracle::added(in[0], times(-in[1][0], gradient)));
    return {oracle::dot(there, there)};
  }
};
BOOST_AUTO_TEST_CASE(a_gradient_flows_through_a_gradient_that_replaces) {
  check_one<looking_ahead>();
  check_samples<looking_ahead>();
}

}  // namespace
