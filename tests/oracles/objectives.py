#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes examples/golden/objectives.hpp: values and gradients of the objectives of lessons 5 to 7.

Formulas and gradients by hand in numpy, with nothing of etch. The inputs are fractions that both
sides compute alike; `fraction` is quoted in the lessons.

    python3 tests/oracles/objectives.py > examples/golden/objectives.hpp
"""
import numpy as np
from scipy.special import gammaln, logsumexp


def fraction(i):
    """Spread over (-1/2, 1/2), without any order."""
    return (np.asarray(i, dtype=np.int64) * 7919 % 10007) / 10007 - 0.5


def log_sum_exp():
    x = 2000 * fraction(np.arange(1000))
    value = logsumexp(x)
    return value, np.exp(x - value)


def polynomial():
    t = 2 * fraction(np.arange(500))
    y = np.sin(3 * t) + 0.1 * fraction(np.arange(500) + 600)
    c = fraction(np.arange(6) + 1200)
    basis = np.vander(t, 6, increasing=True)
    residual = basis @ c - y
    gradient = 2 * basis.T @ residual
    best = np.linalg.lstsq(basis, y, rcond=None)[0]
    return y, residual @ residual, gradient, best, np.sum((basis @ best - y) ** 2)


def gaussian_mixture(n=1000, d=10, k=5, gamma=1.0, m=0):
    triangle = d * (d - 1) // 2
    x = 4 * fraction(np.arange(n * d)).reshape(n, d)
    alpha = fraction(np.arange(k) + 11)
    mean = 2 * fraction(np.arange(k * d) + 101).reshape(k, d)
    q = fraction(np.arange(k * d) + 1001).reshape(k, d)
    packed = fraction(np.arange(k * triangle) + 2001).reshape(k, triangle)

    rows, columns = np.tril_indices(d, -1)
    Q = np.zeros((k, d, d))
    Q[:, rows, columns] = packed
    Q += np.einsum("ij,jk->ijk", np.exp(q), np.eye(d))

    centred = x[:, None, :] - mean[None]                       # n k d
    scaled = np.einsum("kij,nkj->nki", Q, centred)             # n k d
    terms = alpha + q.sum(1) - 0.5 * (scaled ** 2).sum(2)      # n k
    per_point = logsumexp(terms, axis=1)
    freedom = d + m + 1
    log_gamma_d = 0.25 * d * (d - 1) * np.log(np.pi) + sum(
        gammaln(0.5 * freedom + 0.5 * (1 - j)) for j in range(1, d + 1))
    constant = freedom * d * (np.log(gamma) - 0.5 * np.log(2)) - log_gamma_d
    prior = (0.5 * gamma ** 2 * ((np.exp(q) ** 2).sum() + (packed ** 2).sum()) - m * q.sum()
             - k * constant)
    value = (-n * d * 0.5 * np.log(2 * np.pi) + per_point.sum() - n * logsumexp(alpha) + prior)

    share = np.exp(terms - per_point[:, None])                 # n k
    d_alpha = share.sum(0) - n * np.exp(alpha - logsumexp(alpha))
    d_scaled = -share[:, :, None] * scaled                     # n k d
    d_mean = -np.einsum("nki,kij->kj", d_scaled, Q)
    d_Q = np.einsum("nki,nkj->kij", d_scaled, centred)
    d_q = (share.sum(0)[:, None] + np.einsum("kii->ki", d_Q) * np.exp(q)
           + gamma ** 2 * np.exp(q) ** 2 - m)
    d_packed = d_Q[:, rows, columns] + gamma ** 2 * packed
    return value, d_alpha, d_mean, d_q, d_packed, constant


def array(name, values):
    flat = [float(v).hex() for v in np.asarray(values).ravel()]
    lines = [", ".join(flat[i:i + 4]) for i in range(0, len(flat), 4)]
    print(f"inline constexpr double {name}[] = {{\n    " + ",\n    ".join(lines) + "};")


def number(name, value):
    print(f"inline constexpr double {name} = {float(value).hex()};")


print("""// SPDX-License-Identifier: BSL-1.0
/// Values and gradients of the objectives of lessons 5 to 7, by tests/oracles/objectives.py.
#pragma once

namespace golden {
""")
value, gradient = log_sum_exp()
number("log_sum_exp", value)
array("log_sum_exp_gradient", gradient)
y, value, gradient, best, least = polynomial()
array("polynomial_samples", y)
number("polynomial_error", value)
array("polynomial_gradient", gradient)
array("polynomial_best", best)
number("polynomial_least_error", least)
value, d_alpha, d_mean, d_q, d_packed, constant = gaussian_mixture()
number("mixture_prior_constant", constant)
number("mixture", value)
array("mixture_alpha", d_alpha)
array("mixture_mean", d_mean)
array("mixture_log_diagonal", d_q)
array("mixture_triangle", d_packed)
print("\n}  // namespace golden")
