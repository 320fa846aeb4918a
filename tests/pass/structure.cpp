// SPDX-License-Identifier: BSL-1.0
// Identities of places and axes, before and after; those that would be wrong are left alone.
#include "graphs.hpp"

namespace {

using namespace graphs;

constexpr auto s = input<"s">;
constexpr auto u = input<"u", 3>;
constexpr auto v = input<"v", 3>;
constexpr auto r = input<"r", 2>;
constexpr auto p = input<"p", 6>;
constexpr auto m = param<"m", 2, 3>;
constexpr auto n = param<"n", 2, 3>;
constexpr auto q = param<"q", 3, 3>;
constexpr auto k = param<"k", 2, 3, 4>;
constexpr auto one = param<"one", 1, 3>;

/// `before` is simplified to `after`, of which nothing is left to simplify.
template <class A, class B>
constexpr bool becomes(A before, B after) {
  const dag both = pass::simplify(single(before, after).view());
  return merged(both) && well_formed(both) && same(simplified(single(after)), single(after));
}
template <class A>
constexpr bool stays(A a) {
  return same(simplified(single(a)), single(a));
}
/// The same, where the after is written by other operations still.
template <class A, class B>
constexpr bool are_one(A a, B b) {
  return merged(pass::simplify(single(a, b).view()));
}

// Shapes.
static_assert(becomes(reshape<6>(reshape<3, 2>(m)), reshape<6>(m)));
static_assert(becomes(reshape<2, 3>(reshape<6>(m)), m) && stays(reshape<3, 2>(m)));
static_assert(becomes(reshape<3>(repeat<0, 3>(s)), repeat<0, 3>(s)), "one number anywhere");

// Orders of axes.
static_assert(becomes(permute<0, 2, 1>(permute<0, 2, 1>(k)), k));
static_assert(becomes(permute<1, 2, 0>(permute<1, 2, 0>(k)), permute<2, 0, 1>(k)));
static_assert(becomes(permute<0, 1, 2>(k), k) && stays(permute<0, 2, 1>(k)));
static_assert(becomes(permute<1, 0>(one), reshape<3, 1>(one)), "an axis of one element");
static_assert(becomes(permute<1, 0>(repeat<0, 3>(repeat<0, 2>(s))), broadcast_to<2, 3>(s)));

// Parts.
static_assert(becomes(slice<0, 0, 6>(p), p) && stays(slice<0, 1, 6>(p)));
static_assert(becomes(slice<0, 1, 3>(slice<0, 0, 6, 2>(p)), slice<0, 2, 6, 2>(p)));
static_assert(becomes(slice<0, 0, 3, 2>(slice<0, 1, 6>(p)), slice<0, 1, 4, 2>(p)));
static_assert(stays(slice<0, 0, 1>(slice<1, 0, 2>(m))), "of another axis");
static_assert(becomes(slice<0, 0, 3>(concat<0>(u, v)), u) &&
              becomes(slice<0, 3, 6>(concat<0>(u, v)), v));
static_assert(becomes(slice<0, 1, 3>(concat<0>(u, v)), slice<0, 1, 3>(u)) &&
              becomes(slice<0, 4, 6>(concat<0>(u, v)), slice<0, 1, 3>(v)));
static_assert(stays(slice<0, 2, 4>(concat<0>(u, v))), "of both");
static_assert(stays(slice<0, 0, 1>(concat<1>(m, n))), "across");
static_assert(becomes(slice<1, 0, 2>(broadcast_to<2, 3>(s)), broadcast_to<2, 2>(s)));

// Zeros stay zeros in any places.
static_assert(are_one(diag(u - u), q - q) && are_one(lower_triangle(p - p), q - q));
static_assert(!are_one(diag(u - u + 1_c), q - q + 1_c), "others do not");

// Diagonals.
static_assert(becomes(diag(diag(u)), u) && stays(diag(diag(q))));
static_assert(becomes(diag(repeat<0, 3>(u)), u) && becomes(diag(repeat<1, 3>(u)), u));
static_assert(becomes(hadamard(diag(u), q), diag(hadamard(u, diag(q)))));
static_assert(becomes(s * diag(u), diag(s* u)));
static_assert(becomes(hadamard(diag(u), diag(v)), diag(hadamard(u, v))));
static_assert(are_one(hadamard(diag(u) - q, repeat<0, 3>(v)),
                      diag(hadamard(u, v)) - hadamard(q, repeat<0, 3>(v))));
static_assert(are_one(hadamard(q, q + diag(u)), hadamard(q, q) + diag(hadamard(diag(q), u))));
static_assert(becomes(diag(u) * v, hadamard(u, v)));
static_assert(are_one(diag(u) * q, hadamard(repeat<1, 3>(u), q)));
static_assert(are_one(q * diag(u), hadamard(q, repeat<0, 3>(u))));
static_assert(are_one(m * diag(u), hadamard(m, repeat<0, 2>(u))));
static_assert(are_one(transpose(u) * diag(v), hadamard(transpose(u), repeat<0, 1>(v))));
static_assert(are_one(diag(r) * m, hadamard(repeat<1, 3>(r), m)));

// Copies.
static_assert(becomes(exp(repeat<0, 2>(u)), repeat<0, 2>(exp(u))));
static_assert(becomes(repeat<0, 2>(u) + repeat<0, 2>(v), repeat<0, 2>(u + v)));
static_assert(becomes(s * repeat<1, 2>(u), repeat<1, 2>(s* u)));
static_assert(stays(repeat<0, 3>(u) + repeat<1, 3>(v)), "of different axes");
static_assert(becomes(hadamard(repeat<1, 3>(r), repeat<0, 2>(u)), outer(r, u)));

// Sums along axes.
static_assert(becomes(sum<0>(repeat<0, 2>(u)), 2_c * u) && stays(sum<0>(m)));
static_assert(becomes(sum<1>(-m), -sum<1>(m)) && becomes(sum<0>(s * m), s* sum<0>(m)));
static_assert(becomes(sum<0>(broadcast_to<2, 3>(s)), repeat<0, 3>(2_c * s)));
static_assert(are_one(sum<1>(softmax<1>(m)), r - r + 1_c) && stays(sum<0>(softmax<1>(m))));
static_assert(becomes(sum<0>(diag(u)), u) && becomes(sum<1>(diag(u)), u));
static_assert(becomes(sum<0>(one), reshape<3>(one)));

// Sums of all elements do not ask where these are.
static_assert(becomes(sum(reshape<3, 2>(m)), sum(m)) &&
              becomes(sum(permute<2, 0, 1>(k)), sum(k)));
static_assert(becomes(sum(sum<1>(m)), sum(m)) && becomes(sum(transpose(m)), sum(m)));
static_assert(becomes(sum(diag(u)), sum(u)) && becomes(trace(diag(u)), sum(u)) &&
              becomes(sum(lower_triangle(p)), sum(p)));
static_assert(becomes(sum(repeat<0, 5>(m)), 5_c * sum(m)));
static_assert(stays(sum(slice<0, 1, 3>(p))) && stays(sum(diag(q))));

// Choices.
static_assert(becomes(where(1_c, u, v), u) && becomes(where(0_c, u, v), v));
static_assert(becomes(where(s, u, u), u) && stays(where(s, u, v)));

// What somebody differentiates by stays as it is.
constexpr auto part = slice<0, 0, 3>(concat<0>(u, v));
static_assert(evaluate(sum(grad(squared_norm(part), part)), u = std::array{1., 2., 3.},
                       v = std::array{0., 0., 0.}) == 12);
static_assert(!are_one(grad(squared_norm(part), part), grad(squared_norm(u), u)));

// A second run changes nothing.
constexpr bool idempotent(const dag& g) {
  const dag once = simplified(g);
  const dag first = simplified(pass::differentiate(once.view()));
  return well_formed(once) && same(once, simplified(once)) && well_formed(first) &&
         same(first, simplified(first));
}
constexpr auto loss = squared_norm(lower_triangle(p) * softmax(u)) + sum(softmax<0>(m * q)) +
                      norm(concat<0>(u, slice<0, 0, 6, 3>(p))) + sum(square(sum<1>(k)));
static_assert(idempotent(single(loss, grad(loss, p), grad(loss, k), jacobian(softmax(u), u))));
static_assert(idempotent(batched(loss, grad(loss, p), grad(loss, q), hessian(loss, u))));

}  // namespace

int main() {}
