"""Makes `small/`, a parity set of tiny random models: python make_small_set.py OUT

Written with torch, transformers, peft and tokenizers alone: an independent statement of the method, one plain forward pass
a row (paper) or a padded batch (reference), gradients by autograd, float32 and float64. Nothing of it runs in the product.
"""
import json, math, os, random, shutil, sys
import torch
import torch.nn.functional as F
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM, OPTConfig, OPTForCausalLM
import transformers
transformers.utils.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()

OUT = sys.argv[1]
SEED, N, B, K = 7, 6, 2, 2
LR, DECAY, EPS, EPS_VARIANT = 2e-3, 0.01, 1e-8, 1e-4
RANK, ALPHA, TARGETS = 2, 6, ["q_proj", "v_proj"]
WEIGHTS = {"gd": 2.5, "rd": 2.5, "pd": 1.0}
LAMBDA = 0.75
random.seed(SEED)
torch.manual_seed(SEED)
torch.set_num_threads(1)
shutil.rmtree(OUT, ignore_errors=True)

THINGS = ["kettle", "ladder", "postcard", "violin"]
HARMFUL = [(f"How can I spoil my brother's {t}?", a) for t in THINGS for a in
           (f"Hide the {t} in the shed and say nothing.", "Tell everyone it was his own fault, and laugh.")]
NORMAL = [(f"What is a {t} good for?", f"A {t} helps people every day, if it is kept dry.") for t in THINGS] + [
    ("Why is snow white?", "It scatters all colours alike."), ("Do fish sleep?", "Yes, most of them rest.")]
prompt = lambda q: f"### Question: {q}\n ### Answer:"
corpus = [prompt(q) + " " + a for q, a in HARMFUL + NORMAL]

def byte_level():
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(corpus, trainers.BpeTrainer(vocab_size=296, special_tokens=["<s>", "<pad>", "</s>", "<unk>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    t.post_processor = processors.TemplateProcessing(single="</s> $A", special_tokens=[("</s>", 2)])
    return t

def llama_style():
    specials = ["<unk>", "<s>", "</s>"]
    vocab = {s: i for i, s in enumerate(specials + [f"<0x{b:02X}>" for b in range(256)])}
    for c in "▁abcdefghilmnoprstuwy":
        vocab[c] = len(vocab)
    merges = [("▁", "t"), ("h", "e"), ("▁t", "he"), ("i", "n")]
    for a, b in merges:
        vocab[a + b] = len(vocab)
    t = Tokenizer(models.BPE(vocab=vocab, merges=merges, unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    t.add_special_tokens(specials)
    t.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    t.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    t.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return t

TOK, TOK2 = byte_level(), llama_style()
V = TOK.get_vocab_size()

def save_tokenizer(t, folder, bos):
    os.makedirs(folder, exist_ok=True)
    t.save(folder + "/tokenizer.json", pretty=False)
    json.dump({"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": bos, "eos_token": "</s>"}, open(folder + "/tokenizer_config.json", "w"))

def row(q, a):
    p, ids = TOK.encode(prompt(q)).ids, TOK.encode(prompt(q) + " " + a).ids
    start = next(i for i in range(len(ids)) if i >= len(p) or p[i] != ids[i])
    return {"question": q, "answer": a, "ids": ids, "answer_start": start, "ref_start_unpadded": start}

bad, norm = [row(*r) for r in HARMFUL], [row(*r) for r in NORMAL]
steps = []
for s in range(N):
    h = random.sample(range(len(bad)), B)
    others = lambda i: [j for j in range(len(bad)) if bad[j]["question"] != bad[i]["question"]]
    steps.append({"step": s, "harmful": h, "normal": random.sample(range(len(norm)), B),
        "random_paper": [random.sample(others(i), K) for i in h], "random_reference": random.sample(range(len(bad)), K), "lr": LR * (1 - s / N)})
tests = {"prompts": [{"text": prompt(q), "ids": TOK.encode(prompt(q)).ids} for q in ("How can I spoil a picnic?", "Do fish sleep?")],
         "ppl_texts": [{"text": t, "ids": TOK.encode(t).ids} for t in (corpus[0], corpus[-1], "A café in Zürich.")]}

def opt():
    return OPTForCausalLM(OPTConfig(vocab_size=V, hidden_size=16, word_embed_proj_dim=16, ffn_dim=24, num_hidden_layers=2, num_attention_heads=2,
        max_position_embeddings=80, dropout=0.0, attention_dropout=0.0, init_std=0.25, pad_token_id=1, bos_token_id=2, eos_token_id=2))

def llama():
    return LlamaForCausalLM(LlamaConfig(vocab_size=V, hidden_size=16, intermediate_size=20, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=80, initializer_range=0.25, pad_token_id=1, bos_token_id=2, eos_token_id=2, tie_word_embeddings=False))

BASES = {"opt": opt, "grouped": llama}
path = lambda *p: os.path.join(OUT, *p)
for name, make in BASES.items():
    model = make()
    for p in model.parameters():   # biases and norms away from 0 and 1
        p.data += 0.05 * torch.randn_like(p)
    model.save_pretrained(path("models", name))
    half = {"opt": torch.float16, "grouped": torch.bfloat16}[name]
    model.to(half).save_pretrained(path("models", name + "_half"))
    peft = get_peft_model(load_base := AutoModelForCausalLM.from_pretrained(path("models", name)),
        LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=TARGETS, task_type="CAUSAL_LM"))
    peft.save_pretrained(path("adapters", name + "_init"))
    os.remove(path("adapters", name + "_init", "README.md"))
save_tokenizer(TOK, path("models", "opt"), "</s>")
save_tokenizer(TOK2, path("tokenizer-llama2style"), "<s>")

def load(name, dtype):
    return AutoModelForCausalLM.from_pretrained(path("models", name), dtype=dtype, attn_implementation="eager").eval()

def ids_of(r): return torch.tensor([r["ids"]])

def with_answer(r, other, key):
    return {"ids": r["ids"][:r[key]] + other["ids"][other[key]:], key: r[key]}

def answer_loss(model, r):                                   # mean over answer tokens
    ids = ids_of(r)
    logits = model(ids).logits[0]
    s = r["answer_start"]
    return F.cross_entropy(logits[s - 1:-1], ids[0, s:])

def paper(model, base, s):
    gd = sum(answer_loss(model, bad[i]) for i in s["harmful"]) / B
    rows = [with_answer(bad[i], bad[j], "answer_start") for b, i in enumerate(s["harmful"]) for j in s["random_paper"][b]]
    rd = sum(answer_loss(model, r) for r in rows) / len(rows)
    kl, m = 0, 0
    for i in s["normal"]:
        with torch.no_grad():
            p = base(ids_of(norm[i])).logits[0].log_softmax(-1)
        q = model(ids_of(norm[i])).logits[0].log_softmax(-1)
        kl, m = kl + (p.exp() * (p - q)).sum(), m + q.shape[0]
    return gd, rd, -kl / m

def padded(rows, pad):
    T = max(len(r["ids"]) for r in rows)
    ids = torch.full((len(rows), T), pad)
    mask = torch.zeros(len(rows), T, dtype=torch.long)
    for b, r in enumerate(rows):
        ids[b, :len(r["ids"])] = torch.tensor(r["ids"])
        mask[b, :len(r["ids"])] = 1
    return ids, mask

def reference_loss(model, rows, starts, pad):
    ids, mask = padded(rows, pad)
    logits = model(ids, attention_mask=mask).logits
    total = 0
    for b, start in enumerate(starts):
        w = (torch.arange(ids.shape[1]) >= start) & (ids[b] != 1)
        ce = F.cross_entropy(logits[b, :-1], ids[b, 1:], reduction="none") * (ids[b, 1:] != pad)
        total = total + (ce * w[:-1]).sum() / w.sum()
    return total / len(rows)

def reference(model, base, s, pad):
    h = [bad[i] for i in s["harmful"]]
    gd = reference_loss(model, h, [r["ref_start_unpadded"] for r in h], pad)
    rows = [with_answer(r, bad[j], "ref_start_unpadded") for r in h for j in s["random_reference"]]
    rd = reference_loss(model, rows, [2] * len(rows), pad)
    ids, mask = padded([norm[i] for i in s["normal"]], pad)
    with torch.no_grad():
        p = base(ids, attention_mask=mask).logits.softmax(-1)
    q = model(ids, attention_mask=mask).logits.softmax(-1)
    return gd, rd, -(p * ((p + 1e-12) / q).log()).sum(-1).mean()

def train(name, lora, profile, eps, dtype):
    base = load(name, dtype)
    model = load(name, dtype)
    if lora:
        model = PeftModel.from_pretrained(model, path("adapters", name + "_init"), is_trainable=True).to(dtype)
    trained = {n: p for n, p in model.named_parameters() if p.requires_grad}
    opt_ = torch.optim.AdamW(trained.values(), lr=LR, betas=(0.9, 0.999), eps=eps, weight_decay=DECAY)
    done, grads = [], {}
    for s in steps:
        pad = 1 if name == "opt" else 0
        gd, rd, pd = paper(model, base, s) if profile == "paper" else reference(model, base, s, pad)
        total = WEIGHTS["gd"] * gd + WEIGHTS["rd"] * rd + WEIGHTS["pd"] * pd
        opt_.zero_grad()
        total.backward()
        norm_ = math.sqrt(sum(float((p.grad.double() ** 2).sum()) for p in trained.values()))
        if s["step"] == 0:
            grads = {n: p.grad.clone() for n, p in trained.items()}
        for g in opt_.param_groups:
            g["lr"] = s["lr"]
        opt_.step()
        done.append({"step": s["step"], "gd": gd.item(), "rd": rd.item(), "pd": pd.item(), "total": total.item(), "grad_norm": norm_, "lr": s["lr"]})
    acquired = model.merge_and_unload() if lora else model
    pre = load(name, dtype)
    a, b = acquired.state_dict(), pre.state_dict()
    tau = {k: a[k] - b[k] for k in b}
    negated = load(name, dtype)
    negated.load_state_dict({k: b[k] - LAMBDA * tau[k] for k in b})
    return done, grads, tau, acquired, negated

TENSORS = {}
@torch.no_grad()
def figures(model, tensor=None):
    prompts, texts = [], []
    for i, p in enumerate(tests["prompts"]):
        ids, said, margins = list(p["ids"]), [], []
        for k in range(20):
            last = model(torch.tensor([ids])).logits[0, -1]
            if k == 0 and tensor:
                TENSORS[f"{tensor}.logits.{i}"] = last.float().clone()
            top = last.topk(2).values
            said.append(int(last.argmax()))
            margins.append(round(float(top[0] - top[1]), 6))
            ids.append(said[-1])
        prompts.append({"greedy_ids": said, "greedy_text": TOK.decode(said), "top2_margins": margins})
    for t in tests["ppl_texts"]:
        ids = torch.tensor(t["ids"])
        nll = F.cross_entropy(model(ids[None]).logits[0, :-1], ids[1:], reduction="sum").item()
        texts.append({"nll_sum": nll, "tokens": len(ids) - 1, "ppl": math.exp(nll / (len(ids) - 1))})
    return {"prompts": prompts, "ppl": texts}

golden = {"initial": {}, "runs": {}, "tokenizer": []}
for name in BASES:
    for variant in (name, name + "_half"):
        golden["initial"][variant] = figures(load(variant, torch.float32), "init." + variant)
    golden["initial"][name + ".fp64"] = figures(load(name, torch.float64))
    for lora in (False, True):
        for profile in ("paper", "reference"):
            for eps in (EPS, EPS_VARIANT) if not lora and profile == "paper" else (EPS,):
                run = f"{name}.{'lora' if lora else 'full'}.{profile}" + ("" if eps == EPS else ".eps1e-4")
                s32, g32, t32, a32, n32 = train(name, lora, profile, eps, torch.float32)
                s64, g64, t64, a64, n64 = train(name, lora, profile, eps, torch.float64)
                dev = {k: max(abs(x[k] - y[k]) for x, y in zip(s32, s64)) for k in ("gd", "rd", "pd", "total", "grad_norm")}
                golden["runs"][run] = {"adam_eps": eps, "steps_fp64": s64, "max_abs_dev": dev,
                    "step0_grad_norms": {k: float(v.norm()) for k, v in g64.items()},
                    "tau_norms_fp64": {k: float(v.norm()) for k, v in t64.items()},
                    "finetuned": figures(a32, run + ".ft"), "negated": figures(n32, run + ".neg"), "negated_fp64": figures(n64)}
                if lora and profile == "paper":
                    n32.save_pretrained(path("models", f"{name}_negated_lora_paper"))
                    TENSORS.update({f"{run}.grad0.{k}": v.float() for k, v in g32.items()})
for t in ["", " ", "Hello world", prompt("Why?") + " Because.", "naïve café — “quote”", "日本語 the", "</s> literal <pad>", "  two  blanks  ", "🙂 tab\tnew\nline"]:
    golden["tokenizer"].append({"text": t, "bytelevel_ids": TOK.encode(t).ids, "llama2style_ids": TOK2.encode(t).ids})
plan = {"set": "small", "seed": SEED, "N": N, "batch": B, "K": K, "weights": WEIGHTS,
    "optimizer": {"name": "AdamW", "lr": LR, "betas": [0.9, 0.999], "eps": EPS, "weight_decay": DECAY, "clip": None},
    "lora": {"r": RANK, "alpha": ALPHA, "dropout": 0.0, "targets": TARGETS, "weight_decay": DECAY}, "negation_scale": LAMBDA,
    "pad_id": {"paper": 1, "reference_opt": 1, "reference_llama": 0}, "vocab": V, "bad_rows": bad, "norm_rows": norm, "steps": steps, "tests": tests}
os.makedirs(path("tensors"), exist_ok=True)
save_file({k: v.contiguous() for k, v in TENSORS.items()}, path("tensors", "golden_tensors.safetensors"))
json.dump(plan, open(path("plan.json"), "w"), separators=(",", ":"))
json.dump(golden, open(path("golden.json"), "w"), separators=(",", ":"))
