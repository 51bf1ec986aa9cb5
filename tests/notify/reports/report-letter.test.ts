import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { type Report, reportLetter } from "../../../src/notify/reports/report-letter";

/** Letters that a person can open. To write them again: `GOLDEN=write bun test tests/notify/reports/report-letter.test.ts`. */
const GOLDEN = join(import.meta.dir, "golden");
const URL = "https://perennial.example.com";

const WEEK: Report = {
  tenant: "shop",
  title: "3 moves this week, expected gain £1,200 to £2,150",
  warning: null,
  lead: "Three moves should bring £1,672, likely £1,200 to £2,150, over 90 days. As of 9 December 2011, the newest order.",
  sections: [
    {
      title: "What to do",
      note: null,
      items: [
        {
          title: "Call key accounts",
          url: `${URL}/app/customers?move=key_accounts&model=m1`,
          figure: "+£820",
          text: "6 customers. So few hold so much of the revenue that each one won back shows. Likely £500 to £1,150; costs £24.",
        },
        {
          title: "Remind late customers",
          url: `${URL}/app/customers?move=overdue&model=m1`,
          figure: "+£512",
          text: "48 customers. Silent longer than usual; worth £196 each if kept. Likely £350 to £700; costs £130.",
        },
        {
          title: "Offer: Loyal regulars",
          url: `${URL}/app/customers?move=segment_2&model=m1`,
          figure: "+£340",
          text: "31 customers. 54% likely to stay away; worth £148 each if kept. Likely £200 to £500; costs £82.",
        },
      ],
    },
    {
      title: "The last campaign",
      note: null,
      items: [
        {
          title: "Contacts from 1 August 2011",
          url: `${URL}/app/audience/campaigns/c1`,
          figure: "£1,310",
          text: "Profit after costs, with 95% certainty between £240 and £2,380.",
        },
      ],
    },
    {
      title: "Sales, last 90 days",
      note: "11 Sep 2011 to 9 Dec 2011, compared with 13 Jun 2011 to 10 Sep 2011. Before returns.",
      items: [
        {
          title: "Revenue",
          url: `${URL}/app/orders?days=90`,
          figure: "£2,981,446",
          text: "+52.1% from £1,960,120",
        },
        { title: "Average order", url: null, figure: "£388", text: "+3.4% from £375" },
      ],
    },
    {
      title: "What is doubtful",
      note: "Your customers have changed. Since the model as of 9 November 2011, 2 of 24 measures of them have clearly moved. This model was trained on the newer orders.",
      items: [{ title: "How it was tested", url: `${URL}/app/models/m1`, figure: null, text: "" }],
    },
  ],
  url: `${URL}/app`,
};
const STALE: Report = {
  ...WEEK,
  title: "Newest order 43 days ago; no contact pays this week",
  warning:
    "The newest order is from 2011-12-09, 43 days ago: every score is as of that day, not today. A file with newer orders brings them up to date.",
  lead: "No contact pays on your terms. A contact costs £40 and an accepted offer £5, the margin is 30%, and 20% of those who would leave are won back. The first would pay if the margin were 71%. As of 9 December 2011, the newest order.",
  sections: WEEK.sections.slice(2, 3),
};
const READER = {
  because: "You get this mail every week because your address is in the settings of shop.",
  unsubscribeUrl: `${URL}/app/unsubscribe/shop.r1.weekly.signature`,
};
const HOSTILE = `"'><img src=x onerror=1>&`;

describe("a letter about a week", () => {
  for (const [name, report] of [
    ["week", WEEK],
    ["stale", STALE],
  ] as const)
    test(`is the golden one of a ${name}, as text and as HTML`, async () => {
      const { text, html } = reportLetter(report, READER);
      for (const [ending, made] of [
        ["txt", text],
        ["html", html],
      ] as const) {
        const file = Bun.file(join(GOLDEN, `${name}.${ending}`));
        if (Bun.env.GOLDEN === "write") await Bun.write(file, made);
        expect(made).toBe(await file.text());
      }
    });

  test("says the same in both forms, links included, and loads nothing", () => {
    const { subject, text, html } = reportLetter(WEEK, READER);
    expect(subject).toBe("3 moves this week, expected gain £1,200 to £2,150 (shop)");
    for (const { title, note, items } of WEEK.sections)
      for (const said of [note, ...items.flatMap((item) => [item.title, item.figure, item.text, item.url])]) {
        if (!said) continue;
        expect(text).toContain(said);
        expect(html).toContain(Bun.escapeHTML(said));
        expect(text).toContain(title.toUpperCase());
      }
    expect(text).toContain(READER.unsubscribeUrl);
    expect(html).toContain(`href="${READER.unsubscribeUrl}"`);
    expect(html).not.toMatch(/<(img|script|link|iframe)|url\(|@import|src=/i);
  });

  test("leaves what was written by others inert, in every place", () => {
    const item = { title: HOSTILE, url: `${URL}/?q=${HOSTILE}`, figure: HOSTILE, text: HOSTILE };
    const section = { title: HOSTILE, note: HOSTILE, items: [item, { ...item, url: null, figure: null }] };
    const report = {
      tenant: "shop",
      title: HOSTILE,
      warning: HOSTILE,
      lead: HOSTILE,
      sections: [section],
      url: HOSTILE,
    };
    const { html, subject } = reportLetter(report, { because: HOSTILE, unsubscribeUrl: HOSTILE });
    expect(html).not.toContain("<img");
    expect(html).not.toContain("\"'>");
    expect(subject).not.toContain("\n");
  });

  test("has no links where the server does not know its address, and none to stop it", () => {
    const sections = WEEK.sections.map((section) => ({
      ...section,
      items: section.items.map((item) => ({ ...item, url: null })),
    }));
    const letter = reportLetter({ ...WEEK, sections, url: null }, { because: READER.because });
    expect(letter.html + letter.text).not.toMatch(/href|https:/);
    expect(letter).not.toHaveProperty("unsubscribeUrl");
  });
});
