// SPDX-License-Identifier: BSL-1.0
// Figures of models, which are constants, and the tables they are printed in.
#include <etch/etch.hpp>
#include <etch/io/summary.hpp>

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <string>

namespace {

using namespace etch;
using nn::linear;

constexpr auto x = input<"x", 784>;
constexpr auto z = input<"z", 64>;
constexpr auto net = linear<"fc1", 128> | nn::relu | linear<"fc2", 10>;

static_assert(summary(net(x)).parameters == 784 * 128 + 128 + 128 * 10 + 10);
static_assert(summary(net(x)).multiply_adds == 784 * 128 + 128 + 128 + 128 * 10 + 10);
static_assert(summary(net(x)).operations == 5);
static_assert(summary(net(x)).affine_runs.size() == 0);
static_assert(summary<double>(net(x)).arena_bytes == 2 * summary<float>(net(x)).arena_bytes);

// Whether layers collapse when the parameters are frozen.
constexpr auto square_layers = summary((linear<"a", 64> | linear<"b", 64>)(z));
static_assert(square_layers.affine_runs.size() == 1);
static_assert(square_layers.affine_runs[0].is_collapsed);
static_assert(square_layers.affine_runs[0].multiply_adds == 2 * (64 * 64 + 64));
static_assert(square_layers.affine_runs[0].collapsed == 64 * 64 + 64);
static_assert(square_layers.multiply_adds == 2 * (64 * 64 + 64));
static_assert(square_layers.multiply_adds_when_frozen == 64 * 64 + 64);

constexpr auto bottleneck = summary((linear<"a", 10> | linear<"b", 784>)(x));
static_assert(bottleneck.affine_runs.size() == 1);
static_assert(!bottleneck.affine_runs[0].is_collapsed);
static_assert(bottleneck.affine_runs[0].inputs == 784 &&
              bottleneck.affine_runs[0].outputs == 784);
static_assert(bottleneck.multiply_adds_when_frozen == bottleneck.multiply_adds);

// The order of products, of one sample and of a batch.
constexpr auto a = param<"a", 100, 100>;
constexpr auto b = param<"b", 100, 100>;
constexpr auto v = input<"v", 100>;
static_assert(summary((a * b) * v).product_orders[0].before == 1000000 + 10000);
static_assert(summary((a * b) * v).product_orders[0].after == 20000);
static_assert(summary(a * (b * v)).product_orders.size() == 0);
constexpr auto c = param<"c", 10, 100>;
static_assert(summary(c * (b * v)).product_orders.size() == 0);
static_assert(batch_summary(c * (b * v)).product_orders[0].before == 64 * 11000);
static_assert(batch_summary(c * (b * v)).product_orders[0].after == 100000 + 64 * 1000);

template <class S>
std::string printed(S s) {
  std::ostringstream text;
  text << s;
  return text.str();
}

BOOST_AUTO_TEST_SUITE(summaries)

BOOST_AUTO_TEST_CASE(every_product_has_a_line) {
  const std::string text = printed(summary(net(x)));
  BOOST_TEST(text.find("fc1.w * x ") != std::string::npos);
  BOOST_TEST(text.find("fc2.w * max(fc1.b + #1, 0)") != std::string::npos);
  BOOST_TEST(text.find("[128]         100352") != std::string::npos);
  BOOST_TEST(text.find("101770 parameters") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(decisions_are_told) {
  BOOST_TEST(printed(square_layers).find("64 to 64 collapsed to one matrix") !=
             std::string::npos);
  BOOST_TEST(printed(bottleneck).find("784 to 784 not collapsed") != std::string::npos);
  BOOST_TEST(printed(summary((a * b) * v)).find("20000 multiplications instead of 1010000") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_computed_once_for_a_batch_is_marked) {
  const std::string text = printed(batch_summary(exp(a) * v));
  BOOST_TEST(text.find("10000       once\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
