"""Runs the Python of the pages, and compares what it prints with the comments below each print.

    pip install torch keras tensorflow-cpu flax
    python run_blocks.py ../pages/guide/chapter.md ../pages/from/*.md
    python run_blocks.py --write ../pages/guide/chapter.md    # writes what is printed where the comment is "# ?"

Each block is a program of its own. One that imports what is not installed is named and left out.
"""

import os
import re
import subprocess
import sys
from importlib.util import find_spec

FENCE = re.compile(r"^(```python[^\n]*\n)(.*?)^```$", re.M | re.S)
IMPORT = re.compile(r"^(?:import|from) (\w+)", re.M)

# Runs a program from standard input, and writes what each line of it prints as JSON.
RECORD = """
import builtins, io, json, sys

printed, plain = {}, builtins.print

def record(*values, **options):
    text = io.StringIO()
    plain(*values, file=text, **options)
    line = sys._getframe(1).f_lineno
    printed[line] = printed.get(line, "") + text.getvalue()

exec(compile(sys.stdin.read(), "block", "exec"), {"__name__": "__main__", "print": record})
plain(json.dumps(printed))
"""


def run(code):
    import json

    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "JAX_PLATFORMS": "cpu", "CUDA_VISIBLE_DEVICES": "", "KERAS_BACKEND": "tensorflow"}
    done = subprocess.run([sys.executable, "-c", RECORD], input=code, capture_output=True, text=True, env={**os.environ, **quiet})
    if done.returncode != 0:
        raise SystemExit(f"{code}\n{done.stderr}")
    return {int(line): text.rstrip("\n").split("\n") for line, text in json.loads(done.stdout.splitlines()[-1]).items()}


def compare(code, where, write):
    """The program with its comments filled in, and what differs."""
    printed, lines = run(code), code.split("\n")
    result, faults, at = [], [], 0
    while at < len(lines):
        result.append(lines[at])
        at += 1
        start = at
        while at < len(lines) and lines[at].startswith("#"):
            at += 1
        said = lines[start:at]
        if start in printed and said:
            now = [f"# {line}".rstrip() for line in printed[start]]
            if said == ["# ?"] and write:
                said = now
            elif said != now:
                faults.append("\n".join([f"{where}: {lines[start - 1]}", "  says", *said, "  prints", *now]))
        result += said
    return "\n".join(result), faults


def main(arguments):
    write = "--write" in arguments
    files = [name for name in arguments if name != "--write"] or sys.exit(__doc__)
    count, faults, left_out = 0, [], []
    for file in files:
        with open(file, encoding="utf-8") as page:
            text = page.read()

        def revise(match):
            nonlocal count
            absent = next((name for name in IMPORT.findall(match[2]) if find_spec(name) is None), None)
            if absent is not None:
                left_out.append(f"{file}: {absent} is not installed")
                return match[0]
            count += 1
            code, found = compare(match[2], file, write)
            faults.extend(found)
            return f"{match[1]}{code}```"

        fresh = FENCE.sub(revise, text)
        if fresh != text:
            with open(file, "w", encoding="utf-8") as page:
                page.write(fresh)
    print("\n".join([*faults, *left_out, f"{count} blocks, {len(faults)} differ, {len(left_out)} left out"]))
    return 1 if faults else 0


sys.exit(main(sys.argv[1:]))
