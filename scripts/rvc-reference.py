"""A reference of the RVC synthesizer in PyTorch, written from its published maths (VITS, Kim et al. 2021; HiFi-GAN, Kong et
al. 2020; relative positions, Shaw et al. 2018). Used by tests and `sam bench voice` where torch is installed; SAM itself
never runs it.

  rvc-reference.py make FOLDER NAME --version v1|v2 --rate 32|40|48 [--no-f0] [--full] [--float32] [--parametrized]
                   [--speakers N] [--frames T]        writes NAME.pth and its inputs and outputs as .npy
  rvc-reference.py time FILE.pth --frames T --threads N --rounds R      prints wall and processor seconds of the decoder alone
"""

import argparse
import time

import numpy
import torch
from torch.nn import functional as F

UPSAMPLING = {
    ("v1", 40): ([10, 10, 2, 2], [16, 16, 4, 4]),
    ("v2", 40): ([10, 10, 2, 2], [16, 16, 4, 4]),
    ("v1", 48): ([10, 6, 2, 2, 2], [16, 16, 4, 4, 4]),
    ("v2", 48): ([12, 10, 2, 2], [24, 20, 4, 4]),
    ("v1", 32): ([10, 4, 2, 2, 2], [16, 16, 4, 4, 4]),
    ("v2", 32): ([10, 8, 2, 2], [20, 16, 4, 4]),
}
KERNELS, DILATIONS, WINDOW = [3, 7, 11], [1, 3, 5], 10


def configuration(options):
    rates, kernels = UPSAMPLING[(options.version, options.rate)]
    inter, hidden, filters, layers, initial, gin = (192, 192, 768, 6, 512, 256) if options.full else (16, 16, 32, 2, 64, 8)
    return [1025, 32, inter, hidden, filters, 2, layers, 3, 0, "1", KERNELS, [DILATIONS] * 3, rates, initial, kernels,
            options.speakers, gin, options.rate * 1000]


def random_weights(config, options):
    """Weights by name, in the plain `weight_g`/`weight_v` layout, at the scale of a network after its initialisation."""
    _, _, inter, hidden, filters, heads, layers, kernel, _, _, _, _, rates, initial, up_kernels, speakers, gin, _ = config
    weights = {}

    def normal(name, *dims, scale):
        weights[name] = torch.randn(*dims) * scale

    def layer(name, out, into, width, bias=True):
        normal(f"{name}.weight", out, into, width, scale=(into * width) ** -0.5)
        if bias:
            normal(f"{name}.bias", out, scale=0.05)

    def normalised(name, first, second, width, bias):
        normal(f"{name}.weight_v", first, second, width, scale=1.0)
        weights[f"{name}.weight_g"] = 0.6 + 0.4 * torch.rand(first, 1, 1)
        normal(f"{name}.bias", bias, scale=0.05)

    width = 256 if options.version == "v1" else 768
    normal("enc_p.emb_phone.weight", hidden, width, scale=width**-0.5)
    normal("enc_p.emb_phone.bias", hidden, scale=0.05)
    if not options.no_f0:
        normal("enc_p.emb_pitch.weight", 256, hidden, scale=0.3)
    for index in range(layers):
        attention = f"enc_p.encoder.attn_layers.{index}"
        for side in "kv":
            normal(f"{attention}.emb_rel_{side}", 1, 2 * WINDOW + 1, hidden // heads, scale=(hidden // heads) ** -0.5)
        for part in "qkvo":
            layer(f"{attention}.conv_{part}", hidden, hidden, 1)
        layer(f"enc_p.encoder.ffn_layers.{index}.conv_1", filters, hidden, kernel)
        layer(f"enc_p.encoder.ffn_layers.{index}.conv_2", hidden, filters, kernel)
        for norm in (1, 2):
            weights[f"enc_p.encoder.norm_layers_{norm}.{index}.gamma"] = 1 + 0.1 * torch.randn(hidden)
            normal(f"enc_p.encoder.norm_layers_{norm}.{index}.beta", hidden, scale=0.1)
    layer("enc_p.proj", 2 * inter, hidden, 1)
    for flow in (0, 2, 4, 6):
        name = f"flow.flows.{flow}"
        layer(f"{name}.pre", hidden, inter // 2, 1)
        for index in range(3):
            normalised(f"{name}.enc.in_layers.{index}", 2 * hidden, hidden, 5, 2 * hidden)
            skip = 2 * hidden if index < 2 else hidden
            normalised(f"{name}.enc.res_skip_layers.{index}", skip, hidden, 1, skip)
        normalised(f"{name}.enc.cond_layer", 6 * hidden, gin, 1, 6 * hidden)
        layer(f"{name}.post", inter // 2, hidden, 1)
    layer("dec.conv_pre", initial, inter, 7)
    layer("dec.cond", initial, gin, 1)
    for index, (rate, up_kernel) in enumerate(zip(rates, up_kernels)):
        channels = initial >> (index + 1)
        normalised(f"dec.ups.{index}", 2 * channels, channels, up_kernel, channels)
        weights[f"dec.ups.{index}.weight_g"] *= rate**0.5 * 1.4
        if not options.no_f0:
            below = int(numpy.prod(rates[index + 1:]))
            layer(f"dec.noise_convs.{index}", channels, 1, 2 * below if index + 1 < len(rates) else 1)
        for block, width in enumerate(KERNELS):
            for dilation in range(3):
                for half in (1, 2):
                    name = f"dec.resblocks.{3 * index + block}.convs{half}.{dilation}"
                    normalised(name, channels, channels, width, channels)
    layer("dec.conv_post", 1, initial >> len(rates), 7, bias=False)
    weights["dec.conv_post.weight"] *= 0.15
    if not options.no_f0:
        weights["dec.m_source.l_linear.weight"] = torch.full((1, 1), 0.9)
        weights["dec.m_source.l_linear.bias"] = torch.full((1,), 0.01)
    normal("emb_g.weight", speakers, gin, scale=0.5)
    return weights


class Synthesizer:
    def __init__(self, config, weights):
        (_, _, self.inter, self.hidden, _, self.heads, self.layers, _, _, _, self.kernels, self.dilations, self.rates, _,
         self.up_kernels, _, _, self.sample_rate) = config
        self.weights = {name: value.float() for name, value in weights.items()}
        self.upsampling = int(numpy.prod(self.rates))
        self.folded = {}

    def __getitem__(self, name):
        return self.weights.get(name)

    def weight(self, name):
        if f"{name}.weight" in self.weights:
            return self.weights[f"{name}.weight"]
        if name not in self.folded:
            plain = f"{name}.weight_g" in self.weights
            gain, direction = (f"{name}.weight_g", f"{name}.weight_v") if plain else (
                f"{name}.parametrizations.weight.original0", f"{name}.parametrizations.weight.original1")
            v = self.weights[direction]
            self.folded[name] = self.weights[gain] * v / v.norm(2, dim=(1, 2), keepdim=True)
        return self.folded[name]

    def convolve(self, name, x, **options):
        return F.conv1d(x, self.weight(name), self[f"{name}.bias"], **options)

    def same(self, name, x, dilation=1):
        return self.convolve(name, x, dilation=dilation, padding=(self.weight(name).shape[2] - 1) * dilation // 2)

    def attention(self, name, x):
        depth = self.hidden // self.heads
        frames = x.shape[2]
        query, key, value = (self.convolve(f"{name}.conv_{part}", x).view(self.heads, depth, frames).transpose(1, 2)
                             for part in "qkv")
        query = query / depth**0.5
        # Every pair of places has a distance; those beyond the window add nothing.
        distance = torch.arange(frames)[None, :] - torch.arange(frames)[:, None]
        near = (distance.abs() <= WINDOW).float()
        place = distance.clamp(-WINDOW, WINDOW) + WINDOW
        keys, values = self[f"{name}.emb_rel_k"][0], self[f"{name}.emb_rel_v"][0]
        relative = torch.gather(query @ keys.T, 2, place.expand(self.heads, -1, -1)) * near
        shares = torch.softmax(query @ key.transpose(1, 2) + relative, dim=-1)
        by_place = torch.zeros(self.heads, frames, 2 * WINDOW + 1)
        by_place.scatter_add_(2, place.expand(self.heads, -1, -1), shares * near)
        mixed = shares @ value + by_place @ values
        return self.convolve(f"{name}.conv_o", mixed.transpose(1, 2).reshape(1, self.hidden, frames))

    def norm(self, name, x):
        shape = (self.hidden,)
        return F.layer_norm(x.transpose(1, 2), shape, self[f"{name}.gamma"], self[f"{name}.beta"], 1e-5).transpose(1, 2)

    def encode(self, phone, pitch, noise):
        x = F.linear(phone, self["enc_p.emb_phone.weight"], self["enc_p.emb_phone.bias"])
        if pitch is not None and self["enc_p.emb_pitch.weight"] is not None:
            x = x + self["enc_p.emb_pitch.weight"][pitch]
        x = F.leaky_relu(x * self.hidden**0.5, 0.1).transpose(1, 2)
        for index in range(self.layers):
            base = "enc_p.encoder"
            x = self.norm(f"{base}.norm_layers_1.{index}", x + self.attention(f"{base}.attn_layers.{index}", x))
            inner = torch.relu(self.same(f"{base}.ffn_layers.{index}.conv_1", x))
            x = self.norm(f"{base}.norm_layers_2.{index}", x + self.same(f"{base}.ffn_layers.{index}.conv_2", inner))
        mean, log_deviation = self.convolve("enc_p.proj", x).chunk(2, dim=1)
        return mean + torch.exp(log_deviation) * noise * 0.66666

    def flow(self, z, speaker):
        for flow in (6, 4, 2, 0):
            name = f"flow.flows.{flow}"
            z = z.flip(1)
            kept, changed = z.chunk(2, dim=1)
            x = self.convolve(f"{name}.pre", kept)
            condition = self.convolve(f"{name}.enc.cond_layer", speaker).chunk(3, dim=1)
            out = torch.zeros_like(x)
            for index in range(3):
                inner = self.same(f"{name}.enc.in_layers.{index}", x) + condition[index]
                left, right = inner.chunk(2, dim=1)
                skip = self.convolve(f"{name}.enc.res_skip_layers.{index}", torch.tanh(left) * torch.sigmoid(right))
                if index < 2:
                    x = x + skip[:, :self.hidden]
                    skip = skip[:, self.hidden:]
                out = out + skip
            z = torch.cat([kept, changed - self.convolve(f"{name}.post", out)], dim=1)
        return z

    def source(self, hertz, noise):
        """The sine at the pitch with a little noise, or louder noise where nothing is voiced; [1, 1, T * upsampling]."""
        per_sample = hertz[0].double().repeat_interleave(self.upsampling)
        sine = 0.1 * torch.sin(2 * torch.pi * torch.cumsum(per_sample / self.sample_rate, 0).fmod(1)).float()
        voiced = (per_sample > 0).float()
        mixed = sine * voiced + (voiced * 0.003 + (1 - voiced) * 0.1 / 3) * noise[0, :, 0]
        line = "dec.m_source.l_linear"
        return torch.tanh(mixed * self[f"{line}.weight"][0, 0] + self[f"{line}.bias"][0])[None, None]

    def decode(self, z, source, speaker):
        x = self.same("dec.conv_pre", z) + self.convolve("dec.cond", speaker)
        for index, (rate, kernel) in enumerate(zip(self.rates, self.up_kernels)):
            x = F.conv_transpose1d(F.leaky_relu(x, 0.1), self.weight(f"dec.ups.{index}"), self[f"dec.ups.{index}.bias"],
                                   stride=rate, padding=(kernel - rate) // 2)
            if source is not None:
                below = int(numpy.prod(self.rates[index + 1:]))
                last = index + 1 == len(self.rates)
                x = x + self.convolve(f"dec.noise_convs.{index}", source, stride=below, padding=0 if last else below // 2)
            total = 0
            for block in range(len(self.kernels)):
                y = x
                for place, dilation in enumerate(self.dilations[block]):
                    name = f"dec.resblocks.{index * len(self.kernels) + block}"
                    inner = self.same(f"{name}.convs1.{place}", F.leaky_relu(y, 0.1), dilation)
                    y = y + self.same(f"{name}.convs2.{place}", F.leaky_relu(inner, 0.1))
                total = total + y
            x = total / len(self.kernels)
        return torch.tanh(self.same("dec.conv_post", F.leaky_relu(x, 0.01)))

    def speaker(self, number):
        return self["emb_g.weight"][number][None, :, None]

    def __call__(self, phone, pitch, hertz, number, noise, source_noise):
        speaker = self.speaker(number)
        z = self.flow(self.encode(phone, pitch, noise), speaker)
        voiced = self["dec.m_source.l_linear.weight"] is not None
        return z, self.decode(z, self.source(hertz, source_noise) if voiced else None, speaker)


def parametrized(weights):
    names = {"weight_g": "parametrizations.weight.original0", "weight_v": "parametrizations.weight.original1"}
    return {".".join([*name.split(".")[:-1], names.get(name.split(".")[-1], name.split(".")[-1])]): value
            for name, value in weights.items()}


def make(options):
    torch.manual_seed(options.seed)
    config = configuration(options)
    weights = random_weights(config, options)
    if not options.float32:
        weights = {name: value.half() for name, value in weights.items()}
    if options.parametrized:
        weights = parametrized(weights)
    checkpoint = {"weight": weights, "config": config, "info": "reference", "sr": f"{options.rate}k",
                  "f0": 0 if options.no_f0 else 1, "version": options.version}
    torch.save(checkpoint, f"{options.folder}/{options.name}.pth")

    frames = options.frames
    pitch = torch.randint(1, 256, (1, frames))
    hertz = 100 + 200 * torch.rand(1, frames)
    hertz[0, frames // 3:frames // 2] = 0
    model = Synthesizer(config, weights)
    inputs = {"phone": torch.randn(1, frames, 256 if options.version == "v1" else 768), "pitch": pitch, "pitchf": hertz,
              "rnd": torch.randn(1, model.inter, frames), "srcnoise": torch.randn(1, frames * model.upsampling, 1)}
    z, audio = model(inputs["phone"], pitch, hertz, options.speakers - 1, inputs["rnd"], inputs["srcnoise"])
    for name, value in {**inputs, "z": z, "audio": audio}.items():
        numpy.save(f"{options.folder}/{options.name}_{name}.npy", value.numpy())


def measure(options):
    torch.set_num_threads(options.threads)
    checkpoint = torch.load(options.file, weights_only=True)
    model = Synthesizer(checkpoint["config"], checkpoint["weight"])
    z = torch.randn(1, model.inter, options.frames)
    voiced = model["dec.m_source.l_linear.weight"] is not None
    source = torch.randn(1, 1, options.frames * model.upsampling) * 0.1 if voiced else None
    speaker = model.speaker(0)
    seconds = []
    for _ in range(options.rounds + 1):
        started, busy = time.perf_counter(), time.process_time()
        model.decode(z, source, speaker)
        seconds.append((time.perf_counter() - started, time.process_time() - busy))
    for wall, busy in seconds[1:]:
        print(f"{wall:.4f} {busy:.4f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    making.add_argument("folder")
    making.add_argument("name")
    making.add_argument("--version", choices=["v1", "v2"], default="v2")
    making.add_argument("--rate", type=int, choices=[32, 40, 48], default=40)
    making.add_argument("--speakers", type=int, default=3)
    making.add_argument("--frames", type=int, default=40)
    making.add_argument("--seed", type=int, default=1)
    for flag in ("no-f0", "full", "float32", "parametrized"):
        making.add_argument(f"--{flag}", action="store_true")
    timing = commands.add_parser("time")
    timing.add_argument("file")
    timing.add_argument("--frames", type=int, default=200)
    timing.add_argument("--threads", type=int, default=2)
    timing.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with torch.inference_mode():
        make(chosen) if chosen.command == "make" else measure(chosen)
