// SPDX-License-Identifier: BSL-1.0
// Every registered activation of one number obeys the laws.
#include "elementwise.hpp"
#include <etch/activation/registry.hpp>

#include <concepts>

namespace {

template <class Activation>
void obey_if_elementwise() {
  if constexpr (std::derived_from<Activation, etch::activation::elementwise>)
    laws::obey_all(Activation::name, Activation{}(laws::t));
}

template <class... Activations>
void obey_all_of(etch::op::list<Activations...>) {
  (obey_if_elementwise<Activations>(), ...);
}

template <class... Types>
bool has_one_named(std::string_view name, etch::op::list<Types...>) {
  return ((Types::name == name) || ...);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(laws_of_activations)

BOOST_AUTO_TEST_CASE(values_and_derivatives_are_those_of_the_oracle) {
  obey_all_of(etch::activation::registered{});
}

BOOST_AUTO_TEST_CASE(the_oracle_has_nothing_else) {
  for (const laws::oracle::function& f : laws::oracle::unary)
    BOOST_TEST((has_one_named(f.name, etch::op::unary{}) ||
                has_one_named(f.name, etch::activation::registered{})),
               f.name << " is not registered");
}

BOOST_AUTO_TEST_SUITE_END()
