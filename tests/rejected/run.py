# SPDX-License-Identifier: BSL-1.0
"""Checks that a source is rejected for its stated reason, and that its twin compiles.

    run.py SOURCE -- COMPILER [ARGUMENT...]

The source is compiled twice. With REJECTED defined it must fail, and without it, as the twin,
it must compile with no diagnostic. What the compiler says of the rejected one must be short and
to the point; the source states how in comments:

    // expect: REGEX        a line of the diagnostics matches, lines that quote source left out
    // expect-g++: REGEX    the same, asked of one compiler only
    // expect-clang: REGEX
    // errors: N            number of errors, 1 unless stated

and the source itself is named within the first 20 lines.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

LINES_BEFORE_THE_USER_IS_NAMED = 20

QUOTED_SOURCE = re.compile(r"^\s*\d*\s*\|")
ERROR = re.compile(r"(^|: )(fatal )?error: ")


def diagnostics(compiler, source, *arguments):
    """The exit status and the lines of one compilation."""
    command = [*compiler, "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
               "-fdiagnostics-color=never", *arguments, str(source)]
    # Without a locale of its own g++ quotes names plainly: 'int'.
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(command, env=environment, text=True, errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.splitlines()


def family(compiler):
    version = subprocess.run([*compiler, "--version"], text=True, check=True,
                             stdout=subprocess.PIPE).stdout
    return "clang" if "clang" in version else "g++"


def statements(source, key):
    """What the source says in its comments `// key: ...`."""
    line = re.compile(rf"^//\s*{re.escape(key)}:\s*(.*?)\s*$", re.MULTILINE)
    return line.findall(source.read_text())


def lines_before_named(source, lines):
    """How many lines come before a place in the source; how it is included is no such place."""
    place = re.compile(rf"(^|[ /]){re.escape(source.name)}:\d+:\d+:")
    for count, line in enumerate(lines):
        if place.search(line) and not re.match(r"In file included from |\s+from ", line):
            return count
    return None


def what_is_wrong_with_the_reason(source, lines, compiler):
    expected = statements(source, "expect") + statements(source, f"expect-{family(compiler)}")
    if not expected:
        yield "it states no reason: no line `// expect: REGEX`"
    said = [line for line in lines if not QUOTED_SOURCE.match(line)]
    for regex in expected:
        if not any(re.search(regex, line) for line in said):
            yield f"no line of the diagnostics matches: {regex}"

    allowed = int((statements(source, "errors") or ["1"])[0])
    errors = sum(1 for line in said if ERROR.search(line))
    if errors != allowed:
        yield f"{errors} errors, expected {allowed}"

    before = lines_before_named(source, lines)
    if before is None:
        yield f"the diagnostics never name a place in {source.name}"
    elif before >= LINES_BEFORE_THE_USER_IS_NAMED:
        yield f"{before} lines before {source.name} is named"


def check(source, compiler):
    """Everything that is wrong with one source, as lines to print; none when all is well."""
    wrong = []
    status, lines = diagnostics(compiler, source, "-DREJECTED")
    if status == 0:
        wrong.append("it compiles with REJECTED defined")
    else:
        reasons = list(what_is_wrong_with_the_reason(source, lines, compiler))
        if reasons:
            wrong += reasons + ["the diagnostics:", *lines]

    status, lines = diagnostics(compiler, source)
    if status != 0 or lines:
        wrong += ["the twin, without REJECTED, does not compile cleanly:", *lines]
    return wrong


if __name__ == "__main__":
    source, separator, *compiler = sys.argv[1:]
    if separator != "--" or not compiler:
        sys.exit(__doc__)
    wrong = check(Path(source), compiler)
    print("\n".join(wrong) if wrong else "rejected for the stated reason")
    sys.exit(bool(wrong))
