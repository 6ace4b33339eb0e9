"""Trains the encoder. Stops at --steps or when --minutes are over, whichever is first; both drive the schedule.

    python3 train.py --pcm DIR --out DIR --steps 3000 [--minutes 60] [--seed 4] [--threads 1] [--start CHECKPOINT]

`checkpoint.pt` in --out is the averaged network of the best development EER so far, from the first few minutes on.
With --start the network begins where an earlier run ended, under a schedule of its own (a warm restart, Loshchilov and
Hutter 2017); the directions of the classes are learned anew.
"""

import argparse
import copy
import math
import os
import pathlib
import time

import numpy
import torch
from torch import Tensor, nn
from torch.nn import functional

from augment import SPEEDS, Augmentation, change_speed, mask_features
from data import CropSource, load_speakers, split_speakers
from evaluate import equal_error_rate, score_pairs
from model import EMBEDDING, LogMel, SpeakerEncoder

PEOPLE = 32
CROPS_EACH = 2
CROP_SAMPLES = 32_000
PEAK_RATE = 2e-3
WARM_UP = 0.05
#: The margin comes in between these shares of the run; before, classes have to be told apart at all.
MARGIN_FROM, MARGIN_TO = 0.1, 0.4
MARGIN = 0.2
SCALE = 30.0
AVERAGING = 0.998
REPORT_STEPS = 50


class MarginSoftmax(nn.Module):
    """Additive angular margin softmax (Deng et al. 2019): cosines to one direction per class."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.directions = nn.Parameter(torch.randn(classes, EMBEDDING) * 0.1)

    def forward(self, embeddings: Tensor, labels: Tensor, margin: float) -> Tensor:
        cosine = embeddings @ functional.normalize(self.directions).T
        right = cosine.gather(1, labels[:, None]).clamp(-1 + 1e-6, 1 - 1e-6)
        moved = torch.cos(torch.acos(right) + margin)
        return functional.cross_entropy(SCALE * cosine.scatter(1, labels[:, None], moved), labels)


class PrototypeLoss(nn.Module):
    """Angular prototypical loss (Chung et al. 2020): a person's two crops must find each other in the batch."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(10.0))

    def forward(self, embeddings: Tensor) -> Tensor:
        one, other = embeddings.view(PEOPLE, CROPS_EACH, EMBEDDING).unbind(1)
        logits = self.scale.clamp(min=1) * one @ other.T
        return functional.cross_entropy(logits, torch.arange(PEOPLE))


class Batches:
    """Endless batches: [64, 64 bands, frames] and class labels; a person's two crops are damaged independently."""

    def __init__(self, source: CropSource, seed: int) -> None:
        self.source = source
        self.numbers = numpy.random.default_rng(seed)
        self.generator = torch.Generator().manual_seed(seed)
        self.augmentation = Augmentation(self.generator)
        self.features = LogMel()

    def next(self) -> tuple[Tensor, Tensor]:
        people = self.source.people(PEOPLE, self.numbers)
        speeds = self.numbers.choice(len(SPEEDS), size=PEOPLE, p=(0.5, 0.25, 0.25))
        crops = torch.empty(PEOPLE, CROPS_EACH, CROP_SAMPLES)
        for index, speed in enumerate(SPEEDS):
            rows = numpy.flatnonzero(speeds == index)
            length = round(CROP_SAMPLES * speed)
            raw = [self.source.crop(people[row], length, self.numbers) for row in rows for _ in range(CROPS_EACH)]
            if raw:
                crops[rows] = change_speed(torch.stack(raw), CROP_SAMPLES).view(-1, CROPS_EACH, CROP_SAMPLES)
        labels = torch.from_numpy(people * len(SPEEDS) + speeds).repeat_interleave(CROPS_EACH)
        heard = self.augmentation(crops.view(-1, CROP_SAMPLES))
        # Crops of 1.2 to 2 s: the network meets clips of every length.
        length = CROP_SAMPLES - int(self.numbers.integers(0, 5)) * 3200
        return mask_features(self.generator, self.features(heard[:, :length])), labels


def average_into(kept: nn.Module, current: nn.Module, share: float) -> None:
    """Exponential moving average of weights and batch statistics."""
    with torch.no_grad():
        for old, new in zip(kept.state_dict().values(), current.state_dict().values()):
            if old.is_floating_point():
                old.lerp_(new, 1 - share)
            else:
                old.copy_(new)


def ramp(progress: float, start: float, end: float) -> float:
    return min(1.0, max(0.0, (progress - start) / (end - start)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pcm", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--checkpoint-minutes", type=float, default=4)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--start", type=pathlib.Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)

    split = split_speakers(load_speakers(options.pcm))
    batches = Batches(CropSource(split.train), options.seed)
    network = SpeakerEncoder()
    if options.start:
        network.load_state_dict(torch.load(options.start)["network"])
    margin_loss, prototype_loss = MarginSoftmax(len(split.train) * len(SPEEDS)), PrototypeLoss()
    parameters = [*network.parameters(), *margin_loss.parameters(), *prototype_loss.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=PEAK_RATE, weight_decay=0.02)
    averaged = copy.deepcopy(network).eval()
    print(
        f"{len(split.train)} people in training, {len(split.development)} for choosing, {len(split.test)} held out; "
        f"{sum(weight.numel() for weight in network.parameters())} weights; seed {options.seed}",
        flush=True,
    )

    start = checked = time.monotonic()
    best, sums, step = math.inf, [0.0, 0.0, 0.0], 0
    done = False
    while not done:
        progress = max(step / options.steps, (time.monotonic() - start) / 60 / options.minutes)
        rate = ramp(progress, 0, WARM_UP) * (0.5 + 0.5 * math.cos(math.pi * ramp(progress, WARM_UP, 1)))
        for group in optimizer.param_groups:
            group["lr"] = PEAK_RATE * max(rate, 1e-3)

        bands, labels = batches.next()
        embeddings = network(bands)
        classes = margin_loss(embeddings, labels, MARGIN * ramp(progress, MARGIN_FROM, MARGIN_TO))
        prototypes = prototype_loss(embeddings)
        optimizer.zero_grad()
        (classes + prototypes).backward()
        norm = nn.utils.clip_grad_norm_(parameters, 5.0)
        optimizer.step()
        step += 1
        # Early on the average must forget its random beginning.
        average_into(averaged, network, min(AVERAGING, step / (step + 20)))
        sums = [total + float(value) for total, value in zip(sums, (classes, prototypes, norm))]

        minutes = (time.monotonic() - start) / 60
        done = step >= options.steps or minutes >= options.minutes
        if step % REPORT_STEPS == 0:
            means = " ".join(f"{name} {total / REPORT_STEPS:.3f}" for name, total in zip(("aam", "proto", "norm"), sums))
            print(f"step {step} {minutes:.1f} min {time.process_time() / 60:.1f} cpu-min rate {rate:.3f} {means}", flush=True)
            sums = [0.0, 0.0, 0.0]
        if done or time.monotonic() - checked > options.checkpoint_minutes * 60:
            error = equal_error_rate(score_pairs(averaged, split.development, most=4))
            print(f"step {step} development EER {100 * error:.2f} %", flush=True)
            if error <= best:
                best = error
                unfinished = options.out / "checkpoint.pt.part"
                torch.save({"network": averaged.state_dict(), "step": step, "development": error}, unfinished)
                os.replace(unfinished, options.out / "checkpoint.pt")
            torch.save({"network": averaged.state_dict(), "step": step, "development": error}, options.out / "last.pt")
            checked = time.monotonic()


if __name__ == "__main__":
    main()
