// SPDX-License-Identifier: BSL-1.0
// Every letter may name a symbol at namespace scope: nothing in etch clashes with it.
#if defined(__GNUC__) && !defined(__clang__)
// g++ warns where a template of etch is instantiated that has a variable of such a name.
#pragma GCC diagnostic ignored "-Wshadow"
#endif

#include <etch/etch.hpp>

#include <math.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <vector>

using namespace etch;

constexpr auto a = input<"a">;
constexpr auto b = input<"b">;
constexpr auto c = input<"c">;
constexpr auto d = input<"d">;
constexpr auto e = input<"e">;
constexpr auto f = input<"f">;
constexpr auto g = input<"g">;
constexpr auto h = input<"h">;
constexpr auto i = input<"i">;
constexpr auto j = input<"j">;
constexpr auto k = input<"k">;
constexpr auto l = input<"l">;
constexpr auto m = input<"m">;
constexpr auto n = input<"n">;
constexpr auto o = input<"o">;
constexpr auto p = input<"p">;
constexpr auto q = input<"q">;
constexpr auto r = input<"r">;
constexpr auto s = input<"s">;
constexpr auto t = input<"t">;
constexpr auto u = input<"u">;
constexpr auto v = input<"v">;
constexpr auto w = input<"w">;
constexpr auto x = input<"x">;
constexpr auto y = input<"y">;
constexpr auto z = input<"z">;
constexpr auto W = param<"W">;
constexpr auto X = param<"X">;

constexpr auto theta = param<"theta", 3, 3>;
constexpr auto sum_of_all = a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q +
                            r + s + t + u + v + w + x + y + z;
constexpr auto first =
    batch_mean(square(tanh(a * W) + X) - batch_mean(a)) + squared_norm(theta * theta);

// Functions with the names of the C library's.
constexpr auto of_one = abs(a) + acos(a) + asin(a) + atan(a) + cbrt(a) + ceil(a) + cos(a) +
                        cosh(a) + erf(a) + erfc(a) + exp(a) + exp2(a) + expm1(a) + floor(a) +
                        log(a) + log1p(a) + log2(a) + round(a) + rsqrt(a) + sign(a) + sin(a) +
                        sinh(a) + softplus(a) + sqrt(a) + step(a) + stop_gradient(a) + tan(a) +
                        tanh(a);
constexpr auto of_two = atan2(a, b) + equal(a, b) + greater(a, b) + greater_equal(a, b) +
                        less(a, b) + less_equal(a, b) + max(a, b) + min(a, b) +
                        not_equal(a, b) + pow(a, b) + pow(a, 2_c) + pow(2_c, a);
constexpr auto of_three = clamp(a, b, c) + where(a, b, c);
constexpr auto comparisons = (a > b) + (a < b) + (a >= b) + (a <= b);
static_assert(shape(of_one + of_two + of_three + comparisons) == shape(a));
static_assert((boost::hana::int_c<2> > a) == (2_c > a) &&
              (a > boost::hana::int_c<2>) == (a > 2_c));
static_assert((boost::hana::int_c<2> < a) == (2_c < a) &&
              (a < boost::hana::int_c<2>) == (a < 2_c));
static_assert((boost::hana::int_c<2> >= a) == (2_c >= a) &&
              (a >= boost::hana::int_c<2>) == (a >= 2_c));
static_assert((boost::hana::int_c<2> <= a) == (2_c <= a) &&
              (a <= boost::hana::int_c<2>) == (a <= 2_c));

// Those of the standard library that a program may have named as well.
namespace with_std {
using namespace std;
constexpr auto of_one = abs(x) + floor(x) + round(x) + sin(x) + erf(x) + log1p(x) + tanh(x);
constexpr auto of_two = max(x, y) + min(x, y) + pow(x, y) + pow(x, 2_c) + atan2(y, x);
constexpr auto of_three = clamp(x, y, z) + where(x < y, x, z);
static_assert(shape(of_one + of_two + of_three) == shape(x));
static_assert(max(1, 2) == 2 && min(1, 2) == 1 && clamp(3, 1, 2) == 2);
}  // namespace with_std

int main() {
  std::vector<double> batch{1, 2, 3};
  const auto program = compile<double>(first, gradient(first));
  auto parameters_of_first = parameters<double>(first);
  const auto [value, slopes] = program(parameters_of_first, a = batch);
  const auto [one, ones] = compile<double>(max(a, b) * a, grad(a * b, a))(a = 2.0, b = 3.0);
  static_assert(grad(sum_of_all, q) == 1_c);
  return value == -2 && slopes[W] == tensor<double>() && one == 6 && ones == 3 ? 0 : 1;
}
