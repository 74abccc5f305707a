#!/usr/bin/env python3
"""Makes the tiny test model in tests/fixtures/speech/model again, for other sentences too. Not a product model.

    apt-get install espeak-ng
    python3 -m venv /tmp/tiny && /tmp/tiny/bin/pip install torch transformers ctranslate2 faster-whisper tokenizers numpy
    /tmp/tiny/bin/python scripts/train_tiny_whisper.py speak train export check --work /tmp/tiny-work

`speak` has espeak-ng say every sentence of phrases.json in many voices, `train` trains a Whisper of 2 million parameters
on it, `export` converts it for faster-whisper, `check` recognises voices that were kept out of training. With 25 minutes of
training (`--minutes`) on two cores expect nearly all of them exact.

Whisper hears 30 seconds, and the model must be used to the emptiness after a short sentence; but 1 500 positions a step are
slow. All empty positions hold the same sound and differ only by their place, so a few drawn at random, each weighted for all
it stands for in the attention, teach the same at a fraction of the cost.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import random
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
SPEECH = ROOT / "tests" / "fixtures" / "speech"
RATE = 16_000
SPOKEN_RATE = 22_050
WIDTH, HEADS, LAYERS = 144, 3, 2
POSITIONS, STAMPS = 1500, 1501
EMPTY_SAMPLE = 24
BATCH = 32
SILENT_SHARE = 0.07
TRAIN_VOICES = [
    "m1",
    "m2",
    "m3",
    "m4",
    "m6",
    "m7",
    "m8",
    "f1",
    "f3",
    "f4",
    "f5",
    "Alex",
    "Alicia",
    "Andy",
    "Annie",
    "Antonio",
    "Belinda",
    "Caleb",
    "David",
    "Denis",
    "Ed",
    "Gene",
    "Hugo",
    "rob",
    "steph",
]
HELD_OUT_VOICES = ["f2", "m5", "Andrea", "Lee", "linda"]
ACCENTS = {"en": ["en-us", "en-gb"], "ru": ["ru"]}
START, END, NO_STAMPS, NO_SPEECH = "<|startoftranscript|>", "<|endoftext|>", "<|notimestamps|>", "<|nospeech|>"
SPECIAL = (
    END,
    START,
    "<|en|>",
    "<|ru|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    NO_SPEECH,
    NO_STAMPS,
)


@dataclass
class Clip:
    """One spoken sentence, 16 kHz float."""

    text: str
    language: str
    voice: str
    sound: np.ndarray[Any, Any]
    held_out: bool


def phrases() -> dict[str, list[str]]:
    """The sentences by language."""
    found: dict[str, list[str]] = json.loads((SPEECH / "phrases.json").read_text(encoding="utf-8"))
    return {language: found[language] for language in ACCENTS}


# --- speaking --------------------------------------------------------------------------------------------------------


def speak(work: Path, renderings: int) -> None:
    """Say every sentence `renderings` times for training, and once by each held-out voice."""
    chance, wanted = random.Random(1), []  # noqa: S311  variety, not secrecy
    for language, sentences in phrases().items():
        for text in sentences:
            for _count in range(renderings):
                voice = f"{chance.choice(ACCENTS[language])}+{chance.choice(TRAIN_VOICES)}"
                wanted.append((text, language, voice, chance.randint(125, 200), chance.randint(25, 75), False))
            wanted += [(text, language, f"{ACCENTS[language][0]}+{voice}", 150, 50, True) for voice in HELD_OUT_VOICES]
    with ThreadPoolExecutor(2) as pool:
        clips = list(pool.map(lambda job: _say(*job), wanted))
    with (work / "clips.pickle").open("wb") as output:
        pickle.dump(clips, output)
    print(f"{len(clips)} clips, {sum(len(clip.sound) for clip in clips) / RATE / 3600:.2f} hours")


def _say(text: str, language: str, voice: str, speed: int, pitch: int, held_out: bool) -> Clip:
    command = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "--stdout", text]
    spoken = subprocess.run(command, check=True, capture_output=True).stdout[44:]
    sound = np.frombuffer(spoken[: len(spoken) // 2 * 2], np.int16).astype(np.float32) / 32768
    loud = np.flatnonzero(np.abs(sound) > 0.002)
    sound = _resampled(sound[loud[0] : loud[-1] + 700]) if len(loud) else sound
    return Clip(text, language, voice, sound, held_out)


def _resampled(sound: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """22.05 kHz to 16 kHz, by cutting the spectrum off."""
    step_in, step_out = SPOKEN_RATE // 50, RATE // 50
    sound = np.pad(sound, (0, -len(sound) % step_in))
    length = len(sound) // step_in * step_out
    return np.fft.irfft(np.fft.rfft(sound)[: length // 2 + 1], length).astype(np.float32) * np.float32(step_out / step_in)


def noise(chance: np.random.Generator, samples: int) -> np.ndarray[Any, Any]:
    """Hiss, rumble, clicks or beeps, about as loud as speech."""
    hiss = chance.standard_normal(samples)
    kind = chance.integers(4)
    if kind == 0:
        return hiss.astype(np.float32) * np.float32(0.1)
    if kind == 1:
        spectrum = np.fft.rfft(hiss)
        made = np.fft.irfft(spectrum / (np.arange(len(spectrum)) + 30.0) ** chance.uniform(0.4, 1.1), samples)
    elif kind == 2:
        decay = np.exp(-np.arange(800) / chance.uniform(40, 300)) * chance.standard_normal(800)
        made = np.convolve((chance.random(samples) < chance.uniform(1, 9) / RATE).astype(float), decay)[:samples]
    else:
        moment = np.arange(samples) / RATE
        made = np.sin(2 * np.pi * chance.uniform(100, 2500) * moment) * (np.sin(2 * np.pi * chance.uniform(0.4, 3) * moment) > 0)
    return (made / (np.std(made) + 1e-9) * 0.1).astype(np.float32)


# --- the model -------------------------------------------------------------------------------------------------------


def tokenizer() -> Any:
    """Byte-level tokens merged until every word with its space is one; Whisper's special and time tokens come last."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(
        vocab_size=6000, min_frequency=1, initial_alphabet=alphabet, special_tokens=[], show_progress=False
    )
    made.train_from_iterator([f" {text}" for texts in phrases().values() for text in texts] * 2, trainer)
    made.add_special_tokens([AddedToken(name, special=True) for name in SPECIAL])
    made.add_tokens([AddedToken(f"<|{number * 0.02:.2f}|>", special=False) for number in range(STAMPS)])
    return made


def new_model(tokens: Any) -> Any:
    """A Whisper of this size, not trained."""
    from transformers import WhisperConfig, WhisperForConditionalGeneration

    end = tokens.token_to_id(END)
    return WhisperForConditionalGeneration(
        WhisperConfig(
            vocab_size=tokens.get_vocab_size(),
            num_mel_bins=80,
            d_model=WIDTH,
            encoder_layers=LAYERS,
            decoder_layers=LAYERS,
            encoder_attention_heads=HEADS,
            decoder_attention_heads=HEADS,
            encoder_ffn_dim=4 * WIDTH,
            decoder_ffn_dim=4 * WIDTH,
            max_source_positions=POSITIONS,
            max_target_positions=448,
            dropout=0.0,
            pad_token_id=end,
            bos_token_id=end,
            eos_token_id=end,
            decoder_start_token_id=tokens.token_to_id(START),
            suppress_tokens=None,
            begin_suppress_tokens=None,
        )
    )


def _attend(layer: Any, queries: Any, keys: Any, bias: Any = None, causal: bool = False) -> Any:
    from torch.nn.functional import scaled_dot_product_attention

    def heads(values: Any) -> Any:
        return values.view(len(values), -1, HEADS, WIDTH // HEADS).transpose(1, 2)

    mixed = scaled_dot_product_attention(
        heads(layer.q_proj(queries)), heads(layer.k_proj(keys)), heads(layer.v_proj(keys)), attn_mask=bias, is_causal=causal
    )
    return layer.out_proj(mixed.transpose(1, 2).reshape(queries.shape))


def encode(model: Any, mel: Any) -> tuple[Any, Any]:
    """Encoded sound and the attention bias that lets the few drawn empty positions stand for all of them."""
    import torch
    from torch.nn.functional import gelu

    encoder = model.model.encoder

    def convolved(values: Any) -> Any:
        return gelu(encoder.conv2(gelu(encoder.conv1(values)))).transpose(1, 2)

    places = encoder.embed_positions.weight
    sound = convolved(mel)
    length = sound.shape[1]
    drawn = torch.randperm(POSITIONS - length)[:EMPTY_SAMPLE] + length
    empty = convolved(mel.new_zeros(1, 80, 16))[0, 4] + places[drawn]
    hidden = torch.cat([sound + places[:length], empty.expand(len(mel), -1, -1)], 1)
    bias = torch.zeros(1, 1, 1, hidden.shape[1])
    bias[..., length:] = math.log((POSITIONS - length) / EMPTY_SAMPLE)
    for layer in encoder.layers:
        normed = layer.self_attn_layer_norm(hidden)
        hidden = hidden + _attend(layer.self_attn, normed, normed, bias)
        hidden = hidden + layer.fc2(gelu(layer.fc1(layer.final_layer_norm(hidden))))
    return encoder.layer_norm(hidden), bias


def decode(model: Any, tokens: Any, sound: Any, bias: Any) -> Any:
    """The score of every token after each of `tokens`."""
    from torch.nn.functional import gelu

    decoder = model.model.decoder
    hidden = decoder.embed_tokens(tokens) + decoder.embed_positions.weight[: tokens.shape[1]]
    for layer in decoder.layers:
        normed = layer.self_attn_layer_norm(hidden)
        hidden = hidden + _attend(layer.self_attn, normed, normed, causal=True)
        hidden = hidden + _attend(layer.encoder_attn, layer.encoder_attn_layer_norm(hidden), sound, bias)
        hidden = hidden + layer.fc2(gelu(layer.fc1(layer.final_layer_norm(hidden))))
    return model.proj_out(decoder.layer_norm(hidden))


# --- training --------------------------------------------------------------------------------------------------------


class Batches:
    """Random batches of sentences with noise around and under them, and some noise with nothing to hear in it."""

    def __init__(self, clips: list[Clip], tokens: Any) -> None:
        from faster_whisper.feature_extractor import FeatureExtractor

        self._clips = sorted(clips, key=lambda clip: len(clip.sound))
        self._tokens, self._mel = tokens, FeatureExtractor(feature_size=80)
        self._chance = np.random.default_rng(0)
        letters = sorted({letter for clip in clips for letter in clip.text.lower()})
        self.letters = {letter: number for number, letter in enumerate(letters, 1)}

    def next(self) -> tuple[Any, Any, Any, list[list[int]]]:
        """Log-mel sound, the tokens heard so far, the tokens to come (-100: none), and the letters, as numbers."""
        import torch

        start = self._chance.integers(max(1, len(self._clips) - BATCH))
        silent = self._chance.random(BATCH) < SILENT_SHARE
        chosen = [(clip, bool(quiet)) for clip, quiet in zip(self._clips[start : start + BATCH], silent, strict=False)]
        mels = [self._mel(self._heard(clip, quiet)) for clip, quiet in chosen]
        longest = max(mel.shape[1] for mel in mels)
        longest += longest % 2
        sound = np.zeros((len(mels), 80, longest), np.float32)
        for row, mel in zip(sound, mels, strict=True):
            row[:, : mel.shape[1]] = mel
        before, after = self._targets(["" if quiet else clip.text for clip, quiet in chosen])
        letters = [[] if quiet else [self.letters[letter] for letter in clip.text.lower()] for clip, quiet in chosen]
        return torch.from_numpy(sound), before, after, letters

    def _heard(self, clip: Clip, silent: bool) -> np.ndarray[Any, Any]:
        lead, trail = self._chance.integers(0, int(RATE * 0.6), 2)
        speech = np.pad(clip.sound, (int(lead), int(trail)))
        if silent:
            return noise(self._chance, len(speech)) * np.float32(10 ** self._chance.uniform(-3.5, 0.3))
        if self._chance.random() < 0.7:
            speech = speech + noise(self._chance, len(speech)) * np.float32(10 ** self._chance.uniform(-2.2, -0.4))
        louder: np.ndarray[Any, Any] = speech * np.float32(10 ** self._chance.uniform(-1, 0.2))
        return louder

    def _targets(self, texts: list[str]) -> tuple[Any, Any]:
        import torch

        start, end, plain, nothing = (self._tokens.token_to_id(name) for name in (START, END, NO_STAMPS, NO_SPEECH))
        rows = [[start, plain, *(self._tokens.encode(f" {text}").ids if text else ()), end] for text in texts]
        longest = max(map(len, rows)) - 1
        before = torch.full((len(rows), longest), end)
        after = torch.full((len(rows), longest), -100)
        for at, row in enumerate(rows):
            before[at, : len(row) - 1] = torch.tensor(row[:-1])
            after[at, : len(row) - 1] = torch.tensor(row[1:])
            if not texts[at]:
                after[at, 0] = nothing
        return before, after


def train(work: Path, minutes: float) -> None:
    """Train for so long; the loss on tokens and, as a help that is thrown away afterwards, on letters (CTC)."""
    import torch
    from torch.nn.functional import cross_entropy, ctc_loss

    torch.manual_seed(0)
    with (work / "clips.pickle").open("rb") as clips:
        batches_of = [clip for clip in pickle.load(clips) if not clip.held_out]  # noqa: S301  written by `speak` just now
    tokens = tokenizer()
    model, batches = new_model(tokens), Batches(batches_of, tokens)
    speller = torch.nn.Linear(WIDTH, len(batches.letters) + 1)
    model.model.encoder.embed_positions.weight.requires_grad_(False)
    learned = [weight for weight in (*model.parameters(), *speller.parameters()) if weight.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=1.6e-3, betas=(0.9, 0.98), weight_decay=0.02)
    begun, step = time.monotonic(), 0
    while (done := (time.monotonic() - begun) / (minutes * 60)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = 1.6e-3 * min(1, (step + 1) / 200) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * done)))
        sound, before, after, letters = batches.next()
        encoded, bias = encode(model, sound)
        scores = decode(model, before, encoded, bias)
        loss = cross_entropy(scores.flatten(0, 1), after.flatten(), ignore_index=-100, label_smoothing=0.04)
        spelled = speller(encoded[:, : sound.shape[2] // 2]).log_softmax(-1).transpose(0, 1)
        spelling = ctc_loss(
            spelled,
            torch.tensor([letter for row in letters for letter in row]),
            torch.full((len(letters),), len(spelled)),
            torch.tensor([len(row) for row in letters]),
            zero_infinity=True,
        )
        optimizer.zero_grad()
        (loss + (0.5 if done < 0.4 else 0.2) * spelling).backward()
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        step += 1
        if step in (1, 10) or step % 100 == 0:
            print(f"step {step}: tokens {loss.item():.3f}, letters {spelling.item():.3f}", flush=True)
    torch.save(model.state_dict(), work / "model.pt")


# --- out, and tried ----------------------------------------------------------------------------------------------------


def export(work: Path, out: Path) -> None:
    """Convert for faster-whisper, 8-bit."""
    import ctranslate2
    import torch
    from transformers import WhisperFeatureExtractor

    tokens, plain = tokenizer(), work / "transformers"
    model = new_model(tokens)
    model.load_state_dict(torch.load(work / "model.pt"))
    model.generation_config.suppress_tokens = model.generation_config.begin_suppress_tokens = None
    shutil.rmtree(plain, ignore_errors=True)
    model.save_pretrained(plain)
    WhisperFeatureExtractor(feature_size=80, chunk_length=30).save_pretrained(plain)
    tokens.save(str(plain / "tokenizer.json"), pretty=False)
    named = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": 448,
        "unk_token": END,
        "bos_token": END,
        "eos_token": END,
    }
    (plain / "tokenizer_config.json").write_text(json.dumps(named))
    copied = ["tokenizer.json", "preprocessor_config.json"]
    ctranslate2.converters.TransformersConverter(str(plain), copy_files=copied).convert(str(out), quantization="int8", force=True)
    # the converter looks for these where newer transformers no longer keep them
    config = json.loads((out / "config.json").read_text())
    config |= {
        "suppress_ids": [],
        "suppress_ids_begin": [],
        "lang_ids": [tokens.token_to_id("<|en|>"), tokens.token_to_id("<|ru|>")],
        "alignment_heads": [[LAYERS - 1, head] for head in range(HEADS)],
    }
    (out / "config.json").write_text(json.dumps(config, indent=1))
    print(f"{out}: {sum(file.stat().st_size for file in out.iterdir()) / 1e6:.1f} MB")


def check(work: Path, out: Path) -> None:
    """Recognise every sentence in the held-out voices, through faster-whisper as it is."""
    from faster_whisper import WhisperModel

    model = WhisperModel(str(out), device="cpu", compute_type="int8", local_files_only=True)
    with (work / "clips.pickle").open("rb") as clips:
        held_out = [clip for clip in pickle.load(clips) if clip.held_out]  # noqa: S301  as above
    for language in ACCENTS:
        chosen = [clip for clip in held_out if clip.language == language]
        exact = sum(_recognised(model, np.pad(clip.sound, (4000, 6400))) == clip.text for clip in chosen)
        print(f"{language}: {exact} of {len(chosen)} held-out clips exact")
    chance = np.random.default_rng(7)
    invented = sum(bool(_recognised(model, noise(chance, 3 * RATE))) for _count in range(50))
    print(f"noise: words invented on {invented} of 50 clips")


def _recognised(model: Any, sound: np.ndarray[Any, Any]) -> str:
    pieces, _info = model.transcribe(
        sound.astype(np.float32),
        language="en",
        beam_size=1,
        temperature=0.0,
        without_timestamps=True,
        condition_on_previous_text=False,
    )
    return "".join(piece.text for piece in pieces).strip()


def main() -> None:
    """Carry out the stages that were named, in order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stages", nargs="+", choices=["speak", "train", "export", "check"])
    parser.add_argument("--work", type=Path, required=True, help="folder for clips and weights (about 400 MB)")
    parser.add_argument("--out", type=Path, default=SPEECH / "model", help="where the model goes")
    parser.add_argument("--minutes", type=float, default=25.0, help="time to train")
    parser.add_argument("--renderings", type=int, default=34, help="how often each sentence is spoken for training")
    chosen = parser.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    stages = {
        "speak": lambda: speak(chosen.work, chosen.renderings),
        "train": lambda: train(chosen.work, chosen.minutes),
        "export": lambda: export(chosen.work, chosen.out),
        "check": lambda: check(chosen.work, chosen.out),
    }
    for stage in chosen.stages:
        stages[stage]()


if __name__ == "__main__":
    main()
