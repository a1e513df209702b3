// What the study is, who makes it, and in which languages.
import { LocalField } from '../fields/LocalField.tsx';
import { TextField } from '../fields/TextField.tsx';
import { LanguagesField } from './LanguagesField.tsx';

export function AboutPart() {
  return (
    <>
      <section class="card stack" aria-labelledby="part-about">
        <h2 id="part-about">About the study</h2>
        <LocalField
          path={['title']}
          label="Title"
          hint="Participants read it first. The file is named after it."
        />
        <div class="study-columns">
          <TextField path={['researcher', 'name']} label="Your name" />
          <TextField path={['researcher', 'institution']} label="Institution" optional />
        </div>
        <TextField
          path={['researcher', 'contact']}
          label="Where participants reach you"
          hint="An email address or a web page. They need it to ask, and to have their data deleted later."
        />
      </section>
      <LanguagesField />
      <section class="card stack" aria-labelledby="part-names">
        <h2 id="part-names">In the data</h2>
        <TextField
          path={['id']}
          label="Name of the study in the data"
          code
          hint="Data of all revisions are put together by it: do not change it once data came in."
        />
      </section>
    </>
  );
}
