"""Writes the good files of ../test/fixtures/safetensors with the real library, and the answers of the real library to the files in
malformed, as manifest.json.

    pip install numpy torch safetensors huggingface_hub
    python make_safetensors.py OUTPUT_FOLDER

Files of random values differ from those in the repository, as their seed is this program's own; their structure is the same. The malformed
files are data: they are copied from the repository and asked about anew.
"""

import hashlib
import json
import pathlib
import shutil
import sys

import safetensors
import torch
from safetensors.numpy import deserialize
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
FIXTURES = HERE.parent / "test" / "fixtures" / "safetensors"

DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}
MORE_DTYPES = {
    "u64": torch.uint64,
    "u32": torch.uint32,
    "u16": torch.uint16,
    "c64": torch.complex64,
    "f8_e4m3": torch.float8_e4m3fn,
    "f8_e5m2": torch.float8_e5m2,
}


def values(dtype, shape, generator):
    """Random values of a dtype, its extremes among them."""
    if dtype == torch.bool:
        return torch.randint(0, 2, shape, generator=generator).to(dtype)
    if dtype.is_floating_point or dtype.is_complex:
        real = torch.randn(shape, generator=generator)
        return torch.complex(real, torch.randn(shape, generator=generator)) if dtype.is_complex else real.to(dtype)
    # PyTorch computes little with unsigned integers: they are made as the signed ones of their width.
    signed = {torch.uint64: torch.int64, torch.uint32: torch.int32, torch.uint16: torch.int16}.get(dtype, dtype)
    info = torch.iinfo(signed)
    flat = torch.randint(0, 2**31 - 1, shape, generator=generator).to(signed).flatten()
    flat[0], flat[-1] = info.min, info.max
    return flat.reshape(shape).view(dtype)


def bytes_of(tensor):
    return tensor.contiguous().flatten().view(torch.uint8).numpy().tobytes() if tensor.numel() else b""


def good_files(folder, generator):
    def save(name, tensors, metadata=None):
        save_file(tensors, folder / f"{name}.safetensors", metadata=metadata)

    save("all_dtypes", {name: values(dtype, (2, 3), generator) for name, dtype in DTYPES.items()})
    for name, dtype in DTYPES.items():
        save(f"dtype_{name.lower()}", {"t": values(dtype, (2, 3), generator)})
    save("more_dtypes", {name: values(dtype, (3,), generator) for name, dtype in MORE_DTYPES.items()})
    special = [float("inf"), float("-inf"), float("nan"), 0.0, -0.0, 1.0]
    floats = (torch.float64, torch.float32, torch.float16, torch.bfloat16)
    save("special_floats", {str(dtype).removeprefix("torch."): torch.tensor(special).to(dtype) for dtype in floats})
    patterns = torch.tensor([0x7FC00001, 0x7F800001, -1], dtype=torch.int32)
    halves = torch.tensor([0x7E01, 0x7C01, -1], dtype=torch.int16)
    nans = {"f32": patterns.view(torch.float32), "f16": halves.view(torch.float16), "bf16": halves.clone().view(torch.bfloat16)}
    save("nan_payloads", nans)
    save("scalars_0d", {"f": torch.tensor(1.5), "i": torch.tensor(7), "b": torch.tensor(True)})
    save("zero_size", {"f": torch.zeros(0), "i": torch.zeros(2, 0, 3, dtype=torch.int64)})
    save("no_tensors", {})
    save("names", {name: torch.zeros(2) for name in ("", " ", "0", "10", "2", "__proto__", "a.b.c", "new\nline", 'quote"', "\u0000")})
    save("metadata", {"t": torch.zeros(2)}, {"format": "pt", "note": "grüße"})
    save("metadata_empty", {"t": torch.zeros(2)}, {})
    save("alignment", {"u8": values(torch.uint8, (3,), generator), "f64": values(torch.float64, (2,), generator)})
    save("transposed_contiguous", {"t": values(torch.float32, (3, 4), generator).t().contiguous()})
    save("many_tensors", {f"layers.{i}.weight": values(torch.float32, (2, 3), generator) for i in range(120)})
    sharded(folder / "sharded")


def sharded(folder):
    from huggingface_hub import save_torch_state_dict

    folder.mkdir(exist_ok=True)
    net = torch.nn.Sequential(torch.nn.Linear(12, 24), torch.nn.LayerNorm(24), torch.nn.ReLU(), torch.nn.Linear(24, 24))
    save_torch_state_dict(net.state_dict(), folder, max_shard_size=2500)


def describe(folder, path):
    data = path.read_bytes()
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    metadata = header.pop("__metadata__", None)
    tensors = {}
    with safetensors.safe_open(path, "pt") as opened:
        for name, info in header.items():
            tensor = opened.get_tensor(name)
            first = [str(value) for value in tensor.flatten()[:6].tolist()]
            hash_ = hashlib.sha256(bytes_of(tensor)).hexdigest()
            tensors[name] = {**info, "sha256": hash_, "first_values": first}
    return {
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "metadata": metadata,
        "names_in_header_order": list(header),
        "tensors": tensors,
    }


def answer(path):
    """What the library says to a file, from the disk and from memory."""
    result = {"file": path.name, "bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    try:
        with safetensors.safe_open(path, "np") as opened:
            names = list(opened.keys())
            slices = {name: opened.get_slice(name) for name in names}
            tensors = {name: [view.get_dtype(), view.get_shape()] for name, view in slices.items()}
            result["safe_open"] = {"accepted": True, "tensors": tensors, "metadata": opened.metadata()}
            try:
                arrays = {name: opened.get_tensor(name) for name in names}
                result["get_tensor"] = {name: hashlib.sha256(array.tobytes()).hexdigest() for name, array in arrays.items()}
            except Exception as error:
                result["get_tensor"] = f"{type(error).__name__}: {error}"
    except Exception as error:
        result["safe_open"] = {"accepted": False, "error": f"{type(error).__name__}: {error}"}
    try:
        result["deserialize"] = {"accepted": True, "names": sorted(name for name, _ in deserialize(path.read_bytes()))}
    except Exception as error:
        result["deserialize"] = {"accepted": False, "error": f"{type(error).__name__}: {error}"}
    return result


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    good_files(folder, torch.Generator().manual_seed(0))
    shutil.copytree(FIXTURES / "malformed", folder / "malformed", dirs_exist_ok=True)
    head = {"library": "safetensors", "version": safetensors.__version__, "torch": torch.__version__}
    files = {str(path.relative_to(folder)): describe(folder, path) for path in sorted(folder.glob("**/*.safetensors")) if path.parent.name != "malformed"}
    (folder / "manifest.json").write_text(json.dumps({**head, "files": files}, indent=1) + "\n")
    cases = [answer(path) for path in sorted((folder / "malformed").glob("*.safetensors"))]
    (folder / "malformed" / "manifest.json").write_text(json.dumps({**head, "cases": cases}, indent=1) + "\n")


if __name__ == "__main__":
    main()
