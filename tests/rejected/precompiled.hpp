// SPDX-License-Identifier: BSL-1.0
// What every rejected source includes. No guard: g++ warns of `#pragma once` in what it precompiles.
#include <etch/etch.hpp>
