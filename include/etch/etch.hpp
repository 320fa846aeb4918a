// SPDX-License-Identifier: BSL-1.0
/// All of etch that a model needs. (Data sets are under etch/data/.)
#pragma once

#include <etch/activation/relu.hpp>
#include <etch/activation/sigmoid.hpp>
#include <etch/activation/softmax.hpp>
#include <etch/activation/tanh.hpp>
#include <etch/expr/equality.hpp>
#include <etch/expr/functions.hpp>
#include <etch/expr/gradient.hpp>
#include <etch/expr/symbols.hpp>
#include <etch/loss/cross_entropy.hpp>
#include <etch/loss/mean_squared_error.hpp>
#include <etch/optim/adam.hpp>
#include <etch/optim/sgd.hpp>
#include <etch/program/compile.hpp>
#include <etch/program/parameters.hpp>
#include <etch/tensor/initialise.hpp>
