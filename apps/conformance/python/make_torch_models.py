"""Writes a file of whole models of your own PyTorch for `pnpm conformance`: what each parameter holds right after the program built it.

    pip install torch --index-url https://download.pytorch.org/whl/cpu
    python make_torch_models.py my-models.json my_model.py 7 2024        # the seeds are yours
    pnpm conformance my-models.json

A program is a Python file that leaves `model`; several files may be given. What `orthogonal_` has filled is noted.
"""

import hashlib
import json
import os
import sys

import torch

FILLED = []
plain = torch.nn.init.orthogonal_


def orthogonal_(tensor, *given, **named):
    FILLED.append(tensor.data_ptr())
    return plain(tensor, *given, **named)


torch.nn.init.orthogonal_ = orthogonal_


def words(tensor, count):
    values = tensor.detach().contiguous().reshape(-1)[:count]
    size = values.element_size()
    bits = values.view({1: torch.uint8, 2: torch.int16, 4: torch.int32, 8: torch.int64}[size]).tolist()
    return [format(word % 2 ** (8 * size), f"0{2 * size}x") for word in bits]


def entry(name, tensor):
    data = tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes() if tensor.numel() else b""
    row = {"name": name, "shape": list(tensor.shape), "dtype": str(tensor.dtype).replace("torch.", "")}
    return {**row, "sha256": hashlib.sha256(data).hexdigest(), "head": words(tensor, 4)}


def tied(model):
    groups = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        groups.setdefault(id(parameter), []).append(name)
    return [names for names in groups.values() if len(names) > 1]


def build(path, seed):
    with open(path) as file:
        code = file.read()
    FILLED.clear()
    torch.manual_seed(seed)
    scope = {}
    exec(code, scope)
    after = words(torch.rand(2, dtype=torch.float32), 2)
    model = scope["model"]
    counted = ("running_mean", "running_var", "num_batches_tracked")
    state = model.state_dict()
    buffers = [(n, b) for n, b in model.named_buffers() if n in state and n.split(".")[-1] not in counted]
    name = os.path.splitext(os.path.basename(path))[0]
    return {
        **{"id": f"{name}-{seed}", "framework": "torch", "seed": seed, "code": code},
        "orthogonal": [n for n, p in model.named_parameters() if p.data_ptr() in FILLED],
        "parameters": [entry(n, p) for n, p in model.named_parameters()],
        "buffers": [entry(n, b) for n, b in buffers],
        "tied": tied(model),
        "after": after,
    }


def main(out, *given):
    programs = [each for each in given if not each.isdigit()]
    seeds = [int(each) for each in given if each.isdigit()] or [42]
    models = [build(path, seed) for path in programs for seed in seeds]
    with open(out, "w") as file:
        json.dump({"maker": {"torch": torch.__version__}, "models": models}, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
