"""Prints what scripts/training/judge-styles.ts found, method by method, as the tables of README.md."""

import argparse
import json
import pathlib

import numpy



def cosine(a, b) -> float:
    return float(numpy.dot(a, b) / numpy.linalg.norm(a) / numpy.linalg.norm(b))


def distance(a: dict, b: dict, scale: numpy.ndarray) -> float:
    """Between the voice features of two recordings, in standard deviations of real people."""
    return float(numpy.sqrt(numpy.square((vector(a) - vector(b)) / scale).mean()))


def vector(features: dict) -> numpy.ndarray:
    return numpy.array([12 * numpy.log2(features["medianF0"]), features["tiltDbPerOctave"], *features["envelopeDb"]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=pathlib.Path, required=True)
    parser.add_argument("--judged", type=pathlib.Path, required=True)
    options = parser.parse_args()
    with open(options.people / "measured.jsonl", encoding="utf-8") as lines:
        real = {one["id"]: one for one in map(json.loads, lines)}
    with open(options.judged / "judged.jsonl", encoding="utf-8") as lines:
        judged = [json.loads(line) for line in lines]
    known = [one["features"] for name, one in real.items() if name.startswith("train") and "child" not in name and one["features"]]
    scale = numpy.std([vector(features) for features in known], axis=0)
    methods = [method for method in ("nearest", "blend", "learned", "refined-4", "refined-8") if any(method in one["renderings"] for one in judged)]
    print(f"{len(judged)} people\n")
    print("| style | prompt | another recording | own before others | pitch off | features off | words wrong |")
    print("|---|---|---|---|---|---|---|")
    for method in methods:
        rows = []
        for one in judged:
            heard = one["renderings"].get(method)
            if heard is None or heard["features"] is None:
                continue
            prompt, other = real[f"{one['person']}_a"], real[f"{one['person']}_b"]
            group = one["person"].split("_")[1]
            others = [real[name] for name in real if name.startswith(f"test_{group}") and name.endswith("_b") and one["person"] not in name]
            own = cosine(heard["embedding"], other["embedding"])
            ahead = numpy.mean([own > cosine(heard["embedding"], stranger["embedding"]) for stranger in others])
            off = abs(12 * numpy.log2(heard["features"]["medianF0"] / prompt["features"]["medianF0"]))
            apart = distance(heard["features"], other["features"], scale)
            wrong = heard["wordErrors"] / one["words"]
            rows.append((cosine(heard["embedding"], prompt["embedding"]), own, ahead, off, apart, wrong))
        table = numpy.array(rows)
        mean = table.mean(axis=0)
        print(f"| {method} | {mean[0]:.3f} ± {table[:, 0].std():.3f} | {mean[1]:.3f} | {100 * mean[2]:.0f} % | {mean[3]:.1f} semitones | {mean[4]:.2f} | {100 * mean[5]:.1f} % |")
    tried = [one["likeness"] for one in judged if one["likeness"]]
    if tried:
        print("\nLikeness of the trial's text after each rendering:", " ".join(f"{value:.3f}" for value in numpy.mean(tried, axis=0)))
    print("\n| group | people |", " | ".join(methods), "|\n|---|---|" + "---|" * len(methods))
    for group in sorted({one["person"].split("_")[1] for one in judged}):
        members = [one for one in judged if one["person"].split("_")[1] == group]
        cells = []
        for method in methods:
            scores = [cosine(one["renderings"][method]["embedding"], real[f"{one['person']}_a"]["embedding"]) for one in members if method in one["renderings"]]
            cells.append(f"{numpy.mean(scores):.3f}")
        print(f"| {group} | {len(members)} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
