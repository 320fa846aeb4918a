// SPDX-License-Identifier: BSL-1.0
/// Random graphs of fitting shapes, rich in what rules look for; and the values of their
/// leaves.
#pragma once

#include <etch/etch.hpp>
#include <etch/graph/builder.hpp>
#include <etch/op/pow.hpp>
#include <etch/op/windows.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace laws {

namespace graph = etch::graph;
namespace op = etch::op;

/// Reproducible random numbers (splitmix64: Steele, Lea & Flood, OOPSLA 2014).
class source {
 public:
  explicit source(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
  bool chance(std::size_t percent) { return below(100) < percent; }
  double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  template <class T>
  T one_of(std::initializer_list<T> items) {
    return items.begin()[below(items.size())];
  }

 private:
  std::uint64_t state_;
};

inline constexpr std::size_t number_of_samples = 3;

/// The value of an element of a leaf follows from the leaf's name alone, so that a graph can be
/// taken apart without changing them. The name's first letter says what values the leaf has.
struct leaf_values {
  std::uint64_t seed;

  double operator()(const graph::leaf& leaf, std::size_t sample, std::size_t element) const {
    source draw(graph::mix(graph::mix(seed, leaf.key), 1000 * sample + element));
    draw.next();
    switch (leaf.name[0]) {
      case 'p':  // positive
        return 0.1 + 3 * draw.unit();
      case 'h':  // huge
        return draw.one_of({0., 1., -1., 30., -30., 88., -100., 708., -745., 800., -1000.});
      case 'i':  // an integer
        return static_cast<double>(draw.below(5)) - 2;
      case 'd':  // of a distribution
        return share(leaf, sample, element);
      default:
        return 4 * draw.unit() - 2;
    }
  }

 private:
  double share(const graph::leaf& leaf, std::size_t sample, std::size_t element) const {
    double total = 0, own = 0;
    for (std::size_t i = 0; i < leaf.shape.size(); ++i) {
      const double size =
          source(graph::mix(graph::mix(seed, leaf.key), 1000 * sample + i)).unit();
      total += size;
      if (i == element) own = size;
    }
    return own / total;
  }
};

/// Makes one graph.
class generator {
 public:
  using handle = graph::handle;

  explicit generator(std::uint64_t seed) : draw_(seed), with_batches_(draw_.chance(60)) {}

  graph::dag make() {
    make_leaves();
    for (std::size_t i = 2 + draw_.below(12); i > 0; --i) nodes_.push_back(next());
    const std::size_t requests = draw_.below(3);
    const handle first = request(scalar());
    output(nodes_.back());
    output(first);
    for (std::size_t i = 0; i < requests; ++i) output(request(scalar()));
    if (draw_.chance(15)) output(request(etch::sum(first * first)));
    return b_.take();
  }

 private:
  void output(handle h) { b_.outputs().push({h.id}); }

  void make_leaves() {
    static constexpr std::array<std::string_view, 12> names{"n0", "n1", "n2", "n3", "p0", "p1",
                                                            "p2", "h0", "h1", "i0", "i1", "d0"};
    for (const std::string_view name : names) {
      if (name[0] == 'h' && !draw_.chance(30)) continue;
      if (name[0] == 'i' && !draw_.chance(50)) continue;
      const bool parameter = draw_.chance(40);
      const graph::extents shape =
          name[0] == 'd'
              ? graph::make_extents(3)
              : draw_.one_of({graph::extents{}, graph::make_extents(3), graph::make_extents(3),
                              graph::make_extents(2, 3), graph::make_extents(3, 2)});
      const graph::role role = name[0] == 'd' ? graph::role::distribution
                               : parameter    ? graph::role::parameter
                                              : graph::role::input;
      nodes_.push_back(
          b_.leaf({name, role, shape, with_batches_ && draw_.chance(60), graph::hash(name)}));
    }
  }

  /// Some node, a late one rather than an early one.
  handle any() {
    const std::size_t n = nodes_.size();
    return nodes_[n - 1 -
                  (draw_.chance(50) ? draw_.below(n) : draw_.below(n) * draw_.below(n) / n)];
  }
  handle constant() {
    return b_.constant(
        draw_.one_of({0., 1., 1., -1., 2., 0.5, 3., -2., 0.1, 1e-3, 1e10, 1e-40}));
  }
  handle scalar() {
    for (int attempt = 0; attempt < 4; ++attempt)
      if (const handle x = any(); x->shape.is_scalar() && !graph::is_constant(x)) return x;
    return etch::sum(any());
  }
  /// Something that goes with `x`.
  handle beside(handle x) {
    if (draw_.chance(15)) return constant();
    if (draw_.chance(10)) return x;
    for (int attempt = 0; attempt < 6; ++attempt) {
      const handle y = any();
      if (y->shape == x->shape || y->shape.is_scalar() || x->shape.is_scalar()) return y;
    }
    return scalar();
  }

  /// The gradient of a scalar by a leaf or another node that it may depend on.
  handle request(handle loss) {
    for (int attempt = 0; attempt < 20; ++attempt) {
      const handle x = draw_.chance(50) ? nodes_[draw_.below(8)] : any();
      if (!graph::is_constant(x) && x->op->kind != graph::family::derivative &&
          depends(loss, x))
        return etch::make<op::gradient>(loss, x);
    }
    return etch::make<op::gradient>(loss, nodes_[0]);
  }
  bool depends(handle value, handle on) const {
    std::vector<bool> found(value.id + 1, false);
    if (on.id <= value.id) found[on.id] = true;
    for (graph::node_id id = 0; id <= value.id; ++id)
      for (int k = 0; k < b_[id].op->arity; ++k)
        if (found[b_[id].operands[k]]) found[id] = true;
    return found[value.id];
  }

  handle next() {
    const std::size_t kind = draw_.below(110);
    if (kind >= 100) return of_places(any());
    if (kind < 20) return unary(any());
    if (kind < 50) return binary(any());
    if (kind < 78) return idiom(any());
    if (kind < 86) return reduction(any());
    if (kind < 93) return product(any());
    if (kind < 96) return transposed(any());
    if (kind < 97) return copies(any()->shape);
    return over_batch(any());
  }

  handle unary(handle x) {
    using etch::make;
    using maker = handle (*)(handle);
    return draw_.one_of<maker>(
        {[](handle a) { return -a; }, [](handle a) { return -a; },
         [](handle a) { return etch::exp(a); }, [](handle a) { return etch::exp(a); },
         [](handle a) { return etch::log(a); }, [](handle a) { return etch::log(a); },
         [](handle a) { return etch::sqrt(a); }, [](handle a) { return etch::tanh(a); },
         [](handle a) { return etch::sigmoid(a); }, [](handle a) { return etch::softplus(a); },
         [](handle a) { return etch::log1p(a); }, [](handle a) { return etch::expm1(a); },
         [](handle a) { return etch::abs(a); }, [](handle a) { return etch::rsqrt(a); },
         [](handle a) { return etch::sin(a); }, [](handle a) { return etch::erf(a); },
         [](handle a) { return make<op::maximum>(a, a.owner->constant(0)); }})(x);
  }

  handle binary(handle x) {
    const handle y = beside(x);
    const handle a = draw_.chance(50) ? x : y, b = a == x ? y : x;
    switch (draw_.below(10)) {
      case 0:
      case 1:
        return a + b;
      case 2:
      case 3:
        return a - b;
      case 4:
      case 5:
      case 6:
        return a * b;
      case 7:
      case 8:
        return a / b;
      default:
        return etch::make<op::maximum>(a, b);
    }
  }

  handle reduction(handle x) {
    switch (draw_.below(6)) {
      case 0:
        return etch::make<op::greatest>(x);
      case 1:
        return etch::logsumexp(x);
      case 2:
        return etch::make<op::softmax>(x);
      default:
        return etch::sum(x);
    }
  }

  handle product(handle x) {
    if (x->shape.is_scalar()) return binary(x);
    for (int attempt = 0; attempt < 10; ++attempt) {
      const handle y = any();
      if (y->shape.is_scalar()) continue;
      const std::size_t layouts = draw_.below(4);
      const int inner = op::product::rows(x->shape, !(layouts & graph::left_transposed)),
                other = op::product::rows(y->shape, layouts & graph::right_transposed);
      if (inner == other) return op::product::of(x, y, layouts);
    }
    return binary(x);
  }

  // By value, for a new node may move all others.
  handle copies(graph::extents shape) { return op::sum::fill(scalar(), shape); }

  /// A rearrangement, or something along an axis; at most matrices.
  handle of_places(handle x) {
    using etch::make, etch::make_with, etch::make_shaped;
    const int rank = x->shape.rank;
    if (rank == 0) return op::sum::fill(x, graph::make_extents(3));
    const int axis = static_cast<int>(draw_.below(static_cast<std::size_t>(rank)));
    const auto detail = static_cast<std::size_t>(axis);
    const int length = x->shape[axis];
    switch (draw_.below(11)) {
      case 10:
        return rank == 2 ? windows(x) : etch::make<op::diagonal_matrix>(x);
      case 0:
        return rank == 1 ? op::repeat::of(x, draw_.chance(50), 3) : op::sum_along::of(x, axis);
      case 1:
        return rank == 1 ? make<op::diagonal_matrix>(x) : op::sum_along::of(x, axis);
      case 2: {
        graph::extents part = x->shape;
        const bool all = draw_.chance(20);
        part.extent[axis] = all ? length : 1;
        const auto first = all ? 0 : draw_.below(static_cast<std::size_t>(length));
        const op::slice_bounds bounds{axis, static_cast<int>(first), 1};
        return make_shaped<op::slice>(part, bounds.packed(), x);
      }
      case 3:
        return op::reshape::of(x, graph::make_extents(static_cast<int>(x->shape.size())));
      case 4:
        return make_with<op::concatenate>(detail, x, x * scalar());
      case 5:
        return rank == 1 ? x * x : make_with<op::greatest_along>(detail, x);
      case 6:
        return rank == 1 ? make<op::softmax>(x) : make_with<op::softmax_along>(detail, x);
      case 7:
        return rank == 1 ? etch::logsumexp(x) : make_with<op::logsumexp_along>(detail, x);
      case 8:
        return rank == 2 && x->shape[0] == x->shape[1] ? make<op::diagonal>(x) : etch::exp(x);
      default:
        return rank == 1 ? etch::exp(x) : naive_along(x, detail);
    }
  }

  /// Windows of a matrix, or what they sum to, weighted.
  handle windows(handle x) {
    const auto below = [&](int length) {
      return 1 + static_cast<int>(draw_.below(static_cast<std::size_t>(length)));
    };
    const graph::extents whole = x->shape;
    const int height = below(whole[0]), width = below(whole[1]);
    const auto apart = [&](int length, int kernel) {
      return kernel == 1 ? below(2) : below((length - 1) / (kernel - 1));
    };
    const op::sliding_window window{{height, width},
                                    {below(2), below(2)},
                                    {apart(whole[0], height), apart(whole[1], width)}};
    const handle seen = etch::make_with<op::windows>(window.packed(), x);
    if (draw_.chance(30)) return seen;
    return etch::make_shaped<op::overlap_add>(whole, window.packed(), seen * scalar());
  }

  /// Softmax and logsumexp along an axis, spelled out.
  handle naive_along(handle x, std::size_t axis) {
    const handle m = etch::make_with<op::greatest_along>(axis, x);
    const handle z = draw_.chance(50) ? x : x - op::repeat_along(m, x, axis);
    const handle e = etch::exp(z);
    const handle total = etch::make_with<op::sum_along>(axis, e);
    if (draw_.chance(30)) return etch::log(total);
    return e / op::repeat_along(total, x, axis);
  }

  handle transposed(handle x) {
    return x->shape.is_scalar() ? -x : etch::make<op::transpose>(x);
  }

  handle over_batch(handle x) {
    if (draw_.chance(30)) return etch::make<op::batch_max>(x);
    if (draw_.chance(50)) return etch::make<op::batch_sum>(x);
    return etch::make<op::batch_sum>(x * (1 / b_.add({.op = &operation_of_batch_size()})));
  }
  static const graph::operation& operation_of_batch_size() {
    return etch::operation_of<op::batch_size>;
  }

  /// A formula that some rule looks for.
  handle idiom(handle z) {
    using etch::exp, etch::log, etch::make, etch::sum, etch::sqrt, etch::sigmoid;
    const auto power = [&](double exponent) { return make<op::pow>(z, b_.constant(exponent)); };
    const handle y = beside(z);
    switch (draw_.below(33)) {
      case 0:
        return exp(z) / sum(exp(z));
      case 1: {
        const handle e = exp(z - make<op::greatest>(z));
        return draw_.chance(50) ? e / sum(e) : e * (1 / sum(e));
      }
      case 2:
        return log(sum(exp(z)));
      case 3:
        return 1 / (1 + exp(-z));
      case 4:
        return exp(z) / (exp(z) + 1);
      case 5:
        return (exp(z) - exp(-z)) / (exp(z) + exp(-z));
      case 6:
        return log(1 + exp(z));
      case 7:
        return log(sigmoid(z));
      case 8:
        return log(1 - sigmoid(z));
      case 9:
        return sqrt(z * z);
      case 10:
        return sqrt(z) * sqrt(z);
      case 11:
        return power(draw_.one_of({0., 1., 2., 3., 4., -1., 0.5, -0.5, 1.5, -2., 5.}));
      case 12:
        return 1 / sqrt(z);
      case 13:
        return y * (z / y);
      case 14:
        return (y * z) / y;
      case 15:
        return -(z - y);
      case 16:
        return sum(y * log(make<op::softmax>(scalar() - z)));
      case 17:
        return exp(z) - 1;
      case 18:
        return 1 - exp(-z);
      case 19:
        return draw_.chance(50) ? log(exp(z)) : exp(log(z));
      case 20:
        return constant() * (z * constant());
      case 21:
        return z / constant();
      case 22:
        return sum(z) * (1 / static_cast<double>(z->shape.size()));
      case 23:
        return log(0.5 * sum(exp(z)));
      case 24: {
        const handle m = make<op::greatest>(z);
        return m + log(sum(exp(z - m)));
      }
      case 25:
        return exp(z - etch::logsumexp(z));
      case 26:
        return y / (1 + exp(z));
      case 27:
        return exp(z) / (exp(z) + exp(y));
      case 28:
        return log(1 + z * z);
      case 29:
        return sum(scalar() * z) + sum(-z);
      case 31:
        return (exp(2 * z) - 1) / (exp(2 * z) + 1);
      case 30:
        return sum(copies(z->shape));
      default:
        return cross_entropy(z);
    }
  }

  /// Against a distribution where there is one of the shape.
  handle cross_entropy(handle z) {
    for (const handle d : nodes_) {
      if (!d->is<op::leaf>() || b_.leaves()[d->detail].role != graph::role::distribution ||
          d->shape != z->shape)
        continue;
      switch (draw_.below(3)) {
        case 0:
          return -etch::sum(d * etch::log(etch::make<op::softmax>(z)));
        case 1:
          return etch::sum(d * (scalar() + z));
        default:
          return etch::sum(d * (z - scalar()));
      }
    }
    return etch::sum(z * z);
  }

  source draw_;
  bool with_batches_;
  graph::builder b_;
  std::vector<handle> nodes_;
};

}  // namespace laws
