#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Prints the first draws of each initialiser, as tests/tensor/initialise.cpp quotes them.

Everything up to the last product is exact in Python's integers.

    python3 tests/oracles/initialise.py
"""
import math
import struct

MASK = 2**64 - 1


class SplitMix64:
    def __init__(self, state):
        self.state = state & MASK

    def __call__(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)


def generator(seed, name):
    draw = SplitMix64(seed)
    for letter in name.encode():
        draw.state = draw() ^ letter
    return SplitMix64(draw())


def uniform(draw):
    """An odd multiple of 2^-53 in (-1, 1)."""
    return (((draw() >> 10) | 1) - 2**53) / 2**53


# Karney, arXiv:1303.6257, by the paper's steps, deviates being integers below 2^56.
UNIT = 2**56


def algorithm_h(draw):
    n, last = 0, UNIT // 2
    while (z := draw() >> 8) < last:
        n, last = n + 1, z
    return n % 2 == 0


def algorithm_b(draw, k, x):
    n, last = 0, x
    while True:
        z = draw() >> 8
        if z >= last:
            break
        r = draw() >> 8
        if r * (2 * k + 2) >= 2 * k * UNIT + x:
            break
        n, last = n + 1, z
    return n % 2 == 0


def normal(draw):
    while True:
        k = 0
        while algorithm_h(draw):
            k += 1
        if not all(algorithm_h(draw) for _ in range(k * (k - 1))):
            continue
        x = draw() >> 8
        if not all(algorithm_b(draw, k, x) for _ in range(k + 1)):
            continue
        return (-1) ** (draw() >> 63) * ((k * UNIT + x) / UNIT)


def as_float(number):
    return struct.unpack("f", struct.pack("f", number))[0]


OUT, IN, SEED = 3, 4, 42
INITIALISERS = {
    "glorot_uniform": (uniform, math.sqrt(6 / (IN + OUT))),
    "glorot_normal": (normal, math.sqrt(2 / (IN + OUT))),
    "he_uniform": (uniform, math.sqrt(6 / IN)),
    "he_normal": (normal, math.sqrt(2 / IN)),
}

if __name__ == "__main__":
    for name, (distribution, spread) in INITIALISERS.items():
        draw = generator(SEED, "w")
        values = [distribution(draw) * spread for _ in range(OUT * IN)]
        print(name)
        print("  double", ", ".join(value.hex() for value in values[:4]))
        print("  float ", ", ".join(as_float(value).hex() for value in values[:4]))
        print("  last  ", values[-1].hex())
