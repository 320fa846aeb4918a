// SPDX-License-Identifier: BSL-1.0
// The parameters of a model as a map from symbols and names to tensors.
#include <etch/expr/operators.hpp>
#include <etch/expr/symbols.hpp>
#include <etch/program/parameters.hpp>
#include <etch/tensor/parameter_map.hpp>

#include <boost/hana.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

namespace hana = boost::hana;
using namespace etch::literals;

namespace {

constexpr auto x = etch::input<"x", 3>;
constexpr auto w = etch::param<"w", 2, 3>;
constexpr auto bias = etch::param<"bias", 2>;
constexpr auto scale = etch::param<"scale">;
constexpr auto other = etch::param<"other", 2>;
constexpr auto w_transposed = etch::param<"w", 3, 2>;

// `bias` is used first, `w` twice.
constexpr auto model = scale * (bias + w * x) + w * x;

constexpr auto made() {
  auto theta = etch::parameters<double>(model);
  double next = 1;
  theta.for_each([&](auto, auto& values) {
    for (double& value : values) value = next++;
  });
  return theta;
}
constexpr auto theta = made();
using map = std::remove_const_t<decltype(theta)>;

template <class Key>
constexpr bool has = requires(const map& values, Key key) {
  values[key];
};

}  // namespace

// Order of first use, each once.
static_assert(
    std::is_same_v<map, etch::parameter_map<double, std::remove_const_t<decltype(scale)>,
                                            std::remove_const_t<decltype(bias)>,
                                            std::remove_const_t<decltype(w)>>>);
static_assert(map::size() == 1 + 2 + 6);
static_assert(sizeof(map) == 10 * sizeof(double),
              "no more than the tensors' alignment asks for");

// Access by symbol and by name, to const maps and others.
static_assert(std::is_same_v<decltype(theta[w]), const etch::tensor<double, 2, 3>&>);
static_assert(&theta[w] == &theta["w"_s]);
static_assert(&theta[bias] == &theta["bias"_s]);
static_assert(theta[scale][0] == 1 && theta[bias][1] == 3 && theta[w](1, 0) == 7);
static_assert(std::is_same_v<decltype("bias"_s), hana::string<'b', 'i', 'a', 's'>>);

// What is not in the map does not compile.
static_assert(has<decltype(w)> && has<decltype("w"_s)>);
static_assert(!has<decltype(other)> && !has<decltype("other"_s)>);
static_assert(!has<decltype(w_transposed)>, "another shape is another symbol");
static_assert(!has<decltype(x)>);
static_assert(!has<int>);

// All zeros at first.
static_assert(etch::parameters<float>(model)[w] == etch::tensor<float, 2, 3>());
static_assert(etch::parameters<float>(x).size() == 0);

// A Hana struct.
static_assert(hana::Struct<map>::value);
static_assert(hana::keys(theta) == hana::make_tuple("scale"_s, "bias"_s, "w"_s));
static_assert(hana::contains(theta, "w"_s) && !hana::contains(theta, "v"_s));
static_assert(hana::length(hana::keys(theta)) == hana::size_c<3>);
static_assert(hana::at_key(theta, "bias"_s) == theta[bias]);
static_assert(hana::members(theta) == hana::make_tuple(theta[scale], theta[bias], theta[w]));
static_assert(hana::to_map(theta)["w"_s] == theta[w]);

BOOST_AUTO_TEST_SUITE(parameter_map)

BOOST_AUTO_TEST_CASE(a_write_by_symbol_is_read_by_name) {
  map copy = theta;
  copy[w](0, 2) = -1;
  BOOST_TEST(copy["w"_s](0, 2) == -1);
  copy["bias"_s][0] = -2;
  BOOST_TEST(copy[bias][0] == -2);
  hana::at_key(copy, "scale"_s)[0] = -3;
  BOOST_TEST(copy[scale][0] == -3);
}

BOOST_AUTO_TEST_CASE(equality_compares_every_tensor) {
  map copy = theta;
  BOOST_TEST((copy == theta));
  for (double* element : {&copy[scale][0], &copy[bias][1], &copy[w](1, 2)}) {
    const double kept = *element;
    *element = -1;
    BOOST_TEST((copy != theta));
    *element = kept;
  }
  BOOST_TEST((copy == theta));
}

BOOST_AUTO_TEST_CASE(for_each_visits_symbols_and_tensors_in_order) {
  std::vector<std::string> names;
  std::vector<double> numbers;
  theta.for_each([&](auto symbol, const auto& values) {
    names.emplace_back(symbol.self.name);
    numbers.insert(numbers.end(), values.begin(), values.end());
  });
  BOOST_TEST(names == (std::vector<std::string>{"scale", "bias", "w"}));
  BOOST_TEST(numbers == (std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

BOOST_AUTO_TEST_CASE(hana_for_each_visits_names_and_tensors_in_order) {
  std::vector<std::string> names;
  std::size_t elements = 0;
  hana::for_each(theta, hana::fuse([&](auto name, const auto& values) {
                   names.emplace_back(name.c_str());
                   elements += values.size();
                 }));
  BOOST_TEST(names == (std::vector<std::string>{"scale", "bias", "w"}));
  BOOST_TEST(elements == map::size());
}

BOOST_AUTO_TEST_SUITE_END()
