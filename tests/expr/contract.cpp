// SPDX-License-Identifier: BSL-1.0
// The spellings that users are promised, among the names of the C library.
#include <etch/etch.hpp>

#include <boost/hana.hpp>
#include <math.h>

#include <cmath>
#include <type_traits>

using namespace etch;

// At namespace scope, with the names that mathematics uses.
constexpr auto x = input<"x", 784>;
constexpr auto y = distribution<"y", 10>;
constexpr auto w = param<"w", 10, 784>;
constexpr auto b = param<"b", 10>;
constexpr auto z = w * x + b;
constexpr auto loss = cross_entropy(softmax(z), y);
constexpr auto t = input<"t">;
constexpr auto s = input<"s">;
constexpr auto u = input<"u", 3>;
constexpr auto v = input<"v", 3>;
constexpr auto m = param<"m", 3, 5>;

// The chain rule has already run.
static_assert(shape(grad(loss, w)) == shape(w));
static_assert(grad(loss, z) == softmax(z) - y);
static_assert(grad(sigmoid(t), t) == sigmoid(t) * (1_c - sigmoid(t)));
static_assert(grad(tanh(t), t) != 2_c * tanh(t) * (1_c - tanh(t)));
static_assert(evaluate(square(t), t = 3.0) == 9.0);

// An expression holds nothing, and is one value of its type.
static_assert(std::is_empty_v<decltype(loss)> && std::is_trivially_copyable_v<decltype(loss)>);
static_assert(std::is_same_v<decltype(w * x + b), std::remove_const_t<decltype(z)>>);

// Shapes.
static_assert(shape(x) == graph::make_extents(784) && shape(w) == graph::make_extents(10, 784));
static_assert(shape(z) == shape(b) && shape(loss) == graph::make_extents());
static_assert(shape(t * m) == shape(m) && shape(m * t) == shape(m) && shape(m / t) == shape(m));
static_assert(shape(transpose(m) * u) == graph::make_extents(5));
static_assert(shape(transpose(m) * m) == graph::make_extents(5, 5));
static_assert(shape(outer(u, x)) == graph::make_extents(3, 784) &&
              shape(transpose(u)) == graph::make_extents(1, 3));
static_assert(shape(dot(u, v)) == shape(t) && shape(hadamard(u, v)) == shape(u));
static_assert(shape(sum(m)) == shape(t) && shape(mean(m)) == shape(t) &&
              shape(max(m)) == shape(t));
static_assert(shape(logsumexp(u)) == shape(t) && shape(squared_norm(m)) == shape(t));
static_assert(shape(batch_mean(u)) == shape(u) && shape(batch_sum(u)) == shape(u) &&
              shape(batch_max(u)) == shape(u));
static_assert(shape(mean_squared_error(u, v)) == shape(t) && shape(softmax(u)) == shape(u));
static_assert(shape(exp(m)) == shape(m) && shape(log(m)) == shape(m) &&
              shape(tanh(m)) == shape(m) && shape(sigmoid(m)) == shape(m) &&
              shape(relu(m)) == shape(m) && shape(square(m)) == shape(m) &&
              shape(max(m, t)) == shape(m) && shape(-m) == shape(m));

// Decimal constants have the values of the compiler's own literals.
static_assert((1e-4_c).value == 1e-4 && (0.1_c).value == 0.1 && (2_c).value == 2 &&
              (1.5e3_c).value == 1500);
static_assert((3.14159_c).value == 3.14159 && (1e10_c).value == 1e10 &&
              (0.001_c).value == 1e-3 && (1E2_c).value == 100);

// Integral constants are constants, those of the standard library and of Hana, on either side.
namespace constants {
constexpr std::integral_constant<int, 2> two{};
constexpr auto three = boost::hana::int_c<3>;
static_assert(two * t == 2_c * t && t * two == 2_c * t && t + two == 2_c + t &&
              two + t == t + 2_c);
static_assert(two - t == 2_c - t && t - two == t - 2_c && two / t == 2_c / t &&
              t / two == t / 2_c);
static_assert(three * t == 3_c * t && t * three == 3_c * t && t + three == 3_c + t &&
              three + t == t + 3_c);
static_assert(three - t == 3_c - t && t - three == t - 3_c && three / t == 3_c / t &&
              t / three == t / 3_c);
static_assert(three * u == 3_c * u && hadamard(two, u) == 2_c * u &&
              max(u, three) == max(u, 3_c));
static_assert(boost::hana::int_c<-1> * u == -u && boost::hana::size_c<4> * t == 4_c * t);
static_assert(three + boost::hana::int_c<4> == boost::hana::int_c<7>,
              "Hana's own arithmetic is as it was");
}  // namespace constants

// Equality proves both ways round, and tells apart.
static_assert(!(u == v) && u != v && u + v == v + u && w * x != z && u != t &&
              m != transpose(m));
static_assert(batch_mean(t) != batch_sum(t) && batch_mean(t) != t &&
              batch_sum(2_c * t) == batch_sum(t + t));

// Functions of numbers are still the C library's.
inline double numbers() {
  return exp(1.0) + log(2.0) + tanh(0.5) + sqrt(2.0) + std::max(1.0, 2.0) + fmax(1.0, 2.0);
}

int main() {
  constexpr auto f = compile<double>(sigmoid(s * t), grad(sigmoid(s * t), t));
  const auto [value, slope] = f(s = 2.0, t = 0.25);
  const double wanted = 1 / (1 + exp(-0.5));
  return fabs(value - wanted) < 1e-15 && fabs(slope - 2 * wanted * (1 - wanted)) < 1e-15 &&
                 numbers() > 0
             ? 0
             : 1;
}
