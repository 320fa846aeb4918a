// SPDX-License-Identifier: BSL-1.0
/// How often the process has asked for memory: a benchmark is linked with `allocations.cpp`.
#pragma once

namespace bench {

/// Calls of malloc and its kin so far, those of shared libraries among them.
long allocations();

}  // namespace bench
