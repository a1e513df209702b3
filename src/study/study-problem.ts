// What is wrong with a study, where, in words.

/** Keys and places from the file's root, as `['tasks', 0, 'success', 'pattern']`. */
export type StudyPath = readonly (string | number)[];

export type StudyProblem = {
  path: StudyPath;
  /** A sentence that says what is wrong and what to do. */
  message: string;
};

/** As who reads the file would write it: `tasks[0].success.pattern`; `the file` for the root. */
export function formatPath(path: StudyPath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w$]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text === '' ? 'the file' : text;
}

/** The value at a path; undefined where there is none. */
export function readPath(root: unknown, path: StudyPath): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
