"""A sentence encoder's vectors by `transformers` in float64, a line of JSON a text: python encoder_vectors.py FOLDER TEXT…

All texts go through it as one padded batch, with a mask.
"""

import json
import pathlib
import sys

import torch
from tokenizers import Tokenizer
from transformers import AutoModel

folder = pathlib.Path(sys.argv[1])
pooling = json.loads((folder / "1_Pooling/config.json").read_text())
most = json.loads((folder / "sentence_bert_config.json").read_text())["max_seq_length"]
pad = json.loads((folder / "config.json").read_text())["pad_token_id"]
tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
tokenizer.enable_truncation(most)
tokenizer.enable_padding(pad_id=pad)
rows = tokenizer.encode_batch(sys.argv[2:])
model = AutoModel.from_pretrained(folder, dtype=torch.float64, attn_implementation="eager").eval()
mask = torch.tensor([r.attention_mask for r in rows])
with torch.no_grad():
    states = model(torch.tensor([r.ids for r in rows]), attention_mask=mask).last_hidden_state
if pooling["pooling_mode_cls_token"]:
    pooled = states[:, 0]
else:
    wide = mask[:, :, None].double()
    pooled = (states * wide).sum(1) / wide.sum(1)
for row in torch.nn.functional.normalize(pooled, dim=1):
    print(json.dumps(row.tolist()))
