// SPDX-License-Identifier: BSL-1.0
// Convolutions and their gradients are PyTorch's, of a batch and of single samples.
#include "pytorch.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace etch;
using pytorch::check;

BOOST_AUTO_TEST_CASE(convolutions_of_planes_are_pytorchs) {
  constexpr auto x = input<"x", 3, 7, 5>;
  check(oracle::conv2d, nn::conv2d<"c", 5, 3>(x), x, param<"c.w", 5, 3, 3, 3>, param<"c.b", 5>);
}

BOOST_AUTO_TEST_CASE(convolutions_move_as_they_are_told) {
  constexpr auto x = input<"x", 2, 7, 5>;
  constexpr auto moved =
      nn::conv2d<"c", 3, {3, 2}, {.stride = {2, 1}, .padding = {1, 2}, .dilation = {1, 2}}>;
  check(oracle::conv2d_moved, moved(x), x, param<"c.w", 3, 2, 3, 2>, param<"c.b", 3>);
}

BOOST_AUTO_TEST_CASE(channels_in_groups_see_their_own_group) {
  constexpr auto x = input<"x", 4, 5, 3>;
  constexpr auto grouped =
      nn::conv2d<"c", 6, 3, {.padding = 1, .groups = 2, .bias = nn::bias::none}>;
  check(oracle::conv2d_in_groups, grouped(x), x, param<"c.w", 6, 2, 3, 3>);
  constexpr auto z = input<"z", 3, 5, 5>;
  check(oracle::conv2d_of_each_channel, nn::conv2d<"c", 3, 2, {.stride = 3, .groups = 3}>(z), z,
        param<"c.w", 3, 1, 2, 2>, param<"c.b", 3>);
}

BOOST_AUTO_TEST_CASE(kernels_of_one_element_and_of_all_move_nothing) {
  constexpr auto x = input<"x", 5, 3, 3>;
  check(oracle::conv2d_of_points, nn::conv2d<"c", 3, 1>(x), x, param<"c.w", 3, 5, 1, 1>,
        param<"c.b", 3>);
  constexpr auto z = input<"z", 2, 3, 5>;
  check(oracle::conv2d_of_the_whole, nn::conv2d<"c", 3, {3, 5}>(z), z, param<"c.w", 3, 2, 3, 5>,
        param<"c.b", 3>);
}

BOOST_AUTO_TEST_CASE(convolutions_of_lines_are_pytorchs) {
  constexpr auto x = input<"x", 3, 11>;
  check(oracle::conv1d, nn::conv1d<"c", 5, 3>(x), x, param<"c.w", 5, 3, 3>, param<"c.b", 5>);
  constexpr auto z = input<"z", 4, 11>;
  constexpr auto w = param<"w", 6, 2, 3>;
  check(oracle::conv1d_moved, conv1d<2, 3, 2, 2>(z, w), z, w);
}

}  // namespace
