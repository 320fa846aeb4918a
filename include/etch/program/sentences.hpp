// SPDX-License-Identifier: BSL-1.0
/// The errors a call can have, as concepts: each reads as a true sentence of right calls. In
/// brackets stands the first that the sentence is false of; `sentence::nothing` where it is
/// true.
#pragma once

#include <etch/program/binding.hpp>
#include <etch/program/held_values.hpp>
#include <etch/program/parameters.hpp>
#include <etch/program/pipeline.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace etch {

/// Arguments of a call are bindings (`x = image`), sets of them, and parameter maps.
template <class Argument>
concept BindsSymbols = is_binding<Argument> || is_bindings<Argument> ||
                       is_parameter_map<Argument> || program::is_held_values<Argument>;

/// Every argument after the storage is a binding (`x = image`), a set of bindings or a
/// parameter map.
template <class Argument>
concept arguments_are_bindings_or_parameter_maps = sentence::is_nothing<Argument>;

template <class Symbol>
concept no_symbol_of_the_model_is_unbound = sentence::is_nothing<Symbol>;
template <class Symbol>
concept no_name_is_bound_twice = sentence::is_nothing<Symbol>;
template <class Symbol>
concept no_bound_name_is_unknown_to_the_model = sentence::is_nothing<Symbol>;
/// The symbol bound under a name has the shape and role that the model's symbol has.
template <class Bound, class InTheModel>
concept no_bound_symbol_differs_from_the_models = sentence::is_nothing<Bound>;
/// In one model a name stands for one symbol.
template <class First, class Second>
concept no_name_stands_for_two_symbols = sentence::is_nothing<First>;
/// Arrays hold the program's scalar type. (Single numbers are converted.)
template <class Symbol, class Element, class Scalar>
concept no_array_has_another_element_type = sentence::is_nothing<Symbol>;

namespace program {

/// One symbol that an argument gives a value to.
struct bound_symbol {
  std::string_view name;
  graph::role role{};
  graph::extents shape{};
  bool batched = false;
  bool explicit_binding = false;  ///< a binding, not part of a parameter map
  bool right_type = true;
  std::uint64_t key = 0;
};

template <class T, class Argument>
struct bound_symbols;

template <class T, class Symbol, class Element, bool Batched>
struct bound_symbols<T, binding<Symbol, Element, Batched>> {
  template <std::size_t>
  using element = Element;
  static constexpr bool convertible =
      std::is_same_v<T, Element> || (Symbol::self.shape.rank == 0 && !Batched);
  static constexpr std::array<bound_symbol, 1> all{
      {{Symbol::self.name, Symbol::self.role, Symbol::self.shape, Batched, true, convertible,
        graph::hash(Symbol::self.name)}}};
};

template <class T, class Element, class... Symbols>
struct bound_symbols<T, parameter_map<Element, Symbols...>> {
  template <std::size_t>
  using element = Element;
  static constexpr std::array<bound_symbol, sizeof...(Symbols)> all{
      {{Symbols::self.name, Symbols::self.role, Symbols::self.shape, false, false,
        std::is_same_v<T, Element>, graph::hash(Symbols::self.name)}...}};
};

template <class T, class Late, std::size_t First>
struct bound_symbols<T, held_values<T, Late, First>> {
  template <std::size_t>
  using element = T;
  static constexpr auto all = [] {
    using values = held_values<T, Late, First>;
    std::array<bound_symbol, values::count> result{};
    for (std::size_t i = 0; i < values::count; ++i) {
      const graph::leaf& leaf = values::leaf(i);
      result[i] = {leaf.name, leaf.role, leaf.shape, false, false, true, leaf.key};
    }
    return result;
  }();
};

template <class T, class... Bindings>
struct bound_symbols<T, bindings<Bindings...>> {
  template <std::size_t Place>
  using element = typename std::tuple_element_t<Place, std::tuple<Bindings...>>::element;
  static constexpr std::array<bound_symbol, sizeof...(Bindings)> all{
      {bound_symbols<T, Bindings>::all[0]...}};
};

/// The first of `count` places that satisfies `predicate`; `count` if none does.
constexpr std::size_t first_place(std::size_t count, auto predicate) {
  std::size_t place = 0;
  while (place < count && !predicate(place)) ++place;
  return place;
}

/// Finds the addresses of bound values, argument by argument, in the order of `bound_symbols`.
template <class T>
struct leaf_values {
  const T** inputs;
  T* numbers;
  const std::size_t* leaf_of;
  const std::string_view* names;
  std::size_t next = 0;
  std::size_t samples = 1;
  bool any_batch = false;

  template <class Symbol, class Element, bool Batched>
  constexpr void add(const binding<Symbol, Element, Batched>& one) {
    if constexpr (Batched) {
      if (any_batch) expect_extent(names[next], "samples", samples, one.samples);
      samples = one.samples;
      any_batch = true;
    }
    const std::size_t leaf = leaf_of[next++];
    if constexpr (std::is_same<Element, T>::value) {
      inputs[leaf] = one.data();
    } else {
      numbers[leaf] = static_cast<T>(*one.data());
      inputs[leaf] = &numbers[leaf];
    }
  }

  template <class... Bindings>
  constexpr void add(const bindings<Bindings...>& several) {
    (add(std::get<Bindings>(several)), ...);
  }

  template <class... Symbols>
  constexpr void add(const parameter_map<T, Symbols...>& map) {
    for (const T* first : map.addresses()) inputs[leaf_of[next++]] = first;
  }

  template <class Late, std::size_t First>
  constexpr void add(const held_values<T, Late, First>& values) {
    for (std::size_t i = 0; i < values.count; ++i) inputs[leaf_of[next++]] = values.address(i);
  }

  /// Storage binds nothing.
  constexpr void add(const auto&) {}
};

/// The arguments of a call against the leaves of a model. The first `Skipped` are storage.
template <class T, class Lowered, std::size_t Skipped, class... Arguments>
struct call_of {
  static constexpr const auto& leaves = frozen<Lowered>::value.leaves;
  static constexpr std::size_t leaf_count = frozen<Lowered>::sizes.leaves;
  /// `visit` is called with the symbols that each argument binds, in order.
  static constexpr void for_each_argument(auto visit) {
    std::size_t place = 0;
    [[maybe_unused]] const auto one = [&]<class Argument>(std::type_identity<Argument>) {
      if constexpr (BindsSymbols<Argument>) {
        if (place >= Skipped) visit(bound_symbols<T, Argument>::all);
      }
      ++place;
    };
    (one(std::type_identity<Arguments>{}), ...);
  }

  static constexpr std::size_t bound_count = [] {
    std::size_t count = 0;
    call_of::for_each_argument([&](const auto& some) { count += some.size(); });
    return count;
  }();

  static constexpr std::array<bound_symbol, bound_count> bound = [] {
    std::array<bound_symbol, bound_count> all{};
    std::size_t next = 0;
    call_of::for_each_argument([&](const auto& some) {
      for (const bound_symbol& symbol : some) all[next++] = symbol;
    });
    return all;
  }();

  /// For each bound symbol its leaf; `leaf_count` where the model does not use it.
  static constexpr std::array<std::size_t, bound_count> leaf_of = [] {
    std::array<std::size_t, bound_count> place{};
    for (std::size_t item = 0; item < bound_count; ++item) {
      std::size_t leaf = 0;
      while (leaf < leaf_count && leaves[leaf].key != bound[item].key) ++leaf;
      place[item] = leaf;
    }
    return place;
  }();

  static constexpr batched_leaves<leaf_count> batched = [] {
    batched_leaves<leaf_count> flags{};
    for (std::size_t item = 0; item < bound_count; ++item) {
      flags[leaf_of[item]] = bound[item].batched;
    }
    flags[leaf_count] = false;
    return flags;
  }();

  // Where each sentence is false first: places of arguments, leaves and bound symbols, or their
  // number if nowhere.
  static constexpr std::size_t no_binding = [] {
    constexpr bool binds[]{BindsSymbols<Arguments>..., true};
    return first_place(sizeof...(Arguments),
                       [&](std::size_t i) { return i >= Skipped && !binds[i]; });
  }();
  static constexpr std::size_t unbound = [] {
    std::array<bool, leaf_count + 1> is_bound{};
    for (const std::size_t place : leaf_of) is_bound[place] = true;
    return first_place(leaf_count, [&](std::size_t i) { return !is_bound[i]; });
  }();
  static constexpr std::size_t bound_twice = [] {
    std::array<bool, leaf_count + 1> is_bound{};
    return first_place(bound_count, [&](std::size_t item) {
      if (leaf_of[item] == leaf_count) return false;
      return std::exchange(is_bound[leaf_of[item]], true);
    });
  }();
  static constexpr std::size_t unknown = first_place(bound_count, [](std::size_t item) {
    return bound[item].explicit_binding && leaf_of[item] == leaf_count;
  });
  static constexpr std::size_t different = first_place(bound_count, [](std::size_t item) {
    return leaf_of[item] < leaf_count && (bound[item].shape != leaves[leaf_of[item]].shape ||
                                          bound[item].role != leaves[leaf_of[item]].role);
  });
  static constexpr std::size_t wrong_type = first_place(bound_count, [](std::size_t item) {
    return leaf_of[item] < leaf_count && !bound[item].right_type;
  });
  static constexpr bool right = no_binding == sizeof...(Arguments) && unbound == leaf_count &&
                                bound_twice == bound_count && unknown == bound_count &&
                                different == bound_count && wrong_type == bound_count;

  /// The name under which each symbol is bound. (A constant without anything else, for it is
  /// read at run time.)
  static constexpr std::array<std::string_view, bound_count + 1> names = [] {
    std::array<std::string_view, bound_count + 1> result{};
    for (std::size_t item = 0; item < bound_count; ++item) result[item] = bound[item].name;
    return result;
  }();

  /// Writes every leaf's address, `numbers` holding single numbers; returns the number of
  /// samples.
  static constexpr std::size_t collect(const T** inputs, T* numbers,
                                       const Arguments&... arguments) {
    leaf_values<T> values{inputs, numbers, leaf_of.data(), names.data()};
    std::size_t place = 0;
    ((place++ < Skipped ? void() : values.add(arguments)), ...);
    return values.samples;
  }
};

/// The type of a symbol from what a table says of it: `Source::said`. (clang prints the text of
/// an alias, but not that of an argument, so the type is passed through an identity.)
template <class Source, class Axes>
struct symbol_said;
template <class Source, std::size_t... Axis>
struct symbol_said<Source, std::index_sequence<Axis...>>
    : std::type_identity<
          symbol<Source::said.role, name_of<Source::said.name.size() + 1>(Source::said.name),
                 Source::said.shape.extent[Axis]...>> {};

template <class Lowered, std::size_t Place>
struct leaf_at {
  static constexpr const graph::leaf& said = frozen<Lowered>::value.leaves[Place];
};
template <class Call, std::size_t Place>
struct bound_at {
  static constexpr const bound_symbol& said = Call::bound[Place];
};

/// A symbol of a model or a call, or `nothing` behind the last.
template <template <class, std::size_t> class At, class Table, std::size_t Place,
          std::size_t Count>
struct symbol_or_nothing {
  using source = At<Table, Place>;
  using type = typename symbol_said<source, std::make_index_sequence<static_cast<std::size_t>(
                                                source::said.shape.rank)>>::type;
};
template <template <class, std::size_t> class At, class Table, std::size_t Count>
struct symbol_or_nothing<At, Table, Count, Count> {
  using type = sentence::nothing;
};

/// The element type of the bound symbol number `Place`.
template <class T, std::size_t Place, class... Arguments>
struct bound_element {
  using type = sentence::nothing;
};
template <class T, std::size_t Place, BindsSymbols First, class... Rest>
struct bound_element<T, Place, First, Rest...> {
  static constexpr std::size_t count = bound_symbols<T, First>::all.size();
  static constexpr auto find() {
    if constexpr (Place < count) {
      return std::type_identity<typename bound_symbols<T, First>::template element<Place>>{};
    } else {
      return bound_element<T, Place - count, Rest...>{};
    }
  }
  using type = typename decltype(find())::type;
};
template <class T, std::size_t Place, class Storage, class... Rest>
struct bound_element<T, Place, Storage, Rest...> : bound_element<T, Place, Rest...> {};

/// What each sentence is false of.
template <class T, class Lowered, std::size_t Skipped, class... Arguments>
struct wrong_in_call {
  using call = call_of<T, Lowered, Skipped, Arguments...>;
  template <std::size_t Place>
  using bound = typename symbol_or_nothing<bound_at, call, Place, call::bound_count>::type;

  using argument =
      std::tuple_element_t<call::no_binding, std::tuple<Arguments..., sentence::nothing>>;
  using unknown = bound<call::unknown>;
  using bound_twice = bound<call::bound_twice>;
  using unbound =
      typename symbol_or_nothing<leaf_at, Lowered, call::unbound, call::leaf_count>::type;
  using different = bound<call::different>;
  static constexpr std::size_t differs_from =
      call::different < call::bound_count ? call::leaf_of[call::different] : call::leaf_count;
  using models =
      typename symbol_or_nothing<leaf_at, Lowered, differs_from, call::leaf_count>::type;
  using wrong_type = bound<call::wrong_type>;
  using element = typename bound_element<T, call::wrong_type, Arguments...>::type;
};

/// Nothing, in calls that are right: for them none of the above is instantiated.
struct nothing_wrong_in_call {
  using nothing = sentence::nothing;
  using argument = nothing;
  using unknown = nothing;
  using bound_twice = nothing;
  using unbound = nothing;
  using different = nothing;
  using models = nothing;
  using wrong_type = nothing;
  using element = nothing;
};

template <class T, class Lowered, std::size_t Skipped, class... Arguments>
constexpr auto find_wrong() {
  if constexpr (call_of<T, Lowered, Skipped, Arguments...>::right)
    return nothing_wrong_in_call{};
  else
    return wrong_in_call<T, Lowered, Skipped, Arguments...>{};
}
template <class T, class Lowered, std::size_t Skipped, class... Arguments>
struct check_of_call {
  using wrong = decltype(find_wrong<T, Lowered, Skipped, Arguments...>());
};
template <class T, class Lowered, std::size_t Skipped, class... Arguments>
using wrong_in = typename check_of_call<T, Lowered, Skipped, Arguments...>::wrong;

/// The places of two leaves of one name; the number of leaves if there are none.
template <class Lowered>
struct namesakes {
  static constexpr std::size_t count = frozen<Lowered>::sizes.leaves;
  static constexpr std::array<std::size_t, 2> places = [] {
    const auto& leaves = frozen<Lowered>::value.leaves;
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (leaves[i].key == leaves[j].key) return std::array{j, i};
      }
    }
    return std::array{count, count};
  }();
  using first = typename symbol_or_nothing<leaf_at, Lowered, places[0], count>::type;
  using second = typename symbol_or_nothing<leaf_at, Lowered, places[1], count>::type;
};
template <class Lowered>
using first_namesake = typename namesakes<Lowered>::first;
template <class Lowered>
using second_namesake = typename namesakes<Lowered>::second;

}  // namespace program

template <class Lowered>
concept ModelIsConsistent = no_name_stands_for_two_symbols<program::first_namesake<Lowered>,
                                                           program::second_namesake<Lowered>>;

/// `Wrong` is `program::wrong_in<T, Lowered, Skipped, Arguments...>`.
template <class Wrong, class T>
concept EveryArgumentIsKnown =
    arguments_are_bindings_or_parameter_maps<typename Wrong::argument> &&
    no_bound_name_is_unknown_to_the_model<typename Wrong::unknown> &&
    no_name_is_bound_twice<typename Wrong::bound_twice> &&
    no_bound_symbol_differs_from_the_models<typename Wrong::different,
                                            typename Wrong::models> &&
    no_array_has_another_element_type<typename Wrong::wrong_type, typename Wrong::element, T>;

template <class Wrong, class T>
concept EveryArgumentFits = EveryArgumentIsKnown<Wrong, T> &&
                            no_symbol_of_the_model_is_unbound<typename Wrong::unbound>;

}  // namespace etch
