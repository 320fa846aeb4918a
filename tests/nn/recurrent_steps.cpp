// SPDX-License-Identifier: BSL-1.0
// Single steps of recurrent layers are those of PyTorch's cells, with their gradients; and one
// after the other they are the layer.
#include "recurrent.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <tuple>

namespace {

using namespace recurrent;
using pytorch::check_both;
using pytorch::samples;
using scalars = std::tuple<float, double>;

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

BOOST_AUTO_TEST_SUITE(recurrent_steps)

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
