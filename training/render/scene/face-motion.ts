/** What a face does while its owner looks: rests, smiles, speaks, raises or draws the brows. */
import type { Random } from '../random.ts';
import { createDrift, createSpells, Follower } from './drift.ts';
import type { Habits } from './habits.ts';

/** Weights of the head's expression shapes for the mouth, cheeks and brows, and what else follows from them. */
export interface Face {
  readonly weights: ReadonlyMap<string, number>;
  /** 0..1: a smile that narrows the eyes. */
  readonly smile: number;
  /** 0..1: how much the person speaks right now. */
  readonly speaking: number;
}

/** Mouth shapes of speech: open and narrow vowels, rounded, spread, closed lips, lip on teeth. @see https://en.wikipedia.org/wiki/Viseme */
const VISEMES: readonly Readonly<Record<string, number>>[] = [
  { jawOpen: 0.42, mouthLowerDown_L: 0.3, mouthLowerDown_R: 0.3, mouthUpperUp_L: 0.15, mouthUpperUp_R: 0.15 },
  { jawOpen: 0.24, mouthStretch_L: 0.25, mouthStretch_R: 0.25, mouthUpperUp_L: 0.1, mouthUpperUp_R: 0.1 },
  { jawOpen: 0.12, mouthStretch_L: 0.45, mouthStretch_R: 0.45, mouthSmile_L: 0.15, mouthSmile_R: 0.15 },
  { jawOpen: 0.2, mouthFunnel: 0.6, mouthPucker: 0.2 },
  { jawOpen: 0.08, mouthPucker: 0.6, mouthFunnel: 0.2 },
  { mouthPress_L: 0.35, mouthPress_R: 0.35, mouthRollLower: 0.25, mouthRollUpper: 0.2 },
  { jawOpen: 0.07, mouthRollLower: 0.5, mouthUpperUp_L: 0.2, mouthUpperUp_R: 0.2 },
  { jawOpen: 0.15, mouthLowerDown_L: 0.25, mouthLowerDown_R: 0.25 },
];
const MOUTH_SHAPES = [...new Set(VISEMES.flatMap((viseme) => Object.keys(viseme)))];
const SYLLABLES_PER_S = 9;
/** The mouth reaches a shape in about a twentieth of a second. */
const MOUTH_FREQUENCY = 32;
const SPEECH_S = [1.5, 9] as const;
const SMILE_S = [1, 5] as const;
const SMILE_FREQUENCY = 7;

/** Starts a face; call the result once per frame, in order. */
export function createFaceMotion(habits: Habits, random: Random): (elapsedS: number) => Face {
  const drift = (label: string, deviation: number, timeS: number): ((elapsedS: number) => number) =>
    createDrift(random.fork(label), deviation * habits.restlessness, timeS);
  const brows = drift('brows', 0.14, 8);
  const squint = drift('squint', 0.08, 10);
  const jaw = drift('jaw', 0.03, 4);
  const lips = drift('lips', 0.12, 5);
  const speech = random.fork('speech');
  const meanSpeechS = (SPEECH_S[0] + SPEECH_S[1]) / 2;
  const speaks = createSpells(speech, Math.max(1e-3, (60 * habits.speechShare) / meanSpeechS), (r) =>
    r.uniform(...SPEECH_S),
  );
  const smiles = createSpells(random.fork('smiles'), habits.smilesPerMinute, (r) => r.uniform(...SMILE_S));
  const smileSizes = random.fork('smile sizes');
  const mouth = new Map(MOUTH_SHAPES.map((shape) => [shape, new Follower(0, MOUTH_FREQUENCY)]));
  const smiling = new Follower(habits.smile, SMILE_FREQUENCY);
  let viseme: Readonly<Record<string, number>> = {};
  let syllableS = 0;
  let stress = 1;
  let smileSize = 0;

  return (elapsedS) => {
    const weights = new Map<string, number>(habits.restFace);
    const add = (shape: string, weight: number): void => {
      if (weight !== 0) weights.set(shape, Math.min(1, Math.max(0, (weights.get(shape) ?? 0) + weight)));
    };
    const pair = (shape: string, weight: number): void => {
      add(`${shape}_L`, weight);
      add(`${shape}_R`, weight);
    };

    const smileNow = smiles(elapsedS);
    if (smileNow && smileNow.sinceS <= elapsedS) smileSize = smileSizes.uniform(0.25, 0.9);
    // A smile lets go before its spell ends.
    const wanted = smileNow && smileNow.leftS > 0.5 ? Math.max(habits.smile, smileSize) : habits.smile;
    const smile = Math.max(0, smiling.advance(wanted, elapsedS));
    pair('mouthSmile', 0.85 * smile);
    pair('mouthDimple', 0.25 * smile);
    pair('cheekSquint', Math.max(0, 0.6 * smile + squint(elapsedS)));
    pair('cheekRaiser', 0.4 * smile);
    add('jawOpen', 0.08 * Math.max(0, smile - 0.45));

    const speaking = speaks(elapsedS) !== undefined;
    syllableS -= elapsedS;
    if (speaking && syllableS <= 0) {
      viseme = speech.pick(VISEMES);
      stress = speech.uniform(0.45, 1.15);
      syllableS = speech.uniform(0.6, 1.5) / SYLLABLES_PER_S;
    }
    for (const [shape, follower] of mouth) {
      const goal = speaking ? (viseme[shape] ?? 0) * stress : 0;
      const weight = follower.advance(goal, elapsedS);
      if (weight > 1e-3) add(shape, weight);
    }

    const brow = brows(elapsedS) + (speaking ? 0.12 * (stress - 0.6) : 0);
    // Brows are raised often and drawn together seldom.
    pair('browDown', Math.max(0, 0.6 * (-brow - 0.12)));
    pair('browOuterUp', Math.max(0, brow));
    pair('browInnerUp', Math.max(0, 0.5 * brow));
    add('jawOpen', Math.min(0.1, Math.max(0, jaw(elapsedS))));
    pair('mouthPress', Math.min(0.4, Math.max(0, lips(elapsedS) - 0.05)));
    return { weights, smile: Math.min(1, smile), speaking: speaking ? 1 : 0 };
  };
}
