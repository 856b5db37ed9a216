"""A model unrolled by hand over one window, with every state kept as a node of the graph, and what follows from it:
loss, gradients, gradient profile and reach. Works for every cell of cells.py."""

import torch
from torch.nn.functional import cross_entropy

from cells import STEPS


def run_unrolled(model, weights, window):
    """All results of one window (see README.md), by the hand-written time steps."""
    weights = {name: tensor.clone().requires_grad_() for name, tensor in weights.items()}
    x = features(model, weights, window["input"])  # T of [batch, features]
    layers = []
    for k in range(model["layers"]):
        c = window["state.c"][k] if "state.c" in window else None
        layers.append(unroll_layer(model, layer_weights(weights, k), x, window["state.h"][k], c))
        x = layers[-1]["out"][1:]
    logits = torch.stack([h @ weights["head.weight"].T + weights["head.bias"] for h in x], dim=1)  # [batch, time, vocabulary]
    losses = cross_entropy(logits.transpose(1, 2), window["target"], reduction="none")  # [batch, time]
    return {
        "logits": logits.detach(),
        "loss": losses.mean().detach().reshape(1),
        **gradients(losses.mean(), weights),
        **final_state(layers),
        **profile(losses.sum(), layers),  # lanes do not meet: the gradient of the whole sum is each lane's own
        "reach": reach(losses[:, -1].sum(), layers),
    }


def features(model, weights, symbols):
    """What the first layer reads at each time step: a list of T tensors [batch, features]."""
    if model["input"] == "one-hot":
        return list(torch.nn.functional.one_hot(symbols, model["vocabulary"]).double().unbind(1))
    return list(weights["embedding.weight"][symbols].unbind(1))


def layer_weights(weights, k):
    """The tensors of layer k under their short names."""
    return {name[len("rnn."):-len(f"_l{k}")]: tensor for name, tensor in weights.items() if name.endswith(f"_l{k}")}


def unroll_layer(model, weights, x, h, c):
    """Runs one layer over time. Returns the nodes of t = 0..T: the states h and c, and the two copies of h, "recurrent"
    (read by the next time step, none at T) and "out" (read by the layer above or the head, none at 0)."""
    nodes = {"h": [h.clone().requires_grad_()], "c": [], "recurrent": [], "out": [None]}
    if c is not None:
        nodes["c"].append(c.clone().requires_grad_())
    for x_t in x:
        nodes["recurrent"].append(nodes["h"][-1] * 1)
        c = nodes["c"][-1] if nodes["c"] else None
        h, c = STEPS[model["cell"]](x_t, nodes["recurrent"][-1], c, weights, model)
        nodes["h"].append(h)
        nodes["out"].append(h * 1)
        if c is not None:
            nodes["c"].append(c)
    nodes["recurrent"].append(None)
    return nodes


def gradients(loss, weights):
    """The gradient of the loss by every parameter, under gradient.NAME."""
    found = torch.autograd.grad(loss, list(weights.values()), retain_graph=True)
    return {f"gradient.{name}": gradient for name, gradient in zip(weights, found)}


def final_state(layers):
    """The states after the last time step, [layers, batch, units]."""
    final = {"final.h": torch.stack([nodes["h"][-1] for nodes in layers]).detach()}
    if layers[0]["c"]:
        final["final.c"] = torch.stack([nodes["c"][-1] for nodes in layers]).detach()
    return final


def profile(loss, layers):
    """The gradient profile: norms of dL/dh_t, of its carried and local parts, and of dL/dc_t, each [layers, T + 1]."""
    total, carried, local = (through(loss, layers, kind) for kind in ("h", "recurrent", "out"))
    assert (total - carried - local).abs().max() <= 1e-12 * total.abs().max(), "total is not carried + local"
    norms = {"profile.total": norm(total), "profile.carried": norm(carried), "profile.local": norm(local)}
    if layers[0]["c"]:
        norms["profile.cell"] = norm(through(loss, layers, "c"))
    return norms


def reach(loss, layers):
    """The norm of dL/dh_(T-k) over that of dL/dh_T for k = 0..T, [layers, T + 1]."""
    back = norm(through(loss, layers, "h")).flip(1)
    return back / back[:, :1]


def through(loss, layers, kind):
    """The gradient that arrives at every node of one kind, [layers, T + 1, batch, units]; zero where there is no node."""
    return torch.stack([torch.stack(arriving(loss, nodes[kind])) for nodes in layers])


def arriving(loss, nodes):
    """The gradient of the loss by each node of a list, zeros for None and for nodes that the loss does not see."""
    there = [node for node in nodes if node is not None]
    found = iter(torch.autograd.grad(loss, there, retain_graph=True, allow_unused=True, materialize_grads=True))
    return [torch.zeros_like(there[0]) if node is None else next(found) for node in nodes]


def norm(gradient):
    """L2 over units, then root mean square over the batch."""
    return gradient.square().sum(-1).mean(-1).sqrt()
