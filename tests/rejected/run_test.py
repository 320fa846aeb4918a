# SPDX-License-Identifier: BSL-1.0
"""Checks the runner of the rejected tests on small sources.

    run_test.py -- COMPILER [ARGUMENT...]
"""

import sys
import tempfile
import unittest
from pathlib import Path

from run import check

compiler = sys.argv[sys.argv.index("--") + 1:]

GOOD = """\
// expect: the reason
#ifdef REJECTED
static_assert(false, "the reason");
#endif
int main() {}
"""


class Runner(unittest.TestCase):
    def wrong(self, text, header=""):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "source.cpp")
            source.write_text(text)
            Path(folder, "header.hpp").write_text(header)
            return "\n".join(check(source, compiler))

    def test_accepts_what_is_rejected_for_its_reason(self):
        self.assertEqual(self.wrong(GOOD), "")

    def test_fails_when_the_reason_is_wrong(self):
        text = GOOD.replace("expect: the reason", "expect: another reason")
        self.assertIn("no line of the diagnostics matches: another reason", self.wrong(text))

    def test_fails_when_one_of_two_reasons_is_wrong(self):
        self.assertIn("matches: another", self.wrong("// expect: another\n" + GOOD))

    def test_fails_when_no_reason_is_stated(self):
        self.assertIn("states no reason", self.wrong(GOOD.replace("// expect", "// because")))

    def test_finds_no_reason_in_the_source_the_compiler_quotes(self):
        text = GOOD.replace("expect: the reason", "expect: static_assert")
        self.assertIn("matches: static_assert", self.wrong(text))

    def test_asks_each_compiler_for_its_own_reason(self):
        text = "// expect-clang: static\n// expect-g++: static\n" + GOOD
        self.assertEqual(self.wrong(text), "")
        text = "// expect-clang: another\n// expect-g++: another\n" + GOOD
        self.assertIn("matches: another", self.wrong(text))

    def test_fails_when_the_code_compiles(self):
        text = GOOD.replace("static_assert(false", "static_assert(true")
        self.assertIn("it compiles with REJECTED defined", self.wrong(text))

    def test_fails_when_the_twin_does_not_compile(self):
        text = GOOD.replace("int main() {}", "int main() { return unknown; }")
        self.assertIn("the twin, without REJECTED, does not compile", self.wrong(text))

    def test_fails_when_the_twin_only_warns(self):
        text = GOOD.replace("int main() {}", "int main() { int unused; }")
        self.assertIn("the twin, without REJECTED, does not compile", self.wrong(text))

    def test_fails_when_one_mistake_gives_two_errors(self):
        text = GOOD.replace("#endif", 'static_assert(false, "and another");\n#endif')
        self.assertIn("2 errors, expected 1", self.wrong(text))
        self.assertEqual(self.wrong("// errors: 2\n" + text), "")

    def test_fails_when_the_source_is_never_named(self):
        text = GOOD.replace('static_assert(false, "the reason");', '#include "header.hpp"')
        header = 'static_assert(false, "the reason");\n'
        self.assertIn("never name a place in source.cpp", self.wrong(text, header))

    def test_fails_when_the_source_is_named_late(self):
        header = 'static_assert(false, "three lines each");\n' * 8
        inclusion = '#include "header.hpp"\n'
        text = "// errors: 9\n" + GOOD.replace("static_assert", inclusion + "static_assert")
        self.assertRegex(self.wrong(text, header), r"\d\d lines before source.cpp is named")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
