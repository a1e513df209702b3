// What became of each imported file.
import { Button } from '../../../src/ui/Button.tsx';
import { Meter } from '../../../src/ui/Meter.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { formatCount } from '../../../src/ui/format-size.ts';
import { describeGroupImport, describeGroupProgress, describeRefusal } from './describe-group-import.ts';
import type { ImportReport } from './use-imports.ts';

type Props = {
  reports: readonly ImportReport[];
  onCancel: (key: number) => void;
  onDismiss: (key: number) => void;
};

export function ImportReports({ reports, onCancel, onDismiss }: Props) {
  if (reports.length === 0) return null;
  return (
    <ul class="plain-list stack stack--tight" aria-label="Imported files" data-testid="import-reports">
      {reports.map((report) => (
        <li key={report.key} data-testid="import-report" data-status={report.status}>
          <Notice kind={getKind(report)}>
            <div class="row row--apart">
              <div class="import-report">{describe(report)}</div>
              {isUnderWay(report) ? (
                <Button variant="quiet" onClick={() => onCancel(report.key)}>
                  Cancel
                </Button>
              ) : (
                <Button variant="quiet" onClick={() => onDismiss(report.key)}>
                  Dismiss
                </Button>
              )}
            </div>
          </Notice>
        </li>
      ))}
    </ul>
  );
}

function isUnderWay({ status }: ImportReport): boolean {
  return status === 'waiting' || status === 'reading' || status === 'reading-group';
}

function getKind(report: ImportReport): 'info' | 'hint' | 'problem' {
  if (report.status === 'refused') return 'problem';
  if (report.status === 'group-finished') {
    const { measurements, checks } = report.result;
    return measurements.imported + checks.imported === 0 ? 'hint' : 'info';
  }
  return report.status === 'finished' && report.result.outcome === 'duplicate' ? 'hint' : 'info';
}

function describe(report: ImportReport) {
  const file = <strong>{report.fileName}</strong>;
  switch (report.status) {
    case 'waiting':
      return <p>{file} is next.</p>;
    case 'reading':
      return (
        <>
          <p class="numbers">
            {file}: photo {report.done} of {report.total}
          </p>
          <Meter value={report.done / report.total} label={`Importing ${report.fileName}`} />
        </>
      );
    case 'reading-group':
      return (
        <>
          <p class="numbers">
            {file}: {describeGroupProgress(report.progress)}
          </p>
          <Meter value={report.progress.share} label={`Importing ${report.fileName}`} />
        </>
      );
    case 'cancelled':
      return report.partly ? (
        <p>
          {file}: you cancelled it. What was stored by then stays; the same file again goes on from there.
        </p>
      ) : (
        <p>{file} was not imported: you cancelled it. Nothing was changed.</p>
      );
    case 'refused':
      return (
        <>
          <p>
            {file} {describeRefusal(report)}
          </p>
          <p>
            {report.entry !== '' && <code>{report.entry}</code>}
            {report.entry === '' ? capitalize(report.reason) : `: ${report.reason}`}
          </p>
          {!/\.zip$/i.test(report.fileName) && (
            <p>Fovea imports what it exported: files that end in .measurement.zip or .group.zip.</p>
          )}
        </>
      );
    case 'finished':
      return <p>{describeResult(report)}</p>;
    case 'group-finished':
      return describeGroup(report);
  }
}

function describeResult({ fileName, result }: ImportReport & { status: 'finished' }) {
  const { measurement } = result;
  if (result.outcome === 'duplicate') {
    const whose = result.person ? `${result.person.name}’s` : 'the';
    return (
      <>
        <strong>{fileName}</strong> is here already: it is {whose} measurement of{' '}
        {formatDate(measurement.createdAt)}. Nothing was changed.
      </>
    );
  }
  const photos = formatCount(measurement.frameCount, 'photo');
  return (
    <>
      <strong>{fileName}</strong> was imported: {photos} of {result.person.name}
      {result.newPerson ? ', who is new here' : ''}.
    </>
  );
}

function describeGroup({ fileName, result }: ImportReport & { status: 'group-finished' }) {
  const { group, newGroup, withdrawnElsewhere } = result;
  return (
    <>
      <p>
        <strong>{fileName}</strong> was imported into the group{' '}
        <a href={`#groups/${group.id}`}>{group.title}</a>
        {newGroup && ', which is new here'}: {describeGroupImport(result)}.
      </p>
      {withdrawnElsewhere.length > 0 && (
        <p>
          {withdrawnElsewhere.join(', ')} withdrew on the other computer. Withdraw them here too, so that
          their photos are deleted.
        </p>
      )}
    </>
  );
}

function capitalize(sentence: string): string {
  return `${sentence.charAt(0).toLocaleUpperCase()}${sentence.slice(1)}.`.replace(/\.\.$/, '.');
}
