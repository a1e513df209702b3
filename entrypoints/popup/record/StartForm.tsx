// What is asked before a session begins, and what it will hold.
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { sessionScreenshots } from '../../../src/storage/settings.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { useSetting } from '../../../src/ui/use-setting.ts';
import { startSession, suggestName } from './start-session.ts';
import type { SessionControl } from './use-session.ts';

export function StartForm({ control, onDone }: { control: SessionControl; onDone: () => void }) {
  const [name, setName] = useState(suggestName);
  const [screenshots, setScreenshots] = useSetting(sessionScreenshots);
  const input = useRef<HTMLInputElement>(null);
  const aboutId = useId();
  useLayoutEffect(() => input.current?.select(), []);

  const start = async (): Promise<void> => {
    const chosen = name.trim() === '' ? suggestName() : name.trim();
    if (await control.act(() => startSession(chosen, screenshots))) onDone();
  };

  return (
    <form
      class="stack stack--tight"
      onSubmit={(event) => {
        event.preventDefault();
        if (!control.busy) void start();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // Chromium would close the popup.
        event.preventDefault();
        onDone();
      }}
    >
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
