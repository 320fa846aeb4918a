#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes optimisers.hpp: five steps of each update rule, computed with 50 digits.

The formulas are those of PyTorch's documentation of SGD, Adam and AdamW, line by line.

    python3 tests/oracles/optimisers.py > tests/oracles/optimisers.hpp
"""
from decimal import Decimal, getcontext

getcontext().prec = 50

# Four parameters, and the gradient of each in five steps: fractions that float holds exactly.
START = ["1", "-0.5", "2", "0.25"]
GRADIENTS = [
    ["0.5", "-1.25", "3", "0"],
    ["0.25", "-1", "-2.5", "0"],
    ["-0.125", "-0.75", "1.5", "0.0625"],
    ["0.75", "-0.5", "-0.5", "-2"],
    ["1.5", "-0.25", "0.25", "0.5"],
]


def sgd(rate="0.1", momentum="0", nesterov=False, decay="0"):
    rate, momentum, decay = map(Decimal, (rate, momentum, decay))
    buffer = None
    x = yield
    while True:
        x, g, _ = x
        if decay != 0:
            g = g + decay * x
        if momentum != 0:
            buffer = momentum * buffer + g if buffer is not None else g
            g = g + momentum * buffer if nesterov else buffer
        x = yield x - rate * g


def adam(rate="0.1", beta1="0.9", beta2="0.999", epsilon="1e-8", decay="0", decoupled=False):
    rate, beta1, beta2, epsilon, decay = map(Decimal, (rate, beta1, beta2, epsilon, decay))
    m = v = Decimal(0)
    x = yield
    while True:
        x, g, t = x
        if decoupled:
            x = x - rate * decay * x
        elif decay != 0:
            g = g + decay * x
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        x = yield x - rate * m_hat / (v_hat.sqrt() + epsilon)


RUNS = {
    "sgd": lambda: sgd(),
    "sgd_decay": lambda: sgd(decay="0.01"),
    "momentum": lambda: sgd(momentum="0.9"),
    "momentum_decay": lambda: sgd(momentum="0.9", decay="0.01"),
    "nesterov": lambda: sgd(momentum="0.9", nesterov=True),
    "nesterov_decay": lambda: sgd(momentum="0.9", nesterov=True, decay="0.01"),
    "adam": lambda: adam(),
    "adam_decay": lambda: adam(decay="0.01"),
    "adam_betas": lambda: adam(rate="0.05", beta1="0.5", beta2="0.75", epsilon="0.001"),
    "adamw": lambda: adam(decay="0.01", decoupled=True),
}


def trajectory(run):
    rules = [run() for _ in START]
    for rule in rules:
        next(rule)
    x = [Decimal(value) for value in START]
    for t, gradient in enumerate(GRADIENTS, 1):
        x = [rule.send((xi, Decimal(gi), t)) for rule, xi, gi in zip(rules, x, gradient)]
        yield x


def row(numbers):
    return "{{" + ", ".join(repr(float(number)) for number in numbers) + "}}"


def table(name, rows):
    body = ",\n".join("    " + row(numbers) for numbers in rows)
    print(f"\ninline constexpr trajectory {name}{{{{\n{body},\n}}}};")


print("""\
// SPDX-License-Identifier: BSL-1.0
// Made by optimisers.py; not to be edited.
#pragma once

#include <array>

namespace oracle {

/// Four numbers in each of five steps.
using trajectory = std::array<std::array<double, 4>, 5>;
""")
print(f"inline constexpr std::array<double, 4> start{row(map(Decimal, START))};")
table("gradients", [map(Decimal, gradient) for gradient in GRADIENTS])
for name, run in RUNS.items():
    table(name, trajectory(run))
print("\n}  // namespace oracle")
