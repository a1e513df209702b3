// A pair of keys for encryption: what is encrypted to the public one, only the secret one reads.
import { generateX25519Identity, identityToRecipient } from 'age-encryption';

export type KeyPair = {
  /** Goes into the study. */
  recipient: string;
  /** What the secret key's file says, as `age-keygen` writes it. */
  file: string;
};

export async function makeKeyPair(now = new Date()): Promise<KeyPair> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const lines = [
    `# created: ${now.toISOString()}`,
    `# public key: ${recipient}`,
    '# Keep this file. Without it nobody can read what participants send, not even you.',
    '# Give it to nobody: whoever has it can read all of it.',
    identity,
  ];
  return { recipient, file: `${lines.join('\n')}\n` };
}
