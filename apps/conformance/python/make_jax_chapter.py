"""Writes what the book's JAX cells of "Parameter Initialization" hold, for the example app's test.

    pip install flax
    python make_jax_chapter.py ../../example/test/fixtures/jax-chapter.json 42 7
"""

import json
import os
import sys

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import flax
import jax
import numpy as np
from flax import linen as nn
from jax import numpy as jnp


def bits(array):
    return [format(int(word), "08x") for word in np.asarray(array, np.float32).ravel().view(np.uint32)]


def my_init(key, shape, dtype=jnp.float32):
    data = jax.random.uniform(key, shape, minval=-10, maxval=10)
    return data * (jnp.abs(data) >= 5)


def network(first=None, second=None):
    given = [{"kernel_init": init} if init else {} for init in (first, second)]
    return nn.Sequential([nn.Dense(8, **given[0]), nn.relu, nn.Dense(1, **given[1])])


normal, ones = nn.initializers.normal(0.01), nn.initializers.constant(1)
NETWORKS = {
    "default": network(),
    "makeNormal": network(normal, normal),
    "makeOnes": network(ones, ones),
    "makeBlocks": network(nn.initializers.xavier_uniform(), nn.initializers.constant(42)),
    "makeStrange": network(my_init),
}


def chapter(seed):
    X = jax.random.uniform(jax.random.key(0), (2, 4))
    networks = {}
    for name, net in NETWORKS.items():
        params = net.init(jax.random.key(seed), X)
        layers = [params["params"][layer] for layer in ("layers_0", "layers_2")]
        networks[name] = {
            "kernels": [bits(layer["kernel"]) for layer in layers],
            "biases": [bits(layer["bias"]) for layer in layers],
            "output": [float(value) for value in net.apply(params, X).ravel()],
        }
    return {"seed": seed, "X": bits(X), "networks": networks}


path, *seeds = sys.argv[1:] or sys.exit(__doc__)
with open(path, "w") as file:
    source = f"make_jax_chapter.py, flax {flax.__version__}, jax {jax.__version__}: bits of kernels as Flax stores them, outputs"
    json.dump({"source": source, "chapters": [chapter(int(seed)) for seed in seeds]}, file)
    file.write("\n")
