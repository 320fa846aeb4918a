# SPDX-License-Identifier: BSL-1.0
"""The numbers that `oracle::drawn` of tests/program/samples.hpp draws, for PyTorch."""
import numpy as np
import torch

SAMPLES = 3


class Source:
    """`oracle::source`."""

    def __init__(self, seed=17):
        self.state = seed

    def fill(self, shape):
        elements = []
        for _ in range(int(np.prod(shape))):
            self.state = (self.state * 1664525 + 1013904223) % 2**32
            elements.append(((self.state >> 20) - 2048 + 0.5) / 2048)
        return torch.tensor(elements).reshape(shape)


def drawn(count, own, shared):
    """Arrays of one value per sample, stacked, and arrays of one value for all."""
    source, samples = Source(), []
    for _ in range(count):
        samples.append([source.fill(shape) for shape in [*own, *shared]])
    stacked = [torch.stack([sample[k] for sample in samples]) for k in range(len(own))]
    return stacked, samples[0][len(own):]
