"""
Writes two stretches of real speech of each chosen person as 16 kHz WAV: `a` is the prompt, `b` another recording of the
same person (of LibriSpeech, which has one clip each, its other half).
"""

import argparse
import pathlib
import sys
import wave

import numpy

sys.path.append(str(pathlib.Path(__file__).parent.parent / "speaker-encoder"))
from data import SAMPLE_RATE, Speaker, load_speakers, split_speakers, trim_silence  # noqa: E402

PROMPT_SECONDS = 8


def stretches(speaker: Speaker) -> tuple[numpy.ndarray, numpy.ndarray] | None:
    """Up to eight seconds each, without a clip in common; None where there is too little."""
    samples = PROMPT_SECONDS * SAMPLE_RATE
    if len(speaker.clips) == 1:
        clip = trim_silence(speaker.clips[0])
        middle = len(clip) // 2
        pair = clip[:middle][:samples], clip[middle:][:samples]
    else:
        halves = speaker.clips[::2], speaker.clips[1::2]
        first, second = (numpy.concatenate([trim_silence(clip) for clip in half])[:samples] for half in halves)
        pair = first, second
    return pair if min(map(len, pair)) >= 4 * SAMPLE_RATE else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pcm", type=pathlib.Path, required=True, help="what speaker-encoder/decode_clips.py wrote")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--train", type=int, default=40, help="people of each group for the mapping")
    parser.add_argument("--test", type=int, default=8, help="held-out people of each group of adults")
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    split = split_speakers(load_speakers(options.pcm))
    generator = numpy.random.default_rng(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, people, most in (("train", split.train, options.train), ("test", split.test, options.test)):
        for group in sorted({person.group for person in people}):
            if name == "test" and group.startswith("child"):
                continue
            able = [(person, pair) for person in people if person.group == group and (pair := stretches(person))]
            for index in generator.permutation(len(able))[:most]:
                person, pair = able[index]
                for letter, sound in zip("ab", pair):
                    with wave.open(str(options.out / f"{name}_{group}_{person.name}_{letter}.wav"), "wb") as file:
                        file.setnchannels(1)
                        file.setsampwidth(2)
                        file.setframerate(SAMPLE_RATE)
                        file.writeframes(sound.astype("<i2").tobytes())


if __name__ == "__main__":
    main()
