#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Prints the numbers that tests/program/constant_evaluation.cpp quotes: plain loops, 40 digits.

    python3 tests/oracles/models.py
"""
from mpmath import mp, mpf, exp, tanh

mp.dps = 40


def sigmoid(z):
    return 1 / (1 + exp(-z))


def neuron(w, b, t, y):
    a = sigmoid(w * t + b)
    slope = -2 * (y - a) * a * (1 - a)
    return a, (y - a) ** 2, slope * t, slope


W1 = [[mpf("0.5"), mpf("-0.25")], [mpf(1), mpf("0.75")], [mpf("-0.5"), mpf("0.125")]]
# As double holds them.
B1 = [mpf(0.1), mpf(-0.2), mpf(0.3)]
W2 = [mpf("1.5"), mpf(-1), mpf("0.5")]
B2 = mpf("0.25")


def network(x, y):
    h = [tanh(sum(w * e for w, e in zip(row, x)) + b) for row, b in zip(W1, B1)]
    off = sum(w * e for w, e in zip(W2, h)) + B2 - y
    by_z = [2 * off * w * (1 - e * e) for w, e in zip(W2, h)]
    return {"LOSS": off * off, "W1": [z * e for z in by_z for e in x], "B1": by_z,
            "W2": [2 * off * e for e in h], "B2": 2 * off}


def descent(steps):
    w = b = mpf(0)
    for _ in range(steps + 1):
        _, error, by_w, by_b = neuron(w, b, mpf("0.5"), mpf(1))
        w, b = w - by_w / 2, b - by_b / 2
    return error


def digits(number):
    return repr(float(number))


if __name__ == "__main__":
    print("neuron", *map(digits, neuron(mpf(5), mpf(-5), mpf(0.4), mpf(1))))
    one = network([mpf("0.5"), mpf(-1)], mpf("0.5"))
    for name, numbers in one.items():
        print(name, *map(digits, numbers if isinstance(numbers, list) else [numbers]))
    images = [[mpf("0.5"), mpf(-1)], [mpf("0.25"), mpf(2)], [mpf("-1.5"), mpf("0.75")]]
    batch = [network(x, y) for x, y in zip(images, [mpf("0.5"), mpf("-0.5"), mpf(1)])]
    print("MEAN", digits(sum(one["LOSS"] for one in batch) / 3))
    print("BATCH_B1", *(digits(sum(one["B1"][i] for one in batch) / 3) for i in range(3)))
    print("STEP1", digits(descent(1)))
    print("STEP20", digits(descent(20)))
