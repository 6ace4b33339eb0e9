"""Equal error rates of the second ear, and what its scores mean (calibration), on people it was not trained on.

    python3 evaluate.py --pcm PCM --ear second-ear.safetensors [--seconds 5] [--calibration CALIBRATION.json]

Calibrated on the people who train the starter's encoder, which this ear never heard; the 28 who are judged are only looked at.
"""

import argparse
import json
import pathlib
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent
sys.path += [str(HERE.parent / "starter-encoder"), str(HERE.parent / "speaker-encoder")]
from ear import SAMPLE_RATE, load  # noqa: E402
from data import Speaker  # noqa: E402
from people import roles  # noqa: E402

LEVELS = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]
MOST_STRETCHES = 6


def stretches(person: Speaker, seconds: float) -> list[np.ndarray]:
    """Stretches of so many seconds. Of people with many clips no two share one."""
    length = int(seconds * SAMPLE_RATE)
    found, held = [], []
    for clip in person.clips:
        if person.group == "librispeech":
            found += [clip[at : at + length] for at in range(0, len(clip) - length + 1, length)]
            continue
        held.append(clip)
        if sum(map(len, held)) >= length:
            found.append(np.concatenate(held)[:length])
            held = []
    return found[:MOST_STRETCHES]


def scores(people: list[Speaker], ear, seconds: float) -> dict[str, np.ndarray]:
    vectors, owners = [], []
    for index, person in enumerate(people):
        for part in stretches(person, seconds):
            vectors.append(ear(part.astype(np.float32)))
            owners.append(index)
    products = np.stack(vectors) @ np.stack(vectors).T
    a, b = np.triu_indices(len(vectors), 1)
    owners = np.array(owners)
    sexes = np.array([person.gender for person in people])
    same = owners[a] == owners[b]
    # Within a corpus: what differs between them is no voice.
    corpus = np.array([person.group == "librispeech" for person in people])
    other = ~same & (corpus[owners[a]] == corpus[owners[b]])
    known = (sexes[owners[a]] != "") & (sexes[owners[b]] != "")
    alike = other & known & (sexes[owners[a]] == sexes[owners[b]])
    unlike = other & known & (sexes[owners[a]] != sexes[owners[b]])
    values = products[a, b]
    return {"samePerson": values[same], "different": values[other], "sameSex": values[alike], "differentSex": values[unlike]}


def equal_error_rate(same: np.ndarray, different: np.ndarray) -> float:
    steps = np.sort(np.concatenate([same, different]))
    missed = np.searchsorted(np.sort(same), steps) / len(same)
    taken = 1 - np.searchsorted(np.sort(different), steps) / len(different)
    at = np.argmin(np.abs(missed - taken))
    return float((missed[at] + taken[at]) / 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pcm", type=pathlib.Path, required=True)
    parser.add_argument("--ear", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--calibration", type=pathlib.Path)
    options = parser.parse_args()
    found = roles(options.pcm)
    ear = load(options.ear)
    for title, people in (("calibration", found.encoder), ("judged", found.judged)):
        for corpus in ("speechocean762", "librispeech"):
            part = [person for person in people if (person.group == "librispeech") == (corpus == "librispeech")]
            pairs = scores(part, ear, options.seconds)
            rates = {name: equal_error_rate(pairs["samePerson"], pairs[name]) for name in ("different", "sameSex") if len(pairs[name])}
            print(title, corpus, len(part), "people,", len(pairs["samePerson"]), "same,", ", ".join(f"{name} {100 * rate:.1f} %" for name, rate in rates.items()))
    if options.calibration:
        pairs = scores([person for person in found.encoder if person.group != "librispeech"], ear, options.seconds)
        table = {name: [round(float(value), 4) for value in np.quantile(pairs[name], LEVELS)] for name in ("samePerson", "sameSex", "differentSex")}
        options.calibration.write_text(json.dumps({"levels": LEVELS, **table}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
