// SPDX-License-Identifier: BSL-1.0
// Formulas as text and as LaTeX.
#include <etch/etch.hpp>
#include <etch/io/latex.hpp>
#include <etch/io/text.hpp>

#include <boost/test/unit_test.hpp>

using namespace etch;

namespace {

constexpr auto x = input<"x", 3>;
constexpr auto y = distribution<"y", 2>;
constexpr auto t = input<"t">;
constexpr auto w = param<"w1", 2, 3>;
constexpr auto b = param<"beta", 2>;
constexpr auto rate = param<"learning_rate">;
constexpr auto z = w * x + b;

/// An operation from outside, with a spelling of its own.
struct cube : op::elementwise<1> {
  static constexpr std::string_view name = "cube";
  static constexpr std::string_view latex = "{#1}^{3}";
  template <class V>
  static constexpr V value(V u) {
    return u * u * u;
  }
  static constexpr auto slope(auto u, auto) { return 3 * u * u; }
};

/// And one without.
struct plain_cube : cube {
  static constexpr std::string_view name = "plain_cube";
  static constexpr std::string_view latex = "";
};

}  // namespace

BOOST_AUTO_TEST_SUITE(io_formulas)

BOOST_AUTO_TEST_CASE(text_is_what_users_write) {
  BOOST_TEST(text(t + 2_c) == "2 + t");
  BOOST_TEST(text(grad(cross_entropy(softmax(z), y), z)) == "softmax(w1 * x + beta) - y");
  BOOST_TEST(text(sum<0>(w)) == "sum<0>(w1)");
  BOOST_TEST(text(slice<0, 1, 3>(x)) == "slice<0, 1, 3>(x)");
  BOOST_TEST(text(slice<0, 0, 3, 2>(x)) == "slice<0, 0, 3, 2>(x)");
  BOOST_TEST(text(pad<0, 1, 2>(x)) == "pad<0, 1, 2>(x)");
  BOOST_TEST(text(windows<2, 1>(w)) == "windows<2, 1>(w1)");
  BOOST_TEST(text(windows<1, 2, 1, 3>(w)) == "windows<1, 2, 1, 3>(w1)");
  BOOST_TEST(text(windows<2, 2, 1, 1, 1, 2>(w)) == "windows<2, 2, 1, 1, 1, 2>(w1)");
  BOOST_TEST(text(repeat<0, 4>(x)) == "repeat<0, 4>(x)");
  BOOST_TEST(text(permute<1, 0>(w)) == "permute<1, 0>(w1)");
  BOOST_TEST(text(reshape<3, 2>(w)) == "reshape<3, 2>(w1)");
  BOOST_TEST(text(diag(x)) == "diag(x)");
  BOOST_TEST(text(outer(x, x)) == "outer(x, x)");
}

BOOST_AUTO_TEST_CASE(latex_is_the_notation_of_papers) {
  BOOST_TEST(latex(w * x) == R"(w_{1} \, x)");
  BOOST_TEST(latex(sigmoid(w * x)) == R"(\sigma\left(w_{1} \, x\right))");
  BOOST_TEST(latex(grad(tanh(t), t)) == R"(1 - \tanh\left(t\right)^{2})");
  BOOST_TEST(latex(t / rate) == R"(\frac{t}{\mathrm{learning\_rate}})");
  BOOST_TEST(latex(dot(x, x)) == R"(\left\lVert x \right\rVert^{2})");
  BOOST_TEST(latex(1e-5_c * t) == R"(10^{-5} \, t)");
  BOOST_TEST(latex(1.5e-5_c * t) == R"(1.5 \cdot 10^{-5} \, t)");
  BOOST_TEST(latex(t - (rate - t)) == R"(t - \left(\mathrm{learning\_rate} - t\right))");
  BOOST_TEST(latex(outer(b, x)) == R"(\beta \, x^{\top})");
  BOOST_TEST(latex(sqrt(t)) == R"(\sqrt{t})");
  BOOST_TEST(latex(-exp(t)) == R"(-e^{t})");
  BOOST_TEST(latex(sum<0>(w)) == R"(\operatorname{sum}_{0}\left(w_{1}\right))");
}

BOOST_AUTO_TEST_CASE(an_operation_from_outside_is_spelled_by_its_struct) {
  BOOST_TEST(latex(make<cube>(t)) == "{t}^{3}");
  BOOST_TEST(latex(make<plain_cube>(t)) == R"(\operatorname{plain\_cube}\left(t\right))");
  BOOST_TEST(text(make<plain_cube>(t)) == "plain_cube(t)");
}

BOOST_AUTO_TEST_SUITE_END()
