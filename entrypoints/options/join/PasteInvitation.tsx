// Takes a link that cannot be opened by itself: one from another installation, or from a chat.
import { useState } from 'preact/hooks';
import { findInvitation, InvitationError, parseInvitation } from '../../../src/group/invitation.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { useFocusOnMount } from '../../../src/ui/use-focus-on-mount.ts';

/** @param props.problem Why the link that was opened leads nowhere. */
export function PasteInvitation({ problem }: { problem?: string }) {
  const heading = useFocusOnMount();
  const [pasted, setPasted] = useState('');
  const [refused, setRefused] = useState(problem ?? '');
  const open = (): void => {
    const text = findInvitation(pasted);
    try {
      parseInvitation(text);
      location.hash = `#join/${text}`;
    } catch (error) {
      if (!(error instanceof InvitationError)) throw error;
      setRefused(pasted.trim() === '' ? 'Please paste your link.' : error.message);
    }
  };
  return (
    <>
      <div class="section-head">
        <h1 ref={heading} tabIndex={-1}>
          Join a group
        </h1>
        <p class="soft">
          Whoever invited you gave you a link. Paste it here, or scan its code into the field.
        </p>
      </div>
      {refused !== '' && (
        <div data-testid="join-problem">
          <Notice kind="problem">{refused}</Notice>
        </div>
      )}
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <label class="field">
          Link
          <input
            value={pasted}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => setPasted(event.currentTarget.value)}
          />
        </label>
        <div>
          <button type="submit" class="button button--primary">
            Open
          </button>
        </div>
      </form>
    </>
  );
}
