// What stands in the place of the chooser before there is anybody to choose.
import type { Ref } from 'preact';

type Props = { addRef: Ref<HTMLButtonElement>; onAdd: () => void };

export function PersonInvitation({ addRef, onAdd }: Props) {
  return (
    <div class="invitation" role="group" aria-labelledby="invitation">
      <div>
        <h2 id="invitation">Who is at the camera?</h2>
        <p class="small soft">Fovea gets to know each person by themselves, and keeps it on this computer.</p>
      </div>
      <button ref={addRef} type="button" class="button" onClick={onAdd}>
        Add a person
      </button>
    </div>
  );
}
