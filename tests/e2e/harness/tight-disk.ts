// A disk that can really be full: a program runs in mounts of its own, one of them small; it goes with the program.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withSystemFolders } from '../../find-tool.ts';

/** Whether there can be one: root may mount one, but not in every container. */
export function canMount(): boolean {
  return process.getuid?.() === 0 && run(onTightDisk('/mnt', 1, ['true']));
}

function run([program, ...rest]: string[]): boolean {
  return spawnSync(program!, rest, { env: withSystemFolders() }).status === 0;
}

/** Runs a command that sees a disk of so many MiB at `folder`, empty at first; nobody else sees it. */
export function onTightDisk(folder: string, sizeMiB: number, command: readonly string[]): string[] {
  const mount = `mount -t tmpfs -o size=${sizeMiB}m tight "$0" && exec "$@"`;
  return ['unshare', '--mount', 'sh', '-c', mount, folder, ...command];
}

export type TightDisk = {
  /** Where the program finds its disk. */
  readonly folder: string;
  /** Path of a program that does what the given one does, with the disk. */
  readonly program: string;
  /** Path of the disk for others, while the program runs. */
  fromOutside(): Promise<string>;
  /** To the last byte, while the program runs. */
  fill(): Promise<void>;
  /** Deletes what filled it. */
  free(): Promise<void>;
  remove(): Promise<void>;
};

export async function createTightDisk(sizeMiB: number, program: string): Promise<TightDisk> {
  const home = await mkdtemp(join(tmpdir(), 'fovea-disk-'));
  const [folder, script, idFile] = ['disk', 'program', 'id'].map((name) => join(home, name)) as [
    string,
    string,
    string,
  ];
  const words = onTightDisk(folder, sizeMiB, [program]).map((word) => `'${word}'`);
  // The process stays the same from the shell to the program.
  const lines = [
    '#!/bin/sh',
    `mkdir -p '${folder}'`,
    `echo $$ > '${idFile}'`,
    `exec ${words.join(' ')} "$@"`,
  ];
  writeFileSync(script, `${lines.join('\n')}\n`, { mode: 0o755 });
  const fromOutside = async (): Promise<string> =>
    `/proc/${(await readFile(idFile, 'utf8')).trim()}/root${folder}`;
  const filler = async (): Promise<string> => join(await fromOutside(), 'filler');
  return {
    folder,
    program: script,
    fromOutside,
    fill: async () => fillDisk(await filler()),
    free: async () => rmSync(await filler()),
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

function fillDisk(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (const bytes of [64 * 1024, 1]) writeUntilFull(file, Buffer.alloc(bytes));
  } finally {
    closeSync(file);
  }
}

function writeUntilFull(file: number, part: Buffer): void {
  for (;;) {
    try {
      writeSync(file, part);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return;
      throw error;
    }
  }
}
