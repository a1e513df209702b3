// Moves an item of a list, copies it, or takes it away.
type Props = {
  /** The item in words, for who cannot see which one the buttons stand beside. */
  name: string;
  index: number;
  count: number;
  onMove: (from: number, to: number) => void;
  onCopy?: (() => void) | undefined;
  onRemove: () => void;
};

export function ItemTools({ name, index, count, onMove, onCopy, onRemove }: Props) {
  return (
    <div class="item-tools">
      <button
        type="button"
        class="button button--quiet item-tools__arrow"
        aria-label={`Move ${name} up`}
        title="Move up (Alt+↑)"
        data-follow="up"
        disabled={index === 0}
        onClick={() => onMove(index, index - 1)}
      >
        <Arrow path="M8 13V3M3.5 7.5 8 3l4.5 4.5" />
      </button>
      <button
        type="button"
        class="button button--quiet item-tools__arrow"
        aria-label={`Move ${name} down`}
        title="Move down (Alt+↓)"
        data-follow="down"
        disabled={index === count - 1}
        onClick={() => onMove(index, index + 1)}
      >
        <Arrow path="M8 3v10M3.5 8.5 8 13l4.5-4.5" />
      </button>
      {onCopy && (
        <button
          type="button"
          class="button button--quiet"
          aria-label={`Duplicate ${name}`}
          data-follow="copy"
          onClick={onCopy}
        >
          Duplicate
        </button>
      )}
      <button
        type="button"
        class="button button--quiet"
        aria-label={`Remove ${name}`}
        data-follow="remove"
        onClick={onRemove}
      >
        Remove
      </button>
    </div>
  );
}

function Arrow({ path }: { path: string }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />
    </svg>
  );
}
