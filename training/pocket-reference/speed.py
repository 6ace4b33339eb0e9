"""How long the official code (pocket-tts 4.0.1) takes with rule-made weights of the true sizes: a line of JSON for each model and number of threads."""

import json
import sys
import time
from statistics import median
from unittest import mock

import torch
import yaml
from pocket_tts.modules.stateful_module import increment_steps, init_states

from family import CONFIGS_DIR, TRUE, Model

PROMPT_SECONDS = 10
TOKENS = 24
FRAMES = 40
ROUNDS = 3


class Clock:
    def __init__(self):
        self.times = {}

    def __call__(self, what, act):
        started = time.perf_counter()
        result = act()
        self.times.setdefault(what, []).append(1000 * (time.perf_counter() - started))
        return result

    def median(self, what):
        return median(self.times[what])


def run(model, state, sequence, embeddings):
    lm = model.lm
    with mock.patch("torch.nn.init.normal_", lambda tensor, **_: tensor.zero_()):
        latent, _ = lm._sample_next_latent(sequence, embeddings, model_state=state, sampler_decode_steps=1, temp=1.0, noise_clamp=None, eos_threshold=-4.0)
    increment_steps(lm, state, increment=sequence.shape[1] + embeddings.shape[1])
    return latent[:, None]


def reading(model, audio):
    """Prompt, first sound and frames, in milliseconds."""
    lm, clock = model.lm, Clock()
    nothing = torch.empty(1, 0, lm.ldim)
    state = init_states(lm, batch_size=1, sequence_length=PROMPT_SECONDS * 13 + TOKENS + FRAMES + 8)
    clock("prompt", lambda: run(model, state, nothing, model.encode(audio)))
    mimi_state = init_states(model.mimi, batch_size=1, sequence_length=16 * (FRAMES + 1))

    def frame(previous):
        latent = run(model, state, previous, torch.empty(1, 0, lm.dim))
        model.mimi.decode_from_latent(latent * lm.emb_std + lm.emb_mean, mimi_state)
        increment_steps(model.mimi, mimi_state, increment=16)
        return latent

    def first():
        run(model, state, nothing, lm.conditioner(torch.arange(TOKENS)[None]))
        return frame(torch.full((1, 1, lm.ldim), float("nan")))

    latent = clock("first", first)
    for _ in range(FRAMES):
        latent = clock("frame", lambda: frame(latent))
    return clock


@torch.no_grad()
def main():
    for name, stem in TRUE.items():
        model = Model(yaml.safe_load((CONFIGS_DIR / f"{stem}.yaml").read_text())).fill()
        audio = 0.1 * torch.randn(PROMPT_SECONDS * 24000, generator=torch.Generator().manual_seed(1))
        for threads in (1, 2):
            torch.set_num_threads(threads)
            reading(model, audio[:24000])
            clocks = [reading(model, audio) for _ in range(ROUNDS)]
            of = lambda what: median(clock.median(what) for clock in clocks)
            print(json.dumps({"model": name, "threads": threads, "soundPerSecond": 80 / of("frame"), "firstMs": of("first"), "promptMs": of("prompt")}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
