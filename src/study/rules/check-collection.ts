// Where the data go: encrypted, and to one place that can take them.
import type { StudyDefinition, StudyUpload } from '../definition.ts';
import type { StudyPath } from '../study-problem.ts';
import { FILE_PLACEHOLDER, isSafeUploadAddress } from '../upload-address.ts';
import type { Notes } from './notes.ts';

/** Headers that no page may set. @see https://fetch.spec.whatwg.org/#forbidden-request-header */
const FORBIDDEN =
  /^(accept-charset|accept-encoding|access-control-.*|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|set-cookie|te|trailer|transfer-encoding|upgrade|via|proxy-.*|sec-.*)$/i;
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export function checkCollection({ collection }: StudyDefinition, notes: Notes): void {
  const { file, upload, recipient } = collection;
  if (!file && !upload) {
    notes.refuse(['collection', 'file'], 'The data would have no way back to you: a file, or an upload.');
  }
  if (!upload) return;
  if (recipient === undefined) {
    notes.refuse(
      ['collection', 'recipient'],
      'What is uploaded is encrypted: make a key, or paste your public one.',
    );
  }
  checkUpload(upload, ['collection', 'upload'], notes);
}

function checkUpload(upload: StudyUpload, path: StudyPath, notes: Notes): void {
  const urlPath = [...path, 'url'];
  const { url } = upload;
  if (!isSafeUploadAddress(url)) {
    notes.refuse(urlPath, 'Write an address that begins with https:// (http:// only for localhost).');
    return;
  }
  if (upload.kind !== 'put' && url.includes(FILE_PLACEHOLDER)) {
    notes.refuse(urlPath, `${FILE_PLACEHOLDER} has no meaning in this address.`);
  }
  if (upload.kind === 'put') checkPut(upload, path, notes);
  if (upload.kind === 's3-post') {
    const { key } = upload.fields;
    if (key === undefined)
      notes.refuse([...path, 'fields'], 'The field "key" is missing: where in the bucket files go.');
    else if (!key.includes(FILE_PLACEHOLDER) && !key.includes('${filename}')) {
      notes.refuse(
        [...path, 'fields', 'key'],
        `Without ${FILE_PLACEHOLDER} in it, each submission would overwrite the last.`,
      );
    }
  }
}

function checkPut(upload: Extract<StudyUpload, { kind: 'put' }>, path: StudyPath, notes: Notes): void {
  if (!upload.url.includes(FILE_PLACEHOLDER)) {
    notes.warn([...path, 'url'], `Without ${FILE_PLACEHOLDER} the address takes a single submission.`);
  }
  for (const [name, value] of Object.entries(upload.headers ?? {})) {
    const own = [...path, 'headers', name];
    if (!TOKEN.test(name)) notes.refuse(own, `"${name}" is no name of a header.`);
    else if (FORBIDDEN.test(name)) notes.refuse(own, `No page may set the header "${name}".`);
    else if (/[\r\n]/.test(value)) notes.refuse(own, 'A header is one line.');
  }
}
