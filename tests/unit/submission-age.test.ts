import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MeasurementFileError } from '../../src/measurement/measurement-file-error.ts';
import { decryptStream, encryptStream, parseIdentities } from '../../src/study/submission-zip/age.ts';
import { EXAMPLE_KEY } from '../fixtures/studies/read-example.ts';
import { hasTool } from '../find-tool.ts';

const run = promisify(execFile);
const NAME = 'a.fovea-submission.zip.age';
/** Of age's own chunks. */
const CHUNK = 64 * 1024;

let identity: string;
let recipient: string;
beforeAll(async () => {
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
});

function makeBytes(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * 7919) >> 3);
}

function stream(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream();
}

async function read(content: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of content) parts.push(Uint8Array.from(part));
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

async function encrypt(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return read(await encryptStream(stream(bytes), recipient));
}

it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK + 17])(
  'gives back %i bytes to who has the key',
  async (length) => {
    const bytes = makeBytes(length);
    expect(await read(await decryptStream(stream(await encrypt(bytes)), [identity], NAME))).toEqual(bytes);
  },
);

it('takes any of several keys', async () => {
  const other = await generateX25519Identity();
  const plain = await decryptStream(stream(await encrypt(makeBytes(9))), [other, identity], NAME);
  expect(await read(plain)).toEqual(makeBytes(9));
});

it('tells that another key is needed', async () => {
  const other = await generateX25519Identity();
  const reading = decryptStream(stream(await encrypt(makeBytes(9))), [other], NAME);
  await expect(reading).rejects.toThrow(MeasurementFileError);
  await expect(reading).rejects.toThrow(`${NAME}: it is encrypted to another key than the one given`);
});

it('tells that a file is not encrypted at all', async () => {
  const reading = decryptStream(stream(makeBytes(500)), [identity], NAME);
  await expect(reading).rejects.toThrow(`${NAME}: it cannot be decrypted`);
});

it.each<[string, (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>]>([
  ['a changed byte', (bytes) => bytes.map((byte, i) => (i === bytes.length - 50 ? byte ^ 1 : byte))],
  ['an end that is cut off', (bytes) => bytes.slice(0, -1)],
  ['a last chunk that is missing', (bytes) => bytes.slice(0, bytes.length - (17 + 16))],
])('never takes for whole a file with %s', async (_, damage) => {
  const damaged = damage(await encrypt(makeBytes(2 * CHUNK + 17)));
  const plain = await decryptStream(stream(damaged), [identity], NAME);
  await expect(read(plain)).rejects.toThrow(`${NAME}: it is damaged or cut off`);
});

it('reads keys as age-keygen writes them', async () => {
  const text = await readFile(EXAMPLE_KEY, 'utf8');
  expect(parseIdentities(text)).toEqual([expect.stringMatching(/^AGE-SECRET-KEY-1/)]);
  expect(parseIdentities('# a\r\n\r\n AGE-SECRET-KEY-1A \r\nAGE-SECRET-KEY-1B')).toEqual([
    'AGE-SECRET-KEY-1A',
    'AGE-SECRET-KEY-1B',
  ]);
});

describe.skipIf(!hasTool('age'))('Debian’s age', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fovea-age-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('decrypts what Fovea encrypted', async () => {
    const bytes = makeBytes(3 * CHUNK + 5);
    await writeFile(join(folder, 'key'), identity);
    await writeFile(join(folder, 'in.age'), await encrypt(bytes));
    await run('age', ['-d', '-i', join(folder, 'key'), '-o', join(folder, 'out'), join(folder, 'in.age')]);
    expect(Uint8Array.from(await readFile(join(folder, 'out')))).toEqual(bytes);
  });

  it('encrypts what Fovea decrypts, to a key of its own', async () => {
    const bytes = makeBytes(3 * CHUNK + 5);
    const key = join(folder, 'own-key');
    await run('age-keygen', ['-o', key]);
    const { stdout } = await run('age-keygen', ['-y', key]);
    await writeFile(join(folder, 'plain'), bytes);
    await run('age', ['-r', stdout.trim(), '-o', join(folder, 'theirs.age'), join(folder, 'plain')]);
    const encrypted = Uint8Array.from(await readFile(join(folder, 'theirs.age')));
    const identities = parseIdentities(await readFile(key, 'utf8'));
    expect(await read(await decryptStream(stream(encrypted), identities, NAME))).toEqual(bytes);
  });
});
