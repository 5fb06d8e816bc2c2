"""Writes a file of whole models of your own Flax for `pnpm conformance`: what each parameter holds right after the program made it.

    pip install flax
    python make_flax_models.py my-models.json my_model.py 7 2024        # the seeds are yours
    pnpm conformance my-models.json

A program is a Python file that reads `seed` and leaves `params` (linen) or `model` (nnx, and `rngs`, whose counters are then written, too);
several files may be given. What `orthogonal` drew is noted while the program runs.
"""

import hashlib
import json
import os
import sys

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import flax
import jax
import numpy as np
from flax import nnx
from jax._src import random as jax_random  # where the initializers find `orthogonal`

ORTHOGONAL = jax_random.orthogonal


def words(array, count):
    flat = np.ascontiguousarray(array).reshape(-1)[:count]
    size = flat.dtype.itemsize
    return [format(int(word), f"0{2 * size}x") for word in flat.view(f"<u{size}")]


def parameter(name, value):
    values = np.asarray(value)
    row = {"name": name, "shape": list(values.shape), "dtype": str(values.dtype)}
    bits = values.view("<u2") if row["dtype"] == "bfloat16" else values
    return row | {"sha256": hashlib.sha256(np.ascontiguousarray(bits).tobytes()).hexdigest(), "head": words(bits, 4)}


def run(code, seed):
    """The variables of the program."""
    scope = {"seed": seed}
    exec(code, scope)
    return scope


def parameters(scope):
    if "model" in scope:
        state = nnx.to_flat_state(nnx.state(scope["model"], nnx.Param))
        return {".".join(str(getattr(key, "key", key)) for key in path): value[...] for path, value in state}
    tree, _ = jax.tree_util.tree_flatten_with_path(scope["params"])
    return {".".join(str(key.key) for key in path): value for path, value in tree}


def counts(rngs):
    state = [] if rngs is None else nnx.to_flat_state(nnx.state(rngs, nnx.RngCount))
    return {str(path[0]): int(np.asarray(count[...])) for path, count in state}


def build(path, seed):
    with open(path) as file:
        code = file.read()
    scope = run(code, seed)
    values = parameters(scope)
    # What is another matrix when `orthogonal` gives another one came out of it.
    jax_random.orthogonal = lambda *given, **named: -ORTHOGONAL(*given, **named)
    jax.clear_caches()
    try:
        turned = parameters(run(code, seed))
    finally:
        jax_random.orthogonal = ORTHOGONAL
    name = os.path.splitext(os.path.basename(path))[0]
    api = "nnx" if "model" in scope else "linen"
    model = {"id": f"{name}-{seed}", "framework": "flax", "api": api, "seed": seed, "code": code}
    model["orthogonal"] = [name for name, value in values.items() if not np.array_equal(value, turned[name], equal_nan=True)]
    if api == "nnx":
        model["after"] = counts(scope.get("rngs"))
    return {**model, "parameters": [parameter(name, value) for name, value in values.items()]}


def main(out, *given):
    programs = [each for each in given if not each.isdigit()]
    seeds = [int(each) for each in given if each.isdigit()] or [42]
    models = [build(path, seed) for path in programs for seed in seeds]
    with open(out, "w") as file:
        json.dump({"maker": {"flax": flax.__version__, "jax": jax.__version__}, "models": models}, file)
    print(f"{out}: {len(models)} models")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
