// A participant's link: to copy, as a QR code, and to open here.
import { useId, useMemo, useState } from 'preact/hooks';
import { makeQrCode } from '../../../src/group/qr-code.ts';
import type { GroupRow, ParticipantRow } from '../../../src/storage/groups.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Dialog } from '../../../src/ui/Dialog.tsx';
import { makeInvitationHash, makeInvitationLink } from './invitation-link.ts';

type Props = { group: GroupRow; participant: ParticipantRow; onClose: () => void };

export function InviteDialog({ group, participant, onClose }: Props) {
  const link = makeInvitationLink(group, participant);
  const [copied, setCopied] = useState('');
  const fieldId = useId();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied('Copied.');
    } catch {
      setCopied('The browser did not let Fovea copy it. Select the link and copy it yourself.');
    }
  };
  return (
    <Dialog title={`Invite ${participant.code}`} onClose={onClose} wide>
      <div class="invite">
        <Qr link={link} code={participant.code} />
        <div class="stack">
          <div class="field">
            <label for={fieldId}>Link</label>
            <input
              id={fieldId}
              class="invite__link"
              readonly
              value={link}
              onFocus={(event) => event.currentTarget.select()}
            />
          </div>
          <div class="row">
            <Button variant="primary" onClick={() => void copy()}>
              Copy link
            </Button>
            <a class="button" href={makeInvitationHash(group, participant)}>
              Open here
            </a>
          </div>
          <p class="small" role="status">
            {copied}
          </p>
          <p class="soft small">
            <strong>On this computer:</strong> open it here, and hand over the keyboard.
          </p>
          <p class="soft small">
            <strong>Elsewhere:</strong> {participant.code} needs Fovea too, and pastes the link into the
            address bar, or into Groups → I was invited. Afterwards they export a file, and you import it
            here.
          </p>
          <p class="soft small">
            The link holds the text, the code and nothing else. Nothing is sent anywhere.
          </p>
        </div>
      </div>
      <div class="row dialog__actions">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}

function Qr({ link, code }: { link: string; code: string }) {
  const qr = useMemo(() => makeQrCode(link), [link]);
  if (!qr) {
    return (
      <p class="soft small invite__no-qr" data-testid="no-qr">
        The text is too long for a QR code. The link works all the same.
      </p>
    );
  }
  return (
    <svg
      class="invite__qr"
      viewBox={`0 0 ${qr.size} ${qr.size}`}
      role="img"
      aria-label={`QR code of the link for ${code}`}
      data-testid="qr"
      shape-rendering="crispEdges"
    >
      <rect width={qr.size} height={qr.size} fill="#fff" />
      <path d={qr.path} fill="#000" />
    </svg>
  );
}
