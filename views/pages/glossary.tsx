import { GLOSSARY } from "../../src/answers/glossary";
import type { Route } from "../../src/api/route";
import { definePage } from "../page";

/** The terms of the field, as the pages use them. */
export const glossaryPages: readonly Route[] = [
  definePage({
    path: "/glossary",
    summary: "Glossary",
    show: () => ({
      title: "Glossary",
      subtitle: "The words on these pages, and what we mean by them.",
      body: (
        <dl class="card glossary">
          {Object.entries(GLOSSARY)
            .sort(([, a], [, b]) => a.term.localeCompare(b.term, "en"))
            .map(([key, { term, meaning }]) => (
              <div key={key} id={key}>
                <dt>{term}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
        </dl>
      ),
    }),
  }),
];
