// SPDX-License-Identifier: BSL-1.0
// In one model a name stands for one layer, whatever it is a part of.
//
// expect: no_name_stands_for_two_layers
// expect: named<.*"e.n"\}, .*layer_norm_layer<
#include <etch/etch.hpp>

using namespace etch;

constexpr auto encoder = nn::scoped<"e">(nn::layer_norm<"n"> | nn::relu);
#ifdef REJECTED
constexpr auto net = encoder | nn::residual(nn::scoped<"e">(nn::rms_norm<"n">));
#else
constexpr auto net = encoder | nn::residual(nn::scoped<"d">(nn::rms_norm<"n">));
#endif

int main() { return shape(net(input<"x", 3>))[0] - 3; }
