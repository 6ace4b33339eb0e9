"""Finds the directions in the style space that make a voice brighter or older: workers/inference/engines/kokoro/design/directions.json.

Brightness: ridge regression of the published styles' spectral tilt (style-features.json) on their coordinates of timbre.
Age: ridge regression of the logarithm of people's ages on their speaker embeddings, women and men apart, then the mean slope of the
style model's forecast along it, at the published styles.
"""

import argparse
import base64
import csv
import json
import pathlib

import numpy
import onnxruntime
import scipy.signal
import soundfile

#: Coordinates of timbre; the rest are of prosody.
TIMBRE = 32
RATE = 16_000
SECONDS = 8
#: Children under ten are left out: their voices are another instrument.
YOUNGEST = 10


def halves(text: str) -> numpy.ndarray:
    return numpy.frombuffer(base64.b64decode(text), dtype="<f2").astype(numpy.float64)


def load_people(speech: pathlib.Path) -> list[tuple[str, int, numpy.ndarray]]:
    """Sex, age and some seconds of everybody whose age is known."""
    clips: dict[str, list[dict[str, str]]] = {}
    with open(speech / "index.tsv", newline="", encoding="utf-8") as index:
        for row in csv.DictReader(index, delimiter="\t"):
            if row["age"] and int(row["age"]) >= YOUNGEST:
                clips.setdefault(row["speaker"], []).append(row)
    people = []
    for rows in clips.values():
        parts: list[numpy.ndarray] = []
        for row in rows:
            samples, rate = soundfile.read(speech / row["path"], dtype="float32")
            parts.append(scipy.signal.resample_poly(samples, RATE, rate).astype(numpy.float32))
            if sum(map(len, parts)) >= SECONDS * RATE:
                break
        people.append((rows[0]["gender"], int(rows[0]["age"]), numpy.concatenate(parts)[: SECONDS * RATE]))
    return people


def ridge(inputs: numpy.ndarray, outputs: numpy.ndarray, strength: float) -> numpy.ndarray:
    centred = inputs - inputs.mean(0)
    return numpy.linalg.solve(centred.T @ centred + strength * numpy.eye(inputs.shape[1]), centred.T @ (outputs - outputs.mean()))


def held_out(inputs: numpy.ndarray, outputs: numpy.ndarray, strength: float, folds: int) -> float:
    """Correlation of what is told of each with what is so, told by the others."""
    told = numpy.zeros(len(outputs))
    order = numpy.random.default_rng(1).permutation(len(outputs))
    for fold in range(folds):
        out = order[fold::folds]
        rest = numpy.setdiff1d(order, out)
        told[out] = (inputs[out] - inputs[rest].mean(0)) @ ridge(inputs[rest], outputs[rest], strength)
    return float(numpy.corrcoef(told, outputs)[0, 1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speech", type=pathlib.Path, required=True, help="speechocean762 as 16-bit or Ogg files with index.tsv")
    parser.add_argument("--styles", type=pathlib.Path, required=True, help="the published style tables")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    kokoro = pathlib.Path(__file__).parents[2] / "workers/inference/engines/kokoro"
    model = {key: halves(value) for key, value in json.loads((kokoro / "style-model.json").read_text()).items() if isinstance(value, str)}
    linear = json.loads((kokoro / "style-model.json").read_text())["linear"]
    basis = model["basis"].reshape(-1, 256)
    features = {style["name"]: style["features"] for style in json.loads((kokoro / "style-features.json").read_text())}
    names = [name for name in sorted(features) if (options.styles / f"{name}.bin").exists()]
    means = numpy.array([numpy.fromfile(options.styles / f"{name}.bin", "<f4").reshape(510, 256).mean(0) for name in names])
    coordinates = (means - model["mean"]) @ basis.T / numpy.square(basis).sum(1)

    tilt = numpy.array([features[name]["tiltDbPerOctave"] for name in names])
    timbre = coordinates[:, :TIMBRE]
    bright = ridge(timbre, tilt, 20.0)
    print(f"{len(names)} styles; tilt told and measured, each by the others: correlation {held_out(timbre, tilt, 20.0, len(names)):.2f}")

    session = onnxruntime.InferenceSession(pathlib.Path(__file__).parents[2] / "workers/speaker-encoder/speaker-encoder.onnx")
    people = load_people(options.speech)
    embeddings = numpy.array([session.run(["embedding"], {"samples": samples[None]})[0][0] for _, _, samples in people])
    ages = numpy.log([age for _, age, _ in people])
    sexes = numpy.array([sex for sex, _, _ in people])
    # Older must not become another sex: of each only what differs from its own mean counts.
    own = numpy.array([embeddings[sexes == sex].mean(0) for sex in sexes])
    own_age = numpy.array([ages[sexes == sex].mean() for sex in sexes])
    age = ridge(embeddings - own, ages - own_age, 5.0)
    print(f"{len(people)} people of {YOUNGEST} and more; log age told and real, by others: correlation {held_out(embeddings - own, ages - own_age, 5.0, 10):.2f}")

    points = model["points"].reshape(-1, 48)
    weights = model["weights"].reshape(len(points), -1)
    pull = weights[:, :128] @ age
    slopes = []
    for scaled in coordinates * model["scale"]:
        near = numpy.exp(-0.5 * numpy.square(points - scaled).sum(1))
        slopes.append((((near * pull)[:, None] * (points - scaled)).sum(0) + linear * (pull[:, None] * points).sum(0)) * model["scale"])
    older = numpy.mean(slopes, axis=0)[:TIMBRE]
    agreement = numpy.mean([slope[:TIMBRE] @ older / numpy.linalg.norm(slope[:TIMBRE]) / numpy.linalg.norm(older) for slope in slopes])
    print(f"slopes of age at the styles agree with their mean: cosine {agreement:.2f}")

    sex = (coordinates[[name[1] == "m" for name in names]].mean(0) - coordinates[[name[1] == "f" for name in names]].mean(0))[:TIMBRE]
    sex /= numpy.linalg.norm(sex)
    directions = {}
    for name, direction in (("brighter", bright), ("older", older)):
        direction = direction / numpy.linalg.norm(direction)
        print(f"{name}: cosine with the way from women to men {direction @ sex:.2f}")
        direction = direction - (direction @ sex) * sex
        directions[name] = [round(float(value), 4) for value in direction / numpy.linalg.norm(direction)]
    print(f"brighter and older: cosine {numpy.dot(directions['brighter'], directions['older']):.2f}")
    options.out.write_text(json.dumps(directions) + "\n")


if __name__ == "__main__":
    main()
