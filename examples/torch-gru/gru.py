#!/usr/bin/env python3
"""A bidirectional GRU, trained by the recipe that the protocol gives every entry.

Needs PyTorch and safetensors' format only, which is read here by hand; the contract is docs/process-entries.md.
"""
import json
import struct
import sys

import torch
from torch import nn


def read(path):
    """The arrays of a safetensors file: eight bytes of length, a JSON header, the numbers."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        body = bytearray(file.read())
    kinds = {"F32": torch.float32, "F64": torch.float64, "I64": torch.int64}
    arrays = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            arrays[name] = torch.frombuffer(body[begin:end], dtype=kinds[entry["dtype"]]).reshape(entry["shape"])
    return arrays


def write(path, name, array):
    """Writes one array as float32."""
    header = {name: {"dtype": "F32", "shape": list(array.shape), "data_offsets": [0, 4 * array.numel()]}}
    text = json.dumps(header).encode()
    numbers = array.detach().to(torch.float32).contiguous().flatten().tolist()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + struct.pack(f"<{len(numbers)}f", *numbers))


class Network(nn.Module):
    def __init__(self, call):
        super().__init__()
        hidden, layers = call["configuration"]["hidden"], call["configuration"]["layers"]
        self.gru = nn.GRU(len(call["inputs"]), hidden, layers, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(2 * hidden, len(call["outputs"]))

    def forward(self, x):
        return self.fc(self.gru(x)[0])


def fit(call):
    torch.manual_seed(call["seed"])
    torch.use_deterministic_algorithms(True)
    recipe, part = call["recipe"], read("training.safetensors")
    held = read("validation.safetensors") if call["validation_trials"] is not None else None
    network = Network(call)
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=recipe["learning_rate"], betas=(recipe["beta1"], recipe["beta2"]),
        eps=recipe["epsilon"], weight_decay=recipe["weight_decay"])
    best, best_epoch, epoch, state = float("inf"), 0, 0, network.state_dict()
    while epoch < call["epochs"] and (held is None or epoch - best_epoch < recipe["patience"]):
        epoch += 1
        network.train()
        for batch in torch.randperm(call["trials"]).split(recipe["batch"]):
            loss = nn.functional.mse_loss(network(part["inputs"][batch]), part["targets"][batch])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), recipe["clip_gradient_norm"])
            optimiser.step()
        if held is None:
            best_epoch, state = epoch, network.state_dict()
            continue
        network.eval()
        with torch.no_grad():
            losses = [
                nn.functional.mse_loss(network(x), y).item()
                for x, y in zip(held["inputs"].split(recipe["batch"]), held["targets"].split(recipe["batch"]))
            ]
        mean = sum(losses) / len(losses)
        print(f"epoch {epoch}: validation loss {mean:.6g}")
        if mean < best - recipe["minimal_improvement"]:
            best, best_epoch = mean, epoch
            state = {name: value.clone() for name, value in network.state_dict().items()}
    torch.save(state, "model/weights.pt")
    report = {"best_epoch": max(best_epoch, 1), "epochs": max(epoch, 1)}
    if held is not None and best < float("inf"):
        report["validation_loss"] = best
    with open("report.json", "w") as file:
        json.dump(report, file)


def predict(call):
    network = Network(call)
    network.load_state_dict(torch.load("model/weights.pt", weights_only=True))
    network.eval()
    with torch.no_grad():
        outputs = [network(x) for x in read("inputs.safetensors")["inputs"].split(64)]
    write("predictions.safetensors", "predictions", torch.cat(outputs))


if __name__ == "__main__":
    with open("call.json") as file:
        {"fit": fit, "predict": predict}[sys.argv[1]](json.load(file))
