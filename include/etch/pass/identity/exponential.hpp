// SPDX-License-Identifier: BSL-1.0
/// Simpler and more stable equals of exponentials and logarithms.
#pragma once

#include <etch/op/exp.hpp>
#include <etch/op/log.hpp>
#include <etch/op/logsumexp.hpp>
#include <etch/pass/identity/matching.hpp>

namespace etch::pass::identity {

constexpr handle of_log(handle x) {
  if (x.is<op::exp>()) return x.operand(0);
  if (x.is<op::softmax>()) return x.operand(0) - logsumexp(x.operand(0));
  return {};
}

constexpr handle of_exp(handle x) {
  if (x.is<op::log>()) return x.operand(0);
  return {};
}

}  // namespace etch::pass::identity
