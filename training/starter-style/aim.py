"""Writes further jobs for scripts/training/render-styles.ts: the styles that the model so far would give to real people."""

import argparse
import json
import pathlib

import numpy

from forecast import Kernel, fit, load_renders
from sample import TEXTS
from seek import Aim, seek
from space import is_english, load_styles, style_space

#: Chosen by cross-validation and on the people of the training (README.md).
KERNEL = Kernel(timbre_length=3.0, prosody_length=3.0, linear=0.3, noise=0.12)
AIM = Aim(pitch=0.006, restraint=0.004)


def load_people(folder: pathlib.Path, kind: str) -> tuple[list[str], numpy.ndarray, numpy.ndarray]:
    """Names, embeddings and pitches of the prompts of people of a kind (`train`, `test`), children left out."""
    with open(folder / "measured.jsonl", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    found = [one for one in found if one["id"].startswith(kind) and one["id"].endswith("_a") and "child" not in one["id"]]
    found = [one for one in found if one["features"] is not None]
    pitches = 12 * numpy.log2([one["features"]["medianF0"] for one in found])
    return [one["id"] for one in found], numpy.array([one["embedding"] for one in found]), pitches


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--styles", type=pathlib.Path, required=True)
    parser.add_argument("--renders", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--people", type=pathlib.Path, required=True)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--skip", type=int, default=0, help="people that earlier rounds were for")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    names, tables = load_styles(options.styles)
    space = style_space(tables, is_english(names))
    model = fit(*_points(load_renders(options.renders, space)), KERNEL, space)
    people, voices, pitches = load_people(options.people, "train")
    order = numpy.random.default_rng(options.seed).permutation(len(people))[options.skip : options.skip + options.count]
    found, _ = seek(model, numpy.zeros((len(order), len(space.basis))), voices[order], pitches[order], AIM)
    options.out.mkdir(parents=True, exist_ok=True)
    with open(options.out / "jobs.jsonl", "w", encoding="utf-8") as file:
        for place, (person, style) in enumerate(zip(order, space.style(found))):
            line = {"id": people[person], "text": TEXTS[place % len(TEXTS)], "style": numpy.round(style, 5).tolist()}
            file.write(json.dumps(line) + "\n")


def _points(renders):
    return renders.coordinates, renders.heard


if __name__ == "__main__":
    main()
