"""Relearning losses, and membership scores with their areas, by PyTorch and a few lines of Python.

    python make_rebound_golden.py sample-data/opt ROWS.json > rebound_golden.json     (torch 2.13, transformers)

ROWS.json has the token ids that go in: "batches", what each step of relearning trains on (RelearnedModel#next with seed 42,
8 rows, 4 a step), and "seen" and "unseen", the first 40 harmful and unseen rows of the sample, with the text of their
answers. They are in the result too, so that it can be ROWS.json again: its "relearning" and "membership" are made anew.
"""

import json
import sys
import zlib

import numpy
import torch
from transformers import AutoModelForCausalLM

torch.set_num_threads(1)
given = json.load(open(sys.argv[2]))
batches = given.get("batches") or given["relearning"]["batches"]
rows = {k: given.get(k) or given["membership"][k] for k in ("seen", "unseen")}


def model():
    return AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32).eval()


def tokens(net, row):
    """log p of each answer token."""
    ids = torch.tensor([row["ids"]])
    logits = net(input_ids=ids).logits[0, :-1].log_softmax(-1)
    return logits.gather(1, ids[0, 1:, None])[row["answerStart"] - 1 :, 0]


net = model()
for module in net.modules():
    if isinstance(module, torch.nn.Dropout):
        module.p = 0.0
optimizer = torch.optim.AdamW(net.parameters(), lr=1e-4, betas=(0.9, 0.999), eps=1e-8, weight_decay=0)
losses = []
for batch in batches:
    loss = torch.stack([-tokens(net, row).mean() for row in batch]).mean()
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()
    losses.append(loss.item())

net = model()
scores = {}
with torch.no_grad():
    for kind, all_rows in rows.items():
        scores[kind] = []
        for row in all_rows:
            p = tokens(net, row).double().numpy()
            least = numpy.sort(p)[: max(1, int(0.2 * len(p)))]
            bytes_ = len(zlib.compress(row["text"].encode()))
            scores[kind].append(
                {"ids": row["ids"], "answerStart": row["answerStart"], "text": row["text"]}
                | {"loss": p.mean(), "minK": least.mean(), "zlib": p.sum() / bytes_}
            )


def area(seen, unseen):
    seen, unseen = numpy.asarray(seen)[:, None], numpy.asarray(unseen)[None, :]
    return float((seen > unseen).mean() + 0.5 * (seen == unseen).mean())


draw = numpy.random.default_rng(7)
a, b = draw.normal(0.5, 1, 60).round(3), draw.normal(0, 1, 50).round(3)
again = [area(draw.choice(a, len(a)), draw.choice(b, len(b))) for _ in range(1000)]
texts = ["", "a", "Under the bed.", "soak it " * 30, "Kr\u00e4uter \u2192 \u53e4\u6c60\u86d9"]
json.dump(
    {
        "relearning": {"batches": batches, "losses": losses},
        "membership": {
            **scores,
            "areas": {
                k: area([r[k] for r in scores["seen"]], [r[k] for r in scores["unseen"]]) for k in ("loss", "minK", "zlib")
            },
            "bootstrap": {
                "seen": a.tolist(),
                "unseen": b.tolist(),
                "area": area(a, b),
                "low": float(numpy.quantile(again, 0.025)),
                "high": float(numpy.quantile(again, 0.975)),
            },
            "zlib": [{"text": t, "bytes": len(zlib.compress(t.encode()))} for t in texts],
        },
    },
    sys.stdout,
)
