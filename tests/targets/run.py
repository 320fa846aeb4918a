#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs test files as compiled for other instruction sets: run.py NAME FILE... -- COMPILER...

NAME is one of the targets below. Those of another architecture need Debian's cross compiler and
qemu-user, and are skipped (exit status 77) without them.
"""

import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Flags, and what runs the program.
TARGETS = {
    "x86-64": (["-march=x86-64"], []),
    "x86-64-v3": (["-march=x86-64-v3"], []),
    "aarch64": ([], ["qemu-aarch64", "-L", "/usr/aarch64-linux-gnu"]),
}


def main():
    split = sys.argv.index("--")
    target, *files = sys.argv[1:split]
    compiler = sys.argv[split + 1:]
    flags, runner = TARGETS[target]
    if target == "aarch64" and platform.machine() != "aarch64":
        # The same compiler family, for the other architecture.
        if "clang" in compiler[0]:
            compiler = [*compiler, "--target=aarch64-linux-gnu"]
        else:
            compiler = ["aarch64-linux-gnu-g++"]
        if not all(map(shutil.which, [compiler[0], "aarch64-linux-gnu-g++", runner[0]])):
            print("no cross compiler, or no qemu-aarch64")
            return 77
    elif target != "aarch64" and platform.machine() != "x86_64":
        print("not an x86-64 machine")
        return 77

    with tempfile.TemporaryDirectory() as folder:
        # Boost's headers fit every architecture, but lie among those of this one. Its compiled
        # tests do not: the framework's header-only form takes their place.
        include = Path(folder, "include")
        include.mkdir()
        (include / "boost").symlink_to("/usr/include/boost")
        program = Path(folder, "program")
        for file in files:
            command = [*compiler, *flags, "-std=c++20", "-O1", "-DNDEBUG",
                       "-DBOOST_TEST_MODULE=etch", "-I", ROOT / "include", "-isystem", include,
                       "-include", "boost/test/included/unit_test.hpp", file, "-o", program]
            subprocess.run(command, check=True)
            subprocess.run([*runner, program], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
