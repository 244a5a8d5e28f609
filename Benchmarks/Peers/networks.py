"""The networks that HipZoo is timed against, as PyTorch's users would write them.

Inputs are [batch, frames, 10], outputs [batch, frames, 14].
"""
import math

import torch
from torch import nn
from torch.nn import functional


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(10, 128, num_layers=2, dropout=0.1, batch_first=True)
        self.fc = nn.Linear(128, 14)

    def forward(self, x):
        states, _ = self.lstm(x)
        return self.fc(states)


class Attentive(nn.Module):
    def __init__(self):
        super().__init__()
        self.project = nn.Linear(10, 128)
        self.position = nn.Embedding(500, 128)
        layer = nn.TransformerEncoderLayer(
            d_model=128, nhead=4, dim_feedforward=256, dropout=0.1, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, num_layers=2, enable_nested_tensor=False)
        self.read = nn.Linear(128, 14)

    def forward(self, x):
        return self.read(self.encoder(self.project(x) + self.position.weight[: x.size(1)]))


class SelectiveBlock(nn.Module):
    """A selective state-space block as its paper states it; the recurrence is a loop over frames."""

    def __init__(self, features=128, channels=256, states=16, rank=8, taps=4):
        super().__init__()
        self.sizes = [rank, states, states]
        self.enter = nn.Linear(features, 2 * channels, bias=False)
        self.filter = nn.Conv1d(channels, channels, taps, groups=channels, padding=taps - 1)
        self.select = nn.Linear(channels, sum(self.sizes), bias=False)
        self.step = nn.Linear(rank, channels)
        nn.init.constant_(self.step.bias, -4.6)
        self.log_rates = nn.Parameter(torch.arange(1.0, states + 1).log().expand(channels, states).clone())
        self.skip = nn.Parameter(torch.ones(channels))
        self.leave = nn.Linear(channels, features, bias=False)

    def forward(self, u):
        frames = u.size(1)
        signal, gate = self.enter(u).chunk(2, dim=2)
        signal = functional.silu(self.filter(signal.transpose(1, 2))[:, :, :frames]).transpose(1, 2)
        rank, write, read = self.select(signal).split(self.sizes, dim=2)
        step = functional.softplus(self.step(rank))
        keep = (step[..., None] * -self.log_rates.exp()).exp()
        put = (step * signal)[..., None] * write[:, :, None]
        state = torch.zeros_like(put[:, 0])
        outputs = []
        for keep_t, put_t, read_t in zip(keep.unbind(1), put.unbind(1), read.unbind(1)):
            state = torch.addcmul(put_t, keep_t, state)
            outputs.append(torch.bmm(state, read_t[..., None])[..., 0])
        return self.leave((torch.stack(outputs, 1) + self.skip * signal) * functional.silu(gate))


class StateSpace(nn.Module):
    def __init__(self):
        super().__init__()
        self.project = nn.Linear(10, 128)
        self.blocks = nn.ModuleList(SelectiveBlock() for _ in range(2))
        self.dropout, self.norm, self.read = nn.Dropout(0.1), nn.LayerNorm(128), nn.Linear(128, 14)

    def forward(self, x):
        x = self.project(x)
        for block in self.blocks:
            x = x + self.dropout(block(x))
        return self.read(self.norm(x))


class Gated(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(10, 88, num_layers=2, bidirectional=True, dropout=0.1, batch_first=True)
        self.fc = nn.Linear(176, 14)

    def forward(self, x):
        states, _ = self.gru(x)
        return self.fc(states)


class TemporalBlock(nn.Module):
    def __init__(self, inputs, dilation, channels=64, kernel=5):
        super().__init__()

        def circular(features):
            return nn.Conv1d(features, channels, kernel, dilation=dilation, padding=dilation * (kernel // 2),
                             padding_mode="circular")

        self.first, self.second = circular(inputs), circular(channels)
        self.dropout = nn.Dropout(0.1)
        self.shortcut = nn.Conv1d(inputs, channels, 1) if inputs != channels else nn.Identity()

    def forward(self, x):
        y = self.dropout(functional.relu(self.first(x)))
        y = self.dropout(functional.relu(self.second(y)))
        return functional.relu(self.shortcut(x) + y)


class Temporal(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(*(TemporalBlock(10 if i == 0 else 64, 2 ** i) for i in range(5)))
        self.read = nn.Linear(64, 14)

    def forward(self, x):
        return self.read(self.blocks(x.transpose(1, 2)).transpose(1, 2))


class CircularBlock(nn.Module):
    """A depthwise circular convolution, and a net across the features of a frame that knows the cycle's mean."""

    def __init__(self, width, dilation, summary, hidden=128):
        super().__init__()
        self.filter = nn.Conv1d(width, width, 9, groups=width, dilation=dilation, padding=4 * dilation,
                                padding_mode="circular")
        self.norm, self.up, self.down = nn.LayerNorm(width), nn.Linear(width, hidden), nn.Linear(hidden, width)
        self.summary = nn.Linear(width, summary) if summary else None
        self.context = nn.Linear(summary or width, hidden)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x):
        local = self.norm(self.filter(x.transpose(1, 2)).transpose(1, 2))
        mean = local.mean(1)
        if self.summary is not None:
            mean = self.dropout(torch.tanh(self.summary(mean)))
        return x + self.dropout(self.down(functional.silu(self.up(local) + self.context(mean)[:, None])))


class Circular(nn.Module):
    def __init__(self, width=96, summary=None, frames=180):
        super().__init__()
        self.enter, self.phase = nn.Linear(10, width), nn.Linear(16, width)
        angles = torch.arange(frames)[:, None] * torch.arange(1, 9) * (2 * math.pi / frames)
        self.register_buffer("place", torch.cat([angles.sin(), angles.cos()], 1))
        self.blocks = nn.Sequential(*(CircularBlock(width, dilation, summary) for dilation in (1, 2, 4, 8)))
        self.norm, self.read = nn.LayerNorm(width), nn.Linear(width, 14)

    def forward(self, x):
        return self.read(self.norm(self.blocks(self.enter(x) + self.phase(self.place))))


NETWORKS = {
    "lstm": Recurrent, "transformer": Attentive, "mamba": StateSpace, "gru": Gated, "tcn": Temporal,
    "cyclemixer": Circular, "cyclemixer-lean": lambda: Circular(64, 4),
}
