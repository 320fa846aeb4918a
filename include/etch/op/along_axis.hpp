// SPDX-License-Identifier: BSL-1.0
/// Along one axis: copies, sums, the greatest element and its place.
#pragma once

#include <etch/graph/list.hpp>
#include <etch/graph/move.hpp>
#include <etch/op/arithmetic.hpp>
#include <etch/op/comparison.hpp>
#include <etch/op/exp.hpp>
#include <etch/op/log.hpp>
#include <etch/op/operation.hpp>
#include <etch/op/sum.hpp>

namespace etch {

namespace op {

/// Copies along a new axis, the `detail`.
struct repeat : rearrangement {
  static constexpr std::string_view name = "repeat";
  static constexpr graph::handle of(graph::handle x, int axis, int length) {
    const graph::extents shape = x->shape.with(axis, length);
    if (x->shape.is_scalar()) return sum::fill(x, shape);
    return make_shaped<repeat>(shape, static_cast<std::size_t>(axis), x);
  }
  static constexpr graph::handle pullback(const graph::handle*, graph::handle value,
                                          graph::handle adjoint, int);
  static constexpr graph::list<graph::move> moves(const graph::extents& from,
                                                  const graph::extents& to, std::size_t detail,
                                                  int) {
    const graph::strides inner(from), outer(to);
    const int axis = static_cast<int>(detail);
    graph::move box;
    for (int i = 0; i < to.rank; ++i) {
      box.count[i] = to[i];
      box.from_stride[i] = i == axis ? 0 : inner[i < axis ? i : i - 1];
      box.to_stride[i] = outer[i];
    }
    graph::list<graph::move> result;
    result.push(box);
    return result;
  }
  static constexpr std::size_t deeper(std::size_t axis) { return axis + 1; }
};

/// `repeat` that undoes the shape of a reduction of `x` along `axis`.
constexpr graph::handle repeat_along(graph::handle reduced, graph::handle x, std::size_t axis) {
  return repeat::of(reduced, static_cast<int>(axis), x->shape[static_cast<int>(axis)]);
}

struct sum_along : axis_reduction {
  static constexpr std::string_view name = "sum_along";
  static constexpr std::string_view spelling = "sum";
  static constexpr bool linear = true;
  static constexpr graph::handle of(graph::handle x, int axis) {
    if (x->shape.rank == 1) return etch::sum(x);
    return make_with<sum_along>(static_cast<std::size_t>(axis), x);
  }
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int) {
    return repeat_along(adjoint, x[0], value->detail);
  }
};

constexpr graph::handle repeat::pullback(const graph::handle*, graph::handle value,
                                         graph::handle adjoint, int) {
  return sum_along::of(adjoint, static_cast<int>(value->detail));
}

struct greatest_along : axis_reduction {
  static constexpr std::string_view name = "max_along";
  static constexpr std::string_view spelling = "max";
  /// Elements that share the maximum share the adjoint in equal parts.
  static constexpr graph::handle shares(graph::handle x, graph::handle value) {
    const graph::handle places = make<equal>(x, repeat_along(value, x, value->detail));
    const graph::handle number = make_with<sum_along>(value->detail, places);
    return places / repeat_along(number, x, value->detail);
  }
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int) {
    return repeat_along(adjoint, x[0], value->detail) * shares(x[0], value);
  }
  static constexpr graph::handle pushforward(const graph::handle* x, graph::handle value,
                                             const graph::handle* tangents) {
    return make_with<sum_along>(value->detail, tangents[0] * shares(x[0], value));
  }
};

/// The place of the greatest element, the first if several share it; no derivative.
struct argmax_along : axis_reduction {
  static constexpr std::string_view name = "argmax_along";
  static constexpr std::string_view spelling = "argmax";
  static constexpr graph::handle pullback(const graph::handle*, graph::handle, graph::handle,
                                          int) {
    return {};
  }
  static constexpr graph::handle pushforward(const graph::handle*, graph::handle,
                                             const graph::handle*) {
    return {};
  }
};

struct softmax_along {
  static constexpr std::string_view name = "softmax_along";
  static constexpr std::string_view spelling = "softmax";
  static constexpr graph::family family = graph::family::composite;
  static constexpr int arity = 1;
  static constexpr graph::extents shape(const graph::extents& operand, std::size_t) {
    return operand;
  }
  static constexpr graph::handle pullback(const graph::handle*, graph::handle a,
                                          graph::handle adjoint, int) {
    const graph::handle mean = make_with<sum_along>(a->detail, a * adjoint);
    return a * (adjoint - repeat_along(mean, a, a->detail));
  }
  static constexpr graph::handle pushforward(const graph::handle* x, graph::handle a,
                                             const graph::handle* tangents) {
    return pullback(x, a, tangents[0], 0);  // the Jacobian is symmetric
  }
  static constexpr graph::handle expansion(const graph::handle* x, std::size_t axis) {
    const graph::handle m = make_with<greatest_along>(axis, x[0]);
    const graph::handle e = etch::exp(x[0] - repeat_along(m, x[0], axis));
    return e * repeat_along(1 / make_with<sum_along>(axis, e), e, axis);
  }
  static constexpr std::size_t deeper(std::size_t axis) { return axis + 1; }
};

struct logsumexp_along {
  static constexpr std::string_view name = "logsumexp_along";
  static constexpr std::string_view spelling = "logsumexp";
  static constexpr graph::family family = graph::family::composite;
  static constexpr int arity = 1;
  static constexpr graph::extents shape(const graph::extents& operand, std::size_t axis) {
    return operand.without(static_cast<int>(axis));
  }
  static constexpr graph::handle pullback(const graph::handle* x, graph::handle value,
                                          graph::handle adjoint, int) {
    const std::size_t axis = value->detail;
    return repeat_along(adjoint, x[0], axis) * make_with<softmax_along>(axis, x[0]);
  }
  static constexpr graph::handle pushforward(const graph::handle* x, graph::handle value,
                                             const graph::handle* tangents) {
    const std::size_t axis = value->detail;
    return make_with<sum_along>(axis, tangents[0] * make_with<softmax_along>(axis, x[0]));
  }
  static constexpr graph::handle expansion(const graph::handle* x, std::size_t axis) {
    const graph::handle m = make_with<greatest_along>(axis, x[0]);
    const graph::handle e = etch::exp(x[0] - repeat_along(m, x[0], axis));
    return m + etch::log(make_with<sum_along>(axis, e));
  }
  static constexpr std::size_t deeper(std::size_t axis) { return axis + 1; }
};

}  // namespace op

}  // namespace etch
