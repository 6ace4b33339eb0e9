"""Writes the first jobs for scripts/training/render-styles.ts: published styles, blends, and random points around them."""

import argparse
import json
import pathlib

import numpy

from space import is_english, load_styles, style_space

#: Some two seconds each, with most sounds of English between them.
TEXTS = [
    "The birch canoe slid along the smooth water.",
    "We judged five antique ivory buckles.",
    "Her mother bought a large paper box.",
    "You should join us before they change it.",
    "Nobody thought he would answer so soon.",
    "Old sailors hang wet jackets over the rail.",
]


def sample(means: numpy.ndarray, generator: numpy.random.Generator) -> numpy.ndarray:
    """A style's mean row [256], around those of the published styles."""
    count = len(means)
    centre = means.mean(axis=0)
    deviations = means - centre
    kind = generator.random()
    if kind < 0.25:
        chosen = generator.choice(count, size=3, replace=False)
        timbre = generator.dirichlet([0.7] * 3)
        prosody = timbre if generator.random() < 0.7 else generator.dirichlet([0.7] * 3)
        return numpy.concatenate([timbre @ means[chosen][:, :128], prosody @ means[chosen][:, 128:]])
    if kind < 0.5:
        near = deviations[generator.integers(count)] * generator.uniform(0.7, 1.4)
        wander = generator.normal(size=count) @ deviations / numpy.sqrt(count)
        return centre + near + generator.uniform(0.3, 0.8) * wander
    size = generator.uniform(0.6, 1.3)
    together = generator.normal(size=count) @ deviations / numpy.sqrt(count)
    if kind < 0.85:
        return centre + size * together
    other = generator.normal(size=count) @ deviations / numpy.sqrt(count)
    return centre + size * numpy.concatenate([together[:128], other[128:]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--styles", type=pathlib.Path, required=True, help="folder of the 54 published NAME.bin")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--count", type=int, default=900)
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    generator = numpy.random.default_rng(options.seed)
    names, tables = load_styles(options.styles)
    space = style_space(tables, is_english(names))
    means = tables.mean(axis=1)
    jobs = [(f"p-{name}", mean) for name, mean in zip(names, means)]
    jobs += [(f"r{index:04}", sample(means, generator)) for index in range(options.count)]
    # Mixed, so that a run that is cut short has something of everything.
    order = generator.permutation(len(jobs))
    options.out.mkdir(parents=True, exist_ok=True)
    space.course.astype("<f4").tofile(options.out / "course.f32")
    with open(options.out / "jobs.jsonl", "w", encoding="utf-8") as file:
        for place, index in enumerate(order):
            job, mean = jobs[index]
            line = {"id": job, "text": TEXTS[place % len(TEXTS)], "style": numpy.round(mean, 5).tolist()}
            file.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
