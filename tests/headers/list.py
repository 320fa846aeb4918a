# SPDX-License-Identifier: BSL-1.0
"""Prints every header under a folder, as it is written between <>, one a line."""

import sys
from pathlib import Path

root = Path(sys.argv[1])
for header in sorted(root.rglob("*.hpp")):
    print(header.relative_to(root).as_posix())
