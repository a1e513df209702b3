/** The frame of a command: its help or what it has to say, and why it came to nothing. */

/** @param run gets the arguments, and gives what is written when it is done */
export async function runCommand(usage: string, run: (args: string[]) => Promise<string>): Promise<void> {
  try {
    const args = process.argv.slice(2);
    process.stdout.write(`${args.includes('--help') ? usage : await run(args)}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode ??= 1;
  }
}
