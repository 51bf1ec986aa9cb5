import { describe, expect, test } from "bun:test";
import { read, refusal, removeFilesAfterwards } from "../temporary-files";
import { unseenExports } from "./all-exports";
import type { Expected } from "./export";

removeFilesAfterwards();

for (const [kind, exports] of Object.entries(unseenExports))
  describe(`exports of ${kind}`, () => {
    test.each(exports.map((each) => [each.name, each] as const))(
      "%s",
      async (_, { content, ending, expected, refused }) => {
        const name = `export.${ending ?? "csv"}`;
        if (expected === undefined) expect(await refusal(content, {}, name)).toMatch(refused!);
        else expect(figuresOf((await read(content, {}, name)).report, expected)).toEqual(expected);
      },
    );
  });

type Report = Awaited<ReturnType<typeof read>>["report"];

/** What the report says of the figures that are expected, to the cent. */
function figuresOf(report: Report, expected: Expected): Expected {
  const figures: Record<string, unknown> = {};
  for (const [figure, value] of Object.entries(expected)) {
    const codes = report.warnings.map(({ code }) => code);
    if (figure === "dropped") figures[figure] = droppedOf(report, value as NonNullable<Expected["dropped"]>);
    else if (figure === "warnings")
      figures[figure] = (value as string[]).filter((code) => codes.includes(code));
    else if (figure === "only") figures[figure] = [...new Set(codes)].sort();
    else if (figure === "first" || figure === "last")
      figures[figure] = report[`${figure}_order`].slice(0, (value as string).length);
    else {
      const found = report[figure as "revenue"];
      figures[figure] = typeof found === "number" ? Math.round(found * 100) / 100 : found;
    }
  }
  return figures as unknown as Expected;
}

function droppedOf({ dropped }: Report, expected: NonNullable<Expected["dropped"]>): Expected["dropped"] {
  return Object.fromEntries(
    Object.keys(expected).map((reason) => [reason, dropped[reason as keyof typeof dropped]?.rows ?? 0]),
  );
}
