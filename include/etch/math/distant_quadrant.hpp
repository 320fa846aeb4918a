// SPDX-License-Identifier: BSL-1.0
/// What is left of a number, however large, when multiples of half of pi are taken away.
#pragma once

#include <etch/math/half_pi.hpp>
#include <etch/math/traits.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace etch::math {

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

}  // namespace etch::math
