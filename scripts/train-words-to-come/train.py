"""Teaches the first layers of a sentence model whether more words follow (docs/decisions/0042). Called by
scripts/train-words-to-come.ts; needs torch, transformers and safetensors.

train.py FOLDER_OF_THE_MODEL EXAMPLES OUTPUT LAYERS
EXAMPLES: one JSON object a line, {"ids": tokens of a beginning, "more": 0 or 1, "weight": how often it is looked at}
OUTPUT: safetensors, float16: `<weights>.up` [out, rank] and `<weights>.down` [rank, in] to be added to the layers, and two linear
layers `units` and `sum` above the last two tokens.
"""
import json
import sys

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as logistic_loss
from transformers import AutoConfig, BertModel

RANK = 4
UNITS = 64
STEPS = 2000
BATCH = 64
GATHERED = 16  # batches that are drawn at once and sorted by length, so that little is padded
RATE = 1e-3
WARM_UP = 100

folder, examples_file, output, layers = sys.argv[1:]
torch.manual_seed(1)


class LowRank(nn.Module):
    """A linear layer that stays as it is, and what is added to it (Hu et al. 2021)."""

    def __init__(self, linear: nn.Linear):
        super().__init__()
        self.linear = linear
        self.down = nn.Parameter(torch.randn(RANK, linear.in_features) / linear.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(linear.out_features, RANK))

    def forward(self, x):
        return self.linear(x) + 2 * (x @ self.down.T) @ self.up.T


config = AutoConfig.from_pretrained(folder, num_hidden_layers=int(layers), attention_probs_dropout_prob=0.0)
bert = BertModel(config, add_pooling_layer=False)
bert.load_state_dict(load_file(f"{folder}/model.safetensors"), strict=False)
bert.requires_grad_(False)
for layer in bert.encoder.layer:
    for parent, name in [
        *[(layer.attention.self, name) for name in ("query", "key", "value")],
        *[(part, "dense") for part in (layer.attention.output, layer.intermediate, layer.output)],
    ]:
        setattr(parent, name, LowRank(getattr(parent, name)))
head = nn.Sequential(nn.Dropout(0.2), nn.Linear(2 * config.hidden_size, UNITS), nn.ReLU(), nn.Linear(UNITS, 1))

with open(examples_file) as file:
    examples = [json.loads(line) for line in file]
weights = torch.tensor([example["weight"] for example in examples], dtype=torch.float64)


def logits(batch):
    lengths = torch.tensor([len(example["ids"]) for example in batch])
    longest = int(lengths.max())
    ids = torch.tensor([example["ids"] + [0] * (longest - len(example["ids"])) for example in batch])
    mask = (torch.arange(longest)[None] < lengths[:, None]).long()
    states = bert(input_ids=ids, attention_mask=mask).last_hidden_state
    row = torch.arange(len(batch))
    return head(torch.cat([states[row, lengths - 2], states[row, lengths - 1]], -1)).squeeze(-1)


learned = [p for p in [*bert.parameters(), *head.parameters()] if p.requires_grad]
optimizer = torch.optim.AdamW(learned, lr=RATE, weight_decay=0.01)
bert.train()
step = 0
losses = []
while step < STEPS:
    drawn = torch.multinomial(weights, BATCH * GATHERED, replacement=True).tolist()
    drawn.sort(key=lambda at: len(examples[at]["ids"]))
    batches = [drawn[at : at + BATCH] for at in range(0, len(drawn), BATCH)]
    for which in torch.randperm(len(batches)).tolist():
        batch = [examples[at] for at in batches[which]]
        for group in optimizer.param_groups:
            group["lr"] = RATE * max(0.02, 1 - step / STEPS) * min(1, (step + 1) / WARM_UP)
        more = torch.tensor([float(example["more"]) for example in batch])
        loss = logistic_loss(logits(batch), more)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        losses.append(loss.item())
        step += 1
        if step % 200 == 0:
            print(f"{step} of {STEPS} steps, loss {sum(losses[-200:]) / 200:.3f}", flush=True)

result = {}
for name, module in bert.named_modules():
    if isinstance(module, LowRank):
        result[f"{name}.weight.up"] = 2 * module.up
        result[f"{name}.weight.down"] = module.down
for name, module in (("units", head[1]), ("sum", head[3])):
    result[f"{name}.weight"] = module.weight
    result[f"{name}.bias"] = module.bias
save_file({name: tensor.detach().half().contiguous() for name, tensor in result.items()}, output)
