# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""torch.stft and torch.istft: waves in a signal as they change with time."""

import torch

__all__ = ["istft", "stft"]


def _full_window(window, win_length, n_fft, like):
    """The window in the middle of n_fft places."""
    if window is None:
        window = torch.ones(win_length, dtype=_real(like.dtype), device=like.device)
    left = (n_fft - win_length) // 2
    if n_fft == win_length:
        return window
    return torch.constant_pad_nd(window, (left, n_fft - win_length - left))


def _real(dtype):
    return {torch.complex64: torch.float32, torch.complex128: torch.float64}.get(dtype, dtype)


def _check_stft(input, n_fft, hop_length, win_length, window):
    length = input.size(-1)
    if not 0 < n_fft <= length:
        raise RuntimeError(f"stft: expected 0 < n_fft < {length}, but got n_fft={n_fft}")
    if hop_length <= 0:
        raise RuntimeError(f"stft: expected hop_length > 0, but got hop_length={hop_length}")
    if not 0 < win_length <= n_fft:
        raise RuntimeError(
            f"stft: expected 0 < win_length <= n_fft, but got win_length={win_length}"
        )
    if window is not None and (window.dim() != 1 or window.size(0) != win_length):
        raise RuntimeError(
            f"stft: expected a 1D window tensor of size equal to win_length={win_length}, but got"
            f" window with size {list(window.shape)}"
        )


def stft(
    input,
    n_fft,
    hop_length=None,
    win_length=None,
    window=None,
    center=True,
    pad_mode="reflect",
    normalized=False,
    onesided=None,
    return_complex=None,
    align_to_window=None,
):
    """The Fourier transform of each stretch of n_fft elements: [batch, waves, stretches]."""
    hop_length = n_fft // 4 if hop_length is None else hop_length
    win_length = n_fft if win_length is None else win_length
    is_complex = input.is_complex() or (window is not None and window.is_complex())
    if return_complex is None and not is_complex:
        raise RuntimeError(
            "stft requires the return_complex parameter be given for real inputs, and will further"
            " require that return_complex=True in a future PyTorch release."
        )
    is_single = input.dim() == 1
    signal = input.unsqueeze(0) if is_single else input
    if center:
        edge = n_fft // 2
        signal = torch.nn.functional.pad(signal.unsqueeze(1), (edge, edge), pad_mode).squeeze(1)
    _check_stft(signal, n_fft, hop_length, win_length, window)
    frames = signal.unfold(-1, n_fft, hop_length)
    if window is not None or win_length < n_fft:
        frames = frames * _full_window(window, win_length, n_fft, input)
    norm = "ortho" if normalized else None
    if (not is_complex) if onesided is None else onesided:
        waves = torch.fft.rfft(frames, dim=-1, norm=norm)
    else:
        waves = torch.fft.fft(frames, dim=-1, norm=norm)
    waves = waves.transpose(1, 2)
    waves = waves.squeeze(0) if is_single else waves
    return waves if return_complex or return_complex is None else torch.view_as_real(waves)


def _overlap(frames, hop_length):
    """Adds frames [batch, stretches, n] up where they came from."""
    batch, count, n = frames.shape
    length = n + hop_length * (count - 1)
    signal = frames.new_zeros(batch, length)
    places = torch.arange(length, device=frames.device).unfold(0, n, hop_length)
    return signal.index_add(1, places.reshape(-1), frames.reshape(batch, -1))


def istft(
    input,
    n_fft,
    hop_length=None,
    win_length=None,
    window=None,
    center=True,
    normalized=False,
    onesided=None,
    length=None,
    return_complex=False,
):
    """The signal whose stft is nearest to input."""
    if not input.is_complex():
        raise TypeError(
            "istft requires a complex-valued input tensor matching the output from stft with"
            " return_complex=True."
        )
    hop_length = n_fft // 4 if hop_length is None else hop_length
    win_length = n_fft if win_length is None else win_length
    is_single = input.dim() == 2
    waves = (input.unsqueeze(0) if is_single else input).transpose(1, 2)
    onesided = input.size(-2) != n_fft if onesided is None else onesided
    norm = "ortho" if normalized else None
    if return_complex:
        frames = torch.fft.ifft(waves, dim=-1, norm=norm)
    else:
        half = waves if onesided else waves.narrow(-1, 0, n_fft // 2 + 1)
        frames = torch.fft.irfft(half, n_fft, dim=-1, norm=norm)
    window = _full_window(window, win_length, n_fft, input)
    signal = _overlap(frames * window, hop_length)
    weights = (window * window).expand(1, frames.size(1), n_fft)
    weights = _overlap(weights, hop_length)
    start = n_fft // 2 if center else 0
    end = signal.size(-1) - start if length is None else start + length
    signal, weights = signal[:, start:end], weights[:, start:end]
    if weights.numel() > 0 and weights.abs().min().item() < 1e-11:
        raise RuntimeError("window overlap add min: 1")
    signal = signal / weights
    if length is not None and signal.size(-1) < length:
        signal = torch.constant_pad_nd(signal, (0, length - signal.size(-1)))
    return signal.squeeze(0) if is_single else signal
