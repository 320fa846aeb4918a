// SPDX-License-Identifier: BSL-1.0
// Every header a second time in one program: a definition that is not inline does not link.
#include "every_header.hpp"

int main() {}
