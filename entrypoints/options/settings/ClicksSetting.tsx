// Whether clicks on pages tell where the person looked.

type Props = { on: boolean; onChange: (on: boolean) => void };

export function ClicksSetting({ on, onChange }: Props) {
  return (
    <div class="setting">
      <div>
        <h2>Clicks</h2>
        <p class="soft" id="clicks-text">
          Whoever clicks looks there just before. On pages with the overlay, and in their frames of the same
          site, Fovea can learn from that, from five places on. It gets the place and the time of a click:
          nothing of the page, and never how the mouse moves. Clicks are not stored. They are forgotten after
          20 minutes, when tracking ends or another person sits down, and as soon as you turn this off.
        </p>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={on}
          aria-describedby="clicks-text"
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        Learn from clicks
      </label>
    </div>
  );
}
