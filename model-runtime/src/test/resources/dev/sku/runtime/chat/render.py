#!/usr/bin/env python3
"""What transformers makes of chat templates.

    render.py                 writes golden.json: every template here with every conversation, and every construct
    render.py --lines         a JSON object a line, {"template": …, "names": {…}}, is answered by {"text": …}, {"error": …}

Both go through the very function that `apply_chat_template` calls.
"""

import json
import sys
from pathlib import Path

from transformers.utils.chat_template_utils import _cached_compile_jinja_template

HERE = Path(__file__).resolve().parent
TOKENS = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}


def rendered(template, names):
    try:
        return {"text": _cached_compile_jinja_template(template).render(**names)}
    except RecursionError:
        return {"error": "RecursionError"}
    except Exception as fault:
        return {"error": type(fault).__name__}


def golden():
    conversations = json.loads((HERE / "conversations.json").read_text(encoding="utf-8"))
    cases = []
    for file in sorted((HERE / "templates").glob("*.jinja")):
        template = file.read_text(encoding="utf-8")
        for conversation in conversations:
            for generation in (False, True):
                names = {
                    "messages": conversation["messages"],
                    "tools": conversation.get("tools"),
                    "documents": None,
                    "add_generation_prompt": generation,
                    **TOKENS,
                }
                case = {"template": file.name, "conversation": conversation["name"], "generation": generation}
                cases.append(case | rendered(template, names))
    constructs = json.loads((HERE / "constructs.json").read_text(encoding="utf-8"))
    cases += [{"construct": c} | rendered(c, constructs["names"]) for c in constructs["templates"]]
    lines = ",\n".join(json.dumps(c, ensure_ascii=False) for c in cases)
    (HERE / "golden.json").write_text("[\n" + lines + "\n]\n", encoding="utf-8")


if sys.argv[1:] == ["--lines"]:
    for line in sys.stdin:
        case = json.loads(line)
        print(json.dumps(rendered(case["template"], case["names"])), flush=True)
else:
    golden()
