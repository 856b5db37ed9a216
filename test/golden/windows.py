"""Writes windows/NAME.safetensors: small models, one window each, with everything that forward and backward give."""

import json

import torch
from safetensors.torch import save_file

from cells import GATES
from reference import has_reference, run_reference
from unrolled import run_unrolled

LSTM = {"cell": "lstm"}
GRU = {"cell": "gru", "reset": "after", "update": "keep"}
ELMAN = {"cell": "elman", "activation": "tanh"}
SMALL = {"batch": 3, "window": 7, "vocabulary": 11, "input": {"embedding": 4}}
LONG = {**SMALL, "window": 64, "units": 32, "layers": 1}
ONE_HOT = {**SMALL, "layers": 1, "input": "one-hot"}

CASES = {
    "lstm": {**LSTM, **SMALL, "units": 5, "layers": 1},
    "lstmTwoLayers": {**LSTM, **SMALL, "units": 6, "layers": 2},
    "lstmOneHot": {**LSTM, **ONE_HOT, "units": 7},
    "lstmLong": {**LSTM, **LONG},
    "gru": {**GRU, **SMALL, "units": 5, "layers": 1},
    "gruTwoLayers": {**GRU, **SMALL, "units": 6, "layers": 2},
    "gruOneHot": {**GRU, **ONE_HOT, "units": 7},
    "gruBefore": {**GRU, **SMALL, "units": 7, "layers": 1, "reset": "before"},
    "gruReplace": {**GRU, **SMALL, "units": 5, "layers": 1, "update": "replace"},
    "gruBeforeReplace": {**GRU, **SMALL, "units": 6, "layers": 2, "reset": "before", "update": "replace"},
    "elman": {**ELMAN, **SMALL, "units": 5, "layers": 1},
    "elmanTwoLayers": {**ELMAN, **SMALL, "units": 6, "layers": 2},
    "elmanOneHot": {**ELMAN, **ONE_HOT, "units": 7},
    "elmanRelu": {**ELMAN, **SMALL, "units": 7, "layers": 2, "activation": "relu"},
    "elmanIdentity": {**ELMAN, **SMALL, "units": 6, "layers": 1, "activation": "identity"},
    "elmanLong": {**ELMAN, **LONG},
    "elmanSigmoid": {**ELMAN, **SMALL, "units": 6, "layers": 2, "activation": "sigmoid"},
    "lstmSigmoid": {**LSTM, **SMALL, "units": 6, "layers": 2, "candidate": "sigmoid"},
    "lstmDiagonal": {**LSTM, **SMALL, "units": 5, "layers": 2, "peephole": "diagonal"},
    "lstmDiagonalSigmoid": {**LSTM, **ONE_HOT, "units": 7, "peephole": "diagonal", "candidate": "sigmoid"},
    "lstmFull": {**LSTM, **SMALL, "units": 6, "layers": 2, "peephole": "full"},
    "lstmFullSigmoid": {**LSTM, **SMALL, "units": 7, "layers": 1, "peephole": "full", "candidate": "sigmoid"},
    "lstmFullLong": {**LSTM, **LONG, "units": 20, "peephole": "full"},
}


def write_windows(folder):
    """Writes every case and prints how far the two computations lie apart."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (name, model) in enumerate(CASES.items()):
        random = torch.Generator().manual_seed(seed)
        weights, window = draw_weights(model, random), draw_window(model, random)
        results = solve(name, model, weights, window)
        tensors = {
            **{f"weights.{key}": tensor.float() for key, tensor in weights.items()},
            **{key: tensor.int() if key in ("input", "target") else tensor.float() for key, tensor in window.items()},
            **{key: tensor.contiguous() for key, tensor in results.items()},
        }
        save_file(tensors, folder / f"{name}.safetensors", {"model": json.dumps(model)})


def solve(name, model, weights, window):
    """The results of one case; where torch.nn has the cell, its numbers, after both computations agree."""
    results = run_unrolled(model, weights, window)
    if not has_reference(model):
        print(f"{name}: only unrolled by hand")
        return results
    expected = run_reference(model, weights, window)
    worst = max(distance(results[key], expected[key]) for key in expected)
    assert worst <= 1e-12, f"{name}: torch.nn and the unrolled loop differ by {worst}"
    print(f"{name}: torch.nn and the unrolled loop agree to {worst:.1e}")
    return {**results, **expected}


def distance(found, expected):
    """The largest difference over the largest expected value."""
    return ((found - expected).abs().max() / expected.abs().max()).item()


def draw_weights(model, random):
    """Normal weights, about as large as keeps a state's norm over time, wider than PyTorch's; exact in float32."""
    units, vocabulary, rows = model["units"], model["vocabulary"], GATES[model["cell"]] * model["units"]
    size = vocabulary if model["input"] == "one-hot" else model["input"]["embedding"]
    shapes = {} if model["input"] == "one-hot" else {"embedding.weight": (vocabulary, size)}
    for k in range(model["layers"]):
        shapes[f"rnn.weight_ih_l{k}"] = (rows, units if k else size)
        shapes[f"rnn.weight_hh_l{k}"] = (rows, units)
        shapes[f"rnn.bias_ih_l{k}"] = shapes[f"rnn.bias_hh_l{k}"] = (rows,)
        if model.get("peephole", "none") != "none":
            shapes[f"rnn.weight_ch_l{k}"] = (3 * units, units) if model["peephole"] == "full" else (3 * units,)
    shapes |= {"head.weight": (vocabulary, units), "head.bias": (vocabulary,)}
    return {name: draw(shape, scale(name, units), random) for name, shape in shapes.items()}


def scale(name, units):
    """The standard deviation of one tensor's entries."""
    if "bias" in name:
        return 0.3
    if "weight_hh" in name or "weight_ch" in name:
        return units ** -0.5
    return 2 * units ** -0.5 if name == "head.weight" else 0.7


def draw_window(model, random):
    """Symbols, targets and the carried state of one window."""
    symbols = (model["batch"], model["window"])
    state = (model["layers"], model["batch"], model["units"])
    window = {
        "input": torch.randint(model["vocabulary"], symbols, generator=random),
        "target": torch.randint(model["vocabulary"], symbols, generator=random),
        "state.h": draw(state, 0.5, random),
    }
    return {**window, "state.c": draw(state, 0.5, random)} if model["cell"] == "lstm" else window


def draw(shape, deviation, random):
    """Normal numbers that float32 holds exactly, in float64."""
    return (torch.randn(shape, generator=random, dtype=torch.float32) * deviation).double()
