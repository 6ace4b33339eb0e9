"""Trains the second ear on the people set aside for it (../starter-encoder/people.py) and on children, and writes its numbers.

    python3 train.py --pcm PCM --out second-ear.safetensors
"""

import argparse
import pathlib
import sys

import numpy as np
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).parent
sys.path += [str(HERE.parent / "starter-encoder"), str(HERE.parent / "speaker-encoder")]
from ear import Ear, Mixture, cepstra, mel_powers  # noqa: E402
from people import roles  # noqa: E402

COMPONENTS = 48
OUTPUTS = 64
ROUNDS = 12
WINDOW_FRAMES = 400
#: Stretches of each person, and how often each is damaged anew.
MOST_STRETCHES = 30
COPIES = 3
MIXTURE_FRAMES = 150_000
#: What is added to the variance within people in all directions, as a multiple of its mean: with a tenth twice as many pairs are taken for the wrong ones.
SHRINKAGE = 10.0


def stretches(clips: list[np.ndarray], random: np.random.Generator) -> list[np.ndarray]:
    """Mel powers of up to MOST_STRETCHES stretches of about 4 s of speech, of clips joined in a random order."""
    order = random.permutation(len(clips))
    powers = np.concatenate([mel_powers(clips[index].astype(np.float32)) for index in order])
    count = max(1, len(powers) // WINDOW_FRAMES)
    parts = [powers[index * WINDOW_FRAMES : (index + 1) * WINDOW_FRAMES] for index in range(count)]
    return parts[:MOST_STRETCHES]


def damaged(powers: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Through another microphone and room: a smooth curve over the bands, and noise 12 to 45 dB below the speech."""
    bands = powers.shape[1]
    places = (np.arange(bands) + 0.5) / bands
    curve = sum(random.normal(0, 4.0 / k) * np.cos(np.pi * k * places) for k in range(1, 6))
    noise = 10 ** (-random.uniform(12, 45) / 10) * powers.sum(axis=1).mean() / bands * np.exp(random.normal(0, 1) * (places - 0.5) * 3)
    changed = powers * 10 ** (curve / 10) + noise * random.gamma(2, 0.5, powers.shape)
    return (changed / changed.sum(axis=1).max()).astype(np.float32)


def fitted_mixture(values: np.ndarray, random: np.random.Generator) -> Mixture:
    """By expectation and maximisation (Dempster et al. 1977), from frames drawn at random."""
    spread = values.std(axis=0)
    mixture = Mixture(np.full(COMPONENTS, 1 / COMPONENTS), values[random.choice(len(values), COMPONENTS, replace=False)], np.tile(spread, (COMPONENTS, 1)))
    for _ in range(ROUNDS):
        near = mixture.posteriors(values)
        counts = near.sum(axis=0) + 1e-3
        means = near.T @ values / counts[:, None]
        squares = near.T @ values**2 / counts[:, None]
        mixture = Mixture(counts / counts.sum(), means, np.maximum(np.sqrt(np.maximum(squares - means**2, 0)), 0.2 * spread))
    return mixture


def discriminants(vectors: np.ndarray, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centre and map [values, OUTPUTS]: the directions in which people differ most for how much one of them does."""
    names = np.unique(people)
    middles = np.stack([vectors[people == name].mean(axis=0) for name in names])
    centre = middles.mean(axis=0)
    off = vectors - middles[np.searchsorted(names, people)]
    within = off.T @ off / len(vectors)
    within += SHRINKAGE * np.trace(within) / len(within) * np.eye(len(within))
    between = (middles - centre).T @ (middles - centre) / len(names)
    lower = np.linalg.inv(np.linalg.cholesky(within))
    _, directions = np.linalg.eigh(lower @ between @ lower.T)
    return centre, lower.T @ directions[:, ::-1][:, :OUTPUTS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pcm", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    random = np.random.default_rng(options.seed)
    found = roles(options.pcm)
    parts = [(name, powers) for name, person in enumerate(found.ear + found.children) for powers in stretches(list(person.clips), random)]
    copies = [(name, copy) for name, powers in parts for copy in [powers] + [damaged(powers, random) for _ in range(COPIES)]]
    frames = np.concatenate([cepstra(powers) for _, powers in copies[:: max(1, len(copies) * WINDOW_FRAMES // (4 * MIXTURE_FRAMES))]])
    mixture = fitted_mixture(frames[random.choice(len(frames), min(len(frames), MIXTURE_FRAMES), replace=False)], random)
    vectors = np.stack([mixture.moved(cepstra(powers)) for _, powers in copies])
    centre, to_ear = discriminants(vectors, np.array([name for name, _ in copies]))
    ear = Ear(mixture, centre, to_ear)
    half = lambda values: values.astype(np.float16)
    save_file({"shares": mixture.shares.astype(np.float32), "means": mixture.means.astype(np.float32), "spreads": mixture.spreads.astype(np.float32),
               "centre": half(ear.centre), "map": half(ear.map)}, options.out)
    print(f"{len(found.ear)} people and {len(found.children)} children, {len(parts)} stretches, {len(vectors[0])} values, {options.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
