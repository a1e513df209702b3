// Other people's programs that tests ask, where they are installed.
import { spawnSync } from 'node:child_process';

/** Set by `.ci/run`, which installs all of them: there no test may be skipped for want of one. */
const REQUIRED = process.env.FOVEA_TOOLS === 'required';

/**
 * Whether a program of Debian's can be run here.
 * @throws {Error} where it must be, and is not
 */
export function hasTool(name: string): boolean {
  const there = spawnSync('sh', ['-c', `command -v ${name}`], { env: withSystemFolders() }).status === 0;
  if (!there && REQUIRED) throw new Error(`${name} is not installed. Run: apt-get install ${name}`);
  return there;
}

/** Servers lie where only root's PATH leads. */
export function withSystemFolders(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
}
