// The researcher's public key, and a new pair of keys: the secret one is handed over at once, and never stored.
import { useState } from 'preact/hooks';
import { localText } from '../../../../src/study/texts.ts';
import { setPath } from '../../../../src/study/edit/set-path.ts';
import { Button } from '../../../../src/ui/Button.tsx';
import { Dialog } from '../../../../src/ui/Dialog.tsx';
import { Notice } from '../../../../src/ui/Notice.tsx';
import { saveFile } from '../../../../src/ui/save-file.ts';
import { nameFile } from '../name-file.ts';
import { TextField } from '../fields/TextField.tsx';
import { useEditor } from './editor-context.ts';
import { makeKeyPair } from './make-key.ts';

export function KeyField({ required }: { required: boolean }) {
  const { draft, edit } = useEditor();
  const [asking, setAsking] = useState(false);
  const [savedAs, setSavedAs] = useState<string | null>(null);
  const [first = 'en'] = draft.languages;
  const fileName = nameFile(localText(draft.title, first, first), '.secret-key.txt');
  const make = async (): Promise<void> => {
    const { recipient, file } = await makeKeyPair();
    saveFile(fileName, new Blob([file], { type: 'text/plain' }));
    edit('a new key', (study) => setPath(study, ['collection', 'recipient'], recipient));
    setAsking(false);
    setSavedAs(fileName);
  };
  const hasKey = (draft.collection.recipient ?? '') !== '';
  return (
    <section class="card stack" aria-labelledby="part-key">
      <div class="row row--apart">
        <h2 id="part-key">Encryption</h2>
        <Button onClick={() => (hasKey ? setAsking(true) : void make())}>
          {hasKey ? 'Make another key…' : 'Make a key'}
        </Button>
      </div>
      <p class="soft">
        What participants hand over is encrypted before it leaves them, to your public key: nobody on its way
        can read it, your server neither. Only the secret key reads it, and that is with you alone.
        {required ? ' An upload needs one.' : ' For files it is up to you.'}
      </p>
      {savedAs !== null && (
        <Notice kind="hint">
          <strong>“{savedAs}” is in your downloads: it is the only copy of the secret key.</strong>
          <span>
            Fovea has not kept it. Without it <em>nobody</em> can read the data, not even you. Put it where
            you keep passwords, and a copy elsewhere, before the first participant begins. Give it to nobody
            who may not read the data.
          </span>
        </Notice>
      )}
      <TextField
        path={['collection', 'recipient']}
        label="Public key"
        code
        optional={!required}
        placeholder="age1…"
        hint={
          <>
            Made by “Make a key”, or your own, as <code>age-keygen</code> writes it.{' '}
            <code>npm run collect</code> asks for the file with the secret one.
          </>
        }
        onText={(text) =>
          edit(
            'Public key',
            (study) =>
              setPath(study, ['collection', 'recipient'], text.trim() === '' ? undefined : text.trim()),
            'collection.recipient',
          )
        }
      />
      {asking && (
        <Dialog title="Make another key?" onClose={() => setAsking(false)}>
          <p>
            What is sent from the next export on is encrypted to the new key. What was sent before, only the
            old secret key reads: keep both files.
          </p>
          <div class="row dialog__actions">
            <Button onClick={() => setAsking(false)}>Cancel</Button>
            <Button variant="primary" onClick={() => void make()}>
              Make another key
            </Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
