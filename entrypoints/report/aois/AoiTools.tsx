// The ways to make an area of interest: with the pointer, by a selector, or put in the middle and moved from there.
import { useId, useState } from 'preact/hooks';
import { createSelectorMatcher } from '../../../src/session/selector-match.ts';
import type { Tool } from '../../../src/ui/areas/use-drawing.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';

const TOOLS: readonly { id: Tool; name: string; hint: string }[] = [
  {
    id: 'select',
    name: 'Select',
    hint: 'Drag an area or its corners. With the keyboard: Tab to an area, arrows move it by 10 px (with Alt by 1 px), Shift and arrows make it larger or smaller, Delete deletes it.',
  },
  { id: 'rectangle', name: 'Rectangle', hint: 'Drag over the page.' },
  { id: 'ellipse', name: 'Ellipse', hint: 'Drag over the page.' },
  { id: 'polygon', name: 'Polygon', hint: 'Click each corner; a double click ends it.' },
  { id: 'element', name: 'Pick element', hint: 'Click what was looked at: its outline shows.' },
];

type Props = {
  tool: Tool;
  onTool: (tool: Tool) => void;
  onMiddle: () => void;
  onSelector: (selector: string) => void;
  /** Offered while typing. */
  selectors: readonly string[];
  onUndo: () => void;
  canUndo: boolean;
};

export function AoiTools({ tool, onTool, onMiddle, onSelector, selectors, onUndo, canUndo }: Props) {
  const [selector, setSelector] = useState('');
  const [problem, setProblem] = useState('');
  const listId = useId();
  const add = (): void => {
    try {
      createSelectorMatcher(selector);
      onSelector(selector.trim());
      setSelector('');
      setProblem('');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div class="stack stack--tight">
      <div class="tools" role="group" aria-label="Tools">
        {TOOLS.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            class="button tools__tool"
            aria-pressed={id === tool}
            onClick={() => onTool(id)}
          >
            {name}
          </button>
        ))}
        <Button disabled={!canUndo} onClick={onUndo}>
          Undo
        </Button>
      </div>
      <p class="soft small">{TOOLS.find(({ id }) => id === tool)?.hint}</p>
      {(tool === 'rectangle' || tool === 'ellipse') && (
        <Button onClick={onMiddle}>Put one in the middle of what is in sight</Button>
      )}
      <form
        class="selector-form"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <label class="field">
          By CSS selector
          <input
            value={selector}
            list={listId}
            placeholder="main > article"
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => setSelector(currentTarget.value)}
          />
        </label>
        <datalist id={listId}>
          {selectors.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <button type="submit" class="button" disabled={selector.trim() === ''}>
          Add
        </button>
      </form>
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
    </div>
  );
}
