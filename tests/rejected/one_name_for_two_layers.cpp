// SPDX-License-Identifier: BSL-1.0
// In one model a name stands for one layer.
//
// expect: no_name_stands_for_two_layers
// expect: named<.*"a"\}, .*linear_layer<.*"a"\}, 8,
// expect: linear_layer<.*"a"\}, 4,
#include <etch/etch.hpp>

using namespace etch;

#ifdef REJECTED
constexpr auto net = nn::linear<"a", 8> | nn::relu | nn::linear<"a", 4>;
#else
constexpr auto net = nn::linear<"a", 8> | nn::relu | nn::linear<"b", 4>;
#endif

int main() { return shape(net(input<"x", 3>))[0] - 4; }
