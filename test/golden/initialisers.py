"""Writes initialisers.safetensors: moments of what torch.nn.init draws for two matrices, over many draws."""

import json

import torch
from safetensors.torch import save_file
from torch.nn import init

DRAWS = 400
SHAPES = {"tall": (96, 24), "wide": (10, 40)}
INITIALISERS = {
    "xavier-normal": init.xavier_normal_,
    "xavier-uniform": init.xavier_uniform_,
    "kaiming-normal": init.kaiming_normal_,
    "orthogonal": init.orthogonal_,
    "identity": init.eye_,
}


def write_initialisers(path):
    """Writes the file: NAME.SHAPE is [mean, variance, fourth moment, greatest], `.gram` the mean of W^T W (or W W^T)."""
    torch.manual_seed(5)
    tensors = {}
    for name, initialise in INITIALISERS.items():
        for shape, size in SHAPES.items():
            drawn = torch.stack([initialise(torch.empty(size, dtype=torch.float64)) for _ in range(DRAWS)])
            tensors[f"{name}.{shape}"] = torch.stack(
                [drawn.mean(), (drawn**2).mean(), (drawn**4).mean(), drawn.abs().max()])
            tensors[f"{name}.{shape}.gram"] = gram(drawn).mean(0).contiguous()
    save_file(tensors, path, {"settings": json.dumps({"draws": DRAWS, "shapes": SHAPES})})


def gram(drawn):
    """The products of the shorter side with itself, [draws, shorter, shorter]."""
    rows, columns = drawn.shape[1:]
    return drawn.mT @ drawn if rows >= columns else drawn @ drawn.mT
