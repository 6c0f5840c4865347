"""LoRA with PEFT on torch, on the processor or an NVIDIA card."""

import os

import torch
from peft import LoraConfig, get_peft_model
from peft.utils import get_peft_model_state_dict, set_peft_model_state_dict
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

PROJECTIONS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
LONGEST_GRADIENT = 1.0


class PeftBackend:
    def __init__(self, base, seed, rank, scale):
        torch.manual_seed(seed)
        torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32, local_files_only=True)
        config = LoraConfig(
            r=rank, lora_alpha=scale * rank, lora_dropout=0.0, target_modules=PROJECTIONS, task_type="CAUSAL_LM"
        )
        self.model = get_peft_model(model, config).to(self.device)
        self.trained = [values for values in self.model.parameters() if values.requires_grad]
        self.optimizer = torch.optim.Adam(self.trained)

    def loss(self, rows):
        longest = max(len(tokens) for tokens, _ in rows)
        padded = torch.tensor([tokens + [0] * (longest - len(tokens)) for tokens, _ in rows], device=self.device)
        learned = torch.tensor([marks[1:] + [0] * (longest - len(marks)) for _, marks in rows], device=self.device) == 1
        inner = self.model.base_model.model
        hidden = inner.model(input_ids=padded[:, :-1]).last_hidden_state
        # The vocabulary is the largest matrix: only what is learned goes through it.
        logits = inner.lm_head(hidden[learned]).float()
        return torch.nn.functional.cross_entropy(logits, padded[:, 1:][learned])

    def step(self, rows, rate):
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.zero_grad()
        loss = self.loss(rows)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.trained, LONGEST_GRADIENT)
        self.optimizer.step()
        return loss.item()

    def measure(self, rows):
        with torch.no_grad():
            return self.loss(rows).item()

    def log_probabilities(self, tokens):
        """Of every next token after all the given ones, as numpy float32."""
        with torch.no_grad():
            logits = self.model(input_ids=torch.tensor([tokens], device=self.device)).logits[0, -1]
            return torch.log_softmax(logits.float(), dim=-1).cpu().numpy()

    def save_adapter(self, file):
        state = get_peft_model_state_dict(self.model)
        save_file({name: values.contiguous() for name, values in state.items()}, str(file))

    def load_adapter(self, file, kept=("",), factor=1.0):
        """Only weights whose name holds one of `kept` count, and those `factor` times."""
        values = load_file(str(file))
        for name in values:
            if "lora_B" in name:
                values[name] = values[name] * (factor if any(part in name for part in kept) else 0)
        set_peft_model_state_dict(self.model, values)

    def save(self, folder):
        self.save_adapter(folder / "adapter.safetensors")
        torch.save(self.optimizer.state_dict(), folder / "optimizer.pt")

    def load(self, folder):
        self.load_adapter(folder / "adapter.safetensors")
        self.optimizer.load_state_dict(torch.load(folder / "optimizer.pt", weights_only=True))

    def memory_bytes(self):
        return torch.cuda.max_memory_allocated() if self.device == "cuda" else 0
