#!/usr/bin/env bun
import { Command, CommanderError } from "commander";
import { backupCommand } from "./commands/backup";
import { checkCommand } from "./commands/check";
import { contactsCommand } from "./commands/contacts";
import { doctorCommand } from "./commands/doctor/doctor";
import { evaluateCommand } from "./commands/evaluate";
import { exportCommand } from "./commands/export";
import { generateCommand } from "./commands/generate";
import { inviteCommand } from "./commands/invite";
import { keysCommand } from "./commands/keys";
import { mirrorCommand } from "./commands/mirror";
import { monitorCommand } from "./commands/monitor";
import { withVersion } from "./commands/options";
import { overdueCommand } from "./commands/overdue";
import { predictCommand } from "./commands/predict";
import { restoreCommand } from "./commands/restore";
import { serveCommand } from "./commands/serve";
import { storageCommand } from "./commands/storage";
import { trainCommand } from "./commands/train";
import { UserError } from "./errors";

/** Exit codes: 0 done, 1 the input cannot be used (one clear sentence), 2 the command was called wrongly. */
const EXIT = { done: 0, badInput: 1, usage: 2 } as const;

const program = withVersion(new Command("perennial"))
  .description(
    "Turns a retailer's order lines into decisions: segments, churn, lifetime value and what to do.",
  )
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()
  .addCommand(checkCommand())
  .addCommand(trainCommand())
  .addCommand(predictCommand())
  .addCommand(overdueCommand())
  .addCommand(contactsCommand())
  .addCommand(evaluateCommand())
  .addCommand(monitorCommand())
  .addCommand(generateCommand())
  .addCommand(serveCommand())
  .addCommand(keysCommand())
  .addCommand(inviteCommand())
  .addCommand(backupCommand())
  .addCommand(doctorCommand())
  .addCommand(exportCommand())
  .addCommand(mirrorCommand())
  .addCommand(restoreCommand())
  .addCommand(storageCommand());
for (const command of program.commands) {
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
