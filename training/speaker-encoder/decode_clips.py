"""Decodes every clip once: 16 kHz mono int16 in one flat file, and an index beside it.

    python3 decode_clips.py --speech DIR --out DIR

DIR of --speech holds index.tsv (path, speaker, gender, age, text) and the Ogg Opus files it names. Written are
`samples.int16` (all clips joined) and `clips.tsv` (first sample, samples, speaker, gender, age).
"""

import argparse
import csv
import pathlib
import subprocess
import tempfile

SAMPLE_RATE = 16_000
#: Starting ffmpeg costs more than decoding a few seconds: this many files share one start.
FILES_PER_START = 64


def decode(paths: list[pathlib.Path]) -> list[bytes]:
    """Little-endian int16 samples of each file; a file that does not decode stops the run."""
    with tempfile.TemporaryDirectory() as scratch:
        outputs = [pathlib.Path(scratch, f"{number}.s16") for number in range(len(paths))]
        command = ["ffmpeg", "-v", "error", "-nostdin"]
        for path in paths:
            command += ["-i", str(path)]
        for number, output in enumerate(outputs):
            command += ["-map", f"{number}:a", "-f", "s16le", "-ac", "1", "-ar", str(SAMPLE_RATE), str(output)]
        subprocess.run(command, check=True)
        return [output.read_bytes() for output in outputs]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speech", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    first = 0
    with (
        open(options.speech / "index.tsv", newline="", encoding="utf-8") as index,
        open(options.out / "clips.tsv", "w", newline="", encoding="utf-8") as clips,
        open(options.out / "samples.int16", "wb") as samples,
    ):
        rows = list(csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE))
        written = csv.writer(clips, delimiter="\t", lineterminator="\n")
        written.writerow(["first", "samples", "speaker", "gender", "age"])
        for start in range(0, len(rows), FILES_PER_START):
            chunk = rows[start : start + FILES_PER_START]
            for row, pcm in zip(chunk, decode([options.speech / row["path"] for row in chunk])):
                count = len(pcm) // 2
                samples.write(pcm)
                written.writerow([first, count, row["speaker"], row["gender"], row["age"]])
                first += count
    print(f"{first / SAMPLE_RATE / 3600:.2f} hours")


if __name__ == "__main__":
    main()
