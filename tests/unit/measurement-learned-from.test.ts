import { describe, expect, it } from 'vitest';
import { findLearnedFrom } from '../../src/measurement/learned-from.ts';

const measurement = (id: string, minute: number, changes: { status?: 'running'; label?: string } = {}) => ({
  id,
  createdAt: `2026-03-01T10:${String(minute).padStart(2, '0')}:00Z`,
  status: changes.status ?? ('complete' as const),
  camera: { label: changes.label ?? 'Front' },
});
const memory = (minute: number, changes: { from?: 'tracking'; camera?: string } = {}) => ({
  from: changes.from ?? ('measurement' as const),
  camera: changes.camera ?? 'Front',
  createdAt: `2026-03-01T10:${String(minute).padStart(2, '0')}:00Z`,
  frames: 90,
});

describe('the measurement that a memory was learned from', () => {
  const all = [
    measurement('first', 0),
    measurement('second', 10),
    measurement('desk', 12, { label: 'Desk' }),
    measurement('cut short', 13, { status: 'running' }),
    measurement('later', 30),
  ];

  it.each([
    ['of one camera is the newest that had begun', memory(14), 'second'],
    ['that has just begun counts', memory(10), 'second'],
    ['is an older one where that is when it ended', memory(4), 'first'],
    ['is that of its camera', memory(14, { camera: 'Desk' }), 'desk'],
    ['is none where it was deleted', memory(14, { camera: 'Phone' }), undefined],
    ['is none for tracking', memory(14, { from: 'tracking' }), undefined],
  ])('%s', (_name, of, id) => {
    expect(findLearnedFrom(of, all)?.id).toBe(id);
  });

  it('is one through a camera without a label, for a memory without one', () => {
    const unnamed = { ...measurement('unnamed', 1), camera: {} };
    expect(findLearnedFrom(memory(2, { camera: '' }), [unnamed])?.id).toBe('unnamed');
  });
});
