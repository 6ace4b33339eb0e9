"""The loss that a voice is fitted with, in PyTorch."""

import numpy as np
import torch
from torch import nn

RESOLUTIONS = ((512, 128, 32), (1024, 256, 64), (2048, 512, 80))


def mel_filters(length, bands, low=40.0, high=7600.0, rate=24000):
    """Slaney's, as librosa's `filters.mel` gives them."""
    to_mel = lambda hz: np.where(hz < 1000, 3 * hz / 200, 15 + 27 * np.log(np.maximum(hz, 1) / 1000) / np.log(6.4))
    to_hz = lambda mel: np.where(mel < 15, 200 * mel / 3, 1000 * 6.4 ** ((mel - 15) / 27))
    corners = to_hz(np.linspace(to_mel(low), to_mel(high), bands + 2))
    hz = np.fft.rfftfreq(length, 1 / rate)
    ramps = corners[:, None] - hz[None]
    widths = np.diff(corners)
    rising, falling = -ramps[:-2] / widths[:-1, None], ramps[2:] / widths[1:, None]
    return np.maximum(0, np.minimum(rising, falling)) * (2 / (corners[2:] - corners[:-2]))[:, None]


class MelLoss(nn.Module):
    """Mean over the resolutions of the mean distance of the logarithms of mel spectra, halved."""

    def __init__(self):
        super().__init__()
        dtype = torch.get_default_dtype()
        self.filters = [torch.from_numpy(mel_filters(length, bands)).to(dtype) for length, _, bands in RESOLUTIONS]

    def mels(self, sound):
        for (length, hop, _), filters in zip(RESOLUTIONS, self.filters):
            window = torch.hann_window(length, dtype=sound.dtype)
            power = torch.stft(sound, length, hop, length, window, return_complex=True).abs().square().clamp(min=1e-9)
            yield torch.log(filters @ power + 1e-5) * 0.5

    def forward(self, sound, target):
        return sum((a - b).abs().mean() for a, b in zip(self.mels(sound), self.mels(target))) / len(RESOLUTIONS)
