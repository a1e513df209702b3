// Shows, hides, clears and saves the heatmap on the tab that the popup belongs to.
import { useEffect, useState } from 'preact/hooks';
import type { OverlayAction, OverlayReply } from '../../src/messaging/overlay-messages.ts';
import { sendToOverlay } from '../../src/messaging/overlay-messages.ts';
import { sendMessage } from '../../src/messaging/protocol.ts';
import { Button } from '../../src/ui/Button.tsx';
import { Notice } from '../../src/ui/Notice.tsx';
import { ZOOMED } from '../../src/screen/zoom-change.ts';
import { DismissibleNotice } from './DismissibleNotice.tsx';
import { findTargetTab } from './find-target-tab.ts';

export function HeatmapControls() {
  const [tabId, setTabId] = useState<number | null>(null);
  const [overlay, setOverlay] = useState<OverlayReply | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    void findTargetTab().then(async (id) => {
      setTabId(id);
      if (id !== null) setOverlay(await sendToOverlay(id, 'state'));
    });
  }, []);

  const act = async (action: OverlayAction): Promise<void> => {
    if (tabId === null) return;
    setProblem(null);
    try {
      if (action === 'show') await sendMessage('showOverlay', { tabId });
      const reply = await sendToOverlay(tabId, action === 'show' ? 'state' : action);
      setOverlay(reply);
      setProblem(reply?.problem ?? null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };

  return (
    <section class="stack stack--tight" aria-labelledby="heatmap">
      <h2 id="heatmap">Heatmap on this page</h2>
      <div class="row">
        {overlay?.visible ? (
          <Button onClick={() => act('hide')}>Hide</Button>
        ) : (
          <Button disabled={tabId === null} onClick={() => act('show')}>
            Show
          </Button>
        )}
        <Button disabled={!overlay} onClick={() => act('clear')}>
          Clear
        </Button>
        <Button disabled={!overlay?.visible} onClick={() => act('save')}>
          Save picture
        </Button>
      </div>
      {overlay?.zoomed && <DismissibleNotice kind="zoomed" {...ZOOMED} onDismiss={() => void act('keep')} />}
      {problem !== null && <Notice kind="problem">{problem}</Notice>}
    </section>
  );
}
