"""Scores pairs of utterances by the cosine of their embeddings, without any cohort.

    python3 evaluate.py --pcm DIR --checkpoint FILE [--calibration speaker-calibration.json]

prints the equal error rates on the held-out people, and writes how pairs score to what the app reads.
"""

import argparse
import dataclasses
import itertools
import json
import pathlib
from collections.abc import Callable, Sequence

import numpy
import torch
from torch import Tensor, nn

from augment import at_ratio, coloured_noise, make_rooms
from data import Speaker, load_speakers, split_speakers, utterances
from export import load_checkpoint
from model import LogMel

SECONDS = 5.0
PER_SPEAKER = 8
#: What the app keeps of a distribution.
LEVELS = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)


@dataclasses.dataclass(frozen=True)
class Pairs:
    """Scores of pairs; `same` are of one person, `same_sex` and `same_group` of people alike (sex; sex and age group)."""

    score: numpy.ndarray
    same: numpy.ndarray
    same_sex: numpy.ndarray
    same_group: numpy.ndarray

    def where(self, chosen: numpy.ndarray) -> "Pairs":
        return Pairs(self.score[chosen], self.same[chosen], self.same_sex[chosen], self.same_group[chosen])


def embed(network: nn.Module, clips: Sequence[Tensor]) -> Tensor:
    """[clips, 128]; one by one, since lengths may differ."""
    features = LogMel()
    with torch.no_grad():
        return torch.cat([network(features(clip[None])) for clip in clips])


def score_pairs(
    network: nn.Module,
    speakers: Sequence[Speaker],
    seconds: float = SECONDS,
    most: int = PER_SPEAKER,
    damage: Callable[[Tensor], Tensor] | None = None,
) -> Pairs:
    """All pairs of the speakers' utterances; with `damage` the second of each pair has passed through it."""
    owners: list[Speaker] = []
    clips: list[Tensor] = []
    for speaker in speakers:
        for clip in utterances(speaker, seconds, most):
            owners.append(speaker)
            clips.append(clip)
    clean = embed(network, clips)
    other = embed(network, [damage(clip) for clip in clips]) if damage else clean
    cosine = (clean @ other.T).numpy()
    pairs = [(one, two) for one, two in itertools.combinations(range(len(clips)), 2)]
    return Pairs(
        numpy.array([cosine[one, two] for one, two in pairs]),
        numpy.array([owners[one].name == owners[two].name for one, two in pairs]),
        numpy.array([owners[one].gender != "" and owners[one].gender == owners[two].gender for one, two in pairs]),
        numpy.array([owners[one].group == owners[two].group for one, two in pairs]),
    )


def equal_error_rate(pairs: Pairs) -> float:
    """Share of errors at the threshold where as many same pairs are refused as different pairs are accepted."""
    order = numpy.argsort(pairs.score)
    same = pairs.same[order]
    refused = numpy.concatenate([[0], numpy.cumsum(same)]) / same.sum()
    accepted = 1 - numpy.concatenate([[0], numpy.cumsum(~same)]) / (~same).sum()
    nearest = int(numpy.argmin(numpy.abs(refused - accepted)))
    return float(refused[nearest] + accepted[nearest]) / 2


def with_noise(decibels: float) -> Callable[[Tensor], Tensor]:
    """Coloured noise so many dB below the speech; the same noises in every run."""
    generator = torch.Generator().manual_seed(1)

    def damage(clip: Tensor) -> Tensor:
        spectrum = coloured_noise(generator, 1, len(clip) // 2 + 1)
        noise = torch.fft.irfft(spectrum, n=len(clip))
        return clip + at_ratio(clip[None], noise, torch.tensor([decibels]))[0]

    return damage


def in_room() -> Callable[[Tensor], Tensor]:
    """A fresh synthetic room for every clip."""
    rooms = iter(make_rooms(torch.Generator().manual_seed(2)))

    def damage(clip: Tensor) -> Tensor:
        room = next(rooms)
        length = len(clip) + len(room)
        heard = torch.fft.irfft(torch.fft.rfft(clip, n=length) * torch.fft.rfft(room, n=length), n=length)
        return heard[: len(clip)]

    return damage


def over_telephone(clip: Tensor) -> Tensor:
    """300 to 3400 Hz, nothing else."""
    hertz = torch.fft.rfftfreq(len(clip), 1 / 16_000)
    return torch.fft.irfft(torch.fft.rfft(clip) * ((hertz > 300) & (hertz < 3400)), n=len(clip))


def report(name: str, pairs: Pairs) -> None:
    same = int(pairs.same.sum())
    print(f"| {name} | {same} | {len(pairs.same) - same} | {100 * equal_error_rate(pairs):.2f} % |", flush=True)


def write_calibration(pairs: Pairs, path: pathlib.Path) -> None:
    different = ~pairs.same
    distributions = {
        "samePerson": pairs.score[pairs.same],
        "sameSex": pairs.score[different & pairs.same_group],
        "differentSex": pairs.score[different & ~pairs.same_sex],
    }
    table = {"seconds": SECONDS, "levels": LEVELS}
    for name, scores in distributions.items():
        table[name] = [round(float(value), 3) for value in numpy.quantile(scores, LEVELS)]
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in table.items())
    path.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pcm", type=pathlib.Path, required=True)
    parser.add_argument("--checkpoint", type=pathlib.Path, required=True)
    parser.add_argument("--calibration", type=pathlib.Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    network = load_checkpoint(options.checkpoint)
    people = split_speakers(load_speakers(options.pcm)).test
    corpus = [speaker for speaker in people if speaker.group != "librispeech"]
    others = [speaker for speaker in people if speaker.group == "librispeech"]
    adults = [speaker for speaker in corpus if speaker.group.startswith("adult")]
    children = [speaker for speaker in corpus if speaker.group.startswith("child")]

    print("| pairs | same | different | EER |\n|---|---|---|---|")
    clean = score_pairs(network, corpus)
    report("speechocean762, all", clean)
    report("speechocean762, same sex", clean.where(clean.same | clean.same_sex))
    report("speechocean762, same sex and age group", clean.where(clean.same | clean.same_group))
    report("speechocean762, adults", score_pairs(network, adults))
    report("speechocean762, children", score_pairs(network, children))
    report("LibriSpeech, parts of one clip", score_pairs(network, others))
    report("everybody", score_pairs(network, people))
    report("speechocean762, 2 s", score_pairs(network, corpus, seconds=2))
    report("speechocean762, 10 s", score_pairs(network, corpus, seconds=10))
    report("one of the two with noise at 10 dB", score_pairs(network, corpus, damage=with_noise(10)))
    report("one of the two in a room", score_pairs(network, corpus, damage=in_room()))
    report("one of the two over a telephone", score_pairs(network, corpus, damage=over_telephone))
    if options.calibration:
        write_calibration(clean, options.calibration)


if __name__ == "__main__":
    main()
