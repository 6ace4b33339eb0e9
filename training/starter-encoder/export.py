"""Writes a trained encoder as the app reads it, and numbers that its test compares with.

    python3 export.py --checkpoint RUN/best.pt --out voice-encoder.safetensors --reference voice-encoder.reference.json

Shared directions in 8 bits with a scale each, all else in half precision.
"""

import argparse
import json
import pathlib

import numpy as np
import torch
from safetensors.numpy import save_file

from encoder import EMBEDDING, VoiceEncoder

#: Every so many deltas go into the reference.
KEPT = 400


def rounded(state: dict[str, torch.Tensor]) -> tuple[dict[str, np.ndarray], dict[str, torch.Tensor]]:
    """The file's tensors, and the state that they stand for."""
    tensors, stands = {}, {}
    for name, value in state.items():
        if name == "directions":
            scales = value.abs().amax(dim=1) / 127
            whole = torch.round(value / scales[:, None]).to(torch.int8)
            tensors |= {"directions": whole.numpy(), "scales": scales.numpy()}
            stands[name] = whole.float() * scales[:, None]
        else:
            tensors[name] = value.numpy().astype(np.float16)
            stands[name] = torch.from_numpy(tensors[name].astype(np.float32))
    return tensors, stands


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("checkpoint", "out", "reference"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    options = parser.parse_args()
    state = torch.load(options.checkpoint, map_location="cpu")["encoder"]
    tensors, stands = rounded(state)
    encoder = VoiceEncoder(state["everybody"].numel())
    encoder.load_state_dict(stands)
    save_file({name: np.ascontiguousarray(value) for name, value in tensors.items()}, options.out)
    # An embedding that is easy to write down again elsewhere.
    embedding = torch.sin(1.3 * torch.arange(1, EMBEDDING + 1, dtype=torch.float64)).float()
    with torch.no_grad():
        shift, deltas = encoder((embedding / embedding.norm())[None], torch.tensor([85.0]))
    numbers = lambda values: [float(f"{value:.5g}") for value in values]
    options.reference.write_text(json.dumps({"shift": numbers(shift[0][::4]), "deltas": numbers(deltas[0][::KEPT])}) + "\n", encoding="utf-8")
    print(f"{options.out}: {options.out.stat().st_size} bytes; deltas of {float(deltas.std()):.3f}")


if __name__ == "__main__":
    main()
