// SPDX-License-Identifier: BSL-1.0
// Every registered operation on one number obeys the laws.
#include "elementwise.hpp"

namespace {

template <class... Ops>
void obey_all_of(etch::op::list<Ops...>) {
  (laws::obey_all(Ops::name, etch::make<Ops>(laws::t)), ...);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(laws_of_operations)

BOOST_AUTO_TEST_CASE(values_and_derivatives_are_those_of_the_oracle) {
  obey_all_of(etch::op::unary{});
}

BOOST_AUTO_TEST_SUITE_END()
