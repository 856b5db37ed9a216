"""Writes truncated.safetensors: training whose windows overlap (stride < window), in float64, across two epochs.
Where outputs is "last", only the last time step of a window counts."""

import json

import torch
from safetensors.torch import save_file
from torch.nn.functional import cross_entropy

from reference import MODULES

UPDATES = 14
BATCH, WINDOW, STRIDE = 2, 7, 3
VOCABULARY, UNITS, EMBEDDING, SYMBOLS = 5, 4, 3, 61
LEARNING_RATE, MOMENTUM = 0.2, 0.5
CASES = {
    "lstm": {"cell": "lstm", "overTime": "mean", "outputs": "each"},
    "gru": {"cell": "gru", "overTime": "sum", "outputs": "each"},
    "elman": {"cell": "elman", "overTime": "mean", "outputs": "each"},
    "lstm_last": {"cell": "lstm", "overTime": "mean", "outputs": "last"},
    "elman_last": {"cell": "elman", "overTime": "sum", "outputs": "last"},
}


def write_truncated(path):
    """Writes the file: CASE.weights.NAME in F32; CASE.losses, CASE.norms [UPDATES] and CASE.final.NAME in F64."""
    torch.manual_seed(7)
    symbols = torch.cat([torch.arange(VOCABULARY), torch.randint(VOCABULARY, (SYMBOLS - VOCABULARY,))])
    tensors = {"symbols": symbols.int()}
    for case, options in CASES.items():
        network = build(options["cell"])
        weights = {name: tensor.clone() for name, tensor in network.state_dict().items()}
        network.double()
        losses, norms = train(network, symbols, options["overTime"], options["outputs"])
        tensors |= {f"{case}.weights.{name}": tensor for name, tensor in weights.items()}
        tensors |= {f"{case}.final.{name}": tensor for name, tensor in network.state_dict().items()}
        tensors |= {f"{case}.losses": losses, f"{case}.norms": norms}
    training = {"batch": BATCH, "window": WINDOW, "stride": STRIDE, "clip": "off",
                "optimiser": {"name": "sgd", "learningRate": LEARNING_RATE, "momentum": MOMENTUM}}
    model = {"units": UNITS, "embedding": EMBEDDING}
    save_file(tensors, path, {"training": json.dumps(training), "model": json.dumps(model), "cases": json.dumps(CASES)})


def build(cell):
    """A small language model with PyTorch's own initial weights."""
    return torch.nn.ModuleDict({
        "embedding": torch.nn.Embedding(VOCABULARY, EMBEDDING),
        "rnn": MODULES[cell](EMBEDDING, UNITS, batch_first=True),
        "head": torch.nn.Linear(UNITS, VOCABULARY),
    })


def train(network, symbols, over_time, outputs):
    """Losses (mean over counted time steps) and gradient norms of every update."""
    optimiser = torch.optim.SGD(network.parameters(), LEARNING_RATE, momentum=MOMENTUM)
    lane = (len(symbols) - 1) // BATCH
    places = [at for _ in range(2) for at in range(0, lane - WINDOW + 1, STRIDE)][:UPDATES]
    losses, norms, state = [], [], None
    for at in places:
        read = lambda offset: torch.stack([symbols[b * lane + offset:b * lane + offset + WINDOW] for b in range(BATCH)])
        inputs, targets = read(at), read(at + 1)
        start = None if at == 0 else state
        hidden, _ = network["rnn"](network["embedding"](inputs), start)
        first = WINDOW - 1 if outputs == "last" else 0 if at == 0 else WINDOW - STRIDE
        counted = slice(first, WINDOW)
        each = cross_entropy(network["head"](hidden).flatten(0, 1), targets.flatten(), reduction="none")
        each = each.view(BATCH, WINDOW)[:, counted]
        loss = each.mean() if over_time == "mean" else each.sum(1).mean()
        with torch.no_grad():  # the state that the next window begins with: after `stride` time steps of this one
            state = network["rnn"](network["embedding"](inputs[:, :STRIDE]), start)[1]
        optimiser.zero_grad()
        loss.backward()
        norms.append(torch.linalg.vector_norm(torch.cat([p.grad.flatten() for p in network.parameters()])).item())
        losses.append(each.mean().item())
        optimiser.step()
    return torch.tensor(losses, dtype=torch.float64), torch.tensor(norms, dtype=torch.float64)
