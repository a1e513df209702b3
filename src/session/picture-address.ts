// How the picture of a study's task is called in a session: the same for all participants, whatever the extension's id is
// where they are.
const SCHEME = 'fovea-study:';

export function makePictureAddress(studyId: string, taskId: string): string {
  return `${SCHEME}//${studyId}/picture/${taskId}`;
}

/** For areas of interest on the picture: a session is of one study. */
export function makePicturePattern(taskId: string): string {
  return makePictureAddress('*', taskId);
}

export function isPictureAddress(url: string): boolean {
  return url.startsWith(`${SCHEME}//`);
}
