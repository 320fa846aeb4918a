# SPDX-License-Identifier: BSL-1.0
"""What expressions mean, on plain Python floats: values and derivatives of any order.

Every element of every value is an entry of one tape. Derivatives are made of entries again, so
that derivatives within expressions nest. With each entry goes a bound of what rounding may have
done to it; and the tape notes how near anything came to a kink or a jump.

It shares no formula with etch: an activation is written here as its paper has it, and all
derivatives are those of a few scalar operations.
"""

import math
import struct

from expressions import BATCH, closure, size

UNIT = 2.3e-16


class Undefined(Exception):
    """A value or derivative does not exist, overflows, or hangs by a thread."""


def is_single(value):
    """Whether a number is one in single precision, too."""
    try:
        return struct.unpack('f', struct.pack('f', value))[0] == value
    except OverflowError:
        return False


def sigmoid(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


# Of an operation of one operand: value, and slope in numbers (for the bounds).
FUNCTIONS = {
    'exp': (math.exp, lambda x, y: y),
    'exp2': (lambda x: 2.0 ** x, lambda x, y: y * math.log(2)),
    'expm1': (math.expm1, lambda x, y: y + 1),
    'log': (math.log, lambda x, y: 1 / x),
    'log2': (math.log2, lambda x, y: 1 / (x * math.log(2))),
    'log1p': (math.log1p, lambda x, y: 1 / (1 + x)),
    'sin': (math.sin, lambda x, y: math.cos(x)),
    'cos': (math.cos, lambda x, y: -math.sin(x)),
    'tan': (math.tan, lambda x, y: 1 + y * y),
    'asin': (math.asin, lambda x, y: 1 / math.sqrt(1 - x * x)),
    'acos': (math.acos, lambda x, y: -1 / math.sqrt(1 - x * x)),
    'atan': (math.atan, lambda x, y: 1 / (1 + x * x)),
    'sinh': (math.sinh, lambda x, y: math.cosh(x)),
    'cosh': (math.cosh, lambda x, y: math.sinh(x)),
    'tanh': (math.tanh, lambda x, y: 1 - y * y),
    'sigmoid': (sigmoid, lambda x, y: y * (1 - y)),
    'erf': (math.erf, lambda x, y: 1.1283791670955126 * math.exp(-x * x)),
    'erfc': (math.erfc, lambda x, y: -1.1283791670955126 * math.exp(-x * x)),
    'sqrt': (math.sqrt, lambda x, y: 0.5 / y),
    'cbrt': (lambda x: math.copysign(abs(x) ** (1 / 3), x), lambda x, y: 1 / (3 * y * y)),
}

# The same slope as entries of the tape.
SLOPES = {
    'exp': lambda t, x, y: y,
    'exp2': lambda t, x, y: t.mul(y, t.const(math.log(2))),
    'expm1': lambda t, x, y: t.un('exp', x),
    'log': lambda t, x, y: t.div(t.one, x),
    'log2': lambda t, x, y: t.div(t.const(1 / math.log(2)), x),
    'log1p': lambda t, x, y: t.div(t.one, t.add(t.one, x)),
    'sin': lambda t, x, y: t.un('cos', x),
    'cos': lambda t, x, y: t.neg(t.un('sin', x)),
    'tan': lambda t, x, y: t.add(t.one, t.mul(y, y)),
    'asin': lambda t, x, y: t.div(t.one, t.un('sqrt', t.sub(t.one, t.mul(x, x)))),
    'acos': lambda t, x, y: t.neg(t.div(t.one, t.un('sqrt', t.sub(t.one, t.mul(x, x))))),
    'atan': lambda t, x, y: t.div(t.one, t.add(t.one, t.mul(x, x))),
    'sinh': lambda t, x, y: t.un('cosh', x),
    'cosh': lambda t, x, y: t.un('sinh', x),
    'tanh': lambda t, x, y: t.sub(t.one, t.mul(y, y)),
    'sigmoid': lambda t, x, y: t.mul(y, t.sub(t.one, y)),
    'erf': lambda t, x, y: t.mul(t.const(1.1283791670955126),
                                 t.un('exp', t.neg(t.mul(x, x)))),
    'erfc': lambda t, x, y: t.mul(t.const(-1.1283791670955126),
                                  t.un('exp', t.neg(t.mul(x, x)))),
    'sqrt': lambda t, x, y: t.div(t.const(0.5), y),
    'cbrt': lambda t, x, y: t.div(t.one, t.mul(t.const(3.0), t.mul(y, y))),
}


class Tape:
    def __init__(self, limit=400000):
        self.op, self.a, self.b = [], [], []
        self.v, self.e = [], []
        self.limit = limit
        self.margin = math.inf      # the least relative distance from a kink
        self.largest = 0.0
        self.tied = False           # something stands exactly on a kink
        self.zero, self.one = self.const(0.0), self.const(1.0)
        self.minus_one = self.const(-1.0)

    def put(self, op, a, b, value, error):
        if not abs(value) < 1e8 or len(self.v) > self.limit:
            raise Undefined(op)
        if abs(value) > self.largest:
            self.largest = abs(value)
        self.op.append(op)
        self.a.append(a)
        self.b.append(b)
        self.v.append(value)
        self.e.append(error)
        return len(self.v) - 1

    def const(self, value, error=None):
        if error is None:
            error = 0.0 if is_single(value) else UNIT * abs(value)
        return self.put('const', -1, -1, value, error)

    def is_zero(self, a):
        return self.op[a] == 'const' and self.v[a] == 0.0 and self.e[a] == 0.0

    def is_one(self, a):
        return self.op[a] == 'const' and self.v[a] == 1.0 and self.e[a] == 0.0

    def copy(self, a):
        return self.put('copy', a, -1, self.v[a], self.e[a])

    def add(self, a, b):
        if self.is_zero(a):
            return b
        if self.is_zero(b):
            return a
        value = self.v[a] + self.v[b]
        return self.put('add', a, b, value, self.e[a] + self.e[b] + UNIT * abs(value))

    def sub(self, a, b):
        if self.is_zero(b):
            return a
        value = self.v[a] - self.v[b]
        return self.put('sub', a, b, value, self.e[a] + self.e[b] + UNIT * abs(value))

    def neg(self, a):
        return self.put('neg', a, -1, -self.v[a], self.e[a])

    def mul(self, a, b):
        if self.is_one(a):
            return b
        if self.is_one(b):
            return a
        if self.is_zero(a) or self.is_zero(b):
            return self.zero
        v, w = self.v[a], self.v[b]
        value = v * w
        return self.put('mul', a, b, value,
                        abs(v) * self.e[b] + abs(w) * self.e[a] + UNIT * abs(value))

    def div(self, a, b):
        w = self.v[b]
        if abs(w) < 1e-6:
            raise Undefined('division')
        value = self.v[a] / w
        return self.put('div', a, b, value,
                        (self.e[a] + abs(value) * self.e[b]) / abs(w) + UNIT * abs(value))

    def un(self, op, a):
        value_of, slope_of = FUNCTIONS[op]
        x = self.v[a]
        try:
            value = value_of(x)
            slope = slope_of(x, value)
        except (ValueError, OverflowError, ZeroDivisionError):
            raise Undefined(op) from None
        return self.put(op, a, -1, value, abs(slope) * self.e[a] + 4 * UNIT * abs(value))

    def pow(self, a, b):
        x, y = self.v[a], self.v[b]
        if abs(x) < 1e-3 or (x < 0 and not (self.op[b] == 'const' and y == int(y))):
            raise Undefined('pow')
        value = x ** y
        return self.put('pow', a, b, value,
                        abs(value) * (abs(y / x) * self.e[a] + abs(math.log(abs(x))) * self.e[b]
                                      + (8 + abs(y * math.log(abs(x)))) * UNIT))

    def atan2(self, a, b):
        y, x = self.v[a], self.v[b]
        square = x * x + y * y
        if square < 1e-4 or (x < 0 and abs(y) < 1e-3):
            raise Undefined('atan2')
        value = math.atan2(y, x)
        return self.put('atan2', a, b, value,
                        (abs(x) * self.e[a] + abs(y) * self.e[b]) / square
                        + 4 * UNIT * abs(value))

    def sum(self, items):
        total = self.zero
        for item in items:
            total = self.add(total, item)
        return total

    def order(self, a, b):
        """-1, 0 or 1, and a note of how far that was from changing."""
        return self.sign(self.v[a] - self.v[b], self.e[a] + self.e[b],
                         max(abs(self.v[a]), abs(self.v[b])))

    def sign(self, difference, error, scale):
        if difference == 0 and error == 0:
            self.tied = True
            return 0
        distance = abs(difference)
        if distance <= 1000 * error:
            raise Undefined('kink')
        self.margin = min(self.margin, distance / max(1.0, scale))
        return 1 if difference > 0 else -1

    def max(self, a, b):
        return self.copy(a if self.order(a, b) > 0 else b)

    def min(self, a, b):
        return self.copy(a if self.order(a, b) < 0 else b)

    # Derivatives.

    def partials(self, i):
        """Operands of an entry, each with a function that makes its slope."""
        return PARTIALS[self.op[i]](self, i, self.a[i], self.b[i])

    def less_one(self, b):
        if self.op[b] == 'const':
            return self.const(self.v[b] - 1, self.e[b])
        return self.sub(b, self.one)

    def square_sum(self, a, b):
        return self.add(self.mul(a, a), self.mul(b, b))

    def dependents(self, low, high, variables):
        depends = bytearray(high + 1 - low)
        for variable in variables:
            if low <= variable <= high:
                depends[variable - low] = 1
        a_of, b_of = self.a, self.b
        for i in range(low, high + 1):
            a, b = a_of[i], b_of[i]
            if (a >= low and depends[a - low]) or (b >= low and depends[b - low]):
                depends[i - low] = 1
        return depends

    def backward(self, seeds, variables):
        """The adjoints of some entries, where `seeds` are those of others."""
        low, high = min(variables), max(seeds)
        adjoint = dict(seeds)
        if low <= high:
            depends = self.dependents(low, high, variables)
            for i in range(high, low - 1, -1):
                if not depends[i - low] or i not in adjoint:
                    continue
                flow = adjoint[i]
                for operand, slope in self.partials(i):
                    if operand < low or not depends[operand - low]:
                        continue
                    part = self.mul(flow, slope())
                    known = adjoint.get(operand)
                    adjoint[operand] = part if known is None else self.add(known, part)
        return [adjoint.get(i, self.zero) for i in variables]

    def forward(self, tangents, values):
        """The tangents of some entries, where `tangents` are those of others."""
        low, high = min(tangents), max(values)
        tangent = dict(tangents)
        if low <= high:
            depends = self.dependents(low, high, tangents)
            for i in range(low, high + 1):
                if not depends[i - low] or i in tangent:
                    continue
                total = self.zero
                for operand, slope in self.partials(i):
                    if operand in tangent:
                        total = self.add(total, self.mul(slope(), tangent[operand]))
                tangent[i] = total
        return [tangent.get(i, self.zero) for i in values]


# Of an operation, from tape, entry and operands: the operands, each with what makes its slope.
PARTIALS = {
    'const': lambda t, i, a, b: (),
    'leaf': lambda t, i, a, b: (),
    'copy': lambda t, i, a, b: ((a, lambda: t.one),),
    'neg': lambda t, i, a, b: ((a, lambda: t.minus_one),),
    'add': lambda t, i, a, b: ((a, lambda: t.one), (b, lambda: t.one)),
    'sub': lambda t, i, a, b: ((a, lambda: t.one), (b, lambda: t.minus_one)),
    'mul': lambda t, i, a, b: ((a, lambda: b), (b, lambda: a)),
    'div': lambda t, i, a, b: ((a, lambda: t.div(t.one, b)),
                               (b, lambda: t.neg(t.div(i, b)))),
    'pow': lambda t, i, a, b: ((a, lambda: t.mul(b, t.pow(a, t.less_one(b)))),
                               (b, lambda: t.mul(i, t.un('log', a)))),
    'atan2': lambda t, i, a, b: ((a, lambda: t.div(b, t.square_sum(a, b))),
                                 (b, lambda: t.neg(t.div(a, t.square_sum(a, b))))),
    'declared': lambda t, i, a, b: ((a, lambda: b),),
}
for name, slope in SLOPES.items():
    PARTIALS[name] = lambda t, i, a, b, slope=slope: ((a, lambda: slope(t, a, i)),)


# Places in arrays.

def strides(shape):
    result, step = [], 1
    for extent in reversed(shape):
        result.insert(0, step)
        step *= extent
    return result


def places(shape):
    """All multi-indices, in row-major order."""
    if not shape:
        yield ()
        return
    for i in range(shape[0]):
        for rest in places(shape[1:]):
            yield (i,) + rest


def flat(index, shape):
    return sum(i * s for i, s in zip(index, strides(shape)))


def groups(shape, axis):
    """For each place without the axis, the flat places along it."""
    step, n = strides(shape)[axis], shape[axis]
    for index in places(shape[:axis] + shape[axis + 1:]):
        first = flat(index[:axis] + (0,) + index[axis:], shape)
        yield [first + k * step for k in range(n)]


# Elementwise operations, of entries.

def kinked(t, x, at):
    """Whether x is above a number, 0 where it is on it."""
    return t.order(x, at if isinstance(at, int) else t.const(at))


def held(t, x, low, high):
    if t.order(x, low) < 0:
        return t.copy(low)
    return t.copy(high) if t.order(x, high) > 0 else t.copy(x)


def expm1_unit(t, x, a):
    """a (e^x - 1) below 0, x above."""
    return t.copy(x) if kinked(t, x, 0.0) > 0 else t.mul(a, t.un('expm1', x))


def relu(t, x):
    return t.copy(x) if kinked(t, x, 0.0) > 0 else t.const(0.0)


def softplus(t, x):
    """log(1 + e^x), as max(x, 0) + log(1 + e^-|x|)."""
    if t.v[x] > 0:
        return t.add(x, t.un('log1p', t.un('exp', t.neg(x))))
    return t.un('log1p', t.un('exp', x))


def relu6(t, x):
    return t.min(t.max(x, t.zero), t.const(6.0))


def hardsigmoid(t, x):
    return t.div(relu6(t, t.add(x, t.const(3.0))), t.const(6.0))


def rounded(function, half=0.0):
    def value(t, x):
        shifted = t.v[x] - half
        nearest = math.floor(shifted + 0.5)
        t.sign(shifted - nearest, t.e[x], abs(shifted))
        return t.const(float(function(t.v[x])))
    return value


def absolute(t, x):
    side = kinked(t, x, 0.0)
    return t.copy(x) if side > 0 else t.neg(x) if side < 0 else t.const(0.0)


ELEMENTWISE = {
    'neg': lambda t, x: t.neg(x),
    'sqrt': lambda t, x: t.un('sqrt', x),
    'rsqrt': lambda t, x: t.div(t.one, t.un('sqrt', x)),
    'softplus': softplus,
    'abs': absolute,
    'sign': lambda t, x: t.const(float(kinked(t, x, 0.0))),
    'step': lambda t, x: t.const(1.0 if kinked(t, x, 0.0) > 0 else 0.0),
    'floor': rounded(math.floor),
    'ceil': rounded(math.ceil),
    'round': rounded(round, 0.5),
    'relu': relu,
    'relu6': relu6,
    'gelu': lambda t, x: t.mul(t.mul(x, t.const(0.5)), t.add(
        t.one, t.un('erf', t.div(x, t.const(math.sqrt(2)))))),
    'gelu_tanh': lambda t, x: t.mul(t.mul(t.const(0.5), x), t.add(t.one, t.un('tanh', t.mul(
        t.const(math.sqrt(2 / math.pi)),
        t.add(x, t.mul(t.const(0.044715), t.mul(x, t.mul(x, x)))))))),
    'hardsigmoid': hardsigmoid,
    'hardswish': lambda t, x: t.mul(x, hardsigmoid(t, x)),
    'log_sigmoid': lambda t, x: t.neg(softplus(t, t.neg(x))),
    'mish': lambda t, x: t.mul(x, t.un('tanh', softplus(t, x))),
    'selu': lambda t, x: t.mul(t.const(1.0507009873554805), expm1_unit(
        t, x, t.const(1.6732632423543772))),
    'softsign': lambda t, x: t.div(x, t.add(t.one, absolute(t, x))),
    'swish': lambda t, x: t.div(x, t.add(t.one, t.un('exp', t.neg(x)))),
    'silu': lambda t, x: t.div(x, t.add(t.one, t.un('exp', t.neg(x)))),
    'tanhshrink': lambda t, x: t.sub(x, t.un('tanh', x)),
    'add': lambda t, x, y: t.add(x, y),
    'sub': lambda t, x, y: t.sub(x, y),
    'mul': lambda t, x, y: t.mul(x, y),
    'div': lambda t, x, y: t.div(x, y),
    'pow': lambda t, x, y: t.pow(x, y),
    'atan2': lambda t, x, y: t.atan2(x, y),
    'max': lambda t, x, y: t.max(x, y),
    'min': lambda t, x, y: t.min(x, y),
    'where': lambda t, c, x, y: t.copy(x if truth(t, c) else y),
    'clamp': lambda t, x, low, high: held(t, x, low, high),
}
for name in FUNCTIONS:
    ELEMENTWISE[name] = lambda t, x, name=name: t.un(name, x)
for name, right in {'>': [1], '<': [-1], '>=': [0, 1], '<=': [0, -1], 'equal': [0],
                    'not_equal': [-1, 1]}.items():
    ELEMENTWISE[name] = lambda t, x, y, right=right: t.const(
        1.0 if t.order(x, y) in right else 0.0)
for name, symbol in {'greater': '>', 'less': '<', 'greater_equal': '>=',
                     'less_equal': '<='}.items():
    ELEMENTWISE[name] = ELEMENTWISE[symbol]


def truth(t, condition):
    value, error = t.v[condition], t.e[condition]
    return value != 0 if error == 0 else t.sign(value, error, 1.0) != 0


def logistic(t, x, height=None, rate=None, middle=None):
    scaled = t.sub(x, middle) if middle is not None else x
    if rate is not None:
        scaled = t.mul(rate, scaled)
    bottom = t.add(t.one, t.un('exp', t.neg(scaled)))
    return t.div(t.one if height is None else height, bottom)


def leaky(t, x, a):
    return t.copy(x) if kinked(t, x, 0.0) > 0 else t.mul(a, x)


def celu(t, x, a=None):
    if a is None:
        return expm1_unit(t, x, t.one)
    if kinked(t, x, 0.0) > 0:
        return t.copy(x)
    return t.mul(a, t.un('expm1', t.div(x, a)))


def softshrink(t, x, bound=None):
    bound = t.const(0.5) if bound is None else bound
    if t.order(x, bound) > 0:
        return t.sub(x, bound)
    return t.add(x, bound) if t.order(x, t.neg(bound)) < 0 else t.const(0.0)


def hardshrink(t, x, bound=None):
    bound = t.const(0.5) if bound is None else bound
    if t.order(x, bound) > 0 or t.order(x, t.neg(bound)) < 0:
        return t.copy(x)
    return t.const(0.0)


def threshold(t, x, bound=None, value=None):
    bound = t.one if bound is None else bound
    value = t.zero if value is None else value
    return t.copy(x if t.order(x, bound) > 0 else value)


def rrelu(t, x, low=None, high=None):
    low = t.const(0.125) if low is None else low
    high = t.const(1 / 3) if high is None else high
    return leaky(t, x, t.mul(t.const(0.5), t.add(low, high)))


ELEMENTWISE.update({
    'celu': celu,
    'elu': lambda t, x, a=None: expm1_unit(t, x, t.one if a is None else a),
    'hardshrink': hardshrink,
    'hardtanh': lambda t, x, low=None, high=None: t.min(
        t.max(x, t.const(-1.0) if low is None else low), t.one if high is None else high),
    'leaky_relu': lambda t, x, a=None: leaky(t, x, t.const(0.01) if a is None else a),
    'logistic': logistic,
    'rrelu': rrelu,
    'softshrink': softshrink,
    'threshold': threshold,
    'softplus_with': lambda t, x, s: t.div(softplus(t, t.mul(s, x)), s),
})


# Losses, of one element of each operand.

def huber(t, p, y, delta=None):
    delta = t.one if delta is None else delta
    size = absolute(t, t.sub(p, y))
    if t.order(size, delta) < 0:
        return t.mul(t.const(0.5), t.mul(size, size))
    return t.mul(delta, t.sub(size, t.mul(t.const(0.5), delta)))


def log_cosh(t, p, y):
    d = t.sub(p, y)
    return t.un('log', t.un('cosh', d))


MEAN_LOSSES = {
    'mean_squared_error': lambda t, p, y: t.mul(t.sub(p, y), t.sub(p, y)),
    'mean_absolute_error': lambda t, p, y: absolute(t, t.sub(p, y)),
    'binary_cross_entropy': lambda t, p, y: t.neg(t.add(
        t.mul(y, t.un('log', p)),
        t.mul(t.sub(t.one, y), t.un('log', t.sub(t.one, p))))),
    'binary_cross_entropy_with_logits': lambda t, z, y: t.add(
        t.mul(y, softplus(t, t.neg(z))), t.mul(t.sub(t.one, y), softplus(t, z))),
    'hinge': lambda t, p, y: relu(t, t.sub(t.one, t.mul(y, p))),
    'huber': huber,
    'log_cosh': log_cosh,
    'poisson': lambda t, rate, k: t.sub(rate, t.mul(k, t.un('log', rate))),
    'poisson_with_log_rate': lambda t, z, k: t.sub(t.un('exp', z), t.mul(k, z)),
}


# Operations on whole arrays of one sample: of the tape, the node, and a list of entries for
# each operand.

def widened(node_shape, args, shapes):
    n = size(node_shape)
    return [a if s == node_shape else a * n for a, s in zip(args, shapes)]


def common(shapes):
    for shape in shapes:
        if shape:
            return shape
    return ()


def softmax(t, xs):
    top = t.const(max(t.v[x] for x in xs), 0.0)
    powers = [t.un('exp', t.sub(x, top)) for x in xs]
    total = t.sum(powers)
    return [t.div(p, total) for p in powers]


def logsumexp(t, xs):
    top = t.const(max(t.v[x] for x in xs), 0.0)
    return t.add(top, t.un('log', t.sum([t.un('exp', t.sub(x, top)) for x in xs])))


def greatest(t, xs, side=1):
    """One of the greatest; several share the slope in equal parts."""
    best = [xs[0]]
    for x in xs[1:]:
        order = side * t.order(x, best[0])
        if order > 0:
            best = [x]
        elif order == 0:
            best.append(x)
    if len(best) == 1:
        return t.copy(best[0])
    share = t.const(1 / len(best), 0.0)
    total = t.sum([t.mul(share, x) for x in best])
    t.v[total] = t.v[best[0]]
    return t.copy(total)


def argmax(t, xs):
    best = 0
    for i in range(1, len(xs)):
        if t.order(xs[i], xs[best]) > 0:
            best = i
    return t.const(float(best))


def variance(t, xs):
    n = t.const(float(len(xs)))
    middle = t.div(t.sum(xs), n)
    return t.div(t.sum([t.mul(t.sub(x, middle), t.sub(x, middle)) for x in xs]), n)


def product(t, xs):
    total = t.one
    for x in xs:
        total = t.mul(total, x)
    return total


REDUCE = {
    'sum': lambda t, xs: t.sum(xs),
    'mean': lambda t, xs: t.div(t.sum(xs), t.const(float(len(xs)))),
    'max_of': greatest,
    'min_of': lambda t, xs: greatest(t, xs, -1),
    'prod': product,
    'variance': variance,
    'logsumexp': logsumexp,
    'argmax': argmax,
    'norm': lambda t, xs: t.un('sqrt', t.sum([t.mul(x, x) for x in xs])),
    'squared_norm': lambda t, xs: t.sum([t.mul(x, x) for x in xs]),
}


def chosen(t, scores, target, shape):
    if len(target) == len(scores) and shape != ():
        return target
    return [t.const(1.0 if t.v[target[0]] == i else 0.0) for i in range(len(scores))]


def arrays(t, node, args):
    """The entries of a node for one sample."""
    op, attr = node.op, node.attr
    shapes = [a.shape for a in node.args]
    if op in ELEMENTWISE:
        function = ELEMENTWISE[op]
        return [function(t, *xs) for xs in zip(*widened(node.shape, args, shapes))]
    if op in REDUCE:
        if not attr:
            return [REDUCE[op](t, args[0])]
        return [REDUCE[op](t, [args[0][i] for i in group])
                for group in groups(shapes[0], attr[0])]
    if op in MEAN_LOSSES:
        shape = common(shapes)
        wide = widened(shape, args, shapes)
        return [t.div(t.sum([MEAN_LOSSES[op](t, *xs) for xs in zip(*wide)]),
                      t.const(float(size(shape))))]
    return STRUCTURE[op](t, node, shapes, args)


def matmul(t, node, shapes, args):
    m, k = shapes[0]
    n = shapes[1][1] if len(shapes[1]) == 2 else 1
    return [t.sum([t.mul(args[0][i * k + p], args[1][p * n + j]) for p in range(k)])
            for i in range(m) for j in range(n)]


def along(function):
    def value(t, node, shapes, args):
        if not node.attr:
            return function(t, args[0])
        result = [None] * len(args[0])
        for group in groups(shapes[0], node.attr[0]):
            for place, entry in zip(group, function(t, [args[0][i] for i in group])):
                result[place] = entry
        return result
    return value


def gathered(place_of):
    """A rearrangement: the operand's flat place for each place of the result."""
    def value(t, node, shapes, args):
        return [args[0][place_of(index, node.attr, shapes[0])] for index in places(node.shape)]
    return value


def broadcast_place(index, attr, shape):
    tail = index[len(index) - len(shape):]
    return flat(tuple(0 if e == 1 else i for i, e in zip(tail, shape)), shape)


def permuted_place(index, attr, shape):
    source = [0] * len(shape)
    for i, axis in enumerate(attr):
        source[axis] = index[i]
    return flat(tuple(source), shape)


def concat(t, node, shapes, args):
    axis, result = node.attr[0], []
    for index in places(node.shape):
        k, at = 0, index[axis]
        while at >= shapes[k][axis]:
            at -= shapes[k][axis]
            k += 1
        result.append(args[k][flat(index[:axis] + (at,) + index[axis + 1:], shapes[k])])
    return result


def stack(t, node, shapes, args):
    axis = node.attr[0]
    return [args[i[axis]][flat(i[:axis] + i[axis + 1:], shapes[0])] for i in places(node.shape)]


def diag(t, node, shapes, args):
    if len(shapes[0]) == 2:
        return [args[0][i * shapes[0][0] + i] for i in range(shapes[0][0])]
    n = shapes[0][0]
    return [args[0][i] if i == j else t.zero for i in range(n) for j in range(n)]


def lower_triangle(t, node, shapes, args):
    strict = 1 if node.attr[0] else 0
    result = []
    for index in places(node.shape):
        i, j = index[-2], index[-1]
        if j > i - strict:
            result.append(t.zero)
            continue
        packed = i * (i + 1) // 2 + j if not strict else i * (i - 1) // 2 + j
        result.append(args[0][flat(index[:-2] + (packed,), shapes[0])])
    return result


def prelu(t, node, shapes, args):
    per = size(shapes[0]) // max(1, len(args[1]))
    return [leaky(t, x, args[1][i // per]) for i, x in enumerate(args[0])]


def negative_log_likelihood(t, node, shapes, args):
    target = chosen(t, args[0], args[1], shapes[1])
    return [t.neg(t.sum([t.mul(y, l) for y, l in zip(target, args[0])]))]


def cross_entropy_with_logits(t, node, shapes, args):
    target = chosen(t, args[0], args[1], shapes[1])
    total = logsumexp(t, args[0])
    return [t.sum([t.mul(y, t.sub(total, z)) for y, z in zip(target, args[0])])]


def penalty(t, node, shapes, args):
    absolute_sum = t.sum([absolute(t, x) for x in args[0]]) if node.op != 'l2_penalty' else None
    squares = t.mul(t.const(0.5), t.sum([t.mul(x, x) for x in args[0]]))
    if node.op == 'l1_penalty':
        return [t.mul(args[1][0], absolute_sum)]
    if node.op == 'l2_penalty':
        return [t.mul(args[1][0], squares)]
    return [t.add(t.mul(args[1][0], absolute_sum), t.mul(args[2][0], squares))]


def smoothed(t, node, shapes, args):
    epsilon = args[1][0] if len(args) > 1 else t.const(0.1)
    share = t.div(epsilon, t.const(float(len(args[0]))))
    return [t.add(t.mul(t.sub(t.one, epsilon), y), share) for y in args[0]]


def one_hot(t, node, shapes, args):
    return [t.const(1.0 if t.order(args[0][0], t.const(float(i))) == 0 else 0.0)
            for i in range(node.shape[0])]


STRUCTURE = {
    'matmul': matmul,
    'outer': lambda t, n, s, a: [t.mul(x, y) for x in a[0] for y in a[1]],
    'dot': lambda t, n, s, a: [t.sum([t.mul(x, y) for x, y in zip(*widened(common(s), a, s))])],
    'transpose': lambda t, n, s, a: a[0] if len(s[0]) == 1 else [
        a[0][i * s[0][1] + j] for j in range(s[0][1]) for i in range(s[0][0])],
    'reshape': lambda t, n, s, a: a[0],
    'flatten': lambda t, n, s, a: a[0],
    'slice': gathered(lambda i, at, s: flat(
        i[:at[0]] + (at[1] + i[at[0]] * at[3],) + i[at[0] + 1:], s)),
    'at': gathered(lambda i, at, s: flat(at + i, s)),
    'row': gathered(lambda i, at, s: flat(at + i, s)),
    'column': gathered(lambda i, at, s: flat(i[:1] + at + i[1:], s)),
    'concat': concat,
    'stack': stack,
    'repeat': gathered(lambda i, at, s: flat(i[:at[0]] + i[at[0] + 1:], s)),
    'broadcast_to': gathered(broadcast_place),
    'permute': gathered(permuted_place),
    'diag': diag,
    'trace': lambda t, n, s, a: [t.sum([a[0][i * s[0][0] + i] for i in range(s[0][0])])],
    'lower_triangle': lower_triangle,
    'positions': lambda t, n, s, a: [t.const(float(i)) for i in range(n.shape[0])],
    'one_hot': one_hot,
    'softmax': along(softmax),
    'softmin': along(lambda t, xs: softmax(t, [t.neg(x) for x in xs])),
    'log_softmax': along(lambda t, xs: [t.sub(x, logsumexp(t, xs)) for x in xs]),
    'glu': lambda t, n, s, a: [t.mul(x, t.un('sigmoid', y)) for x, y in zip(
        a[0][:s[0][0] // 2], a[0][s[0][0] // 2:])],
    'prelu': prelu,
    'cross_entropy': lambda t, n, s, a: [t.neg(t.sum([
        t.mul(y, t.un('log', p)) for p, y in zip(*a)]))],
    'kl_divergence': lambda t, n, s, a: [t.sum([
        t.mul(p, t.un('log', t.div(p, q))) if kinked(t, p, 0.0) > 0 else t.mul(p, t.neg(
            t.un('log', q))) for p, q in zip(*a)])],
    'cross_entropy_with_logits': cross_entropy_with_logits,
    'negative_log_likelihood': negative_log_likelihood,
    'l1_penalty': penalty, 'l2_penalty': penalty, 'elastic_penalty': penalty,
    'label_smoothing': smoothed,
}


class Interpreter:
    """Values of nodes for some leaves' numbers: for each sample, or once for all of them.

    `numbers` maps a leaf to a list of samples, each a list of numbers; `batched` are the leaves
    that have one value per sample. `frozen` are values that stop_gradient takes instead of its
    operand's, for differences.
    """

    def __init__(self, numbers, batched, samples, frozen=None, limit=400000):
        self.numbers, self.samples = numbers, samples
        self.per_sample = {leaf: leaf in batched for leaf in numbers}
        self.tape = Tape(limit)
        self.values = {}
        self.frozen = frozen
        self.stopped = {}

    def batched(self, node):
        known = self.per_sample.get(node)
        if known is None:
            if node.op in BATCH or node.op == 'number_of_samples':
                known = False
            elif node.op in ('grad', 'vjp', 'jacobian'):
                known = self.batched(node.args[1])
            elif node.op == 'jvp':
                known = self.batched(node.args[0])
            else:
                known = any([self.batched(a) for a in node.args])
            self.per_sample[node] = known
        return known

    def __call__(self, node):
        """The entries of a node: a list of samples of lists."""
        for each in closure([node]):
            if each not in self.values:
                self.values[each] = self.evaluated(each)
        return self.values[node]

    def evaluated(self, node):
        t, mark = self.tape, len(self.tape.v)
        result = self.found(node)
        # Each element of a value is an entry of its own, for somebody may differentiate by it.
        seen = set()
        for sample in result:
            for k, entry in enumerate(sample):
                constant = t.op[entry] == 'const' and node.op != 'literal'
                if entry < mark or entry in seen or constant:
                    sample[k] = t.copy(entry)
                seen.add(entry)
        return result

    def found(self, node):
        t, op = self.tape, node.op
        per_sample = self.batched(node)
        count = self.samples if per_sample else 1
        if op == 'literal':
            return [[t.const(float(node.attr[0]))]]
        if op == 'leaf':
            return [[t.put('leaf', -1, -1, x, 0.0) for x in sample]
                    for sample in self.numbers[node]]
        if op == 'number_of_samples':
            return [[t.const(float(self.samples))]]
        args = [self.values[a] for a in node.args]
        if op == 'grad':
            return self.reverse(args[0], args[1], [[t.one]] * len(args[0]))
        if op == 'vjp':
            if self.batched(node.args[2]) and not self.batched(node.args[0]):
                raise Undefined('cotangent per sample')
            return self.reverse(args[0], args[1], self.spread(args[2], len(args[0])))
        if op == 'jvp':
            return self.forwards(node, args)
        if op == 'jacobian':
            columns = [[] for _ in args[1]]
            for i in range(len(args[0][0])):
                unit = [t.one if j == i else t.zero for j in range(len(args[0][0]))]
                for all_of, row in zip(columns, self.reverse(args[0], args[1],
                                                             [unit] * len(args[0]))):
                    all_of.extend(row)
            return columns
        if op in BATCH:
            samples = self.spread(args[0], self.samples)
            if op == 'batch_max' and len(args[0]) == 1:
                return [list(args[0][0])]
            together = list(zip(*samples))
            if op == 'batch_max':
                return [[greatest(t, list(xs)) for xs in together]]
            sums = [t.sum(xs) for xs in together]
            if op == 'batch_mean':
                sums = [t.div(x, t.const(float(self.samples))) for x in sums]
            return [sums]
        if op == 'stop_gradient':
            return self.stop(node, args[0])
        if op == 'with_gradient':
            return [self.declared(node, [a[s if len(a) > 1 else 0] for a in args])
                    for s in range(count)]
        return [list(arrays(t, node, [a[s if len(a) > 1 else 0] for a in args]))
                for s in range(count)]

    @staticmethod
    def spread(samples, count):
        return samples if len(samples) == count else samples * count

    def reverse(self, value, variable, cotangents):
        seeds = {}
        for sample, along in zip(value, cotangents):
            for entry, seed in zip(sample, along):
                seeds[entry] = seed
        flat_variable = [entry for sample in variable for entry in sample]
        adjoints = self.tape.backward(seeds, flat_variable)
        n = len(variable[0])
        return [adjoints[i:i + n] for i in range(0, len(adjoints), n)]

    def forwards(self, node, args):
        value, variable, tangent = args
        if self.batched(node.args[2]) and not self.batched(node.args[1]):
            raise Undefined('tangent per sample')
        along = {}
        for sample, direction in zip(variable, self.spread(tangent, len(variable))):
            along.update(zip(sample, direction))
        n = len(value[0])
        found = self.tape.forward(along, [entry for sample in value for entry in sample])
        return [found[i:i + n] for i in range(0, len(found), n)]

    def stop(self, node, samples):
        t = self.tape
        self.stopped[node] = [[t.v[x] for x in sample] for sample in samples]
        if self.frozen is not None:
            return [[t.const(v, 0.0) for v in sample] for sample in self.frozen[node]]
        return [[t.put('const', -1, -1, t.v[x], t.e[x]) for x in sample] for sample in samples]

    def declared(self, node, args):
        t = self.tape
        value = [t.put('const', -1, -1, t.v[x], t.e[x]) for x in args[0]]

        def slope(variable, along, base):
            return t.put('declared', variable, along, t.v[base] if base is not None else 0.0,
                         t.e[base] if base is not None else 0.0)

        if node.args[0].shape == node.args[1].shape:
            return [slope(x, s, v) for x, s, v in zip(args[1], args[2], value)]
        total = value[0]
        for x, s in zip(args[1], args[2]):
            total = t.add(total, slope(x, s, None))
        return [total]

    def numbers_of(self, node):
        """Values and bounds of a node, flat; all samples one after the other."""
        t = self.tape
        entries = [e for sample in self(node) for e in sample]
        return [t.v[e] for e in entries], [t.e[e] for e in entries]
