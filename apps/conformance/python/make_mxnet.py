"""Writes a file of your own MXNet's random numbers for `pnpm conformance` (CPU, Linux wheels).

    pip install mxnet==1.9.1 "numpy<1.24"        # Python 3.8 or 3.9
    python make_mxnet.py my-mxnet.json 7 2024    # the seeds are yours
    pnpm conformance my-mxnet.json

The file's schema is that of apps/conformance/golden/mxnet.json.
"""

import hashlib
import json
import platform
import sys

import mxnet as mx
import numpy as np

SIZES = [(1,), (2,), (5,), (63,), (64,), (65,), (7, 31), (1003,), (100003,)]


def hex_words(values):
    return [format(int(word), "08x") for word in values.ravel().view(np.uint32)]


def fields(values):
    """The values themselves, or both ends and the hash of all."""
    flat = np.ascontiguousarray(values, dtype=np.float32).ravel()
    if flat.size <= 64:
        return {"values_hex": hex_words(flat)}
    return {
        "n": flat.size,
        "head_hex": hex_words(flat[:16]),
        "tail_hex": hex_words(flat[-16:]),
        "sha256": hashlib.sha256(flat.astype("<f4").tobytes()).hexdigest(),
    }


class File:
    def __init__(self):
        self.cases = []

    def add(self, op, args, seed, values):
        values = values.asnumpy()
        case = {
            "id": f"{op.split('.')[-1]}-{len(self.cases):03d}",
            "op": op,
            "args": args,
            "seed": seed,
            "layout": "row-major; weights (out,in,*k)",
            "shape": list(values.shape),
            "dtype": "float32",
            "exact": True,
        }
        self.cases.append({**case, **fields(values)})

    def write(self, path):
        head = {
            "framework": "mxnet",
            "version": mx.__version__,
            "platform": f"{platform.system()} {platform.machine()}, {' '.join(platform.libc_ver())}",
            "generated_with": "python make_mxnet.py",
        }
        with open(path, "w") as file:
            json.dump({**head, "cases": self.cases}, file)


def fills(file, seed):
    families = {"mx.nd.random": (mx.nd.random, "shape"), "mx.np.random": (mx.np.random, "size")}
    for family, (module, size_name) in families.items():
        for shape in SIZES:
            for law, args in (
                ("uniform", {"low": 0.0, "high": 1.0}),
                ("uniform", {"low": -3.25, "high": 0.1}),
                ("normal", {"loc": 0.0, "scale": 1.0}),
                ("normal", {"loc": -1.5, "scale": 0.07}),
            ):
                mx.random.seed(seed)
                values = getattr(module, law)(*args.values(), **{size_name: shape})
                file.add(f"{family}.{law}", args, seed, values)


def initializers(file, seed):
    for shape in ((8, 4), (64, 37), (6, 4, 3, 3)):
        for name, args in (
            ("Uniform", {"scale": 0.3}),
            ("Normal", {"sigma": 0.2}),
            ("Xavier", {"rnd_type": "uniform", "factor_type": "avg", "magnitude": 2.5}),
            ("Xavier", {"rnd_type": "gaussian", "factor_type": "in", "magnitude": 2}),
            ("MSRAPrelu", {"factor_type": "out", "slope": 0.2}),
        ):
            weight = mx.nd.zeros(shape)
            mx.random.seed(seed)
            getattr(mx.init, name)(**args)(mx.init.InitDesc("weight"), weight)
            file.add(f"mx.init.{name}", args, seed, weight)


def main(path, *seeds):
    file = File()
    for seed in [int(seed) for seed in seeds] or [7, 2024]:
        fills(file, seed)
        initializers(file, seed)
    file.write(path)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
