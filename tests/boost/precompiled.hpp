// SPDX-License-Identifier: BSL-1.0
// What every run-time test includes and would otherwise spend most of its compile time on. No
// guard: g++ warns of `#pragma once` in what it precompiles.
#include <etch/etch.hpp>

#include <boost/test/unit_test.hpp>
