"""Samples of PyTorch and NumPy on one thread: a line `library workload` in, the seconds of a call out, or of `training-…` a step in forwards."""
import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

GPT2 = [(50257, 768), (1024, 768)] + 12 * [(2304, 768), (768, 768), (3072, 768), (768, 3072)]


def torch_runs():
    import torch

    torch.set_num_threads(1)
    out, x = torch.empty(100000), 10 * torch.randn(100000)
    w, one, many = 0.02 * torch.randn(4096, 4096), torch.randn(1, 4096), torch.randn(64, 4096)
    a, b, bias = torch.randn(512, 512), torch.randn(512, 512), torch.randn(4096)
    net = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1)).requires_grad_(False)
    small, million, square = torch.randn(2, 4), torch.randn(1000000), torch.randn(1000, 1000)
    images = {"depthwise": torch.randn(1, 144, 56, 56), "pointwise": torch.randn(1, 96, 56, 56)}
    kernels = {"depthwise": torch.randn(144, 1, 3, 3), "pointwise": torch.randn(24, 96, 1, 1)}
    convolve = torch.nn.functional.conv2d

    nn = torch.nn
    encoder = lambda: nn.TransformerEncoderLayer(128, 4, 512, 0, batch_first=True)
    networks = {
        "tiny": (lambda: nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1)), (64, 2)),
        "mlp": (
            lambda: nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 10)),
            (128, 784),
        ),
        "cnn": (
            lambda: nn.Sequential(
                *[nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU()],
                *[nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1568, 10)],
            ),
            (32, 1, 28, 28),
        ),
        "transformer": (lambda: nn.Sequential(encoder(), encoder()), (8, 64, 128)),
        "lstm": (lambda: nn.LSTM(32, 32), (32, 16, 32)),
    }

    def loss_of(net, x):
        y = net(x)
        return (y[0] if isinstance(y, tuple) else y).square().mean()

    def step(name):
        build, shape = networks[name]
        net = build()
        x, optimizer = torch.randn(shape), torch.optim.SGD(net.parameters(), lr=1e-6)

        def run():
            optimizer.zero_grad()
            loss_of(net, x).backward()
            optimizer.step()

        return run

    def forward(name):
        build, shape = networks[name]
        net, x = build().eval(), torch.randn(shape)

        def run():
            with torch.no_grad():
                loss_of(net, x)

        return run

    def start(shapes):
        return [(torch.empty(shape).uniform_(-0.1, 0.1), torch.zeros(shape[0])) for shape in shapes]

    def chain():
        y = million
        for _ in range(5):
            y = y * 0.9 + 0.1
        return y

    return {
        "uniform": lambda: out.uniform_(),
        **{f"fill-{n}": (lambda part: lambda: part.uniform_())(torch.empty(n)) for n in (4, 64, 2048)},
        "init-chapter": lambda: start([(8, 4), (1, 8)]),
        "init-small": lambda: start(100 * [(64, 64)]),
        "depthwise": lambda: torch.relu(convolve(images["depthwise"], kernels["depthwise"], padding=1, groups=144)),
        "pointwise": lambda: torch.relu(convolve(images["pointwise"], kernels["pointwise"])),
        **{f"step-{name}": step(name) for name in networks},
        **{f"training-{name}": (step(name), forward(name)) for name in ("mlp", "transformer")},
        "relu": lambda: torch.relu(million),
        "softmax": lambda: torch.softmax(square, 1),
        "chain": chain,
        "normal": lambda: out.normal_(),
        "truncated-normal": lambda: torch.nn.init.trunc_normal_(out),
        "gpt2-init": lambda: [torch.empty(shape).normal_(0, 0.02) for shape in GPT2],
        "orthogonal-256": lambda: torch.nn.init.orthogonal_(torch.empty(256, 256)),
        "orthogonal-1024": lambda: torch.nn.init.orthogonal_(torch.empty(1024, 1024)),
        "linear-1": lambda: torch.relu(torch.nn.functional.linear(one, w, bias)),
        "linear-64": lambda: torch.relu(torch.nn.functional.linear(many, w, bias)),
        "mm-512": lambda: a @ b,
        "mask": lambda: x.mul_(x.abs() >= 5),
        "tiny-mlp": lambda: net(small),
    }


def numpy_runs():
    import numpy as np

    rng = np.random.default_rng(42)
    out, x = np.empty(100000, np.float32), 10 * rng.standard_normal(100000, np.float32)
    w = 0.02 * rng.standard_normal((4096, 4096), np.float32)
    one, many = rng.standard_normal((1, 4096), np.float32), rng.standard_normal((64, 4096), np.float32)
    a, b = rng.standard_normal((512, 512), np.float32), rng.standard_normal((512, 512), np.float32)
    bias = rng.standard_normal(4096, np.float32)
    small, w1, w2 = np.ones((2, 4), np.float32), np.ones((8, 4), np.float32), np.ones((1, 8), np.float32)
    b1, b2 = np.zeros(8, np.float32), np.zeros(1, np.float32)

    million = rng.standard_normal(1000000, np.float32)

    def start(shapes):
        return [(rng.random(shape, np.float32) * np.float32(0.2) - np.float32(0.1), np.zeros(shape[0], np.float32)) for shape in shapes]

    def chain():
        y = million
        for _ in range(5):
            y = y * np.float32(0.9) + np.float32(0.1)
        return y

    def normal(shape):
        made = rng.standard_normal(shape, np.float32)
        made *= np.float32(0.02)
        return made

    return {
        "uniform": lambda: rng.random(out=out, dtype=np.float32),
        **{f"fill-{n}": (lambda part: lambda: rng.random(out=part, dtype=np.float32))(np.empty(n, np.float32)) for n in (4, 64, 2048)},
        "init-chapter": lambda: start([(8, 4), (1, 8)]),
        "init-small": lambda: start(100 * [(64, 64)]),
        "relu": lambda: np.maximum(million, 0),
        "chain": chain,
        "normal": lambda: rng.standard_normal(out=out, dtype=np.float32),
        "gpt2-init": lambda: [normal(shape) for shape in GPT2],
        "orthogonal-256": lambda: np.linalg.qr(rng.standard_normal((256, 256), np.float32)),
        "orthogonal-1024": lambda: np.linalg.qr(rng.standard_normal((1024, 1024), np.float32)),
        "linear-1": lambda: np.maximum(one @ w.T + bias, 0),
        "linear-64": lambda: np.maximum(many @ w.T + bias, 0),
        "mm-512": lambda: a @ b,
        "mask": lambda: np.multiply(x, np.abs(x) >= 5, out=x),
        "tiny-mlp": lambda: np.maximum(small @ w1.T + b1, 0) @ w2.T + b2,
    }


def sample(run, budget=0.04):
    start = time.perf_counter()
    run()
    once = time.perf_counter() - start
    times = max(1, min(100000, round(budget / once)))
    start = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - start) / times


def measure(run):
    if callable(run):
        return sample(run)
    ratios = [sample(run[0], 0.2) / sample(run[1], 0.2) for _ in range(3)]
    return sorted(ratios)[1]


libraries = {}
for name, make in (("pytorch", torch_runs), ("numpy", numpy_runs)):
    try:
        libraries[name] = make()
    except ImportError:
        pass
print(json.dumps([[name, workload] for name, runs in libraries.items() for workload in runs]))
for line in sys.stdin:
    library, workload = line.split()
    print(measure(libraries[library][workload]))
