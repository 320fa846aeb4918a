// SPDX-License-Identifier: BSL-1.0
/// Elementary functions: etch, libm, Eigen, and what else is found of glibc's vector functions,
/// SLEEF and xsimd. Times are of one number; `max ulp` is the largest error among the operands.
///
/// Calls that come one after the other wait for each other.
#include "ratio_table.hpp"
#include <etch/etch.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <string>
#include <type_traits>

// Functions of 32 bytes.
#if defined(__AVX2__) && defined(BENCH_LIBMVEC)
#include <immintrin.h>
#endif
#if defined(__AVX2__) && defined(BENCH_SLEEF)
#include <immintrin.h>
#include <sleef.h>
#endif
#ifdef BENCH_XSIMD
#include <xsimd/xsimd.hpp>
#endif

#if defined(__AVX2__) && defined(BENCH_LIBMVEC)
extern "C" {
__m256 _ZGVdN8v_expf(__m256);
__m256d _ZGVdN4v_exp(__m256d);
__m256 _ZGVdN8v_logf(__m256);
__m256d _ZGVdN4v_log(__m256d);
__m256 _ZGVdN8v_tanhf(__m256);
__m256d _ZGVdN4v_tanh(__m256d);
__m256 _ZGVdN8v_sinf(__m256);
__m256d _ZGVdN4v_sin(__m256d);
__m256 _ZGVdN8v_erff(__m256);
__m256d _ZGVdN4v_erf(__m256d);
}
#endif

namespace {

using std::size_t;

// ---- what is computed
// -------------------------------------------------------------------------

// `of` is every library's own: of numbers, arrays, packs and expressions.

struct exponential {
  static constexpr const char* name = "exp";
  static constexpr double low = -20, high = 20;
  static constexpr auto of(const auto& x) {
    using std::exp;
    return exp(x);
  }
#if defined(__AVX2__) && defined(BENCH_LIBMVEC)
  static __m256 libmvec(__m256 x) { return _ZGVdN8v_expf(x); }
  static __m256d libmvec(__m256d x) { return _ZGVdN4v_exp(x); }
#endif
#if defined(__AVX2__) && defined(BENCH_SLEEF)
  static __m256 sleef(__m256 x) { return Sleef_expf8_u10(x); }
  static __m256d sleef(__m256d x) { return Sleef_expd4_u10(x); }
#endif
};

struct logarithm {
  static constexpr const char* name = "log";
  static constexpr double low = 1e-3, high = 1e3;
  static constexpr auto of(const auto& x) {
    using std::log;
    return log(x);
  }
#if defined(__AVX2__) && defined(BENCH_LIBMVEC)
  static __m256 libmvec(__m256 x) { return _ZGVdN8v_logf(x); }
  static __m256d libmvec(__m256d x) { return _ZGVdN4v_log(x); }
#endif
#if defined(__AVX2__) && defined(BENCH_SLEEF)
  static __m256 sleef(__m256 x) { return Sleef_logf8_u10(x); }
  static __m256d sleef(__m256d x) { return Sleef_logd4_u10(x); }
#endif
};

struct hyperbolic_tangent {
  static constexpr const char* name = "tanh";
  static constexpr double low = -4, high = 4;
  static constexpr auto of(const auto& x) {
    using std::tanh;
    return tanh(x);
  }
#if defined(__AVX2__) && defined(BENCH_LIBMVEC)
  static __m256 libmvec(__m256 x) { return _ZGVdN8v_tanhf(x); }
  static __m256d libmvec(__m256d x) { return _ZGVdN4v_tanh(x); }
#endif
#if defined(__AVX2__) && defined(BENCH_SLEEF)
  static __m256 sleef(__m256 x) { return Sleef_tanhf8_u10(x); }
  static __m256d sleef(__m256d x) { return Sleef_tanhd4_u10(x); }
#endif
};

/// Nobody but etch has it: others divide by an exponential.
struct logistic {
  static constexpr const char* name = "sigmoid";
  static constexpr double low = -8, high = 8;
  static constexpr auto of(const etch::Expression auto& x) { return sigmoid(x); }
  static auto of(const auto& x) {
    using std::exp;
    using T = std::remove_cvref_t<decltype(x)>;
    if constexpr (requires { typename T::Scalar; })
      return (exp(-x) + typename T::Scalar(1)).inverse();
    else
      return T(1) / (T(1) + exp(-x));
  }
#if defined(__AVX2__) && defined(BENCH_LIBMVEC)
  static __m256 libmvec(__m256 x) { return 1 / (1 + _ZGVdN8v_expf(-x)); }
  static __m256d libmvec(__m256d x) { return 1 / (1 + _ZGVdN4v_exp(-x)); }
#endif
};

struct sine {
  static constexpr const char* name = "sin";
  static constexpr double low = -8, high = 8;
  static constexpr auto of(const auto& x) {
    using std::sin;
    return sin(x);
  }
#if defined(__AVX2__) && defined(BENCH_LIBMVEC)
  static __m256 libmvec(__m256 x) { return _ZGVdN8v_sinf(x); }
  static __m256d libmvec(__m256d x) { return _ZGVdN4v_sin(x); }
#endif
#if defined(__AVX2__) && defined(BENCH_SLEEF)
  static __m256 sleef(__m256 x) { return Sleef_sinf8_u10(x); }
  static __m256d sleef(__m256d x) { return Sleef_sind4_u10(x); }
#endif
};

struct error_function {
  static constexpr const char* name = "erf";
  static constexpr double low = -4, high = 4;
  template <class X>
    requires(!requires { typename X::Scalar; })  // Eigen's is not supported
  static constexpr auto of(const X& x) {
    using std::erf;
    return erf(x);
  }
#if defined(__AVX2__) && defined(BENCH_LIBMVEC)
  static __m256 libmvec(__m256 x) { return _ZGVdN8v_erff(x); }
  static __m256d libmvec(__m256d x) { return _ZGVdN4v_erf(x); }
#endif
#if defined(__AVX2__) && defined(BENCH_SLEEF)
  static __m256 sleef(__m256 x) { return Sleef_erff8_u10(x); }
  static __m256d sleef(__m256d x) { return Sleef_erfd4_u10(x); }
#endif
};

// ---- who computes it: `N` numbers, from one place to another
// ----------------------------------

template <class F, class T, size_t N>
void by_etch(const T (&from)[N], T (&to)[N]) {
  static constexpr auto x = etch::input<"x", N>;
  static constexpr auto program = etch::compile<T>(F::of(x));
  program.into(to, x = from);
}

template <class F, class T, size_t N>
void by_libm(const T (&from)[N], T (&to)[N]) {
  for (size_t i = 0; i < N; ++i) to[i] = F::of(from[i]);
}

template <class F, class T, size_t N>
void by_eigen(const T (&from)[N], T (&to)[N]) {
  using array = Eigen::Array<T, N, 1>;
  Eigen::Map<array> result(to);
  result = F::of(Eigen::Map<const array>(from));
}

#ifdef BENCH_XSIMD
template <class F, class T, size_t N>
void by_xsimd(const T (&from)[N], T (&to)[N]) {
  using pack = xsimd::batch<T>;
  for (size_t i = 0; i < N; i += pack::size)
    F::of(pack::load_unaligned(from + i)).store_unaligned(to + i);
}
#endif

#if defined(__AVX2__) && (defined(BENCH_LIBMVEC) || defined(BENCH_SLEEF))
template <size_t N>
void by_packs(auto f, const float (&from)[N], float (&to)[N]) {
  for (size_t i = 0; i < N; i += 8) _mm256_storeu_ps(to + i, f(_mm256_loadu_ps(from + i)));
}
template <size_t N>
void by_packs(auto f, const double (&from)[N], double (&to)[N]) {
  for (size_t i = 0; i < N; i += 4) _mm256_storeu_pd(to + i, f(_mm256_loadu_pd(from + i)));
}
#endif
#if defined(__AVX2__) && defined(BENCH_LIBMVEC)
template <class F, class T, size_t N>
void by_libmvec(const T (&from)[N], T (&to)[N]) {
  by_packs([](auto x) __attribute__((always_inline)) { return F::libmvec(x); }, from, to);
}
#endif
#if defined(__AVX2__) && defined(BENCH_SLEEF)
template <class F, class T, size_t N>
void by_sleef(const T (&from)[N], T (&to)[N]) {
  by_packs([](auto x) __attribute__((always_inline)) { return F::sleef(x); }, from, to);
}
#endif

// ---- what is measured
// -------------------------------------------------------------------------

template <class T, size_t N>
struct numbers {
  alignas(64) T at[N];
};

template <class F, class T, size_t N>
numbers<T, N> operands() {
  bench::generator next;
  numbers<T, N> x;
  for (T& each : x.at) each = static_cast<T>(F::low + (F::high - F::low) * (next() + 1) / 2);
  return x;
}

/// The largest error, in units of the last place.
template <class F, class T, size_t N>
double error(const numbers<T, N>& x, const numbers<T, N>& y) {
  using wider = std::conditional_t<std::is_same_v<T, float>, double, long double>;
  double worst = 0;
  for (size_t i = 0; i < N; ++i) {
    const wider exact = F::of(static_cast<wider>(x.at[i]));
    const int exponent = std::max(std::ilogb(exact), std::numeric_limits<T>::min_exponent - 1);
    const wider unit = std::ldexp(wider(1), exponent + 1 - std::numeric_limits<T>::digits);
    worst = std::max(worst,
                     static_cast<double>(std::abs(static_cast<wider>(y.at[i]) - exact) / unit));
  }
  return worst;
}

/// As few numbers as a small network's layer has; the result of each call is a part of the next
/// one's operand.
template <size_t N>
constexpr bool is_layer = N < 100;

/// What etch promises; and what is another function altogether.
constexpr double promised = 2.5, another = 16;
bool promise_is_kept = true;

template <class F, class T, size_t N>
using contender = void (*)(const T (&)[N], T (&)[N]);

template <class F, class T, size_t N>
void enter(const char* name, contender<F, T, N> compute) {
  const auto x = operands<F, T, N>();
  numbers<T, N> y;
  compute(x.at, y.at);
  const double ulp = error<F>(x, y);
  const std::string type = std::is_same_v<T, float> ? " floats" : " doubles";
  const std::string function = F::name;
  std::string workload = function + " of " + std::to_string(N) + type;
  if constexpr (is_layer<N>) workload += ", one after the other";
  if (ulp > another) {
    std::fprintf(stderr, "%s, %s: error of %g ulp, not compared\n", workload.c_str(), name,
                 ulp);
    return;
  }
  if (name == std::string("etch") && !(ulp <= promised)) {
    std::fprintf(stderr, "%s: error of %g ulp\n", workload.c_str(), ulp);
    promise_is_kept = false;
  }
  benchmark::RegisterBenchmark((workload + '/' + name).c_str(),
                               [x, compute, ulp](benchmark::State& state) {
                                 numbers<T, N> a = x, b{};
                                 while (state.KeepRunningBatch(N)) {
                                   if constexpr (is_layer<N>)
                                     for (size_t i = 0; i < N; ++i) a.at[i] = x.at[i] + b.at[i];
                                   compute(a.at, b.at);
                                   benchmark::ClobberMemory();
                                 }
                                 benchmark::DoNotOptimize(b);
                                 state.counters["max ulp"] = ulp;
                               });
}

template <class F, class T, size_t N>
void enter_all() {
  enter<F, T, N>("etch", by_etch<F, T, N>);
  enter<F, T, N>("libm", by_libm<F, T, N>);
  if constexpr (requires(Eigen::Array<T, N, 1> x) { F::of(x); })
    enter<F, T, N>("Eigen", by_eigen<F, T, N>);
#ifdef BENCH_XSIMD
  enter<F, T, N>("xsimd", by_xsimd<F, T, N>);
#endif
#if defined(__AVX2__) && defined(BENCH_LIBMVEC)
  enter<F, T, N>("libmvec", by_libmvec<F, T, N>);
#endif
#if defined(__AVX2__) && defined(BENCH_SLEEF)
  if constexpr (requires(__m256 x) { F::sleef(x); }) enter<F, T, N>("SLEEF", by_sleef<F, T, N>);
#endif
}

template <class... Functions>
void enter_arrays() {
  (enter_all<Functions, float, 4096>(), ...);
  (enter_all<Functions, double, 4096>(), ...);
}

template <class... Functions>
void enter_layers() {
  (enter_all<Functions, float, 8>(), ...);
  (enter_all<Functions, float, 24>(), ...);
  (enter_all<Functions, double, 8>(), ...);
}

}  // namespace

int main(int argc, char** argv) {
  enter_arrays<exponential, logarithm, hyperbolic_tangent, logistic, sine, error_function>();
  enter_layers<hyperbolic_tangent, logistic>();
  if (!promise_is_kept) return 1;
  return bench::run(argc, argv);
}
