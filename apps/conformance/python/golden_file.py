"""The file format of `pnpm conformance`: cases of values, or of both ends and a hash. The schema is that of apps/conformance/golden/*.json."""

import hashlib
import json
import platform
import sys

import numpy as np

INLINE = 64
ENDS = 16


def words(values):
    """[kind, words] of an array: bit patterns in hexadecimal for floats, the integers themselves otherwise."""
    flat = np.asarray(values).ravel()
    width = flat.dtype.itemsize
    if flat.dtype.kind in "biu":
        return "int", [int(v) if abs(int(v)) <= 2**53 else str(int(v)) for v in flat]
    unsigned = flat.view({2: np.uint16, 4: np.uint32, 8: np.uint64}[width])
    return "hex", [format(int(word), f"0{2 * width}x") for word in unsigned]


def fields(values, **tolerance):
    values = np.asarray(values)
    kind, all_words = words(values)
    result = {"shape": list(values.shape), "dtype": str(values.dtype), "exact": not tolerance, **tolerance}
    if len(all_words) <= INLINE:
        return {**result, f"values_{kind}": all_words}
    result |= {"n": len(all_words), f"head_{kind}": all_words[:ENDS], f"tail_{kind}": all_words[-ENDS:]}
    result["sha256"] = hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()
    if tolerance:
        finite = values.astype(np.float64)
        result["stats"] = {name: float(getattr(finite, name)()) for name in ("mean", "std", "min", "max")}
    return result


class GoldenFile:
    def __init__(self, framework, version):
        self.head = {
            "framework": framework,
            "version": version,
            "platform": f"{platform.system()} {platform.machine()}, {' '.join(platform.libc_ver())}",
            "generated_with": f"python make_{framework}.py",
        }
        self.cases = []

    def add(self, op, args, seed, values, more=None, **tolerance):
        """One case of one result."""
        self._add(op, args, seed, more, fields(values, **tolerance))

    def add_tensors(self, op, args, seed, tensors, more=None, tolerances=None):
        """One case of several results: pairs of a name and values."""
        tolerances = tolerances or {}
        results = [{"name": name, **fields(values, **tolerances.get(name, {}))} for name, values in tensors]
        self._add(op, args, seed, more, {"exact": not tolerances, "tensors": results})

    def run(self, op, args, seed, code, names, more=None):
        """A program that leaves its results in `out`."""
        scope = dict(names)
        exec(code, scope)
        tensors = [(name, np.asarray(values)) for name, values in scope["out"]]
        self.add_tensors(op, args, seed, tensors, {**(more or {}), "code": code})

    def _add(self, op, args, seed, more, result):
        name = op.split(".")[-1]
        head = {"id": f"{name}-{len(self.cases):03d}", "op": op, **(more or {}), "args": args, "seed": seed}
        self.cases.append({**head, "layout": "row-major", **result})

    def write(self, path):
        with open(path, "w") as file:
            json.dump({**self.head, "cases": self.cases}, file)
        print(f"{path}: {len(self.cases)} cases")


def arguments(usage):
    """The file to write and the seeds."""
    if len(sys.argv) < 3:
        sys.exit(usage)
    return sys.argv[1], [int(seed) for seed in sys.argv[2:]]
