// Why a file is no study, in plain words, with what its maker needs to know folded in.
import { Notice } from '../../../src/ui/Notice.tsx';
import type { StudyFileError } from './read-study.ts';

export function StudyProblemNotice({ problem: { message, details } }: { problem: StudyFileError }) {
  return (
    <Notice kind="problem">
      <p data-testid="study-problem">{message}</p>
      {details.length > 0 && (
        <details>
          <summary>What is wrong in it</summary>
          <ul class="problem-details small">
            {details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        </details>
      )}
    </Notice>
  );
}
