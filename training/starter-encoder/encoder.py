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
        self.directions = nn.Parameter(torch.zeros(DIRECTIONS, deltas))
        self.everybody = nn.Parameter(torch.zeros(deltas))
        for layer in (self.body[0], self.body[2]):
            nn.init.normal_(layer.weight, std=(2 / layer.in_features) ** 0.5)
            nn.init.zeros_(layer.bias)
        nn.init.zeros_(self.style.weight)
        nn.init.zeros_(self.style.bias)

    def hidden(self, embeddings: Tensor, semitones: Tensor) -> Tensor:
        pitch = (semitones - MIDDLE_SEMITONES) / SEMITONES_SCALE
        return self.body(torch.cat([embeddings * EMBEDDING_SCALE, pitch[:, None]], dim=1))

    @torch.no_grad()
    def tell_apart(self, embeddings: Tensor, semitones: Tensor) -> None:
        """Lets the shares begin as what differs most between these people, about 0 and of a size of 1 or less."""
        if len(embeddings) <= DIRECTIONS:
            raise ValueError(f"{len(embeddings)} voices are ready; what tells people apart needs more than {DIRECTIONS}.")
        hidden = self.hidden(embeddings, semitones)
        middle = hidden.mean(0)
        _, sizes, axes = torch.linalg.svd(hidden - middle, full_matrices=False)
        spread = sizes[:DIRECTIONS] / len(hidden) ** 0.5
        self.shares.weight.copy_(axes[:DIRECTIONS] / (spread * spread[0]).sqrt()[:, None])
        self.shares.bias.copy_(-self.shares.weight @ middle)

    def forward(self, embeddings: Tensor, semitones: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.hidden(embeddings, semitones)
        return self.style(hidden) * STYLE_SCALE, self.everybody + self.shares(hidden) @ self.directions
