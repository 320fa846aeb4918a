// SPDX-License-Identifier: BSL-1.0
// A user's program: it compiles with what the dependency alone brings.
#include <etch/kernel/pack.hpp>

int main() { return etch::kernel::lanes<float> == 2 * etch::kernel::lanes<double> ? 0 : 1; }
