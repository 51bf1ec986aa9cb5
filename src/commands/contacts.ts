import { Command } from "commander";
import { planContacts } from "../answers/contact-plan";
import { contactsCsv, scoredCustomers } from "../answers/customer-lists";
import { DEFAULT_CONTACT_TERMS } from "../models/contact/action-value";
import { wholeNumber } from "./options";
import { printAll } from "./print-all";

interface ContactsFlags {
  readonly model: string;
  readonly contactCost: number;
  readonly offerCost: number;
  readonly margin: number;
  readonly successRate: number;
  readonly redeemRate: number;
  readonly top?: number;
}

export function contactsCommand(): Command {
  const { contactCost, offerCost, margin, successRate, redeemRate } = DEFAULT_CONTACT_TERMS;
  return new Command("contacts")
    .description("List the customers who are worth contacting on given terms, best first, as CSV.")
    .requiredOption("--model <dir>", "the model folder that train wrote")
    .option("--contact-cost <money>", "cost of contacting one customer", Number, contactCost)
    .option("--offer-cost <money>", "cost of the offer for each customer who takes it", Number, offerCost)
    .option("--margin <share>", "share of an order that is margin", Number, margin)
    .option(
      "--success-rate <share>",
      "share of leaving customers that a contact wins back",
      Number,
      successRate,
    )
    .option("--redeem-rate <share>", "share of staying customers who take the offer too", Number, redeemRate)
    .option("--top <n>", "at most this many", wholeNumber(1))
    .action(runContacts);
}

async function runContacts({ model, top, ...terms }: ContactsFlags): Promise<void> {
  const { contacts, ladder } = planContacts(await scoredCustomers(model), terms, top ?? Infinity);
  await printAll(contactsCsv(contacts));
  const all = ladder.cumulative.length - 1;
  const { customers, profit } = ladder.best;
  console.error(
    `Contacting ${customers} of ${all} customers is expected to pay off and bring ${profit.toFixed(0)} in total; contacting everyone would bring ${ladder.cumulative[all]!.toFixed(0)}.`,
  );
}
