// The wiring of the page that shows a study's picture: recorder and bar run in it, since no script can be put into it.
import { connectGaze } from '../../src/messaging/gaze-port.ts';
import { sendMessage } from '../../src/messaging/protocol.ts';
import { createRecorder } from '../../src/recorder/create-recorder.ts';
import { connectRecorder } from '../../src/recorder/recorder-port.ts';
import { makePictureAddress } from '../../src/session/picture-address.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { createTaskBar } from '../../src/study/tasks/bar/create-task-bar.ts';
import { listenToWorker } from '../../src/study/tasks/bar/listen-to-worker.ts';
import { readPictureHash } from '../../src/study/tasks/picture-page.ts';
import { mountPage } from '../../src/ui/mount-page.tsx';
import { findPicture } from './find-picture.ts';
import { NoPicture } from './NoPicture.tsx';
import { PicturePage } from './PicturePage.tsx';
import './study-picture.css';

async function show(): Promise<void> {
  const named = readPictureHash(location.hash);
  const found = named && (await findPicture(openDatabase(), named));
  if (!found) return mountPage(<NoPicture />);
  const { picture, alt, language, title } = found;
  document.title = title;
  mountPage(<PicturePage dataUrl={picture.dataUrl} alt={alt} language={language} />);
  const address = makePictureAddress(found.studyId, named.taskId);
  let recorder: AbortController | undefined;
  const createBar = (controller: AbortController): Promise<void> =>
    createTaskBar(controller, {
      ask: () => sendMessage('getStudyBar', undefined),
      press: (press) => sendMessage('pressStudyBar', press),
      listen: listenToWorker,
      onState(state) {
        // The end of a session ends it; where another goes on, it begins anew.
        if (!state || (recorder && !recorder.signal.aborted)) return;
        recorder = new AbortController();
        createRecorder(recorder, { connectGaze, connectRecorder, readAddress: () => address });
      },
    });
  let bar = new AbortController();
  void createBar(bar);
  // Loaded while the task stood still, the page had none.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || !bar.signal.aborted) return;
    bar = new AbortController();
    void createBar(bar);
  });
}

void show();
