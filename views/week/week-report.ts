import { adviceOf, contactTerms } from "../../src/answers/advice";
import { modelJson } from "../../src/answers/model-files";
import { ordersOfModel } from "../../src/answers/orders";
import { doubtOfGain } from "../../src/answers/quality";
import { ageOfScores } from "../../src/models/churn/gates";
import type { Advice, Move } from "../../src/models/contact/advice";
import type { ModelCard } from "../../src/models/model-card";
import type { WeeklyReport } from "../../src/notify/reports/weekly-loop";
import { rangeWords } from "../components/gain";
import { type Format, formatFor } from "../format";
import { MOST_MOVES } from "../pages/overview/week-words";
import { readTenantSettings } from "../tenant-settings";
import { campaignSection } from "./campaign-section";
import { doubtsSection, leadOf, movesSection, salesSection } from "./sections";
import type { Week, WeekContext } from "./week";

/** The tenant's week by its default model; null if it has none. */
export async function weekReport(context: WeekContext, tenant: string): Promise<WeeklyReport | null> {
  const { store, models, config, now } = context;
  const id = store.tenants.defaultModel(tenant);
  const row = id === null ? null : store.models.find(tenant, id);
  if (!row) return null;
  const settings = readTenantSettings(context, tenant);
  return models.use(row, async (model) => {
    const { card } = model;
    const advice = adviceOf(model, contactTerms(card, store.tenants.settings(tenant)));
    const moves = advice.moves.slice(0, MOST_MOVES);
    const href = (path: string) => config.publicUrl && config.publicUrl + path;
    const week: Week = { row, model, card, advice, moves, format: formatFor(settings), href };
    const [orders, drift, campaign] = await Promise.all([
      ordersOfModel(context, row.artifactPrefix, model),
      modelJson(context, row, "drift.json"),
      campaignSection(context, tenant, week),
    ]);
    const age = ageOfScores(Date.parse(card.as_of), now());
    const sections = [
      movesSection(week),
      campaign,
      orders && salesSection(week, orders),
      doubtsSection(week, drift),
    ];
    return {
      report: {
        tenant,
        title: titleOf(week, age?.found ?? null),
        warning: age?.text ?? null,
        lead: leadOf(week),
        sections: sections.filter((section) => section !== null),
        url: href("/app"),
      },
      data: dataOf(week),
    };
  });
}

/** The answer, after how old it is. */
function titleOf({ card, advice, moves, format }: Week, daysOld: number | null): string {
  const old = daysOld === null ? "" : `Newest order ${format.count(daysOld)} days ago; `;
  const answer = answerOf(card, advice, moves, format);
  return old === "" ? answer : old + answer[0]!.toLowerCase() + answer.slice(1);
}

function answerOf(card: ModelCard, advice: Advice, moves: readonly Move[], format: Format): string {
  if (moves.length === 0)
    return advice.gain.some((gain) => !Number.isNaN(gain))
      ? "No contact pays this week"
      : "Nobody can be named this week";
  const count = `${format.count(moves.length)} move${moves.length === 1 ? "" : "s"}`;
  const gain = advice.sumOfMoves(moves);
  if (doubtOfGain(card, gain) !== null) return `${count} worth a trial this week`;
  return `${count} this week, expected gain ${rangeWords(gain, format)}`;
}

function dataOf({ row, card, advice, moves }: Week): WeeklyReport["data"] {
  const isPromised = moves.length > 0 && doubtOfGain(card, advice.sumOfMoves(moves)) === null;
  return {
    model_id: row.id,
    as_of: card.as_of,
    moves: moves.map(({ key, rows, gain }) => ({
      move: key,
      customers: rows.length,
      expected_gain: gain.expected,
      gain_low: gain.low,
      gain_high: gain.high,
      cost: gain.cost,
    })),
    is_promised: isPromised,
  };
}
