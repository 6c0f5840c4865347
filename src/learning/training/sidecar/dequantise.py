"""dequantise.py MODEL.gguf FOLDER: a quantised base model as a folder that mlx-lm and transformers load, in float16."""

import json
import sys
from pathlib import Path

import numpy
from gguf import GGUFReader
from gguf.quants import dequantize
from safetensors.numpy import save_file

from tokenizer import write_tokenizer
from wire import Refusal, run_stage

SHARD_BYTES = 2_000_000_000

WHOLE = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
}
OF_BLOCK = {
    "attn_norm.weight": "input_layernorm.weight",
    "ffn_norm.weight": "post_attention_layernorm.weight",
    "attn_q.weight": "self_attn.q_proj.weight",
    "attn_k.weight": "self_attn.k_proj.weight",
    "attn_v.weight": "self_attn.v_proj.weight",
    "attn_output.weight": "self_attn.o_proj.weight",
    "attn_q_norm.weight": "self_attn.q_norm.weight",
    "attn_k_norm.weight": "self_attn.k_norm.weight",
    "ffn_gate.weight": "mlp.gate_proj.weight",
    "ffn_up.weight": "mlp.up_proj.weight",
    "ffn_down.weight": "mlp.down_proj.weight",
}
# Tensors that llama.cpp computes from the settings.
DERIVED = ("rope_freqs.weight",)
ARCHITECTURES = {"llama": "LlamaForCausalLM", "qwen3": "Qwen3ForCausalLM"}


def name_of(name):
    if name in WHOLE:
        return WHOLE[name]
    parts = name.split(".", 2)
    if len(parts) == 3 and parts[0] == "blk" and parts[2] in OF_BLOCK:
        return f"model.layers.{int(parts[1])}.{OF_BLOCK[parts[2]]}"
    raise Refusal("base-model-unfit", f"The model has weights that training does not know: {name}.")


def unpermuted(weights, heads):
    """llama.cpp stores the rows of q and k of Llama models in the order of its rotary embedding; this is the way back."""
    rows, columns = weights.shape
    return weights.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


def config_of(fields, tied):
    architecture = fields["general.architecture"]
    if architecture not in ARCHITECTURES:
        raise Refusal("base-model-unfit", f"Models of the kind {architecture!r} cannot be trained yet.")
    get = lambda key: fields[f"{architecture}.{key}"]
    if fields.get(f"{architecture}.rope.scaling.type", "none") != "none":
        raise Refusal("base-model-unfit", "Models with a stretched context cannot be trained yet.")
    heads = get("attention.head_count")
    theta = get("rope.freq_base")
    return {
        "architectures": [ARCHITECTURES[architecture]],
        "model_type": architecture,
        "hidden_size": get("embedding_length"),
        "intermediate_size": get("feed_forward_length"),
        "num_hidden_layers": get("block_count"),
        "num_attention_heads": heads,
        "num_key_value_heads": fields.get(f"{architecture}.attention.head_count_kv", heads),
        "head_dim": fields.get(f"{architecture}.attention.key_length", get("embedding_length") // heads),
        "rms_norm_eps": get("attention.layer_norm_rms_epsilon"),
        "rope_theta": theta,
        "rope_parameters": {"rope_type": "default", "rope_theta": theta},
        "max_position_embeddings": get("context_length"),
        "vocab_size": len(fields["tokenizer.ggml.tokens"]),
        "tie_word_embeddings": tied,
        "bos_token_id": fields.get("tokenizer.ggml.bos_token_id"),
        "eos_token_id": fields["tokenizer.ggml.eos_token_id"],
        "hidden_act": "silu",
        "attention_bias": False,
        "mlp_bias": False,
        "torch_dtype": "float16",
    }


def dequantise(emit):
    source, folder = sys.argv[1], Path(sys.argv[2])
    reader = GGUFReader(source)
    fields = {key: field.contents() for key, field in reader.fields.items()}
    tied = all(tensor.name != "output.weight" for tensor in reader.tensors)
    config = config_of(fields, tied)
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(config, indent=2))
    write_tokenizer(fields, folder)
    heads = {"attn_q.weight": config["num_attention_heads"], "attn_k.weight": config["num_key_value_heads"]}
    shards = Shards(folder)
    wanted = [tensor for tensor in reader.tensors if tensor.name not in DERIVED]
    for done, tensor in enumerate(wanted):
        values = dequantize(tensor.data, tensor.tensor_type)
        part = tensor.name.split(".", 2)[-1]
        if fields["general.architecture"] == "llama" and part in heads:
            values = unpermuted(values, heads[part])
        shards.add(name_of(tensor.name), numpy.ascontiguousarray(values.astype(numpy.float16)))
        emit(type="progress", done=done + 1, of=len(wanted))
    shards.end()


class Shards:
    """Weights in files of some gigabytes, so that a large model is never in memory as a whole."""

    def __init__(self, folder):
        self.folder = folder
        self.waiting = {}
        self.bytes = 0
        self.place = {}
        self.total = 0

    def add(self, name, values):
        if self.bytes + values.nbytes > SHARD_BYTES:
            self.flush()
        self.waiting[name] = values
        self.bytes += values.nbytes
        self.total += values.nbytes

    def flush(self):
        if not self.waiting:
            return
        file = f"model-{len(set(self.place.values())) + 1:05d}.safetensors"
        save_file(self.waiting, str(self.folder / file), metadata={"format": "pt"})
        self.place |= dict.fromkeys(self.waiting, file)
        self.waiting, self.bytes = {}, 0

    def end(self):
        self.flush()
        index = {"metadata": {"total_size": self.total}, "weight_map": self.place}
        (self.folder / "model.safetensors.index.json").write_text(json.dumps(index))


if __name__ == "__main__":
    run_stage(dequantise)
