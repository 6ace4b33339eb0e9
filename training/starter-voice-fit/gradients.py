"""Reference gradients of a small decoder and generator, from PyTorch and the published code's layers (README.md)."""

import re
import sys
import types

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn

# The package's front door wants a text library that nothing here needs.
folder = next(path for path in sys.path if path.endswith("site-packages")) + "/kokoro"
sys.modules["kokoro"] = types.ModuleType("kokoro")
sys.modules["kokoro"].__path__ = [folder]
from kokoro import istftnet  # noqa: E402

from losses import MelLoss  # noqa: E402

TEXT, HIDDEN, NARROW, LAST, STYLE = 16, 32, 16, 64, 128
FRAMES = 5
FIT_STEPS = 8
SAMPLES_PER_PITCH = 300


def hashed(name, *shape):
    """Whole numbers below 2^32, as scripts/fixtures/hashed-numbers.ts makes them."""
    seed = 0x811C9DC5
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x01000193) & 0xFFFFFFFF
    x = (np.arange(np.prod(shape), dtype=np.uint64) * 0x9E3779B1 + seed) & 0xFFFFFFFF
    x = ((x ^ (x >> 15)) * 0x85EBCA77) & 0xFFFFFFFF
    x = ((x ^ (x >> 13)) * 0xC2B2AE3D) & 0xFFFFFFFF
    return (x ^ (x >> 16)).reshape(shape)


def floats(name, *shape, scale=1):
    return (hashed(name, *shape) / 2**31 - 1) * scale


def weight(name, shape):
    """The rules of learning/fitting-network.test.ts."""
    if name.endswith("fc.weight"):
        return floats(name, *shape, scale=1 / np.sqrt(STYLE))
    if ".ups." in name:
        return floats(name, *shape, scale=1 / np.sqrt(shape[0]))
    if ".pool." in name:
        return floats(name, *shape)
    if "conv_post" in name:
        return floats(name, *shape, scale=0.5 / np.sqrt(shape[1] * shape[2]))
    if "l_linear" in name:
        return floats(name, *shape)
    # 8 bits, of which the weights are multiples.
    return ((hashed(name, *shape) >> 24).astype(np.float64) - 128) / (64 * np.sqrt(shape[1] * shape[2]))


def value(name, shape):
    if ".alpha" in name:
        return 1 + floats(name, *shape, scale=0.5)
    if name.endswith("l_linear.bias"):
        return -np.abs(floats(name, *shape, scale=0.1))
    return weight(name, shape) if name.endswith("weight") else floats(name, *shape, scale=0.1)


class SmallDecoder(nn.Module):
    """kokoro's Decoder with fewer channels."""

    def __init__(self):
        super().__init__()
        block = istftnet.AdainResBlk1d
        self.encode = block(TEXT + 2, HIDDEN, STYLE)
        wide = HIDDEN + 2 + NARROW
        self.decode = nn.ModuleList([*(block(wide, HIDDEN, STYLE) for _ in range(3)), block(wide, LAST, STYLE, upsample=True)])
        self.F0_conv = nn.Conv1d(1, 1, 3, 2, 1)
        self.N_conv = nn.Conv1d(1, 1, 3, 2, 1)
        self.asr_res = nn.Sequential(nn.Conv1d(TEXT, NARROW, 1))
        self.generator = istftnet.Generator(STYLE, [3, 7, 11], [10, 6], LAST, [[1, 3, 5]] * 3, [20, 12], 20, 5)

    forward = istftnet.Decoder.forward


def norm_with_deltas(self, x, style):
    gamma, beta = (self.fc(style) + self.delta).unsqueeze(-1).chunk(2, 1)
    return (1 + gamma) * self.norm(x) + beta


def harmonics(pitch, mixture, offset):
    """As workers/inference/engines/kokoro/network/harmonic-source.ts."""
    phases = 2 * np.pi * np.cumsum(pitch * SAMPLES_PER_PITCH / 24000)
    samples = np.arange(len(pitch) * SAMPLES_PER_PITCH)
    place = np.clip((samples + 0.5) / SAMPLES_PER_PITCH - 0.5, 0, len(pitch) - 1)
    phase = np.interp(place, np.arange(len(pitch)), phases)
    voiced = pitch[samples // SAMPLES_PER_PITCH] > 10
    sound = np.tanh(0.1 * voiced * (np.sin(phase[:, None] * np.arange(1, 10)) @ np.float32(mixture)) + np.float32(offset))
    return sound.astype(np.float32).astype(np.float64)


def spectrum_of(sound):
    """As `analyse` of workers/inference/engines/kokoro/network/spectrum.ts: magnitudes and phases, [11, windows] each."""
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(sound, 10, mode="reflect"), 20)[::5]
    bins = np.fft.rfft(frames * (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(20) / 20)))
    # An angle of what is real is 0 or π, never -π, however it was rounded.
    phases = np.angle(np.where(np.abs(bins.imag) < 1e-6, bins.real, bins))
    silent = [np.pi, 0, 2.49036, -2.1254, 0.79347, -2.12916, 0.17297, 2.9268, -1.34494, 2.73597, -1.54684]
    return np.abs(bins).T, np.where(np.abs(bins) < 1e-6, silent, phases).T


def fit(loss, style, deltas):
    """A short fit from deltas of zero, as learning/voice-fit.ts."""
    with torch.no_grad():
        for delta in deltas:
            delta.zero_()
    optimizer = torch.optim.Adam([dict(params=[style], lr=0.025), dict(params=deltas, lr=0.02)], betas=(0.8, 0.98))
    losses = []
    for step in range(FIT_STEPS):
        cooling = max(0, step / FIT_STEPS - 0.2) / 0.8
        for group, rate in zip(optimizer.param_groups, (0.025, 0.02)):
            group["lr"] = rate * min(1, (step + 1) / 5) * (0.05 + 0.95 * 0.5 * (1 + np.cos(np.pi * cooling)))
        optimizer.zero_grad()
        value = loss()
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses


def main(out):
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    istftnet.AdaIN1d.forward = norm_with_deltas
    network = SmallDecoder()
    for module in network.modules():
        if hasattr(module, "weight_g"):
            torch.nn.utils.remove_weight_norm(module)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if ".norm." not in name and ".norm1.norm" not in name and ".norm2.norm" not in name:
                parameter.copy_(torch.from_numpy(np.asarray(value("decoder.decoder." + name, tuple(parameter.shape)))))
            parameter.requires_grad_(False)
    norms = [(name, module) for name, module in network.named_modules() if isinstance(module, istftnet.AdaIN1d)]
    for name, module in norms:
        module.delta = nn.Parameter(torch.from_numpy(floats("delta " + name, 1, module.fc.out_features, scale=0.2)))
    style = nn.Parameter(torch.from_numpy(floats("style", 1, STYLE)))
    text = torch.from_numpy(floats("text", FRAMES, TEXT)).T[None]
    # Whole numbers, which float32 holds exactly, and such that nothing stands still above zero, where phases would be π or -π as rounding has it.
    pitch = np.where(np.arange(2 * FRAMES) < 7, 150.0 + (hashed("pitch", 2 * FRAMES) >> 26), 0)
    energy = torch.from_numpy(floats("energy", 2 * FRAMES))[None]
    target = torch.from_numpy(floats("target", FRAMES * 600, scale=0.2))[None]

    generator = network.generator
    mixture, offset = generator.m_source.l_linear.weight[0].numpy(), generator.m_source.l_linear.bias.item()
    spectrum = [torch.from_numpy(part)[None] for part in spectrum_of(harmonics(pitch, mixture, offset))]
    generator.m_source.forward = lambda f0: (f0, None, None)
    generator.stft.transform = lambda _: spectrum
    generator.stft.window = generator.stft.window.double()

    sound = network(text, torch.from_numpy(pitch)[None], energy, style)[:, 0]
    sound.retain_grad()
    loss = MelLoss()(sound, target)
    loss.backward()
    tensors = {
        "loss": loss.detach().reshape(1),
        "sound": sound.detach()[0],
        "sound.gradient": sound.grad[0],
        "style.gradient": style.grad[0],
        **{f"{name}.gradient": module.delta.grad[0] for name, module in norms},
    }
    losses = fit(lambda: MelLoss()(network(text, torch.from_numpy(pitch)[None], energy, style)[:, 0], target), style, [module.delta for _, module in norms])
    tensors |= {"fit.losses": torch.tensor(losses), "fit.style": style.detach()[0], "fit.deltas": torch.cat([module.delta.detach()[0] for _, module in norms])}
    save_file({name: tensor.numpy().astype(np.float32) for name, tensor in tensors.items()}, out)
    print("loss", loss.item(), "largest sample", sound.abs().max().item(), "numbers", sum(module.fc.out_features for _, module in norms))


if __name__ == "__main__":
    main(*sys.argv[1:])
