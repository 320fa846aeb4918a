# SPDX-License-Identifier: BSL-1.0
"""Builds and runs the project beside this file, a user of etch: run.py -- COMPILER [ARGUMENT...]

Once with etch as a Meson subproject, and once with etch installed and found by pkg-config.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ETCH = HERE.parents[1]


def run(*command, **environment):
    done = subprocess.run([str(word) for word in command], env={**os.environ, **environment},
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.exit(f"{shlex.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def copy_of_the_project(folder):
    for name in "meson.build", "main.cpp":
        shutil.copy(HERE / name, folder)
    return folder


def build_and_test(project, *arguments, **environment):
    build = project / "build"
    output = run("meson", "setup", build, project, *arguments, **environment)
    run("meson", "test", "-C", build)
    return output


def as_a_subproject(folder):
    project = copy_of_the_project(folder)
    (project / "subprojects").mkdir()
    (project / "subprojects" / "etch").symlink_to(ETCH)
    build_and_test(project, "--wrap-mode=forcefallback")
    tests = [line for line in run("meson", "test", "-C", project / "build", "--list").splitlines()
             if "etch" in line]
    if tests:
        sys.exit(f"as a subproject etch brings its own tests: {tests}")


def from_an_installed_prefix(folder):
    prefix, build = folder / "prefix", folder / "etch"
    run("meson", "setup", build, ETCH, f"--prefix={prefix}", "-Dtests=disabled",
        "-Dexamples=disabled")
    run("meson", "install", "-C", build)
    project = folder / "project"
    project.mkdir()
    build_and_test(copy_of_the_project(project), "--wrap-mode=nofallback",
                   PKG_CONFIG_PATH=str(prefix / "share" / "pkgconfig"))


if __name__ == "__main__":
    os.environ["CXX"] = shlex.join(sys.argv[sys.argv.index("--") + 1:])
    for way in as_a_subproject, from_an_installed_prefix:
        with tempfile.TemporaryDirectory() as folder:
            way(Path(folder))
        print(f"{way.__name__}: works")
