import { Command } from "commander";
import { writeGenerated } from "./generate/write-generated";
import { wholeNumber } from "./options";

interface GenerateFlags {
  readonly rows: number;
  readonly seed: number;
  readonly out: string;
  readonly truth?: string;
}

export function generateCommand(): Command {
  return new Command("generate")
    .description("Write order lines like those of a real shop, from a purchase process whose truth is known.")
    .requiredOption("--rows <n>", "order lines to write", wholeNumber(1))
    .requiredOption("--out <file>", "the CSV file to write")
    .option("--seed <n>", "the same seed gives the same bytes", wholeNumber(0), 42)
    .option("--truth <file>", "also write each customer's true rates, P(alive) and expected spend")
    .action(async ({ rows, seed, out, truth }: GenerateFlags) => {
      await writeGenerated(out, { rows, seed, ...(truth !== undefined && { truth }) });
    });
}
