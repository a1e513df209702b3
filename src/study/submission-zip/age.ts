// Encryption of a submission to the researcher's key, and its decryption: the age format, streamed, in the browser and in Node.
import { Decrypter, Encrypter } from 'age-encryption';
import { MeasurementFileError } from '../../measurement/measurement-file-error.ts';

/** What the name of an encrypted file ends with, after its own ending. */
export const AGE_FILE_END = '.age';

/**
 * Encrypts a stream to one recipient (`age1…`), a chunk of 64 kB at a time.
 * @throws {Error} where it is no key that age knows
 * @see https://age-encryption.org/v1
 */
export async function encryptStream(
  content: ReadableStream<Uint8Array>,
  recipient: string,
): Promise<ReadableStream<Uint8Array>> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(content);
}

/**
 * Decrypts with any of the identities (`AGE-SECRET-KEY-1…`). What comes is authentic chunk by chunk; that all of it came is
 * known once the stream has ended without an error.
 *
 * @param name What to call the file in errors.
 * @throws {MeasurementFileError} where it is not encrypted to any of them; the stream fails with one where it is damaged
 */
export async function decryptStream(
  content: ReadableStream<Uint8Array>,
  identities: readonly string[],
  name: string,
): Promise<ReadableStream<Uint8Array>> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  let plain: ReadableStream<Uint8Array>;
  try {
    plain = await decrypter.decrypt(content);
  } catch (cause) {
    const reason =
      cause instanceof Error && cause.message.startsWith('no identity matched')
        ? 'it is encrypted to another key than the one given'
        : `it cannot be decrypted (${describe(cause)})`;
    throw new MeasurementFileError(name, '', reason, { cause });
  }
  const reader = plain.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (cause) {
        const reason = `it is damaged or cut off: what is left of it cannot be decrypted (${describe(cause)})`;
        controller.error(new MeasurementFileError(name, '', reason, { cause }));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** The identities in a key file as `age-keygen` writes it: one a line, `#` begins a comment. */
export function parseIdentities(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
