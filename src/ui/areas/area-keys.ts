// What keys do to the area that has the focus: move, resize, delete.
import type { AoiShape } from '../../session/aoi-shapes.ts';
import type { DrawnArea } from './use-drawing.ts';
import { growShape, moveShape } from './shape-edits.ts';

const STEP_PX = 10;

const DIRECTIONS: Record<string, readonly [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

type Deeds = { reshape(shape: AoiShape): void; remove(): void };

export function pressAreaKey(event: KeyboardEvent, { shape }: DrawnArea, { reshape, remove }: Deeds): void {
  if (event.key === 'Delete' || event.key === 'Backspace') {
    event.preventDefault();
    remove();
    return;
  }
  const direction = DIRECTIONS[event.key];
  if (!direction || shape.type === 'selector') return;
  // The stage would scroll.
  event.preventDefault();
  const step = event.altKey ? 1 : STEP_PX;
  const [x, y] = [direction[0] * step, direction[1] * step];
  reshape(event.shiftKey ? growShape(shape, x, y) : moveShape(shape, x, y));
}
