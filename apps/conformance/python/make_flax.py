"""Writes a file of your own Flax's parameters and keys for `pnpm conformance`.

    pip install flax
    python make_flax.py my-flax.json 7 2024        # the seeds are yours
    pnpm conformance my-flax.json
"""

import os

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import flax
import jax
import jax.numpy as jnp
from flax import linen as nn
from flax import nnx

from golden_file import GoldenFile, arguments

EMBEDDING = ["variance_scaling", {"scale": 1.0, "mode": "fan_in", "distribution": "normal", "out_axis": 0}]
HE = {"inits": {"kernel": ["he_uniform", {}], "bias": ["normal", {"stddev": 0.3}]}}
LINEN = [
    ("Dense", "nn.Dense(6)", "jnp.ones((1, 5))", {}),
    ("Dense", "nn.Dense(6, kernel_init=nn.initializers.he_uniform(), bias_init=nn.initializers.normal(0.3))", "jnp.ones((1, 5))", HE),
    ("Dense", "nn.Dense(7, param_dtype=jnp.float16)", "jnp.ones((1, 3))", {}),
    ("Conv", "nn.Conv(5, (3, 2))", "jnp.ones((1, 8, 8, 3))", {}),
    ("ConvTranspose", "nn.ConvTranspose(4, (3,))", "jnp.ones((1, 8, 3))", {}),
    ("Embed", "nn.Embed(13, 4)", "jnp.zeros((1,), jnp.int32)", {"inits": {"embedding": EMBEDDING}}),
    ("LayerNorm", "nn.LayerNorm()", "jnp.ones((1, 5))", {}),
    ("DenseGeneral", "nn.DenseGeneral((3, 4), axis=(-2, -1))", "jnp.ones((1, 5, 2))", {"flat": {"kernel": 2}}),
    ("Sequential", "nn.Sequential([nn.Dense(9), nn.relu, nn.Dense(5), nn.relu, nn.Dense(2)])", "jnp.ones((2, 3))", {}),
]
NNX = [
    ("Linear", "nnx.Linear(5, 6, rngs=r)", {"order": ["kernel", "bias"]}),
    ("Conv", "nnx.Conv(3, 4, (2, 3), rngs=r)", {"order": ["kernel", "bias"]}),
    ("Embed", "nnx.Embed(13, 4, rngs=r)", {"order": ["embedding"], "inits": {"embedding": EMBEDDING}}),
    (
        "Sequential", "nnx.Sequential(nnx.Linear(3, 4, rngs=r), nnx.relu, nnx.Linear(4, 2, use_bias=False, rngs=r), nnx.Linear(2, 5, rngs=r))",
        {"order": ["layers/0/kernel", "layers/0/bias", "layers/2/kernel", "layers/3/kernel", "layers/3/bias"]},
    ),
]


def flatten(tree, path=()):
    if hasattr(tree, "items"):
        return [pair for name, child in tree.items() for pair in flatten(child, (*path, str(name)))]
    return [("/".join(path), tree)]


def linen(file, seed):
    for separator in (False, True):
        flax.config.update("flax_fix_rng_separator", separator)
        for name, model, x, args in LINEN:
            variables = eval(model, {"nn": nn, "jnp": jnp}).init(jax.random.key(seed), eval(x, {"jnp": jnp}))
            more = {"code": f"model = {model}; x = {x}"}
            args = {**args, **({"separator": True} if separator else {})}
            file.add_tensors(f"flax.linen.{name}", args, seed, flatten(variables["params"]), more)
    flax.config.update("flax_fix_rng_separator", False)
    for rate, shape in ((0.5, (5, 6)), (0.1, (40,))):
        x = jnp.ones(shape)
        y = nn.Dropout(rate, deterministic=False).apply({}, x, rngs={"dropout": jax.random.key(seed)})
        file.add_tensors("flax.linen.Dropout", {"rate": rate, "shape": list(shape)}, seed, [("y", y)])


def nnx_models(file, seed):
    for name, model, args in NNX:
        state = nnx.state(eval(model, {"nnx": nnx, "r": nnx.Rngs(seed)}), nnx.Param)
        tensors = [(path, variable[...]) for path, variable in flatten(nnx.to_pure_dict(state))]
        file.add_tensors(f"flax.nnx.{name}", args, seed, tensors, {"code": f"r = nnx.Rngs({seed}); m = {model}"})
    rngs = nnx.Rngs(seed, params=5, noise=seed)
    names = ["params", "noise", "other", "params", "another", "default"]
    keys = [(f"{name}{index}", jax.random.key_data(rngs[name]())) for index, name in enumerate(names)]
    file.add_tensors("flax.nnx.Rngs", {"params": 5, "noise": seed}, seed, keys)


path, seeds = arguments(__doc__)
golden = GoldenFile("flax", f"flax {flax.__version__}, jax {jax.__version__}")
for seed in seeds:
    linen(golden, seed)
    nnx_models(golden, seed)
golden.write(path)
