"""Reference numbers for decoder and generator from the published graphs (README.md)."""

import sys

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper
from safetensors.numpy import save_file

DECODER = "/decoder/decoder/"
GENERATOR = DECODER + "generator/"
TEXT, PITCH, ENERGY = (f"/encoder/{name}_output_0" for name in ("MatMul_1", "Reshape", "Reshape_1"))
STYLE = "/decoder/Slice_output_0"
SOURCE, SPECTRUM = GENERATOR + "Squeeze_output_0", GENERATOR + "Concat_3_output_0"
CUTS = [TEXT, PITCH, ENERGY, STYLE, SPECTRUM]
STAGES = {
    "encode": DECODER + "encode/Div_3_output_0",
    "decode": DECODER + "decode.2/Div_3_output_0",
    "upsampled": DECODER + "decode.3/Div_4_output_0",
    "source 0": GENERATOR + "noise_res.0/Add_8_output_0",
    "stage 0": GENERATOR + "Div_2_output_0",
    "source 1": GENERATOR + "noise_res.1/Add_8_output_0",
    "stage 1": GENERATOR + "Div_4_output_0",
    "spectrum": GENERATOR + "conv_post/Conv_output_0",
}
# "Good morning." as the starter's vocabulary numbers its phonemes: ɡˈʊd mˈɔːɹnɪŋ.
IDS = [92, 156, 135, 46, 16, 55, 156, 76, 158, 123, 56, 102, 112, 4]
VALUES_PER_STAGE = 2000
WINDOW, HOP, SAMPLES_PER_PITCH = 20, 5, 300


def session(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options)


def with_outputs(model, names):
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    for name in names:
        copy.graph.output.append(onnx.helper.make_empty_tensor_value_info(name))
    return copy


def sound_half(model):
    """What lies behind CUTS, as a model of its own."""
    made_by = {output: node for node in model.graph.node for output in node.output}
    outputs = [*STAGES.values(), "waveform"]
    wanted, seen, kept = list(outputs), set(CUTS), set()
    while wanted:
        name = wanted.pop()
        if name in seen or name not in made_by:
            continue
        seen.add(name)
        kept.add(made_by[name].name)
        wanted += made_by[name].input
    nodes = [node for node in model.graph.node if node.name in kept]
    used = {name for node in nodes for name in node.input}
    weights = [tensor for tensor in model.graph.initializer if tensor.name in used]
    value = lambda name: onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None)
    graph = onnx.helper.make_graph(nodes, "sound", [value(name) for name in CUTS], [value(name) for name in outputs], weights)
    return onnx.helper.make_model(graph, opset_imports=list(model.opset_import), ir_version=model.ir_version)


def with_weights_of(full, quantised):
    """The float32 model with the 8-bit file's weights."""
    model = onnx.ModelProto()
    model.CopyFrom(full)
    nodes = {node.name: node for node in quantised.graph.node}
    stored = {tensor.name: tensor for tensor in quantised.graph.initializer}
    own = {tensor.name: tensor for tensor in model.graph.initializer}
    array = lambda name: numpy_helper.to_array(stored[name])
    for node in model.graph.node:
        other = nodes.get(node.name + {"Conv": "_quant", "Gemm": "_MatMul_quant"}.get(node.op_type, "?"))
        if other is None:
            continue
        name = other.input[1]
        weights = (array(name).astype(np.float32) - array(other.input[3]).astype(np.float32)) * array(name.removesuffix("_quantized") + "_scale")
        weights = np.ascontiguousarray(weights.T if node.op_type == "Gemm" else weights, dtype=np.float32)
        own[node.input[1]].CopyFrom(numpy_helper.from_array(weights, node.input[1]))
    return model


def harmonic_source(full, pitch):
    """As workers/inference/engines/kokoro/network/harmonic-source.ts."""
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in full.graph.initializer}
    product = next(node for node in full.graph.node if node.name == GENERATOR + "m_source/l_linear/MatMul")
    mixture = tensors[product.input[1]][:, 0].astype(np.float64)
    offset = float(tensors["decoder.decoder.generator.m_source.l_linear.bias"][0])
    phases = 2 * np.pi * np.cumsum(pitch.astype(np.float64) * SAMPLES_PER_PITCH / 24000)
    samples = np.arange(len(pitch) * SAMPLES_PER_PITCH)
    place = np.clip((samples + 0.5) / SAMPLES_PER_PITCH - 0.5, 0, len(pitch) - 1)
    phase = np.interp(place, np.arange(len(pitch)), phases)
    voiced = pitch[samples // SAMPLES_PER_PITCH] > 10
    harmonics = np.sin(phase[:, None] * np.arange(1, 10))
    return np.tanh(0.1 * voiced * (harmonics @ mixture) + offset).astype(np.float32)


def spectrum_of(sound):
    """As `analyse` of workers/inference/engines/kokoro/network/spectrum.ts."""
    padded = np.pad(sound.astype(np.float64), WINDOW // 2, mode="reflect")
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    frames = np.stack([padded[HOP * i : HOP * i + WINDOW] for i in range(len(sound) // HOP + 1)]) * hann
    bins = np.fft.rfft(frames)
    # An angle of what is real is 0 or π, never -π, however it was rounded.
    phases = np.angle(np.where(np.abs(bins.imag) < 1e-6, bins.real, bins))
    silent = [np.pi, 0, 2.49036, -2.1254, 0.79347, -2.12916, 0.17297, 2.9268, -1.34494, 2.73597, -1.54684]
    phases = np.where(np.abs(bins) < 1e-6, silent, phases)
    return np.concatenate([np.abs(bins), phases], axis=1).T[None].astype(np.float32)


def decibels(values, reference):
    reference = reference.astype(np.float64)
    return 10 * np.log10((reference**2).sum() / ((values - reference) ** 2).sum())


def main(full_path, quantised_path, style_path, out):
    full, quantised = onnx.load(full_path), onnx.load(quantised_path)
    style = np.fromfile(style_path, np.float32).reshape(510, 256)[len(IDS) - 1]
    feeds = {"input_ids": np.array([[0, *IDS, 0]]), "style": style[None], "speed": np.ones(1, np.float32)}
    text, pitch, energy, source = session(with_outputs(full, [TEXT, PITCH, ENERGY, SOURCE])).run([TEXT, PITCH, ENERGY, SOURCE], feeds)
    own_source = harmonic_source(full, pitch[0])
    print("source", round(decibels(own_source, source[0]), 1), "dB")
    inputs = {TEXT: text, PITCH: pitch, ENERGY: energy, STYLE: style[None, :128], SPECTRUM: spectrum_of(own_source)}
    names = [*STAGES, "waveform"]

    def run(model):
        values = session(sound_half(model)).run(None, inputs)
        # Rows of time, one after the other.
        return {name: (value[0].T if value.ndim == 3 else value[0]).ravel() for name, value in zip(names, values)}

    exact, same_weights, published = run(full), run(with_weights_of(full, quantised)), run(quantised)
    rows = text[0].T
    starts = [0, *(np.flatnonzero((rows[1:] != rows[:-1]).any(axis=1)) + 1)]
    tensors = {
        "text": rows[starts],
        "durations": np.diff([*starts, len(rows)]).astype(np.float32),
        "pitch": pitch[0],
        "energy": energy[0],
        "style": style,
        "source": source[0][::16],
        "published decibels": np.array([decibels(published[name], exact[name]) for name in names], np.float32),
    }
    for name in names:
        step = len(exact[name]) // VALUES_PER_STAGE | 1
        tensors[f"exact {name}"] = exact[name][::step]
        tensors[f"same weights {name}"] = same_weights[name][::step]
        print(name, step, round(decibels(published[name], exact[name]), 1), round(decibels(same_weights[name], exact[name]), 1))
    save_file({name: np.ascontiguousarray(value, np.float32) for name, value in tensors.items()}, out)


main(*sys.argv[1:])
