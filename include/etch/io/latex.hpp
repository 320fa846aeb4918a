// SPDX-License-Identifier: BSL-1.0
/// Expressions as LaTeX; a gradient as the formula that the chain rule found.
#pragma once

#include <etch/io/detail.hpp>
#include <etch/io/formula.hpp>

#include <string>
#include <string_view>

namespace etch {

namespace io {

/// Writes nodes of a graph in the notation of papers.
class latex_writer {
 public:
  explicit latex_writer(graph::dag_view g) : g_(g) {}

  std::string operator()(graph::node_id id) const { return write(id, 0); }

 private:
  /// How tightly what is written binds.
  enum binding : int { loose = 0, summand = 1, factor = 2, tight = 3 };

  std::string write(graph::node_id id, int around) const {
    const graph::node& n = g_[id];
    if (n.is<op::leaf>()) return symbol(g_.leaves[n.detail].name);
    if (n.op->kind == graph::family::constant) {
      return enclosed(decimal(n.number), n.number < 0 && around > loose);
    }
    if (n.is<op::broadcast>()) return write(n.operands[0], around);
    if (n.is<op::negate>()) {
      return enclosed(joined({"-", write(n.operands[0], factor)}), around > loose);
    }
    if (n.is<op::add>() || n.is<op::subtract>()) return sum(n, around);
    if (n.is<op::multiply>()) return multiplication(n, around);
    if (n.is<op::divide>()) {
      return joined(
          {R"(\frac{)", write(n.operands[0], loose), "}{", write(n.operands[1], loose), "}"});
    }
    if (n.op->kind == graph::family::product) return product(n, around);
    if (n.is<op::transpose>()) return joined({write(n.operands[0], tight), R"(^{\top})"});
    if (n.is<op::sum>() && is_elementwise_product(g_, g_[n.operands[0]])) {
      return inner_product(g_[n.operands[0]], around);
    }
    if (!n.op->latex.empty()) return pattern(n);
    return call(n);
  }

  std::string sum(const graph::node& n, int around) const {
    const bool minus = n.is<op::subtract>();
    return enclosed(joined({write(n.operands[0], loose), minus ? " - " : " + ",
                            write(n.operands[1], minus ? factor : summand)}),
                    around > loose);
  }

  std::string multiplication(const graph::node& n, int around) const {
    if (n.operands[0] == n.operands[1]) {
      return joined({write(n.operands[0], tight), "^{2}"});
    }
    const bool elementwise = is_elementwise_product(g_, n);
    const int first = first_factor(g_, n);
    return enclosed(
        joined({write(n.operands[first], factor), elementwise ? R"( \odot )" : R"( \, )",
                write(n.operands[1 - first], factor)}),
        around > factor);
  }

  std::string product(const graph::node& n, int around) const {
    return enclosed(
        joined({transposed(n.operands[0], n.detail & graph::left_transposed), R"( \, )",
                transposed(n.operands[1], n.detail & graph::right_transposed)}),
        around > factor);
  }

  std::string inner_product(const graph::node& n, int around) const {
    if (n.operands[0] == n.operands[1]) {
      return joined({R"(\left\lVert )", write(n.operands[0], loose), R"( \right\rVert^{2})"});
    }
    return enclosed(
        joined({transposed(n.operands[0], 1), R"( \, )", write(n.operands[1], tight)}),
        around > factor);
  }

  std::string transposed(graph::node_id id, std::size_t yes) const {
    const std::string x = write(id, yes != 0 ? tight : factor);
    return yes != 0 ? joined({x, R"(^{\top})"}) : x;
  }

  /// The operation's own spelling, its operands in the places of #1 to #3.
  std::string pattern(const graph::node& n) const {
    const std::string_view spelling = n.op->latex;
    std::string result;
    for (std::size_t i = 0; i < spelling.size(); ++i) {
      if (spelling[i] != '#') {
        result += spelling[i];
        continue;
      }
      const int which = spelling[++i] - '1';
      result += write(n.operands[which], loose);
    }
    return result;
  }

  std::string call(const graph::node& n) const {
    std::string result = joined({R"(\operatorname{)", plain(n.op->name), "}"});
    if (const std::string detail = detail_of(g_, n); !detail.empty()) {
      result += joined({"_{", detail, "}"});
    }
    if (n.op->arity == 0) return result;
    result += R"(\left()";
    for (int k = 0; k < n.op->arity; ++k) {
      if (k > 0) result += ", ";
      result += write(n.operands[k], loose);
    }
    return joined({result, R"(\right))"});
  }

  /// A letter with its index (`w1` is w_1), a Greek letter's name, or a word.
  static std::string symbol(std::string_view name) {
    const std::size_t digits = name.find_first_of("0123456789");
    const std::string_view letters = name.substr(0, digits);
    if (digits == std::string_view::npos || digits == 0) return letter(name);
    if (name.find_first_not_of("0123456789", digits) != std::string_view::npos) {
      return letter(name);
    }
    return joined({letter(letters), "_{", name.substr(digits), "}"});
  }

  static std::string letter(std::string_view name) {
    if (name.size() == 1) return std::string(name);
    for (const std::string_view greek :
         {"alpha", "beta",  "gamma",  "delta", "epsilon", "zeta", "eta", "theta",
          "iota",  "kappa", "lambda", "mu",    "nu",      "xi",   "pi",  "rho",
          "sigma", "tau",   "phi",    "chi",   "psi",     "omega"}) {
      if (name == greek) return joined({"\\", name});
    }
    return joined({R"(\mathrm{)", plain(name), "}"});
  }

  /// Without what LaTeX would read as commands.
  static std::string plain(std::string_view name) {
    std::string result;
    for (const char c : name) {
      if (c == '_' || c == '#' || c == '%' || c == '&' || c == '$') result += '\\';
      result += c;
    }
    return result;
  }

  /// `1.5e-05` is 1.5 times a power of ten.
  static std::string decimal(double value) {
    const std::string digits = number(value);
    const std::size_t e = digits.find('e');
    if (digits.find("inf") != std::string::npos) return value < 0 ? R"(-\infty)" : R"(\infty)";
    if (e == std::string::npos) return digits;
    const int exponent = std::stoi(digits.substr(e + 1));
    const std::string power = joined({"10^{", std::to_string(exponent), "}"});
    const std::string mantissa = digits.substr(0, e);
    return mantissa == "1" ? power : joined({mantissa, R"( \cdot )", power});
  }

  static std::string enclosed(std::string text, bool needed) {
    return needed ? joined({R"(\left()", text, R"(\right))"}) : text;
  }

  graph::dag_view g_;
};

}  // namespace io

/// The expression as LaTeX for math mode, after the chain rule and the simplifier:
/// `latex(sigmoid(w * x + b))` is `\sigma\left(b + w \, x\right)`. Operations of one's own are
/// spelled by their struct's `latex`, or by their name.
template <Expression E>
std::string latex(E e) {
  const graph::dag g = io::formula(e);
  return io::latex_writer(g.view())(g.outputs[0].node);
}

}  // namespace etch
