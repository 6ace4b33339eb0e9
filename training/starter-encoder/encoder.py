"""One encoder for everybody: how a person sounds in, what is to be added to the style found for them and to the norms out."""

import torch
from torch import Tensor, nn

EMBEDDING, TIMBRE = 128, 128
HIDDEN = 256
#: Shared directions that deltas are made of.
DIRECTIONS = 40
#: The embedding has norm 1; so its numbers have a size of about 1.
EMBEDDING_SCALE = EMBEDDING**0.5
#: A middling pitch, semitones over 1 Hz, and about half the distance between women's and men's.
MIDDLE_SEMITONES, SEMITONES_SCALE = 88.0, 4.0
STYLE_SCALE = 0.1


class VoiceEncoder(nn.Module):
    """[n, 128] embeddings and [n] semitones -> [n, 128] for the style, [n, deltas]; both zero before training."""

    def __init__(self, deltas: int) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Linear(EMBEDDING + 1, HIDDEN), nn.GELU(approximate="tanh"), nn.Linear(HIDDEN, HIDDEN), nn.GELU(approximate="tanh"))
        self.style = nn.Linear(HIDDEN, TIMBRE)
        self.shares = nn.Linear(HIDDEN, DIRECTIONS)
        self.directions = nn.Parameter(torch.randn(DIRECTIONS, deltas) * 0.02)
        self.everybody = nn.Parameter(torch.zeros(deltas))
        for layer in (self.style, self.shares):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, embeddings: Tensor, semitones: Tensor) -> tuple[Tensor, Tensor]:
        pitch = (semitones - MIDDLE_SEMITONES) / SEMITONES_SCALE
        hidden = self.body(torch.cat([embeddings * EMBEDDING_SCALE, pitch[:, None]], dim=1))
        return self.style(hidden) * STYLE_SCALE, self.everybody + self.shares(hidden) @ self.directions
