/**
 * Makes up a whole study, with submissions of which everything is known, to try `npm run collect` and `npm run study-report` on:
 * `npm run make:study -- --out DIR [--participants 12] [--minutes 2] [--detail samples] [--encrypted none|half|all] [--seed 1] [--poster] [--spoilt]`.
 */
import { parseArgs } from 'node:util';
import { DETAIL_LEVELS, type DetailLevel } from '../src/session/session-data.ts';
import { FATES, writeStudyFolder } from './studies/write-study-folder.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    participants: { type: 'string', default: '12' },
    minutes: { type: 'string', default: '2' },
    detail: { type: 'string', default: 'samples' },
    encrypted: { type: 'string', default: 'none' },
    seed: { type: 'string', default: '1' },
    templates: { type: 'string' },
    // A last task on a picture.
    poster: { type: 'boolean', default: false },
    // One of everything that can be wrong with a submission.
    spoilt: { type: 'boolean', default: false },
  },
});
const { out, detail, encrypted } = values;
if (
  out === undefined ||
  !DETAIL_LEVELS.includes(detail as DetailLevel) ||
  !['none', 'half', 'all'].includes(encrypted)
) {
  process.stderr.write(
    '--out DIR is needed; --detail is a level of detail, --encrypted none, half or all.\n',
  );
  process.exit(1);
}
const { studyFile, submissions, keyFile, truth } = await writeStudyFolder(out, {
  participants: Number(values.participants),
  minutes: Number(values.minutes),
  seed: Number(values.seed),
  detail: detail as DetailLevel,
  encrypted: encrypted as 'none' | 'half' | 'all',
  poster: values.poster,
  ...(values.templates !== undefined && { templates: Number(values.templates) }),
  fates: values.spoilt ? FATES : [],
});
const identity = keyFile === null ? '' : ` --identity ${keyFile}`;
process.stdout.write(
  `${truth.files} files, of which ${truth.included} are to count. Now:\nnpm run collect -- --study ${studyFile} --in ${submissions} --out ${out}/collected${identity}\n`,
);
