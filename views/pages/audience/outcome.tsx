import type { VNode } from "preact";
import type { Difference, GroupOutcome } from "../../../src/answers/uplift";
import type { MeasuredCampaign } from "../../../src/api/resources/campaigns/measured";
import type { KnownCampaign } from "../../../src/store/campaigns";
import { IntervalChart } from "../../charts/interval-chart";
import { Card, Notice, Stat } from "../../components/card";
import { ForRole } from "../../components/for-role";
import { useFormat } from "../../components/reader";
import type { Format } from "../../format";
import type { TenantSettings } from "../../tenant-settings";

interface OutcomeProps {
  readonly campaign: KnownCampaign;
  readonly measured: MeasuredCampaign;
  readonly settings: TenantSettings;
}

/** What the contacts did, so far as the groups can tell. */
export function Outcome({ campaign, measured, settings }: OutcomeProps): VNode {
  const format = useFormat();
  const { contact, control, asOf, share, spend, gain, cap } = measured;
  const points = (value: number) =>
    `${signed(value, format.decimal(100 * Math.abs(value), 1))} percentage points`;
  const money = (value: number) => signedMoney(value, format);
  return (
    <>
      <div class="grid narrow">
        <GroupStat label="Ordered, of those contacted" group={contact} />
        <GroupStat label="Ordered, of those left alone" group={control} />
        <Stat
          label="Spend per head, contacted"
          value={format.money(contact.meanSpend)}
          note={`As of ${format.date(asOf)}`}
        />
        <Stat
          label="Spend per head, left alone"
          value={format.money(control.meanSpend)}
          note="Including those without an order"
        />
      </div>
      {share && spend ? (
        <div class="grid wide">
          <Card
            title="Customers with an order"
            note="Contacted minus left alone, with the range that contains the true difference in 95 of 100 cases."
          >
            <IntervalChart
              name="uplift-share"
              title="Difference in the share of customers with an order"
              label="Difference, percentage points"
              format={(value) => signed(value, format.decimal(100 * Math.abs(value), 1))}
              {...share}
            />
            <p>{verdict(share, points(share.value), "ordered")}</p>
            <p class="soft small">
              For all {format.count(contact.customers)} contacted that is{" "}
              {about(share, contact.customers, format.count)} customers.
            </p>
          </Card>
          <Card
            title="Spend per customer"
            note="Contacted minus left alone, with the range that contains the true difference in 95 of 100 cases."
          >
            <IntervalChart
              name="uplift-spend"
              title="Difference in mean spend per customer"
              label="Difference in spend per customer"
              format={money}
              {...spend}
            />
            <p>{spendVerdict(spend, format)}</p>
            <p class="soft small">
              {cap < Infinity &&
                `The largest hundredth of the buyers counts as ${format.money(cap)} each, so that no giant order decides. `}
              For all {format.count(contact.customers)} contacted that is{" "}
              {about(spend, contact.customers, format.shortMoney)}. Costs are not deducted.
            </p>
          </Card>
          {gain && <GainCard campaign={campaign} gain={gain} />}
          {measured.isComplete && measured.successRate && (
            <LearnedCard measured={measured} settings={settings} />
          )}
        </div>
      ) : (
        <Notice>{NO_GROUP} Hold out a control group next time.</Notice>
      )}
    </>
  );
}

/** The profit that was measured beside the one promised. */
function GainCard({
  campaign: { promise },
  gain,
}: {
  readonly campaign: KnownCampaign;
  readonly gain: Difference;
}): VNode {
  const format = useFormat();
  const { amount, range } = gainVerdict(gain, format);
  return (
    <Card title="Profit" note="The margin on what was spent beyond those left alone, less the expected cost.">
      <p>
        Measured: <strong>{amount}</strong>, {range}.
      </p>
      {promise && (
        <p>
          Promised: {format.money(promise.expected)}.{" "}
          {promise.expected >= gain.low && promise.expected <= gain.high
            ? "The result does not contradict that."
            : "The result contradicts that."}
        </p>
      )}
    </Card>
  );
}

/** The success rate that the campaign showed, and the button that makes it the usual one. */
function LearnedCard({ measured, settings }: Pick<OutcomeProps, "measured" | "settings">): VNode {
  const format = useFormat();
  const { value, low, high } = measured.successRate!;
  const percent = (share: number) => Number((100 * share).toFixed(2));
  const usual = {
    contact_cost: settings.contactCost,
    offer_cost: settings.offerCost,
    margin: percent(settings.margin),
    success_rate: percent(value),
    redeem_rate: percent(settings.redeemRate),
  };
  return (
    <Card title="What was learned" note="The share of those who would have left whom the contacts won back.">
      <p>
        <strong>{format.percent(value)}</strong>, with 95% certainty between {format.percent(low)} and{" "}
        {format.percent(high)}. Your terms say {format.percent(settings.successRate)}.
      </p>
      {value > 0 && value <= 1 && (
        <ForRole needs="analyst">
          <form method="post" action="/app/settings/contact">
            {Object.entries(usual).map(([name, amount]) => (
              <input key={name} type="hidden" name={name} value={amount} />
            ))}
            <button class="secondary" type="submit">
              Count on {format.percent(value)} from now on
            </button>
          </form>
        </ForRole>
      )}
    </Card>
  );
}

function GroupStat({ label, group }: { readonly label: string; readonly group: GroupOutcome }) {
  const format = useFormat();
  return (
    <Stat
      label={label}
      value={format.percent(group.customers === 0 ? null : group.buyers / group.customers)}
      note={`${format.count(group.buyers)} of ${format.count(group.customers)}`}
    />
  );
}

/** `+£12`, `−£12`. */
export function signedMoney(value: number, format: Format): string {
  return signed(value, format.money(Math.abs(value)));
}

/** What the contacts did to what each customer spent, as far as the interval allows to say. */
export function spendVerdict(spend: Difference, format: Format): string {
  return verdict(spend, `${signedMoney(spend.value, format)} per customer`, "spent");
}

/** What the contacts brought after their cost. */
export function gainVerdict(
  gain: Difference,
  format: Format,
): { readonly amount: string; readonly range: string } {
  return {
    amount: format.money(gain.value),
    range: `with 95% certainty between ${format.wholeMoney(gain.low)} and ${format.wholeMoney(gain.high)}`,
  };
}

/** Whoever has no group to compare with learns nothing. */
export const NO_GROUP =
  "With fewer than two customers in a group, nobody can tell what the contacts did: some would have ordered anyway.";

/** With its sign, which no line breaks off. */
function signed(value: number, magnitude: string): string {
  return value > 0 ? `+${magnitude}` : value < 0 ? `−\u2060${magnitude}` : magnitude;
}

/** What the interval allows to say. */
function verdict({ low, high }: Difference, shown: string, did: string): string {
  if (low > 0) return `The contacts worked: ${shown}, more than chance explains.`;
  if (high < 0)
    return `Those contacted ${did} less than those left alone: ${shown}, more than chance explains.`;
  return `The difference of ${shown} may well be chance. Larger groups would tell more.`;
}

function about({ value, low, high }: Difference, customers: number, show: (value: number) => string): string {
  const all = (part: number) => signed(part, show(Math.abs(part * customers)));
  return `about ${all(value)}, between ${all(low)} and ${all(high)}`;
}
