"""The network in torch: word features, two bidirectional LSTMs, per role a chain over outside, begin, inside."""

import torch
from torch import nn

TAGS = 3


class Tagger(nn.Module):
    """Features int[batch, time, column] to scores float[batch, time, role, tag] and those of the second task."""

    def __init__(self, vectors, own, endings, shapes, places, auxiliary, hidden=128, drop=0.4, roles=3):
        super().__init__()
        self.vectors = nn.Embedding.from_pretrained(vectors, freeze=True)
        self.own = nn.Embedding(own, 32)
        self.endings = nn.Embedding(endings, 16)
        self.shapes = nn.Embedding(shapes, 8)
        self.places = nn.Embedding(places, 16)
        for table in (self.own, self.endings, self.shapes, self.places):
            nn.init.normal_(table.weight, std=0.1)
        width = vectors.shape[1] + 32 + 16 + 8 + 16
        self.first = nn.ModuleList(nn.LSTM(width, hidden) for _ in range(2))
        self.second = nn.ModuleList(nn.LSTM(2 * hidden, hidden) for _ in range(2))
        self.roles = nn.Linear(4 * hidden, roles * TAGS)
        self.auxiliary = nn.ModuleList(nn.Linear(2 * hidden, size) for size in auxiliary)
        self.transitions = nn.Parameter(torch.zeros(roles, TAGS, TAGS))
        self.begin = nn.Parameter(torch.zeros(roles, TAGS))
        self.drop, self.count = drop, roles

    def locked(self, x, rate):
        """Drop the same channels at every time."""
        if not self.training or not rate:
            return x
        return x * x.new_empty(x.shape[0], 1, x.shape[2]).bernoulli_(1 - rate) / (1 - rate)

    def forward(self, features, lengths):
        """Return scores of the roles' tags and a list of scores of the second task's labels."""
        own = features[..., 1]
        ends = features[..., 2]
        vectors = features[..., 0]
        if self.training:
            own = own * (torch.rand_like(own, dtype=torch.float) > 0.15)
            ends = ends * (torch.rand_like(ends, dtype=torch.float) > 0.05)
            vectors = vectors * (torch.rand_like(vectors, dtype=torch.float) > 0.03)
        x = torch.cat(
            [
                self.vectors(vectors),
                self.own(own),
                self.endings(ends),
                self.shapes(features[..., 3]),
                self.places(features[..., 4]),
            ],
            -1,
        )
        x = self.locked(x, 0.25)
        one = self._run(self.first, x, lengths)
        two = self._run(self.second, self.locked(one, self.drop), lengths)
        both = torch.cat([self.locked(one, self.drop), self.locked(two, self.drop)], -1)
        scores = self.roles(both).unflatten(-1, (self.count, TAGS))
        dropped = self.locked(one, 0.2)
        return scores, [head(dropped) for head in self.auxiliary]

    def _run(self, layers, x, lengths):
        """Run one LSTM forwards and one backwards; each meets the padding last."""
        time = torch.arange(x.shape[1])[None]
        back = torch.where(time < lengths[:, None], lengths[:, None] - 1 - time, time)[..., None]
        turned = x.gather(1, back.expand_as(x))
        ahead = layers[0](x.transpose(0, 1))[0].transpose(0, 1)
        behind = layers[1](turned.transpose(0, 1))[0].transpose(0, 1)
        return torch.cat([ahead, behind.gather(1, back.expand_as(behind))], -1)

    def moves(self):
        """Return the scores of transitions, with outside to inside barred, and of the first tag."""
        bar = torch.zeros(TAGS, TAGS)
        bar[0, 2] = -10000.0
        return self.transitions + bar, self.begin

    def loss(self, scores, tags, lengths):
        """Return the mean negative log-likelihood of a token's tags over tokens and roles."""
        moves, begin = self.moves()
        mask = torch.arange(scores.shape[1])[None] < lengths[:, None]
        total = self._norm(scores, mask, moves, begin)
        given = scores.gather(-1, tags[..., None])[..., 0]
        roles = torch.arange(self.count)
        steps = moves[roles, tags[:, :-1], tags[:, 1:]] * mask[:, 1:, None]
        gold = (given * mask[..., None]).sum((1, 2)) + steps.sum((1, 2)) + begin[roles, tags[:, 0]].sum(-1)
        return (total.sum(-1) - gold).sum() / mask.sum() / self.count

    def _norm(self, scores, mask, moves, begin):
        steps = scores.unbind(1)
        alive = mask[..., None, None].unbind(1)
        alpha = steps[0] + begin
        for time in range(1, len(steps)):
            peak = alpha.amax(-1, keepdim=True)
            step = torch.log(torch.einsum("brt,rtu->bru", (alpha - peak).exp(), moves.exp())) + peak + steps[time]
            alpha = torch.where(alive[time], step, alpha)
        return alpha.logsumexp(-1)


def best(scores, lengths, moves, begin):
    """Return the most likely tags int[batch, time, role]."""
    time = scores.shape[1]
    alpha = scores[:, 0] + begin
    back = []
    for t in range(1, time):
        step = alpha[..., None] + moves
        value, index = step.max(-2)
        alive = (t < lengths)[:, None, None]
        back.append(torch.where(alive, index, torch.arange(TAGS).expand_as(index)))
        alpha = torch.where(alive, value + scores[:, t], alpha)
    tag = alpha.argmax(-1)
    tags = [tag]
    for index in reversed(back):
        tag = index.gather(-1, tag[..., None])[..., 0]
        tags.append(tag)
    return torch.stack(tags[::-1], 1)
