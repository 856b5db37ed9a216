"""Writes optimisers.safetensors: parameters after each of 60 given gradients, and gradients clipped by norm and value."""

import json

import torch
from safetensors.torch import save_file

UPDATES = 60
LEARNING_RATE = 0.01
CLIP_NORM = 1.0
CLIP_VALUE = 0.5
DECAY = 0.1
OPTIMISERS = {
    "sgd": lambda parameters: torch.optim.SGD(parameters, LEARNING_RATE),
    "sgdDecay": lambda parameters: torch.optim.SGD(parameters, LEARNING_RATE, weight_decay=DECAY),
    "momentum": lambda parameters: torch.optim.SGD(parameters, LEARNING_RATE, momentum=0.9),
    "nesterov": lambda parameters: torch.optim.SGD(
        parameters, LEARNING_RATE, momentum=0.9, nesterov=True, weight_decay=DECAY),
    "rmsprop": lambda parameters: torch.optim.RMSprop(parameters, LEARNING_RATE, alpha=0.99),
    "rmspropDecay": lambda parameters: torch.optim.RMSprop(parameters, LEARNING_RATE, alpha=0.9, weight_decay=DECAY),
    "adam": lambda parameters: torch.optim.Adam(parameters, LEARNING_RATE),
    "adamDecay": lambda parameters: torch.optim.Adam(parameters, LEARNING_RATE, weight_decay=DECAY),
    "adamw": lambda parameters: torch.optim.AdamW(parameters, LEARNING_RATE, weight_decay=DECAY),
    "adagrad": lambda parameters: torch.optim.Adagrad(parameters, LEARNING_RATE),
    "adagradDecay": lambda parameters: torch.optim.Adagrad(parameters, LEARNING_RATE, weight_decay=DECAY),
}


def write_optimisers(path):
    """Writes the file; given numbers in float32, results computed from them in float64."""
    random = torch.Generator().manual_seed(1)
    parameter = torch.randn(3, 5, generator=random)
    # the columns' sizes show where an optimiser adds its epsilon; the last one is always zero
    gradients = torch.randn(UPDATES, 3, 5, generator=random) * torch.tensor([1, 0.1, 1e-3, 1e-7, 0])
    before = {"first": torch.randn(3, 5, generator=random), "second": torch.randn(4, generator=random)}
    tensors = {
        "parameter": parameter,
        "gradients": gradients,
        **{name: updated(make, parameter.double(), gradients.double()) for name, make in OPTIMISERS.items()},
        **{f"clip.before.{name}": gradient for name, gradient in before.items()},
        **clipped({name: gradient.double() for name, gradient in before.items()}),
    }
    settings = {"learningRate": LEARNING_RATE, "momentum": 0.9, "weightDecay": DECAY,
                "rmsprop": {"decay": 0.99, "epsilon": 1e-8}, "rmspropDecay": {"decay": 0.9, "epsilon": 1e-8},
                "adam": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}, "adagrad": {"epsilon": 1e-10},
                "clip": {"norm": CLIP_NORM, "value": CLIP_VALUE}}
    save_file(tensors, path, {"settings": json.dumps(settings)})


def updated(make, parameter, gradients):
    """The parameter after every update, [updates, 3, 5]."""
    parameter = parameter.clone().requires_grad_()
    optimiser, after = make([parameter]), []
    for gradient in gradients:
        parameter.grad = gradient.clone()
        optimiser.step()
        after.append(parameter.detach().clone())
    return torch.stack(after)


def clipped(gradients):
    """The gradients after clip_grad_norm_ over all of them, and their norm before; and after clip_grad_value_."""
    parameters = [torch.zeros_like(gradient, requires_grad=True) for gradient in gradients.values()]
    for parameter, gradient in zip(parameters, gradients.values()):
        parameter.grad = gradient.clone()
    norm = torch.nn.utils.clip_grad_norm_(parameters, CLIP_NORM)
    after = {f"clip.after.{name}": parameter.grad.clone() for name, parameter in zip(gradients, parameters)}
    for parameter, gradient in zip(parameters, gradients.values()):
        parameter.grad = gradient.clone()
    torch.nn.utils.clip_grad_value_(parameters, CLIP_VALUE)
    limited = {f"clip.limited.{name}": parameter.grad for name, parameter in zip(gradients, parameters)}
    return {**after, **limited, "clip.norm": norm.reshape(1)}
