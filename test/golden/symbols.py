"""The order of the data: which symbols a training step sees, so that a run can be repeated elsewhere."""

from math import floor

import torch

SPLIT = [0.9, 0.05, 0.05]


def read_training(path):
    """The training part of a text as symbol numbers [n], and the size of the vocabulary."""
    text = path.read_bytes().decode("utf-8")  # a str of code points, line ends untouched
    length = floor(SPLIT[0] * len(text))
    training = text[:length]
    rest = text[length:]  # validation and test
    vocabulary = sorted(set(training))
    number = {symbol: index for index, symbol in enumerate(vocabulary)}
    has_unknown = not set(rest) <= set(vocabulary)
    return torch.tensor([number[symbol] for symbol in training]), len(vocabulary) + has_unknown


def windows_of(symbols, batch, window, stride):
    """Endless windows in training order: inputs and targets [batch, window], and whether an epoch begins with this one."""
    lane = (len(symbols) - 1) // batch
    starts = torch.arange(batch)[:, None] * lane + torch.arange(window)[None, :]
    while True:
        for first in range(0, lane - window + 1, stride):
            yield symbols[starts + first], symbols[starts + first + 1], first == 0
