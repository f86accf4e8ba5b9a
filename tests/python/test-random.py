# SPDX-FileCopyrightText: 2026 The Tensarium authors
# SPDX-License-Identifier: MIT
"""The random stream and what draws from it, in PyTorch's order.

Expected values: PyTorch 2.15.0 on CPU, the same lines after the same torch.manual_seed.
"""

import tap
import torch
from torch.utils.data import DataLoader, RandomSampler, TensorDataset, random_split


def test_the_stream_of_seed_42():
    torch.manual_seed(42)
    assert torch.rand(3).tolist() == [0.8822692632675171, 0.9150039553642273, 0.38286375999450684]
    assert torch.randn(2).tolist() == [-0.829319179058075, -1.6137069463729858]
    expected = [-1.5575724840164185, 0.9956361055374146, -0.8797858357429504]
    assert torch.randn(20)[17:].tolist() == expected
    assert torch.randint(0, 100, (5,)).tolist() == [19, 7, 23, 43, 94]
    assert torch.randperm(6).tolist() == [3, 0, 4, 1, 2, 5]
    assert torch.initial_seed() == 42


def test_a_state_can_be_gone_back_to():
    state = torch.get_rng_state()
    first = torch.rand(4)
    torch.set_rng_state(state)
    assert state.shape == (5056,) and torch.equal(first, torch.rand(4))
    generator = torch.Generator().manual_seed(5)
    clone = generator.clone_state()
    assert torch.equal(torch.rand(2, generator=generator), torch.rand(2, generator=clone))


def test_a_generator_is_what_notebooks_echo():
    assert torch.manual_seed(1) is torch.default_generator
    kind = type(torch.default_generator)
    assert (kind.__module__, kind.__name__) == ("torch._C", "Generator")
    assert torch.Generator().initial_seed() == 67280421310721


def test_a_loader_shuffles_as_pytorch_does():
    torch.manual_seed(0)
    dataset = TensorDataset(torch.arange(10))
    first = [batch.tolist() for (batch,) in DataLoader(dataset, batch_size=4, shuffle=True)]
    loader = DataLoader(dataset, batch_size=4, shuffle=True)
    second = [batch.tolist() for (batch,) in loader]
    third = [batch.tolist() for (batch,) in loader]
    assert first == [[6, 7, 1, 4], [2, 0, 9, 8], [3, 5]]
    assert second == [[2, 4, 7, 0], [8, 9, 5, 3], [6, 1]]
    assert third == [[7, 4, 5, 1], [9, 3, 8, 2], [0, 6]]


def test_a_loader_takes_a_generator_and_drops_the_last():
    generator = torch.Generator().manual_seed(5)
    loader = DataLoader(
        TensorDataset(torch.arange(6)),
        batch_size=3,
        shuffle=True,
        generator=generator,
        drop_last=True,
    )
    assert len(loader) == 2
    assert [batch.tolist() for (batch,) in loader] == [[1, 0, 4], [2, 3, 5]]


def test_a_sampler_draws_with_replacement():
    torch.manual_seed(2)
    drawn = list(RandomSampler(range(5), replacement=True, num_samples=40))
    assert drawn[:12] == [3, 4, 4, 4, 4, 4, 4, 4, 0, 4, 4, 4]
    assert drawn[32:] == [1, 0, 1, 4, 2, 2, 4, 2]


def test_random_split_takes_lengths_and_fractions():
    torch.manual_seed(1)
    parts = random_split(range(10), [7, 3])
    assert [part.indices for part in parts] == [[5, 6, 1, 2, 0, 8, 9], [3, 7, 4]]
    torch.manual_seed(1)
    parts = random_split(range(11), [0.5, 0.3, 0.2])
    assert [part.indices for part in parts] == [[0, 10, 2, 3, 7, 6], [4, 8, 1], [9, 5]]


if __name__ == "__main__":
    tap.run_module("random", globals())
