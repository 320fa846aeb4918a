// SPDX-License-Identifier: BSL-1.0
// Layers are functions from expression to expression: composition, names, sharing, modes.
#include <etch/etch.hpp>
#include <etch/nn/collapse.hpp>

#include <boost/hana/fold_left.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/size.hpp>
#include <boost/hana/unpack.hpp>

#include <type_traits>

namespace {

using namespace etch;
using nn::linear;

constexpr auto x = input<"x", 8>;
constexpr auto w1 = param<"fc1.w", 6, 8>;
constexpr auto b1 = param<"fc1.b", 6>;
constexpr auto w2 = param<"fc2.w", 3, 6>;
constexpr auto b2 = param<"fc2.b", 3>;

// The input's shape flows through, so only output sizes are written.
constexpr auto net = linear<"fc1", 6> | nn::relu | linear<"fc2", 3>;
static_assert(shape(net(x)) == shape(b2));
static_assert(net(x) == w2 * relu(w1 * x + b1) + b2);
static_assert(linear<"fc1", 6, nn::bias::none>(x) == w1 * x);
static_assert(program::parameters_of<float, std::remove_const_t<decltype(net(x))>>::size() ==
              6 * 8 + 6 + 3 * 6 + 3);

// A matrix is a sequence of vectors; more leading axes are more of them.
constexpr auto steps = input<"steps", 5, 8>;
static_assert(linear<"fc1", 6>(steps) == steps * transpose(w1) + repeat<0, 5>(b1));
static_assert(shape(net(input<"stacks", 2, 5, 8>)) == graph::make_extents(2, 5, 3));

// `|` is associative, and a stack is one of Hana's foldables.
static_assert(std::is_same_v<decltype((linear<"fc1", 6> | nn::relu) | linear<"fc2", 3>),
                             decltype(linear<"fc1", 6> | (nn::relu | linear<"fc2", 3>))>);
static_assert(decltype(boost::hana::size(net))::value == 3);
static_assert(decltype(boost::hana::size(net.layers))::value == 3);
constexpr auto same_value =
    boost::hana::fold_left(net, x, [](auto e, auto layer) { return layer(e); });
static_assert(std::is_same_v<decltype(same_value), const decltype(net(x))>);

// The same layer twice shares its parameters, wherever it stands.
constexpr auto square_layer = linear<"a", 8>;
constexpr auto w = param<"a.w", 8, 8>;
constexpr auto b = param<"a.b", 8>;
constexpr auto twice = square_layer | nn::tanh | nn::residual(square_layer);
static_assert(twice(x) == tanh(w * x + b) + (w * tanh(w * x + b) + b));
static_assert(program::parameters_of<float, std::remove_const_t<decltype(twice(x))>>::size() ==
              8 * 8 + 8);

// Names are scoped, also those of activations with parameters.
constexpr auto block = square_layer | nn::prelu<"p">;
constexpr auto two_blocks = nn::scoped<"one">(block) | nn::scoped<"two">(block);
constexpr auto first = param<"one.a.w", 8, 8> * x + param<"one.a.b", 8>;
static_assert(nn::scoped<"one">(block)(x) == prelu(first, param<"one.p">));
static_assert(shape(two_blocks(x)) == shape(x));
static_assert(
    program::parameters_of<float, std::remove_const_t<decltype(two_blocks(x))>>::size() ==
    2 * (8 * 8 + 8 + 1));
static_assert(nn::scoped<"outer">(nn::scoped<"inner">(linear<"a", 8, nn::bias::none>))(x) ==
              param<"outer.inner.a.w", 8, 8> * x);

// A name stands for one layer in a stack; in different scopes it may stand for different ones.
template <class A, class B>
concept composable = requires(A a, B c) { a | c; };
static_assert(!composable<decltype(linear<"a", 8>), decltype(linear<"a", 4>)>);
static_assert(!composable<decltype(linear<"a", 8>), decltype(linear<"a", 8, nn::bias::none>)>);
static_assert(!composable<decltype(linear<"a", 8>), decltype(nn::prelu<"a">)>);
static_assert(
    !composable<decltype(linear<"a", 8> | nn::relu), decltype(nn::residual(linear<"a", 4>))>);
static_assert(composable<decltype(linear<"a", 8>), decltype(linear<"a", 8>)>);
static_assert(
    composable<decltype(linear<"a", 8>), decltype(nn::scoped<"other">(linear<"a", 4>))>);

// Modes: dropout keeps everything in evaluation, and draws from streams of its own in training.
constexpr auto seed = input<"seed">;
constexpr auto mode = nn::training(seed);
constexpr auto half = nn::dropout<0.5>;
static_assert(half(x) == x);
static_assert(half(x, mode) == dropout(x, 0.5_c, seed));
static_assert((half | half)(x, mode) != dropout(dropout(x, 0.5_c, seed), 0.5_c, seed));
static_assert((linear<"a", 8> | half)(x) == linear<"a", 8>(x));
static_assert(shape((half | linear<"a", 3> | nn::rrelu<>)(x, mode)) == shape(b2));
static_assert((nn::rrelu<> | nn::relu)(x) == relu(rrelu(x)));
static_assert(nn::rrelu<0.25, 0.5>(x, mode) == rrelu(x, 0.25_c, 0.5_c, seed));

// Collapse: every maximal affine run becomes one product, and the rest stays.
constexpr auto deep = linear<"a", 8> | linear<"b", 5> | half | linear<"c", 3>;
static_assert(is_affine(deep(x), x));
static_assert(products_with(deep(x), x) == 3);
static_assert(products_with(collapse(deep)(x), x) == 1);
static_assert(shape(collapse(deep)(x)) == shape(deep(x)));
constexpr auto stopped = linear<"a", 8> | linear<"b", 5> | nn::tanh | linear<"c", 5> |
                         nn::residual(linear<"d", 5>) | linear<"e", 3>;
static_assert(!is_affine(stopped(x), x));
static_assert(products_with(stopped(x), x) == 5);
static_assert(products_with(collapse(stopped)(x), x) == 2);
static_assert(collapse(linear<"fc1", 6> | nn::relu | linear<"fc2", 3>)(x) == net(x));

// What is affine is seen through every layer that only sums, scales and moves.
constexpr auto planes = input<"planes", 2, 6, 5>;
constexpr auto moving = nn::conv2d<"c", 3, 3, {.padding = 1}> | nn::batch_norm<"n"> |
                        nn::average_pool<2> | nn::dropout<0.5> | nn::flatten | linear<"e", 4>;
static_assert(is_affine(moving(planes), planes) && !is_linear(moving(planes), planes));
static_assert(is_linear(nn::conv2d<"c", 3, 3, {.bias = nn::bias::none}>(planes), planes));
static_assert(is_linear(nn::average_pool<2>(planes), planes));
static_assert(!is_affine(nn::max_pool<2>(planes), planes));
static_assert(is_affine(nn::residual(square_layer)(x), x));
static_assert(products_with(moving(planes), planes) == 2);
static_assert(products_with(collapse(moving)(planes), planes) == 1);
static_assert(!is_affine(moving(planes, mode), planes), "trained, it divides by a deviation");
static_assert(degree(dot(moving(planes), moving(planes)), planes) == 2);

// A layer of one's own is a struct with a `forward`, or any function of expressions.
template <fixed_string Name>
struct scaled : nn::layer_of<scaled<Name>> {
  static constexpr auto owner = Name;
  template <Expression E, class Place>
  static constexpr auto forward(E e, Place) {
    return Place::template parameter<Name, "scale">() * e;
  }
};
static_assert((scaled<"s">{} | nn::tanh)(x) == tanh(param<"s.scale"> * x));
static_assert(!composable<scaled<"a">, decltype(linear<"a", 8>)>);

}  // namespace

int main() {}
