"""Trains the networks of apps/example (--train) in PyTorch, on the same data, and writes their losses.

Install: pip install torch --index-url https://download.pytorch.org/whl/cpu
Run:     python make_training.py ../../../packages/internal/lessons/src/python-losses.json
"""

import json
import math
import sys

import torch
from torch import nn

SEED = 42
STEPS = [0, 1, 2, 5, 10, 20, 50, 100, 200, 300]


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return self.state / 2**32


def turn(point, cos, sin):
    x, y = point
    return (x * cos - y * sin, x * sin + y * cos)


def spirals():
    numbers = Numbers(1)
    points, labels = [], []
    start = (1.0, 0.0)
    for arm in range(3):
        direction = start
        for i in range(60):
            radius = (i + 1) / 60
            x = radius * direction[0] + (numbers.next() - 0.5) * 0.1
            y = radius * direction[1] + (numbers.next() - 0.5) * 0.1
            points.append([x, y])
            labels.append(arm)
            direction = turn(direction, 0.9982005399352042, 0.05996400647944459)
        start = turn(start, -0.5, 0.8660254037844386)
    return torch.tensor(points), torch.tensor(labels)


STROKES = [
    [[(1, 1), (4, 1), (4, 5), (1, 5), (1, 1)]],
    [[(2, 2), (3, 1), (3, 5)]],
    [[(1, 1), (4, 1), (4, 3), (1, 5), (4, 5)]],
    [[(1, 1), (4, 1), (2, 3), (4, 4), (3, 5), (1, 5)]],
    [[(3, 5), (3, 1), (1, 4), (5, 4)]],
    [[(4, 1), (1, 1), (1, 3), (4, 3), (4, 5), (1, 5)]],
    [[(4, 1), (1, 3), (1, 5), (4, 5), (4, 3), (1, 3)]],
    [[(1, 1), (4, 1), (2, 5)]],
    [[(1, 1), (4, 1), (1, 5), (4, 5), (1, 1)]],
    [[(4, 3), (1, 3), (1, 1), (4, 1), (4, 5)]],
]


def distance(p, a, b):
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy)
    t = min(1, max(0, along))
    ex, ey = p[0] - a[0] - t * dx, p[1] - a[1] - t * dy
    return math.sqrt(ex * ex + ey * ey)


def draw(strokes, shift, stretch):
    pixels = []
    for pixel in range(64):
        at = ((pixel % 8 - shift[0]) / stretch, (pixel // 8 - shift[1]) / stretch)
        nearest = min(distance(at, a, b) for corners in strokes for a, b in zip(corners, corners[1:]))
        pixels.append(max(0, 1 - nearest / 0.9))
    return pixels


def digits():
    numbers = Numbers(2)
    images, labels = [], []
    for _ in range(10):
        for digit, strokes in enumerate(STROKES):
            shift = (numbers.next() * 1.5, numbers.next() * 1.5)
            images.append(draw(strokes, shift, 1 + numbers.next() * 0.2))
            labels.append(digit)
    return torch.tensor(images).reshape(-1, 1, 8, 8), torch.tensor(labels)


def mlp():
    return nn.Sequential(nn.Linear(2, 64), nn.ReLU(), nn.Linear(64, 3))


def lenet():
    net = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Sigmoid(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 3, padding=1), nn.Sigmoid(), nn.AvgPool2d(2), nn.Flatten(),
        nn.Linear(64, 120), nn.Sigmoid(), nn.Linear(120, 84), nn.Sigmoid(), nn.Linear(84, 10),
    )

    def init_cnn(module):
        if type(module) in (nn.Linear, nn.Conv2d):
            nn.init.xavier_uniform_(module.weight)

    net.apply(init_cnn)
    return net


def train(build, data, optimize, dtype):
    torch.manual_seed(SEED)
    net = build().to(dtype)
    x, labels = data()
    x = x.to(dtype)
    optimizer = optimize(net.parameters())
    losses = {}
    for step in range(STEPS[-1] + 1):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(x), labels)
        if step in STEPS:
            losses[step] = loss.item()
        loss.backward()
        optimizer.step()
    return losses


if __name__ == "__main__":
    torch.set_num_threads(1)
    lessons = {
        "mlp": (mlp, spirals, lambda parameters: torch.optim.SGD(parameters, lr=0.5, momentum=0.9)),
        "lenet": (lenet, digits, lambda parameters: torch.optim.Adam(parameters, lr=0.01)),
    }
    losses = {}
    for name, lesson in lessons.items():
        single, double = train(*lesson, torch.float32), train(*lesson, torch.float64)
        # How far rounding alone moves a loss: that is what another order of sums may do, too.
        losses[name] = {step: {"loss": loss, "rounding": abs(loss - double[step])} for step, loss in single.items()}
    made = {"made": f"by make_training.py of apps/conformance, PyTorch {torch.__version__}", "seed": SEED, "losses": losses}
    with open(sys.argv[1], "w") as file:
        json.dump(made, file, indent=2)
        file.write("\n")
