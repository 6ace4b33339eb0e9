"""From which score on an outside judge agrees that a reading is as near to a person as a second recording: added to the calibration.

    python3 agree.py --ear second-ear.safetensors --people PEOPLE --readings READINGS [READINGS ...] --calibration CALIBRATION.json

PEOPLE and READINGS as of ../identity, of people who choose when training stops ("development"), never of the judged ones. The judge is
../identity's. Second recordings of the people count beside the readings: of all that score as high, 19 of 20 have to be within the
range of two real recordings.
"""

import argparse
import collections
import json
import pathlib
import sys

import numpy as np
import soundfile

HERE = pathlib.Path(__file__).parent
sys.path.append(str(HERE.parent / "identity"))
from ear import SAMPLE_RATE, load  # noqa: E402
from identity import Judge, Scale  # noqa: E402

AGREED = 0.95
#: So many deviations above the mean of the readings that are not within the range: voices of later versions come nearer than those measured.
DEVIATIONS = 2.58


def sound(paths: list[pathlib.Path]) -> np.ndarray:
    """Samples at 16 kHz, one file after the other."""
    import librosa

    parts = []
    for path in paths:
        samples, rate = soundfile.read(path, dtype="float32")
        parts.append(samples if rate == SAMPLE_RATE else librosa.resample(samples, orig_sr=rate, target_sr=SAMPLE_RATE))
    return np.concatenate(parts)


def least_agreed(scores: np.ndarray, within: np.ndarray) -> float:
    """The least score of which, and of all above which, so many are within the range."""
    order = np.argsort(-scores)
    shares = np.cumsum(within[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(shares >= AGREED)
    return float(scores[order][good[-1]]) if len(good) else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ear", type=pathlib.Path, required=True)
    parser.add_argument("--people", type=pathlib.Path, required=True)
    parser.add_argument("--readings", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--calibration", type=pathlib.Path, help="to write the score to")
    parser.add_argument("--at", type=float, help="only counts what is said from this score on")
    options = parser.parse_args()
    ear, judge = load(options.ear), Judge()
    scale = Scale(json.loads((options.people / "people.json").read_text()), options.people, judge)
    prompts = {name: ear(sound([options.people / f"{name}_a.wav"])) for name in scale.people}
    rows = [(name, "second recording", float(ear(sound([options.people / f"{name}_b.wav"])) @ prompts[name]), scale.is_within(name, scale.second[name])) for name in scale.people]
    for folder in options.readings:
        groups: dict[tuple[str, str], set[str]] = collections.defaultdict(set)
        for text in (folder / "readings.jsonl").read_text().splitlines():
            reading = json.loads(text)
            groups[reading["person"], reading["method"]].add(reading["path"])
        for (name, method), paths in groups.items():
            files = [folder / path for path in sorted(paths)]
            rows.append((name, method, float(ear(sound(files)) @ prompts[name]), scale.is_within(name, judge(files))))
    for method in dict.fromkeys(row[1] for row in rows):
        part = [row for row in rows if row[1] == method]
        scores = sorted(row[2] for row in part)
        print(f"{method}: {len(part)}, {sum(row[3] for row in part)} within the range of real pairs; scores {scores[0]:.2f}, {np.median(scores):.2f} in the middle, {scores[-1]:.2f}")
    beyond = np.array([row[2] for row in rows if not row[3] and row[1] != "second recording"])
    agreed = max(least_agreed(np.array([row[2] for row in rows]), np.array([row[3] for row in rows])), float(beyond.mean() + DEVIATIONS * beyond.std()))
    agreed = agreed if options.at is None else options.at
    said = [row for row in rows if row[2] >= agreed]
    print(f"from {agreed:.3f} on: {collections.Counter(row[1] for row in said)}, {sum(row[3] for row in said)} of {len(said)} agreed")
    if options.calibration is None:
        return
    calibration = json.loads(options.calibration.read_text())
    options.calibration.write_text(json.dumps({**calibration, "agreed": round(agreed, 4)}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
