import type { ComponentChildren, VNode } from "preact";
import { segmentFiguresOf } from "../../../src/answers/segment-figures";
import type { ShopFigures } from "../../../src/answers/shop-figures";
import { Card } from "../../components/card";
import { UploadLink } from "../../components/for-role";
import { withQuery } from "../../components/pages";
import { useFormat } from "../../components/reader";
import { counted } from "../../counted";
import type { Format } from "../../format";
import type { ShownModel } from "../../model-page";
import { type Asked, customerLinks } from "./customer-links";

interface Task {
  readonly count: number;
  /** What is counted: `customers to call`. */
  readonly noun: string;
  readonly href: string;
  readonly todo: string;
  readonly why: ComponentChildren;
}

/** What to do this week, most urgent first; each with the customers that it is about. */
export function ThisWeekCard({
  shown,
  figures,
  asked,
}: {
  readonly shown: ShownModel;
  readonly figures: ShopFigures;
  readonly asked: Asked;
}): VNode {
  const format = useFormat();
  const tasks = tasksOf(shown, figures, asked, format).filter(({ count }) => count > 0);
  return (
    <Card title="What to do this week" note="Click a number to see exactly those customers.">
      {tasks.length === 0 ? (
        <Nothing isLearned={Number.isFinite(figures.expectedLeavers)} />
      ) : (
        <ol class="tasks">
          {tasks.map(({ count, noun, href, todo, why }) => (
            <li key={noun}>
              <a href={href}>
                <span class="value">{format.count(count)}</span>
                <span class="small">{noun}</span>
              </a>
              <div>
                <h3>{todo}</h3>
                <p class="soft small">{why}</p>
              </div>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

function Nothing({ isLearned }: { readonly isLearned: boolean }): VNode {
  if (isLearned) return <p>Nothing is urgent: no high-value customer is at risk, and nobody is overdue.</p>;
  return (
    <p>
      This file does not show who leaves, so nobody can be named yet.{" "}
      <UploadLink>A file that goes further back</UploadLink> would help.
    </p>
  );
}

function tasksOf(shown: ShownModel, figures: ShopFigures, asked: Asked, format: Format): Task[] {
  const { card } = shown;
  const { priority, overdue, contacts } = figures;
  const { at_risk, worth_a_call } = card.actions;
  const contact = card.settings.contact;
  return [
    {
      count: priority.customers,
      noun: priority.customers === 1 ? "customer to call" : "customers to call",
      href: customerLinks.priority(asked, at_risk, worth_a_call),
      todo: "Call or write personally to valuable customers at risk",
      why: `Worth more than three in four others and at least ${format.percent(at_risk)} likely to leave, where doing nothing costs more than a contact. ${format.money(priority.value)} of expected spend depends on them.`,
    },
    keyAccountsTask(shown, asked, format),
    {
      count: overdue.customers,
      noun: overdue.customers === 1 ? "customer overdue" : "customers overdue",
      href: customerLinks.overdue(asked),
      todo: "Remind customers who are late by their own rhythm",
      why: `Silent for longer than four in five of their own gaps between orders. ${format.money(overdue.value)} of spend is at stake.`,
    },
    {
      count: contacts.customers,
      noun: contacts.customers === 1 ? "customer worth contacting" : "customers worth contacting",
      href: withQuery("/app/audience", {
        contact_cost: contact.contact_cost,
        offer_cost: contact.offer_cost,
        margin_percent: percentOf(contact.margin),
        success_percent: percentOf(contact.success_rate),
        redeem_percent: percentOf(contact.redeem_rate),
        model: asked.model,
      }),
      todo: "Plan a campaign for customers worth contacting",
      why: `Expected profit ${format.money(contacts.value)} over ${card.action_value.horizon_days} days, if a contact costs ${format.money(contact.contact_cost)}, an offer ${format.money(contact.offer_cost)}, and one in ${format.decimal(1 / contact.success_rate, 0)} leavers is won back. Choose the best on the Audience page.`,
    },
  ];
}

/** Key accounts at risk: each one lost shows in the total. */
function keyAccountsTask(shown: ShownModel, asked: Asked, format: Format): Task {
  const { card } = shown;
  const { segment, customers, revenue_share: share } = card.segmentation.key_accounts;
  // The share that the segments' own figures show.
  const { revenue_share = share } = card.segmentation.summary.find((one) => one.segment === segment) ?? {};
  const atRisk = segment === null ? 0 : (segmentFiguresOf(shown.model).get(segment)?.atRisk ?? 0);
  return {
    count: atRisk,
    noun: atRisk === 1 ? "key account at risk" : "key accounts at risk",
    href: segment === null ? "" : customerLinks.ofSegment(asked, segment, card.actions.at_risk),
    todo: "Look after the key accounts at risk yourself",
    why: `The ${counted(customers, "key account", format)} hold ${format.percent(revenue_share)} of revenue: each one gained or lost shows in the total.`,
  };
}

/** 0.07 → 7, not 7.000000000000001. */
function percentOf(share: number): number {
  return Number((100 * share).toFixed(6));
}
