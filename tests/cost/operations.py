# SPDX-License-Identifier: BSL-1.0
"""Prints what single operations cost to compile, in CPU seconds beyond a program without them.

Each is a program for the value of `sum(square(f(x)))` and its gradient, x a vector of 16.

usage: operations.py [COMPILER ...]    (g++ and clang++-19 by default)
"""
import pathlib
import resource
import subprocess
import sys
import tempfile

include = pathlib.Path(__file__).parent / "../../include"
unary = """abs acos asin atan cbrt ceil cos cosh erf erfc exp exp2 expm1 floor log log1p log2 round rsqrt
sign sigmoid sin sinh softplus sqrt square tan tanh celu elu gelu gelu_tanh hardshrink hardsigmoid hardswish
hardtanh leaky_relu log_sigmoid log_softmax mish relu relu6 selu softmax softmin softshrink softsign swish
tanhshrink""".split()
operations = {name: f"{name}(x)" for name in unary} | {
    "pow": "pow(x, 2.5_c)", "atan2": "atan2(x, 2_c)", "where": "where(x > 0_c, x, 0_c)",
    "reshape": "reshape<4, 4>(x)", "slice": "slice<0, 2, 9>(x)", "concat": "concat<0>(x, x)",
    "permute": "permute<1, 0>(reshape<4, 4>(x))", "repeat": "repeat<0, 3>(x)", "diag": "diag(x)",
    "lower_triangle": "lower_triangle(slice<0, 0, 15>(x))", "sum<0>": "sum<0>(reshape<4, 4>(x))",
    "max<0>": "max<0>(reshape<4, 4>(x))", "prod": "prod(x)", "variance": "variance(x)",
    "norm": "norm(x)", "logsumexp": "logsumexp(x)", "outer": "outer(x, x)",
    "product": "reshape<4, 4>(x) * reshape<4, 4>(x)",
    "jacobian": "jacobian(tanh(x), x)", "hessian": "hessian(sum(tanh(x)), x)",
    "jvp": "jvp(tanh(x), x, x)",
}


def cpu_seconds(compiler, expression):
    """The least of two runs, compiling and linking."""
    with tempfile.NamedTemporaryFile("w", suffix=".cpp") as source:
        source.write(f"""#include <etch/etch.hpp>
using namespace etch;
constexpr auto x = input<"x", 16>;
constexpr auto e = sum(square({expression}));
int main() {{
  const tensor<double, 16> values{{}};
  const auto [value, slope] = compile<double>(e, grad(e, x))(x = values);
  return value + slope[0] > 1e300;
}}
""")
        source.flush()
        took = []
        for _ in range(2):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([compiler, "-std=c++20", "-O2", "-w", "-I", include, source.name, "-o",
                            "/dev/null"], check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return min(took)


compilers = sys.argv[1:] or ["g++", "clang++-19"]
base = {compiler: cpu_seconds(compiler, "x") for compiler in compilers}
print("| operation | " + " | ".join(compilers) + " |")
print("|---|" + "---|" * len(compilers))
print("| none | " + " | ".join(f"{base[c]:.2f}" for c in compilers) + " |")
for name, expression in operations.items():
    figures = [f"{cpu_seconds(c, expression) - base[c]:+.2f}" for c in compilers]
    print(f"| {name} | " + " | ".join(figures) + " |", flush=True)
