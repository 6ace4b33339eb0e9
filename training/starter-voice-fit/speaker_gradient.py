"""Reference gradient of how far a sound is from a person, as the speaker encoder hears it, from PyTorch (README.md)."""

import pathlib
import sys

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.numpy import save_file

sys.path.append(str(pathlib.Path(__file__).parent.parent / "speaker-encoder"))
from model import LogMel, SpeakerEncoder  # noqa: E402

from gradients import floats  # noqa: E402

RATE, ENCODER_RATE = 24_000, 16_000
#: Of the gradient every so manieth sample is kept.
KEPT = 4


def published_encoder(path):
    """The encoder with the weights of its graph, in which each convolution holds the normalisation behind it."""
    graph = onnx.load(path).graph
    stored = {tensor.name: numpy_helper.to_array(tensor).astype(np.float64) for tensor in graph.initializer}
    stored |= {node.output[0]: stored[node.input[0]] for node in graph.node if node.op_type == "Cast" and node.input[0] in stored}
    encoder = SpeakerEncoder().eval().double()
    modules = dict(encoder.named_modules())
    with torch.no_grad():
        for module in modules.values():
            if isinstance(module, (torch.nn.BatchNorm1d, torch.nn.BatchNorm2d)):
                module.running_var.fill_(1 - module.eps)
        for node in (node for node in graph.node if node.name.startswith("/encoder/")):
            given = [torch.from_numpy(stored[name]) for name in node.input if name in stored]
            # "/encoder/stem/first/first.0/Conv": a name in a list of modules says the list's again.
            path = node.name.split("/")[2:-1]
            name = ".".join(part for part, after in zip(path, path[1:] + [""]) if not after.startswith(part + "."))
            if node.op_type == "Conv" and name in modules:
                modules[name].weight.copy_(given[0])
                if modules[name].bias is not None:
                    modules[name].bias.copy_(given[1])
                elif len(given) > 1:
                    modules[name[:-1] + str(int(name[-1]) + 1)].bias.copy_(given[1])
            elif node.op_type == "MatMul" and name in modules:
                modules[name].weight.copy_(given[0].T)
            elif node.op_type == "BatchNormalization":
                for values, to in zip(given, (modules[name].weight, modules[name].bias, modules[name].running_mean, modules[name].running_var)):
                    to.copy_(values)
    return encoder


def lower_rate(sound):
    """As src/shared/audio/resample.ts: a low-pass of 96 samples, a sinc in Hann's window."""
    shrink = RATE / ENCODER_RATE
    half, cutoff = 48, 0.475 / shrink
    centres = np.arange(len(sound) * ENCODER_RATE // RATE) * shrink
    places = np.floor(centres).astype(int)[:, None] + np.arange(1 - half, half + 1)
    distances = places - centres[:, None]
    weights = 2 * cutoff * np.sinc(2 * cutoff * distances) * (0.5 + 0.5 * np.cos(np.pi * distances / half))
    padded = torch.nn.functional.pad(sound, (half, half))
    return (padded[torch.from_numpy(places + half)] * torch.from_numpy(weights)).sum(1)


def main(model, out):
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    encoder = published_encoder(model)
    log_mel = LogMel().double()
    log_mel.window = torch.hann_window(len(log_mel.window), dtype=torch.float64)
    time = np.arange(RATE) / RATE
    voice = sum(np.sin(2 * np.pi * k * 140 * time) / k for k in range(1, 21)) * (0.6 + 0.4 * np.cos(8 * np.pi * time))
    sound = torch.from_numpy((0.1 * voice).astype(np.float32) + floats("noise", RATE, scale=0.02).astype(np.float32)).double().requires_grad_()
    person = torch.from_numpy(floats("person", 128))
    person /= person.norm()
    vector = encoder(log_mel(lower_rate(sound)[None]))[0]
    loss = 1 - vector @ person
    loss.backward()
    tensors = {"loss": loss.detach().reshape(1), "vector": vector.detach(), "gradient": sound.grad[::KEPT]}
    save_file({name: np.ascontiguousarray(tensor.numpy(), np.float32) for name, tensor in tensors.items()}, out)
    print("loss", loss.item(), "gradient", sound.grad.norm().item())


if __name__ == "__main__":
    main(*sys.argv[1:])
