# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Calls of Fourier transforms, windows and slopes of sampled values."""

from inputs import each

SIGNALS = each("""
    fft: torch.fft.fft(z.detach()); torch.fft.fft(c, 5); torch.fft.fft(f, 2, 0, 'ortho'); torch.fft.fft(i, norm='forward'); torch.fft.fft(torch.arange(37.0)); torch.fft.fft(x, 0); torch.fft.fft(x, norm='x'); torch.fft.fft(h); torch.fft.fft(x, dim=2); torch.fft.fft(A.transpose(0, 2)); torch.fft.fft(x, 2, 0)
    ifft: torch.fft.ifft(z.detach()); torch.fft.ifft(f, dim=0, norm='forward'); torch.fft.ifft(x, 0); torch.fft.ifft(A, dim=1)
    rfft: torch.fft.rfft(f); torch.fft.rfft(f, 4, norm='ortho'); torch.fft.rfft(c); torch.fft.rfft(A.transpose(0, 2), dim=1); torch.fft.rfft(x, -1)
    irfft: torch.fft.irfft(c); torch.fft.irfft(c, 5); torch.fft.irfft(c[:1]); torch.fft.irfft(z, 5); torch.fft.irfft(A.transpose(0, 2), dim=-2); torch.fft.irfft(c, -1)
    fft2: torch.fft.fft2(f); torch.fft.fft2(f, (3, 2)); torch.fft.fft2(f, dim=(0, 0))
    ifft2: torch.fft.ifft2(f); torch.fft.ifft2(f, (0, 2))
    fftn: torch.fft.fftn(f); torch.fft.fftn(A.detach(), dim=(0, 2)); torch.fft.fftn(f, (2,), (0, 1)); torch.fft.fftn(A.permute(2, 0, 1)); torch.fft.fftn(v, (2, 3)); torch.fft.rfftn(A.permute(2, 0, 1)); torch.fft.irfftn(A.permute(2, 0, 1)); torch.fft.irfftn(G[:, :0])
    ifftn: torch.fft.ifftn(A.detach().float(), norm='ortho'); torch.fft.ifftn(f, dim=(1, 1))
    fftfreq: torch.fft.fftfreq(5); torch.fft.fftfreq(4, 0.5); torch.fft.fftfreq(0); torch.fft.fftfreq(3, 0.0); torch.fft.fftfreq(3, dtype=torch.int64)
    rfftfreq: torch.fft.rfftfreq(5); torch.fft.rfftfreq(4, 0.5); torch.fft.rfftfreq(-1); torch.fft.rfftfreq(3, -0.0); torch.fft.rfftfreq(3, dtype=torch.bool)
    fftshift: torch.fft.fftshift(i); torch.fft.fftshift(f, 1); torch.fft.ifftshift(i); torch.fft.ifftshift(f, (0,))
    stft: torch.stft(torch.arange(12.0), 4, return_complex=True); torch.stft(torch.arange(24.0).reshape(2, 12), 6, 2, window=torch.hann_window(6), return_complex=True); torch.stft(torch.arange(12.0), 4, return_complex=False, center=False); torch.stft(f[0], 2)
    istft: torch.istft(torch.stft(torch.arange(12.0), 4, return_complex=True), 4); torch.istft(torch.stft(torch.arange(12.0), 4, return_complex=True, onesided=False), 4, length=10); torch.istft(f, 2)
    windows: torch.hann_window(5); torch.hann_window(5, False); torch.hamming_window(4); torch.hamming_window(4, True, 0.5, 0.4); torch.blackman_window(6, dtype=torch.float64); torch.bartlett_window(5); torch.kaiser_window(5); torch.kaiser_window(6, False, 4.5, dtype=torch.float64); torch.hann_window(0); torch.hann_window(1); torch.hann_window(-1)
    gradient: torch.gradient(x); torch.gradient(x, dim=1, edge_order=2); torch.gradient(m, spacing=2.0); torch.gradient(m, spacing=(w, v.detach())); torch.gradient(n, dim=1); torch.gradient(i); torch.gradient(m, spacing=[w.detach()], dim=(0,), edge_order=2); torch.gradient(m, spacing=[0.5, 2], dim=(1, 0)); torch.gradient(x, edge_order=3); torch.gradient(x, dim=(1, 1)); torch.gradient(x, dim=3); torch.gradient(x, edge_order=2); torch.gradient(x, spacing=[1.0]); torch.gradient(x, spacing=[1.0], dim=(0, 1))
""")
