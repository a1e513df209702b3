// What is asked before a session begins, and what it will hold.
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { AskedSession } from '../../../src/storage/asked-session.ts';
import { sessionScreenshots } from '../../../src/storage/settings.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { useSetting } from '../../../src/ui/use-setting.ts';
import { startInOneTab, startSession, suggestName } from './start-session.ts';
import type { SessionControl } from './use-session.ts';

type Props = {
  control: SessionControl;
  /** That was asked for before, and did not begin. */
  leftOver: AskedSession | null;
  onDone: () => void;
};

export function StartForm({ control, leftOver, onDone }: Props) {
  const [name, setName] = useState(() => leftOver?.wish.name ?? suggestName());
  const [screenshots, setScreenshots] = useSetting(sessionScreenshots);
  const input = useRef<HTMLInputElement>(null);
  const aboutId = useId();
  useLayoutEffect(() => input.current?.select(), []);

  const start = async (begin = startSession): Promise<void> => {
    if (control.busy) return;
    const chosen = name.trim() === '' ? suggestName() : name.trim();
    if (await control.act(() => begin(chosen, screenshots))) onDone();
  };

  return (
    <form
      class="stack stack--tight"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // Chromium would close the popup.
        event.preventDefault();
        onDone();
      }}
    >
      {leftOver && (
        <Notice kind={leftOver.problem === undefined ? 'hint' : 'problem'}>
          <p data-testid="left-over">
            {leftOver.problem ??
              'It was not recorded: the browser did not let Fovea into all sites. You can let it ask once more, or record the page in front alone.'}
          </p>
          {leftOver.problem === undefined && (
            <Button disabled={control.busy} onClick={() => start(startInOneTab)}>
              Record this page only
            </Button>
          )}
        </Notice>
      )}
      <label class="field">
        Name
        <input
          ref={input}
          value={name}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={screenshots}
          aria-describedby={aboutId}
          onChange={({ currentTarget }) => setScreenshots(currentTarget.checked)}
        />
        With pictures of the pages
      </label>
      <p id={aboutId} class="small soft">
        Kept on this computer: where you look, click and scroll on the pages that you visit, and their
        addresses. Never private windows or excluded sites, and never the camera’s picture.
      </p>
      <div class="row">
        <button type="submit" class="button button--primary" disabled={control.busy}>
          {control.busy ? 'Starting…' : 'Start recording'}
        </button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  );
}
