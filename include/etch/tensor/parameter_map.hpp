// SPDX-License-Identifier: BSL-1.0
/// The parameters of a model by name, each a tensor, in order of first use.
#pragma once

#include <etch/expr/symbols.hpp>
#include <etch/tensor/tensor.hpp>

#include <boost/hana/accessors.hpp>
#include <boost/hana/core/when.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

#include <cstddef>
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

template <class T, class Symbol>
struct parameter_slot {
  typename tensor_of_symbol<T, Symbol>::type value;

  constexpr parameter_slot() = default;
  constexpr explicit parameter_slot(uninitialised_t) : value(uninitialised) {}
  constexpr bool operator==(const parameter_slot&) const = default;
};

/// One tensor for each symbol, without heap. A Hana struct whose keys are Hana strings: every
/// algorithm of Hana over structs, and `hana::to_map`, work on it.
template <class T, class... Symbols>
class parameter_map : private parameter_slot<T, Symbols>... {
 public:
  using value_type = T;

  /// All zeros.
  constexpr parameter_map() = default;
  constexpr explicit parameter_map(uninitialised_t) : parameter_slot<T, Symbols>(uninitialised)... {}

  /// The tensor of a symbol: `theta[w]`.
  template <class Symbol>
    requires(std::is_same_v<Symbol, Symbols> || ...)
  constexpr auto& operator[](Symbol) {
    return static_cast<parameter_slot<T, Symbol>&>(*this).value;
  }
  template <class Symbol>
    requires(std::is_same_v<Symbol, Symbols> || ...)
  constexpr const auto& operator[](Symbol) const {
    return static_cast<const parameter_slot<T, Symbol>&>(*this).value;
  }

  /// The tensor of a name: `theta["w"_s]`.
  template <char... Letters>
    requires(std::is_same_v<typename key_of_symbol<Symbols>::type, hana::string<Letters...>> || ...)
  constexpr auto& operator[](hana::string<Letters...> name) {
    return (*this)[symbol_named(name)];
  }
  template <char... Letters>
    requires(std::is_same_v<typename key_of_symbol<Symbols>::type, hana::string<Letters...>> || ...)
  constexpr const auto& operator[](hana::string<Letters...> name) const {
    return (*this)[symbol_named(name)];
  }

  /// Calls `visit(symbol, tensor)` for every parameter, in order.
  template <class Visit>
  constexpr void for_each(Visit&& visit) {
    (visit(Symbols{}, (*this)[Symbols{}]), ...);
  }
  template <class Visit>
  constexpr void for_each(Visit&& visit) const {
    (visit(Symbols{}, (*this)[Symbols{}]), ...);
  }

  /// Calls `visit(symbol)` for every parameter, in order.
  template <class Visit>
  static constexpr void for_each_symbol(Visit&& visit) {
    (visit(Symbols{}), ...);
  }

  /// The number of all elements.
  static constexpr std::size_t size() { return (Symbols::self.shape.size() + ... + 0); }

  constexpr bool operator==(const parameter_map&) const = default;

 private:
  template <class Name>
  static constexpr auto symbol_named(Name) {
    constexpr bool found[] = {std::is_same_v<typename key_of_symbol<Symbols>::type, Name>...};
    constexpr std::size_t place = [&] {
      std::size_t i = 0;
      while (!found[i]) ++i;
      return i;
    }();
    return hana::tuple<Symbols...>{}[hana::size_c<place>];
  }
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
