// SPDX-License-Identifier: BSL-1.0
// A tensor is made from as many elements as it has.
//
// expect: elements_are_as_many_as_the_shape_has
// expect-g++: Elements == Wanted \[with Wanted = .*tensor<float, 3>.*; Elements = 2\]
// expect-clang: 2 == 3
#include <etch/tensor/tensor.hpp>

using namespace etch;

#ifdef REJECTED
const tensor<float, 3> v{1.0F, 2.0F};
#else
const tensor<float, 3> v{1.0F, 2.0F, 3.0F};
#endif

int main() { return v[0] != 1.0F; }
