import { expect, test } from "bun:test";
import { HEAD_FEATURES } from "../../../src/models/heads";
import { expectedSpend, fitSpend, unlearnedSpend } from "../../../src/models/spend/lifetime-value";
import { SPEND_MEMBERS } from "../../../src/models/spend/spend-members";
import { spendModelFromState, spendModelState } from "../../../src/models/spend/spend-state";
import { SPLITS } from "../simulated-rows";

test("a model that was sent from thread to thread as plain data expects the same of everybody", () => {
  const { train, test: held } = SPLITS.all;
  const fitted = fitSpend(train, HEAD_FEATURES.all, 60, [held.x], 3);
  const model = { ...fitted, totalFactor: 1.1, keptShare: { level: 0.9, orderValue: 40 } };
  const arrived = spendModelFromState(structuredClone(spendModelState(model)));
  expect(expectedSpend(arrived, held.x)).toEqual(expectedSpend(model, held.x));
  expect(arrived.members.map(({ member }) => member.kind)).toEqual([...SPEND_MEMBERS]);
});

test("a model that nothing could be learned for stays one", () => {
  const none = unlearnedSpend(HEAD_FEATURES.base, 90);
  expect(spendModelFromState(structuredClone(spendModelState(none)))).toEqual(none);
});
