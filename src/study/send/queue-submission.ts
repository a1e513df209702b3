// Makes a run's submission ready to be sent.
import type { FoveaDatabase } from '../../storage/database.ts';
import { addToOutbox } from '../../storage/outbox.ts';
import type { OutboxRow } from '../../storage/studies.ts';
import { SubmissionError, type WriteSubmissionOptions } from '../submission-zip/write-submission.ts';
import { packSubmission } from './pack-submission.ts';

/**
 * Packs a finished run into the outbox, where it waits: nothing is sent. A run that is there already is not packed again, so
 * that every try sends the same bytes.
 *
 * @throws {SubmissionError} where the run is not finished, is gone, or its study takes no uploads
 * @throws {RoomError} where the disk is full; the signal's reason
 */
export async function queueSubmission(
  database: FoveaDatabase,
  runId: string,
  options: WriteSubmissionOptions = {},
): Promise<OutboxRow> {
  const there = await database.outbox.get(runId);
  if (there) return there;
  const run = await database.studyRuns.get(runId);
  if (!run) throw new SubmissionError('This run was deleted meanwhile, perhaps in another tab.');
  if (!run.definition.collection.upload) {
    throw new SubmissionError('This study takes no uploads. Save your data as a file instead.');
  }
  if (run.definition.collection.recipient === undefined) {
    throw new SubmissionError(
      'This study names no key to encrypt your data to, and nothing is sent without. Tell whoever runs it.',
    );
  }
  const { fileName, file } = await packSubmission(database, run, options);
  return addToOutbox(database, {
    id: run.id,
    studyId: run.studyId,
    createdAt: new Date().toISOString(),
    fileName,
    file,
    bytes: file.size,
    state: 'waiting',
    attempts: 0,
  });
}
