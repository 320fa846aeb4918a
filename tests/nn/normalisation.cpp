// SPDX-License-Identifier: BSL-1.0
// Normalisations along the last axis and their gradients are PyTorch's, of a batch and of
// single samples.
#include "pytorch.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>

namespace {

using namespace etch;
using pytorch::check;

constexpr auto v = input<"v", 7>;
constexpr auto m = input<"m", 5, 7>;
constexpr auto t = input<"t", 2, 3, 5>;
constexpr auto layer = nn::layer_norm<"n">;
constexpr auto rms = nn::rms_norm<"n">;

BOOST_AUTO_TEST_CASE(layer_norms_are_pytorchs) {
  constexpr auto scale = param<"n.scale", 7>;
  check(oracle::layer_norm_of_vectors, layer(v), v, scale, param<"n.shift", 7>);
  check(oracle::layer_norm_of_matrices, layer(m), m, scale, param<"n.shift", 7>);
  check(oracle::layer_norm_of_rank_3, layer(t), t, param<"n.scale", 5>, param<"n.shift", 5>);
}

BOOST_AUTO_TEST_CASE(rms_norms_are_pytorchs) {
  check(oracle::rms_norm_of_vectors, rms(v), v, param<"n.scale", 7>);
  check(oracle::rms_norm_of_matrices, rms(m), m, param<"n.scale", 7>);
  check(oracle::rms_norm_of_rank_3, rms(t), t, param<"n.scale", 5>);
}

BOOST_AUTO_TEST_CASE(functions_normalise_without_parameters) {
  const tensor<double, 7> one{1, -2, 3, 0.5, 4, -1, 2};
  const auto normal = compile<double>(layer_norm<0.0>(v), rms_norm<0.0>(v));
  const auto [centred, scaled] = normal(v = one);
  double sum = 0, squares = 0, others = 0;
  for (std::size_t i = 0; i < 7; ++i) {
    sum += centred[i];
    squares += centred[i] * centred[i];
    others += scaled[i] * scaled[i];
  }
  BOOST_TEST((std::abs(sum) < 1e-14 && std::abs(squares - 7) < 1e-13));
  BOOST_TEST(std::abs(others - 7) < 1e-13);
}

}  // namespace
