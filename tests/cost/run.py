# SPDX-License-Identifier: BSL-1.0
"""Prints what the reference models cost to compile, in CPU seconds, beside their budgets.

usage: run.py [COMPILER ...]    (g++ and clang++-19 by default)
"""
import pathlib
import resource
import subprocess
import sys

here = pathlib.Path(__file__).parent
budgets = {"include_only": 1.0, "neuron": 1.3, "mlp": 1.8, "nested_50": 2.0, "nested_200": 5.0,
           "dense_10": 2.0, "dense_50": 5.0, "dense_100": 10.0, "shared_20": 1.3}


def cpu_seconds(compiler, model, *flags):
    """The least of three runs, compiling and linking."""
    best = None
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([compiler, "-std=c++20", "-O2", *flags, "-I", here / "../../include",
                        here / f"{model}.cpp", "-o", "/dev/null"], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = took if best is None else min(best, took)
    return best


compilers = sys.argv[1:] or ["g++", "clang++-19"]
print("| model | budget | " + " | ".join(compilers) + " |")
print("|---|---|" + "---|" * len(compilers))
for model, budget in budgets.items():
    figures = [f"{cpu_seconds(compiler, model):.2f}" for compiler in compilers]
    print(f"| {model} | {budget} | " + " | ".join(figures) + " |", flush=True)
