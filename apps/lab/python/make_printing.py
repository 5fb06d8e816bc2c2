"""Writes how PyTorch and NumPy print vectors of float32 of many magnitudes: make_printing.py [file] [seed] [count].

pip install torch numpy
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, 0.1, 0.125, 2.5, -2.5, 12.5, 1.5, 1 / 512, 3 / 512, 1 / 1024, 2**-8, 2**-13, 2**-14]
SPECIAL += [1e-4, 9.9999e-5, 5e-5, 1.5e-4, 1e3, 999999.0, 1e6, 1e8, 123456789.0, 1048576.0, 100.03125, 0.99999999]
SPECIAL += [np.inf, -np.inf, np.nan, 1e-45, 3.4e38]


def vectors(rng: np.random.Generator, count: int):
    for i in range(count):
        size = int(rng.integers(10, 60)) if i % 10 == 9 else int(rng.integers(1, 9))
        kinds = [
            lambda: rng.normal(size=size) * 10.0 ** rng.integers(-9, 9),
            lambda: rng.uniform(-1, 1, size) * 2.0 ** rng.integers(-20, 20),
            lambda: rng.choice(SPECIAL, size),
            lambda: rng.normal(size=size) * 10.0 ** rng.uniform(-3, 3, size),
            lambda: rng.integers(-1000, 1000, size) * 1.0,
            lambda: rng.integers(-64, 64, size) / 2.0 ** rng.integers(0, 16),
            lambda: rng.integers(0, 2**32, size, dtype=np.uint64).astype(np.uint32).view(np.float32),
            lambda: np.where(rng.uniform(size=size) < 0.5, 0, rng.normal(size=size)),
            lambda: 2.0 ** rng.integers(-30, 30, size),
        ]
        with np.errstate(all="ignore"):
            yield np.asarray(kinds[i % len(kinds)]()).astype(np.float32)


def main() -> None:
    default = Path(__file__).parents[1] / "test" / "golden" / "printing.json"
    file, seed, count = [*sys.argv[1:], *[str(default), "7", "225"][len(sys.argv) - 1 :]]
    cases = [
        {"bits": x.astype("<f4").tobytes().hex(), "torch": str(torch.from_numpy(x.copy())), "numpy": str(x)}
        for x in vectors(np.random.default_rng(int(seed)), int(count))
    ]
    made = {"versions": {"torch": torch.__version__, "numpy": np.__version__}, "seed": int(seed)}
    Path(file).write_text(json.dumps({**made, "cases": cases}, indent=1) + "\n")


main()
