// How the data come back, and the key that they are encrypted to.
import { TickField } from '../fields/TickField.tsx';
import { useEditor } from './editor-context.ts';
import { KeyField } from './KeyField.tsx';
import { UploadField } from './UploadField.tsx';

export function CollectingPart() {
  const { upload } = useEditor().draft.collection;
  return (
    <>
      <section class="card stack" aria-labelledby="part-collecting">
        <div class="stack stack--tight">
          <h2 id="part-collecting">How the data come back</h2>
          <p class="soft">
            There is no server of Fovea’s. Participants see what is in the data, item by item, and send them
            with a click of their own, or keep them.
          </p>
        </div>
        <TickField
          path={['collection', 'file']}
          label="As a file"
          means="The participant saves it, and hands it over in any way: by mail, a shared folder, a memory stick."
        />
        <UploadField upload={upload} />
      </section>
      <KeyField required={upload !== undefined} />
    </>
  );
}
