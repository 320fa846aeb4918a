#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Prints the numbers that tests/expr/activations.cpp quotes: definitions, 40 digits.

    python3 tests/oracles/activations.py
"""
from mpmath import mp, mpf, erfc, exp, log, log1p, pi, sqrt, tanh

mp.dps = 40


def sigmoid(z):
    return 1 / (1 + exp(-z))


def softplus(z):
    return log1p(exp(z))


def gelu(z):
    return z * erfc(-z / sqrt(mpf(2))) / 2


def gelu_tanh(z):
    return z / 2 * (1 + tanh(sqrt(2 / pi) * (z + mpf("0.044715") * z**3)))


# From the fixed point of the map of mean and variance, arXiv:1706.02515, appendix A.1.
def selu_numbers():
    a = -sqrt(2 / pi) / (erfc(1 / sqrt(mpf(2))) * exp(mpf("0.5")) - 1)
    scale = ((1 - erfc(1 / sqrt(mpf(2))) * sqrt(mp.e)) * sqrt(2 * pi)
             / sqrt(2 * erfc(sqrt(mpf(2))) * mp.e**2 + pi * erfc(1 / sqrt(mpf(2)))**2 * mp.e
                    - 2 * (2 + pi) * erfc(1 / sqrt(mpf(2))) * sqrt(mp.e) + pi + 2))
    return a, scale


ROWS = {
    "gelu(1)": gelu(mpf(1)),
    "gelu(-1)": gelu(mpf(-1)),
    "gelu(-10)": gelu(mpf(-10)),
    "gelu'(1)": mp.diff(gelu, 1),
    "gelu_tanh(1)": gelu_tanh(mpf(1)),
    "gelu_tanh(-5)": gelu_tanh(mpf(-5)),
    "mish(1)": tanh(softplus(mpf(1))),
    "mish(-30)": -30 * tanh(softplus(mpf(-30))),
    "mish'(1)": mp.diff(lambda z: z * tanh(softplus(z)), 1),
    "swish(1)": sigmoid(mpf(1)),
    "swish'(1)": mp.diff(lambda z: z * sigmoid(z), 1),
    "softplus(1)": softplus(mpf(1)),
    "softplus(1, 2)": softplus(mpf(2)) / 2,
    "log_sigmoid(1)": log(sigmoid(mpf(1))),
    "elu(-1)": exp(mpf(-1)) - 1,
    "celu(-1, 2)": 2 * (exp(mpf("-0.5")) - 1),
    "selu a": selu_numbers()[0],
    "selu scale": selu_numbers()[1],
    "selu(1)": selu_numbers()[1],
    "selu(-1)": selu_numbers()[1] * selu_numbers()[0] * (exp(mpf(-1)) - 1),
    "tanhshrink(1)": 1 - tanh(mpf(1)),
    "logistic(1, 3, 2, 0.5)": 3 * sigmoid(mpf(1)),
    "softmax(3, 1, -3)": [exp(z) / sum(map(exp, (3, 1, -3))) for z in map(mpf, (3, 1, -3))],
    "log_softmax(3, 1, -3)": [z - log(sum(map(exp, (3, 1, -3)))) for z in map(mpf, (3, 1, -3))],
}

for name, numbers in ROWS.items():
    print(name, *(repr(float(n)) for n in (numbers if isinstance(numbers, list) else [numbers])))
