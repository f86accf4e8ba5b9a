# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""Calls that random comparison with PyTorch found wrong once: layers that normalise, distances, histograms, grids."""

from inputs import each

MEASURES = each("""
    native_batch_norm: torch.native_batch_norm(f[:1], None, f[1], None, None, True, 0.1, 1e-5); torch.native_batch_norm(f.t()[:2], v[:2].detach().float(), None, None, None, True, 0.1, 1e-5); torch.native_batch_norm(h.reshape(2, 2).t(), None, h[:2], h[2:], h[2:], False, 0.1, 1e-5); torch.native_batch_norm(i.t(), None, None, None, None, True, 0.1, 1e-5); torch.native_batch_norm(x, None, None, v, None, False, 0.1, 1e-5); torch.native_batch_norm(s, None, None, None, None, True, 0.1, 1e-5); torch.native_batch_norm(A.reshape(3, 2, 1, 2).permute(3, 2, 1, 0).detach(), None, None, None, None, True, 0.1, 1e-5)
    batch_norm: torch.batch_norm(f[:1], v.detach().float(), w.detach().float(), None, None, True, 0.1, 1e-5, False); torch.batch_norm(s, None, None, None, None, True, 0.1, 1e-5, False); torch.batch_norm(i.t(), None, None, i[0, :2], None, True, 0.1, 1e-5, False)
    instance_norm: torch.instance_norm(f, v.detach().float(), w.detach().float(), None, None, True, 0.1, 1e-5, False)
    native_group_norm: torch.native_group_norm(x, None, None, 2, 3, 1, 3, 1e-5); torch.native_group_norm(i, None, None, 2, 3, 2, 3, 1e-5); torch.native_group_norm(x, None, None, -1, 3, 1, 3, 1e-5)
    group_norm: torch.group_norm(f, 3, v.detach().float(), w.detach().float()); torch.group_norm(i[:0], 3); torch.group_norm(torch.ones(0, 2, dtype=torch.complex128, requires_grad=True), 2)
    native_layer_norm: torch.native_layer_norm(o.reshape(3, 0), [0], None, None, 1.0)
    dist: torch.dist(x, b[:, :2]); torch.dist(s, v[0], 2**40); torch.dist(x, y, 0).backward(); torch.dist(v, z[:3]).backward(); torch.dist(o, o, float('nan'))
    pairwise_distance: torch.pairwise_distance(x[:, :1], y[:, :1], 1e-5); torch.pairwise_distance(x, b[0, :2])
    linalg_vector_norm: torch.linalg.vector_norm(s, 1e-5); torch.linalg.vector_norm(s, 1e-5, 0); torch.linalg.vector_norm(o, float('nan'), 0)
    cdist: torch.cdist(x, k.reshape(2, 3), 0.0); torch.cdist(x, k.reshape(2, 3), 1.0); torch.cdist(x, k.reshape(2, 3).detach(), float('inf')); torch.cdist(h.reshape(2, 2), E); torch.cdist(o.reshape(3, 0), h[:0].reshape(2, 0))
    pdist: torch.pdist(k.reshape(2, 3), 0.0)
    isin: torch.isin(u.repeat(3), u.repeat(4)[:14].reshape(7, 2).t()); torch.isin(2**40, u.repeat(4)); torch.isin(0.1, f.new_full([12], 0.1))
    histc: torch.histc(g.repeat(20), 1); torch.histc(h, 7); torch.histc(u, 4, 0, 2**40); torch.histc(h, 4, 0, 2**40); torch.histc(i, 4); torch.histc(b)
    histogram: torch.histogram(h, h.sort()[0]); torch.histogram(f, v.detach().float()); torch.histogram(i, i[0]); torch.histogram(h, 3)
    grid_sampler: torch.grid_sampler(i.reshape(1, 1, 2, 3), i[:0].reshape(1, 0, 3, 2), 0, 0, False); torch.grid_sampler(R, S.float()[:, :0], 0, 0, False)
    affine_grid_generator: torch.affine_grid_generator(u.repeat(3).reshape(2, 2, 3), [2, 1, 2, 3], False); torch.affine_grid_generator(h.repeat(3).reshape(2, 2, 3), [2, 1, 1, 3], False); torch.affine_grid_generator(s, [2, -1, 2, 3], False); torch.affine_grid_generator(b, [1, 1, 1, 2], False)
    linspace: torch.linspace(-1, 5, 4, dtype=torch.uint8)
    logspace: torch.logspace(float('-inf'), 5, 1, dtype=torch.complex128)
    fft: torch.fft.fft(x, 'a'); torch.fft.fft(x, n=2.5); torch.fft.fft(x, dim=None); torch.fft.fft(x, None, -1, 1); torch.fft.fft(x, -2, 5); torch.fft.fft(s, 0)
    fft2: torch.fft.fft2(x, 'a'); torch.fft.fft2(x, [1, 'a']); torch.fft.fft2(x, dim=None)
    fftn: torch.fft.fftn(z[::2], dim=[])
    irfft: torch.fft.irfft(s, n=-1, norm='x')
    irfftn: torch.fft.irfftn(h.reshape(2, 2), dim=1, norm='x'); torch.fft.irfftn(o.reshape(3, 0), [-1])
    fftfreq: torch.fft.fftfreq(7, 0.3, dtype=torch.float16); torch.fft.fftfreq(1, 1e-5, dtype=torch.float16); torch.fft.fftfreq(3, dtype=torch.complex64); torch.fft.fftfreq(2.5); torch.fft.fftfreq(3, 'a'); torch.fft.fftfreq(-1, dtype=torch.int64)
    rfftfreq: torch.fft.rfftfreq(3, dtype=2.5)
""")
