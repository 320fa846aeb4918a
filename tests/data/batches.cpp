// SPDX-License-Identifier: BSL-1.0
#include <etch/data/batches.hpp>
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>
#include <range/v3/view/take.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <random>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

std::size_t allocations = 0;

}  // namespace

// Not inline, so that g++ does not take new and free for a pair that does not match.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* const place = std::malloc(size)) return place;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* place) noexcept { std::free(place); }
[[gnu::noinline]] void operator delete(void* place, std::size_t) noexcept { std::free(place); }

namespace {

namespace data = etch::data;
using numbers = std::vector<int>;

constexpr auto point = etch::input<"x", 3>;
constexpr auto target = etch::input<"t">;
constexpr auto weight = etch::param<"w", 3>;
constexpr auto error = etch::dot(weight, point) - target;
constexpr auto loss = etch::batch_sum(etch::square(error));

/// Sample i is the point (i, i + 1/4, i + 1/2) and the target 1000 + i.
auto counted(std::size_t samples) {
  std::vector<double> points, targets;
  for (std::size_t i = 0; i < samples; ++i) {
    const auto number = static_cast<double>(i);
    points.insert(points.end(), {number, number + 0.25, number + 0.5});
    targets.push_back(number + 1000);
  }
  return data::dataset(data::column(point, points), data::column(target, targets));
}

/// The numbers of a batch's samples, in order; -1 where a sample's parts differ.
template <class Batch>
numbers samples_in(const Batch& batch) {
  const auto& points = std::get<0>(batch);
  const auto& targets = std::get<1>(batch);
  BOOST_TEST_REQUIRE(points.samples == targets.samples);
  numbers result;
  for (std::size_t i = 0; i < points.samples; ++i) {
    const double* at = points.data() + 3 * i;
    const std::array<double, 4> found{at[0], at[1], at[2], targets.data()[i]};
    const auto number = static_cast<int>(at[0]);
    const bool whole =
        found == std::array{number + 0.0, number + 0.25, number + 0.5, number + 1e3};
    result.push_back(whole ? number : -1);
  }
  return result;
}

template <class Pipeline>
std::vector<numbers> batches_of(Pipeline&& pipeline) {
  std::vector<numbers> result;
  for (auto batch : pipeline) result.push_back(samples_in(batch));
  return result;
}

template <class Pipeline>
numbers samples_of(Pipeline&& pipeline) {
  numbers result;
  for (const numbers& batch : batches_of(pipeline)) {
    result.insert(result.end(), batch.begin(), batch.end());
  }
  return result;
}

numbers sorted(numbers all) {
  std::sort(all.begin(), all.end());
  return all;
}

numbers first_numbers(std::size_t count) {
  numbers result(count);
  for (std::size_t i = 0; i < count; ++i) result[i] = static_cast<int>(i);
  return result;
}

void check_equal(const numbers& found, const numbers& expected) {
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

/// The lengths of the batches.
numbers lengths(const std::vector<numbers>& batches) {
  numbers result;
  for (const numbers& batch : batches) result.push_back(static_cast<int>(batch.size()));
  return result;
}

// The first numbers of the generator's own demonstration, which seeds it with 42 on stream 54.
static_assert([] {
  data::generator rng(42, 54);
  for (const std::uint32_t expected :
       {0xa15c02b7u, 0x7b47f409u, 0xba1d3330u, 0x83d2f293u, 0xbfa4784bu, 0xcbed606eu}) {
    if (rng() != expected) return false;
  }
  return true;
}());
static_assert(std::uniform_random_bit_generator<data::generator>);
static_assert(data::RandomBits<std::mt19937> && !data::RandomBits<std::mt19937_64>);

/// 0, 1, 2, ...
struct counter {
  using result_type = std::uint32_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return 0xffffffff; }
  constexpr result_type operator()() { return drawn++; }
  result_type drawn = 0;
};

// For 3, one number has to be rejected, since 2^32 is 1 more than a multiple of 3: it is 0.
static_assert([] {
  counter rng;
  return data::below(3, rng) == 0 && rng.drawn == 2;
}());

template <class Set>
concept refers_to_its_data_set = requires { std::declval<Set>() | data::batches(2); };
static_assert(refers_to_its_data_set<decltype(counted(1))&>);
static_assert(!refers_to_its_data_set<decltype(counted(1))>);

}  // namespace

BOOST_AUTO_TEST_CASE(numbers_below_a_bound_are_evenly_spread) {
  data::generator rng(5);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70000; ++i) ++counts[data::below(7, rng)];
  // Five standard deviations of a binomial distribution: 5 sqrt(70000 1/7 6/7) < 463.
  for (const int count : counts) BOOST_TEST(std::abs(count - 10000) < 463);
}

BOOST_AUTO_TEST_CASE(batches_come_in_the_order_of_the_data_set) {
  const auto set = counted(10);
  const auto batches = batches_of(set | data::batches(4));
  check_equal(lengths(batches), {4, 4, 2});
  check_equal(samples_of(set | data::batches(4)), first_numbers(10));
  check_equal(lengths(batches_of(set | data::batches(5))), {5, 5});
  check_equal(lengths(batches_of(set | data::batches(64))), {10});
  const auto none = counted(0);
  check_equal(lengths(batches_of(none | data::batches(5))), {});
}

BOOST_AUTO_TEST_CASE(batches_in_order_are_views_of_the_data_set) {
  const auto set = counted(10);
  auto batches = set | data::batches(4);
  static_assert(ranges::random_access_range<decltype(batches)>);
  BOOST_TEST(std::get<0>(batches[1]).data() == set[point][4]);
  BOOST_TEST(std::get<1>(batches[2]).data() == set[target][8]);
}

BOOST_AUTO_TEST_CASE(every_sample_comes_once_in_each_epoch) {
  const auto set = counted(101);
  data::generator rng(3);
  auto pipeline = set | data::shuffled(rng) | data::batches(7);
  const auto first = samples_of(pipeline);
  const auto second = samples_of(pipeline);
  check_equal(sorted(first), first_numbers(101));
  check_equal(sorted(second), first_numbers(101));
  BOOST_TEST(first != second);
  const auto sizes = lengths(batches_of(pipeline));
  BOOST_TEST(sizes.size() == 15u);
  BOOST_TEST(sizes.back() == 3);
}

BOOST_AUTO_TEST_CASE(order_depends_on_the_generator_alone) {
  const auto set = counted(10);
  data::generator rng(2024);
  check_equal(samples_of(set | data::shuffled(rng) | data::batches(3)),
              {9, 0, 6, 4, 3, 8, 2, 7, 1, 5});
  check_equal(samples_of(set | data::shuffled(rng) | data::batches(4)),
              {8, 9, 1, 3, 4, 2, 0, 5, 6, 7});
  std::mt19937 standard(2024);
  check_equal(samples_of(set | data::shuffled(standard) | data::batches(4)),
              {6, 8, 3, 5, 0, 2, 4, 7, 1, 9});
}

BOOST_AUTO_TEST_CASE(epochs_follow_each_other) {
  const auto set = counted(10);
  data::generator rng(1), again(1);
  const auto both = batches_of(set | data::shuffled(rng) | data::batches(4) | data::epochs(2));
  check_equal(lengths(both), {4, 4, 2, 4, 4, 2});
  auto one = set | data::shuffled(again) | data::batches(4);
  const auto first = batches_of(one), second = batches_of(one);
  BOOST_TEST(std::equal(first.begin(), first.end(), both.begin()));
  BOOST_TEST(std::equal(second.begin(), second.end(), both.begin() + 3));
  check_equal(lengths(batches_of(set | data::batches(8) | data::epochs(3))),
              {8, 2, 8, 2, 8, 2});
}

BOOST_AUTO_TEST_CASE(pipelines_go_on_with_views_of_ranges) {
  const auto set = counted(10);
  data::generator rng(1);
  const auto taken =
      batches_of(set | data::shuffled(rng) | data::batches(3) | ranges::views::take(2));
  check_equal(lengths(taken), {3, 3});
}

BOOST_AUTO_TEST_CASE(no_batch_allocates) {
  const auto set = counted(1000);
  data::generator rng(1);
  const auto count = [](auto&& pipeline) {
    const std::size_t before = allocations;
    std::size_t samples = 0;
    for (auto batch : pipeline) samples += std::get<0>(batch).samples;
    const std::size_t counted = allocations - before;
    BOOST_TEST(samples > 0u);
    return counted;
  };
  auto gathered = set | data::shuffled(rng) | data::batches(8);
  BOOST_TEST(count(gathered) == 0u);
  BOOST_TEST(count(gathered | data::epochs(3)) == 0u);
  BOOST_TEST(count(set | data::batches(8)) == 0u);
}

BOOST_AUTO_TEST_CASE(batches_are_arguments_of_a_program) {
  const auto set = counted(100);
  const auto program = etch::compile<double>(loss, etch::gradient(loss));
  auto theta = etch::parameters<double>(loss);
  theta[weight] = {0.5, -2.0, 3.0};
  const auto [whole, slope] = program(theta, set.all());

  const auto check_sum = [&](auto&& pipeline) {
    double sum = 0, value = 0;
    auto sum_of_slopes = etch::parameters<double>(loss), part = sum_of_slopes;
    for (auto batch : pipeline) {
      program.into(value, part, theta, batch);
      sum += value;
      for (std::size_t i = 0; i < 3; ++i) sum_of_slopes[weight][i] += part[weight][i];
    }
    BOOST_TEST(std::fabs(sum - whole) <= 1e-12 * whole);
    for (std::size_t i = 0; i < 3; ++i) {
      const double expected = slope[weight][i];
      BOOST_TEST(std::fabs(sum_of_slopes[weight][i] - expected) <= 1e-12 * std::fabs(expected));
    }
  };
  data::generator rng(1);
  check_sum(set | data::batches(7));
  check_sum(set | data::shuffled(rng) | data::batches(7));

  const auto values = etch::compile<double>(etch::dot(weight, point));
  std::vector<double> each(100);
  values.into(each, theta, point = set[point]);
  BOOST_TEST(std::fabs(each[4] - (0.5 * 4 - 2.0 * 4.25 + 3.0 * 4.5)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(columns_that_disagree_are_refused) {
  const auto refused = [](std::size_t points, std::size_t targets, const std::string& message) {
    BOOST_CHECK_EXCEPTION(data::dataset(data::column(point, std::vector<double>(points)),
                                        data::column(target, std::vector<double>(targets))),
                          etch::extent_error, [&](const etch::extent_error& found) {
                            BOOST_TEST(found.what() == message);
                            return true;
                          });
  };
  refused(6, 3, "t: expected 2 samples, found 3");
  refused(7, 3, "x: expected 9 elements, found 7");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_refused) {
  const auto set = counted(5);
  BOOST_TEST(std::get<0>(set.samples(5, 0)).samples == 0u);
  BOOST_CHECK_THROW(set.samples(3, 3), std::out_of_range);
  BOOST_CHECK_THROW(set.samples(6, 0), std::out_of_range);
  BOOST_CHECK_THROW(set.samples(1, static_cast<std::size_t>(-1)), std::out_of_range);
  BOOST_CHECK_THROW(data::batches(0), std::invalid_argument);
}
