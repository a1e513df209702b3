// Keeps what a run knows of the person at the camera: fetched when they sit down, saved now and then and at the end.
import type { ReaderEntry } from '../model/memory-reader.ts';
import type { MemoryOrigin } from './database.ts';
import { OTHER_LIGHT } from './person-memory.ts';
import type { DiscardedMemory, MemoryFit, NewPersonMemory, StoredMemory } from './person-memory.ts';

/** Where memories are kept; see `person-memory.ts`. */
export type PersonMemoryStore = {
  read(personId: string, fit: MemoryFit): Promise<StoredMemory | DiscardedMemory | undefined>;
  write(memory: NewPersonMemory): Promise<unknown>;
  /** The light before this camera has changed: no run starts any more from what is stored of anybody there. */
  endLight(camera: string): Promise<unknown>;
};

/** The part of a tracker that gets to know a person. */
export type MemoryLearner = {
  /** Of the weights that its network runs on. */
  weightsHash: string;
  /** Length of a frame's features. */
  featureCount: number;
  /** Starts from these, and forgets this run's own frames. */
  useMemory(entries: readonly ReaderEntry[]): void;
  /** This run's own frames, for the next one; undefined while they are too few. */
  memory(): ReaderEntry[] | undefined;
  /** Forgets its own frames and what it started from, as for another person. */
  reset(): void;
};

/** What this run started from, and what went wrong with keeping what it learns. */
export type MemoryReport = {
  /** People in general, or what a measurement or an earlier run left behind. */
  startedFrom: 'population' | MemoryOrigin;
  /** The light on the face changed since: the run forgot everything from before, and got to know the person anew. */
  newLight?: true;
  /** Why what was stored of the person is not used, in plain words for them. */
  discarded?: string;
  /** Why the last save failed, in plain words for the person. */
  notSaved?: string;
};

export type MemoryKeeper = {
  report(): MemoryReport;
  /**
   * Somebody else sits there now: what was learned is saved for whom it is of, and the tracker starts from what is
   * stored of the new person. Nothing is saved for undefined, who is nobody in particular. Never rejects.
   */
  changePerson(personId: string | undefined): Promise<void>;
  /**
   * A measurement of this person was learned from: where they sit there and it was made through this camera, the run
   * goes on from it. Never rejects.
   */
  takeOver(personId: string): Promise<void>;
  /** The tracker has just forgotten everything, because the light on the face changed. What is stored is of the light before. */
  noteNewLight(): void;
  /** Drops what was learned of this person, unsaved. When it resolves, no save of theirs is under way. */
  forget(personId: string): Promise<void>;
  /** Takes the tracker's memory before it returns, and resolves once it is saved. Never rejects. */
  save(): Promise<void>;
};

export type MemoryKeeperOptions = {
  store: PersonMemoryStore;
  learner: MemoryLearner;
  /** `MediaStreamTrack.label`. */
  camera: string;
  /** Aborts when the run ends: what is still being fetched is then left alone. */
  signal: AbortSignal;
  now?: () => Date;
};

const UNREADABLE = 'What was stored of you cannot be read; Fovea gets to know you anew.';
const NOT_SAVED = 'What Fovea learns of you cannot be saved. Is there room left on this disk?';

/** Makes a keeper for nobody in particular; `changePerson` says who is there. */
export function createMemoryKeeper({
  store,
  learner,
  camera,
  signal,
  now = () => new Date(),
}: MemoryKeeperOptions): MemoryKeeper {
  let person: string | undefined;
  let start: Omit<MemoryReport, 'notSaved'> = { startedFrom: 'population' };
  let notSaved: string | undefined;
  /** Saves go one after another, so that an older one never ends last. */
  let saving: Promise<void> = Promise.resolve();
  /** Counts changes of person and light, so that an answer for the one before is recognised. */
  let sitting = 0;
  /** ISO 8601: what was learned earlier is of another light. */
  let litSince = '';

  const startAnew = (): void => {
    sitting += 1;
    start = { startedFrom: 'population' };
    learner.reset();
  };

  /** What is stored of the person; undefined where that is nothing, or they have left meanwhile. */
  const fetch = async (personId: string): Promise<StoredMemory | DiscardedMemory | undefined> => {
    const asked = sitting;
    const { weightsHash, featureCount } = learner;
    const found = await store
      .read(personId, { weightsHash, featureCount, camera })
      .catch((): DiscardedMemory => ({ discarded: UNREADABLE }));
    if (asked !== sitting || signal.aborted) return undefined;
    return found && !('discarded' in found) && found.createdAt < litSince
      ? { discarded: OTHER_LIGHT }
      : found;
  };

  const use = ({ entries, from }: StoredMemory): void => {
    learner.useMemory(entries);
    start = { startedFrom: from };
  };

  const save = async (): Promise<void> => {
    const entries = person === undefined ? undefined : learner.memory();
    if (person !== undefined && entries) {
      const { weightsHash } = learner;
      const createdAt = now().toISOString();
      const row: NewPersonMemory = {
        personId: person,
        camera,
        weightsHash,
        createdAt,
        entries,
        from: 'tracking',
      };
      saving = saving.then(async () => {
        const failed = await store.write(row).then(
          () => false,
          () => true,
        );
        notSaved = failed ? NOT_SAVED : undefined;
      });
    }
    await saving;
  };

  return {
    report: () => ({ ...start, ...(notSaved === undefined ? {} : { notSaved }) }),
    async changePerson(personId) {
      if (personId === person) return;
      const saved = save();
      startAnew();
      person = personId;
      const asked = sitting;
      await saved;
      if (personId === undefined || asked !== sitting) return;
      const found = await fetch(personId);
      if (found && 'discarded' in found) start = { startedFrom: 'population', ...found };
      else if (found) use(found);
    },
    async takeOver(personId) {
      if (personId !== person) return;
      const found = await fetch(personId);
      if (!found || 'discarded' in found || found.from !== 'measurement') return;
      const saved = save();
      use(found);
      await saved;
    },
    noteNewLight() {
      sitting += 1;
      litSince = now().toISOString();
      start = { startedFrom: 'population', newLight: true };
      // After the saves under way, which are of the light before. What fails here holds in this run all the same.
      saving = saving
        .then(() => store.endLight(camera))
        .then(
          () => undefined,
          () => undefined,
        );
    },
    async forget(personId) {
      if (personId === person) startAnew();
      await saving;
    },
    save,
  };
}
