"""The windows once more in NumPy, forward only, written apart from cells.py: the second opinion that checkGolden.py asks."""

import numpy as np


def losses(model, weights, window, nudge=None):
    """Logits [batch, time, vocabulary] and losses [batch, time]. nudge = (layer, t, kind, change [batch, units]) adds to a
    state after time step t: "total" to h, "carried" to what the next time step reads, "local" to what is read above,
    "cell" to c before h is made of it."""
    x = [symbol_features(model, weights, window["input"][:, t]) for t in range(model["window"])]
    for k in range(model["layers"]):
        x = run_layer(model, weights, window, x, k, nudge if nudge and nudge[0] == k else (k, None, None, 0))
    logits = np.stack([h @ weights["head.weight"].T + weights["head.bias"] for h in x], 1)
    shifted = logits - logits.max(-1, keepdims=True)
    log_share = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return logits, -np.take_along_axis(log_share, window["target"][..., None], -1)[..., 0]


def symbol_features(model, weights, symbols):
    """The first layer's input of one time step, [batch, features]."""
    return (np.eye(model["vocabulary"]) if model["input"] == "one-hot" else weights["embedding.weight"])[symbols]


def run_layer(model, weights, window, x, k, nudge):
    """The outputs of layer k, a list of T arrays [batch, units]."""
    _, at, kind, change = nudge
    h, c, outputs = window["state.h"][k], window["state.c"][k] if model["cell"] == "lstm" else None, []
    for t in range(model["window"] + 1):
        if t > 0:
            h, c = step(model, weights, k, x[t - 1], h, c, change if (t, "cell") == (at, kind) else 0)
        elif (t, "cell") == (at, kind):
            c = c + change
        outputs.append(h + change if t == at and kind in ("total", "local") else h)
        h = h + change if t == at and kind in ("total", "carried") else h
    return outputs[1:]


def step(model, weights, k, x, h, c, cell_change):
    """One time step of any cell: the new h and c."""
    units = model["units"]
    part = lambda gate, of: slice(gate * units, (gate + 1) * units) if of is None else of[gate * units:(gate + 1) * units]
    of_x = lambda gate: x @ part(gate, weights[f"rnn.weight_ih_l{k}"]).T + part(gate, weights[f"rnn.bias_ih_l{k}"])
    of_h = lambda gate, h=h: h @ part(gate, weights[f"rnn.weight_hh_l{k}"]).T + part(gate, weights[f"rnn.bias_hh_l{k}"])
    valve = lambda gate, seen=0: 1 / (1 + np.exp(-of_x(gate) - of_h(gate) - seen))
    if model["cell"] == "lstm":
        squash = np.tanh if model.get("candidate", "tanh") == "tanh" else lambda sums: 1 / (1 + np.exp(-sums))
        old, squashed = c, squash(of_x(2) + of_h(2))
        c = valve(1, peep(model, weights, k, 1, old)) * c + valve(0, peep(model, weights, k, 0, old)) * squashed + cell_change
        return valve(3, peep(model, weights, k, 2, c)) * np.tanh(c), c
    if model["cell"] == "gru":
        reset, update = valve(0), valve(1)
        candidate = np.tanh(of_x(2) + (of_h(2, reset * h) if model["reset"] == "before" else reset * of_h(2)))
        old, new = (update, 1 - update) if model["update"] == "keep" else (1 - update, update)
        return old * h + new * candidate, None
    sums = of_x(0) + of_h(0)
    found = {"tanh": np.tanh(sums), "relu": np.maximum(sums, 0), "sigmoid": 1 / (1 + np.exp(-sums)), "identity": sums}
    return found[model["activation"]], None


def peep(model, weights, k, place, c):
    """What the peephole of gate i (0), f (1), o (2) lets in of the cell state; 0 where there is none."""
    if model.get("peephole", "none") == "none":
        return 0
    rows = weights[f"rnn.weight_ch_l{k}"][place * model["units"]:(place + 1) * model["units"]]
    return np.einsum("bj,ij->bi", c, np.diag(rows) if model["peephole"] == "diagonal" else rows)
