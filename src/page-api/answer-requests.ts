// Hears what a page asks over its own window, and answers each request once.
import { toPageError } from './explain-failure.ts';
import {
  PageError,
  readRequest,
  type PageAnswers,
  type PageReply,
  type PageRequest,
  type PageRequestType,
} from './page-messages.ts';

export type PageActions = { [T in PageRequestType]: () => Promise<PageAnswers[T]> };

export type Answering = {
  actions: PageActions;
  /** Whether the page has the person's leave; without it nothing is answered. */
  isAllowed(): Promise<boolean>;
  post(reply: PageReply): void;
};

/** What each of two waits for of the other. */
const RIVALS: { [T in PageRequestType]?: { type: PageRequestType; message: string } } = {
  start: { type: 'stop', message: 'Tracking is being stopped. Wait for its answer.' },
  stop: { type: 'start', message: 'Tracking is starting. Wait for its answer.' },
};

/** Answers until aborted. */
export function answerRequests(signal: AbortSignal, { actions, isAllowed, post }: Answering): void {
  const busy = new Set<PageRequestType>();

  const perform = async ({ id, type }: PageRequest): Promise<PageReply> => {
    if (busy.has(type)) throw new PageError('busy', `The “${type}” before is not done yet.`);
    const rival = RIVALS[type];
    if (rival && busy.has(rival.type)) throw new PageError('busy', rival.message);
    busy.add(type);
    try {
      return { fovea: 1, id, type: 'answer', of: type, ...(await actions[type]()) } as PageReply;
    } finally {
      busy.delete(type);
    }
  };
  const answer = async (request: PageRequest): Promise<void> => {
    try {
      post(await perform(request));
    } catch (error) {
      const { code, message } = error instanceof PageError ? error : toPageError(error);
      post({ fovea: 1, id: request.id, type: 'error', code, message });
    }
  };

  window.addEventListener(
    'message',
    async ({ source, origin, data }) => {
      // Frames in the page, and windows that it opened, are not the page.
      if (source !== window || origin !== location.origin) return;
      const read = readRequest(data);
      if (read.kind === 'none' || !(await isAllowed())) return;
      if (read.kind === 'request') return answer(read.request);
      const { id, message } = read;
      post({ fovea: 1, ...(id === undefined ? {} : { id }), type: 'error', code: 'bad-request', message });
    },
    { signal },
  );
}
