// SPDX-License-Identifier: BSL-1.0
// A bound matrix is row-major.
//
// expect: bound_value_is_a_row_major_array_of_numbers
// expect: matrix<false>
#include <etch/etch.hpp>

#include <array>
#include <cstddef>

using namespace etch;

constexpr auto x = input<"x", 4>;
constexpr auto y = distribution<"y", 3>;
constexpr auto w = param<"w", 3, 4>;
constexpr auto b = param<"b", 3>;
constexpr auto loss = cross_entropy(softmax(w * x + b), y);
constexpr auto f = compile<float>(loss);

[[maybe_unused]] const auto theta = parameters<float>(loss);
const std::array<float, 4> image{};
const std::array<float, 3> label{};
/// What etch sees of a dense matrix of Eigen.
template <bool RowMajor>
struct matrix {
  static constexpr int RowsAtCompileTime = 3, ColsAtCompileTime = 4, IsRowMajor = RowMajor,
                       InnerStrideAtCompileTime = 1,
                       OuterStrideAtCompileTime = RowMajor ? 4 : 3;
  float elements[12]{};
  const float* data() const { return elements; }
  std::size_t size() const { return 12; }
};

int main() {
#ifdef REJECTED
  const float value = f(w = matrix<false>{}, x = image, y = label, b = label);
#else
  const float value = f(w = matrix<true>{}, x = image, y = label, b = label);
#endif
  return value < 0;
}
