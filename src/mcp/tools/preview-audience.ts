import { Type as t } from "@sinclair/typebox";
import { audienceSums, chooseCustomers } from "../../answers/audience";
import { customersNeeded, detectableDifference, expectedShares } from "../../answers/campaign-power";
import { doubtOfGain } from "../../answers/quality";
import { AUDIENCE_BOUNDS, money, probability } from "../../api/resources/audience/bounds";
import { counted, number } from "../../figures";
import { checkContactTerms } from "../../models/contact/action-value";
import { DOUBT_WORDS } from "../../models/contact/claim";
import { MOST_CONTROL_SHARE } from "../../models/contact/control-group";
import { hundredths, likely, roughMoney, tenThousandths } from "../amounts";
import { withModel } from "../asked";
import { chosenCustomers } from "../chosen-customers";
import { About, Amount, Count, GainShape, gainShape, MODEL_ID, maybe, Share, SUMMARY } from "../shapes";
import { defineTool } from "../tool";

/** What contacting some customers should bring, before anybody does. */
export const previewAudience = defineTool({
  name: "preview_audience",
  title: "Preview an audience",
  description:
    "Work out what contacting the customers that match the filters should bring, without saving anything: how many match, how many a contact pays for, their revenue and expected spend, and the expected gain with its range and cost. Takes the filters of find_customers, the cost of a contact and an offer, and `most`. Only customers whom a contact pays for are kept, unless `everyone` is true. With `control_share` it also says which effect the groups could show. If `doubt` is not null, promise no sum.",
  input: t.Object(
    {
      model_id: MODEL_ID,
      ...AUDIENCE_BOUNDS,
      most: t.Optional(t.Integer({ minimum: 0, description: "At most so many, the best first." })),
      everyone: t.Optional(t.Boolean({ description: "true: also those whom a contact does not pay for." })),
      contact_cost: money("What contacting one customer costs; by default as the shop has set it."),
      offer_cost: money("What the offer costs for each customer who accepts it."),
      margin: t.Optional(
        t.Number({
          exclusiveMinimum: 0,
          maximum: 1,
          description: "Share of an order's value left after the cost of the goods.",
        }),
      ),
      success_rate: probability("Share of leavers that a contact wins back, 0 to 1."),
      redeem_rate: probability("Share of customers who would stay anyway but accept the offer, 0 to 1."),
      control_share: t.Optional(
        t.Number({
          minimum: 0,
          maximum: MOST_CONTROL_SHARE,
          description: "Share of them to leave alone and compare with.",
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: t.Object({
    summary: SUMMARY,
    about: About,
    matching: Count,
    kept: Count,
    revenue_so_far: Amount,
    expected_spend: Amount,
    gain: GainShape,
    doubt: maybe(t.String(), "Why no gain is promised; null if the forecasts support it."),
    best: t.Object(
      { customers: Count, gain: Amount },
      { description: "How many of the matching customers bring most together." },
    ),
    control: maybe(
      t.Object({
        contacts: Count,
        controls: Count,
        orders_anyway: Share,
        more_after_contact: Share,
        smallest_difference_shown: maybe(
          t.Number(),
          "In the share who order, 0 to 1; null if groups of these sizes can show none.",
        ),
        customers_needed: maybe(Count, "To show the expected effect with this share left alone."),
      }),
      "What a comparison with the control group can show; null without control_share.",
    ),
  }),
  answer: (input, asked) =>
    withModel(asked, input.model_id, async (shown) => {
      const { model_id: _, most = null, everyone = false, control_share: share, ...rest } = input;
      const { contact_cost, offer_cost, margin, success_rate, redeem_rate, ...chosen } = rest;
      const { model, card } = shown;
      const terms = shown.terms({
        contactCost: contact_cost,
        offerCost: offer_cost,
        margin,
        successRate: success_rate,
        redeemRate: redeem_rate,
      });
      checkContactTerms(terms);
      const advice = shown.advice(terms);
      const { filter, history, about } = await chosenCustomers(asked, shown, chosen, advice);
      const { rows, kept, gain, ladder } = chooseCustomers(model.customers, filter, history, advice, {
        most,
        everyone,
      });
      const { revenue, expectedSpend } = audienceSums(model.customers, kept);
      const doubt = kept.length === 0 ? null : doubtOfGain(card, gain);
      const shares = expectedShares(model.customers, advice, kept);
      const { currency } = about;
      return {
        summary:
          kept.length === 0
            ? `${counted(rows.length, "customer")} ${rows.length === 1 ? "matches" : "match"}; a contact pays for none of them on these terms.`
            : doubt !== null
              ? `${number.format(kept.length)} of ${counted(rows.length, "customer")} to contact, as a trial: ${lower(DOUBT_WORDS[doubt])}.`
              : `${number.format(kept.length)} of ${counted(rows.length, "customer")} to contact; that should bring ${roughMoney(gain.expected, currency)}, ${likely(gain, currency)}.`,
        about,
        matching: rows.length,
        kept: kept.length,
        revenue_so_far: hundredths(revenue),
        expected_spend: hundredths(expectedSpend),
        gain: gainShape(gain),
        doubt: doubt && `${DOUBT_WORDS[doubt]}.`,
        best: { customers: ladder.best.customers, gain: hundredths(ladder.best.profit) },
        control: share === undefined ? null : comparison(kept.length, share, shares),
      };
    }),
});

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** What groups of about these sizes can show. The control group is drawn when a campaign is saved. */
function comparison(
  customers: number,
  share: number,
  { baseRate, lift }: { baseRate: number; lift: number },
) {
  const controls = Math.round(share * customers);
  const least = detectableDifference(baseRate, customers - controls, controls);
  return {
    contacts: customers - controls,
    controls,
    orders_anyway: tenThousandths(baseRate),
    more_after_contact: tenThousandths(lift),
    smallest_difference_shown: least === null || least >= 1 ? null : tenThousandths(least),
    customers_needed: customersNeeded(baseRate, lift, share),
  };
}
