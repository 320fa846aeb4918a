// SPDX-License-Identifier: BSL-1.0
/// Every activation, for the tests of what they all have in common.
#pragma once

#include <etch/activation/celu.hpp>
#include <etch/activation/elu.hpp>
#include <etch/activation/gelu.hpp>
#include <etch/activation/gelu_tanh.hpp>
#include <etch/activation/glu.hpp>
#include <etch/activation/hardshrink.hpp>
#include <etch/activation/hardsigmoid.hpp>
#include <etch/activation/hardswish.hpp>
#include <etch/activation/hardtanh.hpp>
#include <etch/activation/leaky_relu.hpp>
#include <etch/activation/log_sigmoid.hpp>
#include <etch/activation/log_softmax.hpp>
#include <etch/activation/logistic.hpp>
#include <etch/activation/mish.hpp>
#include <etch/activation/prelu.hpp>
#include <etch/activation/relu.hpp>
#include <etch/activation/relu6.hpp>
#include <etch/activation/rrelu.hpp>
#include <etch/activation/selu.hpp>
#include <etch/activation/sigmoid.hpp>
#include <etch/activation/softmax.hpp>
#include <etch/activation/softmin.hpp>
#include <etch/activation/softplus.hpp>
#include <etch/activation/softshrink.hpp>
#include <etch/activation/softsign.hpp>
#include <etch/activation/step.hpp>
#include <etch/activation/swish.hpp>
#include <etch/activation/tanh.hpp>
#include <etch/activation/tanhshrink.hpp>
#include <etch/activation/threshold.hpp>
#include <etch/op/list.hpp>

namespace etch::activation {

using op::list;

/// Each can be called with one vector; the base says whether it is elementwise.
using registered =
    list<celu, elu, gelu, gelu_tanh, glu, hardshrink, hardsigmoid, hardswish, hardtanh,
         leaky_relu, log_sigmoid, log_softmax, logistic, mish, prelu<"slope">, relu, relu6,
         rrelu, selu, sigmoid, softmax, softmin, softplus, softshrink, softsign, step, swish,
         tanh, tanhshrink, threshold>;

}  // namespace etch::activation
