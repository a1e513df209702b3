// One study in the list: what it is, whether it can be exported, and what can be done with it.
import { useMemo } from 'preact/hooks';
import type { StudyDraftRow } from '../../../src/storage/studies.ts';
import { checkDraft } from '../../../src/study/check-definition.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { formatDate } from '../../../src/ui/format-date.ts';
import { formatCount } from '../../../src/ui/format-size.ts';
import { duplicateStudy, removeStudy, titleOfStudy } from './study-actions.ts';

type Props = { row: StudyDraftRow; attempt: (act: () => Promise<void>) => Promise<void> };

export function StudyCard({ row, attempt }: Props) {
  const { definition, changedAt, exported } = row;
  const errors = useMemo(() => checkDraft(definition).errors.length, [definition]);
  const title = titleOfStudy(definition) || 'Study without a title';
  const facts = [
    formatCount(definition.tasks.length, 'task'),
    formatCount(definition.languages.length, 'language'),
    exported ? `revision ${exported.revision}` : 'not exported yet',
    `changed ${formatDate(changedAt)}`,
  ];
  return (
    <article class="card study-summary" data-testid="study" data-id={row.id}>
      <div class="row row--apart">
        <h2>
          <a href={`#studies/${row.id}/about`}>{title}</a>
        </h2>
        <span class={errors === 0 ? 'badge' : 'badge badge--open'}>
          {errors === 0 ? 'Ready to export' : `${errors} to mend`}
        </span>
      </div>
      <div class="row row--apart">
        <p class="soft small numbers">{facts.join(' · ')}</p>
        <div class="row study-summary__actions">
          <Button
            variant="quiet"
            label={`Duplicate ${title}`}
            onClick={() =>
              void attempt(async () => {
                location.hash = `#studies/${await duplicateStudy(row)}/about`;
              })
            }
          >
            Duplicate
          </Button>
          <Button
            variant="quiet"
            label={`Delete ${title}`}
            onClick={() => void attempt(() => removeStudy(row))}
          >
            Delete
          </Button>
        </div>
      </div>
    </article>
  );
}
