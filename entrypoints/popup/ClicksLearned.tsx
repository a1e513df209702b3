// How many clicks the tracker learns from now, and a way to undo it.
import { sendMessage } from '../../src/messaging/protocol.ts';
import { Button } from '../../src/ui/Button.tsx';

export function ClicksLearned({ count }: { count: number }) {
  return (
    <div class="row row--apart small fact-row" data-fact="clicks-learned" data-count={count}>
      <span class="soft">Learned from {count === 1 ? '1 click' : `${count} clicks`}</span>
      <Button variant="quiet" disabled={count === 0} onClick={() => sendMessage('forgetClicks', undefined)}>
        Forget clicks
      </Button>
    </div>
  );
}
