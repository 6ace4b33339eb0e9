"""Fits the forecast to all renders and writes it as the app reads it: workers/inference/engines/kokoro/style-model.json."""

import argparse
import base64
import json
import pathlib

import numpy

from aim import AIM, KERNEL
from forecast import cross_validate, fit, load_renders
from space import is_english, load_styles, style_space


def halves(values: numpy.ndarray) -> str:
    """Base64 of little-endian half-precision numbers, row by row."""
    return base64.b64encode(values.astype("<f2").tobytes()).decode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--styles", type=pathlib.Path, required=True)
    parser.add_argument("--renders", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    names, tables = load_styles(options.styles)
    space = style_space(tables, is_english(names))
    renders = load_renders(options.renders, space)
    cosine, semitones = cross_validate(renders, KERNEL, space)
    print(f"{len(renders.ids)} renders; foretold and heard: cosine {cosine:.3f}, pitch off by {semitones:.2f} semitones")
    model = fit(renders.coordinates, renders.heard, KERNEL, space)
    exported = {
        "mean": halves(space.mean),
        "basis": halves(space.basis),
        "courseRows": halves(space.course_rows),
        "courseShapes": halves(space.course_shapes),
        "scale": halves(model.scale),
        "heardMean": halves(model.mean),
        "points": halves(model.points),
        "weights": halves(model.weights),
        "linear": model.linear,
        "restraint": {"pitch": AIM.pitch, "distance": AIM.restraint},
    }
    options.out.write_text(json.dumps(exported, indent=1) + "\n", encoding="utf-8")
    print(f"{options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
