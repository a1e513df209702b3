// Keeps what a run knows of the person at the camera: fetched when they sit down, saved now and then and at the end.
import type { Moments } from '../model/moments.ts';
import type { DiscardedMoments, MomentsFit, NewPersonMoments, StoredMoments } from './person-moments.ts';

/** Where moments are kept; see `person-moments.ts`. */
export type PersonMomentsStore = {
  read(personId: string, fit: MomentsFit): Promise<StoredMoments | DiscardedMoments | undefined>;
  write(moments: NewPersonMoments): Promise<unknown>;
};

/** The part of a tracker that gets to know a person. */
export type MomentsLearner = {
  /** Of the weights that its network runs on. */
  weightsHash: string;
  /** Channels of each normalization layer, in forward order. */
  layers: number[];
  /** Starts from these, and forgets what was learned before. */
  useMoments(stored: { moments: Moments; frames: number }): void;
  /** What is worth keeping; undefined while too little was seen. */
  moments(): { moments: Moments; frames: number } | undefined;
  /** Back to the population's moments, as for another person. */
  reset(): void;
};

/** What the normalization of this run started from, and what went wrong with keeping it. */
export type MomentsReport = {
  startedFrom: 'population' | 'person';
  /** Why what was stored of the person is not used, in plain words for them. */
  discarded?: string;
  /** Why the last save failed, in plain words for the person. */
  notSaved?: string;
};

export type MomentsKeeper = {
  report(): MomentsReport;
  /**
   * Somebody else sits there now: what was learned is saved for whom it is of, and the tracker starts from what is
   * stored of the new person. Nothing is saved for undefined, who is nobody in particular. Never rejects.
   */
  changePerson(personId: string | undefined): Promise<void>;
  /** Drops what was learned of this person, unsaved. When it resolves, no save of theirs is under way. */
  forget(personId: string): Promise<void>;
  /** Takes the tracker's moments before it returns, and resolves once they are saved. Never rejects. */
  save(): Promise<void>;
};

export type MomentsKeeperOptions = {
  store: PersonMomentsStore;
  learner: MomentsLearner;
  /** `MediaStreamTrack.label`. */
  camera: string;
  /** Aborts when the run ends: what is still being fetched is then left alone. */
  signal: AbortSignal;
  now?: () => Date;
};

const UNREADABLE = 'What was stored of you cannot be read; Fovea gets to know you anew.';
const NOT_SAVED = 'What Fovea learns of you cannot be saved. Is there room left on this disk?';

/** Makes a keeper for nobody in particular; `changePerson` says who is there. */
export function createMomentsKeeper({
  store,
  learner,
  camera,
  signal,
  now = () => new Date(),
}: MomentsKeeperOptions): MomentsKeeper {
  let person: string | undefined;
  let start: Omit<MomentsReport, 'notSaved'> = { startedFrom: 'population' };
  let notSaved: string | undefined;
  /** Saves go one after another, so that an older one never ends last. */
  let saving: Promise<void> = Promise.resolve();
  /** Counts changes of person, so that an answer for the one before is recognised. */
  let sitting = 0;

  const startAnew = (): void => {
    sitting += 1;
    start = { startedFrom: 'population' };
    learner.reset();
  };

  const fetch = async (personId: string): Promise<void> => {
    const asked = sitting;
    const { weightsHash, layers } = learner;
    const found = await store
      .read(personId, { weightsHash, layers, camera })
      .catch((): DiscardedMoments => ({ discarded: UNREADABLE }));
    if (!found || asked !== sitting || signal.aborted) return;
    if ('discarded' in found) {
      start = { startedFrom: 'population', discarded: found.discarded };
      return;
    }
    learner.useMoments(found);
    start = { startedFrom: 'person' };
  };

  const save = async (): Promise<void> => {
    const learned = person === undefined ? undefined : learner.moments();
    if (person !== undefined && learned) {
      const { weightsHash } = learner;
      const row = { ...learned, personId: person, camera, weightsHash, createdAt: now().toISOString() };
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
      if (personId !== undefined && asked === sitting) await fetch(personId);
    },
    async forget(personId) {
      if (personId === person) startAnew();
      await saving;
    },
    save,
  };
}
