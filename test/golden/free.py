"""Writes free/NAME.safetensors: deep transitions and Jordan networks, step by step in float64, which torch.nn has not."""

import json

import torch
from safetensors.torch import save_file

BATCH, WINDOW, VOCABULARY, EMBEDDING, UNITS = 3, 7, 11, 4, 5
HIDDEN = [{"units": 4, "activation": "sigmoid"}, {"units": 6, "activation": "tanh"}]

CASES = {
    "additive": {"layers": [{"cell": "deep", "hiddenToHidden": HIDDEN, "inputToHidden": HIDDEN[:1]}]},
    "nested": {"layers": [{"cell": "deep", "transition": "nested", "hiddenToHidden": HIDDEN}]},
    "jordanSoftmax": {"layers": [{"cell": "jordan"}], "head": {"hidden": HIDDEN[:1]}},
    "jordanLogits": {"layers": [{"cell": "jordan", "feedback": "logits", "activation": "sigmoid"}]},
    "jordanForced": {"layers": [{"cell": "jordan", "teacherForcing": True}]},
}

PHI = {"tanh": torch.tanh, "sigmoid": torch.sigmoid}


def write_free(folder):
    """Writes every case."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (name, model) in enumerate(CASES.items()):
        random = torch.Generator().manual_seed(100 + seed)
        weights = {key: 0.5 * torch.randn(shape, generator=random) for key, shape in shapes_of(model).items()}
        symbols, target = (torch.randint(VOCABULARY, (BATCH, WINDOW), generator=random) for _ in range(2))
        results = solve(model, {key: value.double().requires_grad_() for key, value in weights.items()}, symbols, target)
        tensors = {**{f"weights.{key}": value for key, value in weights.items()}, **results}
        tensors |= {"input": symbols.int(), "target": target.int()}
        layers = [{**model["layers"][0], "units": UNITS}]
        metadata = {"input": {"embedding": EMBEDDING}, **model, "layers": layers}
        sizes = {"batch": BATCH, "window": WINDOW, "vocabulary": VOCABULARY}
        save_file(tensors, folder / f"{name}.safetensors", {"model": json.dumps(metadata), "sizes": json.dumps(sizes)})


def shapes_of(model):
    """The parameters by name, in the order of the model."""
    layer, shapes = model["layers"][0], {"embedding.weight": (VOCABULARY, EMBEDDING)}
    if layer["cell"] == "jordan":
        shapes |= {"rnn.weight_ih_l0": (UNITS, EMBEDDING), "rnn.weight_oh_l0": (UNITS, VOCABULARY)}
        shapes |= {"rnn.bias_ih_l0": (UNITS,)}
    elif layer.get("transition") == "nested":
        widths = [part["units"] for part in layer["hiddenToHidden"]] + [UNITS]
        shapes |= {"rnn.weight_ih_l0": (widths[0], EMBEDDING), "rnn.weight_hh_l0": (widths[0], UNITS)}
        shapes |= {"rnn.bias_ih_l0": (widths[0],), "rnn.bias_hh_l0": (widths[0],)}
        for i in range(1, len(widths)):
            shapes |= {f"rnn.weight_{i}_l0": (widths[i], widths[i - 1]), f"rnn.bias_{i}_l0": (widths[i],)}
    else:
        paths = {"ih": (layer["inputToHidden"], EMBEDDING), "hh": (layer["hiddenToHidden"], UNITS)}
        for path, (hidden, inputs) in paths.items():
            for i, part in enumerate(hidden):
                shapes |= {f"rnn.weight_{path}_{i}_l0": (part["units"], inputs), f"rnn.bias_{path}_{i}_l0": (part["units"],)}
                inputs = part["units"]
            shapes |= {f"rnn.weight_{path}_l0": (UNITS, inputs), f"rnn.bias_{path}_l0": (UNITS,)}
    inputs = UNITS
    for i, part in enumerate(model.get("head", {}).get("hidden", [])):
        shapes |= {f"head.hidden.{i}.weight": (part["units"], inputs), f"head.hidden.{i}.bias": (part["units"],)}
        inputs = part["units"]
    return shapes | {"head.weight": (VOCABULARY, inputs), "head.bias": (VOCABULARY,)}


def solve(model, weights, symbols, target):
    """Forward step by step, backward by autograd; the gradients by every state are kept."""
    layer = model["layers"][0]
    states, logits, h = [], [], torch.zeros(BATCH, UNITS, dtype=torch.float64)
    for t in range(WINDOW):
        x = weights["embedding.weight"][symbols[:, t]]
        h = step(model, layer, weights, x, h, symbols[:, t])
        h.retain_grad()
        states.append(h)
        logits.append(head(model, weights, h))
    losses = [torch.nn.functional.cross_entropy(each, target[:, t], reduction="sum") for t, each in enumerate(logits)]
    sum(losses).backward(retain_graph=True)
    results = {f"gradient.{key}": value.grad / BATCH for key, value in weights.items()}
    results["profile.total"] = torch.stack([norm(state.grad) for state in states])
    for state in states:
        state.grad = None
    losses[-1].backward()
    grads = [torch.zeros_like(h) if state.grad is None else state.grad for state in states]
    results["reach.total"] = torch.stack([norm(grad) for grad in grads])
    results["loss"] = (sum(losses) / (BATCH * WINDOW)).detach().reshape(1)
    return {key: value.detach().clone().contiguous() for key, value in results.items()}


def step(model, layer, weights, x, h, symbol):
    """One time step."""
    linear = lambda path, v: v @ weights[f"rnn.weight_{path}_l0"].T
    bias = lambda path: weights[f"rnn.bias_{path}_l0"]
    phi = PHI[layer.get("activation", "tanh")]
    if layer["cell"] == "jordan":
        output = head(model, weights, h)
        fed = torch.softmax(output, 1) if layer.get("feedback", "softmax") == "softmax" else output
        if layer.get("teacherForcing"):
            fed = torch.nn.functional.one_hot(symbol, VOCABULARY).double()
        return phi(linear("ih", x) + bias("ih") + linear("oh", fed))
    if layer.get("transition") == "nested":
        value = linear("ih", x) + bias("ih") + linear("hh", h) + bias("hh")
        for i, part in enumerate(layer["hiddenToHidden"]):
            value = linear(str(i + 1), PHI[part["activation"]](value)) + bias(str(i + 1))
        return phi(value)
    total = 0
    for path, hidden, value in (("hh", layer["hiddenToHidden"], h), ("ih", layer["inputToHidden"], x)):
        for i, part in enumerate(hidden):
            value = PHI[part["activation"]](linear(f"{path}_{i}", value) + bias(f"{path}_{i}"))
        total = total + linear(path, value) + bias(path)
    return phi(total)


def head(model, weights, value):
    """The head over a hidden state."""
    for i, part in enumerate(model.get("head", {}).get("hidden", [])):
        value = PHI[part["activation"]](value @ weights[f"head.hidden.{i}.weight"].T + weights[f"head.hidden.{i}.bias"])
    return value @ weights["head.weight"].T + weights["head.bias"]


def norm(gradient):
    """L2 over units, then root mean square over the batch."""
    return (gradient.square().sum(1).mean()).sqrt()
