// SPDX-License-Identifier: BSL-1.0
// Embeddings and their gradients are PyTorch's, of a batch and of single samples.
#include "pytorch.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <tuple>
#include <type_traits>

namespace {

using namespace etch;

/// Numbers of (-1, 1) as labels 0 to 6, which come first.
struct as_labels {
  void operator()(oracle::samples& in) const {
    for (oracle::arrays& one : in)
      for (oracle::real& e : one.front()) e = std::floor((e + 1) / 2 * 7);
  }
};

template <class X>
void check(const oracle::layer& wanted, X x) {
  using table = std::remove_const_t<decltype(param<"e.w", 7, 5>)>;
  using model = pytorch::use<as_labels, decltype(nn::embedding<"e", 7, 5>(x)), X,
                             std::tuple<table>, std::tuple<>>;
  model::template of_a_batch<float>(wanted);
  model::template of_a_batch<double>(wanted);
  model::template of_each_sample<double>(wanted);
}

BOOST_AUTO_TEST_CASE(embeddings_are_pytorchs) {
  check(oracle::embedding_of_a_label, input<"t">);
  check(oracle::embedding_of_labels, input<"t", 3>);
}

BOOST_AUTO_TEST_CASE(a_label_that_is_no_rows_gives_zeros) {
  constexpr auto t = input<"t", 3>;
  constexpr auto w = param<"w", 2, 2>;
  constexpr tensor<double, 2, 2> table{1, 2, 3, 4};
  constexpr tensor<double, 3> labels{1, 2, 0};
  BOOST_TEST((evaluate(embedding(t, w), t = labels, w = table) ==
              tensor<double, 3, 2>{3, 4, 0, 0, 1, 2}));
}

}  // namespace
