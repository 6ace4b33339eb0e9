"""Looks for the style whose foretold sound is nearest to a voice: what workers/inference/engines/kokoro/style-search.ts does."""

import dataclasses

import numpy

from forecast import EMBEDDING, Forecast, covariance


@dataclasses.dataclass(frozen=True)
class Aim:
    """What a style is judged by: likeness, less the pitch's distance, less its distance from the published styles."""

    pitch: float
    restraint: float
    steps: int = 120
    rate: float = 0.08


def value_and_gradient(
    forecast: Forecast, coordinates: numpy.ndarray, voices: numpy.ndarray, semitones: numpy.ndarray, aim: Aim
) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Of every row: coordinates [n, 48] judged against unit embeddings [n, 128] and pitches [n]."""
    scaled = coordinates * forecast.scale
    products = scaled @ forecast.points.T
    near = covariance(scaled, forecast.points, 0.0)
    told = forecast.mean + (near + forecast.linear * products) @ forecast.weights
    sound, pitch = told[:, :EMBEDDING], told[:, EMBEDDING]
    norm = numpy.linalg.norm(sound, axis=1, keepdims=True)
    cosine = (sound * voices).sum(axis=1) / norm[:, 0]
    off = pitch - semitones
    value = cosine - aim.pitch * numpy.square(off) - aim.restraint * numpy.square(coordinates).sum(axis=1)
    pull = numpy.concatenate([voices / norm - cosine[:, None] * sound / norm**2, (-2 * aim.pitch * off)[:, None]], axis=1)
    share = pull @ forecast.weights.T
    bent = near * share
    inner = bent @ forecast.points - bent.sum(axis=1)[:, None] * scaled + forecast.linear * share @ forecast.points
    return value, inner * forecast.scale - 2 * aim.restraint * coordinates


def seek(
    forecast: Forecast, starts: numpy.ndarray, voices: numpy.ndarray, semitones: numpy.ndarray, aim: Aim
) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Best coordinates and their values from the given starts [n, 48], by Adam (Kingma and Ba 2015)."""
    coordinates = starts.copy()
    first, second = numpy.zeros_like(coordinates), numpy.zeros_like(coordinates)
    best, best_value = starts.copy(), numpy.full(len(starts), -numpy.inf)
    for step in range(1, aim.steps + 1):
        value, gradient = value_and_gradient(forecast, coordinates, voices, semitones, aim)
        better = value > best_value
        best[better], best_value[better] = coordinates[better], value[better]
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        coordinates = coordinates + aim.rate * (first / (1 - 0.9**step)) / (numpy.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return best, best_value
