/** A worker that starts well and dies over its first measurement, leaving a half-written folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { partialFolder, type MeasurementOrder } from '../../../training/render/output/measurement-writer.ts';

parentPort!.on('message', (order: MeasurementOrder) => {
  mkdirSync(partialFolder(order), { recursive: true });
  writeFileSync(join(partialFolder(order), 'half.jpg'), 'half');
  if (order.seed === 'exit') process.exit(7);
  if (order.seed === 'throw') throw new Error('out of paint');
});
parentPort!.postMessage({ type: 'ready' });
