"""Writes traces/NAME.safetensors: one text read by a small model, with every gate, state, prediction, loss, gradient norm
and look-back, and what some of them become when a gate or a symbol is changed. See README.md."""

import json

import numpy as np
import torch
from safetensors.torch import save_file
from torch import sigmoid, tanh
from torch.nn.functional import cross_entropy

from cells import ACTIVATIONS, from_cell, from_input, from_state
from plain import losses as plain_losses
from reference import has_reference, run_reference
from unrolled import arriving, features, layer_weights, norm
from windows import ELMAN, GRU, LSTM, distance, draw_weights

LENGTH = 700  # symbols in a text
STRETCHES = [(0, 140), (400, 470), (640, 699)]  # where gates, states and logits are stored, both ends included
BLOCKS = [64, 32]  # a gradient counts the losses up to the end of the block after its own
LOOKBACK = [0, 5, 63, 64, 200, 698]  # time steps whose loss is looked back from
PLAYED = (100, 130)  # what is changed, is changed from the first on (a symbol: only there); both are stored
PLAYED_GATE = {"lstm": "forget", "gru": "update"}  # of layer 0; the second gate of both in PyTorch's order
PLAYED_UNIT = 3
STEP = 1e-5  # of the central differences
TOLERANCE = 1e-7  # of gradients; what runs forward only is held to 1e-12

SMALL = {"vocabulary": 11, "input": {"embedding": 6}}
CASES = {
    "lstm": {**LSTM, **SMALL, "units": 9, "layers": 1},
    "lstmTwoLayers": {**LSTM, **SMALL, "units": 12, "layers": 2},
    "gruTwoLayers": {**GRU, **SMALL, "units": 12, "layers": 2},
    "gruBeforeReplace": {**GRU, **SMALL, "units": 7, "layers": 1, "reset": "before", "update": "replace"},
    "elmanTwoLayers": {**ELMAN, **SMALL, "units": 10, "layers": 2, "input": "one-hot"},
    "lstmDiagonal": {**LSTM, **SMALL, "units": 8, "layers": 1, "peephole": "diagonal"},
    "lstmFullSigmoid": {**LSTM, **SMALL, "units": 7, "layers": 2, "peephole": "full", "candidate": "sigmoid"},
}


def write_traces(folder):
    """Writes every case, after its checks, and prints how far they lie apart."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (name, model) in enumerate(CASES.items()):
        random = torch.Generator().manual_seed(100 + seed)
        weights = lasting(model, draw_weights(model, random))
        symbols = torch.randint(model["vocabulary"], (LENGTH,), generator=random)
        trace = {**solve(model, weights, symbols), **played(model, weights, symbols)}
        forward, gradient = check_forward(model, weights, symbols, trace), check_gradients(model, weights, symbols, trace)
        change = check_played(model, weights, symbols, trace)
        assert max(forward, change) <= 1e-12 and gradient <= TOLERANCE, (name, forward, change, gradient)
        print(f"{name}: forward {forward:.1e}, played {change:.1e}, gradients and look-backs {gradient:.1e}")
        tensors = {**{f"weights.{key}": tensor for key, tensor in weights.items()}, "symbols": symbols, **stored(trace)}
        tensors = {key: stored_type(key)(tensor).contiguous() for key, tensor in tensors.items()}
        # one entry only: safetensors writes several in any order
        save_file(tensors, folder / f"{name}.safetensors", {"trace": json.dumps(description(model, symbols))})


def lasting(model, weights):
    """The weights with a longer memory, exact in float32. As drawn they forget within a block, and then a gradient that
    ends at the wrong loss differs by 1e-6 only; so the forget gate opens, GRU's gate keeps, Elman's inputs saturate less."""
    weights = {name: tensor.clone() for name, tensor in weights.items()}
    for name, tensor in weights.items():
        if model["cell"] == "elman" and name.startswith("rnn."):
            tensor *= 1.3 if "weight_hh" in name else 0.25
        elif "bias_ih" in name:
            tensor[model["units"]:2 * model["units"]] += -3 if model.get("update") == "replace" else 3
    return {name: tensor.float().double() for name, tensor in weights.items()}


def description(model, symbols):
    """What the file was made with, as its metadata tells it."""
    gate = {"gate": PLAYED_GATE[model["cell"]], "layer": 0, "unit": PLAYED_UNIT} if model["cell"] in PLAYED_GATE else {}
    return {"model": model, "stretches": STRETCHES, "blocks": BLOCKS, "lookback": LOOKBACK,
            "played": {"from": PLAYED[0], "to": PLAYED[1], "symbol": changed(symbols)[PLAYED[0]].item(), **gate}}


def stored(trace):
    """The trace with gates, states and logits at the stored positions only, and these positions."""
    positions = torch.cat([torch.arange(first, last + 1) for first, last in STRETCHES])
    is_long = lambda name: name in ("logits", "c", "h") or name.startswith("gate.")
    return {"positions": positions, **{name: tensor[..., positions, :] if is_long(name) else tensor
                                       for name, tensor in trace.items()}}


def stored_type(name):
    """How a tensor is stored: symbols and positions I32, what has units F32, the rest F64."""
    if name in ("symbols", "positions"):
        return torch.Tensor.int
    has_units = name.startswith(("weights.", "gate.")) or name.split(".")[-1] in ("c", "h")
    return torch.Tensor.float if has_units else torch.Tensor.double


def solve(model, weights, symbols):
    """The whole trace of a text at all its positions, look-backs included; the loss of the last one is NaN."""
    steps = read(model, weights, symbols)
    logits, loss = predict(weights, symbols, steps)
    gradients = {}
    for block in BLOCKS:
        suffix = "" if block == BLOCKS[0] else str(block)
        for name, norms in block_gradients(model, weights, symbols, steps, block).items():
            gradients[f"gradient{name.upper()}{suffix}"] = norms
    return {
        **{name if name in ("c", "h") else f"gate.{name}": over_time(steps, name).detach() for name in steps[0][0]},
        "logits": logits.detach(),
        "loss": torch.cat([loss.detach(), torch.full((1,), torch.nan, dtype=torch.double)]),
        **gradients,
        **{f"lookback.{last}": gradient_norms(loss[last], steps[:last + 1], "h") for last in LOOKBACK},
    }


def read(model, weights, symbols, state=None, touch=lambda t, k, name, gate: gate):
    """Reads the symbols [n] on from a state, by default zero. touch(t, k, name, gate) may put another gate in its place.
    Returns [n][layers] of {name: [1, units]}: gates, c and h, all of them nodes of one graph."""
    zero = {"h": torch.zeros(1, model["units"]).double(), "c": torch.zeros(1, model["units"]).double()}
    state = [{name: part.detach().requires_grad_() for name, part in layer.items()}
             for layer in state or [zero] * model["layers"]]
    steps = []
    for t, x in enumerate(features(model, weights, symbols[None])):
        layers = []
        for k, before in enumerate(state):
            of_layer = lambda name, gate: touch(t, k, name, gate)
            layers.append(CELLS[model["cell"]](x, before, layer_weights(weights, k), model, of_layer))
            x = layers[-1]["h"]
        steps.append(state := layers)
    return steps


def lstm(x, before, weights, options, touch):
    """LSTM: c_t = forget * c_(t-1) + input * candidate, h_t = output * tanh(c_t)."""
    i, f, g, o = (from_input(x, weights) + from_state(before["h"], weights)).chunk(4, dim=1)
    i, f = i + from_cell(0, before["c"], weights), f + from_cell(1, before["c"], weights)
    squash = ACTIVATIONS[options.get("candidate", "tanh")]
    gates = {"input": sigmoid(i), "forget": sigmoid(f), "candidate": squash(g)}
    gates = {name: touch(name, gate) for name, gate in gates.items()}
    c = gates["forget"] * before["c"] + gates["input"] * gates["candidate"]
    gates["output"] = touch("output", sigmoid(o + from_cell(2, c, weights)))
    return {**gates, "c": c, "h": gates["output"] * tanh(c)}


def gru(x, before, weights, options, touch):
    """GRU: h_t = update * h_(t-1) + (1 - update) * candidate where update keeps, the other way round where it replaces."""
    input_r, input_z, input_n = from_input(x, weights).chunk(3, dim=1)
    state_r, state_z, state_n = from_state(before["h"], weights).chunk(3, dim=1)
    r, z = touch("reset", sigmoid(input_r + state_r)), touch("update", sigmoid(input_z + state_z))
    reset_n = r * state_n if options["reset"] == "after" else from_state(r * before["h"], weights).chunk(3, dim=1)[2]
    n = touch("candidate", tanh(input_n + reset_n))
    keep = z if options["update"] == "keep" else 1 - z
    return {"reset": r, "update": z, "candidate": n, "h": keep * before["h"] + (1 - keep) * n}


def elman(x, before, weights, options, touch):
    """Elman's cell, which has no gates."""
    return {"h": ACTIVATIONS[options["activation"]](from_input(x, weights) + from_state(before["h"], weights))}


CELLS = {"lstm": lstm, "gru": gru, "elman": elman}


def predict(weights, symbols, steps):
    """Logits [n, vocabulary] after each symbol, and the losses [n] that the next gives ([n - 1] where the text ends)."""
    hidden = torch.cat([layers[-1]["h"] for layers in steps])
    logits = hidden @ weights["head.weight"].T + weights["head.bias"]
    following = symbols[1:len(steps) + 1]
    return logits, cross_entropy(logits[:len(following)], following, reduction="none")


def over_time(steps, name):
    """One gate or state of all layers, [layers, n, units]."""
    return torch.stack([torch.cat([layers[k][name] for layers in steps]) for k in range(len(steps[0]))])


def block_gradients(model, weights, symbols, steps, block):
    """Norms of dL/dh_t and, for LSTM, dL/dc_t, [layers, n]; L is the sum of the losses t .. end of the block after t's own.
    Losses before t do not see h_t, so one backward pass over two blocks serves every t of the first."""
    found = {name: [] for name in ("h", "c") if name in steps[0][0]}
    for first in range(0, len(symbols), block):
        window = symbols[first:first + 2 * block + 1]  # one more, which the last loss predicts
        nodes = read(model, weights, window[:2 * block], steps[first - 1] if first else None)
        loss = predict(weights, window, nodes)[1].sum()
        for name, norms in found.items():
            norms.append(gradient_norms(loss, nodes[:block], name))
    return {name: torch.cat(norms, dim=1) for name, norms in found.items()}


def gradient_norms(loss, steps, name):
    """The norm of the loss's total derivative by each h_t or c_t, [layers, n]."""
    return torch.stack([norm(torch.stack(arriving(loss, [layers[k][name] for layers in steps])))
                        for k in range(len(steps[0]))])


def played(model, weights, symbols):
    """Logits [time, vocabulary] and states [layers, time, units] of PLAYED's time steps after each change."""
    results = {}
    for change, text, touch in changes(model, symbols):
        steps = read(model, weights, text[:PLAYED[1] + 1], touch=touch)[PLAYED[0]:]
        results[f"played.{change}.logits"] = predict(weights, text, steps)[0].detach()
        for name in ("h", "c"):
            if name in steps[0][0]:
                results[f"played.{change}.{name}"] = over_time(steps, name).detach()
    return results


def changes(model, symbols):
    """The name of every change, with its text and its touch."""
    untouched = lambda t, k, name, gate: gate
    gate = PLAYED_GATE.get(model["cell"])
    of_gate = [("gateZero", symbols, setting(gate, 0, slice(None))), ("unitOne", symbols, setting(gate, 1, PLAYED_UNIT))]
    return [("symbol", changed(symbols), untouched)] + (of_gate if gate else [])


def changed(symbols):
    """The text with another symbol at the first of PLAYED's time steps."""
    symbols = symbols.clone()
    symbols[PLAYED[0]] = (symbols[PLAYED[0]] + 1) % SMALL["vocabulary"]
    return symbols


def setting(wanted, value, units):
    """The touch that sets a gate of layer 0, or one unit of it, from the first of PLAYED's time steps on."""
    def touch(t, k, name, gate):
        if t < PLAYED[0] or (k, name) != (0, wanted):
            return gate
        gate = gate.clone()
        gate[:, units] = value
        return gate
    return touch


def check_forward(model, weights, symbols, trace):
    """The largest error of logits, losses and states: by NumPy, and by torch.nn for texts that end at several positions."""
    logits, each = plain_losses({**model, "window": LENGTH}, as_numpy(weights), window_of(model, symbols))
    worst = max(distance(trace["logits"], torch.tensor(logits[0])),
                distance(trace["loss"][:-1], torch.tensor(each[0, :-1])))
    for last in (0, 1, 100, 450, LENGTH - 1) if has_reference(model) else ():
        window = {name: torch.tensor(array) for name, array in window_of(model, symbols[:last + 1]).items()}
        found = run_reference(model, weights, window)
        pairs = [(trace["logits"][:last + 1], found["logits"][0])]
        pairs += [(trace[name][:, last], found[f"final.{name}"][:, 0]) for name in ("h", "c") if name in trace]
        worst = max(worst, *(distance(mine, theirs) for mine, theirs in pairs))
    return worst


def check_gradients(model, weights, symbols, trace):
    """The largest error of gradient norms and look-backs by central differences, over the largest norm of the tensor."""
    kinds = {"H": "total", "C": "cell"} if model["cell"] == "lstm" else {"H": "total"}
    worst = 0
    for k in range(model["layers"]):
        for t in (0, 31, 63, 64, 100, 450, 640, 698, 699):
            for name, kind in kinds.items():
                slope = slopes(model, weights, symbols, k, t, kind)
                for block in BLOCKS:
                    end = min(block * (t // block + 2), LENGTH - 1)  # the first loss that does not count
                    expected = trace[f"gradient{name}" + ("" if block == BLOCKS[0] else str(block))][k]
                    worst = max(worst, relative_error(slope[:, t:end].sum(1), expected, t))
                if kind == "total":
                    for last in (last for last in LOOKBACK if t <= last):
                        worst = max(worst, relative_error(slope[:, last], trace[f"lookback.{last}"][k], t))
    return worst


def slopes(model, weights, symbols, k, t, kind):
    """The slope of every loss by each unit of one state, [units, n - 1]. Each unit is a lane of its own, up and down."""
    nudge = STEP * np.concatenate([np.eye(model["units"]), -np.eye(model["units"])])
    window = window_of(model, symbols, lanes=len(nudge))
    each = plain_losses({**model, "window": LENGTH}, as_numpy(weights), window, (k, t + 1, kind, nudge))[1]
    up, down = np.split(each[:, :-1], 2)
    return (up - down) / (2 * STEP)


def relative_error(slope, expected, t):
    """How far a slope's norm lies from the expected norm at t, over the largest of them."""
    return abs(np.linalg.norm(slope) - expected[t].item()) / expected.max().item()


def check_played(model, weights, symbols, trace):
    """The largest error of the changed logits by NumPy; there, a bias of 600 opens a gate and one of -600 shuts it."""
    worst = 0
    for change, text, _ in changes(model, symbols):
        biased = {**weights, "rnn.bias_ih_l0": weights["rnn.bias_ih_l0"].clone()}
        if change == "gateZero":
            biased["rnn.bias_ih_l0"][model["units"]:2 * model["units"]] = -600
        if change == "unitOne":
            biased["rnn.bias_ih_l0"][model["units"] + PLAYED_UNIT] = 600
        window = window_of(model, text[PLAYED[0]:PLAYED[1] + 1])
        window |= {f"state.{name}": trace[name][:, PLAYED[0] - 1, None].numpy() for name in ("h", "c") if name in trace}
        logits = plain_losses({**model, "window": len(window["input"][0])}, as_numpy(biased), window)[0]
        worst = max(worst, distance(trace[f"played.{change}.logits"], torch.tensor(logits[0])))
    return worst


def as_numpy(tensors):
    """The same tensors for plain.py."""
    return {name: tensor.numpy() for name, tensor in tensors.items()}


def window_of(model, symbols, lanes=1):
    """The symbols as a window read from zero state, the same in every lane; the last target is free."""
    repeated = np.repeat(symbols.numpy()[None], lanes, 0)
    zero = np.zeros((model["layers"], lanes, model["units"]))
    window = {"input": repeated, "target": np.roll(repeated, -1, 1), "state.h": zero}
    return {**window, "state.c": zero} if model["cell"] == "lstm" else window
