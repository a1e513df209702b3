// Marks a moment of the session, with a word about it or without.
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { sendMessage } from '../../../src/messaging/protocol.ts';
import { formatClock } from './format-clock.ts';
import type { SessionControl } from './use-session.ts';

type Props = { recordedMs: number; act: SessionControl['act'] };

export function MarkerField({ recordedMs, act }: Props) {
  const [label, setLabel] = useState('');
  const [set, setSet] = useState('');
  const shortcut = useShortcut();

  const mark = async (): Promise<void> => {
    const text = label.trim();
    if (!(await act(() => sendMessage('addMarker', { label: text })))) return;
    setLabel('');
    setSet(`Marked at ${formatClock(recordedMs)}${text === '' ? '' : `: ${text}`}`);
  };
  return (
    <form
      class="stack stack--tight"
      onSubmit={(event) => {
        event.preventDefault();
        void mark();
      }}
    >
      <div class="row record__marker">
        <input
          aria-label="Label of the marker (optional)"
          placeholder="Label (optional)"
          value={label}
          maxLength={120}
          autocomplete="off"
          onInput={({ currentTarget }) => setLabel(currentTarget.value)}
        />
        <button type="submit" class="button">
          Set marker
        </button>
      </div>
      <p class="small soft" role="status" data-testid="marker-set">
        {set !== '' ? set : shortcut === '' ? '' : `${shortcut} sets one from any page.`}
      </p>
    </form>
  );
}

/** As the person has it: they can change it, or take it away. */
function useShortcut(): string {
  const [shortcut, setShortcut] = useState('');
  useEffect(() => {
    void browser.commands.getAll().then((commands) => {
      setShortcut(commands.find(({ name }) => name === 'add-marker')?.shortcut ?? '');
    });
  }, []);
  return shortcut;
}
