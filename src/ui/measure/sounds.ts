// The tones of a measurement, made rather than loaded.

export type Sounds = { press(): void; undo(): void; done(): void };

/** @param signal Aborting lets go of the sound device. */
export function createSounds(isOn: () => boolean, signal: AbortSignal): Sounds {
  let context: AudioContext | undefined;
  signal.addEventListener('abort', () => void context?.close());

  /** One tone that fades out; `startS` is seconds from now. */
  const play = (frequencyHz: number, lengthS: number, startS = 0): void => {
    if (!isOn() || signal.aborted) return;
    context ??= new AudioContext();
    const from = context.currentTime + startS;
    const tone = new OscillatorNode(context, { frequency: frequencyHz, type: 'sine' });
    const volume = new GainNode(context, { gain: 0 });
    // A ramp of some milliseconds at each end: a step would click.
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.16, from + 0.008);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + lengthS);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(from + lengthS);
  };

  return {
    press: () => play(880, 0.09),
    undo: () => play(330, 0.14),
    done: () => [523, 659, 784].forEach((frequencyHz, index) => play(frequencyHz, 0.3, index * 0.12)),
  };
}
