"""The starter's network in PyTorch and ONNX Runtime, with the very weights of the starter pack, and what surrounds it."""

import base64
import dataclasses
import json
import pathlib
import sys
import types

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

HERE = pathlib.Path(__file__).parent
ENGINE = HERE.parent.parent / "workers/inference/engines/kokoro"
for folder in ("starter-voice-fit", "starter-style", "speaker-encoder"):
    sys.path.append(str(HERE.parent / folder))
from full_size import istftnet, published_decoder  # noqa: E402
from model import LogMel, SpeakerEncoder  # noqa: E402
from seek import Aim, seek  # noqa: E402

#: What the text side gives, by its place in the published graph.
TEXT_VALUES = {
    "durations": "/encoder/Cast_output_0",
    "pitch": "/encoder/Reshape_output_0",
    "energy": "/encoder/Reshape_1_output_0",
    "rows": "/encoder/text_encoder/Transpose_2_output_0",
}
SAMPLES_PER_FRAME = 600
TIMBRE = 128
#: Blocks of the network in the order that a voice's deltas have (network/voice-deltas.ts).
NORMS = [f"{block}.{norm}" for block in ("encode", "decode.0", "decode.1", "decode.2", "decode.3") for norm in ("norm1", "norm2")] + [
    f"generator.{block}.{norm}.{at}"
    for block in ("noise_res.0", "noise_res.1", *(f"resblocks.{at}" for at in range(6)))
    for norm in ("adain1", "adain2")
    for at in range(3)
]


def norm_with_deltas(self, x: Tensor, style: Tensor) -> Tensor:
    factors, shifts = (self.fc(style) + self.delta).unsqueeze(-1).chunk(2, 1)
    return (1 + factors) * self.norm(x) + shifts


class SoundSide:
    """Decoder and generator: text rows, pitch, energy and style in, sound at 24 kHz out, with a voice's deltas."""

    def __init__(self, pack: pathlib.Path) -> None:
        istftnet.AdaIN1d.forward = norm_with_deltas
        self.network = published_decoder(str(pack / "model.onnx")).eval()
        for parameter in self.network.parameters():
            parameter.requires_grad_(False)
        # Magnitudes and phases are too coarse in bfloat16.
        self.network.generator.conv_post.register_forward_hook(lambda _module, _inputs, output: output.float())
        modules = dict(self.network.named_modules())
        self.norms = [modules[name] for name in NORMS]
        self.widths = [norm.fc.out_features for norm in self.norms]
        self.count = sum(self.widths)

    def __call__(self, rows: Tensor, pitch: Tensor, energy: Tensor, style: Tensor, deltas: Tensor) -> Tensor:
        """[1, 512, frames], [1, 2 frames] twice, [1, 128], [1, count] -> [1, samples]; convolutions in bfloat16 where the processor has it."""
        for norm, part in zip(self.norms, deltas.split(self.widths, dim=1)):
            norm.delta = part
        with torch.autocast("cpu", torch.bfloat16, enabled=torch.cpu.get_capabilities()["avx512_bf16"]):
            return self.network(rows, pitch, energy, style).float()[:, 0]


def keep_what_leads_to(graph: onnx.GraphProto, wanted: set[str]) -> None:
    """Without the nodes that nothing of `wanted` needs: ONNX Runtime would run the whole sound side."""
    kept = []
    for node in reversed(graph.node):
        if wanted.intersection(node.output):
            wanted = wanted.union(node.input)
            kept.append(node)
    del graph.node[:]
    graph.node.extend(reversed(kept))


class TextSide:
    """Phonemes and a style in; durations, pitch, energy and text rows out."""

    def __init__(self, pack: pathlib.Path) -> None:
        model = onnx.load(str(pack / "model.onnx"))
        del model.graph.output[:]
        model.graph.output.extend(onnx.helper.make_empty_tensor_value_info(name) for name in TEXT_VALUES.values())
        keep_what_leads_to(model.graph, set(TEXT_VALUES.values()))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])

    def __call__(self, ids: list[int], style: np.ndarray) -> dict[str, np.ndarray]:
        inputs = {"input_ids": np.array([ids], np.int64), "style": style[None].astype(np.float32), "speed": np.ones(1, np.float32)}
        found = dict(zip(TEXT_VALUES, self.session.run(list(TEXT_VALUES.values()), inputs)))
        rows = found["rows"][0]
        return {
            "durations": found["durations"].ravel().astype(int),
            "pitch": found["pitch"].ravel(),
            "energy": found["energy"].ravel(),
            "rows": rows if rows.shape[0] == 512 else rows.T,
        }


def halves(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), "<f2").astype(np.float64)


@dataclasses.dataclass(frozen=True)
class StyleSearch:
    """What style-search.ts finds for a voice (../starter-style)."""

    mean: np.ndarray
    basis: np.ndarray
    #: [510, 256]: what a row adds.
    course: np.ndarray
    forecast: types.SimpleNamespace
    aim: Aim

    @staticmethod
    def load() -> "StyleSearch":
        model = json.loads((ENGINE / "style-model.json").read_text())
        scale, heard = halves(model["scale"]), halves(model["heardMean"])
        points = halves(model["points"]).reshape(-1, scale.size)
        return StyleSearch(
            mean=halves(model["mean"]),
            basis=halves(model["basis"]).reshape(scale.size, -1),
            course=halves(model["courseRows"]).reshape(510, -1) @ halves(model["courseShapes"]).reshape(-1, 256),
            forecast=types.SimpleNamespace(
                scale=scale, points=points, weights=halves(model["weights"]).reshape(len(points), heard.size), mean=heard, linear=model["linear"]
            ),
            aim=Aim(model["restraint"]["pitch"], model["restraint"]["distance"]),
        )

    def styles(self, embeddings: np.ndarray, semitones: np.ndarray) -> np.ndarray:
        """[n, 128] and [n] -> [n, 256]: the style found for each, without the course of the rows."""
        found, _ = seek(self.forecast, np.zeros((len(embeddings), self.forecast.scale.size)), embeddings.astype(np.float64), semitones, self.aim)
        return self.mean + found @ self.basis


class OwnEar(nn.Module):
    """The app's speaker encoder with gradients: sound at 16 kHz [1, samples] -> [1, 128], norm 1."""

    def __init__(self) -> None:
        super().__init__()
        self.features, self.encoder = LogMel(), SpeakerEncoder().eval()
        graph = onnx.load(str(HERE.parent.parent / "workers/speaker-encoder/speaker-encoder.onnx")).graph
        self.encoder.load_state_dict(encoder_state(graph, self.encoder.state_dict()))
        for parameter in self.encoder.parameters():
            parameter.requires_grad_(False)

    def forward(self, samples: Tensor) -> Tensor:
        return self.encoder(self.features(samples))


def encoder_state(graph: onnx.GraphProto, state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The graph's weights by the names of the modules. Norms behind convolutions went into their weights: they pass all on."""
    stored = {tensor.name.removesuffix(".half"): torch.from_numpy(onnx.numpy_helper.to_array(tensor).astype(np.float32)) for tensor in graph.initializer}
    state = {name: stored.get("encoder." + name, value) for name, value in state.items()}
    for node in graph.node:
        if node.op_type not in ("Conv", "MatMul") or not node.input[1].startswith("onnx::"):
            continue
        # "/encoder/blocks.0/body/body.1/steps.0/steps.0.0/Conv": a sequence's part repeats the path of its parent.
        path: list[str] = []
        for part in node.name.split("/")[2:-1]:
            if path and part.startswith(path[-1] + "."):
                path.pop()
            path.append(part)
        name = ".".join(path)
        weight = stored[node.input[1]]
        state[name + ".weight"] = weight.T.contiguous() if node.op_type == "MatMul" else weight
        if node.op_type == "Conv":
            norm = name[: name.rindex(".")] + ".1"
            ones = torch.ones_like(state[norm + ".weight"])
            state |= {norm + ".weight": ones, norm + ".bias": stored[node.input[2]], norm + ".running_mean": 0 * ones, norm + ".running_var": ones - 1e-5}
    return state


def to_16k(sound: Tensor) -> Tensor:
    """24 kHz to 16 kHz by leaving out the upper third of the spectrum."""
    count = sound.shape[-1] // 3 * 3
    spectrum = torch.fft.rfft(sound[..., :count])
    shorter = count * 2 // 3
    return torch.fft.irfft(spectrum[..., : shorter // 2 + 1], n=shorter) * (2 / 3)
