"""Random-looking weights that follow from a tensor's name and shape: the rule of scripts/fixtures/deterministic-weights.ts."""

import numpy as np

NORMS = {"norm1", "norm2", "out_norm", "in_ln"}
WIDE = {"flow_lm.bos_emb", "flow_lm.bos_before_voice", "flow_lm.conditioner.embed.weight"}


def fnv1a(text: str) -> int:
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def mulberry32(seed: int, count: int) -> np.ndarray:
    """`count` values in [0, 1), float64."""
    state = (np.uint32(seed) + np.arange(1, count + 1, dtype=np.uint32) * np.uint32(0x6D2B79F5)).astype(np.uint32)
    mixed = (state ^ (state >> np.uint32(15))) * (state | np.uint32(1))
    mixed = (mixed + (mixed ^ (mixed >> np.uint32(7))) * (mixed | np.uint32(61))) ^ mixed
    return (mixed ^ (mixed >> np.uint32(14))).astype(np.float64) / 2**32


def fan_in(name: str, shape) -> int:
    if name == "mimi.upsample.convtr.convtr.weight":
        return 2
    if ".convtr." in name:
        return 2 * (shape[0] if len(shape) else 1)
    return int(np.prod(shape[1:], dtype=np.int64))


def gain(name: str, parent: str) -> float:
    if parent == "in_proj":
        return 1.5
    if name == "mimi.encoder.model.0.conv.weight":
        return 6
    if name == "mimi.decoder.model.11.conv.weight":
        return 0.1
    return 1.2 if name.startswith(("mimi.encoder.model.", "mimi.decoder.model.")) else 1


def distribution(name: str, shape):
    parent, last = ([""] + name.split("."))[-2:]
    if name == "flow_lm.emb_std":
        return 1, 0.5
    if name == "flow_lm.emb_mean":
        return 0, 0.5
    if name in WIDE:
        return 0, 1.5
    if name == "flow_lm.out_eos.bias":
        return -4, 0.1
    if last == "scale":
        return 0.6, 0.4
    if last == "alpha":
        return 1, 0.3
    if parent in NORMS:
        return (1, 0.3) if last == "weight" else (0, 0.2)
    if last == "bias":
        return 0, 0.1
    return 0, gain(name, parent) * np.sqrt(3 / fan_in(name, shape))


def rule_weight(name: str, shape) -> np.ndarray:
    count = int(np.prod(shape, dtype=np.int64))
    if name.endswith(".freqs"):
        return np.exp(-np.log(10_000) * np.arange(count) / count).astype(np.float32).reshape(shape)
    centre, amplitude = distribution(name, shape)
    return (centre + amplitude * (2 * mulberry32(fnv1a(name), count) - 1)).astype(np.float32).reshape(shape)
