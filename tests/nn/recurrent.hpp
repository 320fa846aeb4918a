// SPDX-License-Identifier: BSL-1.0
/// The recurrent layers and the operands of recurrent.cpp and recurrent_steps.cpp.
#pragma once

#include "sequences.hpp"
#include <etch/etch.hpp>

#include <tuple>

namespace recurrent {

using namespace etch;

inline constexpr int steps = 7, inputs = 5, units = 3;

inline constexpr auto xs = input<"xs", steps, inputs>;
inline constexpr auto x = input<"x", inputs>;
inline constexpr auto h = input<"h", units>;
inline constexpr auto c = input<"c", units>;

inline constexpr auto rnn = nn::rnn<"l", units>;
inline constexpr auto gru = nn::gru<"l", units>;
inline constexpr auto lstm = nn::lstm<"l", units>;

/// The parameters of a layer with as many gates.
template <int Gates>
inline constexpr std::tuple weights{
    param<"l.w_ih", Gates * units, inputs>, param<"l.w_hh", Gates * units, units>,
    param<"l.b_ih", Gates * units>, param<"l.b_hh", Gates * units>};

}  // namespace recurrent
