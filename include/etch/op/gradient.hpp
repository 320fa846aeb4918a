// SPDX-License-Identifier: BSL-1.0
/// The requests for derivatives and for substitutions, which `pass::differentiate` fulfils.
#pragma once

#include <etch/op/operation.hpp>

namespace etch {

namespace op {

/// Base of the requests.
struct derivative {
  static constexpr graph::family family = graph::family::derivative;
};

/// The gradient of the first operand, a scalar, with respect to the second.
struct gradient : derivative {
  static constexpr std::string_view name = "grad";
  static constexpr int arity = 2;
  static constexpr graph::extents shape(const graph::extents&, const graph::extents& variable) {
    return variable;
  }
};

/// The third operand, a cotangent of the first, times the Jacobian of the first with respect to
/// the second.
struct cotangent_product : derivative {
  static constexpr std::string_view name = "vjp";
  static constexpr int arity = 3;
  static constexpr graph::extents shape(const graph::extents&, const graph::extents& variable,
                                        const graph::extents&) {
    return variable;
  }
};

/// The Jacobian of the first operand with respect to the second, times the third, a tangent of
/// the second.
struct tangent_product : derivative {
  static constexpr std::string_view name = "jvp";
  static constexpr bool forwards = true;
  static constexpr int arity = 3;
  static constexpr graph::extents shape(const graph::extents& value, const graph::extents&,
                                        const graph::extents&) {
    return value;
  }
};

/// The derivative of every element of the first operand with respect to every element of the
/// second.
struct jacobian : derivative {
  static constexpr std::string_view name = "jacobian";
  static constexpr int arity = 2;
  static constexpr graph::extents shape(const graph::extents& value,
                                        const graph::extents& variable) {
    return value.followed_by(variable);
  }
};

/// The same of all elements in vectors, a matrix: where one of the two is a scalar, a vector.
/// Each sample has its own, also where the samples share the second operand.
struct slope_matrix : derivative {
  static constexpr std::string_view name = "slope";
  static constexpr bool forwards = true;
  static constexpr int arity = 2;
  static constexpr graph::extents shape(const graph::extents& value,
                                        const graph::extents& variable) {
    return flat(value).followed_by(flat(variable));
  }

 private:
  static constexpr graph::extents flat(const graph::extents& shape) {
    return shape.is_scalar() ? shape : graph::make_extents(shape.size());
  }
};

/// The first operand with the third in the place of the second.
struct substitution : derivative {
  static constexpr std::string_view name = "substitute";
  static constexpr bool forwards = true;
  static constexpr bool replaces = true;
  static constexpr int arity = 3;
  static constexpr graph::extents shape(const graph::extents& value, const graph::extents&,
                                        const graph::extents&) {
    return value;
  }
};

/// What a cotangent or a tangent stands for while its Jacobian is made, and a symbol that
/// nobody reads: no two are one.
struct direction {
  static constexpr std::string_view name = "direction";
  static constexpr graph::family family = graph::family::leaf;
  static constexpr int arity = 0;
};

}  // namespace op

}  // namespace etch
