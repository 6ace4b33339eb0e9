"""Trains the encoder through the starter's own sound side, whose weights stay.

    python3 train.py --people WORK/people --pcm PCM --pack PACK --out RUN --minutes 60 [--threads 1] [--start WEIGHTS]

Goes on where it stopped: RUN/last.pt holds everything, RUN/best.pt the averaged weights that were nearest for the development
people. People that were made ready meanwhile join in. `--start` begins at what export.py wrote.
"""

import argparse
import copy
import os
import pathlib
import time

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor

from encoder import VoiceEncoder
from people import roles
from prepare import SPEEDS
from starter import SAMPLES_PER_FRAME, TIMBRE, OwnEar, SoundSide, StyleSearch, to_16k

from losses import MelLoss

#: Frames of a step, 40 a second: more than the second that the speaker encoder needs.
FRAMES = 44
#: Steps between looks at the people who choose.
LOOK = 150
#: Stretches of each of them that are looked at.
LOOKED_AT = 2
AVERAGING = 0.995
#: A share moves all of its direction, and forty move at once.
RATE, DIRECTIONS_RATE, EVERYBODY_RATE = 3e-4, 2e-4, 1e-3
#: Of the steps, how many are of voices whose tape runs slower or faster.
OTHER_SPEEDS = 0.5
#: Of the embedding's numbers, whose size is about 0.09.
NOISE = 0.03
CHECK_SAVE_SECONDS = 120


class Material:
    """What prepare.py wrote of some people."""

    def __init__(self, folder: pathlib.Path, names: list[str]) -> None:
        self.folder, self.names, self.people, self.other_speeds = folder, names, {}, {}

    def refresh(self) -> None:
        for name in self.names:
            self.take(self.people, name)
            for speed in SPEEDS:
                self.take(self.other_speeds, f"{name}.{speed}")

    def take(self, people: dict[str, dict], name: str) -> None:
        path = self.folder / f"{name}.npz"
        if name not in people and path.exists():
            with np.load(path) as numbers:
                if int(numbers["count"]) > 0:
                    people[name] = dict(numbers)

    def voices(self) -> tuple[Tensor, Tensor]:
        """Embeddings [n, 128] and semitones [n] of all there are."""
        people = [*self.people.values(), *self.other_speeds.values()]
        return torch.from_numpy(np.stack([person["embeddings"][0] for person in people])), torch.tensor([float(person["semitones"]) for person in people])

    def draw(self, generator: np.random.Generator) -> dict:
        people = self.other_speeds if self.other_speeds and generator.random() < OTHER_SPEEDS else self.people
        return people[list(people)[generator.integers(len(people))]]

    def crop(self, person: dict, item: int, place: float) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Rows [1, 512, frames], pitch and energy [1, 2 frames], sound [1, samples]; `place` between 0 and 1."""
        rows = person[f"rows.{item}"]
        count = min(FRAMES, rows.shape[1])
        first = int(place * (rows.shape[1] - count + 0.999))
        part = lambda key, each: torch.from_numpy(person[f"{key}.{item}"][first * each : (first + count) * each].astype(np.float32))[None]
        return torch.from_numpy(rows[:, first : first + count].astype(np.float32))[None], part("pitch", 2), part("energy", 2), part("sound", SAMPLES_PER_FRAME)


class Losses:
    """How far a person's crop, spoken with what the encoder gives, is from the recording."""

    def __init__(self, sound: SoundSide) -> None:
        self.sound, self.mels, self.ear, self.course = sound, MelLoss(), OwnEar(), StyleSearch.load().course

    def __call__(self, encoder: VoiceEncoder, person: dict, prompt: int, crop: tuple[Tensor, ...], row: int, noise: Tensor | float) -> tuple[Tensor, Tensor]:
        rows, pitch, energy, target = crop
        embedding = torch.from_numpy(person["embeddings"][prompt])[None]
        shift, deltas = encoder(embedding + noise, torch.from_numpy(np.atleast_1d(person["semitones"]).astype(np.float32)))
        style = torch.from_numpy((person["styles"][prompt] + self.course[row])[None, :TIMBRE].astype(np.float32)) + shift
        sound = self.sound(rows, pitch, energy, style, deltas)
        count = min(sound.shape[1], target.shape[1])
        heard, recorded = (self.ear(to_16k(samples[:, :count])) for samples in (sound, target))
        return self.mels(sound[:, :count], target[:, :count]), 1 - (heard * recorded).sum()


def look(losses: Losses, encoder: VoiceEncoder, chooser: Material) -> tuple[float, float]:
    """Mean losses of the people who choose, each of whose stretches counts as much as another's, always on the same crops."""
    found = []
    with torch.no_grad():
        for person in chooser.people.values():
            for item in range(min(LOOKED_AT, person["count"])):
                found.append([float(loss) for loss in losses(encoder, person, 0, chooser.crop(person, item, 0.4), 60, 0.0)])
    far, unlike = np.mean(found, axis=0)
    return float(far), float(unlike)


def exported(path: pathlib.Path) -> dict[str, Tensor]:
    """The state that export.py wrote down."""
    tensors = {name: value.float() for name, value in load_file(path).items()}
    scales = tensors.pop("scales")
    return tensors | {"directions": tensors["directions"] * scales[:, None]}


def save(path: pathlib.Path, values: dict) -> None:
    torch.save(values, str(path) + ".part")
    os.replace(str(path) + ".part", path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("people", "pcm", "pack", "out"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--start", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    generator = np.random.default_rng(options.seed)

    found = roles(options.pcm)
    material = Material(options.people, [person.name for person in found.encoder])
    chooser = Material(options.people, [person.name for person in found.development])
    losses = Losses(SoundSide(options.pack))
    encoder = VoiceEncoder(losses.sound.count)
    rates = {"everybody": EVERYBODY_RATE, "directions": DIRECTIONS_RATE}
    material.refresh()
    if options.start:
        encoder.load_state_dict(exported(options.start))
    elif not (options.out / "last.pt").exists():
        encoder.tell_apart(*material.voices())
    optimizer = torch.optim.Adam([dict(params=[parameter], lr=rates.get(name, RATE)) for name, parameter in encoder.named_parameters()], betas=(0.8, 0.98))
    rates = [group["lr"] for group in optimizer.param_groups]
    averaged = copy.deepcopy(encoder)
    step, spent, best = 0, 0.0, float("inf")
    if (options.out / "last.pt").exists():
        state = torch.load(options.out / "last.pt")
        encoder.load_state_dict(state["encoder"])
        averaged.load_state_dict(state["averaged"])
        optimizer.load_state_dict(state["optimizer"])
        step, spent, best = state["step"], state["spent"], state["best"]
        generator = np.random.default_rng(options.seed + step)

    begun, saved, sums, finished = time.monotonic() - spent, time.monotonic(), [], False
    while not finished:
        if step % 20 == 0:
            material.refresh()
        left = 1 - (time.monotonic() - begun) / (60 * options.minutes)
        for group, rate in zip(optimizer.param_groups, rates):
            group["lr"] = rate * min(1, (step + 1) / 20) * min(1, 0.05 + 1.6 * left)
        person = material.draw(generator)
        crop = material.crop(person, int(generator.integers(person["count"])), generator.random())
        noise = torch.from_numpy(generator.normal(0, NOISE, (1, 128)).astype(np.float32))
        far, unlike = losses(encoder, person, int(generator.integers(len(person["embeddings"]))), crop, int(generator.integers(30, 120)), noise)
        optimizer.zero_grad()
        (far + unlike).backward()
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 5.0)
        optimizer.step()
        step += 1
        sums.append((float(far), float(unlike)))
        with torch.no_grad():
            share = min(AVERAGING, step / (step + 20))
            for mean, value in zip(averaged.parameters(), encoder.parameters()):
                mean.lerp_(value, 1 - share)
        finished = time.monotonic() - begun > 60 * options.minutes
        if step % LOOK == 1 or finished:
            chooser.refresh()
            far, unlike = look(losses, averaged, chooser) if chooser.people else (float("nan"),) * 2
            minutes = (time.monotonic() - begun) / 60
            print(f"step {step} {minutes:.1f} min ({time.process_time() / 60:.1f} of a processor), {len(material.people)} people, {len(material.other_speeds)} voices beside: mel {np.mean(sums, 0)[0]:.3f} unlike {np.mean(sums, 0)[1]:.3f}; {len(chooser.people)} others: mel {far:.4f} unlike {unlike:.4f}", flush=True)
            sums = []
            if far + unlike < best:
                best = far + unlike
                save(options.out / "best.pt", {"encoder": averaged.state_dict(), "step": step})
        if time.monotonic() - saved > CHECK_SAVE_SECONDS or finished:
            saved = time.monotonic()
            save(
                options.out / "last.pt",
                {"encoder": encoder.state_dict(), "averaged": averaged.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "spent": saved - begun, "best": best},
            )


if __name__ == "__main__":
    main()
