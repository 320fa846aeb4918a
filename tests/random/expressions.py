# SPDX-License-Identifier: BSL-1.0
"""Expressions as etch's users write them: nodes, their shapes, and their spelling in C++.

A node is an operation, operands, and attributes (what stands in angle brackets, a leaf's name).
Equal nodes are one object, as equal expressions are one type.
"""


class IllTyped(Exception):
    """An expression that does not compile, and should not."""


# What an operation needs of its operands' shapes, and how it is spelled.
UNARY = """sqrt exp log log1p log2 exp2 expm1 sin cos tan asin acos atan sinh cosh tanh sigmoid
softplus erf erfc cbrt rsqrt abs sign floor ceil round step relu gelu gelu_tanh hardsigmoid
hardswish log_sigmoid mish relu6 selu softsign swish silu tanhshrink stop_gradient""".split()
# With so many numbers after the operand, at most.
NUMBERED = {'celu': 1, 'elu': 1, 'hardshrink': 1, 'hardtanh': 2, 'leaky_relu': 1, 'logistic': 3,
            'rrelu': 2, 'softshrink': 1, 'threshold': 2, 'softplus_with': 1}
VECTORWISE = ['softmax', 'softmin', 'log_softmax']
INFIX = {'add': '+', 'sub': '-', 'div': '/', '>': '>', '<': '<', '>=': '>=', '<=': '<='}
BINARY = """max min pow atan2 greater less greater_equal less_equal equal not_equal""".split()
# Losses of two operands; the second set takes a number as well.
LOSSES = """mean_squared_error mean_absolute_error binary_cross_entropy
binary_cross_entropy_with_logits hinge huber log_cosh poisson poisson_with_log_rate
kl_divergence cross_entropy""".split()
CLASS_LOSSES = ['cross_entropy_with_logits', 'negative_log_likelihood']
PENALTIES = ['l1_penalty', 'l2_penalty']
REDUCTIONS = ['sum', 'mean', 'max_of', 'min_of', 'prod', 'variance', 'logsumexp', 'argmax']
WHOLE = ['norm', 'squared_norm']
BATCH = ['batch_sum', 'batch_mean', 'batch_max']
COMMUTATIVE = {'add', 'mul', 'equal', 'not_equal'}
DERIVATIVES = {'grad', 'jvp', 'vjp', 'jacobian'}
# What the library makes of several nodes, by functions on expressions.
COMPOSITE = (set(NUMBERED) | set(LOSSES) | set(CLASS_LOSSES) | set(PENALTIES) |
             {'mean', 'min_of', 'prod', 'variance', 'squared_norm', 'argmax', 'softmin',
              'log_softmax', 'glu', 'prelu', 'dot', 'relu', 'gelu', 'gelu_tanh', 'hardsigmoid',
              'hardswish', 'log_sigmoid', 'mish', 'relu6', 'selu', 'softsign', 'swish', 'silu',
              'tanhshrink', 'at', 'row', 'column', 'stack', 'broadcast_to', 'concat', 'trace',
              'elastic_penalty', 'label_smoothing', 'batch_mean', 'one_hot', 'variance_along'})


class Node:
    __slots__ = ('op', 'args', 'attr', 'shape', 'place')

    def __repr__(self):
        return spelled([self])[1][0]


_known = {}


def forget():
    """Starts a new program: places are counted from 0 again."""
    _known.clear()


def make(op, args=(), attr=()):
    args = tuple(args)
    ordered = tuple(sorted(args, key=lambda n: n.place)) if op in COMMUTATIVE else args
    key = (op, ordered, attr)
    node = _known.get(key)
    if node is None:
        node = Node()
        node.op, node.args, node.attr = op, args, attr
        node.shape = shape_of(op, args, attr)
        node.place = len(_known)
        if size(node.shape) > 4096:
            raise IllTyped('large')
        _known[key] = node
    return node


def literal(text):
    """A number; `text` is a decimal literal, perhaps with a sign."""
    return make('literal', (), (text,))


def leaf(role, name, shape):
    return make('leaf', (), (role, name, tuple(shape)))


def size(shape):
    n = 1
    for extent in shape:
        n *= extent
    return n


def need(condition):
    if not condition:
        raise IllTyped()


def common(*shapes):
    found = ()
    for shape in shapes:
        if shape != ():
            need(found in ((), shape))
            found = shape
    return found


def shape_of(op, args, attr):
    s = [a.shape for a in args]
    if op == 'literal':
        return ()
    if op == 'leaf':
        return attr[2]
    if op in ('number_of_samples',):
        return ()
    if op == 'positions':
        return attr
    if op in UNARY or op in BATCH or op == 'neg':
        return s[0]
    if op in NUMBERED:
        need(1 <= len(s) <= NUMBERED[op] + 1)
        need(op != 'softplus_with' or len(s) == 2)
        for number in s[1:]:
            need(number == () or number == s[0])
        need(args[0].op != 'literal')
        return s[0]
    if op == 'prelu':
        need(s[1] == () or s[1] == s[0] or (len(s[1]) == 1 and s[0] and s[1][0] == s[0][0]))
        return s[0]
    if op in VECTORWISE:
        need(len(s[0]) == 1 if not attr else 0 <= attr[0] < len(s[0]))
        need(op == 'softmax' or not attr)
        return s[0]
    if op == 'glu':
        need(len(s[0]) == 1 and s[0][0] % 2 == 0)
        return (s[0][0] // 2,)
    if op in INFIX or op in BINARY:
        need(any(a.op != 'literal' for a in args))
        return common(*s)
    if op == 'mul':
        return common(*s)
    if op in ('where', 'clamp'):
        need(any(a.op != 'literal' for a in args))
        return common(*s)
    if op == 'matmul':
        need(len(s[0]) == 2 and len(s[1]) in (1, 2) and s[0][1] == s[1][0])
        return (s[0][0],) + s[1][1:]
    if op == 'outer':
        need(len(s[0]) == 1 and len(s[1]) == 1)
        return s[0] + s[1]
    if op == 'dot':
        common(*s)
        return ()
    if op == 'transpose':
        need(len(s[0]) in (1, 2))
        return (1, s[0][0]) if len(s[0]) == 1 else s[0][::-1]
    if op in ('reshape', 'flatten'):
        shape = attr if op == 'reshape' else (size(s[0]),)
        # Nothing to do is no node of its own.
        need(size(shape) == size(s[0]) and len(shape) <= 4 and shape != s[0])
        return shape
    if op == 'slice':
        axis, first, last, step = attr
        need(0 <= axis < len(s[0]) and 0 <= first < last <= s[0][axis] and step > 0)
        return s[0][:axis] + ((last - first + step - 1) // step,) + s[0][axis + 1:]
    if op == 'at':
        need(len(attr) <= len(s[0]) and all(0 <= i < e for i, e in zip(attr, s[0])) and attr)
        return s[0][len(attr):]
    if op == 'row':
        need(len(s[0]) >= 1 and 0 <= attr[0] < s[0][0])
        return s[0][1:]
    if op == 'column':
        need(len(s[0]) >= 2 and 0 <= attr[0] < s[0][1])
        return s[0][:1] + s[0][2:]
    if op == 'concat':
        axis = attr[0]
        need(len(s) >= 2 and all(0 <= axis < len(t) for t in s))
        need(len({t[:axis] + t[axis + 1:] for t in s}) == 1)
        return s[0][:axis] + (sum(t[axis] for t in s),) + s[0][axis + 1:]
    if op == 'stack':
        need(len(set(s)) == 1 and len(s[0]) < 4 and 0 <= attr[0] <= len(s[0]))
        return s[0][:attr[0]] + (len(s),) + s[0][attr[0]:]
    if op == 'repeat':
        axis, length = attr
        need(len(s[0]) < 4 and 0 <= axis <= len(s[0]))
        return s[0][:axis] + (length,) + s[0][axis:]
    if op == 'broadcast_to':
        need(len(s[0]) <= len(attr) <= 4 and attr != s[0])
        need(all(a in (1, b) for a, b in zip(s[0][::-1], attr[::-1])))
        return attr
    if op == 'permute':
        need(sorted(attr) == list(range(len(s[0]))) and attr)
        return tuple(s[0][i] for i in attr)
    if op == 'diag':
        need(len(s[0]) == 1 or (len(s[0]) == 2 and s[0][0] == s[0][1]))
        return s[0] * 2 if len(s[0]) == 1 else s[0][:1]
    if op == 'trace':
        need(len(s[0]) == 2 and s[0][0] == s[0][1])
        return ()
    if op == 'lower_triangle':
        need(1 <= len(s[0]) < 4)
        n = rows_of_triangle(s[0][-1], attr[0])
        need(n > 0)
        return s[0][:-1] + (n, n)
    if op == 'one_hot':
        need(s[0] == ())
        return attr
    if op in REDUCTIONS:
        if not attr:
            need(op not in ('argmax', 'prod') or s[0] != ())
            return ()
        need(0 <= attr[0] < len(s[0]))
        return s[0][:attr[0]] + s[0][attr[0] + 1:]
    if op in WHOLE:
        return ()
    if op in LOSSES:
        need(all(a.op != 'literal' for a in args[:1]))
        common(*s)
        if op in ('cross_entropy', 'kl_divergence'):
            need(s[0] == s[1] and (op == 'kl_divergence' or len(s[0]) == 1))
        return ()
    if op in CLASS_LOSSES:
        need(len(s[0]) == 1 and s[1] in ((), s[0]))
        return ()
    if op == 'label_smoothing':
        need(len(s[0]) == 1 and all(t == () for t in s[1:]))
        return s[0]
    if op in PENALTIES or op == 'elastic_penalty':
        need(all(t == () for t in s[1:]) and args[0].op != 'literal')
        return ()
    if op == 'grad':
        need(s[0] == () and is_variable(args[1]))
        return s[1]
    if op == 'jvp':
        need(s[2] == s[1] and is_variable(args[1]))
        return s[0]
    if op == 'vjp':
        need(s[2] == s[0] and is_variable(args[1]))
        return s[1]
    if op == 'jacobian':
        need(len(s[0]) + len(s[1]) <= 4 and is_variable(args[1]))
        return s[0] + s[1]
    if op == 'with_gradient':
        need(s[2] == s[1] and s[0] in ((), s[1]) and is_variable(args[1]))
        return s[0]
    raise AssertionError(op)


def rows_of_triangle(elements, strict):
    rows = total = 0
    while total < elements:
        rows += 1
        total += rows - (1 if strict else 0)
    return rows if total == elements else 0


def closure(nodes):
    """All that some nodes are made of, operands first."""
    found, order = set(), []

    def visit(node):
        if node not in found:
            found.add(node)
            for arg in node.args:
                visit(arg)
            order.append(node)

    for node in nodes:
        visit(node)
    return order


def is_variable(node):
    return any(n.op == 'leaf' for n in closure([node]))


def derivative_is_definite(value, variable):
    """Whether the derivative does not depend on how the library writes slopes.

    With respect to a symbol it never does. With respect to a node h it does where an inner
    derivative is taken with respect to something below h, and where the formula of a composite
    may happen to contain h.
    """
    if variable.op == 'leaf':
        return variable.attr[0] != 'distribution'
    below = set(closure([variable]))
    inner = below - {variable}
    for node in closure([value]):
        if node in below:
            continue
        if node.op in DERIVATIVES or node.op == 'with_gradient':
            if node.args[1] in inner:
                return False
        if node.op in COMPOSITE and any(arg in inner for arg in node.args):
            return False
    return True


# Spelling.

def spelled(outputs, limit=90):
    """Definitions of what is used more than once, and the text of each output."""
    uses = {}
    order = closure(outputs)
    for node in order:
        for arg in node.args:
            uses[arg] = uses.get(arg, 0) + 1
    for node in outputs:
        uses[node] = uses.get(node, 0) + 1
    text, definitions = {}, []
    for node in order:
        written = spelling(node, [text[a] for a in node.args])
        named = node.op not in ('leaf', 'literal') and (uses[node] > 1 or len(written) > limit)
        if named and written.strip('()'):
            name = f'e{len(definitions) + 1}'
            definitions.append((name, bare(written)))
            text[node] = name
        else:
            text[node] = written
    return definitions, [bare(text[n]) for n in outputs]


def bare(text):
    """Without the brackets around the whole, if there are any."""
    if not text.startswith('('):
        return text
    depth = 0
    for i, c in enumerate(text):
        depth += {'(': 1, ')': -1}.get(c, 0)
        if depth == 0:
            return text[1:-1] if i == len(text) - 1 else text
    return text


def spelling(node, args):
    op, attr = node.op, node.attr
    inner = [bare(a) for a in args]
    listed = ', '.join(inner)
    if op == 'literal':
        return f'{attr[0]}_c' if attr[0][0] != '-' else f'({attr[0]}_c)'
    if op == 'leaf':
        return attr[1]
    if op == 'number_of_samples':
        return 'number_of_samples{}'
    if op == 'positions':
        return f'positions<{attr[0]}>'
    if op == 'neg':
        return f'(-{args[0]})'
    if op in INFIX:
        return f'({args[0]} {INFIX[op]} {args[1]})'
    if op == 'matmul':
        return f'({args[0]} * {args[1]})'
    if op == 'mul':
        if node.args[0] is node.args[1]:
            return f'square({inner[0]})'
        if node.args[0].shape == () or node.args[1].shape == ():
            return f'({args[0]} * {args[1]})'
        return f'hadamard({listed})'
    name = {'max_of': 'max', 'min_of': 'min', 'softplus_with': 'softplus'}.get(op, op)
    if attr:
        inside = ', '.join({True: 'true', False: 'false'}.get(a, str(a)) if isinstance(a, bool)
                           else str(a) for a in attr)
        return f'{name}<{inside}>({listed})'
    return f'{name}({listed})'
