#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes recurrent.hpp: what PyTorch's recurrent layers and its attention compute, with all
their gradients.

Operands, cotangents and parameters are the numbers that `oracle::drawn` of
tests/program/samples.hpp draws, sample by sample. Gradients are those of the sum over the
samples of the products with the cotangents.

    python3 tests/oracles/recurrent.py > tests/oracles/recurrent.hpp    # needs PyTorch
"""
import math

import torch
import torch.nn.functional as F

from drawn import SAMPLES, drawn

torch.set_default_dtype(torch.float64)

STEPS, INPUTS, UNITS = 7, 5, 3


CASES = {}


def case(name, model, operands, parameters=()):
    """`model(*operands, *parameters)` of a batch of samples: a tuple of values."""
    with torch.no_grad():
        dummies = [torch.zeros((SAMPLES, *shape)) for shape in operands]
        values = model(*dummies, *(torch.zeros(shape) for shape in parameters))
    results = [tuple(value.shape[1:]) for value in values]
    own, shared = drawn(SAMPLES, [*operands, *results], parameters)
    variables = [*own[:len(operands)], *shared]
    for variable in variables:
        variable.requires_grad_()
    values = model(*variables)
    loss = sum((v * u).sum() for v, u in zip(values, own[len(operands):]))
    CASES[name] = [*values, *torch.autograd.grad(loss, variables)]


def recurrent(name, layer, cell, gates, states):
    """Sequences from zeros on and from drawn states on, and single steps."""
    parameters = [(gates * UNITS, INPUTS), (gates * UNITS, UNITS), (gates * UNITS,),
                  (gates * UNITS,)]
    state = [(UNITS,)] * states

    def from_states(x, *rest):
        given = tuple(s.unsqueeze(0) for s in rest[:states])
        values = layer(x, given if states == 2 else given[0], rest[states:], has_biases=True,
                       num_layers=1, dropout=0.0, train=True, bidirectional=False,
                       batch_first=True)
        return [values[0], *(s.squeeze(0) for s in values[1:])]

    def from_zeros(x, *weights):
        return from_states(x, *([torch.zeros(SAMPLES, UNITS)] * states), *weights)[:1]

    def one_step(x, *rest):
        after = cell(x, rest[:states] if states == 2 else rest[0], *rest[states:])
        return list(after) if states == 2 else [after]

    case(name, from_zeros, [(STEPS, INPUTS)], parameters)
    case(f"{name}_from_a_state", from_states, [(STEPS, INPUTS), *state], parameters)
    case(f"{name}_step", one_step, [(INPUTS,), *state], parameters)


recurrent("rnn", torch.rnn_tanh, torch.rnn_tanh_cell, gates=1, states=1)
recurrent("gru", torch.gru, torch.gru_cell, gates=3, states=1)
recurrent("lstm", torch.lstm, torch.lstm_cell, gates=4, states=2)


def beyond(queries, keys):
    """True at the keys that a query does not see."""
    return torch.ones(queries, keys).tril() == 0


def attention(q, k, v, causal=False):
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    if causal:
        scores = scores.masked_fill(beyond(*scores.shape[-2:]), -math.inf)
    return [scores.softmax(-1) @ v]


def causal_attention(q, k, v):
    return attention(q, k, v, causal=True)


for name, shapes in {
    "": [(5, 3), (7, 3), (7, 2)],
    "_of_few_keys": [(7, 3), (5, 3), (5, 1)],
    "_of_one_query": [(1, 3), (5, 3), (5, 2)],
    "_in_heads": [(2, 5, 3), (2, 7, 3), (2, 7, 5)],
}.items():
    case("attention" + name, attention, shapes)
    case("causal_attention" + name, causal_attention, shapes)

FEATURES, HEADS = 9, 3
WEIGHTS = [(3 * FEATURES, FEATURES), (3 * FEATURES,), (FEATURES, FEATURES), (FEATURES,)]


def multi_head(query, key, value, weights, **how):
    """What torch.nn.MultiheadAttention calls, where batches are the second axis."""
    w_in, b_in, w_out, b_out = weights
    operands = [x.transpose(0, 1) for x in (query, key, value)]
    value, _ = F.multi_head_attention_forward(
        *operands, FEATURES, HEADS, w_in, b_in, bias_k=None, bias_v=None, add_zero_attn=False,
        dropout_p=0.0, out_proj_weight=w_out, out_proj_bias=b_out, need_weights=False, **how)
    return [value.transpose(0, 1)]


case("self_attention", lambda x, *w: multi_head(x, x, x, w), [(5, FEATURES)], WEIGHTS)
case("causal_self_attention",
     lambda x, *w: multi_head(x, x, x, w, attn_mask=beyond(5, 5)), [(5, FEATURES)], WEIGHTS)
case("cross_attention", lambda q, k, v, *w: multi_head(q, k, v, w),
     [(5, FEATURES), (3, FEATURES), (3, FEATURES)], WEIGHTS)

print("""// SPDX-License-Identifier: BSL-1.0
// Made by recurrent.py; not to be edited.
// clang-format off
#pragma once

#include <vector>

namespace oracle {

/// The values of a batch of 3 samples, and gradients: by each operand, then by each parameter.
using layer = std::vector<std::vector<double>>;
""")
for name, arrays in CASES.items():
    print(f"inline const layer {name}{{")
    print(",\n".join("    {" + ", ".join(repr(float(e)) for e in a.detach().ravel()) + "}"
                     for a in arrays))
    print("};\n")
print("}  // namespace oracle")
