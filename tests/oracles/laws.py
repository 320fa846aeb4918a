#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes laws/oracle.hpp: values, slopes and second derivatives of all that is registered.

The definitions are written out in mpmath, 800 digits, and differentiated by central differences
of 2^-266, so that subnormal operands and far tails keep their digits. A definition with kinks
names, for each operand, the smooth piece that holds there, which says what the slope is at the
kink. What happens at infinities, and of NaN, is stated here, in tables.

    /usr/bin/python3 tests/oracles/laws.py > tests/laws/oracle.hpp
"""
import random
import struct

import mpmath
from mpmath import mp, mpf

mp.dps = 800
STEP = mpf(2) ** -266
INF, NAN = float("inf"), float("nan")
UNDEFINED = (NAN, NAN, NAN)


def in_float(x):
    return struct.unpack("f", struct.pack("f", x))[0]


random.seed(20240229)
POSITIVE = [
    2.0**-149, 2.0**-130, in_float(1e-10), in_float(1e-3), in_float(0.1), 0.25, 0.5, 0.75, 1, 1.5, 2,
    3, 5, 7.5, 10, 20, 30, 50, 88, 100, 700, 800, 10000, 1e10, 2.0**100,
    # The largest of float and of double; the second is left out in float.
    (2 - 2.0**-23) * 2.0**127, (2 - 2.0**-52) * 2.0**1023]
NEAR = [in_float(random.uniform(0, reach)) for reach in [1] * 6 + [4] * 8 + [20] * 4 + [100] * 2]
POINTS = [0.0, -0.0] + [s * x for x in POSITIVE + NEAR for s in (1, -1)] + [INF, -INF, NAN]


def mirrored(points):
    return [0.0, -0.0] + [s * x for x in points for s in (1, -1)] + [INF, -INF, NAN]


# Within [-1, 1], its ends, and a little beyond.
INSIDE = mirrored([x for x in POSITIVE if x <= 1.5] + [x for x in NEAR if x < 1])
# Above 0, and a few below.
ABOVE = [0.0] + [x for x in POSITIVE + NEAR] + [-2.0**-149, -0.5, -88.0, INF, -INF, NAN]


# The smooth pieces that functions with kinks are made of.
def line(slope, offset=0):
    return lambda z: slope * z + offset


ZERO = line(0)
SAME = line(1)


def smooth(f):
    return lambda x: f


def inside(f, low, high):
    """f between low and high, NaN beyond."""
    return lambda x: f if low < x < high else UNDEFINED


def logarithm(f, unit, at=0):
    """f(x), whose slope is unit / (x - at); below the domain the slopes keep to that formula."""
    def pieces(x):
        if x > at:
            return f
        return NAN, unit / (mpf(x) - at), -unit / (mpf(x) - at)**2
    return pieces


def rounded(f):
    return lambda x: line(0, f(mpf(x)))


def sigmoid(z):
    return 1 / (1 + mpmath.exp(-z))


def softplus(z):
    # log1p loses nothing where the exponential is small.
    return mpmath.log1p(mpmath.exp(z)) if z < 0 else z + mpmath.log1p(mpmath.exp(-z))


def tanh(z):
    # mpmath's own is slow far from 0.
    return mpmath.tanh(z) if abs(z) < 1 else 2 * sigmoid(2 * z) - 1


def erfc(z):
    # mpmath overflows further out.
    return mpmath.erfc(z) if abs(z) < 10**40 else mpf(2 if z < 0 else 0)


def erf(z):
    return mpmath.erf(z) if abs(z) < 1 else 1 - erfc(z) if z > 0 else erfc(-z) - 1


def log_cosh(z):
    return mpmath.log((mpmath.exp(z) + mpmath.exp(-z)) / 2)


def gelu(z):
    return z * erfc(-z / mpmath.sqrt(2)) / 2


def gelu_tanh(z):
    u = mpmath.sqrt(8 / mp.pi) * (z + mpf("0.044715") * z**3)
    return z * sigmoid(u)


def mish(z):
    # tanh(log(1 + e)) = (e^2 + 2 e) / (e^2 + 2 e + 2)
    e = mpmath.exp(-abs(z))
    if z < 0:
        return z * (e * e + 2 * e) / (e * e + 2 * e + 2)
    return z * (1 + 2 * e) / (1 + 2 * e + 2 * e * e)


def odd_root(z):
    return mpmath.cbrt(z) if z > 0 else -mpmath.cbrt(-z)


def half_even(x):
    below = mpmath.floor(x)
    if x - below != mpf(1) / 2:
        return mpmath.floor(x + mpf(1) / 2)
    return below if int(below) % 2 == 0 else below + 1


SELU_A, SELU_SCALE = mpf("1.6732632423543772848170429916717"), mpf("1.0507009873554804934193349852946")
RRELU = mpf(11) / 48


def exponential_unit(scale, a):
    return lambda x: line(scale) if x > 0 else lambda z: scale * a * mpmath.expm1(z)


def leaky(a):
    return lambda x: SAME if x > 0 else line(a)


def hardswish(x):
    if -3 < x < 3:
        return lambda z: z * (z + 3) / 6
    return SAME if x >= 3 else ZERO


def softsign(x):
    if x == 0:
        return SAME
    return (lambda z: z / (1 + z)) if x > 0 else (lambda z: z / (1 - z))


def sign_of(x):
    return (x > 0) - (x < 0)


# By name: the pieces; then value, slope and second derivative at -infinity, at infinity and of NaN;
# then the operands, if there are others than POINTS. Limits are reached but where a letter says why
# they are NaN:
#   a  the derivative has a factor of 0 and one of infinity;
#   b  so has the value at -infinity, where the limit is 0;
#   c  the value is a quotient of infinities.
# A function of comparisons has slopes of NaN too.
FLAT = (NAN, 0, 0)
UNARY = {
    "-": (smooth(line(-1)), (INF, -1, 0), (-INF, -1, 0), (NAN, -1, 0)),
    "broadcast": (smooth(SAME), (-INF, 1, 0), (INF, 1, 0), (NAN, 1, 0)),
    "abs": (lambda x: line(sign_of(x)), (INF, -1, 0), (INF, 1, 0), (NAN, NAN, 0)),
    "acos": (inside(mpmath.acos, -1, 1), UNDEFINED, UNDEFINED, UNDEFINED, INSIDE),
    "asin": (inside(mpmath.asin, -1, 1), UNDEFINED, UNDEFINED, UNDEFINED, INSIDE),
    "atan": (smooth(mpmath.atan), (-mp.pi / 2, 0, NAN), (mp.pi / 2, 0, NAN), UNDEFINED),  # a
    "cbrt": (smooth(odd_root), (-INF, 0, NAN), (INF, 0, NAN), UNDEFINED),  # a
    "ceil": (rounded(mpmath.ceil), (-INF, 0, 0), (INF, 0, 0), FLAT),
    "cos": (smooth(mpmath.cos), UNDEFINED, UNDEFINED, UNDEFINED),
    "cosh": (smooth(mpmath.cosh), (INF, -INF, INF), (INF, INF, INF), UNDEFINED),
    "erf": (smooth(erf), (-1, 0, NAN), (1, 0, NAN), UNDEFINED),  # a
    "erfc": (smooth(erfc), (2, 0, NAN), (0, 0, NAN), UNDEFINED),  # a
    "exp": (smooth(mpmath.exp), (0, 0, 0), (INF, INF, INF), UNDEFINED),
    "exp2": (smooth(lambda z: mpf(2) ** z), (0, 0, 0), (INF, INF, INF), UNDEFINED),
    "expm1": (smooth(mpmath.expm1), (-1, 0, 0), (INF, INF, INF), UNDEFINED),
    "floor": (rounded(mpmath.floor), (-INF, 0, 0), (INF, 0, 0), FLAT),
    "log": (logarithm(mpmath.log, 1), (NAN, 0, 0), (INF, 0, 0), UNDEFINED, ABOVE),
    "log1p": (logarithm(mpmath.log1p, 1, -1), (NAN, 0, 0), (INF, 0, 0), UNDEFINED),
    "log2": (logarithm(lambda z: mpmath.log(z) / mpmath.log(2), 1 / mpmath.log(2)), (NAN, 0, 0),
             (INF, 0, 0), UNDEFINED, ABOVE),
    "log_cosh": (smooth(log_cosh), (INF, -1, 0), (INF, 1, 0), UNDEFINED),
    "round": (rounded(half_even), (-INF, 0, 0), (INF, 0, 0), FLAT),
    "rsqrt": (inside(lambda z: 1 / mpmath.sqrt(z), 0, INF), UNDEFINED, (0, 0, 0), UNDEFINED, ABOVE),
    "sigmoid": (smooth(sigmoid), (0, 0, 0), (1, 0, 0), UNDEFINED),
    "sign": (rounded(sign_of), (-1, 0, 0), (1, 0, 0), FLAT),
    "sin": (smooth(mpmath.sin), UNDEFINED, UNDEFINED, UNDEFINED),
    "sinh": (smooth(mpmath.sinh), (-INF, INF, -INF), (INF, INF, INF), UNDEFINED),
    "softplus": (smooth(softplus), (0, 0, 0), (INF, 1, 0), UNDEFINED),
    "sqrt": (inside(mpmath.sqrt, 0, INF), UNDEFINED, (INF, 0, 0), UNDEFINED, ABOVE),
    "step": (rounded(lambda x: x > 0), (0, 0, 0), (1, 0, 0), (0, 0, 0)),
    "tan": (smooth(mpmath.tan), UNDEFINED, UNDEFINED, UNDEFINED),
    "tanh": (smooth(tanh), (-1, 0, 0), (1, 0, 0), UNDEFINED),
    # Activations that are no operations.
    "celu": (exponential_unit(1, 1), (-1, 0, 0), (INF, 1, 0), UNDEFINED),
    "elu": (exponential_unit(1, 1), (-1, 0, 0), (INF, 1, 0), UNDEFINED),
    "gelu": (smooth(gelu), UNDEFINED, (INF, NAN, NAN), UNDEFINED),  # a, b
    "gelu_tanh": (smooth(gelu_tanh), UNDEFINED, (INF, NAN, NAN), UNDEFINED),  # a, b
    "hardshrink": (lambda x: ZERO if abs(x) <= 0.5 else SAME, (-INF, 1, 0), (INF, 1, 0), (NAN, 1, 0)),
    "hardsigmoid": (lambda x: line(mpf(1) / 6, mpf(1) / 2) if -3 < x < 3 else line(0, x >= 3), (0, 0, 0),
                    (1, 0, 0), FLAT),
    "hardswish": (hardswish, (NAN, NAN, 0), (INF, NAN, 0), (NAN, NAN, 0)),  # a, b
    "hardtanh": (lambda x: SAME if -1 < x < 1 else line(0, sign_of(x)), (-1, 0, 0), (1, 0, 0), FLAT),
    "leaky_relu": (leaky(mpf("0.01")), (-INF, mpf("0.01"), 0), (INF, 1, 0), (NAN, mpf("0.01"), 0)),
    "log_sigmoid": (smooth(lambda z: -softplus(-z)), (-INF, 1, 0), (0, 0, 0), UNDEFINED),
    "logistic": (smooth(sigmoid), (0, 0, 0), (1, 0, 0), UNDEFINED),
    "mish": (smooth(mish), UNDEFINED, (INF, NAN, NAN), UNDEFINED),  # a, b
    # With a slope of 0.25.
    "prelu": (leaky(mpf("0.25")), (-INF, 0.25, 0), (INF, 1, 0), (NAN, 0.25, 0)),
    "relu": (lambda x: SAME if x > 0 else ZERO, (0, 0, 0), (INF, 1, 0), FLAT),
    "relu6": (lambda x: SAME if 0 < x < 6 else line(0, 6 * (x >= 6)), (0, 0, 0), (6, 0, 0), FLAT),
    "rrelu": (leaky(RRELU), (-INF, RRELU, 0), (INF, 1, 0), (NAN, RRELU, 0)),
    "selu": (exponential_unit(SELU_SCALE, SELU_A), (-SELU_SCALE * SELU_A, 0, 0), (INF, SELU_SCALE, 0),
             UNDEFINED),
    "softshrink": (lambda x: line(1, -mpf(sign_of(x)) / 2) if abs(x) > 0.5 else ZERO, (-INF, 1, 0),
                   (INF, 1, 0), FLAT),
    "softsign": (softsign, UNDEFINED, UNDEFINED, UNDEFINED),  # c
    "swish": (smooth(lambda z: z * sigmoid(z)), UNDEFINED, (INF, NAN, NAN), UNDEFINED),  # a, b
    "tanhshrink": (smooth(lambda z: z - tanh(z)), (-INF, 1, 0), (INF, 1, 0), UNDEFINED),
    "threshold": (lambda x: SAME if x > 1 else ZERO, (0, 0, 0), (INF, 1, 0), (NAN, 1, 0)),
}
# Ends of domains, and points where the slope is infinite.
ENDS = {
    ("acos", 1): (0, -INF, NAN),  # a
    ("acos", -1): (mp.pi, -INF, NAN),  # a
    ("asin", 1): (mp.pi / 2, INF, NAN),  # a
    ("asin", -1): (-mp.pi / 2, INF, NAN),  # a
    ("cbrt", 0): (0, INF, NAN),  # infinite of either sign
    ("log", 0): (-INF, INF, -INF),
    ("log1p", -1): (-INF, INF, -INF),
    ("log2", 0): (-INF, INF, -INF),
    ("rsqrt", 0): (INF, -INF, INF),
    ("sqrt", 0): (0, INF, -INF),
}
# Of -0 these are -0.
ODD = {"asin", "atan", "broadcast", "cbrt", "ceil", "erf", "expm1", "floor", "log1p", "round", "sign",
       "sin", "sinh", "tan", "tanh"}


def differences(f, x):
    x = mpf(x)
    above, at, below = f(x + STEP), f(x), f(x - STEP)
    return at, (above - below) / (2 * STEP), (above - 2 * at + below) / STEP**2


# Below this share of the value, derivatives are the differences' own error.
NOISE = mpf(10) ** -600


def row(name, x):
    pieces, at_left, at_right, of_nan = UNARY[name][:4]
    if x != x:
        return of_nan
    if x in (INF, -INF):
        return at_right if x > 0 else at_left
    if (name, x) in ENDS:
        return ENDS[name, x]
    piece = pieces(x)
    if isinstance(piece, tuple):
        return piece
    value, *derivatives = differences(piece, x)
    if x == 0 and str(x)[0] == "-" and name in ODD:
        value = -0.0
    return value, *(0 if abs(d) < NOISE * abs(value) else d for d in derivatives)


def double(number):
    """The nearest double, as C++."""
    number = number if isinstance(number, float) else to_double(mpf(number))
    if number != number:
        return "nan"
    if number in (INF, -INF):
        return "inf" if number > 0 else "-inf"
    text = repr(number)
    return text[:-2] if text.endswith(".0") and text != "-0.0" else text


def to_double(number):
    """float(mpf) rounds subnormals twice; this does not."""
    if mpmath.isnan(number) or mpmath.isinf(number) or number == 0:
        return float(number)
    _, exponent = mpmath.frexp(number)
    if exponent > 1025:
        return INF if number > 0 else -INF
    if exponent >= -1021:
        with mp.workprec(53):
            return float(+number)
    units = mpmath.ldexp(number, 1074)
    return float(int(mpmath.nint(units))) * 2.0**-1074


# Functions of two numbers, at all pairs of these, all exact in float.
GRID = [-100.0, -2.0, -0.75, 0.0, 0.25, 0.5, 1.0, 3.0, 7.5, 88.0]


def partial(f, x, y):
    """The value, and both slopes by differences."""
    x, y = mpf(x), mpf(y)
    return (f(x, y), (f(x + STEP, y) - f(x - STEP, y)) / (2 * STEP),
            (f(x, y + STEP) - f(x, y - STEP)) / (2 * STEP))


def everywhere(f):
    return lambda x, y: partial(f, x, y)


def compared(holds):
    return lambda x, y: (int(holds(x, y)), 0, 0)


def angle(y, x):
    if x == 0 and y == 0:
        return 0, NAN, NAN
    # Not across the cut.
    return partial(lambda b, a: mp.pi + mpmath.atan(b / a) if a < 0 == y else mpmath.atan2(b, a), y, x)


def divide(x, y):
    if y != 0:
        return partial(lambda a, b: a / b, x, y)
    return (NAN, INF, NAN) if x == 0 else (x * INF, INF, -x * INF)


def power(x, y):
    """At x = 0 it is flat along y; below 0 there is no slope along y."""
    whole = y == int(y)
    if x > 0:
        return partial(lambda a, b: mpmath.exp(b * mpmath.log(a)), x, y)
    if x < 0:
        return (mpf(x) ** int(y), int(y) * mpf(x) ** int(y - 1), NAN) if whole else UNDEFINED
    if y < 0:
        return INF, -INF, NAN
    return (0 if y > 0 else 1), (0 if y == 0 or y > 1 else 1 if y == 1 else INF), 0


BINARY = {
    "add": everywhere(lambda x, y: x + y),
    "atan2": angle,
    "divide": divide,
    "equal": compared(lambda x, y: x == y),
    "greater": compared(lambda x, y: x > y),
    "greater_equal": compared(lambda x, y: x >= y),
    "less": compared(lambda x, y: x < y),
    "less_equal": compared(lambda x, y: x <= y),
    # Of equal operands the second has the whole slope.
    "max": lambda x, y: (max(x, y), int(x > y), int(x <= y)),
    "min": lambda x, y: (min(x, y), int(x < y), int(x >= y)),
    "multiply": everywhere(lambda x, y: x * y),
    "not_equal": compared(lambda x, y: x != y),
    "pow": power,
    "subtract": everywhere(lambda x, y: x - y),
}


# Vectors: every length with ordinary scores, equal ones, and far ones.
LENGTHS = [1, 3, 5, 7, 13, 17]


def vectors(length):
    yield [in_float(random.uniform(-4, 4)) for _ in range(length)]
    yield [2.5] * length
    yield [[1000.0, -1000.0, 999.0, 0.0][i * (i + 1) // 2 % 4] for i in range(length)]


def softmax(x):
    e = [mpmath.exp(mpf(k) - max(x)) for k in x]
    return [k / mpmath.fsum(e) for k in e]


def log_softmax(x):
    m = max(x)
    total = mpmath.log(mpmath.fsum(mpmath.exp(mpf(k) - m) for k in x)) + m
    return [k - total for k in x]


def glu(x):
    n = len(x) // 2
    return [x[i] * sigmoid(mpf(x[n + i])) for i in range(n)]


VECTORS = {"softmax": softmax, "log_softmax": log_softmax, "softmin": lambda x: softmax([-k for k in x]),
           "glu": glu}


def weight(i):
    """The cotangents: exact in float, of both signs, no two alike."""
    return (i * 7 % 11 - 4) / 8.0


def write_vectors():
    print("""/// A vector, its value, and the gradient of the value's inner product with `weight(0)`, `weight(1)`,
/// ...
struct vector_row {
  std::string_view name;
  std::span<const double> x, value, gradient;
};

constexpr double weight(int i) { return (i * 7 % 11 - 4) / 8.0; }
""")
    lines = []
    for name, f in VECTORS.items():
        for length in LENGTHS:
            for kind, x in enumerate(vectors(2 * length if name == "glu" else length)):
                exact = [mpf(k) for k in x]

                def loss(i, step):
                    moved = list(exact)
                    moved[i] += step
                    return mpmath.fsum(weight(j) * v for j, v in enumerate(f(moved)))
                gradient = [(loss(i, STEP) - loss(i, -STEP)) / (2 * STEP) for i in range(len(x))]
                gradient = [0 if abs(g) < NOISE else g for g in gradient]
                own = f"{name}_{len(x)}_{kind}"
                for what, numbers in (("x", x), ("value", f(exact)), ("gradient", gradient)):
                    print(f"inline constexpr double {what}_{own}[]{{{', '.join(map(double, numbers))}}};")
                lines.append(f'    {{"{name}", x_{own}, value_{own}, gradient_{own}}},')
    print("inline constexpr vector_row vectors[]{")
    print("\n".join(lines))
    print("};\n")


def write_rows(name, rows, kind="row"):
    print(f"inline constexpr {kind} {name}[]{{")
    for numbers in rows:
        print("    {" + ", ".join(map(double, numbers)) + "},")
    print("};\n")


def main():
    print("""// SPDX-License-Identifier: BSL-1.0
// Made by oracles/laws.py; not to be edited.
// clang-format off
#pragma once

#include <limits>
#include <span>
#include <string_view>

namespace laws::oracle {

inline constexpr double inf = std::numeric_limits<double>::infinity();
inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// An operand, exact in float; the value there, the slope and the second derivative.
struct row {
  double x, value, slope, second;
};

struct function {
  std::string_view name;
  std::span<const row> rows;
};
""")
    names = []
    for name, entry in UNARY.items():
        identifier = "negate" if name == "-" else name
        names.append((name, identifier))
        points = entry[4] if len(entry) > 4 else POINTS
        write_rows("of_" + identifier, [(float(x), *row(name, x)) for x in points])
    print("inline constexpr function unary[]{")
    for name, identifier in names:
        print(f'    {{"{name}", of_{identifier}}},')
    print("};\n")
    print("""/// Two operands, the value there and both slopes.
struct pair_row {
  double x, y, value, by_x, by_y;
};

struct binary_function {
  std::string_view name;
  std::span<const pair_row> rows;
};
""")
    for name, f in BINARY.items():
        write_rows("of_pair_" + name, [(x, y, *f(x, y)) for x in GRID for y in GRID], "pair_row")
    print("inline constexpr binary_function binary[]{")
    for name in BINARY:
        print(f'    {{"{name}", of_pair_{name}}},')
    print("};\n")
    write_vectors()
    print("}  // namespace laws::oracle")


if __name__ == "__main__":
    main()
