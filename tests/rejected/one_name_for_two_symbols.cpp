// SPDX-License-Identifier: BSL-1.0
// A name stands for one symbol of a model.
//
// expect: no_name_stands_for_two_symbols
// expect: is_nothing<.*"w"\}, 3, 4>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto w = param<"w", 3, 4>;
constexpr auto x = input<"x", 4>;
#ifdef REJECTED
constexpr auto b = param<"w", 3>;
#else
constexpr auto b = param<"b", 3>;
#endif

constexpr auto f = compile<float>(sum(w * x + b));

int main() { (void)f; }
