#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes losses.hpp: the values of losses and their gradients by the prediction.

The definitions are written out in mpmath, 40 digits, and differentiated numerically; where scipy
has a function of the same meaning, the values are compared with it.

    python3 tests/oracles/losses.py > tests/oracles/losses.hpp
"""
import numpy
from mpmath import mp, mpf, cosh, exp, log
from scipy import special, stats

mp.dps = 40

# All exact in float.
PREDICTION = [0.5, -1.25, 3.0, 0.25, -2.5]
TARGET = [0.25, 0.5, 1.0, 0.5, -2.5625]
SCORES = [2.0, -1.0, 0.5, -3.0, 1.5]
SIGNS = [1, 1, -1, -1, 1]
ANSWERS = [1, 0, 0.25, 1, 0]
PROBABILITIES = [0.5, 0.125, 0.25, 0.0625, 0.0625]
CLASSES = [0.25, 0.5, 0, 0.125, 0.125]
COUNTS = [2, 0, 1, 5, 3]
RATES = [1.5, 0.25, 1.0, 4.0, 3.5]


def mean(elements):
    return mp.fsum(elements) / len(elements)


def sigmoid(z):
    return 1 / (1 + exp(-z))


def huber(delta):
    def element(d):
        size = abs(d)
        return d * d / 2 if size <= delta else delta * (size - mpf(delta) / 2)
    return lambda p, t: mean([element(a - b) for a, b in zip(p, t)])


def logits(z):
    total = mp.fsum(map(exp, z))
    return [log(exp(e) / total) for e in z]


def binary(h, y):
    return -mean([b * log(a) + (1 - b) * log(1 - a) for a, b in zip(h, y)])


def cross(log_probability, y):
    return -mp.fsum(b * a for a, b in zip(log_probability, y))


def divergence(q, p):
    return mp.fsum(b * log(b / a) if b else mpf(0) for a, b in zip(q, p))


ROWS = {
    "mean_squared_error": (lambda p, t: mean([(a - b) ** 2 for a, b in zip(p, t)]),
                           PREDICTION, TARGET),
    "mean_absolute_error": (lambda p, t: mean([abs(a - b) for a, b in zip(p, t)]),
                            PREDICTION, TARGET),
    "huber": (huber(1), PREDICTION, TARGET),
    "huber_of_half": (huber(mpf("0.5")), PREDICTION, TARGET),
    "log_cosh": (lambda p, t: mean([log(cosh(a - b)) for a, b in zip(p, t)]),
                 PREDICTION, TARGET),
    "hinge": (lambda z, y: mean([max(1 - a * b, mpf(0)) for a, b in zip(z, y)]),
              SCORES, SIGNS),
    "binary_cross_entropy": (binary, PROBABILITIES, ANSWERS),
    "binary_cross_entropy_with_logits": (lambda z, y: binary([sigmoid(e) for e in z], y),
                                         SCORES, ANSWERS),
    "cross_entropy": (lambda a, y: cross([log(e) for e in a], y), PROBABILITIES, CLASSES),
    "cross_entropy_with_logits": (lambda z, y: cross(logits(z), y), SCORES, CLASSES),
    # Of targets that sum to more than 1, too.
    "cross_entropy_with_logits_of_any": (lambda z, y: cross(logits(z), y), SCORES, COUNTS),
    "cross_entropy_with_logits_of_label_3": (lambda z, y: cross(logits(z), y), SCORES,
                                             [0, 0, 0, 1, 0]),
    "negative_log_likelihood": (cross, SCORES, CLASSES),
    "kl_divergence": (divergence, PROBABILITIES, CLASSES),
    "poisson": (lambda r, n: mean([a - b * log(a) for a, b in zip(r, n)]), RATES, COUNTS),
    "poisson_with_log_rate": (lambda z, n: mean([exp(a) - b * a for a, b in zip(z, n)]),
                              SCORES, COUNTS),
    "smoothed_cross_entropy_with_logits": (
        lambda z, y: cross(logits(z), [mpf("0.9") * e + mpf("0.1") / 5 for e in y]),
        SCORES, CLASSES),
    "l1_penalty": (lambda p, t: mpf("0.25") * mp.fsum(map(abs, p)), PREDICTION, TARGET),
    "l2_penalty": (lambda p, t: mpf("0.25") / 2 * mp.fsum(a * a for a in p), PREDICTION, TARGET),
    "elastic_penalty": (lambda p, t: mpf("0.25") * mp.fsum(map(abs, p))
                        + mpf("0.5") / 2 * mp.fsum(a * a for a in p), PREDICTION, TARGET),
}

P, T, Z, S, A, Q, C, N, R = (numpy.array(x, float) for x in (
    PREDICTION, TARGET, SCORES, SIGNS, ANSWERS, PROBABILITIES, CLASSES, COUNTS, RATES))
SCIPY = {
    "huber": special.huber(1, P - T).mean(),
    "huber_of_half": special.huber(0.5, P - T).mean(),
    "log_cosh": numpy.log(numpy.cosh(P - T)).mean(),
    "binary_cross_entropy": -(special.xlogy(A, Q) + special.xlog1py(1 - A, -Q)).mean(),
    "binary_cross_entropy_with_logits":
        -(A * special.log_expit(Z) + (1 - A) * special.log_expit(-Z)).mean(),
    "cross_entropy_with_logits": -(C * special.log_softmax(Z)).sum(),
    "cross_entropy_with_logits_of_any": -(N * special.log_softmax(Z)).sum(),
    "kl_divergence": special.rel_entr(C, Q).sum(),
    "poisson": -(stats.poisson.logpmf(N, R) + special.gammaln(N + 1)).mean(),
}


def slopes(loss, prediction, target):
    def along(i):
        def at(e):
            return loss([e if i == k else a for k, a in enumerate(prediction)], target)
        return at
    return [mp.diff(along(i), a) for i, a in enumerate(prediction)]


def row(numbers):
    return "{" + ", ".join(repr(float(n)) for n in numbers) + "}"


def table(name, prediction, target, numbers):
    print(f"""
inline constexpr loss_row {name}{{
    {{{row(prediction)}}},
    {{{row(target)}}},
    {numbers[0]!r}L,
    {{{row(numbers[1])}}}}};""")


print("""// SPDX-License-Identifier: BSL-1.0
// Made by losses.py; not to be edited.
// clang-format off
#pragma once

#include <array>

namespace oracle {

/// A prediction, a target, the loss, and its gradient by the prediction.
struct loss_row {
  std::array<double, 5> prediction, target;
  long double loss;
  std::array<double, 5> gradient;
};""")
for name, (loss, prediction, target) in ROWS.items():
    prediction, target = list(map(mpf, prediction)), list(map(mpf, target))
    value = float(loss(prediction, target))
    if name in SCIPY:
        assert abs(value - SCIPY[name]) <= 1e-13 * (1 + abs(value)), (name, value, SCIPY[name])
    table(name, prediction, target, (value, slopes(loss, prediction, target)))
print("\n}  // namespace oracle")
