#!/usr/bin/env bun
import { Command, CommanderError } from "commander";
import { withVersion } from "./commands/options";
import { withPatientCompiler } from "./commands/patient-compiler";
import { UserError } from "./errors";

/** Exit codes: 0 done, 1 the input cannot be used (one clear sentence), 2 the command was called wrongly. */
const EXIT = { done: 0, badInput: 1, usage: 2 } as const;

/** Each is loaded only when it is asked for: together, they import nearly everything. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import("./commands/check")).checkCommand(),
  train: async () => (await import("./commands/train")).trainCommand(),
  predict: async () => (await import("./commands/predict")).predictCommand(),
  overdue: async () => (await import("./commands/overdue")).overdueCommand(),
  contacts: async () => (await import("./commands/contacts")).contactsCommand(),
  evaluate: async () => (await import("./commands/evaluate")).evaluateCommand(),
  monitor: async () => (await import("./commands/monitor")).monitorCommand(),
  generate: async () => (await import("./commands/generate")).generateCommand(),
  serve: async () => (await import("./commands/serve")).serveCommand(),
  keys: async () => (await import("./commands/keys")).keysCommand(),
  invite: async () => (await import("./commands/invite")).inviteCommand(),
  backup: async () => (await import("./commands/backup")).backupCommand(),
  doctor: async () => (await import("./commands/doctor/doctor")).doctorCommand(),
  export: async () => (await import("./commands/export")).exportCommand(),
  mcp: async () => (await import("./commands/mcp")).mcpCommand(),
  mirror: async () => (await import("./commands/mirror")).mirrorCommand(),
  restore: async () => (await import("./commands/restore")).restoreCommand(),
  worker: async () => (await import("./commands/worker")).workerCommand(),
  storage: async () => (await import("./commands/storage")).storageCommand(),
};

const asked = process.argv[2] ?? "";
if (asked === "train" || asked === "evaluate") withPatientCompiler();
const program = withVersion(new Command("perennial"))
  .description(
    "Turns a retailer's order lines into decisions: segments, churn, lifetime value and what to do.",
  )
  .configureHelp({ showGlobalOptions: true })
  .exitOverride();
const names = Object.hasOwn(COMMANDS, asked) ? [asked] : Object.keys(COMMANDS);
for (const command of await Promise.all(names.map((name) => COMMANDS[name]!()))) {
  program.addCommand(command);
  command.exitOverride();
  for (const part of command.commands) part.exitOverride();
}

// A reader that has seen enough, such as head, closes the pipe. That is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.done);
  throw error;
});
process.exitCode = await run();

async function run(): Promise<number> {
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
