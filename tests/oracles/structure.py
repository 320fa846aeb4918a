#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes structure.hpp: where numpy puts the elements of arrays, and along which rows it reduces.

Every operation is applied to the places of its operands' elements, numbered one operand behind
the other. `-1` stands for a zero. The tests compute what is expected of any numbers from these.

    python3 tests/oracles/structure.py > tests/oracles/structure.hpp
"""
import numpy as np


def places(*shapes):
    """Arrays of these shapes, which hold the places of their elements."""
    first = 0
    arrays = []
    for shape in shapes:
        size = int(np.prod(shape))
        arrays.append(np.arange(first, first + size).reshape(shape))
        first += size
    return arrays


def triangle(packed, strict=False):
    """Matrices with the rows of `packed`, zeros elsewhere."""
    k = -1 if strict else 0
    rows = next(n for n in range(100) if len(np.tril_indices(n, k)[0]) == packed.shape[-1])
    result = np.full(packed.shape[:-1] + (rows, rows), -1)
    result[(..., *np.tril_indices(rows, k))] = packed
    return result


def diagonal(v):
    result = np.full((len(v), len(v)), -1)
    np.fill_diagonal(result, v)
    return result


def repeat(x, axis, length):
    return np.repeat(np.expand_dims(x, axis), length, axis)


def windows(x, kernel, stride=(1, 1), dilation=(1, 1)):
    """[.., h, w] as [.., what a window sees, the windows' places]."""
    reach = [d * (k - 1) + 1 for k, d in zip(kernel, dilation)]
    seen = np.lib.stride_tricks.sliding_window_view(x, reach, (-2, -1))
    seen = seen[..., ::stride[0], ::stride[1], ::dilation[0], ::dilation[1]]
    places = seen.shape[-4] * seen.shape[-3]
    return np.moveaxis(seen.reshape(x.shape[:-2] + (places, -1)), -2, -1)


def pad(x, axis, before, after):
    around = [(0, 0)] * x.ndim
    around[axis] = (before, after)
    return np.pad(x, around, constant_values=-1)


REARRANGEMENTS = {}

a, b, c = places((15,), (7,), (1,))
REARRANGEMENTS["vector"] = [
    a.reshape(3, 5), a.reshape(3, 1, 5, 1), a.ravel(),
    a[2:9], a[0:15:4], a[1:12:5], a[4],
    np.concatenate([a, b]), np.concatenate([a, b, c]),
    np.concatenate([a, a]),
    np.stack([a, a, a], 1), np.stack([b, b], -1),
    repeat(a, 0, 3), repeat(b, -1, 3),
    np.broadcast_to(b, (3, 1, 5, 7)), np.broadcast_to(c, (3, 5)),
    a.transpose(0), diagonal(b), triangle(a), triangle(a, strict=True),
    triangle(c, strict=True), c.reshape(()),
    pad(a, 0, 2, 0), pad(c, 0, 1, 3),
]

m, n, k, q, p = places((5, 7), (3, 7), (5, 1), (5, 5), (5, 6))
REARRANGEMENTS["matrix"] = [
    m.reshape(7, 5), m.reshape(5, 7, 1), q.reshape(1, 25), k.reshape(5),
    m[1:4], m[:, 0:7:3], m[1:5:2], m[2], m[2, 3], m[4], m[:, 6],
    np.concatenate([m, n]), np.concatenate([m, k, m], 1),
    np.stack([m, m], 0), np.stack([m, m, m], 1), np.stack([m, m], 2),
    repeat(m, 0, 3), repeat(m, 1, 3), repeat(m, 2, 3),
    np.broadcast_to(k, (5, 7)), np.broadcast_to(k, (3, 5, 3)),
    m.T, m.transpose(1, 0),
    np.diag(q), triangle(p), triangle(p, strict=True),
    windows(m, (2, 3)), windows(m, (3, 2), (2, 3)), windows(m, (2, 3), (1, 1), (3, 2)),
    windows(m, (1, 1)), windows(m, (5, 7)), windows(k, (2, 1), (1, 4)),
    pad(m, 0, 0, 3), pad(n, -1, 2, 1),
]

t, s, p = places((3, 5, 7), (3, 1, 7), (3, 5, 6))
REARRANGEMENTS["rank_3"] = [
    t.reshape(15, 7), t.reshape(7, 3, 5), s.reshape(3, 7),
    t[1:3], t[:, 0:5:2], t[:, :, 1:6:2], t[0:3:2],
    t[1, 2], t[2, 3, 4], t[2], t[:, 2],
    np.concatenate([t, t, t], 0), np.concatenate([t, s], 1),
    np.concatenate([t, p], -1),
    np.stack([t, t], 0), np.stack([t, t, t], 1), np.stack([t, t], 3),
    repeat(t, 0, 3), repeat(t, 1, 3), repeat(t, 3, 3),
    np.broadcast_to(s, (3, 5, 7)), np.broadcast_to(s, (2, 3, 5, 7)),
    t.transpose(0, 2, 1), t.transpose(1, 0, 2), t.transpose(1, 2, 0), t.transpose(2, 0, 1),
    t.transpose(2, 1, 0), triangle(p), triangle(p, strict=True),
    windows(t, (3, 3)), windows(t, (2, 5), (2, 1)), windows(s, (1, 3), (1, 2), (1, 2)),
    pad(t, 1, 1, 2),
]

f, g = places((3, 1, 5, 7), (3, 2, 5, 7))
REARRANGEMENTS["rank_4"] = [
    f.reshape(7, 5, 3), f.reshape(15, 7),
    g[1:3], g[:, 1:2], g[:, :, 0:5:2], g[:, :, :, 1:7:3],
    g[1, 0], g[2, 1, 3], g[2, 1, 4, 6], g[:, 1],
    np.concatenate([g, g], 0), np.concatenate([f, g, f], 1),
    np.concatenate([f, f, f], 3),
    np.broadcast_to(f, (3, 3, 5, 7)),
    g.transpose(3, 2, 1, 0), g.transpose(0, 2, 1, 3), g.transpose(2, 3, 0, 1),
    g.transpose(1, 0, 3, 2), f.transpose(1, 0, 2, 3),
    windows(g, (2, 3), (1, 2), (2, 1)), windows(f, (5, 2)), pad(f, 1, 2, 0),
]

SHAPES = {"vector": (13,), "matrix": (5, 7), "rank_3": (3, 5, 7), "rank_4": (3, 1, 5, 7)}


def rows(shape, axis):
    """For each element the place that it goes to when `axis` is reduced."""
    reduced = shape[:axis] + (1,) + shape[axis + 1:]
    return np.broadcast_to(np.arange(int(np.prod(reduced))).reshape(reduced), shape)


def written(array):
    return "{" + ", ".join(map(str, np.asarray(array).ravel())) + "}"


print("""// SPDX-License-Identifier: BSL-1.0
// Made by structure.py; not to be edited.
// clang-format off
#pragma once

#include <vector>

namespace oracle {

using places = std::vector<int>;

/// The shape of a result, and the place that each of its elements comes from.
struct rearranged {
  std::vector<int> shape;
  places from;
};
""")
for name, arrays in REARRANGEMENTS.items():
    print(f"inline const std::vector<rearranged> {name}_rearranged{{")
    print(",\n".join(f"    {{{written(array.shape)}, {written(array)}}}" for array in map(np.asarray, arrays)))
    print("};\n")
for name, shape in SHAPES.items():
    print(f"inline const std::vector<places> rows_of_{name}{{")
    print(",\n".join("    " + written(rows(shape, axis)) for axis in range(len(shape))))
    print("};\n")
print("}  // namespace oracle")
