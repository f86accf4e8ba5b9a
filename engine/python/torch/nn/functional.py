# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Functions of neural networks. Those of the op table are taken over as they are."""

import math
import warnings

import torch
from torch._C import _nn, _VariableFunctions
from torch.nn import losses

for _name in dir(_nn):
    if not _name.startswith("_"):
        globals()[_name] = getattr(_nn, _name)

logsigmoid = _nn.log_sigmoid

# Ops that PyTorch offers both here and in torch.
_SHARED = (
    "conv1d",
    "conv2d",
    "conv3d",
    "cosine_similarity",
    "embedding",
    "pairwise_distance",
    "pdist",
)
for _name in _SHARED:
    if hasattr(_VariableFunctions, _name):
        globals().setdefault(_name, getattr(_VariableFunctions, _name))


for _name in (
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "cross_entropy",
    "huber_loss",
    "kl_div",
    "l1_loss",
    "mse_loss",
    "nll_loss",
    "smooth_l1_loss",
):
    globals()[_name] = getattr(losses, _name)


def relu(input, inplace=False):
    """max(0, x), element by element."""
    return input.relu_() if inplace else torch.relu(input)


def sigmoid(input):
    """1 / (1 + exp(-x)), element by element."""
    return input.sigmoid()


def tanh(input):
    """Hyperbolic tangent, element by element."""
    return input.tanh()


def softmax(input, dim=None, _stacklevel=3, dtype=None):
    """exp(x) divided by its sum along dim."""
    return input.softmax(_dim_of(input, dim, "softmax"), dtype=dtype)


def log_softmax(input, dim=None, _stacklevel=3, dtype=None):
    """Logarithm of softmax."""
    return input.log_softmax(_dim_of(input, dim, "log_softmax"), dtype=dtype)


def _dim_of(input, dim, name):
    """PyTorch's old guess when no dim is given, with its warning."""
    if dim is not None:
        return dim
    warnings.warn(
        f"Implicit dimension choice for {name} has been deprecated. Change the call to include"
        " dim=X as an argument.",
        stacklevel=3,
    )
    return 0 if input.dim() in (0, 1, 3) else 1


def softmin(input, dim=None, _stacklevel=3, dtype=None):
    """softmax of -input."""
    return (-input).softmax(_dim_of(input, dim, "softmin"), dtype=dtype)


def softsign(input):
    """x / (1 + |x|), element by element."""
    return input / (input.abs() + 1)


def tanhshrink(input):
    """x - tanh(x), element by element."""
    return input - input.tanh()


def _check_chance(p):
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")


def dropout(input, p=0.5, training=True, inplace=False):
    """Zeroes elements with probability p and scales the others by 1 / (1 - p)."""
    _check_chance(p)
    return (torch.dropout_ if inplace else torch.dropout)(input, p, training)


def alpha_dropout(input, p=0.5, training=False, inplace=False):
    """Dropout to the negative limit of selu that keeps mean and variance."""
    _check_chance(p)
    return (torch.alpha_dropout_ if inplace else torch.alpha_dropout)(input, p, training)


def feature_alpha_dropout(input, p=0.5, training=False, inplace=False):
    """alpha_dropout of whole channels."""
    _check_chance(p)
    drop = torch.feature_alpha_dropout_ if inplace else torch.feature_alpha_dropout
    return drop(input, p, training)


def _drop_channels(input, p, training, inplace, is_batched=True):
    """Dropout of whole channels; without a batch dim one is put in front for the time being."""
    drop = torch.feature_dropout_ if inplace else torch.feature_dropout
    if is_batched:
        return drop(input, p, training)
    if inplace:
        return drop(input.unsqueeze_(0), p, training).squeeze_(0)
    return drop(input.unsqueeze(0), p, training).squeeze(0)


def dropout1d(input, p=0.5, training=True, inplace=False):
    """Zeroes whole channels of (N, C, L) or (C, L)."""
    _check_chance(p)
    rank = input.dim()
    if rank not in (2, 3):
        raise RuntimeError(
            f"dropout1d: Expected 2D or 3D input, but received a {rank}D input. Note that dropout1d"
            " exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel"
            " dimension, and an optional batch dimension (i.e. 2D or 3D inputs)."
        )
    return _drop_channels(input, p, training, inplace, rank == 3)


def _warn_of_rank(name, rank, n_dims):
    """PyTorch's warning of a channel-wise dropout on something that has no channels."""
    import warnings

    warnings.warn(
        f"{name}: Received a {rank}-D input to {name}, which is deprecated and will result in an"
        " error in a future release. To retain the behavior and silence this warning, please use"
        f" dropout instead. Note that {name} exists to provide channel-wise dropout on inputs with"
        f" {n_dims} spatial dimensions, a channel dimension, and an optional batch dimension"
        f" (i.e. {n_dims + 1}D or {n_dims + 2}D inputs).",
        stacklevel=3,
    )


def dropout2d(input, p=0.5, training=True, inplace=False):
    """Zeroes whole channels of (N, C, H, W); of (N, C, L) too, where PyTorch means dropout1d."""
    _check_chance(p)
    rank = input.dim()
    if rank not in (3, 4):
        _warn_of_rank("dropout2d", rank, 2)
    if rank == 3:
        import warnings

        warnings.warn(
            "dropout2d: Received a 3D input to dropout2d and assuming that channel-wise 1D dropout"
            " behavior is desired - input is interpreted as shape (N, C, L), where C is the channel"
            " dim. This behavior will change in a future release to interpret the input as one"
            " without a batch dimension, i.e. shape (C, H, W). To maintain the 1D channel-wise"
            " dropout behavior, please switch to using dropout1d instead.",
            stacklevel=2,
        )
    return _drop_channels(input, p, training, inplace)


def dropout3d(input, p=0.5, training=True, inplace=False):
    """Zeroes whole channels of (N, C, D, H, W) or (C, D, H, W)."""
    _check_chance(p)
    rank = input.dim()
    if rank not in (4, 5):
        _warn_of_rank("dropout3d", rank, 3)
    return _drop_channels(input, p, training, inplace, rank == 5)


def gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, dim=-1):
    """A draw of categories as softmax of logits plus Gumbel noise; hard ones are one-hot."""
    if eps != 1e-10:
        import warnings

        warnings.warn("`eps` parameter is deprecated and has no effect.", stacklevel=2)
    draws = torch.empty(logits.shape, dtype=logits.dtype, device=logits.device).exponential_()
    noise = -draws.log()
    soft = ((logits + noise) / tau).softmax(dim)
    if not hard:
        return soft
    index = soft.max(dim, keepdim=True)[1]
    one_hot = torch.zeros(logits.shape, dtype=logits.dtype, device=logits.device)
    # The values of the one-hot tensor with the gradient of the soft one.
    return one_hot.scatter_(dim, index, 1.0) - soft.detach() + soft


_clamped = _nn.hardtanh


def hardtanh(input, min_val=-1.0, max_val=1.0):
    """Cut off at min_val and max_val."""
    if min_val > max_val:
        raise ValueError("min_val cannot be greater than max_val")
    return _clamped(input, min_val, max_val)


def _with_inplace(name, n_numbers):
    """Gives an activation of the op table PyTorch's last argument: writing into the input."""
    function = globals()[name]

    def activation(input, *args, inplace=False, **kwargs):
        if len(args) > n_numbers:
            *args, inplace = args
        if inplace:
            # The derivative needs what the input was before.
            return input.copy_(function(input.clone(), *args, **kwargs))
        return function(input, *args, **kwargs)

    activation.__name__ = activation.__qualname__ = name
    activation.__doc__ = function.__doc__
    globals()[name] = activation


# Name, and how many numbers stand between the input and `inplace`.
for _name, _n_numbers in {
    "celu": 1,
    "elu": 1,
    "hardsigmoid": 0,
    "hardswish": 0,
    "hardtanh": 2,
    "leaky_relu": 1,
    "mish": 0,
    "relu6": 0,
    "selu": 0,
    "silu": 0,
    "threshold": 2,
}.items():
    _with_inplace(_name, _n_numbers)


# ---- normalisation ----


def _check_size(sizes, what, size):
    """A mean over a single value would leave nothing of it."""
    if math.prod(sizes) == 1:
        raise ValueError(
            f"Expected more than 1 {what} when training, got input size {size}"
        )


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    """Shifts and scales each block of the last dims to mean 0 and variance 1."""
    return torch.layer_norm(input, normalized_shape, weight, bias, eps)


def rms_norm(input, normalized_shape, weight=None, eps=None):
    """Scales each block of the last dims to a mean square of 1."""
    return torch.rms_norm(input, normalized_shape, weight, eps)


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-5):
    """Shifts and scales groups of channels to mean 0 and variance 1."""
    if input.dim() < 2:
        raise RuntimeError(
            f"Expected at least 2 dimensions for input tensor but received {input.dim()}"
        )
    size = [input.size(0) * input.size(1) // num_groups, num_groups, *input.size()[2:]]
    _check_size(size[:1] + size[2:], "value per channel", size)
    return torch.group_norm(input, num_groups, weight, bias, eps)


def batch_norm(
    input,
    running_mean,
    running_var,
    weight=None,
    bias=None,
    training=False,
    momentum=0.1,
    eps=1e-5,
):
    """Shifts and scales each channel to mean 0 and variance 1 over the batch."""
    if training:
        size = input.size()
        _check_size(size[:1] + size[2:], "value per channel", size)
        if eps <= 0.0:
            raise ValueError(f"batch_norm eps must be positive during training, but got {eps}")
    elif eps < 0.0:
        raise ValueError(f"batch_norm eps must be non-negative, but got {eps}")
    return torch.batch_norm(
        input, weight, bias, running_mean, running_var, training, momentum, eps, True
    )


def instance_norm(
    input,
    running_mean=None,
    running_var=None,
    weight=None,
    bias=None,
    use_input_stats=True,
    momentum=0.1,
    eps=1e-5,
):
    """Shifts and scales each channel of each image to mean 0 and variance 1."""
    if use_input_stats:
        _check_size(input.size()[2:], "spatial element", input.size())
    return torch.instance_norm(
        input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, True
    )


# ---- sampling at points ----

_SAMPLE_MODES = ("bilinear", "nearest", "bicubic")
_SAMPLE_PADDINGS = ("zeros", "border", "reflection")


def _aligned(align_corners):
    """PyTorch's default when nothing is said, with its warning."""
    if align_corners is not None:
        return align_corners
    warnings.warn(
        "Default grid_sample and affine_grid behavior has changed to align_corners=False since"
        " 1.3.0. Please specify align_corners=True if the old behavior is desired. See the"
        " documentation of grid_sample for details.",
        stacklevel=3,
    )
    return False


def grid_sample(input, grid, mode="bilinear", padding_mode="zeros", align_corners=None):
    """Reads images off at the points of a grid, whose coordinates run from -1 to 1."""
    if mode not in _SAMPLE_MODES:
        raise ValueError(
            "nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic',"
            f" but got: '{mode}'"
        )
    if padding_mode not in _SAMPLE_PADDINGS:
        raise ValueError(
            "nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or"
            f" 'reflection', but got: '{padding_mode}'"
        )
    return torch.grid_sampler(
        input,
        grid,
        _SAMPLE_MODES.index(mode),
        _SAMPLE_PADDINGS.index(padding_mode),
        _aligned(align_corners),
    )


def affine_grid(theta, size, align_corners=None):
    """The grid for grid_sample that an affine map makes of the plain one."""
    align_corners = _aligned(align_corners)
    if not theta.is_floating_point():
        raise ValueError(f"Expected theta to have floating point type, but got {theta.dtype}")
    n_dims = len(size) - 2
    if n_dims not in (2, 3):
        raise NotImplementedError(
            "affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms,"
            f" respectively. Got size {size}."
        )
    if theta.dim() != 3 or tuple(theta.shape[-2:]) != (n_dims, n_dims + 1):
        raise ValueError(
            f"Expected a batch of {n_dims}D affine matrices of shape Nx{n_dims}x{n_dims + 1} for"
            f" size {size}. Got {theta.shape}."
        )
    if align_corners and min(size[2:]) == 1:
        warnings.warn(
            "Since version 1.3.0, affine_grid behavior has changed for unit-size grids when"
            " align_corners=True. This is not an intended use case of affine_grid. See the"
            " documentation of affine_grid for details.",
            stacklevel=2,
        )
    elif min(size) <= 0:
        raise ValueError(f"Expected non-zero, positive output size. Got {size}")
    return torch.affine_grid_generator(theta, size, align_corners)
