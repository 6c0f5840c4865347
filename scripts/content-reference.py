"""Reference tensors for test/standalone/tts/rvc, from PyTorch, transformers and SciPy.

python3 -m venv v && v/bin/pip install torch==2.13.0 transformers numpy scipy
v/bin/python scripts/content-reference.py test/standalone/tts/rvc/fixtures

Weights and sounds come from the same formula as in test/standalone/tts/rvc/small-hubert.ts, so that only results are kept.
"""
import sys
import zlib

import numpy as np
import scipy.signal
import torch
from transformers import HubertConfig, HubertModel

folder = sys.argv[1]


def even_numbers(seed, count):
    with np.errstate(over="ignore"):
        state = np.uint32(seed) + np.arange(1, count + 1, dtype=np.uint32) * np.uint32(0x6D2B79F5)
        mixed = (state ^ (state >> 15)) * (state | np.uint32(1))
        mixed = (mixed + (mixed ^ (mixed >> 7)) * (mixed | np.uint32(61))) ^ mixed
        return ((mixed ^ (mixed >> 14)).astype(np.float64) / 2**31 - 1).astype(np.float32)


def save(name, values):
    np.save(f"{folder}/{name}.npy", np.asarray(values, dtype=np.float32))


class Projected(HubertModel):
    def __init__(self, config):
        super().__init__(config)
        self.final_proj = torch.nn.Linear(config.hidden_size, config.classifier_proj_size)


def old_name(name):
    return name.replace("parametrizations.weight.original0", "weight_g").replace(
        "parametrizations.weight.original1", "weight_v"
    )


model = Projected(
    HubertConfig(
        hidden_size=128, num_attention_heads=2, num_hidden_layers=9, intermediate_size=64, conv_dim=(16,) * 7
    )
).eval()
weights = model.state_dict()
for name, tensor in weights.items():
    if name == "masked_spec_embed":
        continue
    plain = old_name(name)
    middle = 1 if plain.endswith("norm.weight") or plain.endswith("weight_g") else 0
    values = middle + np.float32(0.2) * even_numbers(zlib.crc32(plain.encode()), tensor.numel())
    tensor.copy_(torch.from_numpy(values.astype(np.float32)).reshape(tensor.shape))
model.load_state_dict(weights)
with torch.no_grad():
    # The 80 samples that SAM adds behind twelve hops, without which there would be eleven rows.
    samples = torch.nn.functional.pad(torch.from_numpy(0.3 * even_numbers(1, 320 * 12))[None], (0, 80))
    hidden = model(samples, output_hidden_states=True).hidden_states
    save("hubert-last", hidden[9][0])
    save("hubert-projected", model.final_proj(hidden[9])[0])

sound = 0.3 * even_numbers(2, 1600).astype(np.float64) + 0.2
b, a = scipy.signal.butter(5, 48, "high", fs=16000)
save("high-pass", scipy.signal.filtfilt(b, a, sound))


def loudness(samples, rate):
    """As librosa.feature.rms with a frame of a second and a hop of half a second, centred, padded with zeros."""
    hop = rate // 2
    padded = np.pad(samples.astype(np.float64), hop)
    return np.array(
        [np.sqrt(np.mean(padded[at : at + 2 * hop] ** 2)) for at in range(0, len(samples) // hop * hop + 1, hop)]
    )


def stretched(points, length):
    line = torch.nn.functional.interpolate(torch.from_numpy(points)[None, None], size=length, mode="linear")
    return line[0, 0].numpy()


swell = lambda count: np.sin(np.arange(count) / count * 7) ** 2
source, output = even_numbers(3, 400) * swell(400), even_numbers(4, 1000) * 0.1
wanted = stretched(loudness(source, 160), 1000)
own = np.maximum(stretched(loudness(output, 400), 1000), 1e-6)
save("loudness-mix", output * wanted**0.75 * own**-0.75)


def log_mel(sound):
    """RMVPE's input: magnitudes of 1024 samples every 160 in 128 mel bands (HTK's scale, Slaney's norm), as logarithms."""
    spectrum = torch.stft(sound, 1024, 160, window=torch.hann_window(1024), pad_mode="reflect", return_complex=True).abs()
    mels = np.linspace(*(2595 * np.log10(1 + np.array([30, 8000]) / 700)), 130)
    edges = 700 * (10 ** (mels / 2595) - 1)
    ramps = edges[:, None] - np.arange(513)[None] * 16000 / 1024
    widths = np.diff(edges)[:, None]
    bands = np.maximum(0, np.minimum(-ramps[:-2] / widths[:-1], ramps[2:] / widths[1:])) * 2 / (edges[2:] - edges[:-2])[:, None]
    return np.log(np.maximum(bands.astype(np.float32) @ spectrum.numpy(), 1e-5))


save("log-mel", log_mel(torch.from_numpy(0.01 * even_numbers(5, 4000) + 0.3 * np.sin(np.arange(4000) / 11).astype(np.float32))))
