// SPDX-License-Identifier: BSL-1.0
/// The parameters of a model by name, each a tensor, in order of first use.
#pragma once

#include <etch/expr/symbols.hpp>
#include <etch/tensor/tensor.hpp>

#include <boost/hana/accessors.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

#include <array>
#include <cstddef>
#include <initializer_list>
#include <type_traits>
#include <utility>

namespace etch {

namespace hana = boost::hana;

/// The tensor that holds a symbol's value.
template <class T, class Symbol>
struct tensor_of_symbol;
template <class T, graph::role Role, fixed_string Name, int... Extents>
struct tensor_of_symbol<T, symbol<Role, Name, Extents...>> {
  using type = tensor<T, Extents...>;
};

/// A symbol's name as a Hana string.
template <class Symbol>
struct key_of_symbol;
template <graph::role Role, fixed_string Name, int... Extents>
struct key_of_symbol<symbol<Role, Name, Extents...>> {
  using type = decltype([]<std::size_t... I>(std::index_sequence<I...>) {
    return hana::string<Name.text[I]...>{};
  }(std::make_index_sequence<Name.size()>{}));
};

inline namespace literals {

/// `theta["w"_s]`: a name as a Hana string.
template <fixed_string Name>
constexpr auto operator""_s() {
  return typename key_of_symbol<symbol<graph::role::parameter, Name>>::type{};
}

}  // namespace literals

/// One parameter's place in a map; `Key` lets the symbol be found by name.
template <class T, class Symbol, class Key = typename key_of_symbol<Symbol>::type>
struct parameter_slot {
  typename tensor_of_symbol<T, Symbol>::type value;

  constexpr parameter_slot() = default;
  constexpr explicit parameter_slot(uninitialised_t) : value(uninitialised) {}
  constexpr bool operator==(const parameter_slot&) const = default;
};

/// The symbol that a map of parameters has under a name.
template <class Key, class T, class Symbol>
constexpr Symbol symbol_named(const parameter_slot<T, Symbol, Key>&) {
  return {};
}

template <class Map, class Symbol>
concept HasParameter =
    __is_base_of(parameter_slot<typename Map::value_type, Symbol>, std::remove_cv_t<Map>);
template <class Map, class Key>
concept HasParameterNamed = requires(const Map& map) { symbol_named<Key>(map); };

template <class Map, class Key>
inline constexpr bool has_parameter = HasParameterNamed<Map, Key>;
template <class Map, Expression Symbol>
inline constexpr bool has_parameter<Map, Symbol> = HasParameter<Map, Symbol>;

/// What stands in `map[...]` is a parameter of the map, or the name of one.
template <class Key, class Map>
concept map_has_the_parameter = has_parameter<Map, Key>;

/// One tensor for each symbol, without heap. A Hana struct whose keys are Hana strings: every
/// algorithm of Hana over structs, and `hana::to_map`, work on it.
template <class T, class... Symbols>
class parameter_map : public parameter_slot<T, Symbols>... {
 public:
  using value_type = T;

  /// All zeros.
  constexpr parameter_map() = default;
  constexpr explicit parameter_map(uninitialised_t)
      : parameter_slot<T, Symbols>(uninitialised)... {}

  /// The tensor of a symbol, `theta[w]`, or of a name, `theta["w"_s]`.
  ///
  /// Errors  `map_has_the_parameter`.
  template <class Key>
    requires map_has_the_parameter<Key, parameter_map>
  constexpr auto& operator[](Key) {
    if constexpr (Expression<Key>)
      return this->parameter_slot<T, Key>::value;
    else
      return (*this)[symbol_named<Key>(*this)];
  }
  template <class Key>
    requires map_has_the_parameter<Key, parameter_map>
  constexpr const auto& operator[](Key) const {
    if constexpr (Expression<Key>)
      return this->parameter_slot<T, Key>::value;
    else
      return (*this)[symbol_named<Key>(*this)];
  }

  /// Calls `visit(symbol, tensor)` for every parameter, in order.
  template <class Visit>
  constexpr void for_each(Visit&& visit) {
    const int in_order[] = {(visit(Symbols{}, this->parameter_slot<T, Symbols>::value), 0)...,
                            0};
    (void)in_order;
  }
  template <class Visit>
  constexpr void for_each(Visit&& visit) const {
    const int in_order[] = {(visit(Symbols{}, this->parameter_slot<T, Symbols>::value), 0)...,
                            0};
    (void)in_order;
  }

  /// The first element of every parameter, in order. (One instantiation, where a visitor would
  /// need one for each parameter.)
  constexpr std::array<T*, sizeof...(Symbols)> addresses() {
    return {this->parameter_slot<T, Symbols>::value.data()...};
  }
  constexpr std::array<const T*, sizeof...(Symbols)> addresses() const {
    return {this->parameter_slot<T, Symbols>::value.data()...};
  }

  /// The number of all elements.
  static constexpr std::size_t size() {
    std::size_t total = 0;
    for (const std::size_t elements : {Symbols::self.shape.size()..., std::size_t{0}}) {
      total += elements;
    }
    return total;
  }

  constexpr bool operator==(const parameter_map&) const = default;
};

template <class M>
inline constexpr bool is_parameter_map = false;
template <class T, class... Symbols>
inline constexpr bool is_parameter_map<parameter_map<T, Symbols...>> = true;

}  // namespace etch

namespace boost::hana {

template <class T, class... Symbols>
struct accessors_impl<etch::parameter_map<T, Symbols...>> {
  template <class Symbol>
  struct get {
    template <class Map>
    constexpr decltype(auto) operator()(Map&& map) const {
      return static_cast<Map&&>(map)[Symbol{}];
    }
  };
  static constexpr auto apply() {
    return make_tuple(
        make_pair(typename etch::key_of_symbol<Symbols>::type{}, get<Symbols>{})...);
  }
};

}  // namespace boost::hana
