"""The second ear: whose voice is heard, told by a mixture of Gaussians over cepstra and a linear map, nothing else.

Frames of 25 ms every 10 ms, 40 mel bands, 20 cepstra; the frames that are 30 dB below the loudest are left out. What a
mixture of 48 diagonal Gaussians (Reynolds et al. 2000) is moved by a recording, component by component, is one long vector; linear
discriminants (Fisher 1936) make 64 numbers of it, norm 1, whose product with another recording's says how alike the voices are.
The app computes the same in workers/analysis/second-ear.ts.
"""

import dataclasses
import pathlib

import numpy as np

SAMPLE_RATE = 16_000
LENGTH, WINDOW, HOP = 512, 400, 160
BANDS, LOW_HZ, HIGH_HZ = 40, 100.0, 7200.0
CEPSTRA = 20
FLOOR = 1e-7
QUIET = 10 ** (-30 / 10)
#: How many frames of a component count as much as what is known beforehand.
RELEVANCE = 8.0


def mel_filters() -> np.ndarray:
    """[BANDS, LENGTH / 2 + 1], triangles on the mel scale of O'Shaughnessy."""
    mel = lambda hertz: 2595 * np.log10(1 + hertz / 700)
    edges = 700 * (10 ** (np.linspace(mel(LOW_HZ), mel(HIGH_HZ), BANDS + 2) / 2595) - 1)
    hertz = np.arange(LENGTH // 2 + 1) * SAMPLE_RATE / LENGTH
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    return np.maximum(0, np.minimum((hertz - low) / (middle - low), (high - hertz) / (high - middle)))


FILTERS = mel_filters().T.astype(np.float32)
HANN = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)
COSINES = np.cos(np.pi / BANDS * np.outer(np.arange(1, CEPSTRA + 1), np.arange(BANDS) + 0.5)).T.astype(np.float32) * np.float32(np.sqrt(2 / BANDS))


def mel_powers(sound: np.ndarray) -> np.ndarray:
    """[frames, BANDS] of the speech in 16 kHz samples of any level: without the quiet frames, loudest power 1."""
    count = 1 + (len(sound) - WINDOW) // HOP
    frames = np.lib.stride_tricks.sliding_window_view(sound.astype(np.float32), WINDOW)[::HOP][:count] * HANN
    powers = np.abs(np.fft.rfft(frames, LENGTH)).astype(np.float32) ** 2 @ FILTERS
    loudness = powers.sum(axis=1)
    return powers[loudness > QUIET * loudness.max()] / max(float(loudness.max()), 1e-20)


def cepstra(powers: np.ndarray) -> np.ndarray:
    """[frames, CEPSTRA], without the first, which is loudness."""
    return np.log(powers + FLOOR) @ COSINES


@dataclasses.dataclass
class Mixture:
    """Diagonal Gaussians: [components], [components, values], [components, values]."""

    shares: np.ndarray
    means: np.ndarray
    spreads: np.ndarray

    def posteriors(self, values: np.ndarray) -> np.ndarray:
        precisions = 1 / self.spreads**2
        logs = -0.5 * (values**2 @ precisions.T - 2 * values @ (self.means * precisions).T + (self.means**2 * precisions).sum(1))
        logs += np.log(self.shares) - np.log(self.spreads).sum(1)
        logs -= logs.max(axis=1, keepdims=True)
        near = np.exp(logs)
        return near / near.sum(axis=1, keepdims=True)

    def moved(self, values: np.ndarray) -> np.ndarray:
        """[components · values]: how far a recording's frames move the means, in spreads, rarer components less."""
        near = self.posteriors(values)
        counts = near.sum(axis=0)
        offsets = (near.T @ values - counts[:, None] * self.means) / (counts[:, None] + RELEVANCE)
        return (np.sqrt(self.shares)[:, None] * offsets / self.spreads).reshape(-1)


@dataclasses.dataclass
class Ear:
    mixture: Mixture
    #: [components · values], [components · values, 64]
    centre: np.ndarray
    map: np.ndarray

    def of_powers(self, powers: np.ndarray) -> np.ndarray:
        values = (self.mixture.moved(cepstra(powers)) - self.centre) @ self.map
        return values / np.linalg.norm(values)

    def __call__(self, sound: np.ndarray) -> np.ndarray:
        return self.of_powers(mel_powers(sound))


def load(path: pathlib.Path) -> Ear:
    from safetensors.numpy import load_file

    tensors = {name: values.astype(np.float32) for name, values in load_file(path).items()}
    return Ear(Mixture(tensors["shares"], tensors["means"], tensors["spreads"]), tensors["centre"], tensors["map"])
