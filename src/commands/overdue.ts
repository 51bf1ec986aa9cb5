import { Command } from "commander";
import { overdueCsv, scoredCustomers } from "../answers/customer-lists";
import { overdueCustomers, whyNobody } from "../answers/overdue";
import { wholeNumber } from "./options";
import { printAll } from "./print-all";

export function overdueCommand(): Command {
  return new Command("overdue")
    .description("List the customers who are late by their own rhythm, most to lose first, as CSV.")
    .requiredOption("--model <dir>", "the model folder that train wrote")
    .option("--top <n>", "how many", wholeNumber(1), 100)
    .action(async ({ model, top }: { model: string; top: number }) => {
      const customers = await scoredCustomers(model);
      const overdue = overdueCustomers(customers, top);
      await printAll(overdueCsv(overdue));
      if (overdue.length === 0) console.error(whyNobody(customers));
    });
}
