"""What rooms, microphones, lines and codecs do to speech, on batches of crops; everything is synthesised."""

import math

import torch
from torch import Generator, Tensor

SAMPLE_RATE = 16_000
#: Tape speeds. Each speed of a person is a class of its own (Yamamoto et al. 2019): pitch and formants move.
SPEEDS = (1.0, 0.9, 1.1)
#: Longest tail of a room that is rendered; with two seconds of speech 2^13 * 5 samples, which transforms fast.
ROOM_SAMPLES = 8960
ROOMS = 512


def uniform(generator: Generator, count: int, low: float, high: float) -> Tensor:
    return low + (high - low) * torch.rand(count, generator=generator)


def chance(generator: Generator, count: int, share: float) -> Tensor:
    return torch.rand(count, generator=generator) < share


def change_speed(samples: Tensor, target: int) -> Tensor:
    """[n, length] -> [n, target]: the whole crop resampled by cutting or extending its spectrum."""
    if samples.shape[1] == target:
        return samples
    spectrum = torch.fft.rfft(samples)
    bins = target // 2 + 1
    resized = torch.zeros(samples.shape[0], bins, dtype=spectrum.dtype)
    kept = min(bins, spectrum.shape[1])
    resized[:, :kept] = spectrum[:, :kept]
    return torch.fft.irfft(resized, n=target) * (target / samples.shape[1])


def make_rooms(generator: Generator, count: int = ROOMS) -> Tensor:
    """
    [count, ROOM_SAMPLES] impulse responses: a direct sound of 1, then noise that decays exponentially (Polack's
    model), duller with time; reverberation times 0.1 to 0.9 s, direct-to-reverberant ratios +18 to -3 dB.
    """
    time = torch.arange(ROOM_SAMPLES) / SAMPLE_RATE
    decay = uniform(generator, count, 0.1, 0.9)[:, None]
    tail = torch.randn(count, ROOM_SAMPLES, generator=generator) * torch.exp(-math.log(1000) * time / decay)
    first = torch.randint(24, 400, (count, 1), generator=generator)
    tail = torch.where(torch.arange(ROOM_SAMPLES)[None] < first, torch.zeros(()), tail)
    # Air and walls swallow the high frequencies of what has travelled longer: cross-fade to a smoothed copy.
    smooth = torch.nn.functional.avg_pool1d(tail[:, None], 5, 1, 2)[:, 0]
    fade = torch.exp(-time / 0.08)
    tail = fade * tail + (1 - fade) * smooth
    ratio = 10 ** (uniform(generator, count, -3, 18) / 20)
    rooms = tail / tail.square().sum(1, keepdim=True).sqrt() / ratio[:, None]
    rooms[:, 0] += 1
    return rooms


def random_curve(generator: Generator, count: int, bins: int, decibels: float) -> Tensor:
    """[count, bins] amplitudes: a smooth equaliser of eight points, a microphone's or a loudspeaker's colour."""
    points = torch.randn(count, 1, 8, generator=generator) * decibels
    # Warped so that half of the points lie below 2 kHz, where ears and speech have most of theirs.
    where = (torch.linspace(0, 1, bins) ** 0.5 * 2 - 1)[None, :, None].expand(count, -1, -1)
    grid = torch.stack([where, torch.zeros_like(where)], dim=-1)
    curve = torch.nn.functional.grid_sample(points[:, :, None], grid, align_corners=True)[:, 0, :, 0]
    return 10 ** (curve / 20)


def band_limit(generator: Generator, count: int, bins: int) -> Tensor:
    """[count, bins] of 1 and steep edges: a telephone line for some, a codec's low-pass for some, all for the rest."""
    hertz = torch.linspace(0, SAMPLE_RATE / 2, bins)[None]
    telephone = chance(generator, count, 0.12)
    limited = chance(generator, count, 0.15)
    low = torch.where(telephone, uniform(generator, count, 150, 350), torch.full((count,), 20.0))
    high = torch.where(telephone, uniform(generator, count, 3000, 3900), torch.full((count,), 9000.0))
    high = torch.where(limited & ~telephone, uniform(generator, count, 3600, 7500), high)
    edge = 60.0
    return torch.sigmoid((hertz - low[:, None]) / (edge / 4)) * torch.sigmoid((high[:, None] - hertz) / edge)


def coloured_noise(generator: Generator, count: int, bins: int) -> Tensor:
    """[count, bins] complex spectra, RMS not set: tilts of 0 to -9 dB per octave under a random equaliser."""
    noise = torch.complex(
        torch.randn(count, bins, generator=generator), torch.randn(count, bins, generator=generator)
    )
    frequency = torch.linspace(0, 1, bins)[None].clamp(min=50 / (SAMPLE_RATE / 2))
    tilt = uniform(generator, count, 0, 1.5)[:, None]
    return noise * frequency**-tilt * random_curve(generator, count, bins, 6)


def modulated(generator: Generator, noise: Tensor) -> Tensor:
    """Half of the noises swell and fade, as traffic, wind and rustling do."""
    count, samples = noise.shape
    points = torch.rand(count, 1, 9, generator=generator) ** 2 + 0.05
    envelope = torch.nn.functional.interpolate(points, size=samples, mode="linear", align_corners=True)[:, 0]
    return torch.where(chance(generator, count, 0.5)[:, None], noise * envelope, noise)


def at_ratio(speech: Tensor, noise: Tensor, decibels: Tensor) -> Tensor:
    """The noise, scaled so that the speech is that many dB above it."""
    power = speech.square().mean(1) / noise.square().mean(1).clamp(min=1e-12)
    return noise * (power.sqrt() * 10 ** (-decibels / 20))[:, None]


class Augmentation:
    """Holds the rooms; everything else is drawn per crop."""

    def __init__(self, generator: Generator) -> None:
        self.generator = generator
        self.rooms = make_rooms(generator)

    def __call__(self, speech: Tensor) -> Tensor:
        """[count, samples] -> the same shape; a fifth of the crops stays as it is."""
        generator, (count, samples) = self.generator, speech.shape
        padded = samples + ROOM_SAMPLES
        spectrum = torch.fft.rfft(speech, n=padded)
        bins = spectrum.shape[1]

        roomy = chance(generator, count, 0.45)[:, None]
        picked = self.rooms[torch.randint(ROOMS, (count,), generator=generator)]
        spectrum = torch.where(roomy, spectrum * torch.fft.rfft(picked, n=padded), spectrum)
        heard = torch.fft.irfft(spectrum, n=padded)[:, :samples]

        noise = torch.fft.irfft(coloured_noise(generator, count, bins), n=padded)[:, :samples]
        noise = at_ratio(heard, modulated(generator, noise), uniform(generator, count, 2, 28))
        # Neighbours in the batch are other people: three of them talk in the background.
        talk = sum(torch.roll(speech, shift, 0) for shift in (3, 7, 12))
        talk = at_ratio(heard, talk, uniform(generator, count, 9, 25))
        kind = torch.rand(count, generator=generator)[:, None]
        heard = heard + torch.where(kind < 0.45, noise, torch.zeros(())) + torch.where(kind > 0.8, talk, torch.zeros(()))

        # The line comes last: microphone colour, bandwidth, companding, overload.
        coloured = torch.where(
            chance(generator, count, 0.6)[:, None], random_curve(generator, count, bins, 5), torch.ones(())
        )
        spectrum = torch.fft.rfft(heard, n=padded) * coloured * band_limit(generator, count, bins)
        heard = torch.fft.irfft(spectrum, n=padded)[:, :samples]
        heard = heard / heard.abs().amax(1, keepdim=True).clamp(min=1e-6)
        heard = torch.where(chance(generator, count, 0.08)[:, None], companded(heard), heard)
        drive = uniform(generator, count, 1.5, 5)[:, None]
        heard = torch.where(chance(generator, count, 0.06)[:, None], (heard * drive).clamp(-1, 1), heard)
        return torch.where(chance(generator, count, 0.2)[:, None], speech, heard)


def companded(samples: Tensor) -> Tensor:
    """Eight bits per sample by the mu-law of telephone exchanges (ITU-T G.711, mu = 255)."""
    packed = torch.sign(samples) * torch.log1p(255 * samples.abs()) / math.log(256)
    packed = torch.round(packed * 127) / 127
    return torch.sign(packed) * torch.expm1(packed.abs() * math.log(256)) / 255


def mask_features(generator: Generator, bands: Tensor) -> Tensor:
    """
    SpecAugment (Park et al. 2019), one stretch of time and one of bands each; and for a fifth of the crops the grain
    that a lossy codec leaves in every band.
    """
    count, height, width = bands.shape
    grain = 0.35 * torch.randn(bands.shape, generator=generator)
    bands = torch.where(chance(generator, count, 0.2)[:, None, None], bands + grain, bands)
    for size, most, dimension in ((height, 10, 1), (width, 24, 2)):
        extent = torch.randint(most + 1, (count,), generator=generator)[:, None]
        start = (torch.rand(count, 1, generator=generator) * (size - extent)).long()
        place = torch.arange(size)[None]
        hidden = (place >= start) & (place < start + extent)
        bands = bands.masked_fill(hidden.unsqueeze(2 if dimension == 1 else 1), 0)
    return bands
