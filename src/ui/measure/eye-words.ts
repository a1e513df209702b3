// What is said of eyes that are not seen, and of light and seat: what is so, and what to do.
import type { Hint } from '../../camera/hints.ts';

type Words = { readonly what: string; readonly advice: string };

export const UNSEEN_WORDS: Words = {
  what: 'I can’t see your eyes.',
  advice: 'Come nearer and into the middle, and face the screen. Hair, a hand or a reflection may hide them.',
};

export const HINT_WORDS: Record<Hint, Words> = {
  glare: {
    what: 'Light glares on your eyes or glasses.',
    advice: 'Tilt your glasses or the screen a little, or move the lamp to the side.',
  },
  backlit: {
    what: 'The light is behind you.',
    advice: 'Turn so that the window or lamp is in front of you, or close the curtain.',
  },
  dark: {
    what: 'It is too dark.',
    advice: 'Turn on a lamp in front of you, or make the screen brighter.',
  },
  far: {
    what: 'You are far from the camera.',
    advice: 'Move nearer: an arm’s length is good.',
  },
  uneven: {
    what: 'One side of your face is in the dark.',
    advice: 'Turn towards the light, or add a lamp on the other side.',
  },
};
