# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Products with Jacobians and Hessians of functions, and the whole matrices row by row."""

import torch


def _as_tensors(value, what, name):
    """Whether value is a tuple, and its tensors."""
    is_tuple = isinstance(value, tuple)
    values = value if is_tuple else (value,)
    start = f"The {what} given to {name} must be either a Tensor or a tuple of Tensors but the"
    for index, item in enumerate(values):
        if isinstance(item, torch.Tensor):
            continue
        where = f"value at index {index}" if is_tuple else f"given {what}"
        raise TypeError(f"{start} {where} has type {type(item)}.")
    return is_tuple, values


_OUTPUTS = "outputs of the user-provided function"


def _prepare(inputs, create_graph, needs_graph):
    """Tensors of our own in place of the caller's, which stay connected with create_graph."""
    prepared = []
    for value in inputs:
        if create_graph and value.requires_grad:
            prepared.append(value.view_as(value))
        else:
            prepared.append(value.detach().requires_grad_(needs_graph))
    return tuple(prepared)


def _finish(values, create_graph):
    if create_graph:
        return values
    return tuple(
        value.detach() if isinstance(value, torch.Tensor) else _finish(value, False)
        for value in values
    )


def _check_vector(v, others, is_tuple):
    if len(v) != len(others):
        if is_tuple:
            raise RuntimeError(
                f"v is a tuple of invalid length: should be {len(others)} but got {len(v)}."
            )
        raise RuntimeError("The given v should contain a single Tensor.")
    for index, (item, other) in enumerate(zip(v, others)):
        if item.size() != other.size():
            entry = f"Entry {index} in " if is_tuple else ""
            raise RuntimeError(
                f"{entry}v has invalid size: should be {other.size()} but got {item.size()}."
            )


# What strict mode says of a tensor that depends on nothing, by its role.
_INDEPENDENT = {
    "outputs": (
        "Output {} of the user-provided function does not require gradients. The outputs must be"
        " computed in a differentiable manner from the input when running in strict mode."
    ),
    "grad_inputs": (
        "The gradient with respect to input {} is independent of the inputs of the user-provided"
        " function. This is not allowed in strict mode."
    ),
    "jacobian": (
        "While computing the hessian, found that the jacobian of the user-provided function with"
        " respect to input {} is independent of the input. This is not allowed in strict mode. You"
        " should ensure that your function is twice differentiable and that the jacobian depends on"
        " the inputs (this would be violated by a linear function for example)."
    ),
    "hessian": (
        "The hessian of the user-provided function with respect to input {} is independent of the"
        " input. This is not allowed in strict mode. You should ensure that your function is thrice"
        " differentiable and that the hessian depends on the inputs."
    ),
}

# The same of a gradient that is None, by the stage of the computation.
_MISSING = {
    "back": (
        "The output of the user-provided function is independent of input {}. This is not allowed in"
        " strict mode."
    ),
    "back_trick": (
        "The gradient with respect to the input is independent of entry {} in the grad_outputs when"
        " using the double backward trick to compute forward mode gradients. This is not allowed in"
        " strict mode."
    ),
    "double_back": (
        "The jacobian of the user-provided function is independent of input {}. This is not allowed"
        " in strict mode."
    ),
    "double_back_trick": (
        "The hessian of the user-provided function is independent of entry {} in the grad_jacobian."
        " This is not allowed in strict mode as it prevents from using the double backward trick to"
        " replace forward mode AD."
    ),
}


def _check_dependent(tensors, role, strict):
    for index, tensor in enumerate(tensors if strict else ()):
        if tensor is None:
            raise RuntimeError(_MISSING["back"].format(index))
        if not tensor.requires_grad:
            raise RuntimeError(_INDEPENDENT[role].format(index))


def _fill_missing(gradients, others, strict, create_graph, stage):
    filled = []
    for index, (gradient, other) in enumerate(zip(gradients, others)):
        if gradient is None and strict:
            raise RuntimeError(_MISSING[stage].format(index))
        if strict and create_graph and not gradient.requires_grad:
            subject = "hessian" if stage.startswith("double") else "jacobian"
            raise RuntimeError(
                f"The {subject} of the user-provided function is independent of input {index}. This"
                " is not allowed in strict mode when create_graph=True."
            )
        filled.append(torch.zeros_like(other) if gradient is None else gradient)
    return tuple(filled)


def _gradients(outputs, inputs, upstream=None, create_graph=False, retain_graph=None):
    """torch.autograd.grad over the outputs that depend on anything; None where nothing does."""
    upstream = (None,) * len(outputs) if upstream is None else upstream
    pairs = [(out, up) for out, up in zip(outputs, upstream) if out is not None and out.requires_grad]
    if not pairs:
        return (None,) * len(inputs)
    return torch.autograd.grad(
        tuple(out for out, _ in pairs),
        inputs,
        tuple(up for _, up in pairs),
        allow_unused=True,
        create_graph=create_graph,
        retain_graph=retain_graph,
    )


def _single(values, is_tuple):
    return values if is_tuple else values[0]


def _read_vector(v, others, is_tuple, name, create_graph, needed_for):
    """The vector's tensors; without a vector, 1 for the only element there is."""
    if v is None:
        if len(others) != 1 or others[0].nelement() != 1:
            raise RuntimeError(needed_for)
        return None
    _, v = _as_tensors(v, "v", name)
    v = _prepare(v, create_graph, False)
    _check_vector(v, others, is_tuple)
    return v


def vjp(func, inputs, v=None, create_graph=False, strict=False):
    """func(inputs), and v times its Jacobian."""
    with torch.enable_grad():
        is_tuple, values = _as_tensors(inputs, "inputs", "vjp")
        values = _prepare(values, create_graph, True)
        is_outputs_tuple, outputs = _as_tensors(func(*values), _OUTPUTS, "vjp")
        _check_dependent(outputs, "outputs", strict)
        v = _read_vector(
            v, outputs, is_outputs_tuple, "vjp", create_graph,
            "The vector v can only be None if the user-provided function returns a single Tensor"
            " with a single element.",
        )
    with torch.set_grad_enabled(create_graph or torch.is_grad_enabled()):
        product = _gradients(outputs, values, v, create_graph=create_graph)
        product = _fill_missing(product, values, strict, create_graph, "back")
    outputs, product = _finish(outputs, create_graph), _finish(product, create_graph)
    return _single(outputs, is_outputs_tuple), _single(product, is_tuple)


def jvp(func, inputs, v=None, create_graph=False, strict=False):
    """func(inputs), and its Jacobian times v: the gradient of a vjp by its vector."""
    with torch.enable_grad():
        is_tuple, values = _as_tensors(inputs, "inputs", "jvp")
        values = _prepare(values, create_graph, True)
        v = _read_vector(
            v, values, is_tuple, "jvp", create_graph,
            "The vector v can only be None if the input to the user-provided function is a single"
            " Tensor with a single element.",
        )
        is_outputs_tuple, outputs = _as_tensors(func(*values), _OUTPUTS, "jvp")
        _check_dependent(outputs, "outputs", strict)
        upstream = tuple(torch.zeros_like(output, requires_grad=True) for output in outputs)
        first = _gradients(outputs, values, upstream, create_graph=True)
        _check_dependent(first, "grad_inputs", strict)
    with torch.set_grad_enabled(create_graph or torch.is_grad_enabled()):
        product = _gradients(first, upstream, v, create_graph=create_graph)
        product = _fill_missing(product, outputs, strict, create_graph, "back_trick")
    outputs, product = _finish(outputs, create_graph), _finish(product, create_graph)
    return _single(outputs, is_outputs_tuple), _single(product, is_outputs_tuple)


def _rows(output, index, values, create_graph, strict):
    """Gradients of every element of an output: per input a list of rows."""
    rows = [[] for _ in values]
    for element in output.reshape(-1):
        gradients = _gradients((element,), values, retain_graph=True, create_graph=create_graph)
        for position, (row, gradient, value) in enumerate(zip(rows, gradients, values)):
            if gradient is None and strict:
                raise RuntimeError(
                    f"Output {index} of the user-provided function is independent of input"
                    f" {position}. This is not allowed in strict mode."
                )
            if strict and create_graph and not gradient.requires_grad:
                raise RuntimeError(
                    "The jacobian of the user-provided function is independent of input"
                    f" {position}. This is not allowed in strict mode when create_graph=True."
                )
            row.append(torch.zeros_like(value) if gradient is None else gradient)
    return rows


def jacobian(
    func, inputs, create_graph=False, strict=False, vectorize=False, strategy="reverse-mode"
):
    """∂ func(inputs) / ∂ inputs, of shape output.shape + input.shape."""
    if strategy not in ("forward-mode", "reverse-mode"):
        raise AssertionError(
            'Expected strategy to be either "forward-mode" or "reverse-mode". Hint: If your function'
            ' has more outputs than inputs, "forward-mode" tends to be more performant. Otherwise,'
            ' prefer to use "reverse-mode".'
        )
    if strategy == "forward-mode" and create_graph:
        raise NotImplementedError(
            "torch.autograd.functional.jacobian: `create_graph=True` and `strategy=\"forward-mode\"`"
            " are not supported together (yet). Please either set `create_graph=False` or"
            ' `strategy="reverse-mode"`.'
        )
    if strict and (vectorize or strategy == "forward-mode"):
        other = "`vectorized=True`" if vectorize else '`strategy="forward-mode"`'
        remedy = "`vectorize=False`" if vectorize else '`strategy="reverse-mode"`'
        raise RuntimeError(
            f"torch.autograd.functional.jacobian: `strict=True` and {other} are not supported"
            f" together. Please either set `strict=False` or {remedy}."
        )
    if strategy == "forward-mode" and not vectorize:
        raise NotImplementedError(
            "Computing Jacobian using forward-AD or forward-over-reverse Hessian isonly implemented"
            " for `vectorize=True`."
        )
    with torch.enable_grad():
        is_tuple, values = _as_tensors(inputs, "inputs", "jacobian")
        values = _prepare(values, create_graph, True)
        is_outputs_tuple, outputs = _as_tensors(func(*values), _OUTPUTS, "jacobian")
        _check_dependent(outputs, "outputs", strict)
        result = []
        for index, output in enumerate(outputs):
            rows = _rows(output, index, values, create_graph, strict)
            result.append(
                tuple(
                    torch.stack(row).view(output.size() + value.size())
                    for row, value in zip(rows, values)
                )
            )
    result = _finish(tuple(result), create_graph)
    return _single(tuple(_single(row, is_tuple) for row in result), is_outputs_tuple)


def _single_output(func, values, name, strict):
    """The only element that a Hessian is taken of."""
    output = func(*values)
    is_tuple, outputs = _as_tensors(output, _OUTPUTS, name)
    _check_dependent(outputs, "outputs", strict)
    if is_tuple:
        raise RuntimeError(f"The function given to {name} should return a single Tensor")
    if output.nelement() != 1:
        raise RuntimeError(
            f"The Tensor returned by the function given to {name} should contain a single element"
        )
    return output


def hessian(
    func,
    inputs,
    create_graph=False,
    strict=False,
    vectorize=False,
    outer_jacobian_strategy="reverse-mode",
):
    """Second derivatives of a function with one element."""
    is_tuple, values = _as_tensors(inputs, "inputs", "hessian")
    if outer_jacobian_strategy not in ("forward-mode", "reverse-mode"):
        raise AssertionError('Expected strategy to be either "forward-mode" or "reverse-mode".')

    def gradient(*given):
        def output(*again):
            return _single_output(func, again, "hessian", strict).squeeze()

        first = jacobian(output, given, create_graph=True)
        _check_dependent(first, "jacobian", strict)
        return first

    result = jacobian(gradient, values, create_graph, strict, vectorize, outer_jacobian_strategy)
    return _single(tuple(_single(row, is_tuple) for row in result), is_tuple)


def _start_hessian(func, inputs, v, name, create_graph, strict):
    """What products with a Hessian begin with: the output and its gradient, recorded."""
    is_tuple, values = _as_tensors(inputs, "inputs", name)
    values = _prepare(values, create_graph, True)
    v = _read_vector(
        v, values, is_tuple, name, create_graph,
        "The vector v can only be None if the input to the user-provided function is a single"
        " Tensor with a single element.",
    )
    output = _single_output(func, values, name, strict)
    first = _gradients((output,), values, create_graph=True)
    _check_dependent(first, "jacobian", strict)
    return is_tuple, values, v, output, first


def vhp(func, inputs, v=None, create_graph=False, strict=False):
    """func(inputs), and v times its Hessian."""
    with torch.enable_grad():
        is_tuple, values, v, output, first = _start_hessian(
            func, inputs, v, "vhp", create_graph, strict
        )
    with torch.set_grad_enabled(create_graph or torch.is_grad_enabled()):
        product = _gradients(first, values, v, create_graph=create_graph)
        product = _fill_missing(product, values, strict, create_graph, "double_back")
    (output,), product = _finish((output,), create_graph), _finish(product, create_graph)
    return output, _single(product, is_tuple)


def hvp(func, inputs, v=None, create_graph=False, strict=False):
    """func(inputs), and its Hessian times v."""
    with torch.enable_grad():
        is_tuple, values, v, output, first = _start_hessian(
            func, inputs, v, "hvp", create_graph, strict
        )
        upstream = tuple(torch.zeros_like(value, requires_grad=True) for value in values)
        second = _gradients(first, values, upstream, create_graph=True)
        _check_dependent(second, "hessian", strict)
    with torch.set_grad_enabled(create_graph or torch.is_grad_enabled()):
        product = _gradients(second, upstream, v, create_graph=create_graph)
        product = _fill_missing(product, values, strict, create_graph, "double_back_trick")
    (output,), product = _finish((output,), create_graph), _finish(product, create_graph)
    return output, _single(product, is_tuple)
