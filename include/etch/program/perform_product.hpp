// SPDX-License-Identifier: BSL-1.0
/// Calls of products, and of reductions over samples.
#pragma once

#include <etch/kernel/batch.hpp>
#include <etch/kernel/product.hpp>
#include <etch/op/product.hpp>
#include <etch/pass/schedule.hpp>
#include <etch/program/call_site.hpp>

#include <cstddef>

namespace etch::program {

/// A product as kernels see it, one for each place of the first axis of operands of rank 3.
struct product_shape {
  std::size_t m, n, k, products;
  kernel::layout a, b;
  graph::extents left, right;
  bool left_batched, right_batched;
};

constexpr kernel::layout layout_of(std::size_t layouts, std::size_t bit) {
  return layouts & bit ? kernel::layout::transposed : kernel::layout::plain;
}

consteval product_shape shape_of(const pass::call& c, bool left_batched, bool right_batched) {
  const bool left = c.detail & graph::left_transposed,
             right = c.detail & graph::right_transposed;
  const bool stacked = c.left.rank == 3;
  const graph::extents a = stacked ? c.left.without(0) : c.left;
  const graph::extents b = stacked ? c.right.without(0) : c.right;
  return {.m = static_cast<std::size_t>(op::product::rows(a, left)),
          .n = static_cast<std::size_t>(op::product::rows(b, !right)),
          .k = static_cast<std::size_t>(op::product::rows(a, !left)),
          .products = static_cast<std::size_t>(stacked ? c.left[0] : 1),
          .a = layout_of(c.detail, graph::left_transposed),
          .b = layout_of(c.detail, graph::right_transposed),
          .left = c.left,
          .right = c.right,
          .left_batched = left_batched,
          .right_batched = right_batched};
}

/// One product for each place of the first axis, or just one.
template <class T, product_shape S, bool Accumulate>
constexpr void products_of_one_sample(T* c, const T* a, const T* b) {
  for (std::size_t i = 0; i < S.products; ++i) {
    T* const to = c + i * S.m * S.n;
    const T* const left = a + i * S.m * S.k;
    const T* const right = b + i * S.k * S.n;
    kernel::product<T, S.m, S.n, S.k, S.a, S.b, Accumulate>(to, left, right);
  }
}

/// The same for each sample.
template <class T, product_shape S, bool Accumulate>
constexpr void product_per_sample(std::size_t samples, std::size_t stride, T* c, const T* a,
                                  const T* b) {
  // Constants, for clang (19) passes a wrong `this` to functions of a part of a template
  // argument.
  constexpr std::size_t left_stride = S.left_batched ? S.left.size() : 0;
  constexpr std::size_t right_stride = S.right_batched ? S.right.size() : 0;
  for (std::size_t sample = 0; sample < samples; ++sample) {
    products_of_one_sample<T, S, Accumulate>(c + sample * stride, a + sample * left_stride,
                                             b + sample * right_stride);
  }
}

/// W x per sample, which is X W^T over samples.
consteval bool is_product_with_rows(product_shape s) {
  return s.products == 1 && !s.left_batched && s.right.rank < 2 && s.b == kernel::layout::plain;
}
/// The sum over samples of a vector times a vector, which is A^T B.
consteval bool is_sum_of_outer_products(product_shape s) {
  return s.k == 1 && s.left.rank < 2 && s.right.rank < 2;
}

/// Whether threads can share the product by the columns of its result.
template <class T, product_shape S>
consteval bool is_cut_by_columns(bool over_samples) {
  using kernel::layout;
  if (over_samples)
    return is_sum_of_outer_products(S) &&
           kernel::is_cut_by_columns<T, S.m, S.n, 0, layout::transposed, layout::plain>();
  return is_product_with_rows(S) &&
         kernel::is_cut_by_columns<T, 0, S.m, S.k, layout::plain, other(S.a)>();
}

/// A product whose result has one value per sample: all samples are rows of one larger product
/// where one operand is shared and the other's samples are rows.
template <class T, product_shape S>
constexpr void product_of_samples(std::size_t samples, T* c, const T* a, const T* b,
                                  kernel::share part) {
  using kernel::layout;
  constexpr bool one = S.products == 1;
  constexpr bool right_rows = is_product_with_rows(S);
  // a B per sample, the sample's rows below each other, is A B over samples.
  constexpr bool left_rows =
      one && !S.right_batched &&
      (S.left.rank < 2 ? S.a == layout::transposed : S.a == layout::plain);
  if constexpr (right_rows) {
    kernel::product_of_rows<T, S.m, S.k, other(S.a), false>(samples, c, b, a, part);
  } else if constexpr (left_rows) {
    kernel::product_of_rows<T, S.n, S.k, S.b, false>(samples * S.m, c, a, b);
  } else {
    product_per_sample<T, S, false>(samples, S.products * S.m * S.n, c, a, b);
  }
}

/// The sum over samples of products, added to what is at `start`, if anything.
template <class T, product_shape S>
constexpr void product_over_samples(std::size_t samples, const T* start, T* c, const T* a,
                                    const T* b, kernel::share part) {
  if constexpr (is_sum_of_outer_products(S)) {
    kernel::product_over_rows<T, S.m, S.n>(samples, c, start, a, b, part);
  } else {
    constexpr std::size_t size = S.products * S.m * S.n;
    if (start != c)
      for (std::size_t i = 0; i < size; ++i) c[i] = start == nullptr ? T(0) : start[i];
    product_per_sample<T, S, true>(samples, 0, c, a, b);
  }
}

/// What the code of a product or of a reduction over samples depends on.
struct kernel_key {
  pass::call_kind kind{};
  bool batched = false;
  std::size_t elements = 0;
  product_shape shape{};
  bool continued = false;  ///< a sum over samples that begins with the third operand
};

template <class T, kernel_key Key>
[[gnu::always_inline]] constexpr void perform_kernel(const call_site<T>& site) {
  using pass::call_kind;
  constexpr product_shape shape = Key.shape;
  const std::size_t count = site.samples.count;
  const bool first = site.samples.first == 0;
  if constexpr (Key.kind == call_kind::batch_product) {
    const T* start = first ? nullptr : site.out(0);
    if constexpr (Key.continued)
      if (first) start = site.in(2);
    product_over_samples<T, shape>(count, start, site.out(0), site.in(0), site.in(1),
                                   site.part);
  } else if constexpr (Key.kind == call_kind::product && Key.batched) {
    product_of_samples<T, shape>(count, site.out(0), site.in(0), site.in(1), site.part);
  } else if constexpr (Key.kind == call_kind::product) {
    products_of_one_sample<T, shape, false>(site.out(0), site.in(0), site.in(1));
  } else {
    constexpr auto kind =
        Key.kind == call_kind::batch_max ? kernel::result::greatest : kernel::result::summed;
    kernel::reduce_samples<T, Key.elements, kind>(count, first, site.out(0), site.in(0));
  }
}

}  // namespace etch::program
