"""The same window through torch.nn.LSTM, GRU and RNN, for the cells that PyTorch has."""

import torch
from torch.nn.functional import cross_entropy

MODULES = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "elman": torch.nn.RNN}


def has_reference(model):
    """Whether torch.nn can compute this cell. A GRU whose update gate replaces is PyTorch's with that gate negated."""
    is_other_lstm = model.get("peephole", "none") != "none" or model.get("candidate") == "sigmoid"
    return model.get("reset") != "before" and model.get("activation") not in ("identity", "sigmoid") and not is_other_lstm


def run_reference(model, weights, window):
    """Logits, loss, gradients and final state of one window by torch.nn."""
    network = build(model, signed(model, weights))
    state = (window["state.h"], window["state.c"]) if "state.c" in window else window["state.h"]
    if model["input"] == "one-hot":
        x = torch.nn.functional.one_hot(window["input"], model["vocabulary"]).to(state[0].dtype)
    else:
        x = network["embedding"](window["input"])
    hidden, final = network["rnn"](x, state)
    logits = network["head"](hidden)
    loss = cross_entropy(logits.flatten(0, 1), window["target"].flatten())
    loss.backward()
    found = signed(model, {name: parameter.grad for name, parameter in network.named_parameters()})
    return {
        "logits": logits.detach(),
        "loss": loss.detach().reshape(1),
        **{f"gradient.{name}": gradient for name, gradient in found.items()},
        **({"final.h": final[0].detach(), "final.c": final[1].detach()} if "state.c" in window else {"final.h": final.detach()}),
    }


def build(model, weights):
    """The torch.nn modules of a model, holding the given weights."""
    is_one_hot = model["input"] == "one-hot"
    size = model["vocabulary"] if is_one_hot else model["input"]["embedding"]
    options = {"nonlinearity": model["activation"]} if model["cell"] == "elman" else {}
    network = torch.nn.ModuleDict({} if is_one_hot else {"embedding": torch.nn.Embedding(model["vocabulary"], size)})
    network["rnn"] = MODULES[model["cell"]](size, model["units"], model["layers"], batch_first=True, **options)
    network["head"] = torch.nn.Linear(model["units"], model["vocabulary"])
    network.to(weights["head.weight"].dtype).load_state_dict(weights)
    return network


def signed(model, tensors):
    """Negates the update gate's rows where z replaces instead of keeps: 1 - sigmoid(a) = sigmoid(-a)."""
    if model.get("update") != "replace":
        return tensors
    negated = {name: tensor.clone() for name, tensor in tensors.items()}
    for name, tensor in negated.items():
        if name.startswith("rnn."):
            tensor[model["units"]:2 * model["units"]] *= -1
    return negated
