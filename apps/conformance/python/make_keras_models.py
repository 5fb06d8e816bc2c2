"""Writes a file of whole models of your own Keras 3 for `pnpm conformance`: what each weight holds right after the program built it.

    pip install keras tensorflow        # or jax, torch, or nothing for numpy
    KERAS_BACKEND=tensorflow python make_keras_models.py my-models.json my_model.py 7 2024        # the seeds are yours
    pnpm conformance my-models.json

A program is a Python file that leaves `model`; several files may be given. `orthogonal` is noted by the initializers of the weights.
"""

import hashlib
import json
import os
import random
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import keras
import numpy as np


def words(array, count):
    flat = np.ascontiguousarray(array).reshape(-1)[:count]
    size = flat.dtype.itemsize
    return [format(int(word), f"0{2 * size}x") for word in flat.view(f"<u{size}")]


def parameter(weight):
    values = np.asarray(keras.ops.convert_to_numpy(weight.value))
    data = np.ascontiguousarray(values).tobytes()
    row = {"name": weight.path, "shape": list(values.shape), "dtype": str(values.dtype)}
    row |= {"sha256": hashlib.sha256(data).hexdigest(), "head": words(values, 4)}
    return row if weight.trainable else {**row, "trainable": False}


def orthogonal(layer):
    """Paths of the weights that come out of a QR decomposition."""
    paths = []
    for each in layer._flatten_layers():
        for name in ("kernel", "bias", "recurrent", "depthwise", "pointwise", "embeddings"):
            if isinstance(getattr(each, f"{name}_initializer", None), keras.initializers.Orthogonal):
                own = [w for w in each._trainable_variables if w.name.startswith(name)]
                # What `depthwise_initializer` starts is a `kernel`, but for separable convolutions.
                own = own or [w for w in each._trainable_variables if w.name == "kernel"]
                paths += [w.path for w in own]
    return paths


def build(path, seed):
    with open(path) as file:
        code = file.read()
    keras.utils.clear_session()
    keras.utils.set_random_seed(seed)
    scope = {}
    exec(code, scope)
    model = scope["model"]
    uniform = np.asarray(keras.ops.convert_to_numpy(keras.random.uniform((2,))))
    after = {"keras.random.uniform": words(uniform, 2), "random.randint(1, 1000000000)": random.randint(1, 10**9)}
    name = os.path.splitext(os.path.basename(path))[0]
    head = {"id": f"{name}-{seed}", "framework": "keras", "backend": keras.backend.backend(), "seed": seed, "code": code}
    rows = [parameter(weight) for weight in model.weights]
    return {**head, "orthogonal": orthogonal(model), "parameters": rows, "after": after}


def main(out, *given):
    programs = [each for each in given if not each.isdigit()]
    seeds = [int(each) for each in given if each.isdigit()] or [42]
    models = [build(path, seed) for path in programs for seed in seeds]
    with open(out, "w") as file:
        json.dump({"maker": {"keras": keras.__version__}, "models": models}, file)
    print(f"{out}: {len(models)} models")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
