// What one try's end means: it is sent, it is tried again, or that would not help; and why, in words for the participant.
import type { StudyUpload } from '../definition.ts';
import { parseRetryAfter } from './backoff.ts';
import type { UploadAnswer } from './upload/protocol.ts';

export type Verdict =
  | { verdict: 'sent' }
  | {
      verdict: 'retry';
      problem: string;
      /** Not before the server's own time. */
      afterMs?: number;
      /** What was begun is gone from the server: it begins anew, and at once. */
      anew?: true;
    }
  | { verdict: 'stop'; problem: string };

export type TryContext = {
  kind: StudyUpload['kind'];
  /** Of the server, as the participant saw it when they agreed. */
  host: string;
  /** Whether the address is this submission's alone, because its file's name is in it. */
  named: boolean;
  /** Whether an earlier try handed over all bytes and heard nothing. */
  handedOver: boolean;
  /** Whether it went on with an upload that had begun. */
  resumed: boolean;
  /** `navigator.onLine`; false is sure, true is not. */
  online: boolean;
};

const KEPT = 'Your data is kept here.';
const TELL = `${KEPT} Tell whoever runs the study, or save it as a file.`;
const AGAIN = 'Fovea tries again by itself while this page is open.';

export function judgeAnswer(answer: UploadAnswer, context: TryContext): Verdict {
  const { host, online } = context;
  switch (answer.outcome) {
    case 'sent':
      return { verdict: 'sent' };
    case 'held-back':
      return stop(
        `The browser held your data back: ${host} sends it on to another server, which the study does not name, or has no encrypted connection. ${TELL}`,
      );
    case 'stalled':
      return retry(`Nothing went on for a while: the connection or ${host} is stuck. ${AGAIN}`);
    case 'unreachable':
      return retry(
        online
          ? `${host} gives no answer that Fovea can see. It may be down, its certificate may not be trusted, or it may not let pages write to it (CORS); a browser does not tell which. ${AGAIN}`
          : `You are offline. ${AGAIN}`,
      );
    case 'answered':
      return judgeStatus(answer.status, answer.retryAfter, context);
  }
}

function judgeStatus(status: number, retryAfter: string | null, context: TryContext): Verdict {
  const { host, kind } = context;
  const says = `(It says ${status}.)`;
  switch (status) {
    case 401:
    case 403:
      return stop(
        `${host} does not let your data in: its permission may be wrong or have run out. ${TELL} ${says}`,
      );
    case 404:
    case 410:
      if (kind === 'tus' && context.resumed) return { ...retry(`What was begun is gone.`), anew: true };
      return stop(`${host} has no such place to send to. ${TELL} ${says}`);
    case 409:
      if (kind === 'tus') return retry(`${host} had got further than it said. ${AGAIN}`);
      return retry(
        `Something is in the way at ${host}: the folder for your data may be missing, or another upload is going on. ${AGAIN} ${says}`,
      );
    case 412:
      // The answer to our own condition, that nothing of this name be there yet.
      if (kind === 'put' && (context.named || context.handedOver)) return { verdict: 'sent' };
      return stop(
        kind === 'put'
          ? `The address that the study names takes one file, and somebody’s is there already. ${TELL} ${says}`
          : `${host} expects another way of sending. ${TELL} ${says}`,
      );
    case 413:
      return stop(`Your data is larger than what ${host} takes. ${TELL} ${says}`);
    case 507:
      return stop(`${host} is full. ${TELL} You can try again later. ${says}`);
    case 429:
    case 503:
      return {
        ...retry(`${host} is busy and asks to come back later. ${AGAIN} ${says}`),
        afterMs: parseRetryAfter(retryAfter) ?? 0,
      };
    case 408:
    case 423:
    case 425:
      return retry(`${host} was not ready. ${AGAIN} ${says}`);
    default:
      if (status >= 500) return retry(`${host} has trouble of its own. ${AGAIN} ${says}`);
      return stop(`${host} does not take your data. ${TELL} ${says}`);
  }
}

function retry(problem: string): Extract<Verdict, { verdict: 'retry' }> {
  return { verdict: 'retry', problem };
}

function stop(problem: string): Verdict {
  return { verdict: 'stop', problem };
}
