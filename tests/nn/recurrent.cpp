// SPDX-License-Identifier: BSL-1.0
// Recurrent layers and their gradients are PyTorch's: of sequences, from zeros and from any
// state on, and of single steps.
#include "sequences.hpp"
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <tuple>
#include <vector>

namespace {

using namespace etch;
using oracle::numbers;
using pytorch::check_batch;
using pytorch::check_both;
using pytorch::samples;
using scalars = std::tuple<float, double>;

constexpr int steps = 7, inputs = 5, units = 3;

constexpr auto xs = input<"xs", steps, inputs>;
constexpr auto x = input<"x", inputs>;
constexpr auto h = input<"h", units>;
constexpr auto c = input<"c", units>;

constexpr auto rnn = nn::rnn<"l", units>;
constexpr auto gru = nn::gru<"l", units>;
constexpr auto lstm = nn::lstm<"l", units>;

/// The parameters of a layer with as many gates.
template <int Gates>
constexpr std::tuple weights{param<"l.w_ih", Gates * units, inputs>,
                             param<"l.w_hh", Gates * units, units>,
                             param<"l.b_ih", Gates * units>, param<"l.b_hh", Gates * units>};

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

/// Steps computed one by one, each with the state that the one before put out, are what PyTorch
/// found of the sequence.
template <class T, class Next, class... State, class... Weights>
void check_one_by_one(const oracle::layer& wanted, Next next, std::tuple<State...> state,
                      std::tuple<Weights...> parameters) {
  // The oracle's numbers: those between the states and the parameters are the cotangents.
  const oracle::samples all =
      oracle::drawn(samples, std::tuple{xs, State{}..., rnn(xs), State{}..., Weights{}...});
  constexpr std::size_t states = sizeof...(State);
  oracle::samples in(samples);
  for (std::size_t s = 0; s < samples; ++s) {
    in[s].assign(all[s].begin(), all[s].begin() + 1 + states);
    in[s].insert(in[s].end(), all[s].end() - sizeof...(Weights), all[s].end());
  }
  for (std::size_t t = 0; t < steps; ++t) {
    for (std::size_t s = 0; s < samples; ++s)
      in[s][0].assign(&all[s][0][t * inputs], &all[s][0][t * inputs] + inputs);
    const oracle::samples found =
        oracle::values<T, true>(next, std::tuple_cat(std::tuple{x}, state, parameters), in);
    for (std::size_t s = 0; s < samples; ++s) {
      const double* const row = &wanted[0][(s * steps + t) * units];
      BOOST_TEST(pytorch::error<T>(found[s][0], {row, row + units}) < 1, "step " << t);
      for (std::size_t k = 0; k < states; ++k) in[s][1 + k] = found[s][k];
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recurrent)

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

BOOST_AUTO_TEST_CASE(single_steps_are_pytorchs_cells) {
  constexpr auto next = lstm.step(x, h, c);
  check_both(oracle::rnn_step, std::tuple{rnn.step(x, h).h}, std::tuple{x, h}, weights<1>);
  check_both(oracle::gru_step, std::tuple{gru.step(x, h).h}, std::tuple{x, h}, weights<3>);
  check_both(oracle::lstm_step, std::tuple{next.h, next.c}, std::tuple{x, h, c}, weights<4>);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(steps_one_by_one_are_the_sequence, T, scalars) {
  constexpr auto next = lstm.step(x, h, c);
  check_one_by_one<T>(oracle::rnn_from_a_state, std::tuple{rnn.step(x, h).h}, std::tuple{h},
                      weights<1>);
  check_one_by_one<T>(oracle::gru_from_a_state, std::tuple{gru.step(x, h).h}, std::tuple{h},
                      weights<3>);
  check_one_by_one<T>(oracle::lstm_from_a_state, std::tuple{next.h, next.c}, std::tuple{h, c},
                      weights<4>);
}

BOOST_AUTO_TEST_SUITE_END()
