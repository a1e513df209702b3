// A person with their initial, or nobody.

/** @param props.name null for nobody in particular. */
export function PersonName({ name }: { name: string | null }) {
  return (
    <>
      <span class={name === null ? 'initial initial--nobody' : 'initial'} aria-hidden="true">
        {name === null ? '–' : [...name][0]?.toLocaleUpperCase()}
      </span>
      <span class="person-name">{name ?? 'Nobody in particular'}</span>
    </>
  );
}
