"""Clips, the split into people, and crops of their speech."""

import csv
import dataclasses
import pathlib

import numpy
import torch
from torch import Tensor

SAMPLE_RATE = 16_000
#: Youngest age that counts as adult: the children of the corpus are 6 to 15, its adults 19 to 43.
ADULT = 16
#: Held out of each of the four groups (women, men, girls, boys) of speechocean762.
TEST_PER_GROUP = 10
DEVELOPMENT_PER_GROUP = 4
TEST_LIBRISPEECH = 20


@dataclasses.dataclass(frozen=True)
class Speaker:
    """One person; `clips` are int16 views into the decoded file."""

    name: str
    gender: str
    age: int | None
    clips: tuple[numpy.ndarray, ...]

    @property
    def group(self) -> str:
        if self.age is None:
            return "librispeech"
        return ("adult" if self.age >= ADULT else "child") + "-" + self.gender

    @property
    def samples(self) -> int:
        return sum(len(clip) for clip in self.clips)


@dataclasses.dataclass(frozen=True)
class Split:
    """Three sets of people without overlap."""

    train: list[Speaker]
    development: list[Speaker]
    test: list[Speaker]


def load_speakers(folder: pathlib.Path) -> list[Speaker]:
    """Everybody in the folder that decode_clips.py wrote, by name."""
    samples = numpy.memmap(folder / "samples.int16", dtype="<i2", mode="r")
    found: dict[str, Speaker] = {}
    with open(folder / "clips.tsv", newline="", encoding="utf-8") as clips:
        for row in csv.DictReader(clips, delimiter="\t"):
            first, count = int(row["first"]), int(row["samples"])
            clip = samples[first : first + count]
            known = found.get(row["speaker"])
            found[row["speaker"]] = Speaker(
                name=row["speaker"],
                gender=row["gender"],
                age=int(row["age"]) if row["age"] else None,
                clips=(*(known.clips if known else ()), clip),
            )
    return sorted(found.values(), key=lambda speaker: speaker.name)


def split_speakers(speakers: list[Speaker], seed: int = 4) -> Split:
    """Held-out people are drawn by the seed, equally many of each sex and age group."""
    generator = numpy.random.default_rng(seed)
    split = Split([], [], [])
    for group in sorted({speaker.group for speaker in speakers}):
        people = [speaker for speaker in speakers if speaker.group == group]
        order = generator.permutation(len(people))
        test = TEST_LIBRISPEECH if group == "librispeech" else TEST_PER_GROUP
        development = 0 if group == "librispeech" else DEVELOPMENT_PER_GROUP
        split.test.extend(people[index] for index in order[:test])
        split.development.extend(people[index] for index in order[test : test + development])
        split.train.extend(people[index] for index in order[test + development :])
    return split


def trim_silence(clip: numpy.ndarray) -> numpy.ndarray:
    """Without the ends that are 35 dB below the clip's loudest 20 ms; a tenth of a second is left on both sides."""
    frame = SAMPLE_RATE // 50
    frames = clip[: len(clip) // frame * frame].reshape(-1, frame).astype(numpy.float32)
    if len(frames) == 0:
        return clip
    level = numpy.sqrt(numpy.square(frames).mean(axis=1))
    loud = numpy.flatnonzero(level > level.max() * 10 ** (-35 / 20))
    if len(loud) == 0:
        return clip
    margin = 5
    return clip[max(0, loud[0] - margin) * frame : (loud[-1] + 1 + margin) * frame]


class CropSource:
    """Random crops for training: people are drawn in proportion to the square root of how much they said."""

    def __init__(self, speakers: list[Speaker]) -> None:
        self.speech = [numpy.concatenate([trim_silence(clip) for clip in speaker.clips]) for speaker in speakers]
        weight = numpy.sqrt([len(speech) for speech in self.speech])
        self.share = weight / weight.sum()

    def people(self, count: int, generator: numpy.random.Generator) -> numpy.ndarray:
        """Different people, [count] indices."""
        return generator.choice(len(self.speech), size=count, replace=False, p=self.share)

    def crop(self, person: int, samples: int, generator: numpy.random.Generator) -> Tensor:
        """[samples] of float32 within ±1; wraps around where a person said less."""
        speech = self.speech[person]
        start = int(generator.integers(max(1, len(speech) - samples)))
        crop = numpy.resize(speech, start + samples)[start:] if len(speech) < samples else speech[start : start + samples]
        return torch.from_numpy(crop.astype(numpy.float32) / 32768)


def utterances(speaker: Speaker, seconds: float, most: int) -> list[Tensor]:
    """
    At most `most` stretches of `seconds`, clips joined as they come, silence included. No two share a clip (so that
    pairs are pairs of recordings), but for people of a single clip, which is cut.
    """
    samples = int(seconds * SAMPLE_RATE)
    found: list[numpy.ndarray] = []
    if len(speaker.clips) == 1:
        clip = speaker.clips[0]
        found = [clip[start : start + samples] for start in range(0, len(clip) - samples + 1, samples)]
    else:
        joined = numpy.zeros(0, numpy.int16)
        for clip in speaker.clips:
            joined = numpy.concatenate([joined, clip])
            if len(joined) >= samples:
                found.append(joined[:samples])
                joined = numpy.zeros(0, numpy.int16)
    return [torch.from_numpy(stretch.astype(numpy.float32) / 32768) for stretch in found[:most]]
