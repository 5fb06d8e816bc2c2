"""Writes a file of your own TensorFlow's random numbers for `pnpm conformance`.

    pip install tensorflow
    python make_tensorflow.py my-tensorflow.json 7 2024        # the seeds are yours
    pnpm conformance my-tensorflow.json
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import tensorflow as tf

from golden_file import GoldenFile, arguments

SHAPES = [(1,), (7,), (40,), (3, 5), (1001,)]
FLOATS = [tf.float32, tf.float64, tf.float16, tf.bfloat16]
GENERATOR = """g = tf.random.Generator.from_seed({seed})
out = [('normal', g.normal([9])), ('uniform', g.uniform([7], minval=-2, maxval=0.5)), ('truncated', g.truncated_normal([21]))]
out += [('ints', g.uniform([6], minval=-9, maxval=77, dtype=tf.int32)), ('scaled', g.normal([5], mean=-1.5, stddev=0.1))]
out += [('full', g.uniform_full_int([3], dtype=tf.uint32)), ('wide', g.uniform_full_int([3], dtype=tf.int64))]
c = g.split(2)
out += [('c0', c[0].normal([5])), ('c1', c[1].uniform([5])), ('g', g.normal([3])), ('state', g.state)]"""
GLOBAL = """tf.random.set_seed({seed})
out = [('a', tf.random.normal([20])), ('b', tf.random.uniform([9], -0.5, 3.0)), ('c', tf.random.truncated_normal([17], stddev=0.3))]
out += [('d', tf.random.normal([5], seed={op})), ('e', tf.random.normal([4], seed={op})), ('f', tf.random.uniform([5], seed={op}))]
out += [('g', tf.random.uniform([6], -8, 50, dtype=tf.int32)), ('h', tf.random.shuffle(tf.range(23))), ('i', tf.random.normal([3]))]
tf.random.set_seed({op})
out += [('j', tf.random.normal([3])), ('k', tf.random.normal([3], mean=2.0, stddev=0.5, seed={seed}))]"""


def stateless(file, seed):
    for shape in SHAPES:
        for dtype in FLOATS:
            tolerance = {"tolerance_ulp": 4} if dtype == tf.float64 else {}
            for args in ({}, {"minval": -0.9, "maxval": 2.5}):
                values = tf.random.stateless_uniform(shape, seed, dtype=dtype, **args)
                file.add("tf.random.stateless_uniform", args, seed, values)
            for args in ({}, {"mean": -1.5, "stddev": 0.3}):
                # A mean cancels: the last bits of a float64 normal then count for more.
                ours = {"tolerance_abs": 1e-14} if tolerance and args else tolerance
                for op in ("stateless_normal", "stateless_truncated_normal"):
                    values = getattr(tf.random, op)(shape, seed, dtype=dtype, **args)
                    file.add(f"tf.random.{op}", args, seed, values, **ours)
        for low, high in ((0, 10), (-7, 2**31 - 1), (-(2**31), 2**31 - 1)):
            values = tf.random.stateless_uniform(shape, seed, low, high, tf.int32)
            file.add("tf.random.stateless_uniform", {"minval": low, "maxval": high}, seed, values)
        for dtype in (tf.int32, tf.uint32, tf.int64, tf.uint64):
            values = tf.random.stateless_uniform(shape, seed, None, None, dtype)
            file.add("tf.random.stateless_uniform", {"minval": None, "maxval": None}, seed, values)
        for low, high in ((-5, 2**40), (-(2**63), 2**63 - 1), (0, 3)):
            values = tf.random.stateless_uniform(shape, seed, low, high, tf.int64)
            limits = {name: v if abs(v) <= 2**53 else str(v) for name, v in (("minval", low), ("maxval", high))}
            file.add("tf.random.stateless_uniform", limits, seed, values)
    file.add("tf.random.split", {"num": 4}, seed, tf.random.split(seed, 4))
    for data in (0, -3, 123456):
        file.add("tf.random.fold_in", {"data": data}, seed, tf.random.fold_in(seed, data))


path, seeds = arguments(__doc__)
golden = GoldenFile("tensorflow", f"tensorflow {tf.__version__}")
for index, seed in enumerate(seeds):
    stateless(golden, [seed, index])
    stateless(golden, [-seed, 2**31 - 1])
    golden.run("tf.random.Generator.from_seed", {}, seed, GENERATOR.format(seed=seed), {"tf": tf})
    golden.run("flow.set_seed", {"op_seed": index}, seed, GLOBAL.format(seed=seed, op=index), {"tf": tf})
    initializers = (
        ("random_uniform_initializer", {"minval": -0.2, "maxval": 0.9}),
        ("random_normal_initializer", {"mean": 0.5, "stddev": 0.2}),
    )
    for name, args in initializers:
        values = getattr(tf, name)(seed=seed % 2**31, **args)((4, 6))
        golden.add(f"tf.{name}", args, seed % 2**31, values)
golden.write(path)
