// SPDX-License-Identifier: BSL-1.0
/// Which layer of a model owns which name.
#pragma once

#include <etch/nn/layer.hpp>
#include <etch/op/list.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace etch {

namespace nn {

/// A layer under its whole name, as the sentence below names it.
template <fixed_string Name, class Layer>
struct named {};

template <fixed_string Scope, class... Layers>
struct owners_among;

template <class L, fixed_string Scope>
struct owners_in;

/// The layers with names in `L`, as a tuple of `named`. A layer with a name says `owner`; one
/// made of others says `parts`, a list, and may put their names under its own, `scope`.
template <class L, fixed_string Scope>
using owners = typename owners_in<L, Scope>::type;

template <class L, fixed_string Scope>
struct owners_in {
  static constexpr auto find() {
    if constexpr (requires { L::owner; })
      return std::tuple<named<joined<Scope, L::owner>, L>>{};
    else if constexpr (requires { L::scope; })
      return typename owners_among<joined<Scope, L::scope>, typename L::parts>::type{};
    else if constexpr (requires { typename L::parts; })
      return typename owners_among<Scope, typename L::parts>::type{};
    else
      return std::tuple<>{};
  }
  using type = decltype(find());
};

template <fixed_string Scope, class... Parts>
struct owners_among<Scope, op::list<Parts...>> {
  using type = decltype(std::tuple_cat(owners<Parts, Scope>{}...));
};

/// One address for each type.
template <class>
inline constexpr char identity_of = 0;

/// Two different layers of one name; two times `nothing` where there are none.
template <class Owners>
struct namesakes;
template <fixed_string... Names, class... Layers>
struct namesakes<std::tuple<named<Names, Layers>...>> {
  static constexpr std::size_t count = sizeof...(Names);
  using all = std::tuple<named<Names, Layers>..., sentence::nothing>;

  static constexpr std::array<std::size_t, 2> places = [] {
    constexpr std::array<std::string_view, count + 1> names{Names.view()..., {}};
    constexpr std::array<const void*, count + 1> layers{&identity_of<Layers>..., nullptr};
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (names[i] == names[j] && layers[i] != layers[j]) return std::array{j, i};
      }
    }
    return std::array{count, count};
  }();
  using first = std::tuple_element_t<places[0], all>;
  using second = std::tuple_element_t<places[1], all>;
};

}  // namespace nn

/// In one model a name stands for one layer. (The same layer in two places shares its
/// parameters.)
template <class First, class Second>
concept no_name_stands_for_two_layers = sentence::is_nothing<First>;

}  // namespace etch
