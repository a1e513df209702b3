// Why a file could not be used: its name, and the reason in plain words.
import { MediaFileError } from '../../../src/recording/media-file-error.ts';
import { Notice } from '../../../src/ui/Notice.tsx';

/** What went wrong with which file. */
export type Problem = { fileName: string; reason: string };

export function FileProblem({ problem: { fileName, reason } }: { problem: Problem }) {
  return (
    <Notice kind="problem">
      <div class="file-problem">
        <p>
          <strong>{fileName}</strong> was not analysed.
        </p>
        <p>{reason}</p>
      </div>
    </Notice>
  );
}

export function toProblem(fileName: string, error: unknown): Problem {
  if (error instanceof MediaFileError) return { fileName, reason: error.reason };
  return { fileName, reason: error instanceof Error ? error.message : String(error) };
}
