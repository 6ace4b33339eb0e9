"""Makes recordings ready to train on.

    python3 prepare.py stretches --pcm PCM --speech SPEECH --out WORK
    npx tsx ../../scripts/training/words-of-people.ts WORK/stretches.jsonl WORK/words.jsonl
    python3 prepare.py align --pcm PCM --pack PACK --out WORK [--follow]
    python3 prepare.py tape --pcm PCM --out WORK

`stretches` cuts what is learned from out of everybody's recordings; `align` puts words, pitch and energy to it, as
workers/inference/engines/kokoro/learning/fit-item.ts does, and writes a file for each person. With
`--follow` it waits for words that are still being heard. `tape` makes two more voices of each who trains, slower and faster.
Continues where it stopped.
"""

import argparse
import csv
import json
import os
import pathlib
import time

import librosa
import numpy as np
import scipy.fft
import scipy.signal
import torch

from people import Roles, Speaker, roles
from starter import SAMPLES_PER_FRAME, TIMBRE, OwnEar, SoundSide, StyleSearch, TextSide

from data import trim_silence

#: Stretches of a person that are learned from, and their seconds.
STRETCHES, SHORTEST, LONGEST = 2, 2.2, 4.6
#: Seconds of somebody's only clip: below the first all of it is both stretch and prompt; below the second both are shorter.
DIVISIBLE, ENOUGH = 4.5, 10
#: Prompts of a person, and their seconds.
PROMPTS, PROMPT_SECONDS = 3, (4, 10)
#: Of a tape, above and below its usual one: other voices to the speaker encoder, too (../speaker-encoder/augment.py). Pitch and formants move.
SPEEDS = {"slow": (9, 10), "fast": (11, 10)}
#: Above this the words are hardly what was said.
FURTHEST = 0.65


def floats(clip: np.ndarray) -> np.ndarray:
    return trim_silence(clip).astype(np.float32) / 32768


def halves_of(person: Speaker) -> tuple[list[int], list[int]]:
    """Clips that are learned from, and clips that are prompts; a single clip is cut by who reads them."""
    numbers = range(len(person.clips))
    return list(numbers[::2]), list(numbers[1::2])


def quietest(clip: np.ndarray, first: float, last: float) -> int:
    """The sample between two times with the least around it."""
    power = np.convolve(np.square(clip), np.ones(1600), "same")
    start, end = int(first * 16_000), min(len(clip), int(last * 16_000))
    return start + int(power[start:end].argmin())


def middle_of(clip: np.ndarray) -> tuple[int, int]:
    """Where the stretch of somebody's only clip begins and ends: many begin with the heading of a chapter. A short clip's is its end, or all of it."""
    seconds = len(clip) / 16_000
    if seconds < DIVISIBLE:
        return 0, len(clip)
    if seconds < ENOUGH:
        return quietest(clip, max(0.45 * seconds, seconds - LONGEST), 0.6 * seconds), len(clip)
    first = quietest(clip, 3.0, 5.0)
    return first, quietest(clip, first / 16_000 + 3.2, first / 16_000 + 4.8)


def stretches_of(person: Speaker, texts: list[str]) -> list[tuple[str, np.ndarray, str | None]]:
    if len(person.clips) == 1:
        clip = floats(person.clips[0])
        if len(clip) < SHORTEST * 16_000:
            return []
        first, end = middle_of(clip)
        return [(f"{person.name}-0", clip[first:end], None)]
    found = []
    for number in halves_of(person)[0]:
        clip = floats(person.clips[number])
        if SHORTEST < len(clip) / 16_000 < LONGEST and len(texts[number].split()) > 2 and len(found) < STRETCHES:
            found.append((f"{person.name}-{number}", clip, texts[number].lower()))
    return found


def prompts_of(person: Speaker) -> list[np.ndarray]:
    """The same ones whenever they are asked for."""
    generator = np.random.default_rng(int("".join(filter(str.isdigit, person.name))))
    if len(person.clips) == 1:
        clip = floats(person.clips[0])
        first, end = middle_of(clip)
        speech = np.concatenate([clip[end:], clip[:first]]) if end - first < len(clip) else clip
    else:
        speech = np.concatenate([floats(person.clips[number]) for number in halves_of(person)[1]])
    found = []
    for _ in range(PROMPTS):
        samples = min(len(speech), int(generator.uniform(*PROMPT_SECONDS) * 16_000))
        start = int(generator.integers(len(speech) - samples + 1))
        found.append(speech[start : start + samples])
    return found


def people_in_turn(found: Roles, with_those_who_choose: bool = True) -> list[Speaker]:
    """The corpora in turn, those who choose early."""
    groups: dict[bool, list[Speaker]] = {}
    for person in found.encoder:
        groups.setdefault(person.group == "librispeech", []).append(person)
    mixed = [person for pair in zip(*groups.values()) for person in pair]
    return mixed[:16] + (found.development if with_those_who_choose else []) + mixed[16:] + [person for person in found.encoder if person not in mixed]


def write_stretches(options: argparse.Namespace) -> None:
    texts: dict[str, list[str]] = {}
    with open(options.speech / "index.tsv", newline="", encoding="utf-8") as index:
        for row in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE):
            texts.setdefault(row["speaker"], []).append(row["text"] or "")
    (options.out / "stretches").mkdir(parents=True, exist_ok=True)
    with open(options.out / "stretches.jsonl", "w", encoding="utf-8") as lines:
        for person in people_in_turn(roles(options.pcm)):
            for name, samples, words in stretches_of(person, texts[person.name]):
                path = (options.out / "stretches" / f"{name}.f32").resolve()
                path.write_bytes(samples.astype("<f4").tobytes())
                lines.write(json.dumps({"id": name, "path": str(path), "words": words}) + "\n")


def pitch_of(samples: np.ndarray) -> np.ndarray:
    """Hz, 80 a second, 0 without voice; of sound at 16 kHz."""
    hertz, voiced, _ = librosa.pyin(
        samples[::2] if len(samples) % 2 == 0 else samples[:-1:2], fmin=60, fmax=420, sr=8000, frame_length=512, hop_length=100, resolution=0.2, max_transition_rate=60
    )
    return np.where(voiced, np.nan_to_num(hertz), 0.0)


def energy_of(sound: np.ndarray) -> np.ndarray:
    """fit-item.ts: the size of the mel spectra that Kokoro's energy is made of."""
    powers = librosa.feature.melspectrogram(y=sound, sr=16_000, n_fft=2048, win_length=1200, hop_length=300, n_mels=80, htk=True, norm=None, power=2.0)
    return np.log(np.sqrt(np.square(powers + 1e-5).sum(0)))


def cepstra_of(sound: np.ndarray) -> np.ndarray:
    """alignment.ts: [28, windows]."""
    powers = librosa.feature.melspectrogram(y=sound, sr=24_000, n_fft=1024, win_length=900, hop_length=300, n_mels=60, fmax=7600)
    still = scipy.fft.dct(np.log(powers + 1e-5), axis=0, norm="ortho")[:14]
    still = (still - still.mean(1, keepdims=True)) / (still.std(1, keepdims=True) + 1e-3)
    motion = np.gradient(still, axis=1)
    return np.concatenate([still, 0.7 * motion / (motion.std(1, keepdims=True) + 1e-3)])


class Aligner:
    """Puts the starter's text rows, and pitch and energy, to a recording."""

    def __init__(self, text: TextSide, sound: SoundSide) -> None:
        self.text, self.sound = text, sound

    def read(self, ids: list[int], style: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
        said = self.text(ids, style)
        places = np.repeat(np.arange(len(ids)), said["durations"])
        tensor = lambda values: torch.from_numpy(np.ascontiguousarray(values, np.float32))[None]
        with torch.no_grad():
            sound = self.sound(tensor(said["rows"][:, places]), tensor(said["pitch"]), tensor(said["energy"]), tensor(style[:TIMBRE]), torch.zeros(1, self.sound.count))
        return said, places, sound[0].numpy()

    def __call__(self, samples: np.ndarray, ids: list[int], style: np.ndarray) -> dict[str, np.ndarray] | None:
        """What a stretch at 16 kHz is to the sound side; None where the words do not fit it."""
        said, places, own = self.read(ids, style)
        recording = scipy.signal.resample_poly(samples, 3, 2).astype(np.float32)
        frames = len(recording) // SAMPLES_PER_FRAME
        recording = recording[: frames * SAMPLES_PER_FRAME]
        recording *= np.sqrt(np.square(own).mean()) / (np.sqrt(np.square(recording).mean()) + 1e-6)
        steps = np.array([[1, 1], [1, 2], [2, 1], [1, 0], [0, 1]])
        costs, path = librosa.sequence.dtw(
            cepstra_of(own), cepstra_of(recording), metric="cosine", step_sizes_sigma=steps, weights_add=np.zeros(5), weights_mul=np.array([1, 1.4, 1.4, 1.2, 1.2])
        )
        distance = float(costs[-1, -1] / max(costs.shape))
        if distance > FURTHEST:
            return None
        columns, first = np.unique(path[:, 1], return_index=True)
        windows = np.interp(np.arange(2 * frames), columns, path[first, 0])
        chosen = places[np.minimum(windows[::2].round().astype(int) // 2, len(places) - 1)]
        energies = energy_of(own)[: len(said["energy"])]
        slope, start = np.polyfit(energies, said["energy"][: len(energies)], 1)
        pitch = pitch_of(samples)
        fit = lambda values: np.pad(values, (0, max(0, 2 * frames - len(values))))[: 2 * frames].astype(np.float32)
        return {
            "rows": said["rows"][:, chosen].astype(np.float16),
            "pitch": fit(pitch),
            "energy": fit(slope * energy_of(recording) + start),
            "sound": recording.astype(np.float16),
            "distance": np.float32(distance),
        }


def embeddings_of(prompts: list[np.ndarray], ear: OwnEar) -> np.ndarray:
    with torch.no_grad():
        return np.concatenate([ear(torch.from_numpy(prompt.astype(np.float32))[None]).numpy() for prompt in prompts])


def how_it_sounds(embeddings: np.ndarray, semitones: float, search: StyleSearch) -> dict[str, np.ndarray]:
    styles = search.styles(embeddings, np.full(len(embeddings), semitones))
    return {"embeddings": embeddings, "semitones": np.float32(semitones), "styles": styles.astype(np.float32)}


def keep(path: pathlib.Path, numbers: dict[str, np.ndarray]) -> None:
    unfinished = path.with_suffix(".part")
    with open(unfinished, "wb") as file:
        np.savez(file, **numbers)
    os.replace(unfinished, path)


def prepare(person: Speaker, said: dict, align: Aligner, ear: OwnEar, search: StyleSearch, out: pathlib.Path) -> None:
    prompts = prompts_of(person)
    embeddings = embeddings_of(prompts, ear)
    pitch = np.concatenate([pitch_of(prompt) for prompt in prompts[:1]])
    if (pitch > 0).sum() < 80:
        return
    numbers = how_it_sounds(embeddings, 12 * np.log2(np.median(pitch[pitch > 0])), search)
    styles = numbers["styles"]
    count = 0
    for name, words in said.items():
        samples = np.frombuffer((out / "stretches" / f"{name}.f32").read_bytes(), "<f4")
        if len(words["ids"]) < 12 or len(words["ids"]) > 200:
            continue
        found = align(samples, words["ids"], styles[0] + search.course[len(words["ids"]) - 3])
        if found:
            numbers |= {f"{key}.{count}": value for key, value in found.items()}
            count += 1
    numbers["count"] = np.int64(count)
    keep(out / "people" / f"{person.name}.npz", numbers)
    print(person.name, count, [round(float(numbers[f"distance.{at}"]), 2) for at in range(count)], flush=True)


def align_people(options: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    (options.out / "people").mkdir(parents=True, exist_ok=True)
    ear, search, align = OwnEar(), StyleSearch.load(), Aligner(TextSide(options.pack), SoundSide(options.pack))
    wanted: dict[str, list[str]] = {}
    for line in (options.out / "stretches.jsonl").read_text().splitlines():
        name = json.loads(line)["id"]
        wanted.setdefault(name.rpartition("-")[0], []).append(name)
    waiting = [person for person in people_in_turn(roles(options.pcm)) if person.name in wanted]
    while waiting:
        path = options.out / "words.jsonl"
        words = {said["id"]: said for said in map(json.loads, path.read_text().splitlines())} if path.exists() else {}
        ready = [person for person in waiting if all(name in words for name in wanted[person.name])]
        for person in ready:
            if not (options.out / "people" / f"{person.name}.npz").exists():
                prepare(person, {name: words[name] for name in wanted[person.name]}, align, ear, search, options.out)
        waiting = [person for person in waiting if person not in ready]
        if waiting and not options.follow:
            break
        if waiting:
            time.sleep(5)


def at_speed(item: dict[str, np.ndarray], faster: int, slower: int) -> dict[str, np.ndarray]:
    """A stretch as a tape would give it at `faster` / `slower` of its speed."""
    sound = scipy.signal.resample_poly(item["sound"].astype(np.float32), slower, faster)
    frames = len(sound) // SAMPLES_PER_FRAME
    places = lambda count, most: np.minimum(((np.arange(count) + 0.5) * faster / slower).astype(int), most - 1)
    windows = places(2 * frames, len(item["pitch"]))
    return {
        "rows": item["rows"][:, places(frames, item["rows"].shape[1])],
        "pitch": item["pitch"][windows] * np.float32(faster / slower),
        "energy": item["energy"][windows],
        "sound": sound[: frames * SAMPLES_PER_FRAME].astype(np.float16),
        "distance": item["distance"],
    }


def more_voices(options: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    ear, search = OwnEar(), StyleSearch.load()
    for person in people_in_turn(roles(options.pcm), with_those_who_choose=False):
        path = options.out / "people" / f"{person.name}.npz"
        if not path.exists():
            continue
        with np.load(path) as file:
            usual = dict(file)
        for name, (faster, slower) in SPEEDS.items():
            to = path.with_suffix(f".{name}.npz")
            if to.exists() or usual["count"] == 0:
                continue
            prompts = [scipy.signal.resample_poly(prompt, slower, faster) for prompt in prompts_of(person)]
            numbers = how_it_sounds(embeddings_of(prompts, ear), float(usual["semitones"]) + 12 * np.log2(faster / slower), search)
            for at in range(int(usual["count"])):
                item = {key: usual[f"{key}.{at}"] for key in ("rows", "pitch", "energy", "sound", "distance")}
                numbers |= {f"{key}.{at}": value for key, value in at_speed(item, faster, slower).items()}
            keep(to, numbers | {"count": usual["count"]})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["stretches", "align", "tape"])
    parser.add_argument("--pcm", type=pathlib.Path, required=True)
    parser.add_argument("--speech", type=pathlib.Path)
    parser.add_argument("--pack", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--follow", action="store_true")
    options = parser.parse_args()
    {"stretches": write_stretches, "align": align_people, "tape": more_voices}[options.what](options)


if __name__ == "__main__":
    main()
