// Who is at the camera: shows it, changes it, and adds somebody new.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { activePersonId } from '../../src/storage/settings.ts';
import { Notice } from '../../src/ui/Notice.tsx';
import { AddPerson } from './AddPerson.tsx';
import { openPage } from './open-page.ts';
import { PersonInvitation } from './PersonInvitation.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import { PersonName } from './PersonName.tsx';
import type { People } from './use-people.ts';
import './person-in-use.css';

type Step = 'shown' | 'choosing' | 'adding';

export function PersonInUse({ people: { list, inUse, problem } }: { people: People }) {
  const [step, setStep] = useState<Step>('shown');
  const [said, setSaid] = useState('');
  const chooser = useRef<HTMLButtonElement>(null);
  const returning = useRef(false);

  const anybody = list.length > 0;
  useLayoutEffect(() => {
    // What had the focus is gone: back to the button that opened it, or that takes its place with the first person.
    if (step === 'shown' && returning.current) chooser.current?.focus();
    if (step !== 'shown' || anybody) returning.current = false;
  }, [step, anybody]);

  const close = (): void => {
    returning.current = true;
    setStep('shown');
  };
  const use = async (id: string | null, name: string): Promise<void> => {
    close();
    await activePersonId.setValue(id);
    setSaid(id === null ? 'Nobody in particular is in use.' : `${name} is in use.`);
  };

  if (problem !== undefined) {
    return <Notice kind="problem">Fovea’s list of people cannot be read: {problem}</Notice>;
  }
  return (
    <div class="person-in-use" data-testid="person-in-use">
      {/* Always there, so that what appears in it is read aloud. */}
      <p class="read-aloud" role="status">
        {said}
      </p>
      {step === 'adding' ? (
        <AddPerson onAdded={({ id, name }) => void use(id, name)} onCancel={close} />
      ) : !anybody ? (
        <PersonInvitation addRef={chooser} onAdd={() => setStep('adding')} />
      ) : (
        <>
          <button
            ref={chooser}
            type="button"
            class="button person-button"
            aria-haspopup="menu"
            aria-expanded={step === 'choosing'}
            onClick={() => setStep(step === 'choosing' ? 'shown' : 'choosing')}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
              event.preventDefault();
              setStep('choosing');
            }}
          >
            <span class="read-aloud">Person in use: </span>
            <PersonName name={inUse?.name ?? null} />
            <svg class="person-button__arrow" viewBox="0 0 12 12" aria-hidden="true">
              <path d="M2.5 4.5 6 8l3.5-3.5" />
            </svg>
          </button>
          {step === 'choosing' && (
            <PersonMenu
              people={list}
              inUseId={inUse?.id ?? null}
              onUse={(id, name) => void use(id, name)}
              onAdd={() => setStep('adding')}
              onManage={() => void openPage('options', 'people')}
              onClose={close}
              onLeave={() => setStep('shown')}
            />
          )}
          {step === 'shown' && inUse === null && (
            <p class="small soft">What Fovea learns is kept only where it knows whose it is.</p>
          )}
        </>
      )}
    </div>
  );
}
