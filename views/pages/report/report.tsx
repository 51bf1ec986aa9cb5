import { t } from "elysia";
import { ownTerms } from "../../../src/answers/advice";
import { modelText } from "../../../src/answers/model-files";
import { monthlySales } from "../../../src/answers/monthly-sales";
import { NotFoundError } from "../../../src/api/errors";
import type { Route } from "../../../src/api/route";
import { Notice } from "../../components/card";
import { Icon } from "../../components/icon";
import { readMarkdown } from "../../components/markdown";
import { withQuery } from "../../components/pages";
import { formatFor } from "../../format";
import { showModel } from "../../model-page";
import { definePage } from "../../page";
import { asRead } from "./appendix";
import { FrontPage } from "./front-page";

const NONE = "This model has no strategic report. Train again to get one.";

/** Files of the model that the report refers to. */
const NAMED_FILES = ["segmented_customers.csv", "cleaning_report.json", "model.json"] as const;

const Query = t.Object({ model: t.Optional(t.String()) });

/** What a manager needs to know on one page, the strategic report behind it as an appendix, and as Markdown. */
export const reportPages: readonly Route[] = [
  definePage({
    path: "/report",
    summary: "Report",
    query: Query,
    show: (input, context) =>
      showModel(context, input, input.query.model, async (shown) => {
        const { row, card, advice } = shown;
        const [text, cohorts] = await Promise.all([
          modelText(context, row, "strategic_report.md"),
          modelText(context, row, "cohorts.csv"),
        ]);
        if (text === null) throw new NotFoundError(NONE);
        const hasOtherTerms = !Bun.deepEquals(advice.terms, ownTerms(card));
        const folder = `/app/models/${encodeURIComponent(row.id)}/files`;
        const files = new Map(NAMED_FILES.map((name) => [name, `${folder}/${name}`]));
        const format = formatFor(input.settings);
        const { headings, body } = readMarkdown(asRead(text, format), files);
        return {
          title: "Report",
          subtitle: `${card.data.file}, as of ${format.date(card.as_of)}.`,
          actions: (
            <>
              <button class="secondary" type="button" data-print>
                <Icon name="report" />
                Print
              </button>
              <a
                class="button secondary"
                href={withQuery("/app/report.md", { model: input.query.model })}
                download="strategic_report.md"
              >
                <Icon name="download" />
                Markdown
              </a>
            </>
          ),
          body: (
            <div class="stack">
              {hasOtherTerms && (
                <Notice>
                  The terms of a contact have changed since this was written. Train again for a report on
                  them; <a href={withQuery("/app", { model: input.query.model })}>this week</a> goes by them
                  already.
                </Notice>
              )}
              <FrontPage
                shown={shown}
                months={cohorts === null ? [] : monthlySales(cohorts)}
                tenant={input.tenant}
                asked={{ model: input.query.model }}
              />
              <section class="report" aria-labelledby="appendix">
                <nav class="contents marks no-print" aria-label="In the appendix">
                  <ul>
                    {headings
                      .filter(({ depth }) => depth === 2)
                      .map(({ id, text }) => (
                        <li key={id}>
                          <a href={`#${id}`}>{text}</a>
                        </li>
                      ))}
                  </ul>
                </nav>
                <article class="card">
                  <header>
                    <h2 id="appendix">Appendix: the strategic report in full</h2>
                  </header>
                  {body}
                </article>
              </section>
            </div>
          ),
        };
      }),
  }),
  definePage({
    path: "/report.md",
    summary: "The report as Markdown",
    query: Query,
    show: (input, context) =>
      showModel(context, input, input.query.model, async ({ row }) => {
        const text = await modelText(context, row, "strategic_report.md");
        if (text === null) throw new NotFoundError(NONE);
        return new Response(text, {
          headers: {
            "Content-Type": "text/markdown; charset=utf-8",
            "Content-Disposition": 'attachment; filename="strategic_report.md"',
          },
        });
      }),
  }),
];
