# SPDX-License-Identifier: BSL-1.0
"""Runs benchmarks one after the other on one core; writes the table of each as JSON.

usage: run.py DIRECTORY PROGRAM...
"""

import os
import pathlib
import subprocess
import sys


def main():
    directory = pathlib.Path(sys.argv[1])
    directory.mkdir(parents=True, exist_ok=True)
    # The last core: interrupts and other programs are more often on the first.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    failed = []
    for program in map(pathlib.Path, sys.argv[2:]):
        name = program.name.removeprefix('bench.')
        print(f'\n==== {name}', flush=True)
        # What an earlier run left is not this one's.
        json = directory / (name + '.json')
        json.unlink(missing_ok=True)
        if subprocess.run([program.resolve(), '--json', json]).returncode != 0:
            failed.append(name)
    print(f'\ntables as JSON in {directory}')
    sys.exit('failed: ' + ', '.join(failed) if failed else 0)


main()
