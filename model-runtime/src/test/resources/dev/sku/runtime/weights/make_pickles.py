"""Writes the small checkpoint files of this folder: python make_pickles.py [FOLDER]"""

import json
import pathlib
import sys

import torch
from safetensors.torch import save_file
from transformers import OPTConfig, OPTForCausalLM

here = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
torch.manual_seed(7)

# Every layout of a tensor that torch.save keeps apart.
base = torch.arange(24, dtype=torch.float32).reshape(4, 6) / 7
layouts = {
    "plain": base.clone(),
    "half": torch.linspace(-3, 3, 10).half(),
    "brain": torch.linspace(-3, 3, 12).bfloat16().reshape(3, 4),
    "long": torch.tensor([2**40, -1]),
    "bool": torch.tensor([True, False, True]),
    "double": torch.tensor(0.1, dtype=torch.float64),
    "empty": torch.empty(0, 5),
    "shared_rows": base[1:3],
    "shared_columns": base[:, 2:5],
    "transposed": base.t(),
    "every_second": base[::2, ::3],
    "tied": base,
    "parameter": torch.nn.Parameter(torch.ones(2, 2)),
}
torch.save(layouts, here / "layouts.bin")
torch.save(layouts, here / "layouts_protocol4.bin", pickle_protocol=4)
torch.save(layouts, here / "before_1_6.bin", _use_new_zipfile_serialization=False)
save_file({k: v.detach().clone().contiguous() for k, v in layouts.items()}, here / "layouts.safetensors")

# A model as the first OPT checkpoints were published: half precision, tied head in the file.
opt = here / "opt"
opt.mkdir(exist_ok=True)
config = OPTConfig(
    vocab_size=16, hidden_size=8, num_hidden_layers=2, ffn_dim=12, num_attention_heads=2,
    max_position_embeddings=10, word_embed_proj_dim=8, bos_token_id=2, eos_token_id=2, pad_token_id=1,
)
config.architectures = ["OPTForCausalLM"]
model = OPTForCausalLM(config).half()
state = model.state_dict()
(opt / "config.json").write_text(config.to_json_string())
torch.save(state, opt / "pytorch_model.bin")

# The same in two shards.
sharded = here / "opt_sharded"
sharded.mkdir(exist_ok=True)
(sharded / "config.json").write_text(config.to_json_string())
names = list(state)
shards = {"pytorch_model-00001-of-00002.bin": names[:12], "pytorch_model-00002-of-00002.bin": names[12:]}
for shard, part in shards.items():
    torch.save({n: state[n] for n in part}, sharded / shard)
index = {
    "metadata": {"total_size": sum(t.numel() * 2 for t in state.values())},
    "weight_map": {n: s for s, part in shards.items() for n in part},
}
(sharded / "pytorch_model.bin.index.json").write_text(json.dumps(index, indent=2))
save_file({k: v.clone().contiguous() for k, v in state.items()}, here / "opt.safetensors")
