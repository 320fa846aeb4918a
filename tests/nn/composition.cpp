// SPDX-License-Identifier: BSL-1.0
// Layers composed: shapes, the parameters and states that they own, what is shared, and what
// follows from how they are made.
#include <etch/etch.hpp>

#include <concepts>
#include <cstddef>
#include <tuple>

namespace {

using namespace etch;

constexpr auto x = input<"x", 4, 7, 9>;
constexpr auto line = input<"line", 4, 9>;
constexpr auto v = input<"v", 6>;
constexpr auto t = input<"t">;
constexpr auto seed = input<"seed">;

constexpr auto is = [](auto e, auto... extents) {
  return shape(e) == graph::make_extents(extents...);
};

// Shapes.
static_assert(is(windows<3, 2>(x), 4, 6, 40) && is(windows<2, 2, 2, 3>(line), 4, 6));
static_assert(is(pad<0, 1, 2>(line), 7, 9) && is(pad<-1, 0, 0>(line), 4, 9));
static_assert(is(nn::conv2d<"c", 6, 3>(x), 6, 5, 7) &&
              is(nn::conv2d<"c", 6, {7, 9}>(x), 6, 1, 1));
static_assert(is(nn::conv2d<"c", 6, 3, {.padding = 1}>(x), 6, 7, 9));
static_assert(is(nn::conv2d<"c", 6, {3, 5}, {.stride = {2, 3}, .groups = 2}>(x), 6, 3, 2));
static_assert(is(nn::conv2d<"c", 6, 3, {.dilation = {3, 4}}>(x), 6, 1, 1));
static_assert(is(nn::conv1d<"c", 6, 3>(line), 6, 7));
static_assert(is(nn::conv1d<"c", 6, 3, {.stride = 2, .padding = 1, .dilation = 2}>(line), 6,
                 4));
static_assert(is(nn::max_pool<2>(x), 4, 3, 4) && is(nn::max_pool<3>(line), 4, 3));
static_assert(is(nn::average_pool<{7, 9}>(x), 4, 1, 1));
static_assert(is(nn::average_pool<3, {.stride = 1, .padding = 1}>(line), 4, 9));
static_assert(is(max_pool<{2, 3}, {1, 2}, {1, 0}>(x), 4, 8, 4));
static_assert(is(nn::layer_norm<"n">(x), 4, 7, 9) && is(nn::rms_norm<"n">(v), 6));
static_assert(is(nn::batch_norm<"n">(x), 4, 7, 9) && is(nn::batch_norm<"n">(v), 6));
static_assert(is(nn::embedding<"e", 5, 3>(t), 3) && is(nn::embedding<"e", 5, 3>(v), 6, 3));

// The functions are what the layers compute.
constexpr auto w = param<"c.w", 6, 2, 3, 3>;
static_assert(nn::conv2d<"c", 6, 3, {.stride = 2, .groups = 2, .bias = nn::bias::none}>(x) ==
              conv2d<2, 0, 1, 2>(x, w));
static_assert(nn::conv1d<"c", 6, 3, {.padding = 2, .bias = nn::bias::none}>(line) ==
              conv1d<1, 2>(line, param<"c.w", 6, 4, 3>));
static_assert(nn::max_pool<2>(x) == max_pool<2>(x) &&
              nn::average_pool<3, {2, 1}>(x) == average_pool<3, 2, 1>(x));
static_assert(nn::layer_norm<"n">(v) ==
              layer_norm(v, param<"n.scale", 6>, param<"n.shift", 6>));
static_assert(nn::rms_norm<"n">(v) == rms_norm(v, param<"n.scale", 6>));
static_assert(nn::embedding<"e", 5, 3>(t) == embedding(t, param<"e.w", 5, 3>));

// Windows that are one element each, or one for all, move nothing.
static_assert(windows<1, 1>(line) == reshape<1, 36>(line));
static_assert(windows<7, 9, 2, 2>(x) == reshape<4, 63, 1>(x));

// Values in constant expressions; in gradients, windows that lie over each other add up.
constexpr auto m = input<"m", 3, 4>;
constexpr tensor<double, 3, 4> twelve{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
constexpr auto of_m = [](auto e) { return evaluate(e, m = twelve); };
static_assert(of_m(windows<2, 2, 1, 2>(m)) ==
              tensor<double, 4, 4>{1, 3, 5, 7, 2, 4, 6, 8, 5, 7, 9, 11, 6, 8, 10, 12});
static_assert(of_m(windows<2, 2, 1, 1, 2, 3>(m)) == tensor<double, 4, 1>{1, 4, 9, 12});
static_assert(of_m(grad(sum(windows<2, 2>(m)), m)) ==
              tensor<double, 3, 4>{1, 2, 2, 1, 2, 4, 4, 2, 1, 2, 2, 1});
static_assert(of_m(pad<1, 1, 2>(row<0>(reshape<3, 1, 4>(m)))) ==
              tensor<double, 1, 7>{0, 1, 2, 3, 4, 0, 0});
static_assert(of_m(conv2d<1, 1>(reshape<1, 3, 4>(m),
                                reshape<1, 1, 2, 2>(diag(repeat<0, 2>(1_c)))))(0, 1, 2) ==
              2 + 7);
static_assert(of_m(max_pool<2>(reshape<1, 3, 4>(m))) == tensor<double, 1, 1, 2>{6, 8});

// Parameters by name, and no others.
template <class... Symbols>
constexpr bool has_parameters(auto e, Symbols...) {
  using map = program::parameters_of<float, decltype(e)>;
  return (HasParameter<map, Symbols> && ...) &&
         map::size() == parameter_map<float, Symbols...>::size();
}
// States in their order.
template <class... Symbols>
constexpr bool has_states(auto e, Symbols...) {
  return std::same_as<program::states_of<float, decltype(e)>, parameter_map<float, Symbols...>>;
}

constexpr auto front = nn::conv2d<"c", 6, 3> | nn::batch_norm<"n"> | nn::relu |
                       nn::max_pool<2> | nn::flatten | nn::linear<"fc", 5>;
static_assert(has_parameters(front(x), param<"c.w", 6, 4, 3, 3>, param<"c.b", 6>,
                             param<"n.scale", 6>, param<"n.shift", 6>, param<"fc.w", 5, 36>,
                             param<"fc.b", 5>));
static_assert(has_parameters(nn::scoped<"encoder">(front)(x), param<"encoder.c.w", 6, 4, 3, 3>,
                             param<"encoder.c.b", 6>, param<"encoder.n.scale", 6>,
                             param<"encoder.n.shift", 6>, param<"encoder.fc.w", 5, 36>,
                             param<"encoder.fc.b", 5>));

// One layer in two places shares its parameters; two under two names do not.
constexpr auto block = nn::conv2d<"c", 4, 3, {.padding = 1}> | nn::batch_norm<"n">;
constexpr auto twice = block | nn::residual(block);
static_assert(has_parameters(twice(x), param<"c.w", 4, 4, 3, 3>, param<"c.b", 4>,
                             param<"n.scale", 4>, param<"n.shift", 4>));
static_assert(has_states(twice(x), nn::state<"n.variance", 4>, nn::state<"n.mean", 4>));
constexpr auto apart = nn::scoped<"a">(block) | nn::residual(nn::scoped<"b">(block));
static_assert(has_states(apart(x), nn::state<"a.n.variance", 4>, nn::state<"a.n.mean", 4>,
                         nn::state<"b.n.variance", 4>, nn::state<"b.n.mean", 4>));
static_assert(program::parameters_of<float, decltype(apart(x))>::size() ==
              2 * (4 * 36 + 3 * 4));

// What a step of training updates is what the evaluated model remembers.
constexpr auto mode = nn::training(seed);
constexpr auto next = nn::next_states(apart, x, mode);
static_assert(std::same_as<program::result<float, std::remove_const_t<decltype(next)>>,
                           program::states_of<float, decltype(apart(x))>>);

// Trained, batch normalisation needs no states; evaluated, it is affine.
static_assert(has_states(block(x, mode)));
static_assert(is_affine(block(x), x) && !is_affine(block(x, mode), x));
static_assert(is_affine(average_pool<2>(x), x) && !is_affine(max_pool<2>(x), x));
static_assert(is_linear(conv2d(x, param<"w", 2, 4, 3, 3>), x) && is_linear(pad<0, 1, 1>(x), x));

// Scales and variances begin at 1, all else at 0.
constexpr auto remembered = states<float>(block(x));
static_assert(remembered["n.variance"_s][3] == 1 && remembered["n.mean"_s][3] == 0);
constexpr auto begun = [] {
  auto theta = parameters<float>(front(x));
  he_uniform(theta, 1);
  return theta;
}();
static_assert(begun["n.scale"_s][5] == 1 && begun["n.shift"_s][5] == 0 &&
              begun["c.b"_s][0] == 0);
static_assert(begun["c.w"_s](0, 0, 0, 0) != 0 && begun["c.w"_s](5, 3, 2, 2) != 0);

}  // namespace

int main() {}
