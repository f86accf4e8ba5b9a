# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Finding the forward op behind a backward step that failed or gave NaN."""

import traceback
import warnings

import torch

_ORIGIN = (
    " (Triggered internally at"
    " /__w/pytorch/pytorch/torch/csrc/autograd/python_anomaly_mode.cpp:%d.)"
)


class detect_anomaly:
    """Inside, a failing backward step names the forward op that it belongs to."""

    def __init__(self, check_nan=True):
        self.prev = torch.is_anomaly_enabled()
        self.check_nan = check_nan
        self.prev_check_nan = torch.is_anomaly_check_nan_enabled()
        warnings.warn(
            "Anomaly Detection has been enabled. This mode will increase the runtime and should"
            " only be enabled for debugging.",
            stacklevel=2,
        )

    def __enter__(self):
        torch.set_anomaly_enabled(True, self.check_nan)

    def __exit__(self, *exception):
        torch.set_anomaly_enabled(self.prev, self.prev_check_nan)


class set_detect_anomaly:
    """detect_anomaly on or off at once; as a context, goes back at its end."""

    def __init__(self, mode, check_nan=True):
        self.prev = torch.is_anomaly_enabled()
        self.prev_check_nan = torch.is_anomaly_check_nan_enabled()
        torch.set_anomaly_enabled(mode, check_nan)

    def __enter__(self):
        pass

    def __exit__(self, *exception):
        torch.set_anomaly_enabled(self.prev, self.prev_check_nan)


def _remember(parent):
    """What is kept with a node made now: the stack, and the backward step that made it."""
    metadata = {"traceback_": traceback.format_stack()[:-1]}
    if parent is not None:
        metadata["parent_"] = parent
    return metadata


def _tell(node):
    """Warns where the forward op of a failed node was, and what led there."""
    stack = node.metadata.get("traceback_")
    if stack is None:
        text = (
            f"Error detected in {node.name()}. No forward pass information available. Enable detect"
            " anomaly during forward pass for more information."
        )
        warnings.warn(text + _ORIGIN % 90, stacklevel=4)
        return
    text = (
        f"Error detected in {node.name()}. Traceback of forward call that caused the error:\n"
        + "".join(stack)
    )
    warnings.warn(text + _ORIGIN % 127, stacklevel=4)
    parent = node.metadata.get("parent_")
    while parent is not None:
        text = (
            f"\n\nPrevious calculation was induced by {parent.name()}. Traceback of forward call that"
            " induced the previous calculation:\n" + "".join(parent.metadata.get("traceback_", ()))
        )
        warnings.warn(text + _ORIGIN % 134, stacklevel=4)
        parent = parent.metadata.get("parent_")
