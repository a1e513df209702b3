// Writes a made-up study, collected, and what its report says of times: `node write-study.ts DIR`.
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeStudyFolder } from '../../scripts/studies/write-study-folder.ts';
import { estimateTime } from '../../src/study/report/estimate-time.ts';

const folder = process.argv[2]!;
const { studyFile, submissions, truth } = await writeStudyFolder(folder, { participants: 14, minutes: 0.6 });
const collect = join(import.meta.dirname, '../../scripts/collect.ts');
execFileSync(process.execPath, [
  collect,
  '--study',
  studyFile,
  '--in',
  submissions,
  '--out',
  join(folder, 'out'),
]);
const times = truth.participants.flatMap(({ tasks }) => tasks.map(({ startMs, endMs }) => endMs - startMs));
await writeFile(join(folder, 'times.json'), JSON.stringify({ times, estimate: estimateTime(times) }));
