"""Foretells how a style will sound to the speaker encoder: a Gaussian process over rendered styles."""

import dataclasses
import json
import pathlib

import numpy

from space import TIMBRE, Space

#: Embedding, then semitones of the median pitch.
EMBEDDING = 128


@dataclasses.dataclass(frozen=True)
class Renders:
    """Styles that were rendered: coordinates [n, 48], what was heard [n, 129], and of which text."""

    ids: list[str]
    coordinates: numpy.ndarray
    heard: numpy.ndarray
    texts: list[str]


def load_renders(folders: list[pathlib.Path], space: Space) -> Renders:
    ids, coordinates, heard, texts = [], [], [], []
    for folder in folders:
        with open(folder / "jobs.jsonl", encoding="utf-8") as lines:
            jobs = {job["id"]: job for job in map(json.loads, lines)}
        with open(folder / "results.jsonl", encoding="utf-8") as lines:
            for result in map(json.loads, lines):
                if result["embedding"] is None or result["features"] is None or "style" not in jobs[result["id"]]:
                    continue
                ids.append(result["id"])
                texts.append(jobs[result["id"]]["text"])
                coordinates.append(space.coordinates(numpy.array(jobs[result["id"]]["style"])))
                heard.append([*result["embedding"], 12 * numpy.log2(result["features"]["medianF0"])])
    return Renders(ids, numpy.array(coordinates), numpy.array(heard), texts)


@dataclasses.dataclass(frozen=True)
class Kernel:
    """Weights of the coordinates, share of the linear part, noise; all in units of the outputs' variance."""

    timbre_length: float
    prosody_length: float
    linear: float
    noise: float

    def scale(self, space: Space) -> numpy.ndarray:
        """[48]: coordinates times this are distances in lengths."""
        size = numpy.sqrt(numpy.square(space.basis).sum(axis=1))
        return numpy.concatenate([size[:TIMBRE] / self.timbre_length, size[TIMBRE:] / self.prosody_length])


def covariance(a: numpy.ndarray, b: numpy.ndarray, linear: float) -> numpy.ndarray:
    """Between scaled coordinates [n, 48] and [m, 48]."""
    squared = numpy.square(a).sum(1)[:, None] + numpy.square(b).sum(1)[None] - 2 * a @ b.T
    return numpy.exp(-0.5 * numpy.maximum(squared, 0)) + linear * (a @ b.T)


@dataclasses.dataclass(frozen=True)
class Forecast:
    """`mean + covariance(x * scale, points) @ weights`."""

    scale: numpy.ndarray
    linear: float
    points: numpy.ndarray
    weights: numpy.ndarray
    mean: numpy.ndarray

    def __call__(self, coordinates: numpy.ndarray) -> numpy.ndarray:
        return self.mean + covariance(coordinates * self.scale, self.points, self.linear) @ self.weights


def fit(coordinates: numpy.ndarray, heard: numpy.ndarray, kernel: Kernel, space: Space) -> Forecast:
    scale = kernel.scale(space)
    points = coordinates * scale
    mean = heard.mean(axis=0)
    matrix = covariance(points, points, kernel.linear) + kernel.noise * numpy.eye(len(points))
    return Forecast(scale, kernel.linear, points, numpy.linalg.solve(matrix, heard - mean), mean)


def cross_validate(renders: Renders, kernel: Kernel, space: Space, folds: int = 5, seed: int = 4) -> tuple[float, float]:
    """Mean cosine of foretold and heard embeddings, root mean square of the error of the pitch in semitones."""
    order = numpy.random.default_rng(seed).permutation(len(renders.heard)) % folds
    told = numpy.zeros_like(renders.heard)
    for fold in range(folds):
        known = order != fold
        told[~known] = fit(renders.coordinates[known], renders.heard[known], kernel, space)(renders.coordinates[~known])
    embeddings = told[:, :EMBEDDING] / numpy.linalg.norm(told[:, :EMBEDDING], axis=1, keepdims=True)
    cosine = (embeddings * renders.heard[:, :EMBEDDING]).sum(axis=1).mean()
    return float(cosine), float(numpy.sqrt(numpy.square(told[:, EMBEDDING] - renders.heard[:, EMBEDDING]).mean()))
