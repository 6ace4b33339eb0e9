"""Writes the trained network as one ONNX graph: 16 kHz samples in, one vector of norm 1 out.

    python3 export.py --checkpoint FILE --out speaker-encoder.onnx [--reference speaker-encoder.reference.json]

Weights are stored in half precision and cast when the graph is opened (the runtime folds the casts away), so that the
file is half as long and the arithmetic stays float32. The reference is what PyTorch gives for a constructed sound; the
tests of the app compare the graph with it.
"""

import argparse
import io
import json
import math
import pathlib

import numpy
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from model import EMBEDDING, SAMPLE_RATE, LogMel, LogMelAsConvolution, SpeakerEncoder

OPSET = 15
#: Biases and other short tensors are not worth a cast.
SMALLEST_HALVED = 1024


class SamplesToEmbedding(nn.Module):
    """[1, samples] -> [1, 128]."""

    def __init__(self, encoder: SpeakerEncoder) -> None:
        super().__init__()
        self.features = LogMelAsConvolution()
        self.encoder = encoder

    def forward(self, samples: Tensor) -> Tensor:
        return self.encoder(self.features(samples))


def to_onnx(network: nn.Module) -> onnx.ModelProto:
    file = io.BytesIO()
    torch.onnx.export(
        network.eval(),
        (torch.randn(1, 32_000) * 0.1,),
        file,
        opset_version=OPSET,
        input_names=["samples"],
        output_names=["embedding"],
        dynamic_axes={"samples": {1: "samples"}},
        do_constant_folding=True,
    )
    return onnx.load_from_string(file.getvalue())


def halve_weights(model: onnx.ModelProto) -> None:
    """Long float32 initialisers become float16 ones with a Cast behind them."""
    graph = model.graph
    casts = []
    for weight in list(graph.initializer):
        values = numpy_helper.to_array(weight)
        if values.dtype != numpy.float32 or values.size < SMALLEST_HALVED:
            continue
        stored = numpy_helper.from_array(values.astype(numpy.float16), weight.name + ".half")
        graph.initializer.remove(weight)
        graph.initializer.append(stored)
        casts.append(onnx.helper.make_node("Cast", [stored.name], [weight.name], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


def load_checkpoint(path: pathlib.Path) -> SpeakerEncoder:
    network = SpeakerEncoder()
    network.load_state_dict(torch.load(path, map_location="cpu")["network"])
    return network.eval()


def constructed_sound(seconds: float = 3) -> Tensor:
    """Twenty harmonics of a gliding 140 Hz, swelling four times a second: easy to write down again elsewhere."""
    time = torch.arange(int(seconds * SAMPLE_RATE), dtype=torch.float64) / SAMPLE_RATE
    phase = 2 * math.pi * (140 * time + 8 * torch.sin(2 * math.pi * 0.7 * time))
    sound = sum(torch.sin(number * phase) / number for number in range(1, 21))
    return (0.1 * sound * (0.6 + 0.4 * torch.cos(2 * math.pi * 4 * time))).float()


def write_reference(encoder: SpeakerEncoder, path: pathlib.Path) -> None:
    with torch.no_grad():
        embedding = encoder(LogMel()(constructed_sound()[None]))[0]
    path.write_text(json.dumps([round(float(value), 5) for value in embedding]) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--reference", type=pathlib.Path)
    options = parser.parse_args()

    encoder = load_checkpoint(options.checkpoint)
    model = to_onnx(SamplesToEmbedding(encoder))
    halve_weights(model)
    embedding = model.graph.output[0].type.tensor_type.shape
    embedding.CopyFrom(onnx.helper.make_tensor_type_proto(onnx.TensorProto.FLOAT, [1, EMBEDDING]).tensor_type.shape)
    model.producer_name, model.producer_version = "myna", ""
    model.doc_string = "Speaker encoder: mono 16 kHz samples [1, n], at least a second, to a 128-vector of norm 1."
    onnx.checker.check_model(model)
    options.out.write_bytes(model.SerializeToString())
    if options.reference:
        write_reference(encoder, options.reference)
    print(f"{options.out}: {options.out.stat().st_size} bytes, {len(model.graph.node)} nodes")


if __name__ == "__main__":
    main()
