// What the list of people says before there is anyone in it.
import { EmptyCard } from '../../../src/ui/EmptyCard.tsx';
import { ImportButton } from './ImportButton.tsx';

export function EmptyPeople({ onFiles }: { onFiles: (files: File[]) => void }) {
  return (
    <EmptyCard
      testId="no-people"
      title="Nobody has been measured yet"
      picture={
        <>
          <rect x="1" y="1" width="238" height="148" rx="12" />
          <path d="M46 104 92 38l50 74 64-26-26-46" />
          <circle class="empty__seen" cx="46" cy="104" r="6" />
          <circle class="empty__seen" cx="92" cy="38" r="4" />
          <circle class="empty__seen" cx="142" cy="112" r="5" />
          <circle class="empty__seen" cx="206" cy="86" r="4" />
          <circle class="empty__target" cx="180" cy="40" r="11" />
          <circle class="empty__mark" cx="180" cy="40" r="2.5" />
        </>
      }
      pictureHeight={150}
      actions={
        <div class="row">
          <a class="button button--primary" href="#measure">
            Take the first measurement
          </a>
          <ImportButton onFiles={onFiles} />
        </div>
      }
    >
      A measurement is a short sitting: 100 dots appear one after another; look at each and press space. It
      takes about four minutes, and tells how well Fovea works for you. The photos stay on this computer.
    </EmptyCard>
  );
}
