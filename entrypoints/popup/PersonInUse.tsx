// Says whose measurements and settings are in use.

/** @param props.name null where nobody is chosen. */
export function PersonInUse({ name }: { name: string | null }) {
  return (
    <p class="small soft">
      {name === null ? (
        'No person is chosen yet.'
      ) : (
        <>
          Person in use: <strong>{name}</strong>
        </>
      )}
    </p>
  );
}
