import { t } from "elysia";
import { ownTerms } from "../../src/answers/advice";
import { modelText } from "../../src/answers/model-files";
import { NotFoundError } from "../../src/api/errors";
import type { Route } from "../../src/api/route";
import { Notice } from "../components/card";
import { Icon } from "../components/icon";
import { readMarkdown } from "../components/markdown";
import { withQuery } from "../components/pages";
import { type Format, formatFor } from "../format";
import { showModel } from "../model-page";
import { definePage } from "../page";

const NONE = "This model has no strategic report. Train again to get one.";

/** Files of the model that the report refers to. */
const NAMED_FILES = ["segmented_customers.csv", "cleaning_report.json", "model.json"] as const;

const Query = t.Object({ model: t.Optional(t.String()) });

const DATES =
  /(?<![\w.-])(\d{4}-\d\d-\d\d|\d\d? (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4})(?![\w-]|\.\w)/g;

/** The report writes days in two ways, and readers have theirs. Names of files keep what they hold. */
function withDates(text: string, format: Pick<Format, "date">): string {
  return text.replace(DATES, (day) => format.date(day.includes(" ") ? Date.parse(`${day} UTC`) : day));
}

/** The strategic report as a page to read and print, and as Markdown. */
export const reportPages: readonly Route[] = [
  definePage({
    path: "/report",
    summary: "Report",
    query: Query,
    show: (input, context) =>
      showModel(context, input, input.query.model, async ({ row, card, advice }) => {
        const text = await modelText(context, row, "strategic_report.md");
        if (text === null) throw new NotFoundError(NONE);
        const hasOtherTerms = !Bun.deepEquals(advice.terms, ownTerms(card));
        const folder = `/app/models/${encodeURIComponent(row.id)}/files`;
        const files = new Map(NAMED_FILES.map((name) => [name, `${folder}/${name}`]));
        const { title, headings, body } = readMarkdown(withDates(text, formatFor(input.settings)), files);
        const format = formatFor(input.settings);
        return {
          title: title ?? "Strategic report",
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
              <div class="report">
                <nav class="contents no-print" aria-label="On this page">
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
                <article class="card">{body}</article>
              </div>
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
