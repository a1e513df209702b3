// The code that a participant is known by: random, and easy to read out.

/** Without those that are taken for one another: 0 and O, 1 and I and L. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 8;
/** Bytes from here on are passed over: every letter is equally likely. */
const FAIR_BYTES = 256 - (256 % LETTERS.length);

/** E.g. `KQ7RW2MH`: one of 31^8, so that no two participants of a study have the same, as good as certainly. */
export function makeParticipantCode(
  randomBytes: (count: number) => Uint8Array = (count) => crypto.getRandomValues(new Uint8Array(count)),
): string {
  let code = '';
  while (code.length < LENGTH) {
    for (const byte of randomBytes(LENGTH)) {
      if (byte < FAIR_BYTES && code.length < LENGTH) code += LETTERS[byte % LETTERS.length];
    }
  }
  return code;
}
