// SPDX-License-Identifier: BSL-1.0
// The entry point of every run-time test.
#define BOOST_TEST_MODULE etch
#include <boost/test/unit_test.hpp>
