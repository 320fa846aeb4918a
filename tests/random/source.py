# SPDX-License-Identifier: BSL-1.0
"""Random programs as C++ that checks itself."""

import random

import expressions as ex
from expressions import closure
from generate import expected

HEAD = """// Made by tests/random/generate.py.
#include "check.hpp"

namespace {

using namespace etch;
using namespace random_programs;
"""


def text(program):
    """The program as a user would write it."""
    lines = []
    for node in program.leaves():
        role, name, shape = node.attr
        inside = ', '.join([f'"{name}"'] + [str(e) for e in shape])
        lines.append(f'constexpr auto {name} = {role}<{inside}>;')
    definitions, outputs = ex.spelled(program.outputs + (
        [program.gradient_of] if program.gradient_of else []))
    for name, written in definitions:
        lines.append(f'constexpr auto {name} = {written};')
    if program.gradient_of:
        outputs[-1] = f'gradient({outputs[-1]})'
    return lines, outputs


def array(values):
    return '{' + ', '.join(float(v).hex() for v in values) + '}'


def axes(shape):
    return ''.join(f'[{e}]' for e in shape)


def nested(values, shape):
    """An initialiser with all its braces."""
    if not shape:
        return float(values[0]).hex()
    step = len(values) // shape[0]
    return '{' + ', '.join(nested(values[i:i + step], shape[1:])
                           for i in range(0, len(values), step)) + '}'


def tolerances(program, errors):
    if program.scalar == 'float':
        return 24 * max(errors) * 2.0 ** 29 + 1e-7, 2e-5
    return 64 * max(errors) + 1e-15, 1e-12


def source_of(program):
    """One function that checks one program, and its registration."""
    rng = random.Random(program.name)
    found = expected(program)
    definitions, outputs = text(program)
    T, name = program.scalar, program.name
    lines = [f'// Program {name}', f'namespace program_{name} {{'] + definitions
    bindings = []
    for node in program.leaves():
        role, symbol, shape = node.attr
        values = [x for sample in program.numbers[node] for x in sample]
        whole = shape
        if program.samples and node in program.batched:
            whole = (program.samples,) + shape
        if program.constant and shape:
            # Constant evaluation does not walk from row to row of an array of arrays.
            extents = ', '.join([T] + [str(e) for e in shape])
            lines.append(f'constexpr tensor<{extents}> {symbol}_{array(values)};')
        else:
            lines.append(f'constexpr {T} {symbol}_{axes(whole)} = {nested(values, whole)};')
        bound = f'{symbol}_'
        if len(whole) > len(shape) and rng.random() < 0.3:
            extents = ', '.join([f'const {T}'] + [str(e) for e in shape])
            bound = f'batch_view<{extents}>(first_of({symbol}_), {program.samples})'
        bindings.append(f'{symbol} = {bound}')
    musts = []
    for k, (values, errors) in enumerate(found.outputs):
        tolerance, relative = tolerances(program, errors)
        lines.append(f'constexpr double must_{k}[] = {array(values)};')
        musts.append(f'{{must_{k}, {len(values)}, {tolerance:.3e}, {relative}}}')
    call = ', '.join(bindings)
    if program.constant:
        definitions_of, each = ex.spelled(program.all_outputs())
        lines.append('#ifndef NO_CONSTANT_EVALUATION')
        lines.append('namespace constant {')
        lines += [f'constexpr auto {n} = {w};' for n, w in definitions_of]
        for node, output, must in zip(program.all_outputs(), each, musts):
            inside = {n.attr[1] for n in closure([node]) if n.op == 'leaf'}
            arguments = [output] + [b for b in bindings if b.split(' ')[0] in inside]
            lines.append(f'static_assert(all_near(evaluate({", ".join(arguments)}), {must}));')
        lines += ['}', '#endif']
    lines += ['bool check() {',
              f'  constexpr auto program = compile<{T}>({", ".join(outputs)});']
    plain = len(program.outputs)
    names = [f'o{k}' for k in range(plain)]
    by_value = not any(found.per_sample) and rng.random() < 0.5
    if by_value:
        lines.append(f'  const auto results = program({call});')
        several = len(outputs) > 1
        names = [f'std::get<{k}>(results)' if several else 'results' for k in range(plain)]
        map_name = f'std::get<{plain}>(results)' if several else 'results'
    else:
        for k, node in enumerate(program.outputs):
            whole = ((program.samples,) if found.per_sample[k] else ()) + node.shape
            lines.append(f'  {T} o{k}{axes(whole)};')
            lines.append(f'  spoil(o{k});')
        storage = list(names)
        map_name = 'map'
        if program.gradient_of:
            lines.append(f'  auto map = parameters<{T}>({outputs[-1][len("gradient("):-1]});')
            storage.append('map')
        lines.append(f'  program.into({", ".join(storage + bindings)});')
    lines.append('  bool right = true;')
    for k, must in enumerate(musts):
        where = names[k] if k < plain else (
            f'{map_name}[{program.parameters()[k - plain].attr[1]}]')
        lines.append(f'  right &= agrees("{name}", {k}, {where}, {must});')
    lines += ['  return right;', '}', f'}}  // namespace program_{name}', '']
    return '\n'.join(lines)


def file_of(programs, sources):
    entries = ',\n    '.join(f'{{"{p.name}", &program_{p.name}::check}}' for p in programs)
    return (HEAD + '\n' + '\n'.join(sources) +
            f'\nconstexpr entry programs[] = {{\n    {entries}}};\n\n}}  // namespace\n\n'
            'int main(int count, char** names) { return run(programs, count, names); }\n')
