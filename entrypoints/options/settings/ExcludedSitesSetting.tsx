// The sites that no session records.
import { useId, useRef, useState } from 'preact/hooks';
import { readSite, SiteError } from '../../../src/session/excluded-sites.ts';
import { excludedSites } from '../../../src/storage/settings.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { useSetting } from '../../../src/ui/use-setting.ts';
import './excluded-sites.css';

export function ExcludedSitesSetting() {
  const [sites, setSites] = useSetting(excludedSites);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const problemId = useId();

  const add = (): void => {
    input.current?.focus();
    try {
      const site = readSite(typed);
      if (sites.includes(site)) throw new SiteError(`${site} is in the list already.`);
      setSites([...sites, site].toSorted());
      setTyped('');
      setProblem('');
    } catch (error) {
      if (!(error instanceof SiteError)) throw error;
      setProblem(error.message);
    }
  };
  const remove = (site: string): void => {
    setSites(sites.filter((other) => other !== site));
    input.current?.focus();
  };

  return (
    <div class="setting setting--tall excluded">
      <div>
        <h2 id="excluded-title">Sites that are not recorded</h2>
        <p class="soft">
          A session holds nothing of them and of their subdomains, not even their address. Private windows are
          never recorded.
        </p>
      </div>
      <div class="stack stack--tight">
        <form
          class="row"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <label class="field excluded__field">
            Site
            <input
              ref={input}
              value={typed}
              placeholder="mail.example.com"
              inputMode="url"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              aria-invalid={problem !== ''}
              aria-describedby={problem === '' ? undefined : problemId}
              onInput={({ currentTarget }) => {
                setTyped(currentTarget.value);
                setProblem('');
              }}
            />
          </label>
          <button type="submit" class="button excluded__add">
            Exclude
          </button>
        </form>
        {problem !== '' && (
          <p id={problemId} class="small excluded__problem" role="alert">
            {problem}
          </p>
        )}
        {sites.length === 0 ? (
          <p class="small soft">All sites are recorded.</p>
        ) : (
          <ul class="excluded__list" aria-labelledby="excluded-title">
            {sites.map((site) => (
              <li key={site}>
                <span>{site}</span>
                <Button variant="quiet" label={`Record again: ${site}`} onClick={() => remove(site)}>
                  Record again
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
