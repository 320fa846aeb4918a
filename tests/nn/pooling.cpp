// SPDX-License-Identifier: BSL-1.0
// Pools and their gradients are PyTorch's, of a batch and of single samples.
#include "pytorch.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace etch;
using pytorch::check;

constexpr auto x = input<"x", 3, 7, 5>;
constexpr auto z = input<"z", 2, 7, 5>;
constexpr auto line = input<"line", 3, 11>;

BOOST_AUTO_TEST_CASE(greatest_elements_are_pytorchs) {
  check(oracle::max_pool, nn::max_pool<2>(x), x);
  check(oracle::max_pool_moved, nn::max_pool<{3, 2}, {.stride = {2, 1}, .padding = 1}>(z), z);
  check(oracle::max_pool_of_lines, max_pool<3, 2, 1>(line), line);
}

BOOST_AUTO_TEST_CASE(means_are_pytorchs) {
  check(oracle::average_pool, average_pool<2>(x), x);
  check(oracle::average_pool_moved,
        nn::average_pool<{3, 2}, {.stride = {2, 1}, .padding = 1}>(z), z);
  check(oracle::average_pool_of_lines, nn::average_pool<3, {.stride = 2, .padding = 1}>(line),
        line);
}

BOOST_AUTO_TEST_CASE(greatest_elements_share_their_slope) {
  constexpr auto m = input<"m", 1, 2, 4>;
  constexpr tensor<double, 1, 2, 4> value{3, 1, -5, -5, 3, 0, -5, -5};
  constexpr auto slope = evaluate(grad(sum(max_pool<2>(m)), m), m = value);
  BOOST_TEST((slope == tensor<double, 1, 2, 4>{0.5, 0, 0.25, 0.25, 0.5, 0, 0.25, 0.25}));
}

BOOST_AUTO_TEST_CASE(padding_is_never_the_greatest) {
  constexpr auto m = input<"m", 1, 3>;
  constexpr tensor<double, 1, 3> value{-7, -2, -5};
  BOOST_TEST((evaluate(max_pool<3, 2, 1>(m), m = value) == tensor<double, 1, 2>{-2, -2}));
  BOOST_TEST((evaluate(grad(sum(max_pool<3, 2, 1>(m)), m), m = value) ==
              tensor<double, 1, 3>{0, 2, 0}));
}

}  // namespace
