// SPDX-License-Identifier: BSL-1.0
/// What update rules share: which gradients fit, and the loop over all elements.
#pragma once

#include <etch/kernel/pack.hpp>
#include <etch/tensor/parameter_map.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <type_traits>

namespace etch {

namespace optim {
/// Where a sentence names a symbol: there is none.
struct none {};
}  // namespace optim

/// Every parameter has a gradient of its name. In brackets stands the first parameter without.
template <class Symbol>
concept no_parameter_lacks_a_gradient = std::is_same_v<Symbol, optim::none>;
/// Every gradient has its parameter's shape. In brackets stands the first parameter of which
/// that is false.
template <class Symbol>
concept no_gradient_differs_from_its_parameter_in_shape = std::is_same_v<Symbol, optim::none>;
/// Parameters and gradients are numbers of one type.
template <class Parameter, class Gradient>
concept gradient_has_the_scalar_type_of_its_parameter = std::is_same_v<Parameter, Gradient>;

namespace optim {

/// The parameters that keep a gradient map from fitting, as types: g++ 12 prints no values.
template <class Map, class Gradient>
struct misfit;
template <class T, class... Symbols, class Gradient>
struct misfit<parameter_map<T, Symbols...>, Gradient> {
  /// The place of the first `false`; behind the last if there is none.
  template <bool... Right>
  static constexpr std::size_t first_wrong = [] {
    constexpr bool right[] = {Right..., false};
    std::size_t place = 0;
    while (right[place]) ++place;
    return place;
  }();
  template <std::size_t Place>
  using symbol_at =
      std::remove_cvref_t<decltype(hana::at_c<Place>(hana::tuple<Symbols..., none>{}))>;

  template <class Symbol>
  static constexpr bool named =
      HasParameterNamed<Gradient, typename key_of_symbol<Symbol>::type>;
  template <class Symbol>
  static constexpr bool present = HasParameter<Gradient, Symbol>;

  using missing = symbol_at<first_wrong<named<Symbols>...>>;
  using misshapen = symbol_at<first_wrong<(present<Symbols> || !named<Symbols>)...>>;
};

/// A gradient map fits: it has one of the same name, shape and scalar type for each parameter,
/// in any order, and may have more.
template <class Gradient, class Map>
concept GradientOf = is_parameter_map<Map> && is_parameter_map<Gradient> &&
    no_parameter_lacks_a_gradient<typename misfit<Map, Gradient>::missing> &&
    no_gradient_differs_from_its_parameter_in_shape<
        typename misfit<Map, Gradient>::misshapen> &&
    gradient_has_the_scalar_type_of_its_parameter<typename Map::value_type,
                                                  typename Gradient::value_type>;

/// `rule(x, g, memory...)` for one pack at each address.
template <class T, class Rule, class... Memory>
[[gnu::always_inline]] inline void change_pack(const Rule& rule, T* x, const T* g,
                                               Memory*... memory) {
  const auto change = [&](auto element, auto... remembered) __attribute__((always_inline)) {
    rule(element, kernel::load(g), remembered...);
    kernel::store(x, element);
    (kernel::store(memory, remembered), ...);
  };
  change(kernel::load(x), kernel::load(memory)...);
}

/// `rule(x, g, memory...)` for the elements of arrays of `count`, which do not overlap; `x` and
/// the rule's `memory` are changed in place.
template <class T, class Rule, class... Memory>
constexpr void for_each_element(std::size_t count, const Rule& rule, T* x, const T* g,
                                Memory*... memory) {
  // Packs by hand: at -O2 g++ 12 vectorises only what needs no test for overlap and no rest.
  constexpr std::size_t lanes = kernel::lanes<T>;
  std::size_t whole = 0;
  if (!std::is_constant_evaluated()) whole = count / lanes * lanes;
  for (std::size_t i = 0; i < whole; i += lanes)
    change_pack(rule, x + i, g + i, (memory + i)...);
  for (std::size_t i = whole; i < count; ++i) rule(x[i], g[i], memory[i]...);
}

/// `rule(x, g, memory...)` for the elements of maps, matched by symbol.
template <class Map, class Gradient, class... Memory>
constexpr void for_each_parameter(const auto& rule, Map& theta, const Gradient& gradient,
                                  Memory&... memory) {
  theta.for_each([&](auto symbol, auto& values) {
    for_each_element(values.size(), rule, values.data(), gradient[symbol].data(),
                     memory[symbol].data()...);
  });
}

}  // namespace optim
}  // namespace etch
