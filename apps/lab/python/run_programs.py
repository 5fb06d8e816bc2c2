"""Runs the programs of the stored states in the live frameworks and writes what they print.

Install: pip install torch keras tensorflow-cpu jax flax
Run:     node scripts/programs.mjs | python python/run_programs.py

Each program is run as it is, in a process of its own.
"""

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

PACKAGES = ["torch", "keras", "tensorflow-cpu", "jax", "flax", "numpy"]
GOLDEN = Path(__file__).parents[1] / "test" / "golden" / "programs.json"


def printed(code: str) -> str:
    env = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"}
    ran = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    if ran.returncode != 0:
        sys.exit(f"{code}\n{ran.stderr}")
    return ran.stdout


def main() -> None:
    programs = json.load(sys.stdin)
    made = {
        "versions": {name: version(name) for name in PACKAGES},
        "programs": [{**program, "printed": printed(program["code"])} for program in programs],
    }
    GOLDEN.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(programs)} programs")


main()
