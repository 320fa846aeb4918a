// SPDX-License-Identifier: BSL-1.0
/// Every elementwise operation, for the tests of what they all have in common.
#pragma once

#include <etch/loss/log_cosh.hpp>
#include <etch/op/abs.hpp>
#include <etch/op/acos.hpp>
#include <etch/op/add.hpp>
#include <etch/op/asin.hpp>
#include <etch/op/atan.hpp>
#include <etch/op/atan2.hpp>
#include <etch/op/cbrt.hpp>
#include <etch/op/ceil.hpp>
#include <etch/op/clamp.hpp>
#include <etch/op/comparison.hpp>
#include <etch/op/divide.hpp>
#include <etch/op/erf.hpp>
#include <etch/op/erfc.hpp>
#include <etch/op/exp.hpp>
#include <etch/op/exp2.hpp>
#include <etch/op/expm1.hpp>
#include <etch/op/floor.hpp>
#include <etch/op/list.hpp>
#include <etch/op/log.hpp>
#include <etch/op/log1p.hpp>
#include <etch/op/log2.hpp>
#include <etch/op/maximum.hpp>
#include <etch/op/minimum.hpp>
#include <etch/op/multiply.hpp>
#include <etch/op/negate.hpp>
#include <etch/op/pow.hpp>
#include <etch/op/round.hpp>
#include <etch/op/rsqrt.hpp>
#include <etch/op/sigmoid.hpp>
#include <etch/op/sign.hpp>
#include <etch/op/sin.hpp>
#include <etch/op/sinh.hpp>
#include <etch/op/softplus.hpp>
#include <etch/op/sqrt.hpp>
#include <etch/op/step.hpp>
#include <etch/op/subtract.hpp>
#include <etch/op/sum.hpp>
#include <etch/op/tan.hpp>
#include <etch/op/tanh.hpp>
#include <etch/op/where.hpp>

namespace etch::op {

using unary = list<abs, acos, asin, atan, broadcast, cbrt, ceil, cos, cosh, erf, erfc, exp,
                   exp2, expm1, floor, log, log1p, log2, log_cosh, negate, round, rsqrt,
                   sigmoid, sign, sin, sinh, softplus, sqrt, step, tan, tanh>;

using binary = list<add, atan2, divide, equal, greater, greater_equal, less, less_equal,
                    maximum, minimum, multiply, not_equal, pow, subtract>;

using ternary = list<clamp, where>;

}  // namespace etch::op
