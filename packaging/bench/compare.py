#!/usr/bin/env python3
"""Compares steps and generation with Hugging Face's, in turn, and prints the ratios.

    packaging/bench/compare.py [--rows uniform|real] [--arch opt|llama|both] [--what full,lora,generation]
                               [--rounds 15] [--warmup 3] [--threads 1]

Needs Python with torch, transformers and peft. Both sides live in their own process and do one step each, one after the
other, the order changing every round. A round's ratio is Hugging Face's CPU time by ours; the median of the rounds is
printed with their quartiles. CPU time, because wall time of a busy machine says little.

The Hugging Face side is what people write: three forward passes a step (harmful, random answers, normal), the frozen base
a second model, scaled-dot-product attention, fused AdamW, PEFT adapters, padding to the longest row of each forward.
Both sides draw rows of the same lengths from the same distribution: all of 128 tokens with the answer from a third on, or
(`real`) question 12-25 and answer 40-140 tokens, normal question 10-20 and answer 8-40.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

LAYERS, HIDDEN, FFN, VOCABULARY, HEADS, TOKENS = 4, 256, 1024, 4096, 8, 128
BATCH, ANSWERS, NEW_TOKENS, PROMPT, LONGEST = 2, 5, 128, 16, 165
FIRST_ID, PAD = 4, 1
LAUNCHER = Path(__file__).resolve().parent.parent / "sku"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", choices=["uniform", "real"], default="uniform")
    parser.add_argument("--arch", choices=["opt", "llama", "both"], default="both")
    parser.add_argument("--what", default="full,lora,generation")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--warmup", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--json", help="write every round's times to this file")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    return parser.parse_args()


class HuggingFace:
    """One model and what is done with it."""

    def __init__(self, arch, rows, what, threads):
        global torch, F
        import torch
        import torch.nn.functional as F
        from transformers import get_scheduler

        torch.set_num_threads(threads)
        torch.manual_seed(0)
        self.uniform = rows == "uniform"
        self.random = random.Random(1)
        self.tokens = torch.Generator().manual_seed(1)
        self.model = self.build(arch)
        if what == "generation":
            self.model.eval()
            return
        self.base = self.build(arch)
        self.base.load_state_dict(self.model.state_dict())
        self.base.eval()
        if what == "lora":
            from peft import LoraConfig, get_peft_model

            adapters = LoraConfig(r=32, lora_alpha=16, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
            self.model = get_peft_model(self.model, adapters)
        self.model.train()
        trained = [p for p in self.model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(trained, lr=2e-4, fused=True)
        self.schedule = get_scheduler("linear", self.optimizer, 0, 1000)

    def build(self, arch):
        positions = max(TOKENS if self.uniform else LONGEST, PROMPT + NEW_TOKENS)
        shared = dict(vocab_size=VOCABULARY, hidden_size=HIDDEN, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
                      max_position_embeddings=positions)
        if arch == "opt":
            from transformers import OPTConfig, OPTForCausalLM

            config = OPTConfig(**shared, word_embed_proj_dim=HIDDEN, ffn_dim=FFN, dropout=0.0)
            config._attn_implementation = "sdpa"
            return OPTForCausalLM(config)
        from transformers import LlamaConfig, LlamaForCausalLM

        config = LlamaConfig(**shared, num_key_value_heads=HEADS, intermediate_size=FFN)
        config._attn_implementation = "sdpa"
        return LlamaForCausalLM(config)

    def row(self, question, answer):
        """Token ids and where the answer begins."""
        if self.uniform:
            length, start = TOKENS, TOKENS // 3
        else:
            start = self.random.randint(*question)
            length = start + self.random.randint(*answer)
        return torch.randint(FIRST_ID, VOCABULARY, (length,), generator=self.tokens), start

    def harmful(self):
        return self.row((12, 25), (40, 140))

    def padded(self, rows):
        """ids, mask and labels (answer tokens only) of rows padded to the longest; no mask where there is no pad."""
        longest = max(len(ids) for ids, _ in rows)
        ids = torch.full((len(rows), longest), PAD)
        mask = torch.zeros((len(rows), longest), dtype=torch.long)
        labels = torch.full((len(rows), longest), -100)
        for i, (row, start) in enumerate(rows):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
            labels[i, start : len(row)] = row[start:]
        return ids, (None if mask.all() else mask), labels

    def answer_loss(self, rows):
        ids, mask, labels = self.padded(rows)
        if self.uniform:
            start = rows[0][1]
            logits = self.model(input_ids=ids).logits[:, start - 1 : -1]
            return F.cross_entropy(logits.reshape(-1, logits.size(-1)), ids[:, start:].reshape(-1))
        logits = self.model(input_ids=ids, attention_mask=mask).logits[:, :-1]
        targets = labels[:, 1:]
        each = F.cross_entropy(logits.reshape(-1, logits.size(-1)), targets.reshape(-1), ignore_index=-100, reduction="none")
        each = each.view(targets.shape)
        return (each.sum(1) / (targets != -100).sum(1)).mean()

    def divergence(self, rows):
        ids, mask, _ = self.padded(rows)
        logq = F.log_softmax(self.model(input_ids=ids, attention_mask=mask).logits, -1)
        with torch.no_grad():
            logp = F.log_softmax(self.base(input_ids=ids, attention_mask=mask).logits, -1)
        each = F.kl_div(logq, logp, log_target=True, reduction="none").sum(-1)
        return each.mean() if mask is None else (each * mask).sum() / mask.sum()

    def step(self):
        harmful = [self.harmful() for _ in range(BATCH)]
        others = []
        for ids, start in harmful:
            for _ in range(ANSWERS):
                other, at = self.harmful()
                others.append((torch.cat([ids[:start], other[at:]]), start))
        normal = [self.row((10, 20), (8, 40)) for _ in range(BATCH)]
        loss = 2.5 * self.answer_loss(harmful) + 2.5 * self.answer_loss(others) - self.divergence(normal)
        loss.backward()
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad()
        return sum(len(ids) for ids, _ in harmful + others + normal)

    def reply(self):
        ids = torch.randint(FIRST_ID, VOCABULARY, (1, PROMPT), generator=self.tokens)
        with torch.inference_mode():
            self.model.generate(ids, max_new_tokens=NEW_TOKENS, min_new_tokens=NEW_TOKENS, do_sample=False, pad_token_id=PAD)
        return NEW_TOKENS


def answer(side, what):
    """One step or reply for each line of standard input."""
    work = side.reply if what == "generation" else side.step
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        tokens = work()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps(dict(cpu_seconds=cpu, wall_seconds=wall, tokens=tokens, peak_rss_bytes=peak)), flush=True)


class Side:
    def __init__(self, command, threads):
        environment = dict(os.environ, OMP_NUM_THREADS=str(threads))
        self.process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)

    def turn(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("{"):  # libraries print what they like
                return json.loads(line)
        sys.exit("a side ended early: " + " ".join(map(str, self.process.args)))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def compare(options, arch, what):
    threads = str(options.threads)
    ours = Side([LAUNCHER, "bench", "--in-turn", what, "--arch", arch, "--rows", options.rows, "--threads", threads], threads)
    theirs = Side([sys.executable, __file__, "--worker", what, "--arch", arch, "--rows", options.rows,
                   "--threads", threads], threads)
    rounds = []
    for i in range(options.warmup + options.rounds):
        sides = [ours, theirs] if i % 2 else [theirs, ours]
        turns = {side: side.turn() for side in sides}
        if i >= options.warmup:
            rounds.append((turns[ours], turns[theirs]))
    ours.close()
    theirs.close()
    # Rows of real length differ between the sides: CPU time a trained token is what compares.
    ratios = [t["cpu_seconds"] / t["tokens"] / (o["cpu_seconds"] / o["tokens"]) for o, t in rounds]
    quartiles = statistics.quantiles(ratios, n=4)
    each = lambda side: 1000 * statistics.median(r[side]["cpu_seconds"] for r in rounds)
    memory = rounds[-1][0]["peak_rss_bytes"] / rounds[-1][1]["peak_rss_bytes"]
    print(f"{arch:6} {what:11} {options.rows:8} {statistics.median(ratios):6.2f} x  ({quartiles[0]:.2f} to {quartiles[2]:.2f})"
          f"   CPU ms {each(1):8.1f} : {each(0):8.1f}   peak MiB {rounds[-1][1]['peak_rss_bytes'] / 2**20:5.0f} : "
          f"{rounds[-1][0]['peak_rss_bytes'] / 2**20:5.0f} = {memory:.2f}", flush=True)
    return dict(arch=arch, what=what, rows=options.rows, ratio=statistics.median(ratios), memory=memory, rounds=rounds)


def main():
    options = arguments()
    if options.worker:
        answer(HuggingFace(options.arch, options.rows, options.worker, options.threads), options.worker)
        return
    print("arch   what        rows     faster by   (quartiles)     Hugging Face : SKU Workbench")
    results = []
    for arch in ["opt", "llama"] if options.arch == "both" else [options.arch]:
        for what in options.what.split(","):
            results.append(compare(options, arch, what))
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
