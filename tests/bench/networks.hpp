// SPDX-License-Identifier: BSL-1.0
/// The parts of the benchmark of networks, each a file of its own.
#pragma once

namespace bench {

/// Dense networks: one sample and batches of 64.
void enter_inference();
/// Recurrent networks and a convolution, one step a call.
void enter_recurrent();
/// Steps of training with batches of 64.
void enter_training();

}  // namespace bench
