// Whether each press of a measurement is heard.
import { storage } from '@wxt-dev/storage';

/** A short tone at each press, undo and at the end. */
export const measurementSound = storage.defineItem<boolean>('local:measurementSound', { fallback: true });
