"""How near readings are to the people they are of, as an outside judge hears it: GE2E (Wan et al. 2018) as PyPI `resemblyzer` has it.

    python3 identity.py --people PEOPLE --readings READINGS [--dnsmos dnsmos_sig_bak_ovr.onnx]

PEOPLE as write_people.py made it, READINGS as `npm run eval -- --identity` did: readings.jsonl (person, method, sentence, path, words,
wordsWrong) and the sounds. The judge never trains, chooses or calibrates anything that a voice is made with.

- identity: the reading's mean cosine with both recordings of the person, on a scale where 0 is the mean cosine of two different people
  and 1 that of the person's two recordings;
- margin: its cosine with the person less the mean cosine with the others of the same corpus and sex, over the same of real speech;
- first: whether the person is the nearest of all.
A person's sentences are judged joined, since half as much speech alone scores lower, real speech, too.
"""

import argparse
import collections
import json
import pathlib
import sys
import types
import warnings

import numpy as np
import scipy.ndimage
import soundfile

warnings.filterwarnings("ignore")
# The package and what it needs name modules that newer SciPy and setuptools no longer have.
sys.modules.setdefault("scipy.ndimage.morphology", types.SimpleNamespace(binary_dilation=scipy.ndimage.binary_dilation))
sys.modules.setdefault("pkg_resources", types.SimpleNamespace(get_distribution=lambda _name: types.SimpleNamespace(version="")))
if not hasattr(np, "bool"):
    np.bool = bool
import torch  # noqa: E402
from resemblyzer import VoiceEncoder, preprocess_wav  # noqa: E402

#: Of DNSMOS P.835 (microsoft/DNS-Challenge): seconds heard, and from its overall score to one of listeners.
DNSMOS_SAMPLES = 144_160
OVERALL = (-0.06766283, 1.11546468, 0.04602535)


class Judge:
    """Sounds in, vectors of norm 1 out."""

    def __init__(self) -> None:
        torch.set_num_threads(1)
        self.encoder = VoiceEncoder("cpu", verbose=False)

    def __call__(self, paths: list[pathlib.Path]) -> np.ndarray:
        sounds = []
        for path in paths:
            samples, rate = soundfile.read(path, dtype="float32")
            sounds.append(preprocess_wav(samples, source_sr=rate))
        with torch.no_grad():
            return self.encoder.embed_utterance(np.concatenate(sounds))


class Dnsmos:
    """Overall quality of a sound, 1 to 5."""

    def __init__(self, path: pathlib.Path) -> None:
        import onnxruntime

        self.session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def __call__(self, path: pathlib.Path) -> float:
        import librosa

        samples, rate = soundfile.read(path, dtype="float32")
        samples = librosa.resample(samples, orig_sr=rate, target_sr=16_000)
        raw = self.session.run(None, {"input_1": np.resize(samples, DNSMOS_SAMPLES)[None]})[0][0]
        return float(np.polyval(OVERALL, raw[2]))


class Scale:
    """What cosines mean among the people of a folder."""

    def __init__(self, people: list[dict], folder: pathlib.Path, judge: Judge) -> None:
        self.people = {person["name"]: person for person in people}
        self.first = {name: judge([folder / f"{name}_a.wav"]) for name in self.people}
        self.second = {name: judge([folder / f"{name}_b.wav"]) for name in self.people}
        self.middle = {name: (self.first[name] + self.second[name]) / 2 for name in self.people}
        names = list(self.people)
        self.stranger = float(np.mean([self.first[a] @ self.second[b] for a in names for b in names if a != b]))
        self.same = {name: float(self.first[name] @ self.second[name]) for name in names}

    def identity(self, name: str, heard: np.ndarray) -> float:
        return float((heard @ self.middle[name] - self.stranger) / (self.same[name] - self.stranger))

    def margin(self, name: str, heard: np.ndarray) -> float:
        group = (self.people[name]["corpus"], self.people[name]["sex"])
        others = [other for other, person in self.people.items() if other != name and (person["corpus"], person["sex"]) == group]
        over = lambda vector, own: float(vector @ own - np.mean([vector @ self.middle[other] for other in others]))
        return over(heard, self.middle[name]) / over(self.second[name], self.first[name])

    def is_first(self, name: str, heard: np.ndarray) -> bool:
        return max(self.people, key=lambda other: float(heard @ self.middle[other])) == name

    def is_within(self, name: str, heard: np.ndarray) -> bool:
        """Whether it is as near to the person as nineteen of twenty second recordings are."""
        return float(heard @ self.first[name]) >= float(np.quantile(list(self.same.values()), 0.05))


def judged(scale: Scale, readings: list[dict], folder: pathlib.Path, judge: Judge, dnsmos: Dnsmos | None) -> list[dict]:
    """A row for each person and method."""
    groups: dict[tuple[str, str], list[dict]] = collections.defaultdict(list)
    for reading in readings:
        groups[reading["method"], reading["person"]].append(reading)
    rows = []
    for (method, name), parts in sorted(groups.items()):
        paths = [folder / part["path"] for part in sorted(parts, key=lambda part: part["sentence"])]
        heard = judge(paths)
        rows.append(
            {
                "method": method,
                "person": name,
                "sex": scale.people[name]["sex"],
                "identity": scale.identity(name, heard),
                "margin": scale.margin(name, heard),
                "first": scale.is_first(name, heard),
                "within": scale.is_within(name, heard),
                "words": sum(part["words"] for part in parts),
                "wordsWrong": sum(part["wordsWrong"] for part in parts),
                "dnsmos": float(np.mean([dnsmos(path) for path in paths])) if dnsmos else None,
            }
        )
    return rows


def line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def table(rows: list[dict], scale: Scale) -> str:
    """A line for each method, over the people that all methods have."""
    methods = list(dict.fromkeys(row["method"] for row in rows))
    of = {method: {row["person"]: row for row in rows if row["method"] == method} for method in methods}
    lines = [
        f"{len(scale.people)} people; cosine of strangers {scale.stranger:.3f}, of a person's two recordings {np.mean(list(scale.same.values())):.3f}.",
        "",
        line(["method", "people", "identity", "women", "men", "worst", "margin", f"first of {len(scale.people)}", "within real pairs", "words wrong", "DNSMOS"]),
        line(["---"] + ["---:"] * 10),
    ]
    for method in methods:
        found = list(of[method].values())
        mean = lambda key, chosen=found: f"{np.mean([row[key] for row in chosen]):.2f}" if chosen else "–"
        share = lambda key: f"{sum(row[key] for row in found)} of {len(found)}"
        worst = min(found, key=lambda row: row["identity"])
        words = sum(row["words"] for row in found)
        quality = "–" if found[0]["dnsmos"] is None else mean("dnsmos")
        lines.append(
            line(
                [method, str(len(found)), mean("identity"), mean("identity", [row for row in found if row["sex"] == "F"]), mean("identity", [row for row in found if row["sex"] == "M"])]
                + [f"{worst['person']} {worst['identity']:.2f}", mean("margin"), share("first"), share("within"), f"{sum(row['wordsWrong'] for row in found)} of {words}", quality]
            )
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=pathlib.Path, required=True)
    parser.add_argument("--readings", type=pathlib.Path, required=True)
    parser.add_argument("--dnsmos", type=pathlib.Path)
    options = parser.parse_args()
    judge = Judge()
    scale = Scale(json.loads((options.people / "people.json").read_text()), options.people, judge)
    readings = [json.loads(text) for text in (options.readings / "readings.jsonl").read_text().splitlines()]
    rows = judged(scale, readings, options.readings, judge, Dnsmos(options.dnsmos) if options.dnsmos else None)
    (options.readings / "judged.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    print(table(rows, scale))


if __name__ == "__main__":
    main()
