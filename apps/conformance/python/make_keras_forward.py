"""Writes what models of Keras compute right after their start, for test/keras-forward.test.ts.

    pip install keras tensorflow
    KERAS_BACKEND=tensorflow python make_keras_forward.py ../test/fixtures/keras-forward.json

The input of a model is ((7 i) mod 11) / 10 - 0.5 by index i, in Keras's order of axes.
"""

import json
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from keras import layers as L


def cnn():
    return keras.Sequential([
        keras.Input((12, 10, 3)), L.Conv2D(8, 3, activation="relu", padding="same", strides=2), L.BatchNormalization(),
        L.MaxPooling2D(2), L.DepthwiseConv2D(3, depth_multiplier=2, padding="same"), L.SeparableConv2D(6, 3, padding="same"),
        L.Flatten(), L.Dense(5, activation="softmax"),
    ])


def transposed():
    return keras.Sequential([keras.Input((4, 5, 2)), L.Conv2DTranspose(3, 3), L.AveragePooling2D(2), L.Flatten(), L.Dense(4)])


def recurrent():
    return keras.Sequential([keras.Input((6, 5)), L.Bidirectional(L.LSTM(4, return_sequences=True)), L.GRU(3, return_sequences=True), L.SimpleRNN(4), L.Dense(2)])


def attention():
    x = keras.Input((5, 8))
    h = L.LayerNormalization()(x + L.MultiHeadAttention(2, 4)(x, x))
    return keras.Model(x, L.Dense(3)(h))


MODELS = {"cnn": cnn, "transposed": transposed, "recurrent": recurrent, "attention": attention}
SEED = 42


def run(build):
    keras.utils.clear_session()
    keras.utils.set_random_seed(SEED)
    model = build()
    shape = (2, *model.input_shape[1:])
    count = int(np.prod(shape))
    x = (((np.arange(count) * 7) % 11) / 10 - 0.5).astype("float32").reshape(shape)
    y = keras.ops.convert_to_numpy(model(x, training=False))
    return {"input": list(shape), "output": list(y.shape), "values": [round(float(v), 8) for v in y.ravel()]}


if len(sys.argv) != 2:
    sys.exit(__doc__)
made = {"keras": keras.__version__, "backend": keras.backend.backend(), "seed": SEED}
made["models"] = {name: run(build) for name, build in MODELS.items()}
with open(sys.argv[1], "w") as file:
    json.dump(made, file, separators=(",", ":"))
    file.write("\n")
