// SPDX-License-Identifier: BSL-1.0
// Reports on layers against plain loops; checks of gradients find wrong ones.
#include <etch/etch.hpp>
#include <etch/nn/diagnosis.hpp>
#include <etch/program/check_gradient.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace etch;

constexpr auto x = input<"x", 2>;
constexpr auto net = nn::linear<"fc", 3> | nn::relu;
constexpr auto loss = batch_mean(sum(square(net(x))));

/// The third unit is dead: its bias is far below 0.
auto model() {
  auto theta = parameters<double>(loss);
  theta["fc.w"_s] = {1, -2, 0.5, 1, 1, 1};
  theta["fc.b"_s] = {0.25, 0, -100};
  return theta;
}
const std::vector<std::array<double, 2>> samples{{1, 0}, {0.5, -1}, {-1, 2}, {2, 2}};

BOOST_AUTO_TEST_SUITE(diagnosis)

BOOST_AUTO_TEST_CASE(figures_are_those_of_plain_loops) {
  const auto theta = model();
  const auto& w = theta["fc.w"_s];
  const auto& b = theta["fc.b"_s];
  double sum[2]{}, squares[2]{}, output_slope[2]{}, slope[9]{};
  bool alive[2][3]{};
  const double n = static_cast<double>(samples.size());
  for (const auto& sample : samples) {
    for (std::size_t i = 0; i < 3; ++i) {
      const double z = w[2 * i] * sample[0] + w[2 * i + 1] * sample[1] + b[i];
      const double values[]{z, z > 0 ? z : 0};
      const double by_relu = 2 * values[1] / n, by_z = z > 0 ? by_relu : 0;
      for (std::size_t k = 0; k < 2; ++k) {
        sum[k] += values[k], squares[k] += values[k] * values[k];
        alive[k][i] = alive[k][i] || values[k] != 0;
      }
      output_slope[0] += by_z * by_z, output_slope[1] += by_relu * by_relu;
      slope[3 * i] += by_z * sample[0], slope[3 * i + 1] += by_z * sample[1];
      slope[3 * i + 2] += by_z;
    }
  }
  double norm = 0;
  for (const double s : slope) norm += s * s;
  const auto reports = nn::diagnosis<double>(net, x, loss)(theta, x = samples);
  for (std::size_t k = 0; k < 2; ++k) {
    const double mean = sum[k] / (3 * n);
    double dead = 0;
    for (const bool unit : alive[k]) dead += !unit / 3.0;
    BOOST_TEST(std::abs(reports[k].mean - mean) < 1e-12);
    BOOST_TEST(std::abs(reports[k].variance - (squares[k] / (3 * n) - mean * mean)) < 1e-10);
    BOOST_TEST(std::abs(reports[k].dead - dead) < 1e-15);
    BOOST_TEST(std::abs(reports[k].output_slope - std::sqrt(output_slope[k])) < 1e-12);
  }
  BOOST_TEST(reports[1].dead == 1.0 / 3);
  BOOST_TEST(std::abs(reports[0].parameter_slope - std::sqrt(norm)) < 1e-12);
  BOOST_TEST(reports[1].parameter_slope == 0);
  BOOST_TEST(reports[0].layer == "fc");
  BOOST_TEST(reports[1].layer == "relu");
}

BOOST_AUTO_TEST_CASE(a_report_is_a_table_with_a_line_for_each_layer) {
  std::ostringstream text;
  text << nn::diagnosis<double>(net, x, loss)(model(), x = samples);
  BOOST_TEST(text.str().find("\nfc ") != std::string::npos);
  BOOST_TEST(text.str().find("\nrelu ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(names_are_those_of_the_parameters) {
  constexpr auto scoped = nn::scoped<"body">(net);
  constexpr auto own_loss = batch_mean(sum(square(scoped(x))));
  auto theta = parameters<float>(own_loss);
  glorot_uniform(theta, 1);
  const std::vector<std::array<float, 2>> one{{1, 2}};
  BOOST_TEST(nn::diagnosis<float>(scoped, x, own_loss)(theta, x = one)[0].layer == "body.fc");
}

BOOST_AUTO_TEST_CASE(right_gradients_pass) {
  auto theta = model();
  constexpr auto smooth = tanh(nn::linear<"fc", 3>(x));
  BOOST_TEST((check_gradient(mean(square(smooth)), theta, x = samples[0]) <= 1e-10));
  BOOST_TEST((check_gradient(smooth, theta, x = samples[1]) <= 1e-10));
  BOOST_TEST((check_gradient(smooth, theta, x = samples) <= 1e-10));
  BOOST_TEST((check_gradient(batch_mean(sum(smooth)), theta, x = samples) <= 1e-10));
}

BOOST_AUTO_TEST_CASE(wrong_gradients_are_found_and_named) {
  constexpr auto a = param<"a", 3>;
  constexpr auto b = param<"b", 3>;
  // A textbook's derivative of tanh, refuted.
  constexpr auto wrong = with_gradient(tanh(b), b, 2_c * hadamard(tanh(b), 1_c - tanh(b)));
  constexpr auto value = sum(exp(a)) + sum(wrong);
  auto theta = parameters<double>(value);
  theta[a] = {0.1, 0.2, 0.3};
  theta[b] = {0.5, 0.25, 0.75};
  const gradient_check found = check_gradient(value, theta);
  BOOST_TEST(!(found <= 0.1));
  BOOST_TEST(found.parameter == "b");
  const double t = std::tanh(theta[b][found.element]);
  BOOST_TEST(std::abs(found.slope - 2 * t * (1 - t)) < 1e-12);
  BOOST_TEST(std::abs(found.difference - (1 - t * t)) < 1e-9);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
