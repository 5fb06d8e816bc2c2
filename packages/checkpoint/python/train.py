"""Trains two small models and writes their weights, which doctor's tests take for clean files:

    pip install torch transformers safetensors
    python train.py OUTPUT_FOLDER

trained-llama.safetensors: a Llama of bytes, 600 steps of AdamW on the text of Python's own licence and help; BF16.
trained-mlp.safetensors: three layers that learn a random teacher with dropout, 2000 steps of SGD with momentum; F32.
"""

import os
import pydoc_data.topics
import sys

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error")
import torch
import transformers
from safetensors.torch import save_file

out = sys.argv[1]
torch.manual_seed(0)
torch.set_num_threads(1)
text = "".join(pydoc_data.topics.topics.values()).encode()[:200_000]
data = torch.tensor(list(text)).clamp(max=127)
config = transformers.LlamaConfig(vocab_size=128, hidden_size=48, intermediate_size=96, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, pad_token_id=0)
model = transformers.LlamaForCausalLM(config)
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.1)
for step in range(600):
    at = torch.randint(0, len(data) - 65, (16,))
    batch = torch.stack([data[i : i + 64] for i in at])
    loss = model(batch, labels=batch).loss
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print("llama", loss.item())
save_file({k: v.to(torch.bfloat16).contiguous() for k, v in model.state_dict().items()}, f"{out}/trained-llama.safetensors", {"format": "pt"})

teacher = torch.nn.Linear(64, 8)
net = torch.nn.Sequential(torch.nn.Linear(64, 96), torch.nn.ReLU(), torch.nn.Dropout(0.1), torch.nn.Linear(96, 96), torch.nn.ReLU(), torch.nn.Linear(96, 8))
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-4)
for step in range(2000):
    x = torch.randn(64, 64)
    loss = torch.nn.functional.cross_entropy(net(x), teacher(x).argmax(1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print("mlp", loss.item())
save_file(net.state_dict(), f"{out}/trained-mlp.safetensors")
