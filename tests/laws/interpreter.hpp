// SPDX-License-Identifier: BSL-1.0
/// What a graph means: plain loops over its nodes, with the C library's functions.
///
/// It shares nothing with the code that etch generates, nor with etch's own math.
#pragma once

#include "places.hpp"
#include <etch/graph/node.hpp>
#include <etch/op/along_axis.hpp>
#include <etch/op/batch.hpp>
#include <etch/op/logsumexp.hpp>
#include <etch/op/product.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace laws {

namespace graph = etch::graph;
namespace op = etch::op;

/// The elements of one sample.
template <class Real>
using numbers = std::vector<Real>;
/// One entry per sample, or only one.
template <class Real>
using samples = std::vector<numbers<Real>>;

/// The values of an elementwise operation, by name. A new operation needs a line here.
template <class Real>
auto function_named(std::string_view name) {
  using function = Real (*)(const Real*);
  static const std::map<std::string_view, function> known{
      {"add", [](const Real* x) { return x[0] + x[1]; }},
      {"subtract", [](const Real* x) { return x[0] - x[1]; }},
      {"multiply", [](const Real* x) { return x[0] * x[1]; }},
      {"divide", [](const Real* x) { return x[0] / x[1]; }},
      {"-", [](const Real* x) { return -x[0]; }},
      {"broadcast", [](const Real* x) { return x[0]; }},
      {"max", [](const Real* x) { return x[1] > x[0] ? x[1] : x[0]; }},
      {"min", [](const Real* x) { return x[1] < x[0] ? x[1] : x[0]; }},
      {"greater", [](const Real* x) { return Real(x[0] > x[1]); }},
      {"less", [](const Real* x) { return Real(x[0] < x[1]); }},
      {"greater_equal", [](const Real* x) { return Real(x[0] >= x[1]); }},
      {"less_equal", [](const Real* x) { return Real(x[0] <= x[1]); }},
      {"equal", [](const Real* x) { return Real(x[0] == x[1]); }},
      {"not_equal", [](const Real* x) { return Real(x[0] != x[1]); }},
      {"where", [](const Real* x) { return x[0] != 0 ? x[1] : x[2]; }},
      {"exp", [](const Real* x) { return std::exp(x[0]); }},
      {"expm1", [](const Real* x) { return std::expm1(x[0]); }},
      {"exp2", [](const Real* x) { return std::exp2(x[0]); }},
      {"log", [](const Real* x) { return std::log(x[0]); }},
      {"log1p", [](const Real* x) { return std::log1p(x[0]); }},
      {"log2", [](const Real* x) { return std::log2(x[0]); }},
      {"sqrt", [](const Real* x) { return std::sqrt(x[0]); }},
      {"rsqrt", [](const Real* x) { return 1 / std::sqrt(x[0]); }},
      {"cbrt", [](const Real* x) { return std::cbrt(x[0]); }},
      {"pow", [](const Real* x) { return std::pow(x[0], x[1]); }},
      {"abs", [](const Real* x) { return std::fabs(x[0]); }},
      {"sign", [](const Real* x) { return Real(x[0] > 0) - Real(x[0] < 0); }},
      {"step", [](const Real* x) { return Real(x[0] > 0); }},
      {"tanh", [](const Real* x) { return std::tanh(x[0]); }},
      {"sigmoid",
       [](const Real* x) {
         const Real e = std::exp(-std::fabs(x[0]));
         return (x[0] < 0 ? e : 1) / (1 + e);
       }},
      {"softplus",
       [](const Real* x) {
         return std::fmax(x[0], Real(0)) + std::log1p(std::exp(-std::fabs(x[0])));
       }},
      {"sin", [](const Real* x) { return std::sin(x[0]); }},
      {"cos", [](const Real* x) { return std::cos(x[0]); }},
      {"sinh", [](const Real* x) { return std::sinh(x[0]); }},
      {"cosh", [](const Real* x) { return std::cosh(x[0]); }},
      {"atan", [](const Real* x) { return std::atan(x[0]); }},
      {"erf", [](const Real* x) { return std::erf(x[0]); }},
      {"erfc", [](const Real* x) { return std::erfc(x[0]); }},
  };
  const auto found = known.find(name);
  if (found == known.end()) throw std::logic_error("no meaning of " + std::string(name));
  return found->second;
}

/// A change of one element of one node, for differences.
struct nudge {
  graph::node_id node = graph::none;
  std::size_t sample = 0, element = 0;
  long double size = 0;
};

/// The values of all nodes that the outputs need, for `count` samples. `Leaf` gives the value
/// of an element: `leaf(entry, sample, element)`.
template <class Real, class Leaf>
class interpreter {
 public:
  interpreter(graph::dag_view g, std::size_t count, Leaf leaf, nudge change = {})
      : g_(g), count_(count), leaf_(leaf), values_(g.node_count) {
    std::vector<bool> needed(g.node_count, false);
    for (std::size_t i = 0; i < g.output_count; ++i) needed[g.outputs[i].node] = true;
    for (graph::node_id id = g.node_count; id-- > 0;)
      for (int k = 0; needed[id] && k < g[id].op->arity; ++k) needed[g[id].operands[k]] = true;
    for (graph::node_id id = 0; id < g.node_count; ++id) {
      if (!needed[id]) continue;
      values_[id] = evaluate(g[id]);
      for (const numbers<Real>& one : values_[id])
        for (const Real e : one)
          if (std::fabs(e) > largest_) largest_ = std::fabs(e);
      if (id == change.node)
        values_[id][change.sample][change.element] += static_cast<Real>(change.size);
    }
  }

  const samples<Real>& operator[](graph::node_id id) const { return values_[id]; }
  /// The relative distance to the nearest place where something has no derivative.
  Real margin() const { return margin_; }
  /// The largest number on the way, without sign.
  Real largest() const { return largest_; }
  /// An operand was at the border of an operation's domain, so that rounding decides whether
  /// there is a value; or a comparison hid that there is none.
  bool at_border() const { return at_border_; }
  /// A softmax or logsumexp had an infinite operand, which is outside their domain.
  bool infinite_exponent() const { return infinite_exponent_; }

 private:
  const numbers<Real>& operand(const graph::node& n, int which, std::size_t sample) const {
    const samples<Real>& value = values_[n.operands[which]];
    return value[value.size() == 1 ? 0 : sample];
  }

  samples<Real> evaluate(const graph::node& n) {
    if (n.op->kind == graph::family::batch_reduction) return {over_batch(n)};
    samples<Real> result(n.batched ? count_ : 1);
    for (std::size_t s = 0; s < result.size(); ++s) result[s] = of_sample(n, s);
    return result;
  }

  numbers<Real> of_sample(const graph::node& n, std::size_t s) {
    using graph::family;
    if (n.is<op::batch_size>()) return {static_cast<Real>(count_)};
    if (n.op->kind == family::constant) return {static_cast<Real>(n.number)};
    if (n.op->kind == family::leaf) {
      numbers<Real> result;
      for (std::size_t i = 0; i < n.shape.size(); ++i)
        result.push_back(static_cast<Real>(leaf_(g_.leaves[n.detail], s, i)));
      return result;
    }
    if (n.op->kind == family::elementwise) return elementwise(n, s);
    const numbers<Real>& x = operand(n, 0, s);
    if (n.is<op::sum>()) return {sum(x)};
    if (n.is<op::greatest>()) return {greatest(x)};
    if (n.is<op::logsumexp>()) return {logsumexp(x)};
    if (n.is<op::softmax>()) return softmax(x);
    if (n.op->kind == family::axis_reduction || n.is<op::softmax_along>() ||
        n.is<op::logsumexp_along>())
      return along_axis(n, x);
    if (n.is<op::overlap_add>()) {
      numbers<Real> result(n.shape.size(), 0);
      for (std::size_t i = 0; i < x.size(); ++i)
        result[target_of(n, g_[n.operands[0]].shape, i)] += x[i];
      return result;
    }
    if (n.op->kind == family::rearrangement) {
      const int arity = n.op->arity;
      const graph::extents& second = g_[n.operands[arity - 1]].shape;
      numbers<Real> result;
      for (std::size_t i = 0; i < n.shape.size(); ++i) {
        const place from = place_of(n, g_[n.operands[0]].shape, second, i);
        result.push_back(from.exists ? operand(n, from.operand, s)[from.element] : 0);
      }
      return result;
    }
    if (n.is<op::product>()) return product(n, x, operand(n, 1, s));
    throw std::logic_error("no meaning of " + std::string(n.op->name));
  }

  numbers<Real> elementwise(const graph::node& n, std::size_t s) {
    const auto f = function_named<Real>(n.op->name);
    const numbers<Real>* x[graph::max_arity]{};
    for (int k = 0; k < n.op->arity; ++k) x[k] = &operand(n, k, s);
    numbers<Real> result;
    for (std::size_t i = 0; i < n.shape.size(); ++i) {
      Real at[graph::max_arity]{};
      for (int k = 0; k < n.op->arity; ++k)
        at[k] = x[k]->size() == 1 ? x[k]->front() : x[k]->at(i);
      result.push_back(f(at));
      const std::string_view name = n.op->name;
      if (name == "max" || name == "min" || name == "greater" || name == "less")
        keep_off(at[0], at[1]);
      if (name == "abs" || name == "sign" || name == "step" || name == "cbrt")
        keep_off(at[0], 0);
      const bool root = name == "sqrt" || name == "rsqrt" || name == "log" || name == "pow";
      if (root && std::fabs(at[0]) < Real(1e-9)) at_border_ = true;
      if ((name == "log1p" && std::fabs(1 + at[0]) < Real(1e-9)) ||
          (name == "divide" && std::fabs(at[1]) < Real(1e-12)))
        at_border_ = true;
    }
    return result;
  }

  /// What reduces or normalises the elements along an axis.
  numbers<Real> along_axis(const graph::node& n, const numbers<Real>& x) {
    const graph::extents& shape = g_[n.operands[0]].shape;
    const auto axis = static_cast<std::ptrdiff_t>(n.detail);
    const graph::extents rest = shape.without(static_cast<int>(axis));
    numbers<Real> result(n.shape.size());
    for (std::size_t r = 0; r < rest.size(); ++r) {
      numbers<Real> line;
      std::vector<std::size_t> places;
      for (int i = 0; i < shape[static_cast<int>(axis)]; ++i) {
        coordinates at = coordinates_of(rest, r);
        at.insert(at.begin() + axis, i);
        places.push_back(element_at(shape, at));
        line.push_back(x[places.back()]);
      }
      if (n.is<op::softmax_along>()) {
        const numbers<Real> shares = softmax(line);
        for (std::size_t i = 0; i < line.size(); ++i) result[places[i]] = shares[i];
      } else {
        result[r] = n.is<op::sum_along>()         ? sum(line)
                    : n.is<op::greatest_along>()  ? greatest(line)
                    : n.is<op::logsumexp_along>() ? logsumexp(line)
                                                  : std::numeric_limits<Real>::quiet_NaN();
      }
    }
    return result;
  }

  /// Something has no derivative where a equals b.
  void keep_off(Real a, Real b) {
    const Real distance = std::fabs(a - b) / (1 + std::fabs(a) + std::fabs(b));
    if (std::isnan(distance)) at_border_ = true;
    if (distance < margin_) margin_ = distance;
  }

  static Real sum(const numbers<Real>& x) {
    Real total = 0;
    for (const Real e : x) total += e;
    return total;
  }

  Real greatest(numbers<Real> x) {
    for (const Real e : x)
      if (std::isnan(e)) return e;
    std::sort(x.begin(), x.end());
    if (x.size() > 1) keep_off(x[x.size() - 1], x[x.size() - 2]);
    return x.back();
  }

  Real logsumexp(const numbers<Real>& x) {
    const Real m = *std::max_element(x.begin(), x.end());
    if (!(m < std::numeric_limits<Real>::infinity())) infinite_exponent_ = true;
    Real total = 0;
    for (const Real e : x) total += std::exp(e - m);
    return m + std::log(total);
  }

  numbers<Real> softmax(numbers<Real> x) {
    const Real m = *std::max_element(x.begin(), x.end());
    if (!(m < std::numeric_limits<Real>::infinity())) infinite_exponent_ = true;
    for (Real& e : x) e = std::exp(e - m);
    const Real total = sum(x);
    for (Real& e : x) e /= total;
    return x;
  }

  static numbers<Real> transposed(const numbers<Real>& x, const graph::extents& shape) {
    const auto rows = static_cast<std::size_t>(shape.rows()),
               columns = static_cast<std::size_t>(shape.columns());
    numbers<Real> result(x.size());
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j) result[j * rows + i] = x[i * columns + j];
    return result;
  }

  /// Of rank 3, a product for each place of the first axis.
  numbers<Real> product(const graph::node& n, const numbers<Real>& left,
                        const numbers<Real>& right) const {
    const graph::extents &a = g_[n.operands[0]].shape, &b = g_[n.operands[1]].shape;
    if (a.rank < 3) return product(n, left, a, right, b);
    numbers<Real> result;
    const auto part = [](const numbers<Real>& all, int place, int count) {
      const std::size_t size = all.size() / static_cast<std::size_t>(count);
      const auto first = all.begin() + static_cast<std::ptrdiff_t>(size) * place;
      return numbers<Real>(first, first + static_cast<std::ptrdiff_t>(size));
    };
    for (int i = 0; i < a[0]; ++i)
      for (const Real e :
           product(n, part(left, i, a[0]), a.without(0), part(right, i, a[0]), b.without(0)))
        result.push_back(e);
    return result;
  }

  numbers<Real> product(const graph::node& n, numbers<Real> left, graph::extents a,
                        numbers<Real> right, graph::extents b) const {
    if (n.detail & graph::left_transposed) left = transposed(left, a), a = a.transposed();
    if (n.detail & graph::right_transposed) right = transposed(right, b), b = b.transposed();
    const auto rows = static_cast<std::size_t>(a.rows()),
               depth = static_cast<std::size_t>(a.columns()),
               columns = static_cast<std::size_t>(b.columns());
    numbers<Real> result(rows * columns, 0);
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j)
        for (std::size_t k = 0; k < depth; ++k)
          result[i * columns + j] += left[i * depth + k] * right[k * columns + j];
    return result;
  }

  numbers<Real> over_batch(const graph::node& n) {
    const bool largest = n.is<op::batch_max>();
    numbers<Real> result(n.shape.size(), 0);
    for (std::size_t i = 0; i < result.size() && largest; ++i) {
      numbers<Real> column;
      for (std::size_t s = 0; s < count_; ++s) column.push_back(operand(n, 0, s)[i]);
      result[i] = greatest(column);
    }
    if (largest) return result;
    const bool continued = n.is<op::continued_batch_product>();
    if (continued) result = operand(n, 2, 0);
    if (!n.is<op::batch_sum>() && !n.is<op::batch_product>() && !continued)
      throw std::logic_error("no meaning of " + std::string(n.op->name));
    for (std::size_t s = 0; s < count_; ++s) {
      const numbers<Real> term = n.is<op::batch_sum>()
                                     ? operand(n, 0, s)
                                     : product(n, operand(n, 0, s), operand(n, 1, s));
      for (std::size_t i = 0; i < result.size(); ++i) result[i] += term[i];
    }
    return result;
  }

  graph::dag_view g_;
  std::size_t count_;
  Leaf leaf_;
  std::vector<samples<Real>> values_;
  Real margin_ = 1, largest_ = 0;
  bool at_border_ = false, infinite_exponent_ = false;
};

}  // namespace laws
