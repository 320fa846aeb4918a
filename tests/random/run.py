#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes random programs, compiles and runs them, and shrinks what fails.

    tests/random/run.py                                       a few, with g++
    tests/random/run.py --seed 7 --count 2000                 many
    tests/random/run.py --count 200 -- clang++-19 -std=c++20 -O1 -fsanitize=address

What stands after `--` is the compiler and its flags. A program's numbers come from an interpreter
of its own (interpreter.py), whose gradients are compared with differences first.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import differences  # noqa: E402
import generate  # noqa: E402
import shrink  # noqa: E402
import source  # noqa: E402

INCLUDE = HERE.parent.parent / 'include'


class Compiler:
    def __init__(self, command, folder, seconds):
        self.command, self.folder, self.seconds = command, folder, seconds
        self.count = 0

    def outcomes(self, programs, sources):
        """For each program by name: '' if it is right, else what is wrong."""
        self.count += 1
        stem = self.folder / f'unit_{self.count}'
        path = stem.with_suffix('.cpp')
        path.write_text(source.file_of(programs, sources))
        try:
            made = subprocess.run(
                self.command + ['-w', f'-I{INCLUDE}', f'-I{HERE}', str(path), '-o', str(stem)],
                capture_output=True, text=True, timeout=self.seconds * (1 + len(programs)))
            errors, failed = made.stderr, made.returncode != 0
        except subprocess.TimeoutExpired:
            errors, failed = 'error: the compiler takes too long', True
        if failed:
            if len(programs) == 1:
                return {programs[0].name: 'COMPILE ' + summary(errors)}
            result = {}
            for program, text in zip(programs, sources):
                result.update(self.outcomes([program], [text]))
            return result
        result = self.ran(stem, programs)
        for unneeded in (path, stem):
            unneeded.unlink(missing_ok=True)
        return result

    def ran(self, executable, programs):
        """Runs the programs together, and what is left after a crash one by one."""
        names = [p.name for p in programs]
        result, status = self.called(executable, names)
        if len(programs) > 1 and any(n not in result for n in names):
            for name in names:
                result[name] = self.called(executable, [name])[0].get(name, 'CRASH')
        for name in names:
            result.setdefault(name, f'CRASH with status {status}')
        return result

    @staticmethod
    def called(executable, names):
        try:
            run = subprocess.run([str(executable)] + names, capture_output=True, text=True,
                                 timeout=60)
        except subprocess.TimeoutExpired:
            return {}, 'no end'
        result, wrong = {}, []
        for line in run.stdout.splitlines():
            if line.startswith('WRONG'):
                wrong.append(line)
            elif line.startswith('PASS '):
                result[line[5:]] = ''
            elif line.startswith('FAIL '):
                result[line[5:]] = '\n'.join(wrong)
                wrong = []
        if run.returncode not in (0, 1):
            return {}, f'{run.returncode}: {run.stderr[:2000]}'
        return result, run.returncode


def summary(errors):
    """The first lines that say what is wrong."""
    lines = errors.splitlines()
    said = [lines[i + k] for i, line in enumerate(lines) for k in (0, 1, 2, 3)
            if ' error: ' in line and i + k < len(lines)
            and (k == 0 or 'note: ' in lines[i + k])]
    return '\n'.join(line[:400] for line in said[:8]) or errors[-400:]


def kind(outcome):
    """What must stay while a program is shrunk."""
    if not outcome.startswith('COMPILE'):
        return outcome.split(' ')[0]
    known = re.search(r'(static assertion failed|internal compiler error|Segmentation fault|'
                      r'constexpr|constant expression|constraints|no match|takes too long)',
                      outcome)
    return 'COMPILE ' + (known.group(1) if known else '')


def shrunk(program, outcome, compiler, pool, seconds, scale):
    """A small program that fails likewise, within some time."""
    # Its nodes are made anew, so that equal ones are one.
    seed, number = map(int, program.name.split('_'))
    program = generate.grown(seed, number, scale)
    wanted, end = kind(outcome), time.time() + seconds
    counter = 0
    while time.time() < end:
        for some in chunks(shrink.candidates(program), 1 if 'COMPILE' in wanted else 5, 2):
            for group in some:
                for smaller in group:
                    counter += 1
                    smaller.name = f'{seed}_{number}_{counter}'
            texts = [[source.source_of(p) for p in group] for group in some]
            results = {}
            for found in pool.map(compiler.outcomes, some, texts):
                results.update(found)
            failing = [p for group in some for p in group
                       if results[p.name] and kind(results[p.name]) == wanted]
            if failing:
                program, outcome = failing[0], results[failing[0].name]
                break
            if time.time() > end:
                break
        else:
            break
    return program, outcome


def chunks(items, size, groups):
    """Groups of lists of items."""
    lists = [items[i:i + size] for i in range(0, len(items), size)]
    return [lists[i:i + groups] for i in range(0, len(lists), groups)]


def report(program, outcome, stream=sys.stdout):
    definitions, outputs = source.text(program)
    batch = f', {program.samples} samples' if program.samples else ''
    print(f'\nProgram {program.name} ({program.scalar}{batch}):', file=stream)
    for line in definitions:
        print('  ' + line, file=stream)
    print(f'  compile<{program.scalar}>({", ".join(outputs)})', file=stream)
    for node in program.leaves():
        values = program.numbers[node]
        per = ' per sample' if node in program.batched else ''
        print(f'  {node.attr[1]}{per}: {values[:4]}{" ..." if len(values) > 4 else ""}',
              file=stream)
    print('  ' + outcome.replace('\n', '\n  '), file=stream, flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__,
                                        formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument('--seed', type=int, default=1)
    arguments.add_argument('--first', type=int, default=0, help='number of the first program')
    arguments.add_argument('--count', type=int, default=40)
    arguments.add_argument('--scale', type=int, default=1, help='1: up to 17 new nodes, ...')
    arguments.add_argument('--per-file', type=int, default=12)
    arguments.add_argument('--jobs', type=int, default=2)
    arguments.add_argument('--shrink', type=float, default=120, metavar='SECONDS',
                           help='for each failure, three failures at most')
    arguments.add_argument('--keep', type=pathlib.Path, help='a folder for the sources')
    arguments.add_argument('--timeout', type=float, default=60, help='seconds for one program')
    arguments.add_argument('compiler', nargs='*')
    options = arguments.parse_args()
    command = options.compiler or [os.environ.get('CXX', 'g++')]
    if len(command) == 1:
        command += ['-std=c++20', '-O1', '-march=native']

    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix='etch_random_'))
    folder.mkdir(parents=True, exist_ok=True)
    compiler = Compiler(command, folder, options.timeout)
    programs, sources, outcomes = {}, {}, {}
    failures = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        waiting, group = [], []
        last = options.first + options.count - 1
        for number in range(options.first, last + 1):
            program = generate.grown(options.seed, number, options.scale)
            doubt = differences.disagreement(program)
            if doubt:
                failures += 1
                report(program, 'INTERPRETER ' + doubt)
            programs[program.name] = program
            sources[program.name] = source.source_of(program)
            group.append(program)
            if len(group) == options.per_file or number == last:
                waiting.append(pool.submit(compiler.outcomes, group,
                                           [sources[p.name] for p in group]))
                group = []
        for done in concurrent.futures.as_completed(waiting):
            outcomes.update(done.result())
            for name, outcome in done.result().items():
                if outcome:
                    report(programs[name], outcome)
        failed = [name for name in programs if outcomes[name]]
        failures += len(failed)
        # One failure of each kind says most.
        by_kind = sorted(failed, key=lambda n: (kind(outcomes[n]), len(sources[n])))
        for name in by_kind[:3] if options.shrink else []:
            small, outcome = shrunk(programs[name], outcomes[name], compiler, pool,
                                    options.shrink, options.scale)
            print('\nShrunk:', end='')
            report(small, outcome)
    print(f'{len(programs)} programs, {failures} failures')
    if not options.keep:
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()
    return failures != 0


if __name__ == '__main__':
    sys.exit(main())
