import { Command } from "commander";
import { readConfig } from "../config";

export function serveCommand(): Command {
  return new Command("serve")
    .description("Serve the API and run jobs until SIGTERM or SIGINT. Settings come from the environment.")
    .option("--demo", "train the tenant demo on the default data set if it has no model")
    .action(async ({ demo = false }: { demo?: boolean }) => {
      // Only here: the other commands do not need the server, and start faster without it.
      const { serve } = await import("./server-process");
      await serve(readConfig(process.env), { demo });
      // A library that still waits, such as for an unreachable Firestore, would keep the process alive.
      process.exit(0);
    });
}
