import { Command, CommanderError } from "commander";
import { UserError } from "../errors";
import { withVersion } from "./options";

/** Exit codes: 0 done, 1 the input cannot be used (one clear sentence), 2 the command was called wrongly. */
const EXIT = { done: 0, badInput: 1, usage: 2 } as const;

/** Loads a command. */
export type Loading = () => Promise<Command>;

/**
 * Runs the command that the process was called with. Each is loaded only when it is asked for: together, they import nearly
 * everything.
 */
export async function runProgram(commands: Readonly<Record<string, Loading>>): Promise<void> {
  const asked = process.argv[2] ?? "";
  const program = withVersion(new Command("perennial"))
    .description(
      "Turns a retailer's order lines into decisions: segments, churn, lifetime value and what to do.",
    )
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  const names = Object.hasOwn(commands, asked) ? [asked] : Object.keys(commands);
  for (const command of await Promise.all(names.map((name) => commands[name]!()))) {
    program.addCommand(command);
    command.exitOverride();
    for (const part of command.commands) part.exitOverride();
  }
  // A reader that has seen enough, such as head, closes the pipe. That is not an error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT.done);
    throw error;
  });
  process.exitCode = await outcomeOf(program);
}

async function outcomeOf(program: Command): Promise<number> {
  try {
    await program.parseAsync();
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (!(error instanceof UserError)) throw error;
    console.error(`error: ${error.message}`);
    return EXIT.badInput;
  }
}
