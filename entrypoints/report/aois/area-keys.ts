// What keys do to the area that has the focus: move, resize, delete.
import type { Aoi } from '../../../src/session/aois.ts';
import { growShape, moveShape } from './shape-edits.ts';

const STEP_PX = 10;

const DIRECTIONS: Record<string, readonly [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

type Deeds = { replace(aoi: Aoi): void; remove(id: string): void };

export function pressAreaKey(event: KeyboardEvent, aoi: Aoi, { replace, remove }: Deeds): void {
  if (event.key === 'Delete' || event.key === 'Backspace') {
    event.preventDefault();
    remove(aoi.id);
    return;
  }
  const direction = DIRECTIONS[event.key];
  if (!direction || aoi.shape.type === 'selector') return;
  // The stage would scroll.
  event.preventDefault();
  const step = event.altKey ? 1 : STEP_PX;
  const [x, y] = [direction[0] * step, direction[1] * step];
  replace({ ...aoi, shape: event.shiftKey ? growShape(aoi.shape, x, y) : moveShape(aoi.shape, x, y) });
}
