"""Writes schedules.safetensors: the learning rate of each of 120 steps, by torch.optim.lr_scheduler."""

import json

import torch
from safetensors.torch import save_file
from torch.optim.lr_scheduler import CosineAnnealingLR, ConstantLR, LinearLR, ReduceLROnPlateau, SequentialLR, StepLR

STEPS = 120
RATE = 0.02
WARM_UP = 8
SCHEDULES = {
    "constant": lambda optimiser: ConstantLR(optimiser, 1, 0),
    "step": lambda optimiser: StepLR(optimiser, 25, 0.5),
    "cosine": lambda optimiser: CosineAnnealingLR(optimiser, 50, 0.001),
}
PLATEAU = {"factor": 0.3, "patience": 2, "threshold": 0.01, "cooldown": 3, "min_lr": 1e-5}


def write_schedules(path):
    """Writes the file. The plateau reads `losses`; its rate of a step is that after the loss of the step before."""
    losses = plateau_losses()
    tensors = {"losses": losses, "plateau": plateau_rates(losses)}
    for name, make in SCHEDULES.items():
        tensors[name] = rates(make)
        tensors[f"{name}.warmUp"] = rates(lambda optimiser: after_warm_up(optimiser, make))
    settings = {"rate": RATE, "warmUp": WARM_UP, "step": {"every": 25, "factor": 0.5},
                "cosine": {"steps": 50, "least": 0.001}, "plateau": PLATEAU}
    save_file(tensors, path, {"settings": json.dumps(settings)})


def optimiser_of():
    """An optimiser of one parameter whose gradient is zero."""
    parameter = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    parameter.grad = torch.zeros(1, dtype=torch.float64)
    return torch.optim.SGD([parameter], RATE)


def after_warm_up(optimiser, make):
    """A linear rise from 1 / WARM_UP to 1 over as many steps, then the schedule from its beginning."""
    rise = LinearLR(optimiser, start_factor=1 / WARM_UP, end_factor=1, total_iters=WARM_UP - 1)
    return SequentialLR(optimiser, [rise, make(optimiser)], milestones=[WARM_UP])


def rates(make):
    """The rate that each step is taken with, [STEPS]."""
    optimiser, found = optimiser_of(), []
    scheduler = make(optimiser)
    for _ in range(STEPS):
        found.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()
    return torch.tensor(found, dtype=torch.float64)


def plateau_losses():
    """Losses that fall, stay, fall by too little and rise, [STEPS]."""
    at = torch.arange(STEPS, dtype=torch.float64)
    random = torch.Generator().manual_seed(3)
    noise = torch.randn(STEPS, generator=random, dtype=torch.float64)
    return 2 + 2 * torch.exp(-at / 15) + 0.01 * noise + 0.2 * (at > 90)


def plateau_rates(losses):
    """The rate before each of the losses, [STEPS]."""
    optimiser, found = optimiser_of(), []
    scheduler = ReduceLROnPlateau(optimiser, **PLATEAU)
    for loss in losses:
        found.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step(loss.item())
    return torch.tensor(found, dtype=torch.float64)
