"""How nearly readings that follow a recording say its sounds when it does.

    python3 timing.py --people PEOPLE --readings READINGS

PEOPLE and READINGS as identity.py takes them; of the readings those that follow `NAME_b.wav`. No transcriber is asked, whose times have steps of
20 ms and errors of their own: wherever a sound begins in the recording (its mel bands rise), the reading is moved until the bands around
there agree most, 150 ms at most either way. The beginning of the whole is taken away first.
"""

import argparse
import json
import pathlib

import librosa
import numpy as np
import soundfile

#: Windows of 5 ms.
RATE, HOP, BANDS = 16_000, 80, 24
PER_SECOND = RATE // HOP
#: Half of what is compared around a beginning, and how far the reading is moved.
AROUND, FARTHEST = int(0.2 * PER_SECOND), int(0.15 * PER_SECOND)
#: In nats, over 60 ms, in the mean of the bands.
LEAST_RISE = 1.0
#: Of the whole.
FARTHEST_START = int(0.5 * PER_SECOND)
#: Between two beginnings, and where agreement says little.
APART, LEAST_AGREEMENT = int(0.1 * PER_SECOND), 0.5


def bands_of(path: pathlib.Path) -> np.ndarray:
    """[windows, BANDS]: logarithms of mel powers."""
    samples, rate = soundfile.read(path, dtype="float32")
    samples = librosa.resample(samples, orig_sr=rate, target_sr=RATE)
    powers = librosa.feature.melspectrogram(y=samples, sr=RATE, n_fft=512, win_length=400, hop_length=HOP, n_mels=BANDS, fmin=100, fmax=6000)
    return np.log(powers + 1e-4 * powers.max()).T


def shape_of(bands: np.ndarray) -> np.ndarray:
    """Without loudness, which a reading has from the recording whatever it says: each window with mean 0, then each band with mean 0 and spread 1."""
    shape = bands - bands.mean(1, keepdims=True)
    return (shape - shape.mean(0)) / (shape.std(0) + 1e-6)


def beginnings(bands: np.ndarray) -> np.ndarray:
    """Windows at which most bands rise."""
    width = int(0.03 * PER_SECOND)
    rise = np.zeros(len(bands))
    rise[width:-width] = np.maximum(bands[2 * width :] - bands[: -2 * width], 0).mean(1)
    order, found = np.argsort(-rise), []
    for window in order[rise[order] > LEAST_RISE]:
        if all(abs(window - other) >= APART for other in found):
            found.append(int(window))
    return np.array(sorted(found))


def agreement(recording: np.ndarray, reading: np.ndarray, lag: int) -> float:
    """Correlation of the recording with what the reading says `lag` windows later; both from the same window on."""
    first, last = max(0, -lag), min(len(recording), len(reading) - lag)
    a, b = recording[first:last].ravel(), reading[first + lag : last + lag].ravel()
    return float(np.corrcoef(a, b)[0, 1]) if last - first > AROUND else -1.0


def lags(recording: np.ndarray, reading: np.ndarray) -> np.ndarray:
    """Seconds by which the reading is late at each beginning that is found again; of both the bands."""
    places = beginnings(recording)
    recording, reading = shape_of(recording), shape_of(reading)
    whole = max(range(-FARTHEST_START, FARTHEST_START + 1), key=lambda lag: agreement(recording, reading, lag))
    found = []
    for window in places:
        first, last = window - AROUND, window + AROUND
        if first < 0 or last > len(recording) or first + whole - FARTHEST < 0 or last + whole + FARTHEST > len(reading):
            continue
        part = recording[first:last].ravel()
        heard = [np.corrcoef(part, reading[first + whole + lag : last + whole + lag].ravel())[0, 1] for lag in range(-FARTHEST, FARTHEST + 1)]
        if max(heard) > LEAST_AGREEMENT:
            found.append((int(np.argmax(heard)) - FARTHEST) / PER_SECOND)
    return np.array(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=pathlib.Path, required=True)
    parser.add_argument("--readings", type=pathlib.Path, required=True)
    options = parser.parse_args()
    readings = [json.loads(text) for text in (options.readings / "readings.jsonl").read_text().splitlines()]
    everybody = []
    for reading in readings:
        if reading["method"] != "followed":
            continue
        late = lags(bands_of(options.people / f"{reading['person']}_b.wav"), bands_of(options.readings / reading["path"]))
        everybody.append(late)
        print(f"{reading['person']}: {len(late)} beginnings, median {1000 * np.median(np.abs(late)):.0f} ms off, {100 * np.mean(np.abs(late) <= 0.05):.0f} % within 50 ms")
    late = np.concatenate(everybody)
    print(f"all: {len(late)}, median {1000 * np.median(np.abs(late)):.0f} ms, {100 * np.mean(np.abs(late) <= 0.05):.0f} % within 50 ms, {100 * np.mean(np.abs(late) <= 0.1):.0f} % within 100 ms")


if __name__ == "__main__":
    main()
