import { oneLine } from "../mail/address";
import type { Letter } from "../mail/letter";

/** What a mail about several things says, before it is written for anyone. Names no customers. */
export interface Report {
  readonly tenant: string;
  /** The answer, in one line. */
  readonly title: string;
  /** What has to be known before the rest is believed; null if nothing. */
  readonly warning: string | null;
  /** The answer in a sentence or two, and as of when. */
  readonly lead: string;
  readonly sections: readonly ReportSection[];
  /** The page that shows it all; null if the server does not know its public address. */
  readonly url: string | null;
}

export interface ReportSection {
  readonly title: string;
  readonly note: string | null;
  readonly items: readonly ReportItem[];
}

export interface ReportItem {
  readonly title: string;
  /** The page that shows exactly this. */
  readonly url: string | null;
  /** What stands at the end of the line. */
  readonly figure: string | null;
  readonly text: string;
}

interface Reader {
  /** Why the reader gets the mail, as a sentence. */
  readonly because: string;
  readonly unsubscribeUrl?: string | undefined;
}

/** The mail to one reader, as plain text and as HTML that loads nothing from anywhere. */
export function reportLetter(report: Report, reader: Reader): Letter {
  return {
    subject: oneLine(`${report.title} (${report.tenant})`),
    text: textOf(report, reader),
    html: htmlOf(report, reader),
    ...(reader.unsubscribeUrl && { unsubscribeUrl: reader.unsubscribeUrl }),
  };
}

function textOf(
  { tenant, title, warning, lead, sections, url }: Report,
  { because, unsubscribeUrl }: Reader,
): string {
  const parts = [
    `${title}\n${"=".repeat([...title].length)}`,
    warning,
    lead,
    ...sections.map(({ title, note, items }) => {
      const lines = items.map(({ title, figure, text, url }) =>
        [`* ${title}${figure === null ? "" : `: ${figure}`}`, text, url ?? ""].filter(Boolean).join("\n  "),
      );
      return [title.toUpperCase(), note, ...lines].filter(Boolean).join("\n\n");
    }),
    url && `The whole page: ${url}`,
    `--\nPerennial, ${tenant}. ${because}${unsubscribeUrl ? `\nStop these mails: ${unsubscribeUrl}` : ""}`,
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** For mail programs that follow the reader's choice of dark colours; the others keep the inline ones. */
const STYLE = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #111413 !important; color: #e6ebe8 !important; }
  .card { background: #191d1b !important; border-color: #2c332f !important; }
  .soft, .soft a { color: #9db0a6 !important; }
  .line { border-color: #2c332f !important; }
  .link { color: #63c79d !important; }
  .warn { background: #3a2e14 !important; color: #f3dfb0 !important; }
  .button { background: #63c79d !important; color: #0d1411 !important; }
}
@media (max-width: 480px) {
  .page { padding: 12px 8px !important; }
  .card { padding: 18px 16px !important; }
}`;

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const SOFT = "color:#5c6b63;font-size:14px;line-height:20px";

function htmlOf(report: Report, { because, unsubscribeUrl }: Reader): string {
  const { tenant, title, warning, lead, sections, url } = report;
  const warned = warning
    ? `<p class="warn" style="margin:0 0 16px;padding:12px 14px;background:#faecd3;color:#4d3608;border-radius:6px;line-height:22px">${escaped(warning)}</p>`
    : "";
  const button = url
    ? `<p style="margin:28px 0 0"><a class="button" href="${escaped(url)}" style="display:inline-block;padding:11px 18px;background:#1f6f4a;color:#ffffff;text-decoration:none;border-radius:6px;font-weight:600">Open this week</a></p>`
    : "";
  const stop = unsubscribeUrl
    ? ` <a href="${escaped(unsubscribeUrl)}" style="color:#5c6b63">Stop these mails</a>`
    : "";
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escaped(title)}</title><style>${STYLE}</style></head>` +
    `<body class="page" style="margin:0;padding:24px 12px;background:#f5f5f2;color:#1f2a24;${FONT};font-size:16px;line-height:24px">` +
    `<div class="card" style="max-width:552px;margin:0 auto;padding:28px;background:#ffffff;border:1px solid #e2e2dc;border-radius:10px">` +
    `<p class="soft" style="margin:0 0 6px;${SOFT}">Perennial, ${escaped(tenant)}</p>` +
    `<h1 style="margin:0 0 14px;font-size:22px;line-height:28px">${escaped(title)}</h1>` +
    `${warned}<p style="margin:0">${escaped(lead)}</p>${sections.map(sectionHtml).join("")}${button}</div>` +
    `<p class="soft" style="max-width:552px;margin:16px auto 0;padding:0 4px;${SOFT}">${escaped(because)}${stop}</p></body></html>`
  );
}

function sectionHtml({ title, note, items }: ReportSection): string {
  return (
    `<h2 style="margin:28px 0 4px;font-size:16px;line-height:24px">${escaped(title)}</h2>` +
    (note === null ? "" : `<p class="soft" style="margin:0 0 8px;${SOFT}">${escaped(note)}</p>`) +
    (items.length === 0
      ? ""
      : `<table role="presentation" cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse">${items.map(itemHtml).join("")}</table>`)
  );
}

function itemHtml({ title, url, figure, text }: ReportItem): string {
  const line = "border-top:1px solid #e8e8e2;padding:10px 0;vertical-align:top";
  const name = url
    ? `<a class="link" href="${escaped(url)}" style="color:#1f6f4a;font-weight:600">${escaped(title)}</a>`
    : `<span style="font-weight:600">${escaped(title)}</span>`;
  const amount =
    figure === null
      ? ""
      : `<td class="line" style="${line};padding-left:12px;text-align:right;white-space:nowrap;font-weight:600">${escaped(figure)}</td>`;
  return `<tr><td class="line"${figure === null ? ' colspan="2"' : ""} style="${line}">${name}${text ? `<div class="soft" style="${SOFT}">${escaped(text)}</div>` : ""}</td>${amount}</tr>`;
}

function escaped(text: string): string {
  return Bun.escapeHTML(text);
}
