import { serve } from "./commands/server-process";
import { readConfig } from "./config";
import { UserError } from "./errors";

try {
  await serve(readConfig(process.env), { demo: true });
  process.exit(0);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`error: ${error.message}`);
  process.exit(1);
}
