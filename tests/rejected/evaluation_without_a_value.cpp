// SPDX-License-Identifier: BSL-1.0
// `evaluate` binds every symbol of its expression.
//
// expect: no_symbol_of_the_model_is_unbound
// expect: is_nothing<.*"t"\}>
#include <etch/etch.hpp>

using namespace etch;

constexpr auto t = input<"t">;

#ifdef REJECTED
constexpr double value = evaluate(square(t));
#else
constexpr double value = evaluate(square(t), t = 3.0);
#endif

int main() { return value != 9.0; }
