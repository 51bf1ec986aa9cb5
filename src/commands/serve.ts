import { Command } from "commander";
import { readConfig } from "../config";

export function serveCommand(): Command {
  return new Command("serve")
    .description("Serve the API and run jobs until SIGTERM or SIGINT. Settings come from the environment.")
    .option("--demo", "train the tenant demo on the default data set where it has no model")
    .action(async ({ demo = false }: { demo?: boolean }) => {
      // Only here: the other commands do without the server, and start faster for it.
      const { serve } = await import("./server-process");
      await serve(readConfig(process.env), { demo });
      // What a library still waits for, such as a Firestore that does not answer, would keep the process.
      process.exit(0);
    });
}
