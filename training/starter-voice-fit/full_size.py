"""Gradients of the starter's whole network by PyTorch, to compare with those of the kernels by hand (README.md)."""

import re
import sys

import numpy as np
import onnx
import soundfile
import torch
from onnx import numpy_helper
from safetensors.numpy import load_file, save_file
from torch import nn

from gradients import harmonics, istftnet, norm_with_deltas, spectrum_of
from losses import MelLoss

CONFIG = dict(
    resblock_kernel_sizes=[3, 7, 11], upsample_rates=[10, 6], upsample_initial_channel=512, resblock_dilation_sizes=[[1, 3, 5]] * 3,
    upsample_kernel_sizes=[20, 12], gen_istft_n_fft=20, gen_istft_hop_size=5,
)
LAYERS = {"ConvInteger", "Conv", "ConvTranspose", "MatMulInteger", "MatMul"}


def published_decoder(path):
    """kokoro's Decoder with the weights of the published 8-bit graph."""
    graph = onnx.load(path).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    decoder = istftnet.Decoder(dim_in=512, style_dim=128, dim_out=80, **CONFIG)
    for module in decoder.modules():
        if hasattr(module, "weight_g"):
            torch.nn.utils.remove_weight_norm(module)
    state = decoder.state_dict()
    for name in state:
        if "decoder.decoder." + name in stored:
            state[name] = torch.from_numpy(stored["decoder.decoder." + name].copy())
    for node in graph.node:
        if node.op_type not in LAYERS or not node.name.startswith("/decoder/decoder/") or node.input[1] not in stored:
            continue
        name = re.sub(r"/[^/]*$", "", node.name)[len("/decoder/decoder/") :].replace("/", ".").replace("asr_res.asr_res", "asr_res") + ".weight"
        weight = stored[node.input[1]]
        if node.op_type.endswith("Integer"):
            weight = (weight.astype(np.float32) - stored[node.input[3]].astype(np.float32)) * stored[node.input[1].removesuffix("_quantized") + "_scale"]
        if name in state:
            state[name] = torch.from_numpy(np.ascontiguousarray(weight.T if "MatMul" in node.op_type else weight)).reshape(state[name].shape)
    decoder.load_state_dict(state)
    return decoder


def main(model, stages, recording, out):
    torch.set_num_threads(1)
    istftnet.AdaIN1d.forward = norm_with_deltas
    decoder = published_decoder(model)
    for parameter in decoder.parameters():
        parameter.requires_grad_(False)
    norms = [(name, module) for name, module in decoder.named_modules() if isinstance(module, istftnet.AdaIN1d)]
    for _, module in norms:
        module.delta = nn.Parameter(torch.zeros(1, module.fc.out_features))
    given = load_file(stages)
    text = np.repeat(given["text"].reshape(-1, 512), given["durations"].astype(int), axis=0)[:40]
    frames = len(text)
    pitch, energy = given["pitch"][: 2 * frames], given["energy"][: 2 * frames]
    samples, rate = soundfile.read(recording, dtype="float32")
    start = len(samples) // 3
    target = np.interp(np.arange(600 * frames) * rate / 24000 + start, np.arange(len(samples)), samples).astype(np.float32)
    style = nn.Parameter(torch.from_numpy(given["style"][None, :128].copy() if given["style"].ndim == 1 else given["style"][:, :128].copy()))

    generator = decoder.generator
    mixture, offset = generator.m_source.l_linear.weight[0].numpy(), generator.m_source.l_linear.bias.item()
    spectrum = [torch.from_numpy(part.astype(np.float32))[None] for part in spectrum_of(harmonics(pitch, mixture, offset))]
    generator.m_source.forward = lambda f0: (f0, None, None)
    generator.stft.transform = lambda _: spectrum
    tensor = lambda values: torch.from_numpy(values.copy())[None]
    sound = decoder(tensor(text.T), tensor(pitch), tensor(energy), style)[:, 0]
    loss = MelLoss()(sound, tensor(target))
    loss.backward()
    print("loss", loss.item(), "frames", frames)
    tensors = {
        "text": text, "pitch": pitch, "energy": energy, "target": target, "style": style.detach().numpy()[0],
        "loss": np.float32([loss.item()]), "sound": sound.detach().numpy()[0], "style.gradient": style.grad.numpy()[0],
        "gradient": np.concatenate([module.delta.grad.numpy()[0] for _, module in norms]),
    }
    save_file({name: np.ascontiguousarray(value, np.float32) for name, value in tensors.items()}, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
