// SPDX-License-Identifier: BSL-1.0
// A register holds floating-point lanes only.
//
// expect: constraints? (failure|not satisfied)
// expect-g++: required for the satisfaction of 'floating_point<.*>' \[with .* = int\]
// expect-clang: because 'int' does not satisfy 'floating_point'
#include <etch/kernel/pack.hpp>

#ifdef REJECTED
using scalar = int;
#else
using scalar = float;
#endif

static_assert(etch::kernel::lanes<scalar> > 0);

int main() {}
