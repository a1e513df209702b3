// A button in one of the four weights that the pages use.
import type { ComponentChildren } from 'preact';

export type ButtonProps = {
  variant?: 'primary' | 'plain' | 'quiet' | 'danger';
  wide?: boolean;
  disabled?: boolean;
  onClick?: () => unknown;
  children: ComponentChildren;
};

export function Button({
  variant = 'plain',
  wide = false,
  disabled = false,
  onClick,
  children,
}: ButtonProps) {
  const classes = ['button', variant !== 'plain' && `button--${variant}`, wide && 'button--wide'];
  return (
    <button type="button" class={classes.filter(Boolean).join(' ')} disabled={disabled} onClick={onClick}>
      {children}
    </button>
  );
}
