"""Reference numbers of the official code (pocket-tts 4.0.1) with rule-made weights: see README.md."""

import json
import re
import sys
from pathlib import Path
from unittest import mock

import numpy as np
import torch
import yaml
from pocket_tts.models.flow_lm import FlowLMModel
from pocket_tts.models.mimi import build_mimi
from pocket_tts.modules import text_conditioner
from pocket_tts.modules.stateful_module import StatefulModule, increment_steps, init_states
from pocket_tts.utils.config import CONFIGS_DIR, Config
from safetensors.numpy import save_file

from rule_weights import rule_weight

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "e2e" / "fixtures" / "pocket-family"
text_conditioner.build_tokenizer = lambda *_: None

IDS = [0, 5, 63, 17, 2, 2, 40]
FRAMES = 6


def seanet(dimension, filters, kernel):
    return dict(
        dimension=dimension, channels=1, n_filters=filters, n_residual_layers=1, ratios=[6, 5, 4], kernel_size=kernel,
        residual_kernel_size=3, last_kernel_size=3, dilation_base=2, pad_mode="constant", compress=2,
    )


def transformer(width, heads, layers, inner, context):
    return dict(
        d_model=width, num_heads=heads, num_layers=layers, layer_scale=0.01, context=context, dim_feedforward=inner,
        input_dimension=width, output_dimensions=[width],
    )


def config(lm, flow, *, rank=None, z_dim=None, bos=True, inner=32, decoder=None, **rules):
    """A configuration in the official schema; `decoder` is (seanet, transformer) where it is not like the encoder."""
    width = lm["d_model"]
    outer = decoder[0]["dimension"] if decoder else 64
    mimi = dict(
        dtype="float32", sample_rate=24000, channels=1, frame_rate=12.5, seanet=seanet(64, 8, 7), transformer=transformer(64, 2, 2, 128, 250),
        quantizer=dict(dimension=32, output_dimension=outer), inner_dim=inner, outer_dim=outer,
    )
    if decoder:
        mimi.update(decoder_seanet=decoder[0], decoder_transformer=decoder[1])
    table = dict(dim=width, n_bins=64, tokenizer="sentencepiece", tokenizer_path="tokenizer.model", rank=rank)
    flow_lm = dict(dtype="float32", flow=flow, transformer=dict(max_period=10000, **lm), lookup_table=table, z_dim=z_dim, insert_bos_before_voice=bos)
    return dict(flow_lm=flow_lm, mimi=mimi, **rules)


TINY = {
    "lsd": config(dict(d_model=64, hidden_scale=4, num_heads=4, num_layers=2), dict(depth=2, dim=32)),
    "flow-matching": config(dict(d_model=64, hidden_scale=2, num_heads=4, num_layers=2), dict(depth=2, dim=32, type="flow_matching"), bos=False, inner=64),
    "drifting": config(
        dict(d_model=48, hidden_scale=1, num_heads=4, num_layers=3, attn_dim=64, num_kv_heads=2), dict(depth=2, dim=48, type="drifting"),
        rank=16, z_dim=32, decoder=(seanet(32, 4, 3), transformer(32, 4, 3, 96, 50)), default_eos_threshold=-1.0,
    ),
    "pointwise": config(
        dict(d_model=112, hidden_scale=1, num_heads=3, num_layers=2, dim_feedforward=96, attn_dim=192, num_kv_heads=1), dict(depth=2, dim=64, type="pointwise"),
        rank=32, z_dim=64, decoder=(seanet(32, 12, 3), transformer(32, 2, 2, 96, 50)), default_eos_threshold=-1.0,
    ),
    "deep": config(dict(d_model=32, hidden_scale=2, num_heads=2, num_layers=24), dict(depth=1, dim=16)),
}
# Whose decoder is another than that of a configuration before.
DECODERS = ("lsd", "drifting", "pointwise")
TRUE = {"100m": "english_2026-10", "18m": "english_18m_2026-10", "7m": "english_7m_2026-10", "2m": "english_2m_2026-10"}


class Model:
    def __init__(self, settings: dict, device="cpu"):
        known = Config(**settings)
        with torch.device(device):
            self.lm = FlowLMModel.from_pydantic_config(known.flow_lm, latent_dim=known.mimi.quantizer.dimension, insert_bos_before_voice=known.flow_lm.insert_bos_before_voice)
            inner = known.mimi.inner_dim or known.mimi.seanet.dimension
            self.lm.speaker_proj_weight = torch.nn.Parameter(torch.zeros(known.flow_lm.transformer.d_model, inner))
            self.mimi = build_mimi(known.mimi).eval()
        for part in (self.lm, self.mimi):
            for name, module in part.named_modules():
                if isinstance(module, StatefulModule):
                    module._module_absolute_name = name

    def tensors(self):
        return {**{f"flow_lm.{k}": v for k, v in self.lm.state_dict().items()}, **{f"mimi.{k}": v for k, v in self.mimi.state_dict().items()}}

    def fill(self):
        for name, tensor in self.tensors().items():
            tensor.copy_(torch.from_numpy(rule_weight(name, tuple(tensor.shape))))
        return self

    def encode(self, audio):
        return torch.nn.functional.linear(self.mimi.encode_to_latent(audio[None, None]), self.lm.speaker_proj_weight)

    def speak(self, voice, ids, noises):
        """Latents and end logits of as many frames as there is noise, each fed back."""
        lm, logits = self.lm, []
        lm.out_eos.register_forward_hook(lambda _module, _inputs, output: logits.append(output.item()))
        state = init_states(lm, batch_size=1, sequence_length=voice.shape[1] + len(ids) + len(noises))
        nothing = torch.empty(1, 0, lm.ldim)

        def run(sequence, embeddings, noise):
            # The only random numbers that the official code draws.
            steps = 16 if lm.flow_type == "flow_matching" else 1
            with mock.patch("torch.nn.init.normal_", lambda tensor, **_: tensor.copy_(noise)):
                latent, _ = lm._sample_next_latent(sequence, embeddings, model_state=state, sampler_decode_steps=steps, temp=1.0, noise_clamp=None, eos_threshold=-4.0)
            increment_steps(lm, state, increment=sequence.shape[1] + embeddings.shape[1])
            return latent

        embeddings = lm.conditioner(torch.tensor([ids]))
        zero = torch.zeros(1, lm.ldim)
        run(nothing, voice, zero)
        run(nothing, embeddings, zero)
        logits.clear()
        latents, previous = [], torch.full((1, 1, lm.ldim), float("nan"))
        for noise in noises:
            latent = run(previous, torch.empty(1, 0, lm.dim), noise[None])
            latents.append(latent)
            previous = latent[:, None]
        return embeddings, torch.cat(latents), torch.tensor(logits)

    def decode(self, latents):
        mimi_state = init_states(self.mimi, batch_size=1, sequence_length=16 * len(latents))
        return self.mimi.decode_from_latent((latents * self.lm.emb_std + self.lm.emb_mean)[None], mimi_state)


def numbers(name, settings, frames, decoded):
    model = Model(settings).fill()
    given = lambda what, *shape, scale=1.0: torch.from_numpy(rule_weight(what, shape)) * scale
    audio = given("audio", 6000, scale=0.1)
    conditioning = model.encode(audio)
    voice = torch.cat([model.lm.bos_before_voice, conditioning], dim=1) if model.lm.insert_bos_before_voice else conditioning
    embeddings, latents, logits = model.speak(voice, IDS, given("noise", frames, 32, scale=4.0))
    found = {"conditioning": conditioning[0], "embeddings": embeddings[0], "latents": latents, "endLogits": logits}
    if decoded:
        found["sound"] = model.decode(given("latents", decoded, 32, scale=4.0))[0, 0]
    return {f"{name}.{what}": np.ascontiguousarray(value.detach().numpy(), dtype=np.float32) for what, value in found.items()}


def collapsed(shapes):
    """Layers that follow each other are written once: `layers.#6.norm1.weight`."""
    counts, kept = {}, {}
    for name, shape in shapes.items():
        pattern = re.sub(r"\.layers\.\d+\.", ".layers.#.", name)
        counts[pattern] = counts.get(pattern, 0) + 1
        kept[pattern] = shape
    return {pattern.replace("#", f"#{counts[pattern]}"): shape for pattern, shape in kept.items()}


def official():
    """What the 26 official configurations say, and the tensors of each."""
    structures, configs = {}, {}
    for path in sorted(CONFIGS_DIR.glob("*.yaml")):
        settings = yaml.safe_load(path.read_text())
        shapes = collapsed({name: list(tensor.shape) for name, tensor in sorted(Model(settings, "meta").tensors().items())})
        structures.setdefault(json.dumps(shapes), []).append(path.stem)
        configs[path.stem] = {key: value for key, value in settings.items() if not key.startswith("weights_path")}
    return {"configs": configs, "structures": [{"names": names, "tensors": json.loads(shapes)} for shapes, names in structures.items()]}


@torch.no_grad()
def main():
    OUT.mkdir(parents=True, exist_ok=True)
    tiny = {}
    for name, settings in TINY.items():
        (OUT / f"{name}.yaml").write_text(f"# {name}: a small model with random weights.\n{yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)}")
        tiny.update(numbers(name, settings, FRAMES, 6 if name in DECODERS else 0))
    save_file(tiny, OUT / "tiny.safetensors")
    shapes = {name: collapsed({key: list(tensor.shape) for key, tensor in Model(settings, "meta").tensors().items()}) for name, settings in TINY.items()}
    (OUT / "tiny-tensors.json").write_text(json.dumps(shapes, indent=0, separators=(",", ":")) + "\n")
    (OUT / "official.json").write_text(json.dumps(official(), ensure_ascii=False, separators=(",", ":")) + "\n")
    true = {}
    for name, stem in TRUE.items():
        true.update(numbers(name, yaml.safe_load((CONFIGS_DIR / f"{stem}.yaml").read_text()), 3, 2))
        print(name, {key: value.shape for key, value in true.items() if key.startswith(name)})
    save_file(true, OUT / "true.safetensors")


if __name__ == "__main__":
    sys.exit(main())
