// SPDX-License-Identifier: BSL-1.0
/// The errors a call can have, as concepts: each reads as a true sentence of right calls. The name
/// in brackets is the first that the sentence is false of; it is empty where there is none.
#pragma once

#include <etch/program/binding.hpp>
#include <etch/program/parameters.hpp>
#include <etch/program/pipeline.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace etch {

/// Arguments of a call are bindings (`x = image`), sets of them, and parameter maps.
template <class Argument>
concept BindsSymbols =
    is_binding<Argument> || is_bindings<Argument> || is_parameter_map<Argument>;

/// All arguments after the first `Skipped`, which are storage, bind symbols.
template <std::size_t Skipped, class... Arguments>
concept arguments_are_bindings_or_parameter_maps = [] {
  std::size_t place = 0;
  return ((place++ < Skipped || BindsSymbols<Arguments>) && ...);
}();

template <fixed_string Name>
concept no_symbol_of_the_model_is_unbound = Name.size() == 0;
template <fixed_string Name>
concept no_name_is_bound_twice = Name.size() == 0;
template <fixed_string Name>
concept no_bound_name_is_unknown_to_the_model = Name.size() == 0;
/// The symbol bound under a name has the shape and role that the model's symbol has.
template <fixed_string Name>
concept no_bound_symbol_differs_from_the_models = Name.size() == 0;
/// In one model a name stands for one symbol.
template <fixed_string Name>
concept no_name_stands_for_two_symbols = Name.size() == 0;
/// Arrays hold the program's scalar type. (Single numbers are converted.)
template <fixed_string Name, class Scalar>
concept no_array_has_another_element_type = Name.size() == 0;

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
  static constexpr bool convertible = std::is_same_v<T, Element> ||
                                      (Symbol::self.shape.rank == 0 && !Batched);
  static constexpr std::array<bound_symbol, 1> all{
      {{Symbol::self.name, Symbol::self.role, Symbol::self.shape, Batched, true, convertible,
        graph::hash(Symbol::self.name)}}};
};

template <class T, class Element, class... Symbols>
struct bound_symbols<T, parameter_map<Element, Symbols...>> {
  static constexpr std::array<bound_symbol, sizeof...(Symbols)> all{
      {{Symbols::self.name, Symbols::self.role, Symbols::self.shape, false, false,
        std::is_same_v<T, Element>, graph::hash(Symbols::self.name)}...}};
};

template <class T, class... Bindings>
struct bound_symbols<T, bindings<Bindings...>> {
  static constexpr std::array<bound_symbol, sizeof...(Bindings)> all{
      {bound_symbols<T, Bindings>::all[0]...}};
};

/// The first name whose place satisfies `predicate`; empty if none does.
constexpr std::string_view first_name(const auto& bound, auto predicate) {
  for (std::size_t b = 0; b < bound.size(); ++b) {
    if (predicate(b)) return bound[b].name;
  }
  return {};
}

/// The arguments of a call against the leaves of a model. The first `Skipped` are storage.
template <class T, class Lowered, std::size_t Skipped, class... Arguments>
struct call_of {
  static constexpr const auto& leaves = frozen<Lowered>::value.leaves;
  static constexpr std::size_t leaf_count = frozen<Lowered>::sizes.leaves;
  /// `visit` is called with the symbols that each argument binds, in order.
  static constexpr void for_each_argument(auto visit) {
    std::size_t place = 0;
    const auto one = [&]<class Argument>(std::type_identity<Argument>) {
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

  static constexpr std::string_view unbound = [] {
    std::array<bool, leaf_count + 1> is_bound{};
    for (const std::size_t place : leaf_of) is_bound[place] = true;
    for (std::size_t i = 0; i < leaf_count; ++i) {
      if (!is_bound[i]) return leaves[i].name;
    }
    return std::string_view{};
  }();
  static constexpr std::string_view bound_twice = [] {
    std::array<bool, leaf_count + 1> is_bound{};
    for (std::size_t item = 0; item < bound_count; ++item) {
      if (leaf_of[item] == leaf_count) continue;
      if (is_bound[leaf_of[item]]) return bound[item].name;
      is_bound[leaf_of[item]] = true;
    }
    return std::string_view{};
  }();
  static constexpr std::string_view unknown = first_name(bound, [](std::size_t item) {
    return bound[item].explicit_binding && leaf_of[item] == leaf_count;
  });
  static constexpr std::string_view different = first_name(bound, [](std::size_t item) {
    return leaf_of[item] < leaf_count && (bound[item].shape != leaves[leaf_of[item]].shape ||
                                       bound[item].role != leaves[leaf_of[item]].role);
  });
  static constexpr std::string_view wrong_type = first_name(bound, [](std::size_t item) {
    return leaf_of[item] < leaf_count && !bound[item].right_type;
  });

  /// Writes every leaf's address, `numbers` holding single numbers; returns the number of samples.
  static constexpr std::size_t collect(const T** inputs, T* numbers, const Arguments&... arguments) {
    std::size_t next = 0, samples = 0, argument_place = 0;
    bool any_batch = false;
    const auto place = [&](const auto* data, bool is_batched, std::size_t count) {
      const std::size_t leaf = leaf_of[next++];
      if (is_batched) {
        if (any_batch) expect_extent(leaves[leaf].name, "samples", samples, count);
        samples = count;
        any_batch = true;
      }
      if constexpr (std::is_same_v<decltype(data), const T*>) {
        inputs[leaf] = data;
      } else {
        numbers[leaf] = static_cast<T>(*data);
        inputs[leaf] = &numbers[leaf];
      }
    };
    const auto collect_binding = [&]<class Binding>(const Binding& one) {
      place(one.data(), Binding::batched, one.samples);
    };
    const auto collect_one = [&]<class Argument>(const Argument& argument) {
      if (argument_place++ < Skipped) return;
      if constexpr (is_binding<Argument>) {
        collect_binding(argument);
      } else if constexpr (is_bindings<Argument>) {
        std::apply([&](const auto&... each) { (collect_binding(each), ...); },
                   static_cast<const typename Argument::tuple&>(argument));
      } else if constexpr (is_parameter_map<Argument>) {
        for (const auto* data : argument.addresses()) place(data, false, 1);
      }
    };
    (collect_one(arguments), ...);
    return any_batch ? samples : 1;
  }
};

/// A name that a model uses for two symbols, if there is one.
template <class Lowered>
inline constexpr std::string_view ambiguous_name = [] {
  const auto& leaves = frozen<Lowered>::value.leaves;
  constexpr std::size_t count = frozen<Lowered>::sizes.leaves;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (leaves[i].key == leaves[j].key) return leaves[i].name;
    }
  }
  return std::string_view{};
}();

/// The text of a constant as a template argument.
template <const std::string_view& Text>
inline constexpr auto as_name = name_of<Text.size() + 1>(Text);

}  // namespace program

template <class Lowered>
concept ModelIsConsistent =
    no_name_stands_for_two_symbols<program::as_name<program::ambiguous_name<Lowered>>>;

template <class Call, class T>
concept BindingsFit = no_bound_name_is_unknown_to_the_model<program::as_name<Call::unknown>> &&
                      no_name_is_bound_twice<program::as_name<Call::bound_twice>> &&
                      no_symbol_of_the_model_is_unbound<program::as_name<Call::unbound>> &&
                      no_bound_symbol_differs_from_the_models<program::as_name<Call::different>> &&
                      no_array_has_another_element_type<program::as_name<Call::wrong_type>, T>;

template <class T, class Lowered, std::size_t Skipped, class... Arguments>
concept EveryArgumentFits = arguments_are_bindings_or_parameter_maps<Skipped, Arguments...> &&
                            ModelIsConsistent<Lowered> &&
                            BindingsFit<program::call_of<T, Lowered, Skipped, Arguments...>, T>;

}  // namespace etch
