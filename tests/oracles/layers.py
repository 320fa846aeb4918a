#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes layers.hpp: what PyTorch's layers compute, with all their gradients.

Operands, cotangents and parameters are the numbers that `oracle::drawn` of
tests/program/samples.hpp draws, sample by sample. Gradients are those of the sum over the
samples of the products with the cotangents.

    python3 tests/oracles/layers.py > tests/oracles/layers.hpp    # needs PyTorch
"""
import torch
import torch.nn.functional as F

from drawn import SAMPLES, drawn

torch.set_default_dtype(torch.float64)


def labels(x, count):
    """Numbers of (-1, 1) as labels."""
    return torch.floor((x + 1) / 2 * count).long()


def positive(x):
    return x.abs() + 0.5


CASES = {}


def case(name, shape, layer, parameters=(), states=()):
    """`layer(x, *parameters, *states)` of a batch of samples of one shape."""
    with torch.no_grad():
        dummies = [torch.ones(s) for s in [*parameters, *states]]
        result = tuple(layer(torch.zeros((SAMPLES, *shape)), *dummies).shape[1:])
    (x, cotangent), others = drawn(SAMPLES, [shape, result], [*parameters, *states])
    x.requires_grad_()
    for w in others[:len(parameters)]:
        w.requires_grad_()
    value = layer(x, *others)
    found = torch.autograd.grad((value * cotangent).sum(), [x, *others[:len(parameters)]],
                                allow_unused=True)
    CASES[name] = [value, *(torch.zeros_like(x) if g is None else g for g in found)]


def conv2d(name, shape, weights, bias=True, **how):
    case(name, shape, lambda x, w, b=None: F.conv2d(x, w, b, **how),
         [weights, weights[:1]] if bias else [weights])


def conv1d(name, shape, weights, bias=True, **how):
    case(name, shape, lambda x, w, b=None: F.conv1d(x, w, b, **how),
         [weights, weights[:1]] if bias else [weights])


conv2d("conv2d", (3, 7, 5), (5, 3, 3, 3))
conv2d("conv2d_moved", (2, 7, 5), (3, 2, 3, 2), stride=(2, 1), padding=(1, 2), dilation=(1, 2))
conv2d("conv2d_in_groups", (4, 5, 3), (6, 2, 3, 3), bias=False, padding=1, groups=2)
conv2d("conv2d_of_each_channel", (3, 5, 5), (3, 1, 2, 2), stride=3, groups=3)
conv2d("conv2d_of_points", (5, 3, 3), (3, 5, 1, 1))
conv2d("conv2d_of_the_whole", (2, 3, 5), (3, 2, 3, 5))
conv1d("conv1d", (3, 11), (5, 3, 3))
conv1d("conv1d_moved", (4, 11), (6, 2, 3), bias=False, stride=2, padding=3, dilation=2, groups=2)

case("max_pool", (3, 7, 5), lambda x: F.max_pool2d(x, 2))
case("max_pool_moved", (2, 7, 5), lambda x: F.max_pool2d(x, (3, 2), (2, 1), (1, 1)))
case("max_pool_of_lines", (3, 11), lambda x: F.max_pool1d(x, 3, 2, 1))
case("average_pool", (3, 7, 5), lambda x: F.avg_pool2d(x, 2))
case("average_pool_moved", (2, 7, 5), lambda x: F.avg_pool2d(x, (3, 2), (2, 1), (1, 1)))
case("average_pool_of_lines", (3, 11), lambda x: F.avg_pool1d(x, 3, 2, 1))


def layer_norm(x, scale, shift):
    return F.layer_norm(x, scale.shape, scale, shift)


def rms_norm(x, scale):
    """arXiv:1910.07467, equation 4. (PyTorch has it from 2.4 on.)"""
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-5) * scale


for name, shape in {"vectors": (7,), "matrices": (5, 7), "rank_3": (2, 3, 5)}.items():
    case(f"layer_norm_of_{name}", shape, layer_norm, [shape[-1:]] * 2)
    case(f"rms_norm_of_{name}", shape, rms_norm, [shape[-1:]])


def batch_norm(x, scale, shift):
    return F.batch_norm(x, None, None, scale, shift, training=True)


def batch_norm_evaluated(x, scale, shift, mean, variance):
    return F.batch_norm(x, mean, positive(variance), scale, shift)


for name, shape in {"vectors": (7,), "lines": (3, 5), "planes": (2, 3, 5)}.items():
    case(f"batch_norm_of_{name}", shape, batch_norm, [shape[:1]] * 2)
    case(f"batch_norm_of_{name}_evaluated", shape, batch_norm_evaluated, [shape[:1]] * 2,
         [shape[:1]] * 2)
    steps, _ = drawn(2 * SAMPLES, [shape], [])
    mean, variance = torch.zeros(shape[:1]), torch.ones(shape[:1])
    for step in range(2):
        batch = steps[0][step * SAMPLES:][:SAMPLES]
        F.batch_norm(batch, mean, variance, training=True, momentum=0.1)
    CASES[f"running_statistics_of_{name}"] = [mean, variance]

case("embedding_of_a_label", (), lambda x, w: F.embedding(labels(x, 7), w), [(7, 5)])
case("embedding_of_labels", (3,), lambda x, w: F.embedding(labels(x, 7), w), [(7, 5)])


def network(x, w, b, scale, shift, inner_w, inner_scale, inner_shift, norm_scale, norm_shift):
    h = torch.tanh(batch_norm(F.conv2d(x, w, b, padding=1), scale, shift))
    h = F.max_pool2d(h, 2)
    h = h + torch.tanh(batch_norm(F.conv2d(h, inner_w, padding=1), inner_scale, inner_shift))
    return layer_norm(h.flatten(1), norm_scale, norm_shift)


case("network", (2, 6, 5), network,
     [(3, 2, 3, 3), (3,), (3,), (3,), (3, 3, 3, 3), (3,), (3,), (18,), (18,)])

print("""// SPDX-License-Identifier: BSL-1.0
// Made by layers.py; not to be edited.
// clang-format off
#pragma once

#include <vector>

namespace oracle {

/// The values of a batch of 3 samples, and gradients: by the operand, then by each parameter.
using layer = std::vector<std::vector<double>>;
""")
for name, arrays in CASES.items():
    print(f"inline const layer {name}{{")
    print(",\n".join("    {" + ", ".join(repr(float(e)) for e in a.detach().ravel()) + "}"
                     for a in arrays))
    print("};\n")
print("}  // namespace oracle")
