// What is asked before all tasks, and after them.
import { QuestionList } from './QuestionList.tsx';

export function QuestionsPart() {
  return (
    <>
      <section class="card stack" aria-labelledby="part-before">
        <h2 id="part-before">Asked before the tasks</h2>
        <QuestionList list="before" />
      </section>
      <section class="card stack" aria-labelledby="part-after">
        <h2 id="part-after">Asked after the tasks</h2>
        <QuestionList list="after" />
      </section>
      <p class="soft">Questions about a single task are asked after it: they stand with the task.</p>
    </>
  );
}
