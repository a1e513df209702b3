// A message that wants attention: what is so, and what to do about it.
import type { ComponentChildren } from 'preact';

export type NoticeProps = {
  /** `problem` is read aloud at once, the others when there is time. */
  kind?: 'info' | 'hint' | 'problem';
  children: ComponentChildren;
};

export function Notice({ kind = 'info', children }: NoticeProps) {
  const classes = kind === 'info' ? 'notice' : `notice notice--${kind}`;
  return (
    <div class={classes} role={kind === 'problem' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
