"""The network: log-mel frames in, one L2-normalised vector out.

A short two-dimensional stem (time and pitch-shift tolerant, after CAM++, Wang et al. 2023) in front of three
squeeze-excitation Res2 blocks with multi-layer aggregation and attentive statistics pooling (ECAPA-TDNN,
Desplanques et al. 2020). About one million parameters.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

SAMPLE_RATE = 16_000
WINDOW = 400
HOP = 160
BINS = WINDOW // 2 + 1
BANDS = 64
EMBEDDING = 128
#: Added to a band's power before the logarithm. The signal has an RMS of 1 by then, which puts the bands'
#: mean near 500: the floor lies 47 dB below and hides what a quiet room adds.
POWER_FLOOR = 0.01
#: Mean power below which a signal is not amplified any further (-90 dBFS); keeps digital silence finite.
SILENCE_POWER = 1e-9


def mel_matrix() -> Tensor:
    """[BANDS, BINS]: triangles equally wide on the mel scale (HTK formula) from 60 Hz to 7.6 kHz."""

    def to_mel(hertz: float) -> float:
        return 2595 * math.log10(1 + hertz / 700)

    edges_mel = torch.linspace(to_mel(60), to_mel(7600), BANDS + 2, dtype=torch.float64)
    edges = 700 * (10 ** (edges_mel / 2595) - 1)
    hertz = torch.arange(BINS, dtype=torch.float64) * SAMPLE_RATE / WINDOW
    rising = (hertz[None] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - hertz[None]) / (edges[2:] - edges[1:-1])[:, None]
    return torch.minimum(rising, falling).clamp(min=0).float()


class LogMel(nn.Module):
    """[batch, samples] at any level -> [batch, BANDS, frames], natural logarithm, mean of each band removed."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("window", torch.hann_window(WINDOW), persistent=False)
        self.register_buffer("mel", mel_matrix(), persistent=False)

    def level(self, samples: Tensor) -> Tensor:
        centred = samples - samples.mean(dim=1, keepdim=True)
        return centred * torch.rsqrt(centred.square().mean(dim=1, keepdim=True) + SILENCE_POWER)

    def power(self, samples: Tensor) -> Tensor:
        frames = samples.unfold(1, WINDOW, HOP) * self.window
        return torch.view_as_real(torch.fft.rfft(frames)).square().sum(-1).transpose(1, 2)

    def forward(self, samples: Tensor) -> Tensor:
        bands = torch.log(torch.matmul(self.mel, self.power(self.level(samples))) + POWER_FLOOR)
        return bands - bands.mean(dim=2, keepdim=True)


class LogMelAsConvolution(LogMel):
    """The same numbers with the Fourier transform as a convolution: what goes into the ONNX graph."""

    def __init__(self) -> None:
        super().__init__()
        time = torch.arange(WINDOW, dtype=torch.float64)
        angle = 2 * math.pi * torch.arange(BINS, dtype=torch.float64)[:, None] * time[None] / WINDOW
        window = torch.hann_window(WINDOW, dtype=torch.float64)
        kernels = torch.cat([torch.cos(angle) * window, -torch.sin(angle) * window])
        self.register_buffer("kernels", kernels.float()[:, None], persistent=False)

    def power(self, samples: Tensor) -> Tensor:
        spectrum = functional.conv1d(samples[:, None], self.kernels, stride=HOP)
        real, imaginary = spectrum[:, :BINS], spectrum[:, BINS:]
        return real * real + imaginary * imaginary


def conv2d(inputs: int, outputs: int, stride: tuple[int, int] = (1, 1)) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs))


def conv1d(inputs: int, outputs: int, kernel: int = 1, dilation: int = 1) -> nn.Sequential:
    padding = dilation * (kernel - 1) // 2
    return nn.Sequential(
        nn.Conv1d(inputs, outputs, kernel, padding=padding, dilation=dilation, bias=False),
        nn.BatchNorm1d(outputs),
        nn.ReLU(),
    )


class Stem(nn.Module):
    """[batch, 64, frames] -> [batch, 256, frames / 2]: 32 channels on 8 frequency rows, laid side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.first = conv2d(1, 16, (2, 2))
        self.second = conv2d(16, 32, (2, 1))
        self.third = conv2d(32, 32)
        self.last = conv2d(32, 32, (2, 1))

    def forward(self, bands: Tensor) -> Tensor:
        image = functional.relu(self.second(functional.relu(self.first(bands[:, None]))))
        image = functional.relu(self.last(functional.relu(image + self.third(image))))
        return image.flatten(1, 2)


class Res2(nn.Module):
    """Channels in four groups; each but the first is convolved together with its predecessor's result."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.width = channels // 4
        self.steps = nn.ModuleList(conv1d(self.width, self.width, 3, dilation) for _ in range(3))

    def forward(self, frames: Tensor) -> Tensor:
        first, *rest = torch.split(frames, self.width, dim=1)
        done = [first]
        for group, step in zip(rest, self.steps):
            done.append(step(group if len(done) == 1 else group + done[-1]))
        return torch.cat(done, dim=1)


class Block(nn.Module):
    """Pointwise, dilated Res2, pointwise, squeeze-excitation; added to its input."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.body = nn.Sequential(conv1d(channels, channels), Res2(channels, dilation), conv1d(channels, channels))
        self.squeeze = nn.Conv1d(channels, 64, 1)
        self.excite = nn.Conv1d(64, channels, 1)

    def forward(self, frames: Tensor) -> Tensor:
        inner = self.body(frames)
        gate = functional.relu(self.squeeze(inner.mean(dim=2, keepdim=True)))
        return frames + inner * torch.sigmoid(self.excite(gate))


class AttentivePooling(nn.Module):
    """[batch, channels, frames] -> [batch, 2 channels]: weighted mean and deviation; the clip's own statistics help."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.local = nn.Conv1d(channels, 64, 1)
        self.context = nn.Conv1d(2 * channels, 64, 1, bias=False)
        self.weigh = nn.Conv1d(64, channels, 1)

    def forward(self, frames: Tensor) -> Tensor:
        mean = frames.mean(dim=2, keepdim=True)
        deviation = ((frames - mean).square().mean(dim=2, keepdim=True) + 1e-5).sqrt()
        hidden = torch.tanh(self.local(frames) + self.context(torch.cat([mean, deviation], dim=1)))
        weight = torch.softmax(self.weigh(hidden), dim=2)
        mean = (frames * weight).sum(dim=2, keepdim=True)
        variance = ((frames - mean).square() * weight).sum(dim=2, keepdim=True)
        return torch.cat([mean, (variance + 1e-5).sqrt()], dim=1).squeeze(2)


class SpeakerEncoder(nn.Module):
    """[batch, 64, frames] of :class:`LogMel` -> [batch, 128], norm 1."""

    def __init__(self, channels: int = 256, aggregated: int = 384) -> None:
        super().__init__()
        self.stem = Stem()
        self.blocks = nn.ModuleList(Block(channels, dilation) for dilation in (2, 3, 4))
        self.aggregate = conv1d(3 * channels, aggregated)
        self.pool = AttentivePooling(aggregated)
        self.embed = nn.Sequential(
            nn.BatchNorm1d(2 * aggregated),
            nn.Linear(2 * aggregated, EMBEDDING, bias=False),
            nn.BatchNorm1d(EMBEDDING),
        )

    def forward(self, bands: Tensor) -> Tensor:
        frames = self.stem(bands)
        seen = []
        for block in self.blocks:
            frames = block(frames)
            seen.append(frames)
        pooled = self.pool(self.aggregate(torch.cat(seen, dim=1)))
        return functional.normalize(self.embed(pooled))
