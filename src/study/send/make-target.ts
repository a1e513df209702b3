// Where a submission goes: the study's upload, with the file's name in it.
import type { OutboxRow } from '../../storage/studies.ts';
import type { StudyUpload } from '../definition.ts';
import { FILE_PLACEHOLDER } from '../upload-address.ts';
import type { UploadTarget } from './upload/protocol.ts';

/** Whether the address is one submission's alone. */
export function namesFile(upload: StudyUpload): boolean {
  switch (upload.kind) {
    case 'tus':
      return true;
    case 'put':
      return upload.url.includes(FILE_PLACEHOLDER);
    case 's3-post':
      return Object.values(upload.fields).some((value) => value.includes(FILE_PLACEHOLDER));
  }
}

/** @throws {TypeError} where the address is none */
export function makeTarget(
  upload: StudyUpload,
  { id, studyId, fileName, resumeUrl }: Pick<OutboxRow, 'id' | 'studyId' | 'fileName' | 'resumeUrl'>,
): UploadTarget {
  switch (upload.kind) {
    case 'tus': {
      const own = resumeUrl !== undefined && new URL(resumeUrl).origin === new URL(upload.url).origin;
      return {
        kind: 'tus',
        url: upload.url,
        ...(own && { resumeUrl }),
        metadata: { filename: fileName, submission: id, study: studyId },
      };
    }
    case 'put':
      return {
        kind: 'put',
        url: new URL(upload.url.replaceAll(FILE_PLACEHOLDER, encodeURIComponent(fileName))).href,
        headers: { ...upload.headers },
      };
    case 's3-post':
      return {
        kind: 's3-post',
        url: upload.url,
        fields: Object.fromEntries(
          Object.entries(upload.fields).map(([name, value]) => [
            name,
            value.replaceAll(FILE_PLACEHOLDER, fileName),
          ]),
        ),
        fileName,
      };
  }
}
