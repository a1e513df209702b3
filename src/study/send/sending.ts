// Sending a submission: what may be asked of it, its progress, and how it ends.
import type { FoveaDatabase } from '../../storage/database.ts';

export type SendProgress = {
  readonly sentBytes: number;
  readonly totalBytes: number;
} & (
  | { readonly phase: 'connecting' | 'sending' }
  /** A try failed; the next one is made by itself, while the page is open. */
  | { readonly phase: 'waiting'; readonly problem: string; readonly nextTryAt: string }
);

export type SendOptions = {
  /** Cancels: what is sent stays sent, the submission waits. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SendProgress) => void;
};

export type SendOutcome =
  /** The server has all of it. */
  | { readonly state: 'sent' }
  /** Trying again now would not help; `problem` says why, in words for the participant. It is kept. */
  | { readonly state: 'failed'; readonly problem: string };

/**
 * `sendQueued` in `send-queued.ts`: sends what `queueSubmission` put in, after the participant's click and only then. It
 * tries again by itself, ever later, until the submission is sent, cannot be, or the signal cancels; one that is sent already
 * is not sent again. The submission's row says the same at every moment, for pages that watch it.
 *
 * @throws {OutboxMissingError}, the signal's reason
 */
export type SendQueued = (database: FoveaDatabase, id: string, options?: SendOptions) => Promise<SendOutcome>;
