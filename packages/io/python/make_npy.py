"""Writes the good files of ../test/fixtures/npy with NumPy, and NumPy's answers to the files in malformed, as manifest.json.

    pip install numpy
    python make_npy.py OUTPUT_FOLDER

Files of random values differ from those in the repository, as their seed is this program's own; their structure is the same. The malformed
files are data: they are copied from the repository and asked about anew.
"""

import hashlib
import json
import pathlib
import shutil
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent
FIXTURES = HERE.parent / "test" / "fixtures" / "npy"
KINDS = ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64")
SHAPES = ((2, 3), (7,), (2, 2, 2), (3, 1, 2), (4, 2))


def values(kind, shape, rng):
    """Random values of a dtype, its extremes among them."""
    dtype = np.dtype(kind)
    if dtype == bool:
        return rng.integers(0, 2, shape).astype(bool)
    if dtype.kind == "f":
        array = rng.standard_normal(shape).astype(dtype)
        array.flat[:4] = [np.inf, -np.inf, np.nan, -0.0]
        return array
    info = np.iinfo(dtype)
    array = rng.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)
    array.flat[0], array.flat[-1] = info.min, info.max
    return array


def arrays(rng):
    """Names and arrays, and how they are written."""
    for i, kind in enumerate(KINDS):
        array = values(kind, SHAPES[i % len(SHAPES)], rng)
        yield f"c_{kind}", array, {}
        if array.dtype.itemsize > 1:
            yield f"be_{kind}", array.astype(array.dtype.newbyteorder(">")), {}
    for kind in ("float32", "float64", "int32", "uint8", "bool"):
        yield f"fortran_{kind}", np.asfortranarray(values(kind, (3, 4), rng)), {}
        yield f"fortran3d_{kind}", np.asfortranarray(values(kind, (2, 3, 2), rng)), {}
    for version in ((1, 0), (2, 0), (3, 0)):
        name = f"version_{version[0]}_{version[1]}"
        yield name, values("float32", (2, 4), rng), {"version": version}
        yield f"{name}_fortran_be", np.asfortranarray(values("float64", (3, 2), rng).astype(">f8")), {"version": version}
    yield "scalar_0d_f4", np.float32(1.5).reshape(()), {}
    yield "zero_size_2d", np.zeros((0, 4), np.float32), {}
    yield "zero_size_3d_mid", np.zeros((2, 0, 3), np.float32), {}
    yield "many_dims", values("uint8", (1,) * 10 + (2, 3), rng), {}
    yield "exotic_complex64", (rng.standard_normal(3) + 1j).astype(np.complex64), {}
    yield "exotic_complex128", (rng.standard_normal((2, 2)) + 1j), {}
    yield "exotic_bytes_S5", np.array([b"a", b"bcdef"]), {}
    yield "exotic_str_U3", np.array(["a", "bc"]), {}
    yield "exotic_structured", np.zeros(1, [("a", "<i4"), ("b", "<f8")]), {}
    complex_numbers = np.array([[1 + 2j, -3.5 - 4j, 0.1 - 0.2j], [1e-30 + 1e30j, -0.0 + 6j, 7 - 8j]])
    yield "be_complex64", complex_numbers.astype(">c8"), {}
    yield "fortran_be_complex64", np.asfortranarray(complex_numbers.astype(">c8")), {}
    yield "fortran_complex64", np.asfortranarray(complex_numbers.astype("<c8")), {}
    yield "exotic_be_complex128", complex_numbers.astype(">c16"), {}


def c_order(array):
    little = array.astype(array.dtype.newbyteorder("<")) if array.dtype.kind in "biufc" else array
    return hashlib.sha256(np.ascontiguousarray(little).tobytes()).hexdigest()


def shown(value):
    if isinstance(value, float) and (not np.isfinite(value) or (value == 0 and np.signbit(value))):
        return str(value)
    return value if isinstance(value, (bool, float)) or (isinstance(value, int) and abs(value) < 2**53) else str(value)


def describe(array):
    return {
        "kind": array.dtype.name,
        "shape": list(array.shape),
        "fortran_order": bool(array.flags.fnc),
        "sha256_c_order_little_endian": c_order(array),
        "first_values": [shown(value) for value in array.ravel()[:6].tolist()],
    }


def archives(folder, rng):
    state = {"w": values("float32", (3, 4), rng), "b": values("float64", (4,), rng), "idx": values("int64", (2, 2), rng)}
    names = {"слой": values("float32", (2,), rng), "a/b/c": values("float32", (1,), rng), "x.y": values("int32", (2,), rng)}
    written = {
        "stored": (np.savez, state),
        "deflated": (np.savez_compressed, state),
        "deflated_compressible": (np.savez_compressed, {"zeros": np.zeros((30, 30), np.float32)}),
        "names": (np.savez, names),
        "empty_archive": (np.savez, {}),
    }
    for name, (save, tensors) in written.items():
        save(folder / f"{name}.npz", **tensors)
        members = [{"member": f"{key}.npy", "key": key, **describe(array)} for key, array in tensors.items()]
        yield f"{name}.npz", {"members": members}


def answer(path):
    """What NumPy says to a file, and to each member of an archive."""
    try:
        loaded = np.load(path, allow_pickle=False)
        if isinstance(loaded, np.ndarray):
            return {"accepted": True, "shape": list(loaded.shape), "sha256_c_order_little_endian": c_order(loaded)}
        return {"accepted": True, "members": {key: member(loaded, key) for key in loaded.files}}
    except Exception as error:
        return {"accepted": False, "error": f"{type(error).__name__}: {error}"}


def member(archive, key):
    try:
        array = archive[key]
        if not isinstance(array, np.ndarray):
            return {"accepted": True, "bytes": len(array)}
        return {"accepted": True, "shape": list(array.shape), "sha256_c_order_little_endian": c_order(array)}
    except Exception as error:
        return {"accepted": False, "error": f"{type(error).__name__}: {error}"}


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(0)
    files = {}
    for name, array, options in arrays(rng):
        with open(folder / f"{name}.npy", "wb") as file:
            np.lib.format.write_array(file, np.asanyarray(array), allow_pickle=False, **options)
        version = ".".join(map(str, options.get("version", (1, 0))))
        files[f"{name}.npy"] = {"version": version, **describe(np.asanyarray(array))}
    files |= dict(archives(folder, rng))
    head = {"library": "numpy", "version": np.__version__}
    (folder / "manifest.json").write_text(json.dumps({**head, "files": files}, indent=1) + "\n")
    shutil.copytree(FIXTURES / "malformed", folder / "malformed", dirs_exist_ok=True)
    odd = sorted(path for path in (folder / "malformed").iterdir() if path.suffix in (".npy", ".npz"))
    cases = [{"file": path.name, "numpy": answer(path)} for path in odd]
    (folder / "malformed" / "manifest.json").write_text(json.dumps({**head, "cases": cases}, indent=1) + "\n")


if __name__ == "__main__":
    main()
