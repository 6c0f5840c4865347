"""Reference vectors for test/models/memory, from PyTorch.

python3 -m venv v && v/bin/pip install torch==2.13.0 transformers safetensors tokenizers
v/bin/python scripts/sentence-reference.py FOLDER_OF_THE_MODEL > test/models/memory/sentence-reference.json
"""
import json
import sys

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import AutoConfig, BertModel

folder = sys.argv[1]
sentences = [
    "I moved to Lisbon last spring.",
    "Crème brûlée costs €5,000 — unbelievable!",
    "日本語 and 한국어",
    "why do my unit tests time out when the database is locked, and what would you do about it? " * 20,
]
tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
tokenizer.no_padding()
tokenizer.enable_truncation(128)
model = BertModel(AutoConfig.from_pretrained(folder), add_pooling_layer=True)
model.load_state_dict(load_file(f"{folder}/model.safetensors"), strict=False)
model.eval()

lines = []
for sentence in sentences:
    ids = torch.tensor([tokenizer.encode(sentence).ids])
    with torch.no_grad():
        mean = model(input_ids=ids).last_hidden_state.mean(1)[0]
    vector = (mean / mean.norm()).tolist()
    lines.append(json.dumps({"text": sentence, "vector": [round(x, 6) for x in vector]}, ensure_ascii=False))
print("[" + ",\n".join(lines) + "]")
