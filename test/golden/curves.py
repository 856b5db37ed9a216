"""Writes curves/CELL.safetensors: initial weights, and loss and gradient norm of the first 200 training steps on text.txt."""

import json
from itertools import islice

import torch
from safetensors.torch import save_file
from torch.nn.functional import cross_entropy

from reference import MODULES
from symbols import SPLIT, read_training, windows_of

STEPS = 200
BEGINNING, LENGTH = "Call me Ishmael", 60_000  # of the text that is trained on, in characters
BATCH, WINDOW, STRIDE = 32, 64, 64
LEARNING_RATE, CLIP_NORM, SEED = 0.002, 1.0, 1


def write_curves(folder, data, units, embedding):
    """Writes a curve of every cell and prints, as a table, how far precision and threads move it."""
    folder.mkdir(parents=True, exist_ok=True)
    text = folder / "text.txt"
    write_text(text, data)
    symbols, vocabulary = read_training(text)
    print(f"\n{len(symbols)} training symbols, vocabulary {vocabulary}, {units} units, embedding {embedding}")
    print("| cell | first loss | last loss | float64, loss | float64, norm | 2 threads, loss | 2 threads, norm |")
    print("|---|---|---|---|---|---|---|")
    for cell in MODULES:
        network = build(cell, vocabulary, units, embedding)
        weights = {f"weights.{name}": tensor.clone() for name, tensor in network.state_dict().items()}
        losses, norms = train(build(cell, vocabulary, units, embedding), symbols, threads=1)
        precise = train(build(cell, vocabulary, units, embedding).double(), symbols, threads=1)
        threaded = train(build(cell, vocabulary, units, embedding), symbols, threads=2)
        curve = {"losses": losses, "norms": norms, "losses64": precise[0], "norms64": precise[1]}
        save_file({**weights, **curve}, folder / f"{cell}.safetensors",
                  {"experiment": json.dumps(experiment(cell, text.name, units, embedding))})
        apart = [difference(found, expected) for other in (precise, threaded) for found, expected in zip((losses, norms), other)]
        print(f"| {cell} | {losses[0]:.6f} | {losses[-1]:.6f} | " + " | ".join(f"{x:.1e}" for x in apart) + " |")


def write_text(path, book):
    """Writes the beginning of a book's story: short, so that the steps go through several epochs."""
    words = book.read_bytes().decode("utf-8")
    first = words.index(BEGINNING)
    path.write_bytes(words[first:first + LENGTH].encode("utf-8"))


def build(cell, vocabulary, units, embedding):
    """A one-layer language model with PyTorch's own initial weights."""
    torch.manual_seed(SEED)
    return torch.nn.ModuleDict({
        "embedding": torch.nn.Embedding(vocabulary, embedding),
        "rnn": MODULES[cell](embedding, units, batch_first=True),
        "head": torch.nn.Linear(units, vocabulary),
    })


def train(network, symbols, threads):
    """Trains for STEPS steps. Returns losses and gradient norms before clipping, both [steps], in float64."""
    torch.set_num_threads(threads)
    optimiser = torch.optim.Adam(network.parameters(), LEARNING_RATE)
    losses, norms, state = [], [], None
    for inputs, targets, is_first in islice(windows_of(symbols, BATCH, WINDOW, STRIDE), STEPS):
        hidden, state = network["rnn"](network["embedding"](inputs), None if is_first else state)
        state = tuple(part.detach() for part in state) if isinstance(state, tuple) else state.detach()
        loss = cross_entropy(network["head"](hidden).flatten(0, 1), targets.flatten())
        optimiser.zero_grad()
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP_NORM).item())
        losses.append(loss.item())
        optimiser.step()
    return torch.tensor(losses, dtype=torch.float64), torch.tensor(norms, dtype=torch.float64)


def difference(found, expected):
    """The largest relative difference over all steps."""
    return ((found - expected).abs() / expected).max().item()


def experiment(cell, path, units, embedding):
    """The experiment file that describes this training."""
    return {
        "task": "language-model",
        "data": {"path": path, "tokens": "character", "split": SPLIT},
        "model": {"input": {"embedding": embedding}, "layers": [{"cell": cell, "units": units}]},
        "training": {
            "batch": BATCH, "window": WINDOW, "stride": STRIDE, "carryState": True,
            "optimiser": {"name": "adam", "learningRate": LEARNING_RATE}, "clip": {"norm": CLIP_NORM},
            "epochs": 100, "seed": SEED,
        },
    }
