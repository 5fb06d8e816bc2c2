"""Where PyTorch's float32 erfinv, which is MKL's, does not give the nearest number.

pip install torch, then: python make_erfinv.py packages/random/src/frameworks/torch/kernels/erfinv-roundings.ts
x86-64 with AVX2 or AVX-512, which agree. Asks at all multiples of 2^-23 in (0, 1), which is what uniform_(-1, 1) gives but for signs.
"""
import sys

import torch

torch.set_num_threads(1)
steps = torch.arange(1, 1 << 23, dtype=torch.int32)
y = (steps.double() * 2.0**-23).float()
assert torch.equal(torch.erfinv(-y), -torch.erfinv(y))
exact = torch.erfinv(y.double())
nearest = exact.float()
given = torch.erfinv(y)
other = torch.nextafter(nearest, torch.where(exact > nearest.double(), 1.0, -1.0).float() * torch.inf)
wrong = given != nearest
assert torch.equal(given[wrong], other[wrong])
digits = "0123456789abcdefghijklmnopqrstuvwxyz"
gaps, last = [], 0
for step in steps[wrong].tolist():
    gap, last, text = step - last, step, ""
    while gap:
        gap, digit = divmod(gap, 36)
        text = digits[digit] + text
    gaps.append(text.zfill(3))
with open(sys.argv[1], "w") as file:
    file.write(f"// PyTorch {torch.__version__}, written by apps/conformance/python/make_erfinv.py.\n\n")
    file.write("/** Gaps between the multiples of 2⁻²³ whose erfinv is not the nearest number, three digits in base 36 each. */\n")
    file.write(f"export const ROUNDINGS =\n  '{''.join(gaps)}'\n")
