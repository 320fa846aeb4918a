// SPDX-License-Identifier: BSL-1.0
// A gradient that a step makes zero is worth a warning. (Here it is an error, as all are.)
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
constexpr auto fires = stop_gradient(step(dot(w, x)));
#endif

constexpr auto dw = grad(square(fires) + squared_norm(w), w);

int main() { return shape(dw) != shape(w); }
