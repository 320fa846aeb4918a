// SPDX-License-Identifier: BSL-1.0
// Recurrent layers and their gradients are PyTorch's, of sequences, from zeros and from any
// state on.
#include "recurrent.hpp"

#include <boost/test/unit_test.hpp>

#include <tuple>

namespace {

using namespace recurrent;
using pytorch::check_batch;
using pytorch::check_both;

constexpr auto w_ih = std::get<0>(weights<1>);
constexpr auto w_hh = std::get<1>(weights<1>);
constexpr auto b_ih = std::get<2>(weights<1>);
constexpr auto b_hh = std::get<3>(weights<1>);
static_assert(rnn.step(x, h).h == tanh(w_ih * x + b_ih + w_hh * h + b_hh));

// Layers stand in stacks like any other, and names are scoped.
static_assert(nn::scoped<"s">(rnn)(xs) == nn::rnn<"s.l", units>(xs));
constexpr auto same_size = nn::gru<"g", inputs>;
static_assert(nn::residual(same_size)(xs) == xs + same_size(xs));
static_assert((lstm | nn::last_step)(xs) == row<steps - 1>(lstm(xs)));
template <class A, class B>
concept CanBeOneModel = requires(A a, B b) { a | b; };
static_assert(CanBeOneModel<decltype(lstm), decltype(same_size)>);
static_assert(!CanBeOneModel<decltype(lstm), decltype(gru)>);

}  // namespace

BOOST_AUTO_TEST_SUITE(recurrent_layers)

BOOST_AUTO_TEST_CASE(sequences_begin_with_zeros) {
  check_batch<double>(oracle::rnn, std::tuple{rnn(xs)}, std::tuple{xs}, weights<1>);
  check_batch<double>(oracle::gru, std::tuple{gru(xs)}, std::tuple{xs}, weights<3>);
  check_both(oracle::lstm, std::tuple{lstm(xs)}, std::tuple{xs}, weights<4>);
}

BOOST_AUTO_TEST_CASE(sequences_begin_with_any_state) {
  constexpr auto of_rnn = rnn(xs, h);
  constexpr auto of_gru = gru(xs, h);
  constexpr auto of_lstm = lstm(xs, h, c);
  check_batch<float, double>(oracle::rnn_from_a_state, std::tuple{of_rnn.all, of_rnn.h},
                             std::tuple{xs, h}, weights<1>);
  check_batch<float, double>(oracle::gru_from_a_state, std::tuple{of_gru.all, of_gru.h},
                             std::tuple{xs, h}, weights<3>);
  check_batch<double>(oracle::lstm_from_a_state, std::tuple{of_lstm.all, of_lstm.h, of_lstm.c},
                      std::tuple{xs, h, c}, weights<4>);
}

BOOST_AUTO_TEST_SUITE_END()
