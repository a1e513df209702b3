// How the person goes from dot to dot in a check.
import { storage } from '@wxt-dev/storage';
import type { Advance } from '../../../src/validation/check-run.ts';

/** `space`: at a press while they look. `auto`: after a fixed time, for whoever cannot press a key. */
export const checkAdvance = storage.defineItem<Advance>('local:checkAdvance', { fallback: 'space' });
