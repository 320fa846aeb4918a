// SPDX-License-Identifier: BSL-1.0
/// `+ - * /` over handles and numbers, for the formulas of rules.
#pragma once

#include <etch/op/add.hpp>
#include <etch/op/divide.hpp>
#include <etch/op/leaf.hpp>
#include <etch/op/multiply.hpp>
#include <etch/op/negate.hpp>
#include <etch/op/subtract.hpp>

namespace etch {

namespace graph {

constexpr handle operator-(handle x) { return make<op::negate>(x); }

constexpr handle operator+(handle a, handle b) { return make<op::add>(a, b); }
constexpr handle operator-(handle a, handle b) { return make<op::subtract>(a, b); }
constexpr handle operator*(handle a, handle b) { return make<op::multiply>(a, b); }
constexpr handle operator/(handle a, handle b) { return make<op::divide>(a, b); }

constexpr handle operator+(double a, handle b) { return b.owner->constant(a) + b; }
constexpr handle operator-(double a, handle b) { return b.owner->constant(a) - b; }
constexpr handle operator*(double a, handle b) { return b.owner->constant(a) * b; }
constexpr handle operator/(double a, handle b) { return b.owner->constant(a) / b; }

constexpr handle operator+(handle a, double b) { return a + a.owner->constant(b); }
constexpr handle operator-(handle a, double b) { return a - a.owner->constant(b); }
constexpr handle operator*(handle a, double b) { return a * a.owner->constant(b); }
constexpr handle operator/(handle a, double b) { return a / a.owner->constant(b); }

}  // namespace graph

}  // namespace etch
