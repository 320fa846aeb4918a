// SPDX-License-Identifier: BSL-1.0
/// What elementary functions need of a number, be it a scalar or a pack: parts, bits, choice.
#pragma once

#include <etch/kernel/pack.hpp>
#include <etch/math/machine.hpp>

#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace etch::math {

/// `float` or `double`.
template <class V>
concept Scalar = std::same_as<V, float> || std::same_as<V, double>;

/// What every function of this room takes and gives back.
template <class V>
concept Number = Scalar<V> || kernel::Pack<V>;

template <class V>
struct parts_of;

template <>
struct parts_of<float> {
  using scalar = float;
  using word = std::uint32_t;
  using bits = word;
};

template <>
struct parts_of<double> {
  using scalar = double;
  using word = std::uint64_t;
  using bits = word;
};

template <kernel::Pack V>
struct parts_of<V> {
  using scalar = std::conditional_t<std::same_as<V, kernel::pack<float>>, float, double>;
  using word = typename parts_of<scalar>::word;
  using bits = kernel::pack<word>;
};

/// `float` for `float` and for packs of it, and likewise `double`.
template <Number V>
using scalar_t = typename parts_of<V>::scalar;

/// The unsigned integer as wide as one scalar.
template <Number V>
using word_t = typename parts_of<V>::word;

/// As many words as `V` has lanes.
template <Number V>
using bits_t = typename parts_of<V>::bits;

/// Where IEEE 754 keeps things in a scalar.
template <Scalar T>
struct format {
  /// Bits of the fraction, right of the exponent.
  static constexpr int fraction = std::numeric_limits<T>::digits - 1;
  /// What is added to the exponent.
  static constexpr int bias = std::numeric_limits<T>::max_exponent - 1;
  static constexpr word_t<T> sign = std::bit_cast<word_t<T>>(-T{});
  static constexpr T infinity = std::numeric_limits<T>::infinity();
  static constexpr T nan = std::numeric_limits<T>::quiet_NaN();
};

/// Every lane holds `x`.
template <Number V, class T>
[[gnu::always_inline]] constexpr V constant(T x) noexcept {
  if constexpr (Scalar<V>)
    return static_cast<V>(x);
  else
    return kernel::broadcast<V>(static_cast<scalar_t<V>>(x));
}

template <Number V>
[[gnu::always_inline]] constexpr bits_t<V> to_bits(V x) noexcept {
  return std::bit_cast<bits_t<V>>(x);
}

template <Number V>
[[gnu::always_inline]] constexpr V from_bits(bits_t<V> x) noexcept {
  return std::bit_cast<V>(x);
}

/// `a` where `mask` holds, `b` elsewhere; `mask` is a comparison of two numbers of type `V`.
template <class Mask, Number V>
[[gnu::always_inline]] constexpr V select(Mask mask, V a, V b) noexcept {
#if defined(__clang__) && defined(__AVX512F__)
  // clang 19 makes masked moves of scalars, which run four times slower one after the other
  // than the bits do (tanh on Zen 4). To go when a clang does without.
  if constexpr (Scalar<V>) {
    const word_t<V> ones = word_t<V>{} - word_t<V>{mask};
    return from_bits<V>((to_bits(a) & ones) | (to_bits(b) & ~ones));
  } else {
    return mask ? a : b;
  }
#else
  return mask ? a : b;
#endif
}

/// `a < b ? a : b`: `b` where either is NaN. (One instruction on x86.)
template <Number V>
[[gnu::always_inline]] constexpr V lesser(V a, V b) noexcept {
  if constexpr (Scalar<V>)
    return a < b ? a : b;
  else
    return machine::lesser(a, b);
}

/// `a > b ? a : b`: `b` where either is NaN. (One instruction on x86.)
template <Number V>
[[gnu::always_inline]] constexpr V greater(V a, V b) noexcept {
  if constexpr (Scalar<V>)
    return a > b ? a : b;
  else
    return machine::greater(a, b);
}

/// The product `x`, which is not to be fused with the sum it stands in. To be used where a
/// choice stands between them: g++ makes two branches of it for scalars, and fuses where it
/// sees product and sum together, so that a scalar's last bit would not be a pack's.
template <Number V>
[[gnu::always_inline]] constexpr V unfused(V x) noexcept {
#if defined(__clang__)
  return x;  // fused within one expression only
#else
  return __builtin_assoc_barrier(x);
#endif
}

/// The smaller of `x` and `bound`; NaN where `x` is.
template <Number V>
[[gnu::always_inline]] constexpr V at_most(V x, scalar_t<V> bound) noexcept {
  return lesser(constant<V>(bound), x);
}

/// The larger of `x` and `bound`; NaN where `x` is.
template <Number V>
[[gnu::always_inline]] constexpr V at_least(V x, scalar_t<V> bound) noexcept {
  return greater(constant<V>(bound), x);
}

/// |x|, also of -0 and NaN.
template <Number V>
[[gnu::always_inline]] constexpr V magnitude(V x) noexcept {
  // (g++ would take a scalar's bits to other registers and back.)
  if constexpr (std::same_as<V, float>)
    return __builtin_fabsf(x);
  else if constexpr (std::same_as<V, double>)
    return __builtin_fabs(x);
  else
    return from_bits<V>(to_bits(x) & ~format<scalar_t<V>>::sign);
}

/// `x`, which has no sign, with the sign of `y`.
template <Number V>
[[gnu::always_inline]] constexpr V with_sign_of(V x, V y) noexcept {
  if constexpr (std::same_as<V, float>)
    return __builtin_copysignf(x, y);
  else if constexpr (std::same_as<V, double>)
    return __builtin_copysign(x, y);
  else
    return from_bits<V>(to_bits(x) | (to_bits(y) & format<scalar_t<V>>::sign));
}

/// Whether constant evaluation meets a NaN: compilers allow it to be compared and returned
/// there, but not to be computed with. At run time always false, and no code.
template <Number V>
[[gnu::always_inline]] constexpr bool is_constant_nan(V x) noexcept {
  if constexpr (Scalar<V>)
    return std::is_constant_evaluated() && to_bits(magnitude(x)) > to_bits(format<V>::infinity);
  else
    return false;
}

/// Whether constant evaluation meets a number above `bound`: g++ allows no overflow there. At
/// run time always false, and no code.
template <Number V>
[[gnu::always_inline]] constexpr bool is_constant_above(V x, scalar_t<V> bound) noexcept {
  if constexpr (Scalar<V>)
    return std::is_constant_evaluated() && x > bound;
  else
    return false;
}

}  // namespace etch::math
