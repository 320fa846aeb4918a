// SPDX-License-Identifier: BSL-1.0
/// Numbers in expressions: `0.5_c`, `2_c`, and integral constants.
#pragma once

#include <etch/op/leaf.hpp>

#include <type_traits>

namespace etch {

/// A number known to the compiler, with the shape of a scalar.
template <double Value>
struct literal : described<literal<Value>> {
  static constexpr double value = Value;
  static constexpr description describe() {
    return {.op = &operation_of<op::constant>, .number = Value};
  }
};

namespace detail_of_constants {

/// The value of a decimal literal, rounded once.
template <char... Digits>
consteval double parse() {
  const char digits[] = {Digits...};
  long double mantissa = 0;
  int exponent = 0, written = 0;
  bool fraction = false, negative = false, scientific = false;
  for (const char digit : digits) {
    if (digit == '.')
      fraction = true;
    else if (digit == 'e' || digit == 'E')
      scientific = true;
    else if (scientific && digit == '-')
      negative = true;
    else if (scientific && digit >= '0' && digit <= '9')
      written = 10 * written + (digit - '0');
    else if (digit >= '0' && digit <= '9') {
      mantissa = 10 * mantissa + (digit - '0');
      exponent -= fraction;
    }
  }
  exponent += negative ? -written : written;
  long double power = 1;
  for (int i = exponent < 0 ? -exponent : exponent; i > 0; --i) power *= 10;
  return static_cast<double>(exponent < 0 ? mantissa / power : mantissa * power);
}

}  // namespace detail_of_constants

inline namespace literals {

/// `0.5_c`, `2_c`, `1e-4_c`: decimal notation only.
template <char... Digits>
consteval literal<detail_of_constants::parse<Digits...>()> operator""_c() {
  return {};
}

}  // namespace literals

/// A type whose value is an integral constant: `std::integral_constant`, `hana::int_c<2>`.
template <class N>
concept IntegralConstant = !Expression<N> && requires {
  requires std::is_integral_v<std::remove_cvref_t<decltype(N::value)>>;
};

}  // namespace etch
