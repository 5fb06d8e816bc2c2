"""Writes a file of your own Keras 3's random numbers for `pnpm conformance`.

    pip install keras tensorflow        # or jax, torch, or nothing for numpy
    KERAS_BACKEND=tensorflow python make_keras.py my-keras.json 7 2024        # the seeds are yours
    pnpm conformance my-keras.json

Run it once for each backend: tensorflow, jax, torch, numpy. Keras itself takes seeds of [0, 2**32), its SeedGenerator on torch of [0, 2**31).
"""

import os
import random

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import keras
import numpy as np

from golden_file import GoldenFile, arguments

BACKEND = keras.backend.backend()
MORE = {"backend": BACKEND}
SHAPES = [(5,), (7, 4), (2, 3, 5), (3, 3, 4, 6)]
NAMES = ("GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "LecunUniform", "LecunNormal")
INITIALIZERS = [
    ("RandomUniform", {}), ("RandomUniform", {"minval": -0.3, "maxval": 1.2}), ("RandomNormal", {}),
    ("RandomNormal", {"mean": -0.7, "stddev": 0.3}), ("TruncatedNormal", {}), ("TruncatedNormal", {"mean": 0.4, "stddev": 1.5}),
    *((name, {}) for name in NAMES),
    *(
        ("VarianceScaling", {"scale": 1.7, "mode": mode, "distribution": law})
        for mode in ("fan_in", "fan_out", "fan_avg")
        for law in ("uniform", "untruncated_normal", "truncated_normal")
    ),
]
FLOWS = {
    "flow.seed_generator": """g = keras.random.SeedGenerator({seed})
out = [('n', keras.random.normal((5,), seed=g)), ('u', keras.random.uniform((4, 5), minval=-2.0, maxval=0.25, seed=g))]
out += [('t', keras.random.truncated_normal((9,), seed=g)), ('i', keras.random.randint((6,), -5, 90, seed=g))]""",
    "flow.initializer_reuse": """i = keras.initializers.HeNormal(seed={seed})
j = keras.initializers.HeNormal(seed=keras.random.SeedGenerator({seed}))
out = [('i0', i((4, 6))), ('i1', i((4, 6))), ('j0', j((4, 6))), ('j1', j((4, 6)))]""",
    "flow.global_seed": """keras.utils.set_random_seed({seed})
i = keras.initializers.GlorotUniform()
out = [('n', keras.random.normal((4,))), ('i', i((3, 4))), ('u', keras.random.uniform((4,))), ('t', keras.random.truncated_normal((8,)))]""",
}
LAYERS = [
    ("Dense", "keras.layers.Dense(6)", (None, 5)),
    ("Dense", "keras.layers.Dense(3, kernel_initializer='lecun_normal', bias_initializer='random_normal')", (None, 5)),
    ("Conv2D", "keras.layers.Conv2D(4, 3)", (None, 8, 8, 3)),
    ("Conv1D", "keras.layers.Conv1D(6, 3, groups=3)", (None, 8, 9)),
    ("Embedding", "keras.layers.Embedding(9, 5)", (None, 2)),
    ("BatchNormalization", "keras.layers.BatchNormalization()", (None, 4)),
]


def to_numpy(values):
    return keras.ops.convert_to_numpy(values)


def ops(file, seed):
    random_ops = keras.random
    for n in (1, 9, 40, 1001):
        for name, args in (
            ("normal", {}), ("normal", {"mean": -0.5, "stddev": 2.5}), ("uniform", {}), ("uniform", {"minval": -3.0, "maxval": 0.7}),
            ("truncated_normal", {}), ("truncated_normal", {"mean": 3.0, "stddev": 0.25}), ("randint", {"minval": -7, "maxval": 1000}),
        ):
            values = getattr(random_ops, name)((n,), seed=seed, **args)
            file.add(f"keras.random.{name}", args, seed, to_numpy(values), MORE)
        for rate in (0.5, 0.1):
            values = random_ops.dropout(keras.ops.ones((n,)), rate, seed=seed)
            file.add("keras.random.dropout", {"rate": rate}, seed, to_numpy(values), MORE)


def initializers(file, seed):
    for name, args in INITIALIZERS:
        for shape in SHAPES:
            values = getattr(keras.initializers, name)(seed=seed, **args)(shape)
            file.add(f"keras.initializers.{name}", args, seed, to_numpy(values), MORE)
    for shape, args in (((4, 4), {"gain": 1.5}), ((6, 3), {}), ((3, 6), {}), ((2, 3, 4), {})):
        values = keras.initializers.Orthogonal(seed=seed, **args)(shape)
        file.add("keras.initializers.Orthogonal", args, seed, to_numpy(values), MORE, tolerance_abs=4e-6)


def layers(file, seed):
    """Every weight with the class, the seed and the number of the Python draw of its initializer."""
    for name, code, shape in LAYERS:
        keras.utils.clear_session()
        keras.utils.set_random_seed(seed)
        layer = eval(code, {"keras": keras})
        layer.build(shape)
        draws = random.Random(seed)
        order = [draws.randint(1, 10**9) for _ in range(20)]
        args = {"seeds": {}, "draw_index": {}, "classes": {}, "configs": {}}
        tensors = []
        for index, weight in enumerate(layer.weights):
            path = f"{index}:{'/'.join(weight.path.split('/')[-2:])}"
            tensors.append((path, to_numpy(weight)))
            initializer = getattr(layer, f"{weight.name}_initializer", None)
            own = getattr(initializer, "seed", None)
            if not isinstance(own, int):
                continue
            config = initializer.get_config()
            args["seeds"][path] = own
            args["draw_index"][path] = order.index(own)
            args["classes"][path] = type(initializer).__name__
            # The named variance scalings fix scale, mode and law.
            args["configs"][path] = {k: v for k, v in config.items() if k not in ("seed", "scale", "mode", "distribution")}
        more = {**MORE, "code": f"keras.utils.set_random_seed({seed})\nm = {code}; m.build({shape})\nout = weights(m)"}
        file.add_tensors(f"keras.layers.{name}", args, seed, tensors, more)


def flows(file, seed):
    for op, code in FLOWS.items():
        keras.utils.clear_session()
        scope = {"keras": keras}
        exec(code.format(seed=seed), scope)
        tensors = [(name, np.asarray(to_numpy(values))) for name, values in scope["out"]]
        file.add_tensors(op, {}, seed, tensors, {**MORE, "code": code.format(seed=seed)})


path, seeds = arguments(__doc__)
golden = GoldenFile("keras", f"keras {keras.__version__} on {BACKEND}")
for seed in seeds:
    ops(golden, seed)
    initializers(golden, seed)
    layers(golden, seed)
    flows(golden, seed)
golden.write(path)
