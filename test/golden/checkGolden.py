"""Reads the golden windows back and checks them by a second implementation and finite differences. Needs no PyTorch."""

import json
from pathlib import Path

import numpy as np
from safetensors import safe_open

from plain import losses

STEP = 1e-5  # of the central differences
TOLERANCE = 1e-7  # of gradients; forward results are held to 1e-12


def check(path):
    """Checks one file and prints its largest errors, each over the largest number of its tensor."""
    model, weights, window, golden = read(path)
    logits, each = losses(model, weights, window)
    forward = max(distance(logits, golden["logits"]), distance(each.mean(), golden["loss"][0]))
    gradient = check_gradients(model, weights, window, golden)
    profile = check_profile(model, weights, window, golden)
    assert forward <= 1e-12 and gradient <= TOLERANCE and profile <= TOLERANCE, (path.stem, forward, gradient, profile)
    print(f"{path.stem}: forward {forward:.1e}, gradients {gradient:.1e}, profile and reach {profile:.1e}")


def read(path):
    """Model, weights, window and results of one file, floats in float64."""
    with safe_open(path, "numpy") as file:
        model = json.loads(file.metadata()["model"])
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    tensors = {name: array if array.dtype == np.int32 else array.astype(np.float64) for name, array in tensors.items()}
    weights = {name.removeprefix("weights."): array for name, array in tensors.items() if name.startswith("weights.")}
    return model, weights, tensors, tensors


def check_gradients(model, weights, window, golden):
    """The largest error over all parameters, each entry moved by itself (in long windows, 40 entries of each)."""
    random, worst = np.random.default_rng(1), 0
    for name, weight in weights.items():
        entries = range(weight.size) if model["window"] < 10 else random.choice(weight.size, min(40, weight.size), False)
        expected = golden[f"gradient.{name}"]
        for entry in entries:
            slope = central(lambda change: losses(model, {**weights, name: moved(weight, entry, change)}, window)[1].mean())
            worst = max(worst, abs(slope - expected.flat[entry]) / abs(expected).max())
    return worst


def moved(array, entry, change):
    """A copy of the array with one entry changed."""
    array = array.copy()
    array.flat[entry] += change
    return array


def check_profile(model, weights, window, golden):
    """The largest error of profile and reach, at every time step (in long windows, at four)."""
    last, kinds = model["window"], ["total", "carried", "local"] + ["cell"] * (model["cell"] == "lstm")
    worst = 0
    for k in range(model["layers"]):
        final = slopes(model, weights, window, k, last, "total")[1]
        for t in range(last + 1) if last < 10 else (0, last // 2, last - 3, last):
            for kind in kinds:
                whole, of_last = slopes(model, weights, window, k, t, kind)
                expected = golden[f"profile.{kind}"][k]
                worst = max(worst, abs(whole - expected[t]) / expected.max())
                if kind == "total":
                    worst = max(worst, abs(of_last / final - golden["reach"][k][last - t]))
    return worst


def slopes(model, weights, window, k, t, kind):
    """The norm of the gradient at one state, of the summed loss and of the last time step's: L2 over units, rms over lanes."""
    unit = np.eye(model["units"])
    each = [central(lambda change: losses(model, weights, window, (k, t, kind, change * unit[u]))[1]) for u in range(len(unit))]
    norm = lambda gradient: np.sqrt((gradient ** 2).sum(0).mean())
    return norm(np.array([slope.sum(1) for slope in each])), norm(np.array([slope[:, -1] for slope in each]))


def central(function):
    """The slope of a function at zero."""
    return (function(STEP) - function(-STEP)) / (2 * STEP)


def distance(found, expected):
    """The largest difference over the largest expected value."""
    return np.abs(found - expected).max() / np.abs(expected).max()


if __name__ == "__main__":
    for path in sorted((Path(__file__).resolve().parent / "windows").glob("*.safetensors")):
        check(path)
