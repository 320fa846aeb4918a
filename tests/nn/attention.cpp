// SPDX-License-Identifier: BSL-1.0
// Attention and its gradients are PyTorch's: of matrices and of stacks, of all keys and of
// those so far, and in several heads.
#include "sequences.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <tuple>

namespace {

using namespace etch;
using pytorch::check_both;

/// Attention of `q` to keys and values, to all and to those so far.
template <class Q, class K, class V>
void check_of(const oracle::layer& all, const oracle::layer& so_far, Q q, K k, V v) {
  check_both(all, std::tuple{attention(q, k, v)}, std::tuple{q, k, v}, std::tuple{});
  check_both(so_far, std::tuple{causal_attention(q, k, v)}, std::tuple{q, k, v}, std::tuple{});
}

constexpr auto x = input<"x", 5, 9>;
constexpr std::tuple weights{param<"a.w_in", 27, 9>, param<"a.b_in", 27>,
                             param<"a.w_out", 9, 9>, param<"a.b_out", 9>};
constexpr auto heads = nn::multi_head_attention<"a", 3>;
constexpr auto causal = nn::multi_head_attention<"a", 3, nn::mask::causal>;

// Of one query and one key there is nothing to choose.
constexpr auto only = input<"only", 1, 3>;
static_assert(shape(attention(only, only, only)) == shape(only));

static_assert(nn::scoped<"s">(heads)(x) == nn::multi_head_attention<"s.a", 3>(x));
static_assert((nn::residual(heads) | nn::last_step)(x) == row<4>(x + heads(x)));

}  // namespace

BOOST_AUTO_TEST_SUITE(attention_of_sequences)

BOOST_AUTO_TEST_CASE(attention_is_pytorchs) {
  check_of(oracle::attention, oracle::causal_attention, input<"q", 5, 3>, input<"k", 7, 3>,
           input<"v", 7, 2>);
  check_of(oracle::attention_of_few_keys, oracle::causal_attention_of_few_keys,
           input<"q", 7, 3>, input<"k", 5, 3>, input<"v", 5, 1>);
  check_of(oracle::attention_of_one_query, oracle::causal_attention_of_one_query,
           input<"q", 1, 3>, input<"k", 5, 3>, input<"v", 5, 2>);
}

BOOST_AUTO_TEST_CASE(heads_attend_each_for_itself) {
  check_of(oracle::attention_in_heads, oracle::causal_attention_in_heads, input<"q", 2, 5, 3>,
           input<"k", 2, 7, 3>, input<"v", 2, 7, 5>);
}

BOOST_AUTO_TEST_CASE(attention_in_several_heads_is_pytorchs) {
  check_both(oracle::self_attention, std::tuple{heads(x)}, std::tuple{x}, weights);
  check_both(oracle::causal_self_attention, std::tuple{causal(x)}, std::tuple{x}, weights);
  constexpr auto key = input<"key", 3, 9>;
  constexpr auto value = input<"value", 3, 9>;
  check_both(oracle::cross_attention, std::tuple{heads(x, key, value)},
             std::tuple{x, key, value}, weights);
}

BOOST_AUTO_TEST_CASE(what_lies_beyond_changes_nothing) {
  constexpr auto q = input<"q", 3, 2>;
  constexpr auto k = input<"k", 3, 2>;
  constexpr auto f = compile<float>(causal_attention(q, k, k));
  std::array<std::array<float, 2>, 3> a{{{1, 2}, {-3, 4}, {5, -6}}};
  const auto before = f(q = a, k = a);
  a[2] = {3e38f, -3e38f};
  const auto after = f(q = a, k = a);
  BOOST_TEST(before[0] == 1);
  BOOST_TEST(before[1] == 2);
  for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(before[i] == after[i]);
}

BOOST_AUTO_TEST_SUITE_END()
