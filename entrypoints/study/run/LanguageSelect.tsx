// In which of its languages a participant reads the study; nothing where there is one only.
import { nameLanguage } from '../../../src/study/texts.ts';

type Props = { languages: readonly string[]; language: string; onChange: (language: string) => void };

export function LanguageSelect({ languages, language, onChange }: Props) {
  if (languages.length < 2) return null;
  return (
    <label class="row small">
      Language
      <select value={language} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {languages.map((tag) => (
          <option key={tag} value={tag} lang={tag}>
            {nameLanguage(tag)}
          </option>
        ))}
      </select>
    </label>
  );
}
