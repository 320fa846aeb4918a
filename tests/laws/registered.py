#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Fails if a header defines an elementwise operation or an activation that its registry lacks.

    python3 tests/laws/registered.py include/etch
"""
import pathlib
import re
import sys


def defined(headers, bases):
    """The structs with one of the bases, by name."""
    pattern = re.compile(r"^struct (\w+) : (?:op::)?(?:%s)(?= |{)" % bases, re.MULTILINE)
    return {name: header for header in headers for name in pattern.findall(header.read_text())}


def listed(registry, includes):
    """The names in the lists of a registry, and those of the headers that it includes."""
    text = registry.read_text()
    lists = " ".join(re.findall(r"list<((?:[^<>]|<[^<>]*>)*)>;", text))
    return set(re.findall(r"\b[a-z]\w*", lists)), set(re.findall(includes, text))


def main():
    root = pathlib.Path(sys.argv[1])
    lacking = []
    for folder, sources, bases in (
            ("op", [*(root / "op").glob("*.hpp"), *(root / "loss").glob("*.hpp")],
             "elementwise<[123]>|flat<[123]>"),
            ("activation", [*(root / "activation").glob("*.hpp")], "elementwise|vectorwise")):
        registry = root / folder / "registry.hpp"
        names, headers = listed(registry, rf"#include <etch/\w+/(\w+)\.hpp>")
        own = [s for s in sources if s.name not in ("operation.hpp", "activation.hpp", "registry.hpp")]
        for name, header in sorted(defined(own, bases).items()):
            # What has a base of its own is a base itself.
            if name not in names:
                lacking.append(f"{name}, of {header.relative_to(root)}, is not in {folder}/registry.hpp")
            elif header.stem not in headers:
                lacking.append(f"{folder}/registry.hpp does not include {header.relative_to(root)}")
    print("\n".join(lacking))
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
