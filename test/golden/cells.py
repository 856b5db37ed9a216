"""One time step of every cell, reading as its equations. Weights of a layer: weight_ih, weight_hh, bias_ih, bias_hh, and
for an LSTM with peepholes weight_ch: rows i, f, o, [3 units] (diagonal) or [3 units, units] (full)."""

from torch import relu, sigmoid, tanh

GATES = {"lstm": 4, "gru": 3, "elman": 1}
ACTIVATIONS = {"tanh": tanh, "relu": relu, "sigmoid": sigmoid, "identity": lambda sums: sums}


def lstm(x, h, c, weights, options):
    """LSTM, gates in PyTorch's order i, f, g, o; candidate "tanh" or "sigmoid"; peepholes: i and f see the old c, o the
    new one. Returns (h, c), both [batch, units]."""
    i, f, g, o = (from_input(x, weights) + from_state(h, weights)).chunk(4, dim=1)
    i, f = sigmoid(i + from_cell(0, c, weights)), sigmoid(f + from_cell(1, c, weights))
    c = f * c + i * ACTIVATIONS[options.get("candidate", "tanh")](g)
    return sigmoid(o + from_cell(2, c, weights)) * tanh(c), c


def gru(x, h, c, weights, options):
    """GRU, gates in PyTorch's order r, z, n; reset "after" or "before", update "keep" or "replace". Returns (h, None)."""
    input_r, input_z, input_n = from_input(x, weights).chunk(3, dim=1)
    state_r, state_z, state_n = from_state(h, weights).chunk(3, dim=1)
    r, z = sigmoid(input_r + state_r), sigmoid(input_z + state_z)
    n = tanh(input_n + (r * state_n if options["reset"] == "after" else from_state(r * h, weights).chunk(3, dim=1)[2]))
    return ((1 - z) * n + z * h if options["update"] == "keep" else (1 - z) * h + z * n), None


def elman(x, h, c, weights, options):
    """Elman's cell with activation "tanh", "relu", "sigmoid" or "identity". Returns (h, None)."""
    return ACTIVATIONS[options["activation"]](from_input(x, weights) + from_state(h, weights)), None


def from_input(x, weights):
    """The input's share of the sums before the gates, [batch, gates * units]."""
    return x @ weights["weight_ih"].T + weights["bias_ih"]


def from_state(h, weights):
    """The hidden state's share of the sums before the gates, [batch, gates * units]."""
    return h @ weights["weight_hh"].T + weights["bias_hh"]


def from_cell(gate, c, weights):
    """What gate i (0), f (1) or o (2) sees of the cell state through its peephole, [batch, units]; without one, 0."""
    if "weight_ch" not in weights:
        return 0
    peephole = weights["weight_ch"].chunk(3)[gate]
    return peephole * c if peephole.dim() == 1 else c @ peephole.T


STEPS = {"lstm": lstm, "gru": gru, "elman": elman}
