"""Who trains the encoder, who is kept for an ear that only tells how near a reading is, who chooses, and who is judged.

    python3 people.py --pcm PCM --out judged-people.json

Everybody judged or choosing is among those whom the speaker encoder never heard in training (../speaker-encoder/data.py), so nobody
judged was heard by anything that a voice is made with.
"""

import argparse
import dataclasses
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
sys.path.append(str(HERE.parent / "speaker-encoder"))
from data import Speaker, load_speakers, split_speakers  # noqa: E402

JUDGED = {"adult-F": 8, "adult-M": 8, "librispeech": 12}
#: Of five people in training, so many are kept for an ear that nothing is chosen with.
EAR_SHARE = 2


@dataclasses.dataclass(frozen=True)
class Roles:
    """Five sets of people without overlap; `ear` and `encoder` are halves of those who trained the speaker encoder."""

    encoder: list[Speaker]
    ear: list[Speaker]
    #: For such an ear alone: no style is a child's.
    children: list[Speaker]
    development: list[Speaker]
    judged: list[Speaker]


def is_adult(speaker: Speaker) -> bool:
    return not speaker.group.startswith("child")


def roles(pcm: pathlib.Path) -> Roles:
    """Everybody of the corpus by role: the same in every run."""
    split = split_speakers(load_speakers(pcm))
    judged, rest = [], []
    for group, count in JUDGED.items():
        people = [person for person in split.test if person.group == group]
        judged += people[:count]
        rest += people[count:]
    adults = [person for person in split.train if is_adult(person)]
    return Roles(
        encoder=[person for index, person in enumerate(adults) if index % 5 >= EAR_SHARE],
        ear=[person for index, person in enumerate(adults) if index % 5 < EAR_SHARE],
        children=[person for person in split.train if not is_adult(person)],
        development=rest + [person for person in split.development if is_adult(person)],
        judged=judged,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pcm", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    found = roles(options.pcm)
    named = {role: [person.name for person in getattr(found, role)] for role in ("judged", "development", "ear", "encoder")}
    lines = ",\n".join(f"  {json.dumps(role)}: {json.dumps(names)}" for role, names in named.items())
    options.out.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    print({role: len(names) for role, names in named.items()})


if __name__ == "__main__":
    main()
