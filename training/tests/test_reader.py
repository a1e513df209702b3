"""The memory reader: who looks at whom, what a reading depends on, and what it does not."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from fovea_training.reader import (
    EPSILON,
    LEAST_DEVIATION,
    MOST_APART,
    MOST_DEVIATIONS,
    NORM_EPSILON,
    SOURCE_FRAMES,
    TOLD,
    TOLD_DEVIATION,
    LayerNorm,
    MemoryReader,
    ReaderConfig,
    measure_memory,
    reachable,
)

FEATURES, INPUTS, CELLS = 10, 7, 16
SAME = {"atol": 1e-5, "rtol": 1e-5}


@pytest.fixture
def reader() -> MemoryReader:
    """An untrained reader whose every parameter matters."""
    reader = MemoryReader(FEATURES, CELLS, ReaderConfig(12, 2, 3, INPUTS))
    with torch.no_grad():
        for value in reader.parameters():
            value.add_(0.3 * torch.randn_like(value))
        reader.inputs.kernel.normal_(0, 0.5)
        for part in (reader, reader.inputs):
            part.mean.normal_()
            part.deviation.uniform_(0.5, 2)
    return reader.eval()


def draw(groups: int = 2, entries: int = 5, frames: int = 4) -> tuple[Tensor, Tensor]:
    """Entries and frames."""
    return torch.randn(groups, entries, FEATURES), torch.randn(groups, frames, FEATURES)


def say(reader: MemoryReader, entries: Tensor, frames: Tensor, present: Tensor | None = None) -> Tensor:
    """What the reader says where the readout says something of each frame that depends on the frame alone."""
    told = torch.cat([entries, frames], 1)[..., :TOLD].mul(0.2).add(0.5).clamp(-1, 2)
    return reader(entries, frames, told, present)


def differ(a: Tensor, b: Tensor) -> bool:
    """By far more than rounding, in every group and frame."""
    return bool((a - b).abs().amax(-1).min() > 1e-3)


def test_everyone_looks_at_the_memory_and_nobody_at_a_frame_but_itself() -> None:
    mask = reachable(torch.Size([1, 2]), 3, None)[0]
    assert mask.int().tolist() == [[1, 1, 0, 0, 0], [1, 1, 0, 0, 0], [1, 1, 1, 0, 0], [1, 1, 0, 1, 0], [1, 1, 0, 0, 1]]


def test_entries_that_are_not_there_are_looked_at_by_themselves_only() -> None:
    mask = reachable(torch.Size([2, 2]), 1, torch.tensor([[True, False], [True, True]]))
    assert mask.int().tolist() == [[[1, 0, 0], [1, 1, 0], [1, 0, 1]], [[1, 1, 0], [1, 1, 0], [1, 1, 1]]]


@torch.no_grad()
def test_a_frame_is_read_the_same_whatever_else_is_asked(reader: MemoryReader) -> None:
    entries, frames = draw()
    together = say(reader, entries, frames)
    assert together.shape == (2, 5 + 4, CELLS)
    for i in range(4):
        alone = say(reader, entries, frames[:, i : i + 1])
        torch.testing.assert_close(alone[:, :5], together[:, :5], **SAME)
        torch.testing.assert_close(alone[:, 5], together[:, 5 + i], **SAME)


@torch.no_grad()
def test_an_entry_by_itself_is_read_as_a_frame_beside_itself(reader: MemoryReader) -> None:
    """Whose moments it shares then; beside nothing it is read otherwise, and so is an entry among others."""
    entries, frames = draw()
    assert say(reader, entries, frames[:, :0]).shape == (2, 5, CELLS)
    one = entries[:, :1]
    itself = say(reader, one, one)
    torch.testing.assert_close(itself[:, :1], itself[:, 1:], **SAME)
    assert differ(itself[:, 1:], say(reader, one[:, :0], one)), "a memory of one says something"
    assert differ(say(reader, entries, frames[:, :0])[:, :1], itself[:, :1]), "the others matter"


@torch.no_grad()
def test_entries_that_are_not_there_change_nothing(reader: MemoryReader) -> None:
    entries, frames = draw()
    present = torch.tensor([[True] * 5 + [False] * 3, [True] * 2 + [False] * 6])
    said = say(reader, torch.cat([entries, 100 * torch.randn(2, 3, FEATURES)], 1), frames, present)
    for group, count in enumerate((5, 2)):
        alone = say(reader, entries[group, None, :count], frames[group, None])[0]
        torch.testing.assert_close(said[group, :count], alone[:count], **SAME)
        torch.testing.assert_close(said[group, 8:], alone[count:], **SAME)


@torch.no_grad()
def test_an_empty_memory_is_one_whose_entries_are_not_there(reader: MemoryReader) -> None:
    entries, frames = draw()
    empty = say(reader, entries[:, :0], frames)
    assert torch.isfinite(empty).all()
    torch.testing.assert_close(say(reader, entries, frames, torch.zeros(2, 5, dtype=torch.bool))[:, 5:], empty, **SAME)
    assert differ(say(reader, entries, frames)[:, 5:], empty)


@torch.no_grad()
def test_order_of_the_entries_does_not_matter(reader: MemoryReader) -> None:
    entries, frames = draw()
    order = torch.tensor([3, 0, 4, 2, 1])
    plain, other = say(reader, entries, frames), say(reader, entries[:, order], frames)
    torch.testing.assert_close(other[:, :5], plain[:, order], **SAME)
    torch.testing.assert_close(other[:, 5:], plain[:, 5:], **SAME)


@torch.no_grad()
def test_memories_of_one_call_do_not_mix(reader: MemoryReader) -> None:
    entries, frames = draw()
    before = say(reader, entries, frames)
    entries[1] += 1
    after = say(reader, entries, frames)
    torch.testing.assert_close(after[0], before[0], **SAME)
    assert differ(after[1], before[1])


@torch.no_grad()
def test_reader_is_what_its_formulas_say(reader: MemoryReader) -> None:
    """One frame beside one memory, and the memory itself, written out: heads are consecutive channels, weights softmax(q k / sqrt(d))."""

    def norm(layer: LayerNorm, x: Tensor) -> Tensor:
        centred = x - x.mean(-1, keepdim=True)
        return centred / (centred.square().mean(-1, keepdim=True) + NORM_EPSILON).sqrt() * layer.gamma + layer.beta

    def attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:  # [n, d] [m, d] [m, d]
        return (query @ key.T / query.shape[1] ** 0.5).softmax(-1) @ value

    entries, frames = draw(1, 5, 1)
    tokens = torch.cat([entries, frames], 1)[0] @ reader.inputs.kernel
    told = torch.cat([entries, frames], 1)[0, :, :TOLD] * 0.2  # from the screen's centre, as `say` has it
    apart = torch.cat([(tokens - reader.inputs.mean) / reader.inputs.deviation, told / TOLD_DEVIATION], 1).clamp(-MOST_APART, MOST_APART)
    count = 5 + SOURCE_FRAMES  # eight frames of the population, whose mean is 0 and variance 1
    mean = apart[:5].sum(0) / count
    variance = ((apart[:5] - mean).square().sum(0) + SOURCE_FRAMES * (1 + mean.square())) / count
    among = ((apart - mean) / (variance + EPSILON).sqrt()).clamp(-MOST_DEVIATIONS, MOST_DEVIATIONS)
    x = apart @ reader.embed.kernel + reader.embed.bias + among @ reader.compare.kernel
    for layer in reader.layers:
        y = norm(layer.norm, x)
        query, key, value = (y @ layer.query.kernel + layer.query.bias, y @ layer.key.kernel, y @ layer.value.kernel + layer.value.bias)
        seen = torch.zeros_like(x)
        for head in range(3):
            part = slice(4 * head, 4 * head + 4)
            seen[:5, part] = attend(query[:5, part], key[:5, part], value[:5, part])
            seen[5:, part] = attend(query[5:, part], key[:, part], value[:, part])
        x = x + seen @ layer.out.kernel + layer.out.bias
        hidden = (norm(layer.mix_norm, x) @ layer.widen.kernel + layer.widen.bias).relu()
        x = x + hidden @ layer.narrow.kernel + layer.narrow.bias
    expected = norm(reader.norm, x) @ reader.logits.kernel + reader.logits.bias
    torch.testing.assert_close(say(reader, entries, frames)[0], expected, atol=1e-4, rtol=1e-4)


def test_features_are_standardized_by_the_population_and_constant_ones_stay_finite(reader: MemoryReader) -> None:
    features = torch.randn(500, FEATURES) * 3 + 7
    features[:, 4] = 2
    reader.standardize(features)
    scaled = (features - reader.mean) / reader.deviation
    torch.testing.assert_close(scaled.mean(0), torch.zeros(FEATURES), atol=1e-4, rtol=0)
    torch.testing.assert_close(scaled.std(0), torch.ones(FEATURES) * (torch.arange(FEATURES) != 4), atol=1e-4, rtol=0)
    assert reader.deviation[4] == pytest.approx(LEAST_DEVIATION)
    inputs = (reader.inputs(features) - reader.inputs.mean) / reader.inputs.deviation
    torch.testing.assert_close(inputs.mean(0), torch.zeros(INPUTS), atol=1e-4, rtol=0)
    torch.testing.assert_close(inputs.std(0), torch.ones(INPUTS), atol=1e-4, rtol=0)


def test_a_memory_s_moments_are_the_population_s_while_it_is_empty_and_its_own_when_it_is_long() -> None:
    mean, variance = measure_memory(torch.randn(2, 0, INPUTS), None)
    assert (mean == 0).all()
    assert (variance == 1).all()
    many = 3 + 0.5 * torch.randn(1, 4000, INPUTS)
    mean, variance = measure_memory(many, None)
    torch.testing.assert_close(mean[0, 0], many[0].mean(0), atol=0.02, rtol=0)
    torch.testing.assert_close(variance[0, 0], many[0].var(0, correction=0), atol=0.05, rtol=0)


@torch.no_grad()
def test_nobody_is_so_unlike_the_population_that_they_count_without_bound(reader: MemoryReader) -> None:
    entries, frames = draw()
    far = 1e6 * frames
    torch.testing.assert_close(say(reader, entries, far), say(reader, entries, 10 * far), **SAME)
