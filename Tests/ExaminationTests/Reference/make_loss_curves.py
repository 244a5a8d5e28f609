"""Writes loss_curves.json: how PyTorch's losses fall over 20 epochs of each small architecture without dropout.

usage: python make_loss_curves.py FOLDER_WITH_PEER_MODELS   (torch, numpy)

Seeded as the published scripts are: the generator that made the weights then draws the order of every epoch's
batches. The data is a formula, so that the Swift test makes the same numbers without a file.
"""
import json
import pathlib
import sys

import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset

sys.path.insert(0, sys.argv[1])
from peer_models import MODELS  # noqa: E402

SMALL = {
    "LSTM": dict(hidden=16, layers=2, dropout=0.0),
    "Transformer": dict(d_model=16, nhead=4, num_layers=2, dim_feedforward=32, dropout=0.0, max_len=180),
    "Mamba": dict(d_model=16, d_state=4, d_conv=4, expand=2, layers=2, dropout=0.0),
}
FRAMES, INPUTS, OUTPUTS = 24, 10, 3


def data(trials):
    n, t, c = np.meshgrid(np.arange(trials), np.arange(FRAMES), np.arange(INPUTS), indexing="ij")
    x = np.sin(2 * np.pi * (t / FRAMES + 0.13 * n) + 0.7 * c) + 0.3 * np.cos(1.7 * n + c)
    s = x.sum(axis=2) / INPUTS
    y = np.stack([np.tanh(2 * s), s * x[:, :, 0], np.roll(s, 1, axis=1) + 0.5 * x[:, :, 3]], axis=2)
    return torch.from_numpy(x.astype(np.float32)), torch.from_numpy(y.astype(np.float32))


def curve(name):
    x, y = data(28)
    torch.manual_seed(2025)
    training = DataLoader(TensorDataset(x[:20], y[:20]), batch_size=8, shuffle=True)
    validation = DataLoader(TensorDataset(x[20:], y[20:]), batch_size=8, shuffle=False)
    model = MODELS[name.lower()](d_in=INPUTS, d_out=OUTPUTS, **SMALL[name])
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-5)
    losses, validation_losses = [], []
    for _ in range(20):
        model.train()
        batches = []
        for xb, yb in training:
            optimiser.zero_grad(set_to_none=True)
            loss = torch.nn.functional.mse_loss(model(xb), yb)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 0.5)
            optimiser.step()
            batches.append(loss.item())
        losses.append(float(np.mean(batches)))
        model.eval()
        with torch.no_grad():
            validation_losses.append(
                float(np.mean([torch.nn.functional.mse_loss(model(xb), yb).item() for xb, yb in validation])))
    return {"loss": losses, "validation_loss": validation_losses}


curves = {name: curve(name) for name in SMALL}
text = json.dumps({"torch": torch.__version__, "curves": curves}, indent=1)
pathlib.Path(__file__).with_name("loss_curves.json").write_text(text + "\n")
