// SPDX-License-Identifier: BSL-1.0
/// Half of pi, and what is left of a number when its multiples are taken away.
#pragma once

#include <etch/math/power_of_two.hpp>
#include <etch/math/traits.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace etch::math {

inline constexpr double two_over_pi = 0.63661977236758134;

/// `high + low` to twice the precision; likewise the sum of `parts`, of which all but the last
/// are so short that their products with a count of up to `limit / (pi / 2)` are exact.
template <Scalar T>
struct half_pi;

template <>
struct half_pi<float> {
  static constexpr float high = 0x1.921fb6p+0f;
  static constexpr float low = -0x1.777a5cp-25f;
  static constexpr float limit = 3200;  // 11 bits of count, 13 of each part
  static constexpr float parts[] = {0x1.921p+0f, 0x1.f6ap-13f, 0x1.11p-26f, 0x1.68c234p-39f};
};

template <>
struct half_pi<double> {
  static constexpr double high = 0x1.921fb54442d18p+0;
  static constexpr double low = 0x1.1a62633145c07p-54;
  static constexpr double limit = 1.6e6;  // 20 bits of count, 33 of each part
  static constexpr double parts[] = {0x1.921fb544p+0, 0x1.0b4611a6p-34, 0x1.3198a2ep-69,
                                     0x1.b839a252049c1p-104};
};

/// `count pi / 2 + high + low`, with `high + low` of at most about pi / 4; of `count` only the
/// last two bits mean anything.
template <Number V>
struct quadrant {
  V high;
  V low;
  bits_t<V> count;
};

/// The quadrant of a `size` that is at most `limit`, which has enough digits left of
/// however small a rest.
///
/// Source  Cody & Waite, Software Manual for the Elementary Functions, 1980, chapter 8; what
///         two of the differences lose: D. E. Knuth, The Art of Computer Programming 2, 4.2.2.
template <Number V>
[[gnu::always_inline]] constexpr quadrant<V> quadrant_by_parts(V size) noexcept {
  using T = scalar_t<V>;
  constexpr auto& parts = half_pi<T>::parts;
  const whole<V> n = nearest(size, T(two_over_pi));
  const V count = n.value();
  const V a = size - count * parts[0];  // exact
  const V second = count * parts[1];
  const V b = a - second;
  const V third = count * parts[2];
  const V c = b - third;
  const V b_less = b - a, c_less = c - b;
  const V b_lost = (a - (b - b_less)) - (second + b_less);
  const V c_lost = (b - (c - c_less)) - (third + c_less);
  const V rest = (b_lost + c_lost) - count * parts[3];
  const V high = c + rest;
  return {high, (c - high) + rest, n.plus(0)};
}

/// The bits of 2 / pi, 32 to a word, after 64 zeros.
inline constexpr std::uint32_t two_over_pi_words[] = {
    0x00000000, 0x00000000, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599,
    0x3c439041, 0xfe5163ab, 0xdebbc561, 0xb7246e3a, 0x424dd2e0, 0x06492eea, 0x09d1921c,
    0xfe1deb1c, 0xb129a73e, 0xe88235f5, 0x2ebb4484, 0xe99c7026, 0xb45f7e41, 0x3991d639,
    0x835339f4, 0x9c845f8b, 0xbdf9283b, 0x1ff897ff, 0xde05980f, 0xef2f118b, 0x5a0a6d1f,
    0x6d367ecf, 0x27cb09b7, 0x4f463f66, 0x9e5fea2d, 0x7527bac7, 0xebe5f17b, 0x3d0739f7,
    0x8a5292ea, 0x6bfb5fb1, 0x1f8d5d08, 0x56033046, 0xfc7b6bab};

/// `m` times seven words of 2 / pi, from `first` on, without what carries beyond the seventh.
constexpr std::array<std::uint64_t, 7> times_two_over_pi(std::uint64_t m,
                                                         std::size_t first) noexcept {
  std::array<std::uint64_t, 7> product{};
  for (std::size_t half = 0; half != 2; ++half) {
    const std::uint64_t factor = half == 0 ? m & 0xffffffff : m >> 32;
    std::uint64_t carry = 0;
    for (std::size_t i = product.size(); i-- > half;) {
      std::uint64_t& word = product[i - half];
      const std::uint64_t sum = word + factor * two_over_pi_words[first + i] + carry;
      word = sum & 0xffffffff;
      carry = sum >> 32;
    }
  }
  return product;
}

/// `size` in quarters of a turn: in units of 2^-62 of them, 2^-126 and 2^-190; whole turns are
/// left out.
constexpr std::array<std::uint64_t, 3> quarter_turns(double size) noexcept {
  using form = format<double>;
  constexpr std::uint64_t hidden = std::uint64_t{1} << form::fraction;
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(size);
  const std::uint64_t m = (bits & (hidden - 1)) | hidden;
  const unsigned biased = static_cast<unsigned>(bits >> form::fraction);
  // size = m 2^e. Bits of 2 / pi that weigh 4 or more against 2^e add whole turns only: e - 2
  // of them, and 64 zeros, are passed over.
  const unsigned passed = biased - (form::bias + form::fraction) + 64 - 2;
  const unsigned shift_left = passed % 32;
  const std::array<std::uint64_t, 7> product = times_two_over_pi(m, passed / 32);
  std::array<std::uint64_t, 3> turns{};
  for (std::size_t i = 0; i != turns.size(); ++i) {
    const std::uint64_t pair = product[2 * i] << 32 | product[2 * i + 1];
    turns[i] = pair << shift_left | product[2 * i + 2] >> (32 - shift_left);
  }
  return turns;
}

/// The quadrant of a finite `size` from 1 up, by whole numbers; NaN at infinity.
///
/// Source  M. H. Payne & R. N. Hanek, Radian reduction for trigonometric functions, ACM SIGNUM
///         Newsletter 18 (1983). The first 62 bits of a rest are not all zero, for no double is
///         nearer to a multiple of pi / 2 than 6381956970095103 2^797: J.-M. Muller, Elementary
///         Functions, on range reduction.
constexpr quadrant<double> quadrant_by_bits(double size) noexcept {
  if (!(size < format<double>::infinity)) return {format<double>::nan, format<double>::nan, 0};
  const auto [t0, t1, t2] = quarter_turns(size);
  std::array<std::uint64_t, 3> f = {t0 << 2 | t1 >> 62, t1 << 2 | t2 >> 62, t2 << 2};
  // More than half of a quarter is counted from the next.
  const bool beyond = f[0] >> 63 != 0;
  if (beyond) f = {~f[0], ~f[1], ~f[2]};
  const int zeros = std::countl_zero(f[0]);  // at least one
  f = {f[0] << zeros | f[1] >> (64 - zeros), f[1] << zeros | f[2] >> (64 - zeros), 0};
  const double unit =
      (beyond ? -0x1p-64 : 0x1p-64) / static_cast<double>(std::uint64_t{1} << zeros);

  // Times pi / 2, both in two pieces, so that the leading product is exact.
  constexpr std::uint64_t piece = (std::uint64_t{1} << 38) - 1;
  constexpr double p = 0x1.921fb5p+0, p_rest = 0x1.110b4611a6263p-26;
  const double a = static_cast<double>(f[0] & ~piece);
  const double a_rest = static_cast<double>(f[0] & piece) + static_cast<double>(f[1]) * 0x1p-64;
  const double leading = a * p * unit;
  const double rest = (a * p_rest + a_rest * half_pi<double>::high) * unit;
  const double high = leading + rest;
  return {high, (leading - high) + rest, (t0 >> 62) + (beyond ? 1 : 0)};
}

/// The quadrant of any `size` for which `half_pi::limit` is too little.
template <Scalar T>
constexpr quadrant<T> distant_quadrant(T size) noexcept {
  const quadrant<double> exact = quadrant_by_bits(static_cast<double>(size));
  const T high = static_cast<T>(exact.high);
  const T low = static_cast<T>((exact.high - static_cast<double>(high)) + exact.low);
  return {high, low, static_cast<word_t<T>>(exact.count)};
}

/// Likewise, where lanes need it.
template <kernel::Pack V>
[[gnu::noinline]] inline quadrant<V> with_distant_quadrants(quadrant<V> all, V size) noexcept {
  using T = scalar_t<V>;
  for (std::size_t i = 0; i != kernel::lanes<T>; ++i) {
    if (size[i] <= half_pi<T>::limit) continue;
    const quadrant<T> one = distant_quadrant<T>(size[i]);
    all.high[i] = one.high;
    all.low[i] = one.low;
    all.count[i] = one.count;
  }
  return all;
}

/// Whether `mask`, the comparison of two packs, holds in some lane.
template <class Mask>
[[gnu::always_inline]] inline bool any(Mask mask) noexcept {
  using words = std::array<std::uint64_t, sizeof(Mask) / sizeof(std::uint64_t)>;
  std::uint64_t some = 0;
  for (std::uint64_t word : std::bit_cast<words>(mask)) some |= word;
  return some != 0;
}

/// The quadrant of `size`, a number without sign.
///
/// Domain  every finite number; NaN for infinity; keeps NaN. Fast up to `half_pi::limit`.
template <Number V>
[[gnu::always_inline]] constexpr quadrant<V> quadrant_of(V size) noexcept {
  constexpr scalar_t<V> limit = half_pi<scalar_t<V>>::limit;
  if constexpr (Scalar<V>) {
    if (size > limit) [[unlikely]]
      return distant_quadrant(size);
    return quadrant_by_parts(size);
  } else {
    const quadrant<V> all = quadrant_by_parts(size);
    if (any(size > constant<V>(limit))) [[unlikely]]
      return with_distant_quadrants(all, size);
    return all;
  }
}

/// Whether the quadrants' counts are odd, as a comparison.
template <Number V>
[[gnu::always_inline]] constexpr auto is_odd(const quadrant<V>& q) noexcept {
  return (q.count & word_t<V>{1}) != bits_t<V>{};
}

/// `x` with its sign changed where `sign`, a sign and nothing else, is.
template <Number V>
[[gnu::always_inline]] constexpr V with_sign_changed(V x, bits_t<V> sign) noexcept {
  return from_bits<V>(to_bits(x) ^ sign);
}

/// The sign alone.
template <Number V>
[[gnu::always_inline]] constexpr bits_t<V> sign_of(V x) noexcept {
  return to_bits(x) & format<scalar_t<V>>::sign;
}

/// Whether constant evaluation meets an infinity, which it could not compute with.
template <Number V>
[[gnu::always_inline]] constexpr bool is_constant_infinity(V x) noexcept {
  return is_constant_above(magnitude(x), std::numeric_limits<scalar_t<V>>::max());
}

}  // namespace etch::math
