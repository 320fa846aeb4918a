// SPDX-License-Identifier: BSL-1.0
/// Expressions as polynomials in a part of them: what is affine, proven; and a run of affine
/// layers as one.
#pragma once

#include <etch/expr/derivatives.hpp>
#include <etch/graph/lower.hpp>
#include <etch/pass/degree.hpp>
#include <etch/pass/differentiate.hpp>
#include <etch/pass/lift.hpp>
#include <etch/pass/simplify.hpp>

#include <optional>

namespace etch {

namespace affine {

/// The graph of `value` as a function of `variable`: two outputs, the value and the leaf. All
/// that may have one value per sample has: a proof holds however a model is called.
constexpr graph::dag graph_of(const description& value, const description& variable) {
  graph::list<graph::root> roots;
  roots.push({&value});
  roots.push({&variable});
  graph::dag g = graph::lower(roots);
  for (graph::leaf& leaf : g.leaves) leaf.batched = !graph::is_shared(leaf.role);
  g.leaves.push({.batched = true});  // there is a batch, whether or not this is part of it
  for (auto* step :
       {pass::lift, pass::opened, pass::simplify, pass::differentiate, pass::simplify}) {
    g = step(g.view());
  }
  return g;
}

/// What is known of `E` as a polynomial in `X`.
template <class E, class X>
inline constexpr pass::growth growth_of = [] {
  const graph::dag g = graph_of(E::self, X::self);
  return pass::degrees(g.view(), g.outputs[1].node)[g.outputs[0].node];
}();

template <class E>
inline constexpr graph::extents shape_of = E::self.shape;

/// A matrix by the elements of `x`, or what stands for it where there is one element to a side.
template <Expression A, Expression X>
constexpr auto times_elements(A slopes, X x) {
  if constexpr (X::self.shape.is_scalar())
    return slopes * x;
  else if constexpr (A::self.shape.rank == 1)
    return dot(slopes, flatten(x));
  else
    return slopes * flatten(x);
}

}  // namespace affine

/// What replaces a variable has its shape.
template <class Replacement, class Variable>
concept replacement_has_the_shape = Replacement::self.shape == Variable::self.shape;
/// A value is a linear function of a variable plus what does not depend on it, as far as the
/// compiler can prove.
template <class E, class X>
concept expression_is_affine = affine::growth_of<E, X>.is_affine();
/// No derivative that somebody declared or stopped lies between a variable and a value.
template <class E, class X>
concept slope_is_the_values_own = !affine::growth_of<E, X>.has_other_slope;
/// No reduction over the batch lies between a variable of which each sample has its own and a
/// value.
template <class E, class X>
concept samples_are_not_mixed = !affine::growth_of<E, X>.mixes_samples;

/// The degree of an expression as a polynomial in the elements of a part of it, at most;
/// nothing where it is not found to be one. What is made of that part alone counts, not what
/// the part is made of. Derivatives are taken and what cancels is gone before.
///
/// Errors  `variable_is_no_number`.
template <Expression E, Expression X>
  requires variable_is_no_number<X>
consteval std::optional<int> degree(E, X) {
  constexpr int found = affine::growth_of<E, X>.degree;
  if (found == pass::growth::unknown) return {};
  return found;
}

/// The expression does not depend on `x`: proven, or false.
///
/// Errors  `variable_is_no_number`.
template <Expression E, Expression X>
  requires variable_is_no_number<X>
consteval bool is_constant(E, X) {
  return affine::growth_of<E, X>.is_constant();
}

/// The expression is a linear function of `x`, plus what does not depend on it: proven, or
/// false.
///
/// Errors  `variable_is_no_number`.
template <Expression E, Expression X>
  requires variable_is_no_number<X>
consteval bool is_affine(E, X) {
  return affine::growth_of<E, X>.is_affine();
}

/// The expression is a linear function of `x`, which takes 0 to 0: proven, or false.
///
/// Errors  `variable_is_no_number`.
template <Expression E, Expression X>
  requires variable_is_no_number<X>
consteval bool is_linear(E, X) {
  return affine::growth_of<E, X>.is_linear();
}

/// The number of matrix products that `x` goes through on its way to `e`: those with an operand
/// that depends on it, once the graph is simplified.
///
/// Errors  `variable_is_no_number`.
template <Expression E, Expression X>
  requires variable_is_no_number<X>
consteval int products_with(E, X) {
  constexpr int count = pass::count_products(affine::graph_of(E::self, X::self).view());
  return count;
}

/// An expression with a part of it replaced, wherever the value depends on it. Derivatives
/// within are taken first, by the variable as it is. A gradient of the result flows to what the
/// replacement is made of, and past the variable.
///
/// Of a batch, a shared variable may be replaced by one value per sample, and the other way
/// round; nothing is summed over the samples. A symbol that is replaced wherever it is read
/// need not be bound, unless a gradient or a reduction over the batch within reads it.
///
/// Shape   that of `e`; the replacement has the variable's.
/// Errors  `replacement_has_the_shape`, `variable_is_no_number`.
template <Expression E, Expression X, Expression R>
  requires replacement_has_the_shape<R, X> && variable_is_no_number<X>
constexpr auto substitute(E e, X x, R replacement) {
  return make<op::substitution>(e, x, replacement);
}

/// The same value by one product: `a * flatten(x) + c`, in the shape of `e`. The matrix, the
/// derivatives of `e` by `x`, and `c`, which is `e` at 0, do not depend on `x`: where the
/// samples of a batch share all else, both are computed once for all. What is linear has no
/// `c`.
///
/// Shape   that of `e`.
/// Errors  `expression_is_affine`, `slope_is_the_values_own`, `samples_are_not_mixed`,
///         `variable_is_no_number`.
template <Expression E, Expression X>
  requires variable_is_no_number<X> && expression_is_affine<E, X> &&
           slope_is_the_values_own<E, X> && samples_are_not_mixed<E, X>
constexpr auto collapse(E e, X x) {
  constexpr pass::growth growth = affine::growth_of<E, X>;
  if constexpr (growth.is_constant()) {
    return e;
  } else {
    const auto linear = structure::reshaped<affine::shape_of<E>>(
        affine::times_elements(make<op::slope_matrix>(e, x), x));
    if constexpr (growth.is_linear())
      return linear;
    else
      return linear +
             substitute(e, x, structure::reshaped<affine::shape_of<X>>(literal<0.0>{}));
  }
}

}  // namespace etch
