import { describe, expect, test } from "bun:test";
import { profitCurve } from "../../../src/models/contact/action-value-curve";
import { strategicReport } from "../../../src/models/report/report";
import {
  ADVICE,
  blendedSpend,
  churnFigures,
  judgedChurn,
  judgedSpend,
  NO_ADVICE,
  SEGMENTS,
  spendFigures,
  trainedModels,
} from "../trained-models";

const report = strategicReport(trainedModels(), ADVICE);

/** The part of a report under a heading of the second level. */
function part(text: string, heading: string): string {
  const [, after] = text.split(`\n## ${heading}\n`);
  return after?.split("\n## ")[0] ?? "";
}

describe("the strategic report", () => {
  test("has its parts in the order in which they are needed", () => {
    expect([...report.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading!)).toEqual([
      "In short",
      "Segments",
      "What to do",
      "The same customers by RFM",
      "When customers order next",
      "Who is worth contacting",
      "What the evaluation showed",
      "What the data could not support",
      "How this was made",
    ]);
    expect(report).toStartWith("# Strategic report\n");
    expect(report).toEndWith("\n");
  });

  test("opens with the data it was made from, numbers grouped by thousands", () => {
    expect(report).toContain(
      "As of 9 December 2011: 4,338 customers, 18,532 orders, revenue of 8,887,209 since 1 December 2010.",
    );
  });

  test("says where the models learned from a part of the customers only", () => {
    const trained = trainedModels();
    const settings = { ...trained.settings, mostCustomersToLearnFrom: 4337 };
    expect(part(strategicReport({ ...trained, settings }, ADVICE), "How this was made")).toContain(
      "were learned from 4,337 of the customers, drawn at random; everyone is scored.",
    );
    expect(report).not.toContain("drawn at random");
  });

  test("says in short who matters, who leaves, what will be spent and whom to act on", () => {
    const short = part(report, "In short");
    expect(short).toContain("**Champions** are 28% of the customers and 72% of the revenue.");
    // 1,234 · 0.083 + 3,104 · 0.5 = 1,654.4 and 1,234 · 1,500.4 + 3,104 · 100 = 2,161,893.6.
    expect(short).toContain(
      "**1,650 of 4,338 customers** are expected not to order in the next 90 days; 1,560 to 1,780 in 4 of 5 cases.",
    );
    expect(short).toContain(
      "expected to spend **2,160,000** in the next 90 days; 1,750,000 to 2,650,000 in 4 of 5 cases.",
    );
    expect(short).toContain(
      "**Contact 1,017 customers**: that should bring 3,457, likely between 1,200 and 5,700, and cost 2,346.",
    );
  });

  test("tells the rule of the key accounts and what became of the earlier segments", () => {
    const trained = trainedModels();
    const movement = {
      continued: [0],
      returned: [],
      begun: [],
      ended: [],
      kept_share: 0.9,
      text: "Segments since the model before.",
    };
    const keyAccounts = { found: null, text: "No customers are set apart: of 40 none is under 1%." };
    const segmentation = { ...trained.segmentation, movement, keyAccounts };
    const segments = part(strategicReport({ ...trained, segmentation }, ADVICE), "Segments");
    expect(segments).toContain("\n\nNo customers are set apart: of 40 none is under 1%.\n");
    expect(segments).toContain("\n\nSegments since the model before.\n");
    expect(part(report, "Segments")).not.toContain("since the model before");
  });

  test("has a row for each RFM group with customers, and tells shares under 1 % by their first digit", () => {
    const group = {
      rfm_group: "Can't Lose Them",
      description: "",
      customers: 31,
      customer_share: 0.0071,
      revenue_share: 0.02,
      net_revenue_share: 0.013,
      avg_recency: 1,
      avg_frequency: 1,
      avg_monetary: 1,
      churn_rate: null,
      avg_future_spend: null,
      recommended_action: "Call",
    };
    const rfm = { ...trainedModels().rfm, groups: [group, { ...group, rfm_group: "Lost", customers: 0 }] };
    const rows = part(strategicReport(trainedModels({ rfm }), ADVICE), "The same customers by RFM")
      .split("\n")
      .filter((line) => line.startsWith("|"));
    expect(rows.slice(2)).toEqual(["| Can't Lose Them | 31 (0.7%) | 1% | not known |"]);
  });

  test("has a row for each segment and as many cells as there are headings", () => {
    const rows = part(report, "Segments")
      .split("\n")
      .filter((line) => line.startsWith("|"));
    expect(rows[2]!).toBe("| Champions | 1,234 (28%) | 72% | 12 days ago | 11.3 | 5,158 | 8% | 1,500 |");
    expect(rows[3]!).toBe("| Hibernating | 3,104 (72%) | 28% | 1 day ago | 1 | 812 | 50% | 100 |");
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map((row) => row.split("|").length))).toEqual(new Set([10]));
  });

  test("tells for each segment who they are, what to do and why", () => {
    const actions = part(report, "What to do");
    for (const { name, description, recommended_action, why } of SEGMENTS) {
      expect(actions).toContain(`### ${name}\n`);
      expect(actions).toContain(`customers who ${description}.`);
      expect(actions).toContain(`**${recommended_action}.** The reason: ${why}.`);
    }
  });

  test("advises no contact in a segment where it pays for nobody", () => {
    const { actionValue } = trainedModels();
    const known = { ...actionValue, curve: profitCurve(Float64Array.of(-1, 2)) };
    const text = part(strategicReport(trainedModels({ actionValue: known }), ADVICE), "What to do");
    const [champions, hibernating] = text.split("### ").slice(1);
    expect(champions).toContain("**No contact pays here: leave them be.**");
    expect(champions).not.toContain(SEGMENTS[0]!.recommended_action);
    expect(hibernating).toContain(`**${SEGMENTS[1]!.recommended_action}.**`);
    expect(hibernating).toContain("A contact pays for 1,017 of them.");
  });

  test("tells how good the models are beside the simple rules, and what that allows", () => {
    const shown = part(report, "What the evaluation showed");
    expect(shown).toContain("**Who leaves: Good.**");
    expect(shown).toContain("in 76% of the cases (recency alone: 71%; chance: 50%)");
    expect(shown).toContain("Log loss 0.543 against 0.602 for recency alone and 0.691 for");
    expect(shown).toContain(
      "3,370 customers were tested last. In 2 tests, oldest first, 41% and 44% were expected to leave, and 48% and 43% did: off by up to 7 percentage points. The share itself is no number to plan with. The file does not show the same season of the year before",
    );
    expect(shown).toContain("**What customers will spend: Fair.**");
    expect(shown).toContain(
      "It is the geometric mean of a Tweedie regression and the buy-till-you-die model, multiplied by 1.11 to reach the total forecast for the coming days.",
    );
    expect(shown).toContain("The intervals meant to contain 80% of the customers contained 79%.");
    expect(shown).toContain(
      "off by 1,234 a customer on average (mean spend 789; the same as in the last period: 1,457; the same for everyone: 2,346)",
    );
    expect(shown).toContain(
      "In 3 tests, oldest first, the expected total was 85%, 88%, and 93% of what came. The total is a number to plan with, give or take that much. The forecast follows last year's season.",
    );
    expect(shown).toContain("rank correlation was 0.457");
    expect(shown).toContain("Use it to choose between groups of customers");
  });

  test.each([
    [1.114, "1.11"],
    [0.8, "0.80"],
    [1, "1.00"],
  ])("tells that the total is multiplied by %d", (totalFactor, told) => {
    const all = { ...judgedSpend(), model: { ...blendedSpend(), totalFactor } };
    const shown = part(
      strategicReport(trainedModels({ spend: { all, base: judgedSpend() } }), ADVICE),
      "What the evaluation showed",
    );
    expect(shown).toContain(`multiplied by ${told} to reach the total forecast for the coming days.`);
  });

  test("tells nothing of totals where nobody spent anything in a test, and leaves no gap", () => {
    const levels = judgedSpend().evaluation!.levels.map((level) => ({ ...level, came: 0 }));
    const all = judgedSpend({ levels });
    const shown = part(
      strategicReport(trainedModels({ spend: { all, base: all } }), ADVICE),
      "What the evaluation showed",
    );
    expect(shown).toContain("contained 79%. Use it to choose between groups of customers");
    expect(shown).not.toContain("  ");
  });

  test("tells that the mean is all there is, and nothing of intervals where there are none", () => {
    const model = { ...blendedSpend(), kind: "mean" as const, members: [], constant: 12 };
    const all = { ...judgedSpend({ kind: "mean", intervalCoverage: null }), model, bands: null };
    const shown = part(
      strategicReport(trainedModels({ spend: { all, base: all } }), ADVICE),
      "What the evaluation showed",
    );
    expect(shown).toContain("Everyone gets the overall mean.");
    expect(shown).not.toContain("intervals");
    expect(shown).not.toContain("  ");
  });

  test("repeats every limitation, what was left out of the file, its notes and the fits that were refused", () => {
    const limits = part(report, "What the data could not support");
    expect(limits).toContain("- There are too few customers for small segments.\n");
    expect(limits).toContain(
      "149,217 of 541,909 rows were left out (144,025 without a customer, 5,192 equal to an earlier row)",
    );
    expect(limits).toContain("- The file mixes encodings.\n");
    expect(limits).toContain("- BG/NBD lies on its boundary.\n");
    expect(limits).not.toContain("Nothing was missing.");
  });

  test("tells at how many training cutoffs a buy-till-you-die fit was refused, and why at the newest", () => {
    const { btyd } = trainedModels();
    const at = (cutoff: number, ...refusals: string[]) => ({ cutoff, btyd: { ...btyd, refusals } });
    const earlierBtyd = [at(3), at(2, "BG/NBD: nobody is seen to leave."), at(1, "Older.")];
    const shown = part(
      strategicReport(trainedModels({ earlierBtyd }), ADVICE),
      "What the data could not support",
    );
    expect(shown).toContain(
      "- At 2 of 3 training cutoffs a buy-till-you-die fit was not used; at the newest of them: BG/NBD: nobody is seen to leave.",
    );
    expect(shown).not.toContain("Older.");
  });

  test("says so where nothing was missing", () => {
    const trained = trainedModels({ limitations: [] });
    const { cleaning, btyd } = trained;
    const complete = strategicReport(
      {
        ...trained,
        cleaning: { ...cleaning, rows_kept: cleaning.rows_read, dropped: {}, notes: [] },
        btyd: { ...btyd, refusals: [] },
      },
      ADVICE,
    );
    expect(part(complete, "What the data could not support").trim()).toBe("- Nothing was missing.");
  });
});

describe("where something could not be learned", () => {
  const unknown = strategicReport(
    trainedModels({
      segments: [SEGMENTS[0]!, { ...SEGMENTS[1]!, churn_rate: null, avg_future_spend: null }],
      churn: { all: { ...judgedChurn(), evaluation: null }, base: judgedChurn() },
      spend: { all: { ...judgedSpend(), evaluation: null }, base: judgedSpend() },
    }),
    NO_ADVICE,
  );

  test("a segment's chance of leaving and expected spend are said to be not known", () => {
    expect(part(unknown, "Segments")).toContain("| 1 | 812 | not known | not known |");
    expect(part(unknown, "Segments")).toContain("| 5,158 | 8% | 1,500 |");
  });

  test("totals that would need it are left out, and so is the advice to contact nobody", () => {
    expect(part(unknown, "In short").trim().split("\n")).toHaveLength(1);
  });

  test("the evaluation says that and why", () => {
    const shown = part(unknown, "What the evaluation showed");
    expect(shown).toContain("**Who leaves: not learned.** 373 days of orders");
    expect(shown).toContain("**What customers will spend: not learned.** 373 days of orders");
  });

  test("metrics that are not defined are not printed as NaN, null or Infinity", () => {
    const text = strategicReport(
      trainedModels({
        churn: {
          all: judgedChurn({ shipped: churnFigures({ auc: NaN }), churnRate: 0 }),
          base: judgedChurn(),
        },
        spend: {
          all: judgedSpend({ shipped: spendFigures({ total_ratio: Infinity, spearman: NaN }) }),
          base: judgedSpend(),
        },
      }),
      ADVICE,
    );
    expect(text).not.toMatch(/NaN|null|undefined|Infinity|∞/);
    expect(unknown).not.toMatch(/NaN|null|undefined|Infinity|∞/);
    expect(text).toContain("No one left in the test period");
  });
});
