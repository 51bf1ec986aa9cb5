import { Type as t } from "@sinclair/typebox";
import { doubtOfGain } from "../../answers/quality";
import { counted, percent } from "../../figures";
import type { Advice } from "../../models/contact/advice";
import { DOUBT_WORDS } from "../../models/contact/claim";
import { moveWords } from "../../models/contact/moves";
import { hundredths, likely, roughMoney, tenThousandths } from "../amounts";
import { withModel } from "../asked";
import { About, Amount, Count, GainShape, gainShape, MODEL_ID, maybe, Share, SUMMARY } from "../shapes";
import { defineTool } from "../tool";

const USUAL_MOVES = 5;

/** What to do this week, as the first page of the dashboards says it. */
export const thisWeek = defineTool({
  name: "this_week",
  title: "This week's moves",
  description:
    "Say what the shop should do this week: groups of customers worth a contact, each with its reason and the gain to expect with its range, best first. Only customers whom a contact pays for are in a move, each in exactly one. List a move's customers with find_customers and its `move`. If `doubt` is not null, present the moves as a trial and promise no sum.",
  input: t.Object(
    {
      model_id: MODEL_ID,
      most: t.Optional(
        t.Integer({
          minimum: 1,
          maximum: 20,
          description: `At most so many moves; ${USUAL_MOVES} by default.`,
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: t.Object({
    summary: SUMMARY,
    about: About,
    doubt: maybe(t.String(), "Why no sum is promised; null if the forecasts support one."),
    total: maybe(GainShape, "Of the moves listed together; null where a doubt forbids a promise."),
    moves: t.Array(
      t.Object({
        move: t.String({ description: "The key that find_customers and preview_audience take." }),
        title: t.String(),
        reason: t.String(),
        gain: GainShape,
        no_order_probability: Share,
        worth_if_kept: Amount,
      }),
    ),
    other_moves: Count,
    terms: t.Record(t.String(), t.Number(), {
      description: "What a contact costs and brings, as the shop has set it.",
    }),
  }),
  answer: ({ model_id, most = USUAL_MOVES }, asked) =>
    withModel(asked, model_id, (shown) => {
      const { card, about } = shown;
      const advice = shown.advice();
      const moves = advice.moves.slice(0, most);
      const gain = advice.sumOfMoves(moves);
      const doubt = moves.length === 0 ? null : doubtOfGain(card, gain);
      const names = new Map(card.segmentation.summary.map(({ segment, name }) => [segment, name]));
      const { currency } = about;
      return {
        summary:
          moves.length === 0
            ? nobodyPays(advice, currency)
            : doubt !== null
              ? `${counted(moves.length, "move")} worth a trial. ${DOUBT_WORDS[doubt]}, so try one and let its control group tell.`
              : `${counted(moves.length, "move")} should bring ${roughMoney(gain.expected, currency)}, ${likely(gain, currency)}, over ${counted(about.spend_horizon_days, "day")}.`,
        about,
        doubt: doubt && `${DOUBT_WORDS[doubt]}.`,
        total: moves.length === 0 || doubt !== null ? null : gainShape(gain),
        moves: moves.map(({ key, kind, segment, leaving, value, gain: own }) => ({
          move: key,
          ...moveWords(kind, names.get(segment ?? -1) ?? "", {
            leaving: percent.format(leaving),
            value: roughMoney(value, currency),
          }),
          gain: gainShape(own),
          no_order_probability: tenThousandths(leaving),
          worth_if_kept: hundredths(value),
        })),
        other_moves: advice.moves.length - moves.length,
        terms: { ...termsShape(advice) },
      };
    }),
});

function termsShape({ terms }: Advice) {
  return {
    contact_cost: terms.contactCost,
    offer_cost: terms.offerCost,
    margin: terms.margin,
    success_rate: terms.successRate,
    redeem_rate: terms.redeemRate,
  };
}

/** Why no contact is advised, and what would have to change. */
function nobodyPays(advice: Advice, currency: string | null): string {
  if (advice.gain.every(Number.isNaN))
    return "The file does not show who leaves, so nobody can be named yet. A file that goes further back would help.";
  const { successRate, margin, contactCost, offerCost } = advice.breakEven();
  const changes = [
    successRate !== null && `${percent.format(successRate)} of leavers were won back`,
    margin !== null && `the margin were ${percent.format(margin)}`,
    offerCost !== null && `the offer cost less than ${roughMoney(offerCost, currency)}`,
    contactCost !== null && `a contact cost less than ${roughMoney(contactCost, currency)}`,
  ].filter((words) => words !== false);
  return changes.length > 0
    ? `No contact pays on the shop's terms. The first would pay if ${changes.join(", or if ")}.`
    : "No contact pays on the shop's terms, and no single one of them would change that: customers would have to spend more.";
}
