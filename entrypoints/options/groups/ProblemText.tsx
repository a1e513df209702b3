// What is wrong with a field, below it; read aloud when it appears, and with the field.

export function ProblemText({ id, text }: { id: string; text: string | undefined }) {
  return (
    <p id={id} class="problem-text" role="alert">
      {text}
    </p>
  );
}
