"""The weights as they ship: NumPy arrays, vectors in 8 bits, matrices in 16."""

from pathlib import Path

import numpy as np

GATES = (0, 1, 3, 2)
"torch keeps input, forget, candidate, output; here the candidate comes last."


def arrays(state, lexicon, links):
    """Return the arrays of the shipped file from the network's state."""
    vectors = state["vectors.weight"].numpy()
    scales = np.abs(vectors).max(1).astype(np.float32) / 127
    scales[scales == 0] = 1
    result = {
        "vectors": np.round(vectors / scales[:, None]).astype(np.int8),
        "scales": scales,
        "words": _text(lexicon.vectors),
        "own_words": _text(lexicon.own),
        "ending_words": _text(lexicon.endings),
        "roles": state["roles.weight"].numpy().T.astype(np.float16),
        "roles_bias": state["roles.bias"].numpy().astype(np.float32),
        "begin": state["begin"].numpy().astype(np.float32),
    }
    moves = state["transitions"].numpy().astype(np.float32)
    moves[:, 0, 2] = -10000.0
    result["moves"] = moves
    for name in ("own", "endings", "shapes", "places"):
        result[name] = state[f"{name}.weight"].numpy().astype(np.float16)
    for name in ("first", "second"):
        result[f"{name}_inputs"] = np.stack([_gates(state[f"{name}.{d}.weight_ih_l0"].numpy()).T for d in (0, 1)])
        result[f"{name}_hidden"] = np.stack([_gates(state[f"{name}.{d}.weight_hh_l0"].numpy()).T for d in (0, 1)])
        biases = [state[f"{name}.{d}.bias_ih_l0"] + state[f"{name}.{d}.bias_hh_l0"] for d in (0, 1)]
        result[f"{name}_bias"] = np.stack([_gates(bias.numpy()) for bias in biases]).astype(np.float32)
        for part in ("inputs", "hidden"):
            result[f"{name}_{part}"] = result[f"{name}_{part}"].astype(np.float16)
    return result | {f"link_{name}": weights for name, weights in links.items()}


def _gates(weights):
    parts = np.split(weights, 4)
    return np.concatenate([parts[g] * (1.0 if g == 2 else 0.5) for g in GATES])


def _text(rows):
    return np.frombuffer("\n".join(sorted(rows, key=rows.__getitem__)).encode("utf-8"), np.uint8)


def write(out: Path, stored: dict[str, np.ndarray]) -> None:
    """Write the file of weights, whole or not at all."""
    temporary = out.with_suffix(".tmp.npz")
    np.savez_compressed(temporary, **stored)
    temporary.rename(out)
