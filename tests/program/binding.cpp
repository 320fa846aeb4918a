// SPDX-License-Identifier: BSL-1.0
// What may be bound to a symbol, and what a wrong length at run time says.
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>

#if __has_include(<eigen3/Eigen/Core>)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wdouble-promotion"
#pragma GCC diagnostic ignored "-Wcast-align"
#pragma GCC diagnostic ignored "-Wextra-semi"
#pragma GCC diagnostic ignored "-Wshadow"
#include <eigen3/Eigen/Core>
#pragma GCC diagnostic pop
#define ETCH_TESTS_HAVE_EIGEN 1
#endif

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using namespace etch;

constexpr auto x = input<"x", 3>;
constexpr auto t = input<"t">;
constexpr auto m = param<"m", 2, 3>;
constexpr auto q = param<"q", 3>;
constexpr auto r = input<"r", 2, 2, 2>;

/// A weighted sum, so that the order of the elements matters.
constexpr auto model = dot(x, q) + 10_c * t;
constexpr auto f = compile<double>(dot(x, q));
constexpr tensor<double, 3> weights{1, 10, 100};

/// 1, 2, 3, ... by rows gives [14, 32] for weights 1, 2, 3.
constexpr auto product = compile<double>(m * x);
constexpr std::array<double, 3> counting{1, 2, 3};
bool is_by_rows(const tensor<double, 2>& y) { return y == tensor<double, 2>(14, 32); }

template <class Symbol, class Value>
concept Binds = requires(const Symbol symbol, const Value& value) { symbol = value; };
template <class Value>
constexpr bool binds_x = Binds<decltype(x), Value>;
template <class Value>
constexpr bool binds_m = Binds<decltype(m), Value>;

std::string message_of(auto call) {
  try {
    call();
  } catch (const extent_error& e) {
    return e.what();
  }
  return "";
}

}  // namespace

// What does not fit does not compile.
static_assert(binds_x<std::array<double, 3>> && !binds_x<std::array<double, 4>> &&
              !binds_x<double>);
static_assert(binds_x<double[3]> && !binds_x<double[2]> && binds_x<std::span<double, 3>>);
static_assert(!binds_x<std::span<double, 2>> && binds_x<std::span<double>> &&
              binds_x<std::vector<double>>);
static_assert(!binds_x<std::vector<bool>> && !binds_x<std::vector<std::string>> &&
              !binds_x<std::string*>);
static_assert(!binds_x<std::vector<std::vector<double>>> &&
              !binds_x<std::array<std::vector<double>, 2>>);
static_assert(!binds_x<std::vector<std::array<double, 4>>> &&
              binds_x<std::vector<std::array<double, 3>>>);
static_assert(binds_x<batch_view<double, 3>> && !binds_x<batch_view<double, 2>> &&
              !binds_x<double*>);
static_assert(!binds_m<std::vector<tensor<double, 2, 3>>>,
              "a parameter is shared by the samples");
static_assert(!binds_m<std::array<double, 6>> && !binds_m<tensor<double, 3, 2>> &&
              !binds_m<std::vector<double>>);
static_assert(binds_m<double[2][3]> && binds_m<std::array<std::array<double, 3>, 2>> &&
              binds_m<tensor<double, 2, 3>>);
static_assert(binds_m<std::array<tensor<double, 3>, 2>> && binds_m<std::array<double[3], 2>>);

BOOST_AUTO_TEST_SUITE(binding)

BOOST_AUTO_TEST_CASE(contiguous_arrays_of_numbers_bind_as_vectors) {
  const double c_array[] = {1, 2, 3};
  std::array<double, 3> array{1, 2, 3};
  std::vector<double> vector{1, 2, 3};
  const tensor<double, 3> one(1, 2, 3);
  BOOST_TEST(f(x = c_array, q = weights) == 321);
  BOOST_TEST(f(x = array, q = weights) == 321);
  BOOST_TEST(f(x = std::as_const(array), q = weights) == 321);
  BOOST_TEST(f(x = vector, q = weights) == 321);
  BOOST_TEST(f(x = one, q = weights) == 321);
  BOOST_TEST(f(x = std::span<double, 3>(array), q = weights) == 321);
  BOOST_TEST(f(x = std::span<const double>(vector), q = weights) == 321);
  BOOST_TEST(f(q = std::span(weights.begin(), 3), x = std::span(c_array)) == 321);
  BOOST_TEST(f(x = std::array<double, 3>{1, 2, 3}, q = weights) == 321);
}

BOOST_AUTO_TEST_CASE(nested_arrays_bind_as_matrices_row_by_row) {
  const double c_array[2][3] = {{1, 2, 3}, {4, 5, 6}};
  const std::array<std::array<double, 3>, 2> array{{{1, 2, 3}, {4, 5, 6}}};
  const std::array<tensor<double, 3>, 2> tensors{{{1, 2, 3}, {4, 5, 6}}};
  BOOST_TEST(is_by_rows(product(m = c_array, x = counting)));
  BOOST_TEST(is_by_rows(product(m = array, x = counting)));
  BOOST_TEST(is_by_rows(product(m = tensors, x = counting)));
  BOOST_TEST(is_by_rows(product(m = tensor<double, 2, 3>(1, 2, 3, 4, 5, 6), x = counting)));
  const double cube[2][2][2] = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}};
  BOOST_TEST(compile<double>(sum(r))(r = cube) == 36);
}

BOOST_AUTO_TEST_CASE(arrays_of_samples_bind_as_batches) {
  const double c_array[2][3] = {{1, 2, 3}, {4, 5, 6}};
  const std::vector<std::array<double, 3>> vector{{1, 2, 3}, {4, 5, 6}};
  const std::array<tensor<double, 3>, 2> tensors{{{1, 2, 3}, {4, 5, 6}}};
  const std::vector<double> flat{1, 2, 3, 4, 5, 6};
  const auto check = [](const auto& samples) {
    std::array<double, 2> each{};
    double dynamic_storage[2] = {};
    f.into(each, x = samples, q = weights);
    f.into(dynamic_storage, x = samples, q = weights);
    return each == std::array<double, 2>{321, 654} && dynamic_storage[1] == 654;
  };
  BOOST_TEST(check(c_array));
  BOOST_TEST(check(vector));
  BOOST_TEST(check(tensors));
  BOOST_TEST(check(std::span(vector)));
  BOOST_TEST(check(batch_view<const double, 3>(flat.data(), 2)));
  BOOST_TEST(check(batch_view<const double, 3>(flat.data() - 0, 5).slice(0, 2)));
  const std::vector<double> numbers{1, 2, 3};
  BOOST_TEST(compile<double>(batch_sum(square(t)))(t = numbers) == 14);
  BOOST_TEST(compile<double>(batch_sum(square(t)))(t = counting) == 14);
}

BOOST_AUTO_TEST_CASE(single_numbers_of_any_arithmetic_type_are_converted) {
  constexpr auto g = compile<float>(2_c * t);
  BOOST_TEST(g(t = 3) == 6.0f);
  BOOST_TEST(g(t = 3u) == 6.0f);
  BOOST_TEST(g(t = -3ll) == -6.0f);
  BOOST_TEST(g(t = std::size_t{3}) == 6.0f);
  BOOST_TEST(g(t = 1.5) == 3.0f);
  BOOST_TEST(g(t = 1.5l) == 3.0f);
  BOOST_TEST(g(t = true) == 2.0f);
  BOOST_TEST(g(t = static_cast<short>(7)) == 14.0f);
  BOOST_TEST(g(t = tensor<double>(tensor<double>{})) == 0.0f);
  const double held = 2;
  const auto bound = (t = held);
  BOOST_TEST(g(bound) == 4.0f);
}

BOOST_AUTO_TEST_CASE(a_vector_of_the_wrong_length_throws_with_names_and_numbers) {
  std::vector<double> short_one{1, 2};
  double written = -1;
  BOOST_TEST(message_of([&] { f.into(written, x = short_one, q = weights); }) ==
             "x: expected 3 elements, found 2");
  BOOST_TEST(message_of([&] { f.into(written, q = std::span<double>(), x = counting); }) ==
             "q: expected 3 elements, found 0");
  BOOST_TEST(message_of([&] { (void)f(x = std::vector<double>(1234567), q = weights); }) ==
             "x: expected 3 elements, found 1234567");
  BOOST_TEST(written == -1);
  try {
    f.into(written, x = short_one, q = weights);
  } catch (const extent_error& e) {
    BOOST_TEST((e.expected() == 3 && e.found() == 2));
  }
}

BOOST_AUTO_TEST_CASE(a_map_may_hold_more_parameters_than_a_program_uses) {
  auto theta = parameters<double>(sum(m) + sum(q) + dot(m * x, m * x));
  theta[q] = weights;
  theta[m].fill(5);
  BOOST_TEST(f(theta, x = counting) == 321);
  BOOST_TEST(f(x = counting, theta) == 321);
  const auto [value, g] = compile<double>(dot(x, q), gradient(dot(x, q)))(theta, x = counting);
  BOOST_TEST(value == 321);
  BOOST_TEST((g[q] == tensor<double, 3>(1, 2, 3)));
}

BOOST_AUTO_TEST_CASE(a_set_of_bindings_binds_like_its_members) {
  const bindings set{x = counting, t = 2.0};
  BOOST_TEST(compile<double>(model)(set, q = weights) == 341);
}

#ifdef ETCH_TESTS_HAVE_EIGEN

using row_major = Eigen::Matrix<double, 2, 3, Eigen::RowMajor>;
using samples_by_row = Eigen::Matrix<double, Eigen::Dynamic, 3, Eigen::RowMajor>;

static_assert(binds_x<Eigen::Vector3d> && binds_x<Eigen::RowVector3d> &&
              !binds_x<Eigen::Vector4d>);
static_assert(binds_x<Eigen::VectorXd> && binds_m<row_major> &&
              !binds_m<Eigen::Matrix<double, 2, 3>>);
static_assert(!binds_x<Eigen::Map<Eigen::Vector3d, 0, Eigen::InnerStride<2>>>);
static_assert(!binds_x<decltype(std::declval<Eigen::Matrix3d&>().row(0))>, "it has gaps");
static_assert(binds_x<decltype(std::declval<Eigen::Matrix3d&>().col(0))>);
static_assert(!binds_m<decltype(std::declval<Eigen::Matrix<double, 2, 5, Eigen::RowMajor>&>()
                                    .leftCols<3>())>);
static_assert(!binds_x<decltype(Eigen::Vector3d() + Eigen::Vector3d())>, "not in memory");

BOOST_AUTO_TEST_CASE(vectors_and_matrices_of_eigen_bind) {
  const Eigen::Vector3d fixed(1, 2, 3);
  const Eigen::VectorXd any = fixed;
  row_major rows;
  rows << 1, 2, 3, 4, 5, 6;
  double storage[] = {1, 2, 3, 4, 5, 6};
  BOOST_TEST(f(x = fixed, q = weights) == 321);
  BOOST_TEST(f(x = any, q = weights) == 321);
  BOOST_TEST(f(x = Eigen::Map<const Eigen::Vector3d>(storage), q = weights) == 321);
  BOOST_TEST(f(x = Eigen::Matrix3d(fixed.asDiagonal()).colwise().sum().eval(), q = weights) ==
             321);
  BOOST_TEST(is_by_rows(product(m = rows, x = fixed)));
  BOOST_TEST(is_by_rows(product(m = Eigen::Map<row_major>(storage), x = fixed)));
  BOOST_TEST(message_of([&] { (void)f(x = Eigen::VectorXd(2), q = weights); }) ==
             "x: expected 3 elements, found 2");
}

BOOST_AUTO_TEST_CASE(matrices_of_eigen_bind_as_batches_of_their_rows) {
  samples_by_row rows(2, 3);
  rows << 1, 2, 3, 4, 5, 6;
  const row_major two = rows;
  std::array<double, 2> each{};
  f.into(each, x = rows, q = weights);
  BOOST_TEST((each == std::array<double, 2>{321, 654}));
  each = {};
  f.into(each, x = two, q = weights);
  BOOST_TEST((each == std::array<double, 2>{321, 654}));
  samples_by_row out(2, 3);
  compile<double>(2_c * x).into(out, x = rows);
  BOOST_TEST((out == 2 * rows));
}

#endif

BOOST_AUTO_TEST_SUITE_END()
