"""Writes bidirectional/NAME.safetensors: two stacked layers that read a window in both directions, with everything that
forward and backward give, of the sum of the outputs times given numbers. See README.md."""

import json

import torch
from safetensors.torch import save_file

from cells import GATES
from reference import MODULES, has_reference
from unrolled import norm, through, unroll_layer
from windows import ELMAN, GRU, LSTM, distance, draw, scale

SIZE = {"batch": 3, "window": 6, "features": 4, "units": 5, "layers": 2}
CASES = {
    "lstm": {**LSTM, **SIZE},
    "gru": {**GRU, **SIZE},
    "elman": {**ELMAN, **SIZE},
    "lstmFull": {**LSTM, **SIZE, "peephole": "full"},
    "gruBeforeReplace": {**GRU, **SIZE, "reset": "before", "update": "replace"},
    "elmanRelu": {**ELMAN, **SIZE, "activation": "relu"},
}
SUFFIXES = ["", "_reverse"]


def write_bidirectional(folder):
    """Writes every case; where torch.nn has the cell, after it agrees with the two directions unrolled by hand."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (name, model) in enumerate(CASES.items()):
        random = torch.Generator().manual_seed(300 + seed)
        weights, window = draw_weights(model, random), draw_window(model, random)
        results = unrolled(model, weights, window)
        if has_reference(model):
            expected = by_module(model, weights, window)
            worst = max(distance(results[key], expected[key]) for key in expected)
            assert worst <= 1e-12, f"{name}: torch.nn and the unrolled loop differ by {worst}"
            print(f"bidirectional {name}: torch.nn and the unrolled loop agree to {worst:.1e}")
            results |= expected
        tensors = {**{f"weights.{key}": tensor.float() for key, tensor in weights.items()},
                   **{key: tensor.float() for key, tensor in window.items()}, **results}
        tensors = {key: tensor.detach().contiguous() for key, tensor in tensors.items()}
        save_file(tensors, folder / f"{name}.safetensors", {"model": json.dumps(model)})


def draw_weights(model, random):
    """Weights of both directions by PyTorch's names, exact in float32."""
    units, rows, shapes = model["units"], GATES[model["cell"]] * model["units"], {}
    for k in range(model["layers"]):
        for suffix in SUFFIXES:
            shapes[f"weight_ih_l{k}{suffix}"] = (rows, 2 * units if k else model["features"])
            shapes[f"weight_hh_l{k}{suffix}"] = (rows, units)
            shapes[f"bias_ih_l{k}{suffix}"] = shapes[f"bias_hh_l{k}{suffix}"] = (rows,)
            if "peephole" in model:
                shapes[f"weight_ch_l{k}{suffix}"] = (3 * units, units)
    return {name: draw(shape, scale(name, units), random) for name, shape in shapes.items()}


def draw_window(model, random):
    """Features, the initial states of each layer's directions, and what the outputs are multiplied by."""
    state = (2 * model["layers"], model["batch"], model["units"])
    rows = (model["batch"], model["window"])
    window = {"input": draw((*rows, model["features"]), 1, random), "state.h": draw(state, 0.5, random),
              "output.gradient": draw((*rows, 2 * model["units"]), 1, random)}
    return {**window, "state.c": draw(state, 0.5, random)} if model["cell"] == "lstm" else window


def unrolled(model, weights, window):
    """Everything by hand: of each layer one loop ahead and one from the end."""
    weights = {name: tensor.clone().requires_grad_() for name, tensor in weights.items()}
    features = window["input"].clone().requires_grad_()
    x, directions = list(features.unbind(1)), []
    for k in range(model["layers"]):
        outputs = []
        for way, suffix in enumerate(SUFFIXES):
            own = {name.removesuffix(f"_l{k}{suffix}"): tensor for name, tensor in weights.items()
                   if name.endswith(f"_l{k}{suffix}")}
            c = window["state.c"][2 * k + way] if "state.c" in window else None
            nodes = unroll_layer(model, own, x[::-1] if way else x, window["state.h"][2 * k + way], c)
            directions.append(nodes)
            outputs.append(nodes["out"][:0:-1] if way else nodes["out"][1:])
        x = [torch.cat(both, dim=1) for both in zip(*outputs)]
    output = torch.stack(x, dim=1)
    loss = (output * window["output.gradient"]).sum()
    slopes = torch.autograd.grad(loss, [features, *weights.values()], retain_graph=True)
    kinds = {"total": "h", "carried": "recurrent", "local": "out"} | ({"cell": "c"} if "state.c" in window else {})
    each = {kind: through(loss, directions, nodes) for kind, nodes in kinds.items()}  # [2 layers, T + 1, batch, units]
    states = {"h": each["total"]} | ({"c": each["cell"]} if "cell" in each else {})
    return {
        "output": output,
        **{f"final.{name}": torch.stack([nodes[name][-1] for nodes in directions]) for name in states},
        "gradient.input": slopes[0],
        **{f"gradient.{name}": slope for name, slope in zip(weights, slopes[1:])},
        **{f"gradient.state.{name}": gradient[:, 0] for name, gradient in states.items()},
        **{f"profile.{kind}": norm(gradient) for kind, gradient in each.items()},
    }


def by_module(model, weights, window):
    """The same by torch.nn, but for the norms."""
    options = {"nonlinearity": model["activation"]} if model["cell"] == "elman" else {}
    module = MODULES[model["cell"]](model["features"], model["units"], model["layers"], batch_first=True,
                                    bidirectional=True, **options).double()
    module.load_state_dict(weights)
    features = window["input"].clone().requires_grad_()
    h = window["state.h"].clone().requires_grad_()
    c = window["state.c"].clone().requires_grad_() if "state.c" in window else None
    output, final = module(features, h if c is None else (h, c))
    (output * window["output.gradient"]).sum().backward()
    final = {"final.h": final} if c is None else {"final.h": final[0], "final.c": final[1]}
    return {"output": output, **final, "gradient.input": features.grad, "gradient.state.h": h.grad,
            **({} if c is None else {"gradient.state.c": c.grad}),
            **{f"gradient.{name}": parameter.grad for name, parameter in module.named_parameters()}}
