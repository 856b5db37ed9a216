"""One time step of every cell, reading as its equations. Weights of a layer: weight_ih, weight_hh, bias_ih, bias_hh."""

from torch import relu, sigmoid, tanh

GATES = {"lstm": 4, "gru": 3, "elman": 1}
ACTIVATIONS = {"tanh": tanh, "relu": relu, "identity": lambda sums: sums}


def lstm(x, h, c, weights, options):
    """LSTM, gates in PyTorch's order i, f, g, o. Returns (h, c), both [batch, units]."""
    i, f, g, o = (from_input(x, weights) + from_state(h, weights)).chunk(4, dim=1)
    c = sigmoid(f) * c + sigmoid(i) * tanh(g)
    return sigmoid(o) * tanh(c), c


def gru(x, h, c, weights, options):
    """GRU, gates in PyTorch's order r, z, n; reset "after" or "before", update "keep" or "replace". Returns (h, None)."""
    input_r, input_z, input_n = from_input(x, weights).chunk(3, dim=1)
    state_r, state_z, state_n = from_state(h, weights).chunk(3, dim=1)
    r, z = sigmoid(input_r + state_r), sigmoid(input_z + state_z)
    n = tanh(input_n + (r * state_n if options["reset"] == "after" else from_state(r * h, weights).chunk(3, dim=1)[2]))
    return ((1 - z) * n + z * h if options["update"] == "keep" else (1 - z) * h + z * n), None


def elman(x, h, c, weights, options):
    """Elman's cell with activation "tanh", "relu" or "identity". Returns (h, None)."""
    return ACTIVATIONS[options["activation"]](from_input(x, weights) + from_state(h, weights)), None


def from_input(x, weights):
    """The input's share of the sums before the gates, [batch, gates * units]."""
    return x @ weights["weight_ih"].T + weights["bias_ih"]


def from_state(h, weights):
    """The hidden state's share of the sums before the gates, [batch, gates * units]."""
    return h @ weights["weight_hh"].T + weights["bias_hh"]


STEPS = {"lstm": lstm, "gru": gru, "elman": elman}
