import { oldestOrder } from "../../src/customers/labels";
import { probabilityOf } from "../../src/learning/log-odds";
import { Random } from "../../src/learning/random";
import { ChurnTests, knownWindow, levelOf, weightsAfter } from "../../src/models/churn/churn-tests";
import { votersOf, votes } from "../../src/models/churn/members";
import { spendToTell, take, takeValues } from "../../src/models/judging/labelled-rows";
import { foldsUntil } from "../../src/models/judging/protocol";
import { blendOf } from "../../src/models/judging/weigh-votes";
import { DEFAULT_SETTINGS } from "../../src/models/settings";
import { expectedSpend } from "../../src/models/spend/lifetime-value";
import { horizonFactors } from "../../src/models/spend/spend-horizon";
import { memberSpend } from "../../src/models/spend/spend-members";
import { SpendTests, totalLevel } from "../../src/models/spend/spend-tests";
import { intervals, promisedBands, promisesBefore } from "../../src/models/spend/train-spend";
import { isoDay } from "../../src/time";
import type { ShopRows } from "./rows";
import type { Contender } from "./rules";
import type { Answer, Trial } from "./trial";

type Asked = Answer & { readonly note: string; readonly members: readonly Contender[] };

/** The product's tests of one shop and horizon, which its trials share. */
export class OurTests {
  readonly #made = new Map<number, { churn: ChurnTests; spend: SpendTests }>();

  constructor(readonly rows: ShopRows) {}

  at(horizonDays: number): { churn: ChurnTests; spend: SpendTests } {
    const made = this.#made.get(horizonDays);
    if (made) return made;
    const random = new Random(DEFAULT_SETTINGS.seed);
    const given = [this.rows.snapshots(horizonDays), "all", horizonDays] as const;
    const tests = {
      churn: new ChurnTests(...given, random.fork("churn all")),
      spend: new SpendTests(...given, random.fork("spend all")),
    };
    this.#made.set(horizonDays, tests);
    return tests;
  }
}

/**
 * What the product answers in a trial, by the steps of its training, with what it chose. This is the only file of the
 * check that knows how the product trains; it uses no label of the tested window.
 */
export function ours(tests: OurTests, trial: Trial): Asked {
  const { learnDays, horizonDays, testCutoff } = trial;
  const answer = trial.heldOut === null ? laterDays(tests, trial) : heldOut(tests, trial);
  const { btyd } = tests.rows.snapshots(learnDays).at(testCutoff);
  const factors = takeValues(horizonFactors(btyd, learnDays, horizonDays), tests.rows.testedRows(trial));
  const stretched = (values: Float64Array) => values.map((value, i) => value * factors[i]!);
  return {
    churn: answer.churn.map((p, i) => p ** factors[i]!),
    spend: stretched(answer.spend),
    low: stretched(answer.low),
    high: stretched(answer.high),
    members: answer.members.map(({ name, churn, spend }) => ({
      name,
      churn: churn?.map((p, i) => p ** factors[i]!) ?? null,
      spend: spend && stretched(spend),
    })),
    note: `${isoDay(testCutoff)}: ${answer.note}`,
  };
}

/** As a training on the day of the test would answer. */
function laterDays(tests: OurTests, trial: Trial): Asked {
  const { learnDays, testCutoff } = trial;
  const x = tests.rows.tested(trial);
  const folds = foldsUntil(oldestOrder(tests.rows.shop.purchases), testCutoff, learnDays);
  const { trainCutoffs } = folds.at(-1)!;
  const { churn, spend } = tests.at(learnDays);
  const fit = churn.fitAt(trainCutoffs, testCutoff);
  const weights = weightsAfter(
    folds.slice(0, -1).map((fold) => churn.at(fold)),
    fit.members,
  );
  const { lastYear } = churn.forecast(fit, weights, testCutoff);
  const spent = spend.fitAt(trainCutoffs, testCutoff, x);
  const predicted = expectedSpend(spent.model, x);
  const earlier = folds.slice(0, -1).map((fold) => spend.at(fold));
  const train = tests.rows.training({ ...trial, trainCutoffs });
  const kinds = votersOf(fit.members);
  const voters = kinds.map((voter, i) => `${voter} ${weights[i]!.toFixed(2)}`);
  const cast = votes(fit.members, x);
  const told = (chosen: readonly number[]) => {
    const { level } = churn.forecast(fit, chosen, testCutoff);
    return blendOf(cast, chosen).map((value) => probabilityOf(value + level));
  };
  return {
    churn: told(weights),
    members: [
      ...kinds.map((kind) => ({
        name: `member: ${kind}`,
        churn: told(kinds.map((other) => +(other === kind))),
        spend: null,
      })),
      ...spent.model.members.map(({ member }) => {
        const own = memberSpend(member, x, spend.features);
        const scale = Math.exp(totalLevel(own, predicted));
        return { name: `member: ${member.kind}`, churn: null, spend: own.map((value) => scale * value) };
      }),
    ],
    spend: predicted,
    ...intervals(
      promisedBands(promisesBefore(earlier, { model: spent.model, train }), spent.level),
      predicted,
    ),
    note: `${voters.join(", ")}; last year counts ${(lastYear ?? 0).toFixed(2)} in churn, ${(spent.level.lastYear ?? 0).toFixed(2)} in spend`,
  };
}

/** Of customers held out of windows that are known. */
function heldOut(tests: OurTests, trial: Trial): Asked {
  const { learnDays, testCutoff } = trial;
  const x = tests.rows.tested(trial);
  const train = tests.rows.training(trial);
  const { churn, spend } = tests.at(learnDays);
  const members = churn.fit(train);
  const weights = weightsAfter([], members);
  const same = take(
    train,
    Array.from(train.cutoff.keys()).filter((i) => train.cutoff[i] === testCutoff),
  );
  const level = levelOf(knownWindow(members, same, testCutoff), weights);
  const model = spend.fit(train, x);
  const factor = Math.exp(totalLevel(expectedSpend(model, same.x), spendToTell(same)));
  const scaled = { ...model, totalFactor: factor };
  const predicted = expectedSpend(scaled, x);
  const bands = promisedBands([{ predicted: expectedSpend(scaled, same.x), rows: same }], {
    standardError: 0,
  });
  return {
    churn: blendOf(votes(members, x), weights).map((value) => probabilityOf(value + level)),
    spend: predicted,
    ...intervals(bands, predicted),
    members: [],
    note: "equal votes",
  };
}
