// SPDX-License-Identifier: BSL-1.0
// Every letter may name a symbol at namespace scope: nothing in etch clashes with it.
#if defined(__GNUC__) && !defined(__clang__)
// g++ warns where a template of etch is instantiated that has a variable of such a name.
#pragma GCC diagnostic ignored "-Wshadow"
#endif

#include <etch/etch.hpp>

#include <cmath>
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

int main() {
  std::vector<double> batch{1, 2, 3};
  const auto program = compile<double>(first, gradient(first));
  auto parameters_of_first = parameters<double>(first);
  const auto [value, slopes] = program(parameters_of_first, a = batch);
  const auto [one, ones] = compile<double>(max(a, b) * a, grad(a * b, a))(a = 2.0, b = 3.0);
  static_assert(grad(sum_of_all, q) == 1_c);
  return value == -2 && slopes[W] == tensor<double>() && one == 6 && ones == 3 ? 0 : 1;
}
