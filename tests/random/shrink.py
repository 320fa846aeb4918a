# SPDX-License-Identifier: BSL-1.0
"""Smaller programs that may fail as a program does: parts left out, subexpressions replaced by
their operands, by symbols of the same values, by numbers."""

import expressions as ex
from expressions import IllTyped, closure, leaf, literal, make
from generate import Expected, expected
from interpreter import Undefined


def substituted(roots, old, new):
    """The roots with `new` for `old`."""
    made = {old: new}
    for node in closure(roots):
        if node not in made:
            args = [made[a] for a in node.args]
            same = all(a is b for a, b in zip(args, node.args))
            made[node] = node if same else make(node.op, args, node.attr)
    return [made[n] for n in roots]


def exchanged(program, old, new):
    roots = substituted(program.roots(), old, new)
    changes = {'outputs': roots[:len(program.outputs)]}
    if program.gradient_of:
        changes['gradient_of'] = roots[-1]
    return program.replaced(**changes)


def weight(program):
    """What shrinking makes less of."""
    nodes = closure(program.roots())
    numbers = sum(len(s) for n in program.leaves() for s in program.numbers[n])
    odd = sum(x not in (0.0, 1.0) for n in program.leaves()
              for s in program.numbers[n] for x in s)
    return (3 * len([n for n in nodes if n.op not in ('leaf', 'literal')]) + len(nodes)
            + 2 * len(program.outputs) + bool(program.gradient_of) + bool(program.constant),
            program.samples, numbers, odd)


def candidates(program):
    """Programs that are smaller, the smallest first."""
    found = []

    def offer(make_it):
        try:
            smaller = make_it()
        except (IllTyped, Undefined, IndexError, KeyError):
            return
        if smaller.roots() and smaller.leaves() and weight(smaller) < weight(program):
            found.append(smaller)

    outputs = program.all_outputs()
    if len(outputs) > 1 or program.gradient_of:
        for output in outputs:
            offer(lambda: program.replaced(outputs=[output], gradient_of=None))
            if program.samples:
                offer(lambda: next(fewer_samples(
                    program.replaced(outputs=[output], gradient_of=None))))
        for k in range(len(outputs)):
            offer(lambda: program.replaced(outputs=outputs[:k] + outputs[k + 1:],
                                           gradient_of=None))
    if program.constant:
        offer(lambda: program.replaced(constant=False))
    now = Expected(program).interpreter
    nodes = closure(program.roots())
    for output in program.outputs:
        for arg in output.args:
            if arg.op not in ('literal',):
                offer(lambda: exchanged(program, output, arg))
        for node in closure([output]):
            if node is not output and node.op not in ('leaf', 'literal'):
                offer(lambda: program.replaced(outputs=[node], gradient_of=None))
        if output.op == 'grad':
            for node in closure([output.args[0]]):
                if node.op in ('leaf', 'literal'):
                    continue
                scalar = node if node.shape == () else make('sum', (node,))
                if scalar is not output.args[0]:
                    offer(lambda: exchanged(program, output,
                                            make('grad', (scalar, output.args[1]))))
    for node in reversed(nodes):
        if node.op == 'literal':
            offer(lambda: exchanged(program, node, literal('1')))
            continue
        same = [a for a in closure([node]) if a is not node and a.shape == node.shape]
        for other in same:
            offer(lambda: exchanged(program, node, other))
        if node.shape == () and node.op != 'leaf':
            offer(lambda: exchanged(program, node, literal('2')))
        if node.op != 'leaf':
            offer(lambda: with_symbol(program, node, now))
        if len(node.args) > (2 if node.op in ('concat', 'stack') else 1) and (
                node.op in ex.NUMBERED or node.op in ('concat', 'stack')):
            offer(lambda: exchanged(program, node, make(node.op, node.args[:-1], node.attr)))
    found += fewer_samples(program)
    for symbol in program.leaves():
        if symbol.attr[0] != 'distribution':
            for number in (1.0, 0.5):
                offer(lambda: program.replaced(numbers={**program.numbers, symbol: [
                    [number] * len(s) for s in program.numbers[symbol]]}))
    kept, seen = [], set()
    for smaller in sorted(found, key=weight):
        key = (tuple(smaller.roots()), smaller.samples, str(smaller.numbers), smaller.constant)
        if key in seen or weight(smaller) >= weight(program):
            continue
        seen.add(key)
        try:
            definite(smaller)
            expected(smaller)
        except (IllTyped, Undefined, ZeroDivisionError, OverflowError, ValueError):
            continue
        kept.append(smaller)
    return kept


def definite(program):
    for node in closure(program.all_outputs()):
        if node.op in ex.DERIVATIVES or node.op == 'with_gradient':
            ex.need(ex.is_variable(node.args[1]))
        if node.op in ex.DERIVATIVES:
            ex.need(ex.derivative_is_definite(node.args[0], node.args[1]))


def with_symbol(program, node, interpreter):
    """The program with an input of the same value for a node."""
    name = f'y{sum(n.attr[1][0] == "y" for n in program.leaves())}'
    symbol = leaf('input', name, node.shape)
    t = interpreter.tape
    values = [[t.v[e] for e in sample] for sample in interpreter(node)]
    batched = program.batched | {symbol} if interpreter.batched(node) else program.batched
    if interpreter.batched(node) and len(values) != max(1, program.samples):
        raise Undefined()
    return exchanged(program.replaced(numbers={**program.numbers, symbol: values},
                                      batched=batched), node, symbol)


def fewer_samples(program):
    for samples in (0, 1, 2, 3, 5, 17, 67):
        if samples < program.samples:
            numbers = {n: program.numbers[n][:max(1, samples)] for n in program.numbers}
            yield program.replaced(samples=samples, numbers=numbers,
                                   batched=program.batched if samples else set())
