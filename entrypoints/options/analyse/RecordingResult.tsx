// What came of a recording: its numbers, the heatmap, the gaze over time, and the table to save.
import { toGazeCsv } from '../../../src/recording/gaze-csv.ts';
import { formatDuration, type RecordingSummary } from '../../../src/recording/summary.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { saveFile } from '../../../src/ui/save-file.ts';
import type { AnalysisResult } from './analyse-recording.ts';
import { HeatPicture } from './HeatPicture.tsx';
import { TracePlot } from './TracePlot.tsx';

export function RecordingResult({ fileName, result }: { fileName: string; result: AnalysisResult }) {
  const { summary, samples } = result;
  const baseName = fileName.replace(/\.[^.]*$/, '');
  const saveCsv = (): void =>
    saveFile(`${baseName} gaze.csv`, new Blob([toGazeCsv(samples)], { type: 'text/csv;charset=utf-8' }));
  return (
    <>
      <div class="row row--apart">
        <p class="file-name">
          <strong>{fileName}</strong> is analysed.
        </p>
        <Button variant="primary" onClick={saveCsv}>
          Save CSV
        </Button>
      </div>
      {summary.declaredMs !== null && (
        <Notice kind="hint">
          <p>
            The file says that it is {formatDuration(summary.declaredMs)} long, but only its first{' '}
            {formatDuration(summary.durationMs)} can be read: it was cut off, or is damaged from there on.
            What could be read was analysed.
          </p>
        </Notice>
      )}
      <Numbers summary={summary} />
      <HeatPicture samples={samples} baseName={baseName} />
      <TracePlot samples={samples} durationMs={summary.durationMs} />
    </>
  );
}

function Numbers({ summary }: { summary: RecordingSummary }) {
  const { durationMs, frames, samples, dataLoss } = summary;
  const entries: [title: string, value: string, text: string][] = [
    ['Duration', formatDuration(durationMs), `${(durationMs / 1000).toFixed(1)} seconds`],
    ['Frames', frames.toLocaleString(), describeRate(frames, durationMs)],
    ['With a gaze', formatShare(1 - dataLoss), `${samples.toLocaleString()} samples`],
    ['Data loss', formatShare(dataLoss), 'eyes closed or not found'],
  ];
  return (
    <dl class="figures" data-testid="figures">
      {entries.map(([title, value, text]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd class="figures__value numbers">{value}</dd>
          <dd class="soft small numbers">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function describeRate(frames: number, durationMs: number): string {
  return durationMs > 0 ? `${((1000 * frames) / durationMs).toFixed(1)} a second` : '';
}

/** 0.0832 -> `8.3 %`; never `0.0 %` or `100.0 %` unless it is all or nothing. */
function formatShare(share: number): string {
  const percent = 100 * share;
  if (percent === 0 || percent === 100) return `${percent} %`;
  return `${Math.min(99.9, Math.max(0.1, percent)).toFixed(1)} %`;
}
