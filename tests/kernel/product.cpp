// SPDX-License-Identifier: BSL-1.0
#include <etch/kernel/product.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using etch::kernel::layout;

/// Extents around the widths of packs and the heights of tiles.
constexpr std::array<std::size_t, 11> extents{1, 2, 3, 5, 7, 8, 13, 16, 17, 31, 33};
constexpr std::array<std::size_t, 7> run_time_rows{0, 1, 2, 5, 63, 64, 65};

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
    check<T>({rows, N, K, layout::plain, B}, rows, product_of_rows<T, N, K, B, false>,
             product_of_rows<T, N, K, B, true>);
}

template <class T, std::size_t M, std::size_t N>
void check_product_over_rows() {
  using etch::kernel::product_over_rows;
  for (const std::size_t rows : run_time_rows)
    check<T>({M, N, rows, layout::transposed, layout::plain}, rows,
             product_over_rows<T, M, N, false>, product_over_rows<T, M, N, true>);
}

/// Instantiates `f` with every number below `Count`.
template <std::size_t Count>
void for_each_below(auto f) {
  [&]<std::size_t... I>(std::index_sequence<I...>) { (f.template operator()<I>(), ...); }
  (std::make_index_sequence<Count>());
}

using scalars = std::tuple<float, double>;
constexpr std::size_t count = extents.size();

}  // namespace

// Every pair of rows and columns (of double, every third); the depths and the layouts go round.
BOOST_AUTO_TEST_CASE_TEMPLATE(product_agrees_with_its_definition, T, scalars) {
  for_each_below<count * count>([]<std::size_t I>() {
    constexpr std::size_t row = I / count, column = I % count,
                          depth = (row * 4 + column) % count;
    constexpr auto left = (row + column) % 2 == 0 ? layout::plain : layout::transposed;
    constexpr auto right = (row / 2 + column) % 2 == 0 ? layout::plain : layout::transposed;
    if constexpr (sizeof(T) == 4 || I % 3 == 0)
      check_product<T, extents[row], extents[column], extents[depth], left, right>();
  });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(matrix_times_vector_agrees_with_its_definition, T, scalars) {
  for_each_below<count>([]<std::size_t I>() {
    constexpr std::size_t longer = extents[I], shorter = extents[(I * 3 + 2) % count];
    check_product<T, longer, 1, shorter, layout::plain, layout::plain>();
    check_product<T, longer, 1, shorter, layout::transposed, layout::plain>();
    check_product<T, longer, shorter, 1, layout::plain, layout::plain>();
  });
}

// Deeper than a panel, and wide enough for several tiles in every direction.
BOOST_AUTO_TEST_CASE_TEMPLATE(large_product_agrees_with_its_definition, T, scalars) {
  check_product<T, 29, 71, 1037, layout::plain, layout::plain>();
  check_product<T, 29, 71, 1037, layout::transposed, layout::transposed>();
  check_product<T, 67, 1, 1037, layout::plain, layout::plain>();
  check_product<T, 1, 297, 1037, layout::plain, layout::plain>();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(product_of_rows_agrees_with_its_definition, T, scalars) {
  for_each_below<count>([]<std::size_t I>() {
    constexpr std::size_t columns = extents[I], depth = extents[(I * 2 + 3) % count];
    check_product_of_rows<T, columns, depth, layout::plain>();
    check_product_of_rows<T, columns, depth, layout::transposed>();
  });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(product_over_rows_agrees_with_its_definition, T, scalars) {
  for_each_below<count>([]<std::size_t I>() {
    check_product_over_rows<T, extents[I], extents[(I * 2 + 5) % count]>();
  });
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
  etch::kernel::product_over_rows<double, 1, 1, true>(3, &sum, a.data(), b.data());
  etch::kernel::product_of_rows<double, 1, 3, layout::plain, true>(1, &sum, a.data(), b.data());
  return sum;
}
static_assert(sum_of_products({1, 2, 3}, {4, 5, 6}) == 65);
