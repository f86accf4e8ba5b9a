# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Gradients of a function against differences of its results."""

import contextlib
import warnings

import torch


class GradcheckError(RuntimeError):
    """A gradient that is not what the difference says."""


def _as_tuple(value):
    if isinstance(value, tuple):
        return value
    return tuple(value) if isinstance(value, list) else (value,)


def _can_differ(value):
    return isinstance(value, torch.Tensor) and (
        value.dtype.is_floating_point or value.dtype.is_complex
    )


def _outputs_of(func, inputs):
    """The results that can be differentiated."""
    values = _as_tuple(func(*inputs))
    return tuple(value for value in values if _can_differ(value) and value.requires_grad)


def _check_inputs(inputs):
    found = False
    for index, value in enumerate(inputs):
        if not (isinstance(value, torch.Tensor) and value.requires_grad):
            continue
        found = True
        if value.dtype not in (torch.float64, torch.complex128):
            warnings.warn(
                f"Input #{index} requires gradient and is not a double precision floating point or"
                " complex. This check will likely fail if all the inputs are not of double"
                " precision floating point or complex. ",
                stacklevel=3,
            )
        if any(stride == 0 and size > 1 for stride, size in zip(value.stride(), value.shape)):
            raise RuntimeError(
                f"The {index}th input has a dimension with stride 0. gradcheck only supports inputs"
                " that are non-overlapping to be able to compute the numerical gradients correctly."
                " You should call .contiguous on the input before passing it to gradcheck."
            )
    if not found:
        raise ValueError(
            "gradcheck expects at least one input tensor to require gradient, but none of them have"
            " requires_grad=True."
        )


@contextlib.contextmanager
def _moved(value, element, step):
    """Inside, one element of a tensor has moved in place, for all that share its memory."""
    place = value.data
    for size in reversed(value.shape):
        place, element = place.select(-1, element % size), element // size
    before = place.clone()
    place += step
    try:
        yield
    finally:
        place.copy_(before)


def _slopes(func, inputs, position, element, step):
    """(f(x + step) − f(x − step)) / 2 |step| for every output, flat."""
    ends = []
    for moved_by in (step, -step):
        with _moved(inputs[position], element, moved_by):
            ends.append([output.detach().clone() for output in _outputs_of(func, inputs)])
    return [((above - below) / (2 * abs(step))).reshape(-1) for above, below in zip(*ends)]


def _numerical(func, inputs, position, outputs, eps):
    """Per real output the Jacobian [elements of the input, elements of the output]; for a complex
    input ∂/∂x + i ∂/∂y, as the gradient of a real loss is."""
    value = inputs[position]
    rows = [[] for _ in outputs]
    for element in range(value.numel()):
        slopes = _slopes(func, inputs, position, element, eps)
        if value.is_complex():
            imaginary = _slopes(func, inputs, position, element, eps * 1j)
            slopes = [torch.complex(a, b) for a, b in zip(slopes, imaginary)]
        for row, slope in zip(rows, slopes):
            row.append(slope)
    return [
        torch.stack(row) if row else output.new_zeros((0, output.numel()))
        for row, output in zip(rows, outputs)
    ]


def _analytical(output, values, upstream_of, nondet_tol):
    """Per input the Jacobian [elements of the input, elements of the output] from backward."""
    columns = [[] for _ in values]
    for element in range(output.numel()):
        upstream = torch.zeros_like(output).contiguous()
        upstream.reshape(-1)[element] = upstream_of
        runs = [
            torch.autograd.grad(output, values, upstream, retain_graph=True, allow_unused=True)
            for _ in range(2)
        ]
        for column, value, first, second in zip(columns, values, *runs):
            if first is not None and (first - second).abs().max().item() > nondet_tol:
                raise GradcheckError(
                    "Backward is not reentrant, i.e., running backward with same input and"
                    " grad_output multiple times gives different values, although analytical"
                    " gradient matches numerical gradient."
                    f"The tolerance for nondeterminism was {nondet_tol}."
                )
            gradient = torch.zeros_like(value) if first is None else first.detach()
            column.append(gradient.reshape(-1))
    return [
        torch.stack(column, 1) if column else value.new_zeros((value.numel(), 0))
        for column, value in zip(columns, values)
    ]


def _compare(analytical, numerical, output_index, input_index, rtol, atol, prefix=""):
    dtype = torch.promote_types(analytical.dtype, numerical.dtype)
    if torch.allclose(analytical.to(dtype), numerical.to(dtype), rtol, atol):
        return
    raise GradcheckError(
        f"{prefix}Jacobian mismatch for output {output_index} with respect to input {input_index},\n"
        f"numerical:{numerical}\nanalytical:{analytical}\n"
    )


def _check_zero_upstream(outputs, values):
    zeros = [torch.zeros_like(output) for output in outputs]
    for value, gradient in zip(
        values, torch.autograd.grad(outputs, values, zeros, True, allow_unused=True)
    ):
        if gradient is None:
            continue
        if not gradient.eq(0).all():
            raise GradcheckError("backward not multiplied by grad_output")
        if gradient.dtype != value.dtype:
            raise GradcheckError("grad is incorrect type")
        if gradient.size() != value.size():
            raise GradcheckError("grad is incorrect size")


def _check_part(func, inputs, eps, atol, rtol, nondet_tol, prefix):
    """Real outputs against all inputs that require grad."""
    outputs = _outputs_of(func, inputs)
    positions = [
        index for index, value in enumerate(inputs) if _can_differ(value) and value.requires_grad
    ]
    values = [inputs[position] for position in positions]
    numerical = [_numerical(func, inputs, position, outputs, eps) for position in positions]
    for index, output in enumerate(outputs):
        analytical = _analytical(output, values, 1, nondet_tol)
        for number, (position, jacobian) in enumerate(zip(positions, analytical)):
            _compare(jacobian, numerical[number][index], index, number, rtol, atol, prefix)


def _run(func, inputs, eps, atol, rtol, nondet_tol):
    _check_inputs(inputs)
    outputs = _outputs_of(func, inputs)
    values = [value for value in inputs if _can_differ(value) and value.requires_grad]
    if not outputs:
        for value in _as_tuple(func(*inputs)):
            if _can_differ(value) and value.requires_grad:
                raise GradcheckError("Numerical gradient for function expected to be zero")
        return True
    if any(output.is_complex() for output in outputs):
        for part in ("real", "imag"):
            name = "real" if part == "real" else "imaginary"
            _check_part(
                lambda *given: tuple(
                    getattr(output, part) if output.is_complex() else output
                    for output in _outputs_of(func, given)
                ),
                inputs, eps, atol, rtol, nondet_tol,
                f"While considering the {name} part of complex outputs only, ",
            )
    else:
        _check_part(func, inputs, eps, atol, rtol, nondet_tol, "")
    _check_zero_upstream(outputs, values)
    return True


def gradcheck(
    func,
    inputs,
    *,
    eps=1e-6,
    atol=1e-5,
    rtol=1e-3,
    raise_exception=True,
    nondet_tol=0.0,
    check_undefined_grad=True,
    check_grad_dtypes=False,
    check_batched_grad=False,
    check_batched_forward_grad=False,
    check_forward_ad=False,
    check_backward_ad=True,
    fast_mode=False,
    masked=None,
):
    """Whether backward gives what (f(x + eps) − f(x − eps)) / 2 eps gives."""
    try:
        return _run(func, _as_tuple(inputs), eps, atol, rtol, nondet_tol)
    except GradcheckError:
        if raise_exception:
            raise
        return False


def gradgradcheck(
    func,
    inputs,
    grad_outputs=None,
    *,
    eps=1e-6,
    atol=1e-5,
    rtol=1e-3,
    gen_non_contig_grad_outputs=False,
    raise_exception=True,
    nondet_tol=0.0,
    check_undefined_grad=True,
    check_grad_dtypes=False,
    check_batched_grad=False,
    check_fwd_over_rev=False,
    check_rev_over_rev=True,
    fast_mode=False,
    masked=False,
):
    """gradcheck of the gradients, by inputs and by upstream gradients."""
    inputs = _as_tuple(inputs)
    if grad_outputs is None:
        outputs = _outputs_of(func, inputs)
        upstream = tuple(torch.randn_like(output).requires_grad_() for output in outputs)
    else:
        upstream = _as_tuple(grad_outputs)
    n = len(inputs)

    def gradients(*given):
        values = tuple(
            value.requires_grad_() if _can_differ(original) and original.requires_grad else value
            for value, original in zip(given[:n], inputs)
        )
        wanted = tuple(value for value in values if _can_differ(value) and value.requires_grad)
        outputs = _outputs_of(func, values)
        return tuple(
            gradient
            for gradient in torch.autograd.grad(
                outputs, wanted, given[n:], create_graph=True, allow_unused=True
            )
            if gradient is not None
        )

    return gradcheck(
        gradients,
        (*inputs, *upstream),
        eps=eps,
        atol=atol,
        rtol=rtol,
        raise_exception=raise_exception,
        nondet_tol=nondet_tol,
    )
