"""Writes what the second ear makes of a constructed sound: what the app's test compares with.

    python3 export_reference.py --ear second-ear.safetensors --out second-ear.reference.json
"""

import argparse
import json
import pathlib

import numpy as np

from ear import SAMPLE_RATE, load


def constructed_sound(seconds: int) -> np.ndarray:
    """A gliding buzz that swells four times a second, its upper half softer and brighter by turns; the test makes the same."""
    time = np.arange(seconds * SAMPLE_RATE) / SAMPLE_RATE
    phase = 2 * np.pi * (140 * time + 8 * np.sin(2 * np.pi * 0.7 * time))
    sound = sum(np.sin(k * phase) / k * (1 + 0.8 * np.cos(2 * np.pi * 1.3 * time) * (k > 8)) for k in range(1, 41))
    return (0.1 * sound * (0.6 + 0.4 * np.cos(2 * np.pi * 4 * time))).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ear", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    heard = load(options.ear)(constructed_sound(3))
    options.out.write_text(json.dumps([round(float(value), 5) for value in heard]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
