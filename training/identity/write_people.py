"""Writes two recordings of each judged person, 12 s at most: `NAME_a.wav`, which a voice is made from, and `NAME_b.wav`, which nothing hears.

    python3 write_people.py --pcm PCM --speech SPEECH --out PEOPLE

and people.json: name, corpus, sex, words of `a` and `b` (null where nobody wrote them down). People of LibriSpeech, of whom there is one clip,
are cut in two, which flatters the second recording; their sex is told by the pitch.
"""

import argparse
import csv
import json
import pathlib
import sys
import wave

import librosa
import numpy as np

sys.path.append(str(pathlib.Path(__file__).parent.parent / "starter-encoder"))
from people import roles  # noqa: E402

from data import SAMPLE_RATE, Speaker, trim_silence  # noqa: E402

SECONDS = 12
#: Between men's and women's median pitch, Hz.
BETWEEN_SEXES = 160


def recordings(person: Speaker, texts: list[str]) -> tuple[np.ndarray, np.ndarray, str | None, str | None]:
    """Whole clips as long as they fit, every second one for `a`."""
    if len(person.clips) == 1:
        clip = trim_silence(person.clips[0])
        middle = len(clip) // 2
        return clip[:middle][: SECONDS * SAMPLE_RATE], clip[middle:][: SECONDS * SAMPLE_RATE], None, None
    sides = []
    for offset in (0, 1):
        clips, words = [], []
        for clip, text in list(zip(person.clips, texts))[offset::2]:
            if sum(map(len, clips)) + len(clip) <= SECONDS * SAMPLE_RATE:
                clips.append(trim_silence(clip))
                words.append(text.capitalize() + ".")
        sides.append((np.concatenate(clips), " ".join(words)))
    return sides[0][0], sides[1][0], sides[0][1].lower(), sides[1][1]


def sex_of(person: Speaker, sound: np.ndarray) -> str:
    if person.gender:
        return person.gender
    pitch, voiced, _ = librosa.pyin(sound / 32768, fmin=60, fmax=420, sr=SAMPLE_RATE, resolution=0.5)
    return "F" if np.median(pitch[voiced]) > BETWEEN_SEXES else "M"


def write(path: pathlib.Path, samples: np.ndarray) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.astype("<i2").tobytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("pcm", "speech", "out"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--role", default="judged", choices=["judged", "development"])
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    texts: dict[str, list[str]] = {}
    with open(options.speech / "index.tsv", newline="", encoding="utf-8") as index:
        for row in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE):
            texts.setdefault(row["speaker"], []).append(row["text"] or "")
    people = []
    for person in getattr(roles(options.pcm), options.role):
        first, second, words, other_words = recordings(person, texts[person.name])
        write(options.out / f"{person.name}_a.wav", first)
        write(options.out / f"{person.name}_b.wav", second)
        corpus = "librispeech" if person.group == "librispeech" else "speechocean762"
        people.append({"name": person.name, "corpus": corpus, "sex": sex_of(person, first.astype(np.float32)), "words": words, "otherWords": other_words})
    # Corpora and sexes in turn, so that a run that is cut short has some of all.
    groups: dict[tuple[str, str], list[dict]] = {}
    for person in people:
        groups.setdefault((person["corpus"], person["sex"]), []).append(person)
    mixed = sorted(people, key=lambda person: groups[person["corpus"], person["sex"]].index(person))
    (options.out / "people.json").write_text(json.dumps(mixed, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print({f"{corpus} {sex}": len(group) for (corpus, sex), group in groups.items()})


if __name__ == "__main__":
    main()
