// Where submissions may be uploaded to.
import type { StudyUpload } from '../../../../src/study/definition.ts';
import { setPath } from '../../../../src/study/edit/set-path.ts';
import { FILE_PLACEHOLDER } from '../../../../src/study/upload-address.ts';
import { FieldNotes } from '../fields/FieldNotes.tsx';
import { TextField } from '../fields/TextField.tsx';
import { useEditor } from './editor-context.ts';
import { PairsField } from './PairsField.tsx';

type Kind = StudyUpload['kind'] | 'none';

const PATH = ['collection', 'upload'];
const KINDS: readonly { kind: Kind; label: string; means?: string }[] = [
  { kind: 'none', label: 'Not uploaded' },
  {
    kind: 'tus',
    label: 'To a tus server',
    means: 'Goes on where it stopped: best for slow lines and large data.',
  },
  {
    kind: 'put',
    label: 'By HTTPS PUT',
    means: 'WebDAV (Nextcloud, nginx), a presigned address of an S3 bucket, or any server that takes PUT.',
  },
  {
    kind: 's3-post',
    label: 'By an S3 form (presigned POST)',
    means: 'One form for all participants, into one folder of a bucket.',
  },
];

export function UploadField({ upload }: { upload: StudyUpload | undefined }) {
  const { edit, errors } = useEditor();
  const chosen: Kind = upload?.kind ?? 'none';
  const choose = (kind: Kind): void =>
    edit('how data are uploaded', (study) => setPath(study, PATH, begin(kind, upload)));
  return (
    <>
      <fieldset class="study-field study-choice" aria-describedby="upload-notes">
        <legend>Upload to a server of yours</legend>
        <div class="stack stack--tight">
          {KINDS.map(({ kind, label, means }) => (
            <label key={kind} class="check">
              <input
                type="radio"
                name="upload-kind"
                checked={kind === chosen}
                data-path={kind === chosen ? 'collection.upload' : undefined}
                onChange={() => choose(kind)}
              />
              <span class="check__text">
                {label}
                {means !== undefined && <span class="soft study-choice__means">{means}</span>}
              </span>
            </label>
          ))}
        </div>
        <FieldNotes id="upload-notes" error={errors.get('collection.upload')} />
      </fieldset>
      {upload && <Address upload={upload} />}
      {upload?.kind === 'put' && (
        <PairsField
          path={[...PATH, 'headers']}
          label="Headers"
          hint="Sent with each upload, as an authorization. Whoever has the study’s file can read them: give them leave to write, and to nothing else."
          optional
        />
      )}
      {upload?.kind === 's3-post' && (
        <PairsField
          path={[...PATH, 'fields']}
          label="Fields of the form"
          hint="As the bucket’s software gives them: key, policy, x-amz-signature and so on, in that order."
        />
      )}
    </>
  );
}

function Address({ upload: { kind } }: { upload: StudyUpload }) {
  const placeholder = {
    tus: 'https://lab.example/files/',
    put: `https://lab.example/study/${FILE_PLACEHOLDER}`,
    's3-post': 'https://bucket.s3.example/',
  }[kind];
  return (
    <TextField
      path={[...PATH, 'url']}
      label="Address of the server"
      code
      placeholder={placeholder}
      hint={
        <>
          {kind === 'put' && (
            <>
              <code>{FILE_PLACEHOLDER}</code> stands for the name of the participant’s file.{' '}
            </>
          )}
          Participants’ browsers send to this server and to no other. It must allow that (CORS): the
          documentation has configurations for nginx, S3 and tus.
        </>
      }
    />
  );
}

/** The address stays where another kind is chosen. */
function begin(kind: Kind, before: StudyUpload | undefined): StudyUpload | undefined {
  const url = before?.url ?? '';
  switch (kind) {
    case 'none':
      return undefined;
    case 's3-post':
      return { kind, url, fields: { key: `submissions/${FILE_PLACEHOLDER}` } };
    default:
      return { kind, url };
  }
}
