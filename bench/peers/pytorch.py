"""Measured process: PyTorch with as many threads as its parameter says.

One training step: embedding, LSTM, GRU or RNN, linear head, cross-entropy, backward, clipping of the whole gradient to
norm 5, Adam; the state is carried to the next step. Answers a line of JSON for each line of JSON.
"""

import json
import statistics
import sys
import time


def say(message):
    print(json.dumps(message), flush=True)


try:
    import torch
    from torch import nn
except ImportError:
    say({"absent": f"PyTorch is not installed for {sys.executable}."})
    sys.exit(0)

EMBEDDING, VOCABULARY, CLIP = 64, 65, 5.0
CELLS = {"lstm": nn.LSTM, "gru": nn.GRU, "elman": nn.RNN}
OPTIMISERS = [{"fused": True}, {"foreach": True}]
BATCHES = 16


class Model:
    def __init__(self, cell, units, layers, batch, window):
        torch.manual_seed(1)
        self.embedding = nn.Embedding(VOCABULARY, EMBEDDING)
        self.recurrent = CELLS[cell](EMBEDDING, units, num_layers=layers)
        self.head = nn.Linear(units, VOCABULARY)
        self.parameters = [p for part in (self.embedding, self.recurrent, self.head) for p in part.parameters()]
        self.loss = nn.CrossEntropyLoss()
        self.texts = torch.randint(0, VOCABULARY, (BATCHES, window + 1, batch))
        self.state = None
        self.taken = 0
        self.note = self.choose_optimiser()

    def choose_optimiser(self):
        """The quickest of PyTorch's implementations of Adam here."""
        found = []
        for options in OPTIMISERS:
            self.optimiser = torch.optim.Adam(self.parameters, lr=0.002, **options)
            self.round(150, 5)
            found.append((statistics.median(self.round(150, 5)), next(iter(options)), self.optimiser))
        _, name, self.optimiser = min(found, key=lambda each: each[0])
        return f"Adam with {name}=True"

    def step(self):
        text = self.texts[self.taken % BATCHES]
        self.taken += 1
        self.optimiser.zero_grad()
        hidden, state = self.recurrent(self.embedding(text[:-1]), self.state)
        logits = self.head(hidden)
        self.loss(logits.view(-1, VOCABULARY), text[1:].reshape(-1)).backward()
        nn.utils.clip_grad_norm_(self.parameters, CLIP)
        self.optimiser.step()
        self.state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()

    def round(self, ms, steps):
        found = []
        started = time.perf_counter()
        end = started + ms / 1000
        while len(found) < steps or started < end:
            self.step()
            now = time.perf_counter()
            found.append(1000 * (now - started))
            started = now
        return found


def main():
    torch.set_num_threads(int(sys.argv[1]))
    say({"ready": {"name": f"PyTorch {torch.__version__.split('+')[0]}"}})
    model = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["method"] == "open":
            model = Model(**request["params"])
            say({"note": model.note})
        else:
            say({"stepMs": model.round(**request["params"])})


main()
