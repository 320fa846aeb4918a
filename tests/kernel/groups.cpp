// SPDX-License-Identifier: BSL-1.0
// Groups of elementwise operations, and reductions over samples, of many sizes: every way to
// read and write, against plain loops, between guard zones.
#include <etch/etch.hpp>
#include <etch/kernel/batch.hpp>
#include <etch/kernel/elementwise.hpp>
#include <etch/kernel/product.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using namespace etch;
using kernel::access;
using kernel::result;
using scalars = std::tuple<float, double>;

/// Extents around the widths of packs.
constexpr std::size_t extents[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 15, 16, 17, 31, 33};

/// Small whole numbers, of which sums and products are exact, between two guard zones.
template <class T>
class guarded {
 public:
  explicit guarded(std::size_t size, unsigned seed = 0) : all_(size + 2 * zone, guard) {
    for (std::size_t i = 0; seed != 0 && i < size; ++i) {
      seed = seed * 1664525u + 1013904223u;
      all_[zone + i] = static_cast<T>(static_cast<int>(seed >> 28) - 8);
    }
  }
  T* data() { return all_.data() + zone; }
  T operator[](std::size_t i) const { return all_[zone + i]; }
  bool intact() const {
    const auto is_guard = [](T value) { return value == guard; };
    return std::all_of(all_.begin(), all_.begin() + zone, is_guard) &&
           std::all_of(all_.end() - zone, all_.end(), is_guard);
  }

 private:
  static constexpr std::ptrdiff_t zone = 64;
  static constexpr T guard = 12345;
  std::vector<T> all_;
};

/// `first + second third`, stored, and what else is asked for.
template <access Second, access Third, result... More>
constexpr auto recipe() {
  kernel::recipe<3, 2, 1 + sizeof...(More)> all{};
  all.from[0] = access::element;
  all.from[1] = Second;
  all.from[2] = Third;
  all.body[0] = {.op = &operation_of<op::multiply>, .operands = {1, 2}};
  all.body[1] = {.op = &operation_of<op::add>, .operands = {0, 3}};
  all.to[0] = {.slot = 4};
  std::size_t place = 1;
  ((all.to[place++] = {.slot = 4, .kind = More}), ...);
  return all;
}

template <class T>
T read(const guarded<T>& from, access kind, std::size_t sample, std::size_t place,
       std::size_t n) {
  return kind == access::element  ? from[sample * n + place]
         : kind == access::row    ? from[place]
         : kind == access::column ? from[sample]
                                  : from[0];
}

template <class T, std::size_t N, access Second, access Third, result... More>
bool is_right(std::size_t samples) {
  constexpr auto group = recipe<Second, Third, More...>();
  guarded<T> a(samples * N, 1), b(samples * N, 2), c(samples * N, 3);
  guarded<T> stored(samples * N), sums(samples), greatest(samples);
  const T* const in[]{a.data(), b.data(), c.data()};
  T* const out[]{stored.data(), sums.data(), greatest.data()};
  if (samples == 1)
    kernel::elementwise_of_one<T, group, N>(in, out);
  else
    kernel::elementwise<T, group, N>(samples, in, out);
  bool right = stored.intact() && sums.intact() && greatest.intact();
  for (std::size_t sample = 0; sample < samples; ++sample) {
    T sum = 0, most = -std::numeric_limits<T>::infinity();
    for (std::size_t place = 0; place < N; ++place) {
      const T wanted = a[sample * N + place] +
                       read(b, Second, sample, place, N) * read(c, Third, sample, place, N);
      right = right && stored[sample * N + place] == wanted;
      sum += wanted;
      most = std::max(most, wanted);
    }
    if constexpr (sizeof...(More) == 2)
      right = right && sums[sample] == sum && greatest[sample] == most;
  }
  return right;
}

/// `check<N>()` for all extents.
template <class Check>
void for_all_extents(Check check) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (check.template operator()<extents[I]>(), ...);
  }(std::make_index_sequence<std::size(extents)>{});
}

constexpr std::size_t batches[]{1, 2, 3, 7, 64, 65};

template <class T, result Kind, std::size_t N>
bool reduces_samples(std::size_t samples) {
  guarded<T> in(samples * N, 5), out(N, 6);
  const guarded<T> before = out;
  kernel::reduce_samples<T, N, Kind>(samples, false, out.data(), in.data());
  bool right = out.intact();
  for (std::size_t i = 0; i < N; ++i) {
    T wanted = before[i];
    for (std::size_t sample = 0; sample < samples; ++sample) {
      const T next = in[sample * N + i];
      wanted = Kind == result::summed ? wanted + next : std::max(wanted, next);
    }
    right = right && out[i] == wanted;
  }
  kernel::reduce_samples<T, N, Kind>(samples, true, out.data(), in.data());
  return right && out[0] <= (Kind == result::summed ? T(8) * T(samples) : T(8));
}

template <class T, std::size_t M, std::size_t N, bool Accumulate>
bool makes_outer_product() {
  guarded<T> a(M, 7), b(N, 8), c(M * N, 9);
  const guarded<T> before = c;
  kernel::product<T, M, N, 1, kernel::layout::plain, kernel::layout::plain, Accumulate>(
      c.data(), a.data(), b.data());
  bool right = c.intact();
  for (std::size_t m = 0; m < M; ++m)
    for (std::size_t n = 0; n < N; ++n)
      right = right && c[m * N + n] == (Accumulate ? before[m * N + n] : T(0)) + a[m] * b[n];
  return right;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(groups)

BOOST_AUTO_TEST_CASE_TEMPLATE(of_elements_rows_columns_and_numbers, T, scalars) {
  for_all_extents([]<std::size_t N>() {
    for (const std::size_t samples : batches) {
      BOOST_TEST_CONTEXT(N << " elements of " << samples << " samples") {
        BOOST_TEST((is_right<T, N, access::element, access::scalar>(samples)));
        BOOST_TEST((is_right<T, N, access::row, access::row>(samples)));
        BOOST_TEST(
            (is_right<T, N, access::row, access::column, result::summed, result::greatest>(
                samples)));
      }
    }
  });
}

// Long sums are made in several chains.
BOOST_AUTO_TEST_CASE_TEMPLATE(of_many_elements, T, scalars) {
  for (const std::size_t samples : batches) {
    BOOST_TEST(
        (is_right<T, 1000, access::element, access::scalar, result::summed, result::greatest>(
            samples)));
    BOOST_TEST(
        (is_right<T, 1003, access::row, access::column, result::summed, result::greatest>(
            samples)));
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(over_samples, T, scalars) {
  for_all_extents([]<std::size_t N>() {
    for (const std::size_t samples : batches) {
      BOOST_TEST_CONTEXT(N << " elements of " << samples << " samples") {
        BOOST_TEST((reduces_samples<T, result::summed, N>(samples)));
        BOOST_TEST((reduces_samples<T, result::greatest, N>(samples)));
      }
    }
  });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(outer_products, T, scalars) {
  for_all_extents([]<std::size_t N>() {
    BOOST_TEST_CONTEXT("5 x " << N) {
      BOOST_TEST((makes_outer_product<T, 5, N, false>()));
      BOOST_TEST((makes_outer_product<T, 5, N, true>()));
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
