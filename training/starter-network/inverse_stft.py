"""What the published graph's inverse STFT does: a proof from its constants, and the spectrum before and after.

python inverse_stft.py kokoro-fp32.onnx voices/am_michael.bin spectrum.svg
"""
import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper

RATE, SIZE, HOP = 24_000, 20, 5
STFT = "decoder.decoder.generator.stft.istft.stft."
SPECTRUM = "/decoder/decoder/generator/conv_post/Conv_output_0"
SENTENCES = pathlib.Path(__file__).with_name("sentences.json")
WINDOW = np.hanning(SIZE + 1)[:SIZE]


def frames_of(spectrum):
    """Windowed frames [time, SIZE] of log magnitudes and sines of phases [22, time]."""
    half = SIZE // 2 + 1
    bins = np.exp(spectrum[:half]) * np.exp(1j * np.sin(spectrum[half:]))
    return np.fft.irfft(bins, SIZE, axis=0).T * WINDOW


def overlap(frames):
    """Sum of the frames and of their squared windows, without the half frame at both ends."""
    sound, weight = np.zeros(HOP * (len(frames) - 1) + SIZE), np.zeros(HOP * (len(frames) - 1) + SIZE)
    for index, frame in enumerate(frames):
        sound[HOP * index:HOP * index + SIZE] += frame
        weight[HOP * index:HOP * index + SIZE] += WINDOW ** 2
    return sound[SIZE // 2:-SIZE // 2], weight[SIZE // 2:-SIZE // 2]


def levels(sound, size=2400):
    """Mean power in bins of 10 Hz, dB."""
    pieces = np.lib.stride_tricks.sliding_window_view(sound, size)[::size // 2] * np.hanning(size)
    return 10 * np.log10((np.abs(np.fft.rfft(pieces, axis=1)) ** 2).mean(0) + 1e-12)


def line_over_neighbours(level, hz):
    """How far the level at `hz` lies over the median of 40 to 400 Hz on both sides, dB."""
    bins = np.arange(len(level)) * 10
    near = np.abs(bins - hz)
    return level[near <= 10].max() - np.median(level[(near > 40) & (near <= 400)])


def polyline(level, colour):
    smooth = np.convolve(level, np.ones(3) / 3, "same")
    points = " ".join(f"{40 + i * 0.5:.1f},{120 - v * 2.5:.1f}" for i, v in enumerate(smooth))
    return f'<polyline fill="none" stroke="{colour}" stroke-width="0.7" points="{points}"/>'


def main(graph_path, voice_path, picture_path):
    model = onnx.load(graph_path)
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    window_sum = constants[STFT + "window_sum"]
    print(f"window_sum: {window_sum.size} values; largest difference to one squared Hann window {abs(window_sum - WINDOW ** 2).max():.1e}")

    model.graph.output.append(onnx.helper.make_empty_tensor_value_info(SPECTRUM))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    ids = json.loads(SENTENCES.read_text())[1]["ids"]
    style = np.fromfile(voice_path, "<f4").reshape(510, 256)[len(ids) - 3][None]
    feeds = {"input_ids": np.array([ids], np.int64), "style": style, "speed": np.ones(1, np.float32)}
    published, spectrum = session.run(["waveform", SPECTRUM], feeds)
    published = published.reshape(-1)
    summed, weight = overlap(frames_of(spectrum[0]))
    right = summed / weight
    inner = slice(SIZE, -SIZE)
    print(f"sum of squared windows: {weight[inner].min():.6f} to {weight[inner].max():.6f}")
    print(f"published / divided: {np.sqrt((published[inner] ** 2).mean() / (right[inner] ** 2).mean()):.4f}; "
          f"largest difference after division by 1.5: {abs(published[inner] / 1.5 - right[inner]).max():.1e}")
    print("| | level | 4.8 kHz | 9.6 kHz |\n|---|---|---|---|")
    for name, sound in (("published", published), ("divided", right)):
        level = levels(sound)
        print(f"| {name} | {10 * np.log10((sound ** 2).mean()):.1f} dB | {line_over_neighbours(level, 4800):+.1f} dB | {line_over_neighbours(level, 9600):+.1f} dB |")
    lines = polyline(levels(published), "#c33") + polyline(levels(right), "#236")
    marks = "".join(f'<text x="{40 + hz / 20}" y="295" font-size="11">{hz / 1000:g} kHz</text>' for hz in (0, 4800, 9600))
    with open(picture_path, "w") as picture:
        picture.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 300">{lines}{marks}</svg>\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
