// SPDX-License-Identifier: BSL-1.0
/// New values of symbols, as one output of a program.
#pragma once

#include <etch/expr/symbols.hpp>

namespace etch {

/// The value that a symbol has in the next call.
template <Symbol S, Expression E>
  requires(S::self.shape == E::self.shape)
struct assignment {
  using symbol = S;
  using value = E;
};

/// Several, which a program returns as a parameter map of the symbols.
template <class... Assignments>
struct new_values {};

}  // namespace etch
