// Every setting, with its default and meaning beside its key.
import { storage } from '@wxt-dev/storage';
import type { AllowedPage } from '../page-api/allowed-pages.ts';
import type { TargetCount } from './groups.ts';
import type { Advance } from '../validation/check-run.ts';

/** Frames of the person that a run of the tracker remembers at most. */
export const memoryLength = storage.defineItem<number>('local:memoryLength', { fallback: 64 });

/** `Person.id` of who sits in front of the camera; null until a first person is made. */
export const activePersonId = storage.defineItem<string | null>('local:activePersonId', { fallback: null });

/** Whether a click on a page tells the tracker where the person looked just before it. */
export const learnFromClicks = storage.defineItem<boolean>('local:learnFromClicks', { fallback: false });

/** `MediaDeviceInfo.deviceId` of the chosen camera; null takes the browser's default. */
export const cameraDeviceId = storage.defineItem<string | null>('local:cameraDeviceId', { fallback: null });

/** Where the network should run; `auto` takes WebGPU where there is a hardware adapter, else WASM. */
export const preferredBackend = storage.defineItem<'auto' | 'webgpu' | 'wasm'>('local:preferredBackend', {
  fallback: 'auto',
});

/** Dots of a measurement, where no group or study says how many: as were chosen last. */
export const measurementDots = storage.defineItem<TargetCount>('local:measurementDots', { fallback: 100 });

/** Whether each press of a measurement is heard, with its undo and its end. */
export const measurementSound = storage.defineItem<boolean>('local:measurementSound', { fallback: true });

/** How a check goes from dot to dot. `space`: at a press. `auto`: by itself, for whoever cannot press a key. */
export const checkAdvance = storage.defineItem<Advance>('local:checkAdvance', { fallback: 'space' });

/** Hosts that no session records, with their subdomains (see `readSite`). */
export const excludedSites = storage.defineItem<string[]>('local:excludedSites', { fallback: [] });

/** Whether a session takes pictures of its pages: as the person chose for the last one. */
export const sessionScreenshots = storage.defineItem<boolean>('local:sessionScreenshots', { fallback: true });

/** Sites that may ask where the person looks; see docs/page-api.md. */
export const allowedPages = storage.defineItem<AllowedPage[]>('local:allowedPages', { fallback: [] });
