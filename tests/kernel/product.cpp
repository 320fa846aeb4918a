// SPDX-License-Identifier: BSL-1.0
#include <etch/kernel/product.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <tuple>
#include <vector>

namespace {

using etch::kernel::layout;

constexpr std::array<std::size_t, 8> run_time_rows{0, 1, 2, 5, 13, 33, 64, 65};

/// A matrix of reproducible numbers between two guard zones. Under an address sanitizer the
/// zones are left out, so that reads past the ends are seen as well.
template <class T>
class guarded {
 public:
  guarded(std::size_t size, unsigned seed) : all_(size + 2 * zone, guard) {
    for (std::size_t i = 0; i < size; ++i) {
      seed = seed * 1664525u + 1013904223u;
      all_[zone + i] = static_cast<T>(static_cast<int>(seed >> 20) - 2048) / 1024;
    }
  }
  T* data() { return all_.data() + zone; }
  bool intact() const {
    const auto is_guard = [](T x) { return x == guard; };
    return std::all_of(all_.begin(), all_.begin() + zone, is_guard) &&
           std::all_of(all_.end() - zone, all_.end(), is_guard);
  }

 private:
#if defined(__SANITIZE_ADDRESS__)
  static constexpr std::ptrdiff_t zone = 0;
#else
  static constexpr std::ptrdiff_t zone = 64;
#endif
  static constexpr T guard = 12345;
  std::vector<T> all_;
};

struct sizes {
  std::size_t rows, columns, depth;
  layout left, right;
};

/// A product of any sizes: `extent` is the one that is known at run time only, if any.
template <class T>
using multiplication = void (*)(std::size_t extent, T* c, const T* a, const T* b);

/// Whether `multiply` differs from the definition by no more than the rounding of each
/// addition, and leaves what surrounds the matrices alone.
template <class T>
bool agrees_with_definition(sizes s, std::size_t extent, bool accumulate,
                            multiplication<T> multiply) {
  guarded<T> a(s.rows * s.depth, 1), b(s.depth * s.columns, 2), c(s.rows * s.columns, 3);
  guarded<T> before = c;
  multiply(extent, c.data(), a.data(), b.data());
  bool good = a.intact() && b.intact() && c.intact();
  for (std::size_t i = 0; i < s.rows; ++i)
    for (std::size_t j = 0; j < s.columns; ++j) {
      long double sum = 0;
      if (accumulate) sum = static_cast<long double>(before.data()[i * s.columns + j]);
      long double magnitude = std::fabs(sum);
      for (std::size_t k = 0; k < s.depth; ++k) {
        const bool rows_of_a = s.left == layout::plain,
                   rows_of_b = s.right == layout::transposed;
        const long double term =
            static_cast<long double>(a.data()[rows_of_a ? i * s.depth + k : k * s.rows + i]) *
            static_cast<long double>(b.data()[rows_of_b ? j * s.depth + k : k * s.columns + j]);
        sum += term;
        magnitude += std::fabs(term);
      }
      const auto error = std::fabs(static_cast<long double>(c.data()[i * s.columns + j]) - sum);
      const auto unit = static_cast<long double>(std::numeric_limits<T>::epsilon());
      good = good && error <= static_cast<long double>(s.depth + 1) * unit * magnitude;
    }
  return good;
}

template <class T>
void check(sizes s, std::size_t extent, multiplication<T> set, multiplication<T> add) {
  BOOST_TEST_CONTEXT(s.rows << " x " << s.columns << " x " << s.depth << ", layouts "
                            << static_cast<int>(s.left) << static_cast<int>(s.right)) {
    BOOST_TEST(agrees_with_definition<T>(s, extent, false, set));
    BOOST_TEST(agrees_with_definition<T>(s, extent, true, add));
  }
}

template <class T, std::size_t M, std::size_t N, std::size_t K, layout A, layout B>
void check_product() {
  using etch::kernel::product;
  check<T>(
      {M, N, K, A, B}, 0,
      [](std::size_t, T* c, const T* a, const T* b) {
        product<T, M, N, K, A, B, false>(c, a, b);
      },
      [](std::size_t, T* c, const T* a, const T* b) {
        product<T, M, N, K, A, B, true>(c, a, b);
      });
}

template <class T, std::size_t N, std::size_t K, layout B>
void check_product_of_rows() {
  using etch::kernel::product_of_rows;
  for (const std::size_t rows : run_time_rows)
    check<T>(
        {rows, N, K, layout::plain, B}, rows,
        [](std::size_t count, T* c, const T* a, const T* b) {
          product_of_rows<T, N, K, B, false>(count, c, a, b);
        },
        [](std::size_t count, T* c, const T* a, const T* b) {
          product_of_rows<T, N, K, B, true>(count, c, a, b);
        });
}

template <class T, std::size_t M, std::size_t N>
void check_product_over_rows() {
  using etch::kernel::product_over_rows;
  const auto alone = [](std::size_t rows, T* c, const T* a, const T* b) {
    product_over_rows<T, M, N>(rows, c, nullptr, a, b);
  };
  const auto in_place = [](std::size_t rows, T* c, const T* a, const T* b) {
    product_over_rows<T, M, N>(rows, c, c, a, b);
  };
  const auto from_elsewhere = [](std::size_t rows, T* c, const T* a, const T* b) {
    const std::vector<T> start(c, c + M * N);
    std::fill_n(c, M * N, std::numeric_limits<T>::quiet_NaN());
    product_over_rows<T, M, N>(rows, c, start.data(), a, b);
  };
  for (const std::size_t rows : run_time_rows) {
    check<T>({M, N, rows, layout::transposed, layout::plain}, rows, alone, in_place);
    check<T>({M, N, rows, layout::transposed, layout::plain}, rows, alone, from_elsewhere);
  }
}

/// Whether each row of a product of many is, bit for bit, the product of that row alone.
template <class T, std::size_t N, std::size_t K, layout B>
bool rows_are_independent() {
  using etch::kernel::product_of_rows;
  constexpr std::size_t most = 77;
  guarded<T> a(most * K, 1), b(N * K, 2), all(most * N, 3), one(most * N, 4);
  // All digits in use, so that a product which is rounded before it is added differs.
  for (std::size_t i = 0; i < most * K; ++i) a.data()[i] /= 3;
  for (std::size_t i = 0; i < N * K; ++i) b.data()[i] /= 3;
  for (std::size_t i = 0; i < most; ++i)
    product_of_rows<T, N, K, B, false>(1, one.data() + i * N, a.data() + i * K, b.data());
  bool same = true;
  for (std::size_t rows = 2; rows <= most; rows += rows < 16 ? 1 : 15) {
    product_of_rows<T, N, K, B, false>(rows, all.data(), a.data(), b.data());
    same = same && std::memcmp(all.data(), one.data(), rows * N * sizeof(T)) == 0;
  }
  return same;
}

using scalars = std::tuple<float, double>;
using enum layout;

}  // namespace

// Extents around the widths of packs and the heights of tiles: whole vectors and vectors that
// overlap, fewer columns than lanes, one strip and several of two widths.
BOOST_AUTO_TEST_CASE_TEMPLATE(product_agrees_with_its_definition, T, scalars) {
  check_product<T, 8, 8, 8, plain, plain>();
  check_product<T, 5, 7, 6, plain, plain>();
  check_product<T, 7, 5, 13, transposed, transposed>();
  check_product<T, 13, 31, 3, plain, transposed>();
  check_product<T, 16, 33, 2, transposed, plain>();
  check_product<T, 3, 17, 5, plain, transposed>();
  check_product<T, 17, 13, 31, transposed, plain>();
  check_product<T, 31, 16, 7, plain, plain>();
  check_product<T, 2, 65, 9, transposed, transposed>();
  check_product<T, 10, 20, 33, plain, transposed>();
  check_product<T, 4, 6, 2, plain, transposed>();
  check_product<T, 2, 2, 2, transposed, plain>();
}

// These are made as C^T = B^T A^T.
BOOST_AUTO_TEST_CASE_TEMPLATE(narrow_product_agrees_with_its_definition, T, scalars) {
  check_product<T, 33, 2, 16, plain, plain>();
  check_product<T, 40, 3, 17, plain, transposed>();
  check_product<T, 29, 3, 6, transposed, plain>();
  check_product<T, 128, 10, 13, transposed, plain>();
  check_product<T, 37, 5, 31, transposed, transposed>();
  check_product<T, 4, 2, 3, plain, plain>();
  check_product<T, 13, 2, 3, plain, transposed>();
  check_product<T, 4, 2, 7, transposed, plain>();
  check_product<T, 21, 3, 2, transposed, plain>();
  check_product<T, 12, 4, 2, transposed, plain>();
}

// These are made of inner products: few rows, or few columns, of depth enough.
BOOST_AUTO_TEST_CASE_TEMPLATE(product_by_dots_agrees_with_its_definition, T, scalars) {
  check_product<T, 10, 64, 128, plain, transposed>();
  check_product<T, 2, 9, 32, plain, transposed>();
  check_product<T, 2, 7, 5, plain, transposed>();
  check_product<T, 3, 37, 41, plain, transposed>();
  check_product<T, 5, 6, 100, plain, transposed>();
  check_product<T, 7, 10, 95, plain, transposed>();
  check_product_of_rows<T, 10, 128, transposed>();
  check_product_of_rows<T, 3, 67, transposed>();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(outer_product_agrees_with_its_definition, T, scalars) {
  check_product<T, 33, 10, 1, plain, plain>();
  check_product<T, 17, 2, 1, plain, plain>();
  check_product<T, 35, 3, 1, transposed, transposed>();
  check_product<T, 21, 12, 1, plain, plain>();
  check_product<T, 5, 33, 1, plain, plain>();
  check_product<T, 9, 3, 1, plain, plain>();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(matrix_times_vector_agrees_with_its_definition, T, scalars) {
  check_product<T, 1, 1, 13, plain, plain>();
  check_product<T, 7, 1, 2, plain, plain>();
  check_product<T, 17, 1, 33, plain, plain>();
  check_product<T, 33, 1, 3, plain, plain>();
  check_product<T, 20, 1, 9, plain, plain>();
  check_product<T, 13, 1, 40, plain, plain>();
  check_product<T, 31, 1, 17, transposed, plain>();
  check_product<T, 8, 1, 5, transposed, plain>();
  check_product<T, 1, 31, 33, plain, transposed>();
  check_product<T, 2, 13, 17, plain, transposed>();
  check_product<T, 1, 13, 7, plain, plain>();
}

// Deeper than a panel, wide enough for several tiles in every direction, and more rows than
// are in a block.
BOOST_AUTO_TEST_CASE_TEMPLATE(large_product_agrees_with_its_definition, T, scalars) {
  check_product<T, 29, 71, 1037, plain, plain>();
  check_product<T, 29, 71, 1037, transposed, transposed>();
  check_product<T, 50, 263, 261, plain, plain>();
  check_product<T, 215, 130, 512, plain, plain>();
  check_product<T, 130, 68, 264, transposed, plain>();
  check_product<T, 67, 1, 1037, plain, plain>();
  check_product<T, 1, 297, 1037, plain, plain>();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(product_of_rows_agrees_with_its_definition, T, scalars) {
  check_product_of_rows<T, 1, 17, plain>();
  check_product_of_rows<T, 2, 16, plain>();
  check_product_of_rows<T, 3, 5, transposed>();
  check_product_of_rows<T, 10, 33, transposed>();
  check_product_of_rows<T, 16, 2, transposed>();
  check_product_of_rows<T, 31, 8, plain>();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_row_does_not_depend_on_the_other_rows, T, scalars) {
  BOOST_TEST((rows_are_independent<T, 1, 3, plain>()));
  BOOST_TEST((rows_are_independent<T, 1, 17, plain>()));
  BOOST_TEST((rows_are_independent<T, 1, 40, plain>()));
  BOOST_TEST((rows_are_independent<T, 1, 300, plain>()));
  BOOST_TEST((rows_are_independent<T, 1, 2, plain>()));
  BOOST_TEST((rows_are_independent<T, 2, 16, plain>()));
  BOOST_TEST((rows_are_independent<T, 2, 3, transposed>()));
  BOOST_TEST((rows_are_independent<T, 3, 5, transposed>()));
  BOOST_TEST((rows_are_independent<T, 10, 33, transposed>()));
  BOOST_TEST((rows_are_independent<T, 10, 300, transposed>()));
  BOOST_TEST((rows_are_independent<T, 10, 128, transposed>()));
  BOOST_TEST((rows_are_independent<T, 5, 67, transposed>()));
  BOOST_TEST((rows_are_independent<T, 31, 8, plain>()));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(product_over_rows_agrees_with_its_definition, T, scalars) {
  check_product_over_rows<T, 1, 1>();
  check_product_over_rows<T, 1, 13>();
  check_product_over_rows<T, 13, 1>();
  check_product_over_rows<T, 16, 2>();
  check_product_over_rows<T, 33, 10>();
  check_product_over_rows<T, 10, 33>();
  check_product_over_rows<T, 7, 16>();
}

constexpr std::array<float, 4> squared(std::array<float, 4> m) {
  std::array<float, 4> result{};
  etch::kernel::product<float, 2, 2, 2, layout::plain, layout::plain, false>(
      result.data(), m.data(), m.data());
  return result;
}
static_assert(squared({1, 2, 3, 4}) == std::array<float, 4>{7, 10, 15, 22});

constexpr double sum_of_products(std::array<double, 3> a, std::array<double, 3> b) {
  double sum = 1;
  etch::kernel::product_over_rows<double, 1, 1>(3, &sum, &sum, a.data(), b.data());
  etch::kernel::product_of_rows<double, 1, 3, layout::plain, true>(1, &sum, a.data(), b.data());
  return sum;
}
static_assert(sum_of_products({1, 2, 3}, {4, 5, 6}) == 65);
