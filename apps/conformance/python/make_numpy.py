"""Writes a file of your own NumPy's random numbers for `pnpm conformance`.

    pip install numpy
    python make_numpy.py my-numpy.json 7 2024        # the seeds are yours
    pnpm conformance my-numpy.json

The file's schema is that of apps/conformance/golden/numpy.json.
"""

import hashlib
import json
import platform
import sys

import numpy as np

BIT_GENERATORS = ["PCG64", "PCG64DXSM", "Philox", "SFC64", "MT19937"]
INTEGERS = [
    ("int64", 0, 1), ("int64", -7, 1000), ("int64", 0, 2**32 - 1), ("int64", 0, 2**32), ("int64", -5, 2**32 - 3),
    ("int64", -(2**40), 2**41 + 5), ("int64", -(2**63), 2**63 - 1), ("int64", -(2**63), 2**63),
    ("uint64", 0, 2**64), ("uint64", 3, 2**63 + 9),
    ("int32", -(2**31), 2**31), ("int32", -1000, 3 * 2**29), ("uint32", 0, 2**32), ("uint32", 17, 18), ("uint32", 5, 2**31 + 77),
    ("int16", -300, 300), ("int16", -(2**15), 2**15), ("uint16", 1, 40000), ("uint16", 0, 2**16),
    ("int8", -100, 28), ("int8", -128, 128), ("uint8", 0, 256), ("uint8", 3, 90), ("uint8", 0, 200),
    ("bool", 0, 2), ("bool", 1, 2),
]
CHOICES = [
    {"a": 30, "replace": False}, {"a": 30, "replace": True}, {"a": 12000, "replace": False},
    {"a": 100, "replace": False, "p": "triangle"}, {"a": 100, "replace": True, "p": "triangle"},
]


def hex_words(values):
    unsigned = values.ravel().view({4: np.uint32, 8: np.uint64}[values.dtype.itemsize])
    return [format(int(word), f"0{2 * values.dtype.itemsize}x") for word in unsigned]


def int_words(values):
    words = [int(value) for value in values.ravel()]
    return [word if abs(word) <= 2**53 else str(word) for word in words]


def fields(values):
    """The values themselves, or both ends and the hash of all."""
    kind, words = ("hex", hex_words) if values.dtype.kind == "f" else ("int", int_words)
    flat = values.ravel()
    if flat.size <= 64:
        return {f"values_{kind}": words(flat)}
    little = flat.astype(flat.dtype.newbyteorder("<"))
    return {
        "n": flat.size,
        f"head_{kind}": words(flat[:16]),
        f"tail_{kind}": words(flat[-16:]),
        "sha256": hashlib.sha256(little.tobytes()).hexdigest(),
    }


class File:
    def __init__(self):
        self.cases = []

    def add(self, op, args, seed, values, **tolerance):
        values = np.asarray(values)
        words = [str(word) if abs(word) > 2**53 else word for word in seed] if isinstance(seed, list) else seed
        case = {
            "id": f"{op.split('.')[-1]}-{len(self.cases):03d}",
            "op": f"numpy.random.{op}",
            "args": args,
            "seed": str(words) if isinstance(words, int) and abs(words) > 2**53 else words,
            "layout": "row-major",
            "shape": list(values.shape),
            "dtype": str(values.dtype),
            "exact": not tolerance,
            **tolerance,
            **fields(values),
        }
        if tolerance and "n" in case:
            finite = values.astype(np.float64)
            case["stats"] = {name: float(getattr(finite, name)()) for name in ("mean", "std", "min", "max")}
        self.cases.append(case)

    def write(self, path):
        head = {
            "framework": "numpy",
            "version": np.__version__,
            "platform": f"{platform.system()} {platform.machine()}, {' '.join(platform.libc_ver())}",
            "generated_with": "python make_numpy.py",
        }
        with open(path, "w") as file:
            json.dump({**head, "cases": self.cases}, file)


def bounds(low, high):
    return {name: value if abs(value) <= 2**53 else str(value) for name, value in (("low", low), ("high", high))}


def state_words(state):
    """A bit generator's state as 64-bit words, in the order of its dictionary."""
    name, inner = state["bit_generator"], state["state"]
    half = [state.get("has_uint32", 0), state.get("uinteger", 0)]
    if name == "MT19937":
        words = [*inner["key"], inner["pos"]]
    elif name == "SFC64":
        words = [*inner["state"], *half]
    elif name == "Philox":
        words = [*inner["counter"], *inner["key"], *state["buffer"], state["buffer_pos"], *half]
    else:
        words = [part for key in ("state", "inc") for part in (inner[key] % 2**64, inner[key] >> 64)] + half
    return np.array([int(word) for word in words], dtype=np.uint64)


def weights(args, count):
    """The arguments with the weights written out: p[i] grows with i, one is 0."""
    if args.get("p") != "triangle":
        return args
    p = np.arange(args["a"], dtype=np.float64)
    return {**args, "p": (p / p.sum()).tolist()}


def sequences(file, seed):
    file.add("SeedSequence.generate_state", {"n_words": 11}, seed, np.random.SeedSequence(seed).generate_state(11))
    file.add(
        "SeedSequence.generate_state", {"n_words": 7, "spawn_key": [3, 2**33]}, seed,
        np.random.SeedSequence(seed, spawn_key=(3, 2**33)).generate_state(7, np.uint64),
    )
    children = np.random.SeedSequence(seed).spawn(3)
    file.add("SeedSequence.spawn", {"n": 3, "n_words": 5}, seed, [child.generate_state(5) for child in children])


def generators(file, seed, name, n):
    kind = getattr(np.random, name)
    args = {"bit_generator": name}

    def make():
        return np.random.Generator(kind(seed))

    file.add(f"{name}.random_raw", {}, seed, kind(seed).random_raw(40))
    for half_words, words in ((0, 0), (1, 0), (3, 2), (2, 5), (701, 400)):
        rng = make()
        rng.random(half_words, dtype=np.float32)
        rng.random(words)
        state = state_words(rng.bit_generator.state)
        file.add("Generator.state", {**args, "half_words": half_words, "words": words}, seed, state)
    for dtype in (np.float64, np.float32):
        for shape in ((1,), (7, 3), (n,)):
            file.add("Generator.random", args, seed, make().random(shape, dtype=dtype))
            file.add("Generator.standard_normal", args, seed, make().standard_normal(shape, dtype=dtype))
    file.add("Generator.uniform", {**args, "low": -3.25, "high": 0.1}, seed, make().uniform(-3.25, 0.1, n))
    file.add("Generator.normal", {**args, "loc": -1.5, "scale": 0.07}, seed, make().normal(-1.5, 0.07, n))
    for dtype, low, high in INTEGERS:
        values = make().integers(low, high, size=n // 10, dtype=dtype)
        file.add("Generator.integers", {**args, **bounds(low, high)}, seed, values)
    file.add(
        "Generator.integers", {**args, "low": 9, "high": 17, "endpoint": True}, seed,
        make().integers(9, 17, size=50, endpoint=True),
    )
    for x in (1, 2, 33, n):
        file.add("Generator.permutation", {**args, "x": x}, seed, make().permutation(x))
    shuffled = np.arange(77)
    make().shuffle(shuffled)
    file.add("Generator.shuffle", {**args, "x": "arange(77)"}, seed, shuffled)
    for options in [*CHOICES, {"a": 12000, "replace": False, "shuffle": False}, {"a": 60, "replace": False, "shuffle": False}]:
        size = 900 if options["a"] > 10000 else 25
        given = weights(options, size)
        file.add("Generator.choice", {**args, **given}, seed, make().choice(size=size, **given))
    file.add("Generator.spawned_random", {**args, "child": 2}, seed, make().spawn(3)[2].random(20))


def legacy(file, seed, n):
    def make():
        return np.random.RandomState(seed)

    file.add("RandomState.rand", {}, seed, make().rand(n))
    file.add("RandomState.randn", {}, seed, make().randn(n), tolerance_ulp=4)
    file.add("RandomState.randn_float32", {}, seed, make().randn(n).astype(np.float32))
    file.add("RandomState.uniform", {"low": -3.25, "high": 0.1}, seed, make().uniform(-3.25, 0.1, n))
    file.add("RandomState.normal", {"loc": 0.3, "scale": 0.02}, seed, make().normal(0.3, 0.02, n), tolerance_abs=1e-15)
    for dtype, low, high in INTEGERS:
        file.add("RandomState.randint", bounds(low, high), seed, make().randint(low, high, size=n // 10, dtype=dtype))
    for x in (1, 2, 33, n):
        file.add("RandomState.permutation", {"x": x}, seed, make().permutation(x))
    shuffled = np.arange(77)
    make().shuffle(shuffled)
    file.add("RandomState.shuffle", {"x": "arange(77)"}, seed, shuffled)
    for options in CHOICES:
        size = 900 if options["a"] > 10000 else 25
        given = weights(options, size)
        file.add("RandomState.choice", given, seed, make().choice(size=size, **given))


def main(path, *seeds):
    file = File()
    for seed in [int(seed) for seed in seeds] or [7, 2024]:
        for entropy in (seed, [seed, 2**40 + seed, 5]):
            sequences(file, entropy)
            for name in BIT_GENERATORS:
                generators(file, entropy, name, 5003)
        word = seed % 2**32
        for key in (word, [word, 1, 2]):
            legacy(file, key, 5003)
    file.write(path)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
