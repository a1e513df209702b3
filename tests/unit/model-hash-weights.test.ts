import { expect, it } from 'vitest';
import { hashWeights } from '../../src/model/hash-weights.ts';

// The examples of FIPS 180-2, appendix B.1 and B.2, and the empty message.
it.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
])('hashWeights(%j) is its SHA-256', async (text, hash) => {
  expect(await hashWeights(Uint8Array.from(Buffer.from(text)).buffer)).toBe(hash);
});
