"""Reads files with Python's own libraries and prints what is in them, to be compared with what @nn/io wrote.

    pip install numpy safetensors
    python read_back.py FILE…

One line for each array: file, name, dtype, shape, and the SHA-256 of its row-major little-endian bytes.
"""

import hashlib
import sys

import numpy as np


def load(path):
    if path.endswith(".safetensors"):
        from safetensors.numpy import load_file

        return load_file(path)
    loaded = np.load(path, allow_pickle=False)
    return {"": loaded} if isinstance(loaded, np.ndarray) else {name: loaded[name] for name in loaded.files}


for path in sys.argv[1:]:
    for name, array in load(path).items():
        hash_ = hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()
        print(path, repr(name), array.dtype, list(array.shape), hash_)
