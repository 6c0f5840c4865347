"""LoRA with Apple's mlx: on the graphics processor of a Mac, on the processor elsewhere."""

import sys
from pathlib import Path

import mlx.core as mx
import mlx.nn as nn
import mlx.optimizers as optimizers
import numpy
from mlx.utils import tree_flatten, tree_map, tree_unflatten
from mlx_lm.tuner.utils import linear_to_lora_layers
from mlx_lm.utils import load_model

PROJECTIONS = [f"self_attn.{name}_proj" for name in "qkvo"] + [f"mlp.{name}_proj" for name in ("gate", "up", "down")]
LONGEST_GRADIENT = 1.0


class MlxBackend:
    def __init__(self, base, seed, rank, scale):
        on_mac = sys.platform == "darwin"
        if not on_mac:
            mx.set_default_device(mx.cpu)
        mx.random.seed(seed)
        self.model, _ = load_model(Path(base))
        # Half precision has no fast products on a processor.
        self.model.set_dtype(mx.bfloat16 if on_mac else mx.float32)
        self.model.freeze()
        config = {"rank": rank, "scale": scale, "dropout": 0.0, "keys": PROJECTIONS}
        linear_to_lora_layers(self.model, len(self.model.layers), config)
        # The adapter itself stays exact: its steps are smaller than half precision tells apart.
        self.model.update(tree_map(lambda values: values.astype(mx.float32), self.model.trainable_parameters()))
        mx.eval(self.model.parameters())
        self.optimizer = optimizers.Adam(learning_rate=1e-4, bias_correction=True)
        self.optimizer.init(self.model.trainable_parameters())
        self.loss_and_gradient = nn.value_and_grad(self.model, mean_loss)

    def step(self, rows, rate):
        self.optimizer.learning_rate = rate
        loss, gradient = self.loss_and_gradient(self.model, *batch_of(rows))
        gradient, _ = optimizers.clip_grad_norm(gradient, LONGEST_GRADIENT)
        self.optimizer.update(self.model, gradient)
        mx.eval(loss, self.model.trainable_parameters(), self.optimizer.state)
        return loss.item()

    def measure(self, rows):
        return mean_loss(self.model, *batch_of(rows)).item()

    def log_probabilities(self, tokens):
        """Of every next token after all the given ones, as numpy float32."""
        logits = self.model(mx.array([tokens]))[0, -1].astype(mx.float32)
        return numpy.array(logits - mx.logsumexp(logits))

    def save_adapter(self, file):
        mx.save_safetensors(str(file), dict(tree_flatten(self.model.trainable_parameters())))

    def load_adapter(self, file, kept=("",), factor=1.0):
        """Only weights whose name holds one of `kept` count, and those `factor` times."""
        values = mx.load(str(file))
        for name in values:
            if "lora_b" in name:
                values[name] = values[name] * (factor if any(part in name for part in kept) else 0)
        self.model.load_weights(list(values.items()), strict=False)

    def save(self, folder):
        self.save_adapter(folder / "adapter.safetensors")
        state = {name: value for name, value in tree_flatten(self.optimizer.state) if isinstance(value, mx.array)}
        mx.save_safetensors(str(folder / "optimizer.safetensors"), state)

    def load(self, folder):
        self.load_adapter(folder / "adapter.safetensors")
        state = mx.load(str(folder / "optimizer.safetensors"))
        self.optimizer.state = tree_unflatten(list(state.items()))

    def memory_bytes(self):
        """Of the graphics processor, which no process list counts."""
        return mx.get_peak_memory() if sys.platform == "darwin" else 0


def batch_of(rows):
    longest = max(len(tokens) for tokens, _ in rows)
    padded = mx.array([tokens + [0] * (longest - len(tokens)) for tokens, _ in rows])
    learned = [
        index * (longest - 1) + position - 1
        for index, (_, marks) in enumerate(rows)
        for position in range(1, len(marks))
        if marks[position]
    ]
    return padded, mx.array(learned)


def mean_loss(model, tokens, learned):
    hidden = model.model(tokens[:, :-1])
    targets = tokens[:, 1:].reshape(-1)[learned]
    # The vocabulary is the largest matrix: only what is learned goes through it.
    hidden = hidden.reshape(-1, hidden.shape[-1])[learned]
    tied = getattr(model.args, "tie_word_embeddings", False)
    logits = model.model.embed_tokens.as_linear(hidden) if tied else model.lm_head(hidden)
    return nn.losses.cross_entropy(logits.astype(mx.float32), targets, reduction="mean")
