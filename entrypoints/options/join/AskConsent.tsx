// What a participant is asked before anything is stored.
import { useState } from 'preact/hooks';
import type { Invitation } from '../../../src/group/invitation.ts';
import { joinGroup } from '../../../src/storage/join-group.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import { useFocusOnMount } from '../../../src/ui/use-focus-on-mount.ts';

export function AskConsent({ invitation }: { invitation: Invitation }) {
  const heading = useFocusOnMount();
  const { title, consent, participant } = invitation;
  const [read, setRead] = useState(false);
  const [declined, setDeclined] = useState(false);
  const [problem, setProblem] = useState('');
  const agree = async (): Promise<void> => {
    if (!read) {
      setProblem('Please tick that you have read the text and agree to it.');
      return;
    }
    try {
      await joinGroup(database, invitation);
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };
  if (declined) {
    return (
      <section class="stack" role="status" data-testid="declined">
        <h1>You do not take part</h1>
        <p class="soft">Nothing was stored, and no photo was taken. You can close this tab.</p>
        <div>
          <Button onClick={() => setDeclined(false)}>Read it again</Button>
        </div>
      </section>
    );
  }
  return (
    <>
      <div class="section-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p class="soft">You are invited as {participant.code}. Please read what you would agree to.</p>
      </div>
      <form
        class="card stack"
        aria-label="Agreement"
        onSubmit={(event) => {
          event.preventDefault();
          void agree();
        }}
      >
        <div
          class="consent-text consent-text--read"
          tabIndex={0}
          role="region"
          aria-label="What you agree to"
        >
          {consent.text}
        </div>
        <p class="soft small">Version {consent.version}</p>
        <label class="check">
          <input
            type="checkbox"
            checked={read}
            onChange={(event) => {
              setRead(event.currentTarget.checked);
              setProblem('');
            }}
          />
          I have read this, and I agree.
        </label>
        {problem !== '' && <Notice kind="problem">{problem}</Notice>}
        <div class="row">
          <button type="submit" class="button button--primary">
            Take part
          </button>
          <Button onClick={() => setDeclined(true)}>I do not agree</Button>
        </div>
      </form>
    </>
  );
}
