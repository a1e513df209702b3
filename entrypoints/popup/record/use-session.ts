// Follows the session that is recorded, if there is one.
import { useCallback, useEffect, useState } from 'preact/hooks';
import { connectSession } from '../../../src/messaging/session-port.ts';
import type { SessionState } from '../../../src/session/session-state.ts';

export type SessionControl = {
  /** null until it is known. */
  session: SessionState | null;
  /** Why the last thing that was asked did not work; null where it did. */
  problem: string | null;
  /** While something is asked nothing else can be. */
  busy: boolean;
  /** Asks for a change, whose answer is shown. Resolves to the answer, or null where it did not work. */
  act(change: () => Promise<SessionState>): Promise<SessionState | null>;
};

export function useSession(): SessionControl {
  const [session, setSession] = useState<SessionState | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    const controller = new AbortController();
    connectSession(controller.signal, setSession);
    return () => controller.abort();
  }, []);

  const act = useCallback(async (change: () => Promise<SessionState>): Promise<SessionState | null> => {
    setBusy(true);
    setProblem(null);
    try {
      const state = await change();
      setSession(state);
      return state;
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      return null;
    } finally {
      setBusy(false);
    }
  }, []);
  return { session, problem, busy, act };
}
