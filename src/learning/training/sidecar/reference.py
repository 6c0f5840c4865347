"""reference.py TASK.json: what base and adapter say about fixed tokens, to compare what the local model makes of them."""

import json
import sys
from pathlib import Path

from train import backend_of
from wire import Refusal, run_stage


def reference(_emit):
    """Of each sequence the likeliest next tokens, and their logarithms of probability: alone, and under each variant of the adapter."""
    task = json.loads(Path(sys.argv[1]).read_text())
    sequences = task["sequences"]
    from transformers import PreTrainedTokenizerFast

    tokenizer = PreTrainedTokenizerFast.from_pretrained(task["base"])
    for text, expected in zip(task["texts"], task["encoded"]):
        if tokenizer.encode(text, add_special_tokens=False) != expected:
            raise Refusal("base-model-unfit", "Training cuts text into other tokens than the local model does.")
    backend = backend_of(task["backend"], task["base"], 0, task["rank"], task["scale"])
    alone = [backend.log_probabilities(tokens) for tokens in sequences]
    tokens = [values.argsort()[::-1][: task["most"]] for values in alone]
    pick = lambda rows: [[float(value) for value in row[chosen]] for row, chosen in zip(rows, tokens)]
    variants = []
    for variant in task["variants"]:
        backend.load_adapter(Path(task["adapter"]), variant["weights"], variant["factor"])
        variants.append(pick([backend.log_probabilities(sequence) for sequence in sequences]))
    return {"tokens": [[int(token) for token in row] for row in tokens], "alone": pick(alone), "variants": variants}


if __name__ == "__main__":
    run_stage(reference)
