"""How the example app's models start in Python, and what they make of an input.

pip install torch torchvision transformers, then: python make_app_models.py apps/example/test/fixtures/python-models.json
CPU, one thread. `digest` is the SHA-256 of a line for each parameter: its name, its shape and the SHA-256 of its values' bytes; `after` is
what torch.rand(2) gives next; `output` is the first values of the forward in evaluation, and the mean of all.
"""
import hashlib, json, logging, sys, types, warnings
import torch
from torch import nn

warnings.simplefilter("ignore")
try:
    import torchvision
except Exception:  # its compiled operators may be of another build of torch; no initialization uses them
    for name in [name for name in sys.modules if name.startswith("torchvision")]:
        del sys.modules[name]
    for name in ("_meta_registrations", "_autograd_registrations"):
        sys.modules["torchvision." + name] = types.ModuleType("torchvision." + name)
    import torchvision
import transformers

logging.disable(logging.WARNING)
torch.set_num_threads(1)


def mlp():
    """Dive into Deep Learning, multilayer perceptrons."""
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))

    def init_weights(module):
        if type(module) == nn.Linear:
            nn.init.normal_(module.weight, std=0.01)

    return net.apply(init_weights)


def lenet():
    """Dive into Deep Learning, LeNet; `init_cnn`."""
    net = nn.Sequential(
        nn.Conv2d(1, 6, kernel_size=5, padding=2), nn.Sigmoid(), nn.AvgPool2d(kernel_size=2, stride=2),
        nn.Conv2d(6, 16, kernel_size=5), nn.Sigmoid(), nn.AvgPool2d(kernel_size=2, stride=2), nn.Flatten(),
        nn.Linear(16 * 5 * 5, 120), nn.Sigmoid(), nn.Linear(120, 84), nn.Sigmoid(), nn.Linear(84, 10))

    def init_cnn(module):
        if type(module) == nn.Linear or type(module) == nn.Conv2d:
            nn.init.xavier_uniform_(module.weight)

    return net.apply(init_cnn)


def ramp(*shape):
    """Numbers of [0, 1)."""
    size = torch.Size(shape).numel()
    return (torch.arange(size) % 257 / 257).reshape(shape)


MODELS = {
    "mlp": (mlp, ramp(2, 28, 28)),
    "lenet": (lenet, ramp(2, 1, 28, 28)),
    "resnet18": (torchvision.models.resnet18, ramp(2, 3, 64, 64)),
    "gpt2-small": (lambda: transformers.GPT2LMHeadModel(transformers.GPT2Config()), torch.arange(16).reshape(2, 8) * 3001),
}


def bits(tensor):
    return tensor.detach().contiguous().view(torch.int32).numpy()


def start(name, seed):
    build, x = MODELS[name]
    torch.manual_seed(seed)
    model = build()
    after = [format(word & 0xFFFFFFFF, "08x") for word in bits(torch.rand(2)).tolist()]
    lines = []
    for path, value in model.named_parameters():
        sha = hashlib.sha256(bits(value).tobytes()).hexdigest()
        lines.append(f"{path} {list(value.shape)} {sha}\n")
    with torch.no_grad():
        y = model.eval()(x)
        y = getattr(y, "logits", y)
    flat = y.reshape(-1)
    output = {"shape": list(y.shape), "head": flat[:8].tolist(), "tail": flat[-8:].tolist(), "mean": y.double().mean().item()}
    state = sorted(model.state_dict())
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    return {"model": name, "seed": seed, "first": lines[0].split()[0], "parameters": len(lines), "digest": digest,
            "state": hashlib.sha256("\n".join(state).encode()).hexdigest(), "after": after, "output": output}


versions = {module.__name__: module.__version__ for module in (torch, torchvision, transformers)}
starts = [start(name, 42) for name in MODELS] + [start(name, 7) for name in ("mlp", "lenet", "resnet18")]
with open(sys.argv[1], "w") as file:
    json.dump({"maker": versions, "starts": starts}, file, indent=1)
    file.write("\n")
