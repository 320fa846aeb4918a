// SPDX-License-Identifier: BSL-1.0
// Structural operations and reductions in constant expressions: shapes and values; the same
// program gives the same numbers at run time.
#include <etch/etch.hpp>

#include <array>
#include <cstdio>

using namespace etch;

constexpr auto t = input<"t">;
constexpr auto v = input<"v", 6>;
constexpr auto m = input<"m", 2, 3>;
constexpr auto q = input<"q", 3, 3>;
constexpr auto k = input<"k", 2, 3, 2>;
constexpr auto f = input<"f", 2, 1, 3, 2>;

constexpr tensor<double, 6> six{1, 2, 3, 4, 5, 6};
constexpr tensor<double, 2, 3> two{1, 2, 3, 4, 5, 6};
constexpr tensor<double, 3, 3> nine{1, 2, 3, 4, 5, 6, 7, 8, 9};
constexpr tensor<double, 2, 3, 2> twelve{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

/// The value of an expression in `v`, `m`, `q` or `k`.
constexpr auto of_v = [](auto e) { return evaluate(e, v = six); };
constexpr auto of_m = [](auto e) { return evaluate(e, m = two); };
constexpr auto of_q = [](auto e) { return evaluate(e, q = nine); };
constexpr auto of_k = [](auto e) { return evaluate(e, k = twelve); };

// Shapes.
constexpr auto is = [](auto e, auto... extents) {
  return shape(e) == graph::make_extents(extents...);
};
static_assert(is(reshape<3, 2>(v), 3, 2) && is(reshape<6>(v), 6) && is(flatten(k), 12));
static_assert(is(reshape(slice<0, 2, 3>(v))) && is(reshape<1, 1>(t), 1, 1) &&
              is(flatten(t), 1));
static_assert(is(slice<0, 1, 6, 2>(v), 3) && is(slice<-1, 0, 3, 2>(m), 2, 2));
static_assert(is(at<1>(k), 3, 2) && is(at<1, 2>(k), 2) && is(at<1, 2, 0>(k)));
static_assert(is(row<0>(m), 3) && is(column<2>(m), 2) && is(column<0>(f), 2, 3, 2));
static_assert(is(concat<-1>(m, m, m), 2, 9) && is(stack<-1>(m, m), 2, 3, 2) &&
              is(stack(t, t, t), 3) && is(stack(v), 1, 6));
static_assert(is(repeat<1, 4>(m), 2, 4, 3) && is(repeat<0, 4>(t), 4));
static_assert(is(broadcast_to<4, 2, 3>(m), 4, 2, 3) &&
              is(broadcast_to<2, 5, 3, 2>(f), 2, 5, 3, 2) && is(broadcast_to<2, 3>(t), 2, 3));
static_assert(is(permute<2, 0, 1>(k), 2, 2, 3) && is(permute(t)));
static_assert(is(diag(v), 6, 6) && is(diag(q), 3) && is(trace(q)));
static_assert(is(lower_triangle(v), 3, 3) && is(lower_triangle<true>(v), 4, 4) &&
              is(lower_triangle(m), 2, 2, 2));
static_assert(is(positions<4>, 4) && is(one_hot<5>(t), 5) && is(uniform(1_c, k), 2, 3, 2));
static_assert(is(sum<1>(k), 2, 2) && is(mean<-1>(k), 2, 3) && is(max<0>(v)) && is(argmax(k)));
static_assert(is(softmax<1>(k), 2, 3, 2) && is(logsumexp<0>(m), 3) && is(variance<2>(k), 2, 3));
static_assert(is(k * permute<0, 2, 1>(k), 2, 3, 3) && is(m * k, 2, 2, 2) &&
              is(k * reshape<2, 3>(v), 2, 3, 3));

// Values.
static_assert(of_v(reshape<3, 2>(v)) == tensor<double, 3, 2>{1, 2, 3, 4, 5, 6});
static_assert(of_v(slice<0, 1, 6, 2>(v)) == tensor<double, 3>{2, 4, 6});
static_assert(of_m(slice<1, 0, 3, 2>(m)) == tensor<double, 2, 2>{1, 3, 4, 6});
static_assert(of_k(at<1>(k)) == tensor<double, 3, 2>{7, 8, 9, 10, 11, 12});
static_assert(of_k(at<1, 2>(k)) == tensor<double, 2>{11, 12} && of_k(at<1, 2, 0>(k)) == 11);
static_assert(of_k(column<1>(k)) == tensor<double, 2, 2>{3, 4, 9, 10});
static_assert(of_m(concat<1>(m, m)) ==
              tensor<double, 2, 6>{1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6});
static_assert(of_m(stack<2>(m, -m)) ==
              tensor<double, 2, 3, 2>{1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6});
static_assert(of_m(repeat<1, 2>(m)) ==
              tensor<double, 2, 2, 3>{1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6});
static_assert(of_m(broadcast_to<2, 2, 3>(m)) ==
              tensor<double, 2, 2, 3>{1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6});
static_assert(of_m(broadcast_to<2, 2>(column<0>(m))) == tensor<double, 2, 2>{1, 4, 1, 4});
static_assert(of_k(permute<2, 0, 1>(k)) ==
              tensor<double, 2, 2, 3>{1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12});
static_assert(of_q(diag(q)) == tensor<double, 3>{1, 5, 9} && of_q(trace(q)) == 15);
static_assert(of_q(diag(row<0>(q))) == tensor<double, 3, 3>{1, 0, 0, 0, 2, 0, 0, 0, 3});
static_assert(of_v(lower_triangle(v)) == tensor<double, 3, 3>{1, 0, 0, 2, 3, 0, 4, 5, 6});
static_assert(of_m(lower_triangle<true>(m)) ==
              tensor<double, 2, 3, 3>{0, 0, 0, 1, 0, 0, 2, 3, 0, 0, 0, 0, 4, 0, 0, 5, 6, 0});
static_assert(evaluate(positions<4>) == tensor<double, 4>{0, 1, 2, 3});
static_assert(evaluate(one_hot<4>(t), t = 2) == tensor<double, 4>{0, 0, 1, 0});
static_assert(evaluate(one_hot<4>(t), t = 4) == tensor<double, 4>{});
static_assert(of_k(sum<1>(k)) == tensor<double, 2, 2>{9, 12, 27, 30});
static_assert(of_k(mean<-1>(k)) == tensor<double, 2, 3>{1.5, 3.5, 5.5, 7.5, 9.5, 11.5});
static_assert(of_k(max<0>(k)) == tensor<double, 3, 2>{7, 8, 9, 10, 11, 12} &&
              of_k(min(k)) == 1);
static_assert(of_m(prod<0>(m)) == tensor<double, 3>{4, 10, 18} && of_m(prod(m)) == 720);
static_assert(of_m(variance<0>(m)) == tensor<double, 3>{2.25, 2.25, 2.25});
static_assert(of_m(argmax<1>(-m)) == tensor<double, 2>{0, 0} && of_m(argmax(m)) == 5);
static_assert(of_m(sum(softmax<1>(m))) > 1.999999 && of_m(logsumexp<1>(m))[0] > 3.4076);
static_assert(evaluate(norm(v), v = tensor<double, 6>{2, 4, 4, 0, 0, 0}) == 6);
static_assert(of_k(k * permute<0, 2, 1>(k)) ==
              tensor<double, 2, 3, 3>{5, 11, 17, 11, 25, 39, 17, 39, 61, 113, 143, 173, 143,
                                      181, 219, 173, 219, 265});
static_assert(evaluate(k * m, k = twelve, m = two) != tensor<double, 2, 3, 3>{} &&
              evaluate(k * m, k = twelve, m = two)(1, 2, 0) == 11 * 1 + 12 * 4);
static_assert(evaluate(m * k, k = twelve, m = two)(1, 1, 0) == 4 * 7 + 5 * 9 + 6 * 11);
constexpr auto drawn = evaluate(uniform(7_c, v), v = six);
static_assert(drawn[0] >= 0 && drawn[0] < 1 && drawn[0] != drawn[1]);
static_assert(evaluate(uniform(t, m), m = two, t = 7) ==
                  tensor<double, 2, 3>{drawn[0], drawn[1], drawn[2], drawn[3], drawn[4],
                                       drawn[5]},
              "of the places alone");

// The same at run time.
constexpr auto everything = compile<double>(
    concat<0>(slice<0, 0, 6, 2>(v), flatten(permute<1, 0>(m))), lower_triangle(v) * q,
    softmax<1>(k), sum<0>(k* m), hessian(prod(slice<0, 0, 3>(v)), v), uniform(3_c, k),
    broadcast_to<2, 3>(max<0>(m)), jacobian(lower_triangle<true>(v), v), variance<1>(k));
constexpr auto call = [](const auto& a, const auto& b, const auto& c, const auto& d) {
  return everything(v = a, m = b, q = c, k = d);
};
constexpr auto before = call(six, two, nine, twelve);

int main() {
  const volatile double one = 1;  // the optimiser knows nothing
  tensor<double, 6> a = six;
  tensor<double, 2, 3> b = two;
  tensor<double, 3, 3> c = nine;
  tensor<double, 2, 3, 2> d = twelve;
  a[0] = b[0] = c[0] = d[0] = one;
  const auto now = call(a, b, c, d);
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    int wrong = 0;
    const auto compare = [&](const auto& x, const auto& y) {
      for (std::size_t i = 0; i < x.size(); ++i) {
        const double difference = x[i] - y[i], size = 1 + x[i] * x[i];
        if (!(difference * difference <= 1e-28 * size)) wrong = 1;
      }
    };
    (compare(std::get<I>(before), std::get<I>(now)), ...);
    if (wrong != 0) std::puts("run time differs from constant evaluation");
    return wrong;
  }(std::make_index_sequence<9>{});
}
