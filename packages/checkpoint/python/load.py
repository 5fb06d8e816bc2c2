"""Loads a checkpoint that `checkpoint seed` wrote with transformers, and says what is missing or unexpected, which dtype the weights have, and
whether tied weights are one. With --from-config it also builds the model after torch.manual_seed(SEED) and compares all bits (recipe
`transformers`).

    pip install torch transformers
    python load.py step0 [--from-config SEED]
"""

import argparse
import json
import os

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error")
import torch
import transformers

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--from-config", type=int, metavar="SEED")
args = parser.parse_args()

config = transformers.AutoConfig.from_pretrained(args.folder)
usual = {"gpt2": "GPT2LMHeadModel", "bert": "BertForMaskedLM"}
name = (config.architectures or [usual.get(config.model_type)])[0]
kind = getattr(transformers, name) if name else transformers.AutoModelForCausalLM
model, info = kind.from_pretrained(args.folder, output_loading_info=True)
report = {
    "torch": torch.__version__,
    "transformers": transformers.__version__,
    "model": type(model).__name__,
    "parameters": sum(p.numel() for p in model.parameters()),
    "dtypes": sorted({str(p.dtype)[6:] for p in model.parameters()}),
    "missing": sorted(info["missing_keys"]),
    "unexpected": sorted(info["unexpected_keys"]),
    "mismatched": sorted(map(str, info["mismatched_keys"])),
}
head = model.get_output_embeddings()
if head is not None:
    report["tied"] = head.weight.data_ptr() == model.get_input_embeddings().weight.data_ptr()
if args.from_config is not None:
    torch.manual_seed(args.from_config)
    other = type(model)._from_config(config, dtype=torch.float32).state_dict()
    report["differing"] = [k for k, v in model.state_dict().items() if not torch.equal(v, other[k].to(v.dtype))]
print(json.dumps(report))
