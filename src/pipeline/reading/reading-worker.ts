import { UserError } from "../../errors";
import type { Question, Reply } from "./reading-process";
import { READINGS } from "./tasks";

/** Reads foreign files for its parent, one after the other, and ends with it. */
process.on("disconnect", () => process.exit());
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
process.on("message", async ({ kind, task }: Question) => {
  const reply = await replyTo(() => READINGS[kind](task as never));
  Bun.gc(true);
  if (process.connected) process.send!(reply);
});

async function replyTo(read: () => Promise<unknown>): Promise<Reply> {
  try {
    return { outcome: await read() };
  } catch (error) {
    if (error instanceof UserError) return { refused: error.message };
    return { defect: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
