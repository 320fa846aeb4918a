# SPDX-License-Identifier: BSL-1.0
"""Random programs: well-typed expressions, numbers for their symbols, and what they must yield.

A program grows from its symbols upwards, and every new node is evaluated at once; what is not
finite, ill-conditioned or near a kink is dropped. So operations with small domains meet operands
that happen to lie in them.
"""

import math
import random

import expressions as ex
from expressions import IllTyped, closure, leaf, literal, make, size
from interpreter import Interpreter, Undefined


class Program:
    """Outputs, numbers for their leaves, and the number of samples (0: no batch)."""

    def __init__(self, name, outputs, numbers, batched, samples, scalar='double',
                 gradient_of=None, constant=False, seed=0):
        self.name, self.outputs, self.gradient_of = name, outputs, gradient_of
        self.numbers, self.batched, self.samples = numbers, batched, samples
        self.scalar, self.constant, self.seed = scalar, constant, seed

    def replaced(self, **changes):
        fields = dict(vars(self))
        fields.update(changes)
        return Program(**fields)

    def roots(self):
        return self.outputs + ([self.gradient_of] if self.gradient_of else [])

    def leaves(self):
        return [n for n in closure(self.roots()) if n.op == 'leaf']

    def parameters(self):
        """Those of `gradient_of`, whose gradients it stands for."""
        return [n for n in closure([self.gradient_of])
                if n.op == 'leaf' and n.attr[0] == 'param'] if self.gradient_of else []

    def all_outputs(self):
        """What is compared: each an expression."""
        return self.outputs + [make('grad', (self.gradient_of, p)) for p in self.parameters()]


class Expected:
    """What a program must yield: for each output its numbers and how exact they are."""

    def __init__(self, program, frozen=None, limit=400000):
        leaves = {n: program.numbers[n] for n in program.leaves()}
        batched = {n for n in program.batched if n in leaves}
        self.interpreter = Interpreter(leaves, batched, max(1, program.samples), frozen, limit)
        self.outputs = [self.interpreter.numbers_of(n) for n in program.all_outputs()]
        self.per_sample = [self.interpreter.batched(n) for n in program.all_outputs()]

    def check_conditioned(self, scalar):
        tape = self.interpreter.tape
        single = scalar == 'float'
        if tape.margin < (1e-3 if single else 1e-7):
            raise Undefined('kink')
        if single and tape.largest > 1e5:
            raise Undefined('large')
        for values, errors in self.outputs:
            scale = max(map(abs, values))
            if max(errors) > (1e-10 if single else 1e-7) * max(scale, 1e-6 if single else 1e-12):
                if scale > 0 or max(errors) > 1e-12:
                    raise Undefined('condition')


def expected(program, limit=400000):
    if program.samples and not any(n in program.batched for n in program.leaves()):
        raise Undefined('no batch')
    result = Expected(program, limit=limit)
    result.check_conditioned(program.scalar)
    return result


LITERALS = ['0.5', '2', '0.25', '1', '3', '1.5', '0.1', '0.3', '0.7', '1.25', '-0.5', '-1', '-2',
            '0', '4', '1e-1', '0.333']
FINITE = ['sin', 'cos', 'tanh', 'sigmoid', 'softplus', 'atan', 'erf', 'erfc', 'relu', 'gelu',
          'gelu_tanh', 'hardsigmoid', 'hardswish', 'log_sigmoid', 'mish', 'relu6', 'selu',
          'softsign', 'swish', 'silu', 'tanhshrink', 'abs', 'neg', 'exp', 'expm1', 'exp2', 'sinh',
          'cosh', 'stop_gradient']
FLAT = ['sign', 'floor', 'ceil', 'round', 'step']
BOUNDED = ['asin', 'acos']
POSITIVE = ['sqrt', 'log', 'log2', 'rsqrt', 'log1p', 'cbrt']


class Garden:
    """The expressions of one program while it grows."""

    def __init__(self, rng, samples):
        ex.forget()
        self.rng, self.samples = rng, samples
        self.dims = rng.sample([1, 2, 3, 4, 5, 7, 8], 2) + [rng.choice([2, 3, 5])]
        if samples > 20:
            self.dims = [d for d in self.dims if d < 5] or [2, 3]
        self.pool, self.numbers, self.batched = [], {}, set()
        self.plant()
        self.interpreter = Interpreter(self.numbers, self.batched, max(1, samples),
                                       limit=150000)

    # Symbols.

    def shape(self):
        while True:
            rank = self.rng.choices([0, 1, 2, 3], [3, 5, 4, 0.7 * (self.samples < 20)])[0]
            found = tuple(self.rng.choice(self.dims) for _ in range(rank))
            if size(found) <= 40:
                return found

    def plant(self):
        rng = self.rng
        count = rng.choice([1, 2, 2, 3, 3, 4])
        roles = [rng.choices(['input', 'param', 'distribution'], [5, 5, 1])[0]
                 for _ in range(count)]
        if 'param' not in roles and rng.random() < 0.7:
            roles.append('param')
        if self.samples and not any(r != 'param' for r in roles):
            roles.append('input')
        for k, role in enumerate(roles):
            shape = self.shape()
            if role == 'distribution':
                shape = (rng.choice(self.dims),)
            name = {'input': 'x', 'param': 'w', 'distribution': 'd'}[role] + str(k)
            node = leaf(role, name, shape)
            samples = 1
            if self.samples and role != 'param' and (not self.batched or rng.random() < 0.85):
                self.batched.add(node)
                samples = self.samples
            self.numbers[node] = [self.draw(role, size(shape)) for _ in range(samples)]
            self.pool.append(node)

    def draw(self, role, n):
        rng = self.rng
        if role == 'distribution':
            cuts = sorted(rng.randrange(1, 64) for _ in range(n - 1))
            return [(b - a) / 64 for a, b in zip([0] + cuts, cuts + [64])]
        if rng.random() < 0.04:
            return [rng.choice([-1.0, 0.0, 1.0, 0.5, 2.0]) for _ in range(n)]
        spread = rng.choice([1.0, 1.0, 2.0, 0.25])
        return [round(rng.uniform(-spread, spread) * 1024) / 1024 for _ in range(n)]

    # Choosing operands.

    def pick(self, fits=lambda n: True):
        found = [n for n in self.pool if fits(n)]
        if not found:
            raise IllTyped('none')
        # The last ones more often, so that programs become deep.
        weights = [1 + 3 * (i + 1) / len(found) for i in range(len(found))]
        return self.rng.choices(found, weights)[0]

    def some(self, *ranks):
        return self.pick(lambda n: len(n.shape) in ranks)

    def like(self, shape, scalars=True):
        """Something that goes with a shape elementwise."""
        rng = self.rng
        if scalars and rng.random() < 0.25:
            return literal(rng.choice(LITERALS))
        if rng.random() < 0.75 or not scalars:
            try:
                return self.pick(lambda n: n.shape == shape)
            except IllTyped:
                if not scalars:
                    raise
        if rng.random() < 0.4:
            return self.pick(lambda n: n.shape == ())
        return literal(rng.choice(LITERALS))

    def number(self, positive=False):
        if not positive and self.rng.random() < 0.3:
            try:
                return self.some(0)
            except IllTyped:
                pass
        return literal(self.rng.choice(['0.5', '0.25', '1.5', '0.1', '2', '1']))

    def values(self, node):
        return self.interpreter.numbers_of(node)[0]

    def positive(self, node):
        if self.rng.random() < 0.7 and min(self.values(node)) > 0.05:
            return node
        return self.rng.choice([
            lambda: make('add', (make('softplus', (node,)), literal('0.1'))),
            lambda: make('add', (make('mul', (node, node)), literal('0.5'))),
            lambda: make('exp', (make('tanh', (node,)),)),
            lambda: make('add', (make('sigmoid', (node,)), literal('0.25'))),
            lambda: make('sub', (literal('2'), make('sin', (node,)))),
            lambda: make('max', (node, literal('0.125'))),
            lambda: make('add', (make('abs', (node,)), literal('0.25')))])()

    def bounded(self, node):
        if self.rng.random() < 0.7 and max(map(abs, self.values(node))) < 0.9:
            return node
        return make('mul', (literal('0.9'), make(self.rng.choice(['tanh', 'sin']), (node,))))

    def probability(self, node):
        return make('sigmoid', (node,))

    def split(self, n):
        return self.rng.choice([(a, n // a) for a in range(1, n + 1) if n % a == 0])

    # Kinds of new nodes.

    def unary(self):
        op = self.rng.choices([FINITE, POSITIVE, BOUNDED, FLAT, ['tan']], [12, 4, 1, 1, 0.5])[0]
        op = self.rng.choice(op)
        node = self.some(0, 1, 2, 3)
        if op in POSITIVE and op != 'cbrt' and not (
                op == 'log1p' and min(self.values(node)) > -0.9):
            node = self.positive(node)
        if op in BOUNDED:
            node = self.bounded(node)
        return make(op, (node,))

    def numbered(self):
        op = self.rng.choice(list(ex.NUMBERED) + ['prelu'])
        node = self.some(0, 1, 2, 3)
        if op == 'prelu':
            return make(op, (node, self.pick(lambda n: n.op != 'literal' and (
                n.shape in ((), node.shape) or n.shape == node.shape[:1]))))
        count = self.rng.randint(1 if op == 'softplus_with' else 0, ex.NUMBERED[op])
        numbers = [self.number(op in ('celu', 'softplus_with', 'softshrink', 'hardshrink',
                                      'logistic'))
                   for _ in range(count)]
        if op in ('hardtanh', 'rrelu') and count == 2:
            numbers = [literal('-0.5'), literal('0.75')]
        if op in ('softshrink', 'hardshrink', 'threshold') and count:
            numbers[0] = literal(self.rng.choice(['0.25', '0.1']))
        return make(op, [node] + numbers)

    def vectorwise(self):
        node = self.some(1, 2, 3)
        if len(node.shape) == 1:
            return make(self.rng.choice(['softmax', 'softmin', 'log_softmax', 'glu']), (node,))
        return make('softmax', (node,), (self.rng.randrange(len(node.shape)),))

    def arithmetic(self):
        op = self.rng.choices(['add', 'sub', 'mul', 'div', 'max', 'min', 'pow', 'atan2'],
                              [5, 4, 6, 3, 1.5, 1.5, 1.2, 0.7])[0]
        a = self.some(0, 1, 2, 3)
        b = self.like(a.shape)
        if op == 'pow':
            if self.rng.random() < 0.5:
                return make(op, (a, literal(self.rng.choice(['2', '3', '1', '-1', '-2', '0.5'
                                                             ]))))
            return make(op, (self.positive(a), b))
        if op == 'div' and b.op != 'literal' and min(map(abs, self.values(b))) < 0.1:
            b = self.positive(b)
        pair = (a, b) if self.rng.random() < 0.6 or b.op == 'literal' and op == 'mul' else (b, a)
        return make(op, pair)

    def comparison(self):
        rng = self.rng
        a = self.some(0, 1, 2)
        b = self.like(a.shape)
        condition = make(rng.choice(['>', '<', '>=', '<=', 'greater', 'less', 'greater_equal',
                                     'less_equal', 'equal', 'not_equal']),
                         (a, b) if rng.random() < 0.7 else (b, a))
        if rng.random() < 0.15:
            return condition
        shape = condition.shape
        if rng.random() < 0.15:
            condition = self.like(shape)
        return make('where', (condition, self.like(a.shape), self.like(a.shape)))

    def clamp(self):
        a = self.some(0, 1, 2, 3)
        if self.rng.random() < 0.5:
            return make('clamp', (a, literal('-0.5'), literal('0.75')))
        low = self.like(a.shape)
        return make('clamp', (a, low, make('add', (low, literal('0.5')))))

    def product(self):
        rng = self.rng
        kind = rng.randrange(6)
        if kind == 0:
            return make('outer', (self.some(1), self.some(1)))
        if kind == 1:
            a = self.some(1, 2, 3)
            return make('dot', (a, self.like(a.shape, False)))
        if kind == 2:
            return make('transpose', (self.some(1, 2),))
        a = self.some(2)
        if rng.random() < 0.3:
            a = make('transpose', (a,))
        k = a.shape[1]
        b = self.pick(lambda n: len(n.shape) in (1, 2) and n.shape and k in (
            n.shape[0], n.shape[-1]))
        if b.shape[0] != k:
            b = make('transpose', (b,))
        return make('matmul', (a, b))

    def structure(self):
        rng = self.rng
        kind = rng.choice(['reshape', 'flatten', 'slice', 'at', 'row', 'column', 'concat',
                           'stack', 'repeat', 'broadcast_to', 'permute', 'diag', 'trace',
                           'lower_triangle', 'positions', 'one_hot', 'slice', 'concat'])
        if kind == 'positions':
            return make('positions', (), (rng.choice(self.dims),))
        if kind == 'one_hot':
            source = literal(rng.choice(['0', '1', '2'])) if rng.random() < 0.5 else make(
                'argmax', (self.some(1, 2),))
            return make('one_hot', (source,), (rng.choice(self.dims),))
        if kind == 'diag':
            return make(kind, (self.pick(lambda n: len(n.shape) == 1 or (
                len(n.shape) == 2 and n.shape[0] == n.shape[1])),))
        if kind == 'trace':
            return make(kind, (self.pick(
                lambda n: len(n.shape) == 2 and n.shape[0] == n.shape[1]),))
        if kind == 'lower_triangle':
            strict = rng.random() < 0.4
            return make(kind, (self.pick(lambda n: n.shape and ex.rows_of_triangle(
                n.shape[-1], strict)),), (strict,))
        node = self.some(0, 1, 2, 3) if kind in ('repeat', 'broadcast_to', 'stack') else (
            self.some(1, 2, 3))
        shape = node.shape
        if kind == 'flatten':
            return make(kind, (node,))
        if kind == 'reshape':
            a, b = self.split(size(shape))
            options = [(a, b), (b, a), (size(shape),)]
            c, d = self.split(b)
            options.append((a, c, d))
            return make(kind, (node,), rng.choice(options))
        if kind == 'slice':
            axis = rng.randrange(len(shape))
            first = rng.randrange(shape[axis])
            last = rng.randint(first + 1, shape[axis])
            return make(kind, (node,), (axis, first, last, rng.choice([1, 1, 2, 3])))
        if kind == 'at':
            count = rng.randint(1, len(shape))
            return make(kind, (node,), tuple(rng.randrange(e) for e in shape[:count]))
        if kind == 'row':
            return make(kind, (node,), (rng.randrange(shape[0]),))
        if kind == 'column':
            node = self.some(2, 3)
            return make(kind, (node,), (rng.randrange(node.shape[1]),))
        if kind == 'concat':
            axis = rng.randrange(len(shape))
            parts = [self.pick(lambda n: len(n.shape) == len(shape) and all(
                a == b for i, (a, b) in enumerate(zip(n.shape, shape)) if i != axis))
                for _ in range(rng.choice([1, 1, 2]))]
            return make(kind, [node] + parts, (axis,))
        if kind == 'stack':
            parts = [self.pick(lambda n: n.shape == shape) for _ in range(rng.choice([1, 1, 2]))]
            return make(kind, [node] + parts, (rng.randint(0, len(shape)),))
        if kind == 'repeat':
            return make(kind, (node,), (rng.randint(0, len(shape)), rng.choice(self.dims)))
        if kind == 'broadcast_to':
            widened = tuple(rng.choice(self.dims) if e == 1 else e for e in shape)
            more = rng.randint(0, 1) if widened != shape else 1
            return make(kind, (node,), tuple(rng.choice(self.dims) for _ in range(more))
                        + widened)
        order = list(range(len(shape)))
        rng.shuffle(order)
        return make('permute', (node,), tuple(order))

    def reduction(self):
        node = self.some(0, 1, 2, 3)
        op = self.rng.choices(ex.REDUCTIONS + ex.WHOLE,
                              [4, 3, 2, 2, 1.5, 1.5, 2, 0.3, 1, 1])[0]
        if op in ex.REDUCTIONS and node.shape and self.rng.random() < 0.5:
            return make(op, (node,), (self.rng.randrange(len(node.shape)),))
        return make(op, (node,))

    def loss(self):
        rng = self.rng
        a = self.some(0, 1, 2)
        op = rng.choice(ex.LOSSES + ex.CLASS_LOSSES + ex.PENALTIES + [
            'elastic_penalty', 'label_smoothing'])
        if op in ex.PENALTIES:
            return make(op, (a, self.number()))
        if op == 'elastic_penalty':
            return make(op, (a, self.number(), self.number()))
        if op == 'label_smoothing':
            v = self.some(1)
            return make(op, (v,) if rng.random() < 0.5 else (v, literal('0.25')))
        if op in ex.CLASS_LOSSES:
            v = self.some(1)
            target = literal(rng.choice(['0', '1', '2'])) if rng.random() < 0.3 else (
                self.like(v.shape, False))
            if op == 'negative_log_likelihood' and rng.random() < 0.7:
                return make(op, (make('log_softmax', (v,)), target))
            return make(op, (v, target))
        if op == 'cross_entropy':
            v = self.some(1)
            return make(op, (make('softmax', (v,)) if rng.random() < 0.7 else self.positive(v),
                             self.like(v.shape, False)))
        b = self.like(a.shape)
        if op == 'binary_cross_entropy':
            return make(op, (self.probability(a), b))
        if op == 'poisson':
            return make(op, (self.positive(a), b))
        if op == 'kl_divergence':
            b = self.like(a.shape, False)
            return make(op, (self.positive(a), self.positive(b)))
        if op == 'huber' and rng.random() < 0.5:
            return make(op, (a, b, literal('0.25')))
        return make(op, (a, b))

    def bait(self):
        """What the simplifier has rules for."""
        a = self.some(0, 1, 2)
        b = self.like(a.shape)

        def matrices():
            m = self.some(2)
            n = self.pick(lambda x: len(x.shape) == 2 and x.shape[0] == m.shape[1])
            return make('transpose', (make('matmul', (m, n)),))

        def scaled():
            s = self.some(0)
            return make(self.rng.choice(['sum', 'mean']), (make('mul', (s, self.some(1, 2))),))

        def centred():
            d = self.pick(lambda n: n.op in ('softmax',) or n.op == 'leaf'
                          and n.attr[0] == 'distribution')
            x = self.like(d.shape, False)
            s = self.some(0)
            return make('dot', (d, make(self.rng.choice(['sub', 'add']), (x, s))))

        return self.rng.choice([
            lambda: make('log', (make('exp', (a,)),)),
            lambda: make('exp', (make('log', (self.positive(a),)),)),
            lambda: make('log', (make('softmax', (self.some(1),)),)),
            lambda: make('sub', (a, a)),
            lambda: make('add', (a, a)),
            lambda: make('div', (make('mul', (a, self.positive(b))), self.positive(b))),
            lambda: make('mul', (a, make('div', (b, self.positive(a))))),
            lambda: make('neg', (make('neg', (a,)),)),
            lambda: make('neg', (make('sub', (a, b)),)),
            lambda: make('sub', (a, make('neg', (make('tanh', (a,)),)))),
            lambda: make('mul', (make('neg', (a,)), b)),
            lambda: make('mul', (literal('2'), make('mul', (literal('3'), a)))),
            lambda: make('mul', (a, literal('0'))),
            lambda: make('mul', (a, literal('1'))),
            lambda: make('pow', (a, literal('2'))),
            lambda: make('pow', (make('pow', (self.positive(a), literal('0.5'))), b)),
            lambda: make('mul', (make('exp', (a,)), make('exp', (self.some(0),)))),
            lambda: make('sqrt', (make('mul', (a, a)),)),
            lambda: make('transpose', (make('transpose', (self.some(1, 2),)),)),
            lambda: make('sum', (make('neg', (a,)),)),
            lambda: make('sum', (make('softmax', (self.some(1),)),)),
            lambda: make('sum', (make('repeat', (a,), (0, 3)),)),
            lambda: make('sum', (make('repeat', (a,), (0, 3)),), (0,)),
            matrices, scaled, centred])()

    def over_batch(self):
        op = self.rng.choice(ex.BATCH)
        node = self.some(0, 1, 2)
        reduced = make(op, (node,))
        return reduced if self.rng.random() < 0.5 else make('sub', (node, reduced))

    def derivative(self):
        rng = self.rng
        kind = rng.choice(['grad', 'grad', 'grad', 'jvp', 'vjp', 'jacobian', 'hvp',
                           'with_gradient'])
        variable = self.variable()
        if kind == 'with_gradient':
            value = self.pick(lambda n: n.shape in ((), variable.shape))
            return make(kind, (value, variable, self.like(variable.shape, False)))
        value = self.some(0) if kind in ('grad', 'hvp') else self.some(0, 1, 2)
        if not any(variable in closure([n]) for n in [value]) and rng.random() < 0.9:
            value = self.pick(lambda n: variable in closure([n]) and n is not variable
                              and (n.shape == () or kind not in ('grad', 'hvp')))
        self.definite(value, variable)
        if kind == 'grad':
            return make(kind, (value, variable))
        if kind == 'jvp':
            return make(kind, (value, variable, self.like(variable.shape, False)))
        if kind == 'vjp':
            return make(kind, (value, variable, self.like(value.shape, False)))
        if kind == 'jacobian':
            ex.need(size(value.shape) * size(variable.shape) <= 64)
            return make(kind, (value, variable))
        slope = make('grad', (value, variable))
        self.definite(slope, variable)
        return make('jvp', (slope, variable, self.like(variable.shape, False)))

    def variable(self):
        return self.pick(lambda n: ex.is_variable(n) and n.op != 'stop_gradient' and (
            n.op != 'leaf' or n.attr[0] != 'distribution'))

    def definite(self, value, variable):
        ex.need(ex.derivative_is_definite(value, variable))
        # The variables of inner derivatives count for outer ones.
        for node in closure([value]):
            if node.op in ex.DERIVATIVES:
                ex.need(ex.derivative_is_definite(node.args[0], node.args[1]))

    KINDS = [('unary', 10), ('numbered', 3), ('vectorwise', 2), ('arithmetic', 12),
             ('comparison', 2), ('clamp', 0.7), ('product', 7), ('structure', 7),
             ('reduction', 5), ('loss', 1.5), ('bait', 2), ('derivative', 2.5)]

    def grow(self):
        """One more node, if what was tried works."""
        names, weights = zip(*(self.KINDS + ([('over_batch', 1.5)] if self.samples else [])))
        try:
            node = getattr(self, self.rng.choices(names, weights)[0])()
            return self.keep(node)
        except (IllTyped, Undefined, IndexError):
            return False

    def keep(self, node):
        if node in self.pool or size(node.shape) > 64 or len(node.shape) > 4:
            return False
        if node.op == 'literal':
            return False
        margin, largest = self.interpreter.tape.margin, self.interpreter.tape.largest
        try:
            values, errors = self.interpreter.numbers_of(node)
            if max(map(abs, values)) > 50 or max(errors) > 1e-11:
                raise Undefined('large')
            if self.interpreter.tape.margin < 1e-5:
                raise Undefined('kink')
        except (Undefined, OverflowError, ZeroDivisionError, ValueError):
            self.interpreter.tape.margin = margin
            self.interpreter.tape.largest = largest
            return False
        self.pool.append(node)
        return True

    def loss_of(self, most):
        """A scalar of what nothing uses yet."""
        rng = self.rng
        used = {a for n in self.pool for a in n.args}
        free = [n for n in self.pool if n not in used and n.op != 'leaf'] or self.pool[-1:]
        if len(free) > most:
            free = free[-2:] + rng.sample(free[:-2], most - 2)
        terms = []
        for node in free:
            if node.shape == ():
                terms.append(node)
                continue
            if rng.random() < 0.4:
                node = make(rng.choice(['tanh', 'sin', 'sigmoid', 'softplus']), (node,))
            terms.append(make(rng.choice(['sum', 'mean', 'squared_norm', 'logsumexp', 'norm',
                                          'variance', 'sum', 'mean']), (node,)))
        total = terms[0]
        for term in terms[1:]:
            total = make(rng.choice(['add', 'add', 'sub', 'mul']), (total, term))
        return total


def grown(seed, number, scale=1):
    """Program `number` of a seed, `scale` times as large as usual."""
    rng = random.Random(seed * 1000003 + number)
    while True:
        program = attempt(rng, seed, number, scale)
        if program is not None:
            return program


def attempt(rng, seed, number, scale):
    samples = rng.choices([0, 1, 3, 5, 67, 300], [60, 4, 10, 12, 10, 2])[0]
    garden = Garden(rng, samples)
    wanted = rng.choice([3, 4, 5, 6, 8, 10, 13, 17] if samples < 20 else [2, 3, 5, 7])
    wanted *= scale
    for _ in range(6 * wanted):
        if len(garden.pool) - len(garden.numbers) >= wanted:
            break
        garden.grow()
    try:
        return chosen(garden, rng, seed, number, scale)
    except (IllTyped, Undefined, OverflowError, ZeroDivisionError, ValueError, IndexError):
        return None


def chosen(garden, rng, seed, number, scale):
    """The outputs of a program: a loss, its gradients, and more."""
    loss = garden.loss_of(4 * scale)
    if garden.samples:
        if garden.interpreter.batched(loss) and rng.random() < 0.75:
            loss = make(rng.choice(['batch_mean', 'batch_mean', 'batch_sum']), (loss,))
    inside = closure([loss])
    leaves = [n for n in inside if n.op == 'leaf']
    ex.need(leaves and loss.op != 'leaf')
    outputs = [loss]
    gradient_of = None
    if any(n.attr[0] == 'param' for n in leaves) and rng.random() < 0.6:
        gradient_of = loss
    for n in leaves:
        if n.attr[0] == 'input' or (n.attr[0] == 'param' and not gradient_of):
            outputs.append(make('grad', (loss, n)))
    garden.definite(loss, leaves[0] if leaves[0].attr[0] != 'distribution' else loss)
    more = rng.random()
    values = [n for n in inside if n.op not in ('leaf', 'literal')]
    if more < 0.25:
        outputs.append(rng.choice(values))
    elif more < 0.4:
        h = rng.choice(values)
        if ex.derivative_is_definite(loss, h) and ex.is_variable(h):
            outputs.append(make('grad', (loss, h)))
    elif more < 0.5:
        v, n = rng.choice(leaves), rng.choice(values)
        if v.attr[0] != 'distribution' and size(n.shape) * size(v.shape) <= 100:
            outputs.append(make('jacobian', (n, v)))
    elif more < 0.6:
        v = rng.choice(leaves)
        if v.attr[0] != 'distribution' and size(v.shape) <= 8:
            outputs.append(make('jacobian', (make('grad', (loss, v)), v)))
    outputs = list(dict.fromkeys(outputs))
    program = Program(f'{seed}_{number}', outputs, {n: garden.numbers[n] for n in garden.numbers},
                      garden.batched, garden.samples, gradient_of=gradient_of, seed=seed)
    if garden.samples and not any(n in garden.batched for n in program.leaves()):
        return None
    result = expected(program)
    if rng.random() < 0.25:
        single = program.replaced(scalar='float')
        try:
            expected(single)
            program = single
        except Undefined:
            pass
    tape = len(result.interpreter.tape.v)
    if not garden.samples and program.scalar == 'double' and tape < 400:
        program.constant = rng.random() < 0.5
    return program
