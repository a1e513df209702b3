// What became of each session file that came in.
import { Button } from '../../../src/ui/Button.tsx';
import { Meter } from '../../../src/ui/Meter.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { linkSession } from '../addresses.ts';
import type { ImportReport, Imports } from './use-imports.ts';

export function ImportReports({ imports: { reports, cancel, dismiss } }: { imports: Imports }) {
  if (reports.length === 0) return null;
  return (
    <ul class="plain-list stack stack--tight" aria-label="Imported files">
      {reports.map((report) => {
        const { key, status } = report;
        const goesOn = status === 'waiting' || status === 'reading';
        return (
          <li key={key} data-testid="import-report" data-status={status}>
            <Notice kind={status === 'refused' ? 'problem' : status === 'duplicate' ? 'hint' : 'info'}>
              <div class="row row--apart">
                <div class="import-report">{describe(report)}</div>
                <Button variant="quiet" onClick={() => (goesOn ? cancel(key) : dismiss(key))}>
                  {goesOn ? 'Cancel' : 'Dismiss'}
                </Button>
              </div>
            </Notice>
          </li>
        );
      })}
    </ul>
  );
}

function describe(report: ImportReport) {
  const file = <strong>{report.fileName}</strong>;
  switch (report.status) {
    case 'waiting':
      return <p>{file} is next.</p>;
    case 'reading':
      return (
        <>
          <p>{file} is being read.</p>
          <Meter value={report.done / report.total} label={`Importing ${report.fileName}`} />
        </>
      );
    case 'cancelled':
      return <p>{file} was not imported: you cancelled it. Nothing was changed.</p>;
    case 'refused':
      return (
        <>
          <p>{file} was not imported. Nothing that was stored before has changed.</p>
          <p>{report.message}</p>
        </>
      );
    default:
      return (
        <p>
          {file} {report.status === 'imported' ? 'was imported' : 'is here already'}:{' '}
          <a href={linkSession(report.id)}>{report.name}</a>.
        </p>
      );
  }
}
