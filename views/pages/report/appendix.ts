import type { Format } from "../../format";

const DATES =
  /(?<![\w.-])(\d{4}-\d\d-\d\d|\d\d? (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4})(?![\w-]|\.\w)/g;
/** Figures with separators as English has them: `1,234`, `1,234.5`, `0.586`. */
const FIGURES = /(?<![\w.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![\w]|[.,]\d)/g;

/**
 * The report is written once for everybody; a reader gets its days and figures in their own way. What stands as code,
 * such as names of files, stays as it is.
 */
export function asRead(text: string, format: Pick<Format, "date" | "decimal">): string {
  return text
    .split(/(`[^`\n]*`)/)
    .map((part, i) =>
      i % 2 === 1 ? part : part.replace(DATES, day(format)).replace(FIGURES, figure(format)),
    )
    .join("");
}

function day(format: Pick<Format, "date">) {
  return (text: string) => format.date(text.includes(" ") ? Date.parse(`${text} UTC`) : text);
}

function figure(format: Pick<Format, "decimal">) {
  return (text: string) => {
    const digits = text.split(".")[1]?.length ?? 0;
    return digits > 4 ? text : format.decimal(Number(text.replaceAll(",", "")), digits);
  };
}
