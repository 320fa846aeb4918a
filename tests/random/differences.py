# SPDX-License-Identifier: BSL-1.0
"""Does the interpreter differentiate rightly? Its gradients against central differences."""

import random

from expressions import closure
from generate import Expected
from interpreter import Undefined


def total(program, loss, frozen):
    """The sum of a loss over the samples: what its gradient is the gradient of."""
    only = program.replaced(outputs=[loss], gradient_of=None)
    return sum(Expected(only, frozen).outputs[0][0])


def disagreement(program):
    """None, or in words which gradient is not what differences say."""
    rng = random.Random(program.name)
    whole = Expected(program)
    tape, stopped = whole.interpreter.tape, whole.interpreter.stopped
    if tape.tied or any(n.op == 'with_gradient' for n in closure(program.roots())):
        return None
    for node, (found, errors) in zip(program.all_outputs(), whole.outputs):
        if node.op != 'grad' or node.args[1].op != 'leaf':
            continue
        loss, leaf = node.args
        if leaf.attr[0] == 'distribution':
            continue
        if leaf not in closure([loss]):
            if any(found):
                return f'{node}: not zero'
            continue
        direction = [[rng.choice([-1.0, 1.0]) for _ in sample]
                     for sample in program.numbers[leaf]]
        along = sum(g * d for g, d in zip(found, [d for s in direction for d in s]))
        scale = 1 + sum(map(abs, found)) + abs(total(program, loss, stopped))
        step, agrees, off = min(1e-3, tape.margin / 30), False, None
        try:
            for _ in range(4):
                if step < 1e-7:
                    break
                off = abs(central(program, loss, leaf, direction, step, stopped) - along)
                if off < 1e-6 * scale:
                    agrees = True
                    break
                step /= 6
        except Undefined:
            continue
        if not agrees and off is not None:
            return f'{node}: {along} differs by {off}'
    return None


def central(program, loss, leaf, direction, step, stopped):
    def at(distance):
        moved = [[x + distance * d for x, d in zip(sample, along)]
                 for sample, along in zip(program.numbers[leaf], direction)]
        return total(program.replaced(numbers={**program.numbers, leaf: moved}), loss, stopped)
    return (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step)
