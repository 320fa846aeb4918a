// SPDX-License-Identifier: BSL-1.0
/// Products of matrices of fixed sizes: etch's kernels, plain loops, a micro-kernel written by
/// hand, Eigen, and OpenBLAS where it is found. M x N x K, in floats, as shares of the peak.
#include "contest.hpp"
#include <etch/kernel/product.hpp>

#include <Eigen/Dense>

#include <cstddef>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#ifdef BENCH_OPENBLAS
#include <cblas.h>
#endif

namespace {

using std::size_t;
using enum etch::kernel::layout;

/// A product, of which the numbers of rows or of terms may be known at run time only.
struct shape {
  size_t m, n, k;
  etch::kernel::layout a = plain, b = plain;
  enum { all_known, rows_at_run_time, terms_at_run_time } known = all_known;

  constexpr size_t a_row() const { return a == plain ? k : 1; }
  constexpr size_t a_step() const { return a == plain ? 1 : m; }
  constexpr size_t b_row() const { return b == plain ? n : 1; }
  constexpr size_t b_step() const { return b == plain ? 1 : k; }

  std::string name() const {
    std::string text = std::to_string(m) + "x" + std::to_string(n) + "x" + std::to_string(k);
    text += a == plain ? " A" : " A^T";
    text += b == plain ? " B" : " B^T";
    if (known == rows_at_run_time) text += ", rows at run time";
    if (known == terms_at_run_time) text += ", terms at run time";
    return text;
  }
};

template <shape S>
struct operands {
  alignas(64) float a[S.m * S.k], b[S.k * S.n], c[S.m * S.n];

  operands() {
    bench::generator next;
    for (float& x : a) x = static_cast<float>(next());
    for (float& x : b) x = static_cast<float>(next());
  }
};

/// A contender: `Multiply` writes C.
template <shape S, class Multiply>
struct product : operands<S> {
  void operator()() { Multiply::template of<S>(this->c, this->a, this->b); }
  std::vector<float> answer() {
    (*this)();
    return {this->c, this->c + S.m * S.n};
  }
};

struct with_etch {
  template <shape S>
  [[gnu::noinline]] static void of(float* c, const float* a, const float* b) {
    using namespace etch::kernel;
    size_t count = S.known == S.rows_at_run_time ? S.m : S.k;
    benchmark::DoNotOptimize(count);
    if constexpr (S.known == S.rows_at_run_time)
      product_of_rows<float, S.n, S.k, S.b, false>(count, c, a, b);
    else if constexpr (S.known == S.terms_at_run_time)
      product_over_rows<float, S.m, S.n>(count, c, nullptr, a, b);
    else
      etch::kernel::product<float, S.m, S.n, S.k, S.a, S.b, false>(c, a, b);
  }
};

struct plainly {
  template <shape S>
  [[gnu::noinline]] static void of(float* __restrict c, const float* __restrict a,
                                   const float* __restrict b) {
    for (size_t i = 0; i < S.m; ++i)
      for (size_t j = 0; j < S.n; ++j) {
        float sum = 0;
        for (size_t k = 0; k < S.k; ++k)
          sum += a[i * S.a_row() + k * S.a_step()] * b[k * S.b_row() + j * S.b_step()];
        c[i * S.n + j] = sum;
      }
  }
};

/// Tiles of 6 x 16 over panels of B, which are copied where B is transposed.
struct by_hand {
  using v8 [[gnu::vector_size(32)]] = float;

  template <shape S, size_t Rows>
  [[gnu::always_inline]] static void tile(float* c, const float* a, const float* b,
                                          size_t b_row) {
    v8 sums[Rows][2]{}, right[2];
    for (size_t k = 0; k < S.k; ++k) {
      std::memcpy(&right[0], b + k * b_row, sizeof(v8));
      std::memcpy(&right[1], b + k * b_row + 8, sizeof(v8));
#pragma GCC unroll 6
      for (size_t r = 0; r < Rows; ++r) {
        const v8 left = a[r * S.a_row() + k * S.a_step()] - v8{};
        sums[r][0] += left * right[0];
        sums[r][1] += left * right[1];
      }
    }
#pragma GCC unroll 6
    for (size_t r = 0; r < Rows; ++r) {
      std::memcpy(c + r * S.n, &sums[r][0], sizeof(v8));
      std::memcpy(c + r * S.n + 8, &sums[r][1], sizeof(v8));
    }
  }
  template <shape S>
  [[gnu::noinline]] static void of(float* c, const float* a, const float* b) {
    for (size_t n = 0; n < S.n; n += 16) {
      alignas(64) float panel[S.b == transposed ? S.k * 16 : 1];
      if constexpr (S.b == transposed)
        for (size_t j = 0; j < 16; ++j)
          for (size_t k = 0; k < S.k; ++k) panel[k * 16 + j] = b[(n + j) * S.k + k];
      const float* const right = S.b == transposed ? panel : b + n;
      constexpr size_t b_row = S.b == transposed ? 16 : S.n;
      size_t m = 0;
      for (; m + 6 <= S.m; m += 6) tile<S, 6>(c + m * S.n + n, a + m * S.a_row(), right, b_row);
      if constexpr (S.m % 6 != 0)
        tile<S, S.m % 6>(c + m * S.n + n, a + m * S.a_row(), right, b_row);
    }
  }
};

struct with_eigen {
  // Large sizes that are fixed overflow what Eigen counts in.
  static constexpr int fixed(size_t extent) {
    return extent < 512 ? static_cast<int>(extent) : Eigen::Dynamic;
  }
  template <size_t Rows, size_t Columns>
  using matrix = Eigen::Matrix<float, fixed(Rows), fixed(Columns),
                               Columns == 1 ? Eigen::ColMajor : Eigen::RowMajor>;
  template <size_t Rows, size_t Columns, class T>
  static auto map(T* data) {
    using of = std::conditional_t<std::is_const_v<T>, const matrix<Rows, Columns>,
                                  matrix<Rows, Columns>>;
    return Eigen::Map<of, Eigen::Aligned64>(data, Rows, Columns);
  }
  template <size_t Rows, size_t Columns, etch::kernel::layout L>
  static auto view(const float* data) {
    if constexpr (L == plain)
      return map<Rows, Columns>(data);
    else
      return map<Columns, Rows>(data).transpose();
  }
  template <shape S>
  [[gnu::noinline]] static void of(float* c, const float* a, const float* b) {
    map<S.m, S.n>(c).noalias() = view<S.m, S.k, S.a>(a) * view<S.k, S.n, S.b>(b);
  }
};

#ifdef BENCH_OPENBLAS
struct with_openblas {
  template <shape S>
  static void of(float* c, const float* a, const float* b) {
    static const bool one_thread = (openblas_set_num_threads(1), true);
    static_cast<void>(one_thread);
    constexpr int m = static_cast<int>(S.m), n = static_cast<int>(S.n),
                  k = static_cast<int>(S.k);
    constexpr auto at = S.a == plain ? CblasNoTrans : CblasTrans,
                   bt = S.b == plain ? CblasNoTrans : CblasTrans;
    if constexpr (S.n == 1)
      cblas_sgemv(CblasRowMajor, at, S.a == plain ? m : k, S.a == plain ? k : m, 1, a,
                  S.a == plain ? k : m, b, 1, 0, c, 1);
    else
      cblas_sgemm(CblasRowMajor, at, bt, m, n, k, 1, a, S.a == plain ? k : m, b,
                  S.b == plain ? n : k, 0, c, n);
  }
};
#endif

template <shape S>
void enter() {
  bench::contest c(S.name(), {.flop = 2.0 * S.m * S.n * S.k, .tolerance = 1e-4});
  c.enter<product<S, with_etch>>("etch");
  if constexpr (S.m * S.n * S.k < (1 << 24)) c.enter<product<S, plainly>>("plain loops");
  if constexpr (S.n % 16 == 0 && S.m > 1) c.enter<product<S, by_hand>>("hand");
  c.enter<product<S, with_eigen>>("Eigen");
#ifdef BENCH_OPENBLAS
  c.enter<product<S, with_openblas>>("OpenBLAS");
#endif
}

template <size_t M, size_t N, size_t K>
void enter_layouts() {
  enter<shape{M, N, K}>();
  enter<shape{M, N, K, transposed}>();
  enter<shape{M, N, K, plain, transposed}>();
}

}  // namespace

int main(int argc, char** argv) {
  enter_layouts<8, 8, 8>();
  enter_layouts<16, 16, 16>();
  enter_layouts<64, 64, 64>();
  enter_layouts<128, 64, 784>();
  enter_layouts<10, 64, 128>();
  enter_layouts<512, 512, 512>();
  enter_layouts<1024, 1024, 1024>();
  enter<shape{64, 128, 784, plain, transposed, shape::rows_at_run_time}>();
  enter<shape{64, 10, 128, plain, transposed, shape::rows_at_run_time}>();
  enter<shape{64, 16, 16, plain, transposed, shape::rows_at_run_time}>();
  enter<shape{128, 784, 64, transposed, plain, shape::terms_at_run_time}>();
  enter<shape{10, 128, 64, transposed, plain, shape::terms_at_run_time}>();
  enter<shape{16, 2, 64, transposed, plain, shape::terms_at_run_time}>();
  enter<shape{64, 1, 64}>();
  enter<shape{64, 1, 64, transposed}>();
  enter<shape{128, 1, 784}>();
  enter<shape{784, 1, 128, transposed}>();
  return bench::check_and_run(argc, argv);
}
