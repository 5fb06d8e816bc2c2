"""Writes a file of your own JAX's random numbers for `pnpm conformance`.

    pip install jax
    python make_jax.py my-jax.json 7 2024        # the seeds are yours
    pnpm conformance my-jax.json

Normals are exact for jaxlib 0.10.2 on x86-64 CPUs with FMA, and those of float64 that are cut for a C library whose erf is that of
glibc up to 2.40; other versions and devices may differ by 3 ULP, which the file allows when JAX_ULP=3 is set.
"""

import os

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import jax.numpy as jnp
import numpy as np

from golden_file import GoldenFile, arguments

SHAPES = [(1,), (3, 5), (1001,)]
FLOATS = ["float32", "bfloat16", "float16"]
INITIALIZERS = [
    ("zeros", None), ("ones", None), ("constant", {"value": -0.3}), ("uniform", {"scale": 0.3}), ("uniform", {}),
    ("normal", {"stddev": 0.7}), ("normal", {}), ("truncated_normal", {"stddev": 0.1, "lower": -1.5, "upper": 2.5}),
    ("truncated_normal", {}),
    *((f"{name}_{law}", {}) for name in ("glorot", "xavier", "lecun", "he", "kaiming") for law in ("uniform", "normal")),
    *(
        ("variance_scaling", {"scale": 1.7, "mode": mode, "distribution": law})
        for mode in ("fan_in", "fan_out", "fan_avg", "fan_geo_avg")
        for law in ("uniform", "normal", "truncated_normal")
    ),
    ("variance_scaling", {"scale": 0.5, "mode": "fan_avg", "distribution": "normal", "in_axis": 0, "out_axis": 1}),
]
ORTHOGONAL = [((4, 4), {"scale": 1.5}), ((6, 3), {}), ((2, 3, 7), {"column_axis": 1})]
ULP = {"tolerance_ulp": int(os.environ["JAX_ULP"])} if "JAX_ULP" in os.environ else {}


def keys(file, seed, mode):
    root = jax.random.key(seed)
    data = jax.random.key_data
    file.add("jax.random.key_data", mode, seed, data(root))
    for num in (2, 5, [2, 3]):
        file.add("jax.random.split", {"num": num, **mode}, seed, data(jax.random.split(root, tuple(num) if isinstance(num, list) else num)))
    for number in (0, 3, 2**32 - 1):
        file.add("jax.random.fold_in", {"data": number, **mode}, seed, data(jax.random.fold_in(root, number)))


def laws(file, seed, mode, dtypes):
    root = jax.random.key(seed)
    for shape in SHAPES:
        for dtype in ("uint8", "uint16", "uint32") + (("uint64",) if mode.get("x64") else ()):
            file.add("jax.random.bits", mode, seed, jax.random.bits(root, shape, dtype))
        for dtype in dtypes:
            file.add("jax.random.uniform", mode, seed, jax.random.uniform(root, shape, dtype))
            file.add("jax.random.normal", mode, seed, jax.random.normal(root, shape, dtype), **ULP)
            for low, high in ((-0.9, 0.1), (-3.5, -1.25), (2.0, 7.5)):
                values = jax.random.uniform(root, shape, dtype, low, high)
                file.add("jax.random.uniform", {"minval": low, "maxval": high, **mode}, seed, values)
            for low, high in ((-2, 2), (-0.7, 1.3), (1.5, 4.5), (-6, 0.25)):
                values = jax.random.truncated_normal(root, low, high, shape, dtype)
                file.add("jax.random.truncated_normal", {"lower": low, "upper": high, **mode}, seed, values, **ULP)
        for dtype, low, high in (("int32", -5, 9), ("int32", -(2**31), 2**31 - 1), ("int8", -100, 100), ("uint8", 0, 201), ("int16", -300, 4000), ("uint16", 5, 60000), ("uint32", 1, 3000000000)):
            if high >= 2**31 and not mode.get("x64"):
                continue
            file.add("jax.random.randint", {"minval": low, "maxval": high, **mode}, seed, jax.random.randint(root, shape, low, high, dtype))
        for low, high in ((-5, 9), (-(2**63), 2**63 - 1), (3, 2**40)) if mode.get("x64") else ():
            values = jax.random.randint(root, shape, low, high, "int64")
            limits = {name: v if abs(v) <= 2**53 else str(v) for name, v in (("minval", low), ("maxval", high))}
            file.add("jax.random.randint", {**limits, **mode}, seed, values)
        for p in (0.1, 0.75):
            if not mode.get("x64"):
                file.add("jax.random.bernoulli", {"p": p, **mode}, seed, jax.random.bernoulli(root, p, shape))
    for n in (1, 3, 50, 3000):
        file.add("jax.random.permutation", {"n": n, **mode}, seed, jax.random.permutation(root, n))


def initializers(file, seed):
    root = jax.random.key(seed)
    for name, args in INITIALIZERS:
        init = getattr(jax.nn.initializers, name)
        init = init if args is None else init(**args)
        for shape in ((7, 4), (2, 3, 5), (3, 3, 4, 6)):
            for dtype in FLOATS:
                values = init(root, shape, jnp.dtype(dtype))
                file.add(f"jax.nn.initializers.{name}", args or {}, seed, values, **ULP)
            if args is None or name in ("constant", "truncated_normal"):
                continue
            compiled = jax.jit(lambda key, init=init, shape=shape: init(key, shape, jnp.float32))(root)
            file.add(f"jit:jax.nn.initializers.{name}", args, seed, compiled, **ULP)
    for shape, args in ORTHOGONAL:
        values = jax.nn.initializers.orthogonal(**args)(root, shape)
        file.add("jax.nn.initializers.orthogonal", args, seed, values, tolerance_abs=4e-6)
    values = jax.nn.initializers.delta_orthogonal()(root, (3, 5, 2, 4))
    file.add("jax.nn.initializers.delta_orthogonal", {}, seed, values, tolerance_abs=4e-6)
    file.add("jax.random.orthogonal", {"n": 5}, seed, jax.random.orthogonal(root, 5), tolerance_abs=4e-6)


path, seeds = arguments(__doc__)
golden = GoldenFile("jax", f"jax {jax.__version__}, jaxlib {jax.lib.__version__}")
for seed in seeds:
    for partitionable in (True, False):
        jax.config.update("jax_threefry_partitionable", partitionable)
        mode = {} if partitionable else {"partitionable": False}
        keys(golden, seed, mode)
        laws(golden, seed, mode, FLOATS)
        jax.config.update("jax_enable_x64", True)
        keys(golden, seed, {"x64": True, **mode})
        laws(golden, seed, {"x64": True, **mode}, ["float64", "float32"])
        jax.config.update("jax_enable_x64", False)
    jax.config.update("jax_threefry_partitionable", True)
    initializers(golden, seed)
golden.write(path)
