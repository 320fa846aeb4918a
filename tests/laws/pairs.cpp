// SPDX-License-Identifier: BSL-1.0
// Every registered operation on two or three numbers: values and slopes.
#include "agreement.hpp"
#include "oracle.hpp"
#include <etch/etch.hpp>
#include <etch/op/registry.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <string_view>
#include <tuple>
#include <vector>

namespace {

using namespace etch;
using scalars = std::tuple<float, double>;

constexpr auto a = input<"a">;
constexpr auto b = input<"b">;
constexpr auto c = input<"c">;

template <class T, class Op, Expression Y = decltype(make<Op>(a, b))>
inline constexpr auto program = compile<T>(Y{}, grad(Y{}, a), grad(Y{}, b));

/// The value is right to 4 ulp, the slopes to 8.
template <class T>
void check(std::string_view name, const laws::oracle::pair_row& row, T value, T by_x, T by_y) {
  const bool right = laws::agree(value, row.value, {4}) && laws::agree(by_x, row.by_x, {8}) &&
                     laws::agree(by_y, row.by_y, {8});
  BOOST_TEST(right, name << " of " << row.x << " and " << row.y << ": " << value << ", slopes "
                         << by_x << " and " << by_y << ", not " << row.value << ", " << row.by_x
                         << " and " << row.by_y);
}

template <class T, class Op>
void obey() {
  for (const laws::oracle::binary_function& f : laws::oracle::binary) {
    if (f.name != Op::name) continue;
    std::vector<T> x, y;
    for (const laws::oracle::pair_row& row : f.rows)
      x.push_back(static_cast<T>(row.x)), y.push_back(static_cast<T>(row.y));
    std::vector<T> value(x.size()), by_x(x), by_y(x);
    program<T, Op>.into(value, by_x, by_y, a = x, b = y);
    for (std::size_t i = 0; i < x.size(); ++i)
      check(Op::name, f.rows[i], value[i], by_x[i], by_y[i]);
    return;
  }
  BOOST_ERROR("the oracle has no " << Op::name);
}

/// What IEEE 754 and C say of zeros, infinities and NaN; a maximum or minimum keeps a NaN of
/// its first operand only.
template <class T>
using formula = T (*)(T, T);
template <class T, class Op>
constexpr formula<T> reference = nullptr;
template <class T>
constexpr formula<T> reference<T, op::add> = [](T x, T y) { return x + y; };
template <class T>
constexpr formula<T> reference<T, op::subtract> = [](T x, T y) { return x - y; };
template <class T>
constexpr formula<T> reference<T, op::multiply> = [](T x, T y) { return x * y; };
template <class T>
constexpr formula<T> reference<T, op::divide> = [](T x, T y) { return x / y; };
template <class T>
constexpr formula<T> reference<T, op::atan2> = [](T x, T y) { return std::atan2(x, y); };
template <class T>
constexpr formula<T> reference<T, op::pow> = [](T x, T y) { return std::pow(x, y); };
template <class T>
constexpr formula<T> reference<T, op::maximum> = [](T x, T y) { return y > x ? y : x; };
template <class T>
constexpr formula<T> reference<T, op::minimum> = [](T x, T y) { return y < x ? y : x; };
template <class T>
constexpr formula<T> reference<T, op::greater> = [](T x, T y) -> T { return x > y; };
template <class T>
constexpr formula<T> reference<T, op::less> = [](T x, T y) -> T { return x < y; };
template <class T>
constexpr formula<T> reference<T, op::greater_equal> = [](T x, T y) -> T { return x >= y; };
template <class T>
constexpr formula<T> reference<T, op::less_equal> = [](T x, T y) -> T { return x <= y; };
template <class T>
constexpr formula<T> reference<T, op::equal> = [](T x, T y) -> T { return x == y; };
template <class T>
constexpr formula<T> reference<T, op::not_equal> = [](T x, T y) -> T { return x != y; };

/// Every pair of what is special.
template <class T, class Limits = std::numeric_limits<T>>
constexpr auto special = [] {
  constexpr T each[]{T(0),
                     T(-0.0),
                     T(1),
                     T(-1),
                     T(0.5),
                     T(-3),
                     Limits::max(),
                     Limits::denorm_min(),
                     -Limits::max(),
                     Limits::infinity(),
                     -Limits::infinity(),
                     Limits::quiet_NaN()};
  std::array<std::array<T, 144>, 2> pairs{};
  for (std::size_t i = 0; i < 144; ++i) pairs[0][i] = each[i / 12], pairs[1][i] = each[i % 12];
  return pairs;
}();

/// In constant evaluation, where compilers refuse overflow, NaN and division by 0.
template <class T, class Op>
inline constexpr std::array<T, 144> constants = [] {
  std::array<T, 144> found{};
  for (std::size_t i = 0; i < 144; ++i)
    found[i] = Op::value(special<T>[0][i], special<T>[1][i]);
  return found;
}();

template <class T>
void check_special_pairs(std::string_view name, formula<T> wanted_of,
                         const std::array<T, 144>& found, std::string_view when) {
  for (std::size_t i = 0; i < found.size(); ++i) {
    const T x = special<T>[0][i], y = special<T>[1][i], wanted = wanted_of(x, y);
    const bool right = laws::agree(found[i], static_cast<double>(wanted), {2}) &&
                       (wanted != 0 || std::signbit(found[i]) == std::signbit(wanted));
    BOOST_TEST(right, name << " of " << x << " and " << y << when << ": " << found[i]
                           << ", not " << wanted);
  }
}

template <class T, class Op>
void obey_at_special_pairs() {
  std::array<T, 144> found, by_x, by_y;
  program<T, Op>.into(found, by_x, by_y, a = special<T>[0], b = special<T>[1]);
  check_special_pairs<T>(Op::name, reference<T, Op>, found, "");
  check_special_pairs<T>(Op::name, reference<T, Op>, constants<T, Op>,
                         " in constant evaluation");
}

template <class T, class... Ops>
void obey_all(op::list<Ops...>) {
  (obey<T, Ops>(), ...);
}
template <class T, class... Ops>
void obey_all_at_special_pairs(op::list<Ops...>) {
  (obey_at_special_pairs<T, Ops>(), ...);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(laws_of_pairs)

// Each of the registry is found in it.
static_assert(std::size(laws::oracle::binary) == op::binary::size);

BOOST_AUTO_TEST_CASE_TEMPLATE(values_and_slopes_are_those_of_the_oracle, T, scalars) {
  obey_all<T>(op::binary{});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(special_pairs_are_those_of_the_standards, T, scalars) {
  obey_all_at_special_pairs<T>(op::binary{});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(operations_on_three_numbers_choose_one, T, scalars) {
  static_assert(op::ternary::size == 2);
  constexpr T infinity = std::numeric_limits<T>::infinity();
  constexpr T nan = std::numeric_limits<T>::quiet_NaN();
  using four = std::array<T, 4>;
  const auto found = [](auto y, T x, T low, T high) {
    constexpr decltype(y) f;
    const auto [value, by_a, by_b, by_c] =
        compile<T>(f, grad(f, a), grad(f, b), grad(f, c))(a = x, b = low, c = high);
    return four{value, by_a, by_b, by_c};
  };
  const auto clamped = [&](T x) { return found(clamp(a, b, c), x, T(-1), T(2)); };
  for (const T x : {T(-1), T(-0.5), T(0), T(2)}) BOOST_TEST((clamped(x) == four{x, 1, 0, 0}));
  for (const T x : {T(-1.5), T(-800), -infinity}) BOOST_TEST((clamped(x) == four{-1, 0, 1, 0}));
  for (const T x : {T(2.5), T(800), infinity}) BOOST_TEST((clamped(x) == four{2, 0, 0, 1}));
  BOOST_TEST(std::isnan(clamped(nan)[0]));

  const auto chosen = [&](T condition, T x, T y) {
    return found(where(a, b, c), condition, x, y);
  };
  for (const T yes : {T(1), T(-3), infinity, nan, std::numeric_limits<T>::denorm_min()})
    BOOST_TEST((chosen(yes, T(5), nan) == four{5, 0, 1, 0}));
  for (const T no : {T(0), T(-0.0)}) BOOST_TEST((chosen(no, nan, T(7)) == four{7, 0, 0, 1}));
}

BOOST_AUTO_TEST_SUITE_END()
