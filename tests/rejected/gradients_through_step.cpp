// SPDX-License-Identifier: BSL-1.0
// The same of the gradient by all parameters; a step of inputs alone is none of its business.
//
// expect: the gradient through step is zero: wrap it in stop_gradient, or use sigmoid
// expect: deprecated-declarations
#include <etch/etch.hpp>

using namespace etch;

constexpr auto w = param<"w", 3>;
constexpr auto x = input<"x", 3>;
#ifdef REJECTED
constexpr auto fires = step(dot(w, x));
#else
constexpr auto fires = step(sum(x));
#endif

constexpr auto dw = gradient(square(fires) + squared_norm(w));

int main() { return dw.loss.shape.rank; }
