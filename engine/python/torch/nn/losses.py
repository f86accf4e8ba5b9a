# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Losses as torch.nn.functional has them: PyTorch's arguments, checks and warnings in front of the ops."""

import warnings

import torch
from torch._C import _nn


def _reduction_of(size_average, reduce, reduction):
    """`reduction`, or what the two arguments that it replaced say."""
    if size_average is None and reduce is None:
        return reduction
    if reduce is not None and not reduce:
        reduction = "none"
    else:
        reduction = "mean" if size_average is None or size_average else "sum"
    warnings.warn(
        "size_average and reduce args will be deprecated, please use"
        f" reduction='{reduction}' instead.",
        stacklevel=3,
    )
    return reduction


def _check_reduction(reduction):
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return reduction


def _broadcast(input, target):
    """Both in the shape they share, with PyTorch's warning where that is not what they have."""
    if target.size() != input.size():
        warnings.warn(
            f"Using a target size ({target.size()}) that is different to the input size"
            f" ({input.size()}). This will likely lead to incorrect results due to broadcasting."
            " Please ensure they have the same size.",
            stacklevel=3,
        )
    return torch.broadcast_tensors(input, target)


def _check_weight(weight, input):
    if weight.size() != input.size():
        raise ValueError("Weights and input must have the same size.")


def _reduce_weighted(loss, reduction, n_items):
    """The mean of a weighted loss is its sum divided by n_items(): of elements or of weights."""
    if reduction == "none":
        return loss
    if reduction == "sum":
        return torch.sum(loss)
    if reduction == "mean":
        return n_items(loss)
    raise ValueError(
        f"Invalid reduction mode: {reduction}. Expected one of 'none', 'mean', 'sum'."
    )


def l1_loss(input, target, size_average=None, reduce=None, reduction="mean", weight=None):
    """Absolute distance of input from target."""
    a, b = _broadcast(input, target)
    reduction = _reduction_of(size_average, reduce, reduction)
    if weight is None:
        return _nn.l1_loss(a, b, _check_reduction(reduction))
    _check_weight(weight, input)
    loss = torch.abs(a - b) * weight
    return _reduce_weighted(loss, reduction, lambda x: torch.sum(x) / torch.sum(weight))


def mse_loss(input, target, size_average=None, reduce=None, reduction="mean", weight=None):
    """Squared distance of input from target."""
    a, b = _broadcast(input, target)
    reduction = _reduction_of(size_average, reduce, reduction)
    if weight is None:
        return _nn.mse_loss(a, b, _check_reduction(reduction))
    _check_weight(weight, input)
    loss = torch.pow(a - b, 2) * weight
    return _reduce_weighted(loss, reduction, lambda x: torch.sum(x) / torch.sum(weight))


def huber_loss(input, target, reduction="mean", delta=1.0, weight=None):
    """Squared distance up to delta, straight beyond."""
    a, b = _broadcast(input, target)
    if weight is None:
        return _nn.huber_loss(a, b, _check_reduction(reduction), delta)
    _check_weight(weight, input)
    loss = _nn.huber_loss(a, b, "none", delta) * weight
    return _reduce_weighted(loss, reduction, lambda x: x.mean())


def smooth_l1_loss(input, target, size_average=None, reduce=None, reduction="mean", beta=1.0):
    """Absolute distance, squared within beta."""
    a, b = _broadcast(input, target)
    reduction = _reduction_of(size_average, reduce, reduction)
    if beta == 0.0:
        return _nn.l1_loss(a, b, _check_reduction(reduction))
    return _nn.smooth_l1_loss(a, b, _check_reduction(reduction), beta)


def binary_cross_entropy(
    input, target, weight=None, size_average=None, reduce=None, reduction="mean"
):
    """How surprising target is for the probabilities input."""
    reduction = _check_reduction(_reduction_of(size_average, reduce, reduction))
    if target.size() != input.size():
        raise ValueError(
            f"Using a target size ({target.size()}) that is different to the input size"
            f" ({input.size()}) is deprecated. Please ensure they have the same size."
        )
    if weight is not None:
        weight = weight.expand(torch.broadcast_shapes(target.size(), weight.size()))
    return _nn.binary_cross_entropy(input, target, weight, reduction)


def binary_cross_entropy_with_logits(
    input, target, weight=None, size_average=None, reduce=None, reduction="mean", pos_weight=None
):
    """How surprising target is for the logits input."""
    reduction = _check_reduction(_reduction_of(size_average, reduce, reduction))
    if not target.size() == input.size():
        raise ValueError(
            f"Target size ({target.size()}) must be the same as input size ({input.size()})"
        )
    return _nn.binary_cross_entropy_with_logits(
        input, target, weight, reduction=reduction, pos_weight=pos_weight
    )


def nll_loss(
    input,
    target,
    weight=None,
    size_average=None,
    ignore_index=-100,
    reduce=None,
    reduction="mean",
):
    """Negative log-probability that input gives to the classes target."""
    reduction = _check_reduction(_reduction_of(size_average, reduce, reduction))
    return _nn.nll_loss_nd(input, target, weight, reduction, ignore_index)


def cross_entropy(
    input,
    target,
    weight=None,
    size_average=None,
    ignore_index=-100,
    reduce=None,
    reduction="mean",
    label_smoothing=0.0,
):
    """How surprising the classes target are for the logits input."""
    reduction = _check_reduction(_reduction_of(size_average, reduce, reduction))
    return _nn.cross_entropy_loss(
        input, target, weight, reduction, ignore_index, label_smoothing
    )


def kl_div(input, target, size_average=None, reduce=None, reduction="mean", log_target=False):
    """Kullback-Leibler divergence of target from the log-probabilities input."""
    if size_average is not None or reduce is not None:
        kind = _reduction_of(size_average, reduce, reduction)
    else:
        if reduction == "mean":
            warnings.warn(
                "reduction: 'mean' divides the total loss by both the batch size and the support"
                " size.'batchmean' divides only by the batch size, and aligns with the KL div math"
                " definition.'mean' will be changed to behave the same as 'batchmean' in the next"
                " major release.",
                stacklevel=2,
            )
        kind = "sum" if reduction == "batchmean" else _check_reduction(reduction)
    loss = _nn.kl_div(input, target, reduction=kind, log_target=log_target)
    return loss / input.size()[0] if reduction == "batchmean" and input.dim() != 0 else loss
