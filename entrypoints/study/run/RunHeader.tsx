// Above every step: the study, how far one is, its language, and how to stop.
import { useState } from 'preact/hooks';
import { isRunning, isUnfinished } from '../../../src/study/run/run-machine.ts';
import { Brand } from '../../../src/ui/Brand.tsx';
import { Button } from '../../../src/ui/Button.tsx';
import { LanguageSelect } from './LanguageSelect.tsx';
import { LeaveDialog } from './LeaveDialog.tsx';
import type { RunView } from './run-view.ts';
import { PARTS } from './stage-words.ts';

export function RunHeader({ view }: { view: RunView }) {
  const { run, say, lang, act } = view;
  const [leaving, setLeaving] = useState(false);
  const { status } = run.record;
  // Of a run that ended early, not all that lies before its end was done.
  const isThrough = status === undefined || status === 'complete';
  const at = PARTS.findIndex(({ stages }) => stages.includes(run.stage));
  return (
    <header class="run-header">
      <div class="page-header">
        <Brand />
        <p class="run-header__title" lang={lang} dir="auto">
          {say(run.definition.title)}
        </p>
        <div class="row">
          {isUnfinished(run) && (
            <LanguageSelect
              languages={run.definition.languages}
              language={lang}
              onChange={(language) => void act({ type: 'language-chosen', language })}
            />
          )}
          {isRunning(run) && (
            <Button variant="quiet" onClick={() => setLeaving(true)}>
              Stop…
            </Button>
          )}
        </div>
      </div>
      <ol class="parts small" aria-label="Parts of the study">
        {PARTS.map(({ title }, index) => (
          <li
            key={title}
            class={isThrough && index < at ? 'parts__done' : undefined}
            aria-current={index === at ? 'step' : undefined}
          >
            {title}
            {isThrough && index < at && <span class="read-aloud"> (done)</span>}
          </li>
        ))}
      </ol>
      {leaving && <LeaveDialog view={view} onClose={() => setLeaving(false)} />}
    </header>
  );
}
