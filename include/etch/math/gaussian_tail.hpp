// SPDX-License-Identifier: BSL-1.0
/// The two cases of the error function and its complement.
#pragma once

#include <etch/math/exp.hpp>
#include <etch/math/halves.hpp>
#include <etch/math/ln2.hpp>
#include <etch/math/polynomial.hpp>
#include <etch/math/power_of_two.hpp>

namespace etch::math {

/// What erf and erfc need of a scalar type. Their cases meet at `reach`, where neither is
/// small: up to there `series` is `erf x / x - 1` in x^2, from there on `exponent` is
/// `-log(erfc x) / x` in x, as far as erf does not round to 1, and `tail` is
/// `(1 + 2 x) e^(x^2) erfc x - 5 / 4` in `(x - middle) / (x + middle)`; minimax (Remez) for the
/// errors relative to erf, erf and erfc.
template <Scalar T>
struct erf_numbers;

template <>
struct erf_numbers<float> {
  static constexpr float reach = 0.6f;
  static constexpr float highest = 10.5f;  // erfc rounds to 0
  // Relative error 2^-27.5.
  static constexpr float series[] = {0.128379166f,   -0.376126379f,  0.112837166f,
                                     -0.0268572606f, 0.00517603755f, -0.000734106929f};
  // Relative error 2^-29.2.
  static constexpr float flat = 4;  // erf rounds to 1
  static constexpr float exponent[] = {1.12843025f,      0.636245966f,   0.103935935f,
                                       -0.0211383067f,   0.00189173035f, 0.000360099366f,
                                       -0.000132846675f, 1.26770165e-05f};
  // Relative error 2^-28.7.
  static constexpr float middle = 2.5f;
  static constexpr float tail[] = {
      0.0148381833f, -0.122356772f,   -0.099024348f,  0.157630354f,    -0.102970988f,
      0.0327548385f, 0.000959977158f, -0.0043457346f, 0.000409141561f, 0.000530873833f};
};

template <>
struct erf_numbers<double> {
  static constexpr double reach = 0.6;
  static constexpr double highest = 28;
  // Relative error 2^-55.6.
  static constexpr double series[] = {0.12837916709551259,    -0.37612638903183698,
                                      0.11283791670950309,    -0.026866170643432587,
                                      0.0052239775949707943,  -0.00085483238781713445,
                                      0.00012055134883701458, -1.4917901785958341e-05,
                                      1.627780565344151e-06,  -1.3902259748120464e-07};
  // Relative error 2^-56.2.
  static constexpr double flat = 6;
  static constexpr double exponent[] = {
      1.1283791713233076,     0.6366197101793427,      0.1027730288960184,
      -0.019130248128034762,  -0.00020391091396408046, 0.0016847933510558087,
      -0.0005713145379482804, 1.704207567457103e-06,   8.899863585265191e-05,
      -4.93695860238723e-05,  1.5741250466213322e-05,  -3.0316276409670933e-06,
      1.622871509249426e-07,  1.109582445574055e-07,   -4.457965583763104e-08,
      9.394923079153895e-09,  -1.2865988818100677e-09, 1.1521856692712084e-10,
      -6.18472527511553e-12,  1.5173070060224014e-13};
  // Relative error 2^-56.7.
  static constexpr double middle = 3.75;
  static constexpr double tail[] = {
      -0.012487369162172425,   -0.14024059858554699,   0.0035854154854660448,
      0.082276738490147328,    -0.10880393014186807,   0.092304321160352865,
      -0.058693398586271837,   0.028362277418567224,   -0.009746579606076021,
      0.0017556258633139731,   0.00029371406201798817, -0.0002901541746981059,
      5.1647071931159158e-05,  2.238469578674604e-05,  -1.1437507427372458e-05,
      -9.7488140534248715e-07, 1.7376471380063798e-06, -5.4881303009029286e-08,
      -2.4020054091446047e-07, 2.081089651584908e-08,  2.452995372384485e-08,
      -2.3638648033818246e-09};
};

/// `erf x - x` for |x| up to `reach`.
template <Number V>
[[gnu::always_inline]] constexpr V erf_beyond_identity(V x) noexcept {
  return x * polynomial(erf_numbers<scalar_t<V>>::series, x * x);
}

/// `erfc x` from `reach` to `highest`, with full relative accuracy.
///
/// Source  M. M. Shepherd & J. G. Laframboise, Chebyshev approximation of (1 + 2 x) exp(x^2)
///         erfc x in 0 <= x < infinity, Mathematics of Computation 36 (1981), fitted anew; x^2
///         in two parts: fdlibm, s_erf.c (Sun Microsystems, 1993).
template <Number V>
[[gnu::always_inline]] constexpr V erfc_tail(V x) noexcept {
  using T = scalar_t<V>;
  using numbers = erf_numbers<T>;
  // x^2 is leading^2, which is exact, and a rest.
  const whole<V> n = nearest(x * x, T(-log2_e));
  const V leading = leading_half(x);
  const V rest = (x - leading) * (x + leading);
  const V r = without_ln2(-leading * leading, n) - rest;
  const V power = r + r * r * polynomial(exp_numbers<T>::series, r);  // e^r - 1
  const V t = (x - numbers::middle) / (x + numbers::middle);
  const V more = polynomial(numbers::tail, t);
  // 1 + 2 x is rounded; what that takes away comes off the power.
  const V below = T(1) + (x + x);
  const V lost = (T(1) - (below - (x + x))) / below;
  const V less = power - (lost + lost * power);
  const V above = T(1.25) + (more + less * (T(1.25) + more));
  return scale(above / below, n);
}

}  // namespace etch::math
