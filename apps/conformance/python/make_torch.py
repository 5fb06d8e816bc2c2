"""Writes a file of your own PyTorch's random numbers for `pnpm conformance`.

    pip install torch --index-url https://download.pytorch.org/whl/cpu
    python make_torch.py my-torch.json 7 2024        # the seeds are yours
    pnpm conformance my-torch.json

The file's schema is that of apps/conformance/golden/torch.json. PyTorch 2.12 or newer, Linux x86-64 with AVX2: other
builds give other bits, which the package has profiles for, but this comparison does not.
"""

import hashlib
import json
import platform
import sys

import torch
from torch import nn

FLOATS = ("float32", "float64", "bfloat16", "float16")
SIZES = ((1,), (15,), (16,), (17,), (100,), (6, 5, 4), (5003,))
LAYERS = [
    ("Linear", [20, 30], {}),
    ("Linear", [4, 8], {"bias": False}),
    ("Linear", [5, 3], {"dtype": "bfloat16"}),
    ("Bilinear", [3, 4, 5], {}),
    ("Conv1d", [4, 6, 3], {}),
    ("Conv2d", [4, 8, [1, 3]], {"groups": 2}),
    ("Conv3d", [2, 3, 2], {}),
    ("ConvTranspose2d", [4, 6, 3], {"groups": 2, "bias": False}),
    ("Embedding", [11, 3], {"padding_idx": 2}),
    ("RNN", [4, 3], {"bias": False}),
    ("LSTM", [4, 6], {"proj_size": 2, "num_layers": 2}),
    ("GRU", [3, 4], {"bidirectional": True}),
    ("GRUCell", [2, 3], {}),
    ("MultiheadAttention", [8, 2], {}),
    ("MultiheadAttention", [6, 3], {"kdim": 4, "vdim": 5, "add_bias_kv": True}),
    ("TransformerEncoderLayer", [8, 2, 16], {}),
    ("BatchNorm2d", [3], {}),
    ("LayerNorm", [[2, 3]], {}),
]


def name_of(dtype):
    return str(dtype).removeprefix("torch.")


def little_endian(values):
    """The bytes of a contiguous tensor; bool as 0 and 1."""
    return values.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()


def hex_words(values):
    raw, width = little_endian(values), values.element_size()
    return [raw[at : at + width][::-1].hex() for at in range(0, len(raw), width)]


def int_words(values):
    words = [int(value) for value in values.reshape(-1).tolist()]
    return [word if abs(word) <= 2**53 else str(word) for word in words]


def fields(values):
    """The values themselves, or both ends and the hash of all."""
    kind, words = ("hex", hex_words) if values.is_floating_point() else ("int", int_words)
    flat = values.detach().contiguous().reshape(-1)
    if flat.numel() <= 64:
        return {f"values_{kind}": words(flat)}
    return {
        "n": flat.numel(),
        f"head_{kind}": words(flat[:16]),
        f"tail_{kind}": words(flat[-16:]),
        "sha256": hashlib.sha256(little_endian(flat)).hexdigest(),
    }


def described(values):
    return {"shape": list(values.shape), "dtype": name_of(values.dtype)}


class File:
    def __init__(self):
        self.cases = []

    def case(self, op, args, seed, layout, exact, rest):
        words = str(seed) if abs(seed) > 2**53 else seed
        head = {"id": f"{op.split('.')[-1].rstrip('_')}-{len(self.cases):03d}", "op": op, "args": args, "seed": words}
        self.cases.append({**head, "layout": layout, "exact": exact, **rest})

    def add(self, op, args, seed, values, layout="contiguous, row-major", **tolerance):
        rest = {**described(values), **tolerance, **fields(values)}
        if tolerance and "n" in rest:
            wide = values.detach().to(torch.float64)
            rest["stats"] = {
                "mean": wide.mean().item(),
                "std": wide.std(correction=0).item(),
                "min": wide.min().item(),
                "max": wide.max().item(),
            }
        self.case(op, args, seed, layout, not tolerance, rest)

    def add_module(self, op, args, seed, module):
        tensors = [
            {"name": name, **described(values), "exact": True, **fields(values)}
            for name, values in [*module.named_parameters(), *module.named_buffers()]
        ]
        for tensor in tensors:
            tensor["shape"] = tensor["shape"] or [1]
        self.case(op, args, seed, "torch weight layout", True, {"tensors": tensors})

    def write(self, path):
        head = {
            "framework": "torch",
            "version": torch.__version__,
            "platform": f"{platform.system()} {platform.machine()}, {torch.backends.cpu.get_cpu_capability()}",
            "generated_with": "python make_torch.py",
        }
        with open(path, "w") as file:
            json.dump({**head, "cases": self.cases}, file)


def ulp(dtype):
    """PyTorch takes the platform's double-precision functions for float64 normals."""
    return {"tolerance_ulp": 4} if dtype == torch.float64 else {}


def streams(file, seed):
    def fresh():
        torch.manual_seed(seed)

    for dtype in (getattr(torch, name) for name in FLOATS):
        for size in SIZES:
            fresh()
            file.add("torch.rand", {}, seed, torch.rand(size, dtype=dtype))
            fresh()
            file.add("torch.randn", {}, seed, torch.randn(size, dtype=dtype), **ulp(dtype))
            fresh()
            values = torch.empty(size, dtype=dtype).uniform_(-0.37, 0.55)
            file.add("Tensor.uniform_", {"from": -0.37, "to": 0.55}, seed, values)
            fresh()
            values = torch.empty(size, dtype=dtype).normal_(0.3, 0.02)
            file.add("Tensor.normal_", {"mean": 0.3, "std": 0.02}, seed, values, **ulp(dtype))


def views(file, seed):
    layouts = [
        ("channels_last", lambda: torch.empty(2, 5, 4, 3).to(memory_format=torch.channels_last)),
        ("transposed view", lambda: torch.empty(9, 20).t()),
        ("column 1 of torch.empty(19,3)", lambda: torch.empty(19, 3)[:, 1]),
        ("x[:, 3:17] of torch.zeros(6,20)", lambda: torch.zeros(6, 20)[:, 3:17]),
    ]
    for layout, make in layouts:
        torch.manual_seed(seed)
        file.add("Tensor.uniform_", {"from": -0.5, "to": 1.5}, seed, make().uniform_(-0.5, 1.5), layout)
        torch.manual_seed(seed)
        file.add("Tensor.normal_", {"mean": 0.25, "std": 1.5}, seed, make().normal_(0.25, 1.5), layout)


def integers(file, seed):
    for n in (1, 10, 1000):
        torch.manual_seed(seed)
        file.add("torch.randperm", {"n": n}, seed, torch.randperm(n))
    for low, high in ((0, 10), (-5, 1000), (0, 2**28 - 1), (0, 2**28), (7, 2**31 + 9), (0, 2**32), (-(2**40), 2**41)):
        torch.manual_seed(seed)
        file.add("torch.randint", {"low": low, "high": high}, seed, torch.randint(low, high, (70,)))
    for dtype in (torch.int64, torch.int32, torch.uint8, torch.float32, torch.float64, torch.bfloat16, torch.float16):
        torch.manual_seed(seed)
        file.add("Tensor.random_", {}, seed, torch.empty(20, dtype=dtype).random_())
    for p in (0.1, 0.5):
        torch.manual_seed(seed)
        file.add("Tensor.bernoulli_", {"p": p}, seed, torch.empty(100).bernoulli_(p))
        for dtype in (torch.float32, torch.float64):
            torch.manual_seed(seed)
            file.add("torch.bernoulli", {"p": p}, seed, torch.bernoulli(torch.full((50,), p, dtype=dtype)))
        torch.manual_seed(seed)
        dropped = nn.functional.dropout(torch.ones(100), p, training=True)
        file.add("torch.nn.functional.dropout", {"p": p, "x": "ones"}, seed, dropped)
    torch.manual_seed(seed)
    file.add("Tensor.exponential_", {"lambd": 2.0}, seed, torch.empty(50).exponential_(2.0), tolerance_ulp=1)


def initializers(file, seed):
    cases = [
        ("uniform_", {"a": -2, "b": 3}, (8, 5)),
        ("normal_", {"mean": 1, "std": 0.1}, (8, 5)),
        ("xavier_uniform_", {"gain": 1.5}, (6, 4, 3, 3)),
        ("xavier_normal_", {"gain": 1.5}, (64, 37)),
        ("kaiming_uniform_", {"a": 0.2, "mode": "fan_out"}, (6, 4, 3)),
        ("kaiming_normal_", {"nonlinearity": "relu"}, (64, 37)),
        ("sparse_", {"sparsity": 0.3, "std": 0.5}, (10, 7)),
        ("trunc_normal_", {"mean": 0, "std": 1, "a": -2, "b": 2}, (1003,)),
        ("trunc_normal_", {"mean": 0.5, "std": 0.02, "a": 0.45, "b": 0.52}, (9, 5)),
        ("trunc_normal_", {"mean": 0, "std": 1, "a": 2, "b": 3}, (70,)),
    ]
    for name, args, shape in cases:
        torch.manual_seed(seed)
        file.add(f"torch.nn.init.{name}", args, seed, getattr(nn.init, name)(torch.empty(shape), **args))
    for shape in ((7, 4), (4, 7)):
        torch.manual_seed(seed)
        values = nn.init.orthogonal_(torch.empty(shape), gain=2.0)
        file.add("torch.nn.init.orthogonal_", {"gain": 2.0}, seed, values, tolerance_abs=4e-6)


def layers(file, seed):
    for name, args, kwargs in LAYERS:
        given = {key: getattr(torch, value) if key == "dtype" else value for key, value in kwargs.items()}
        plain = [tuple(value) if isinstance(value, list) else value for value in args]
        torch.manual_seed(seed)
        module = getattr(nn, name)(*plain, **given)
        file.add_module(f"torch.nn.{name}", {"args": args, "kwargs": kwargs}, seed, module)


def main(path, *seeds):
    torch.set_num_threads(1)
    file = File()
    for seed in [int(seed) for seed in seeds] or [7, 2024]:
        for part in (streams, views, integers, initializers, layers):
            part(file, seed)
    file.write(path)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
