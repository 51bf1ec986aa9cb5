import { Command } from "commander";
import { readConfig } from "../config";

export function workerCommand(): Command {
  return new Command("worker")
    .description("Do trainings and other long work of a server on another machine, until SIGTERM or SIGINT.")
    .option(
      "--connect [url]",
      "join through Inngest at this address (default: INNGEST_BASE_URL, or its cloud)",
    )
    .option("--serve", "instead, answer Inngest's calls at HOST:PORT/api/inngest")
    .option("--name <name>", "what this worker is called in logs (default: the machine's name)")
    .action(async (options: { connect?: string | true; serve?: boolean; name?: string }) => {
      const { work } = await import("./worker-process");
      await work(readConfig(process.env), options);
      process.exit(process.exitCode ?? 0);
    });
}
