import type { VNode } from "preact";
import type { Option } from "../../../components/field";
import { Icon } from "../../../components/icon";
import type { DraftGroup } from "./draft";
import { type FormParts, goesOn, Term } from "./term";

const JOINS: readonly Option[] = [
  ["all", "all of these"],
  ["any", "at least one of these"],
  ["not any", "none of these"],
  ["not all", "not all of these"],
];

/** Conditions that hold together, and groups of them. */
export function Group({
  group,
  parent = null,
  ...parts
}: FormParts & { readonly group: DraftGroup; readonly parent?: number | null }): VNode {
  const { key, join, isNot } = group;
  const isRoot = parent === null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the words of the group are a sentence with a choice, no legend
    <div
      class={isRoot ? "rule-group root" : "rule-group"}
      role="group"
      aria-label={isRoot ? "Rule" : "Group"}
    >
      <input type="hidden" name="part" value={`${key} group ${parent ?? "-"}`} />
      <div class="group-head">
        <label class="inline">
          {isRoot ? "Customers who match" : "Match"}
          <select
            id={`join-${key}`}
            name={`join.${key}`}
            hx-post={parts.action}
            hx-trigger="input consume"
            hx-target="#builder"
            hx-select="#builder"
            hx-swap="outerHTML"
            hx-sync="#rules:replace"
          >
            {JOINS.map(([value, words]) => (
              <option key={value} value={value} selected={value === `${isNot ? "not " : ""}${join}`}>
                {words}
              </option>
            ))}
          </select>
        </label>
        {!isRoot && (
          <button
            class="quiet-tool"
            type="submit"
            name="do"
            value={`remove ${key}`}
            aria-label="Remove the group"
          >
            <Icon name="cross" />
          </button>
        )}
      </div>
      {group.parts.length > 0 && (
        <ol class="parts" data-word={join === "all" ? "and" : "or"}>
          {group.parts.map((part, i) => (
            <li key={part.key}>
              {i > 0 && <span class="joined">{join === "all" ? "and" : "or"}</span>}
              {part.kind === "group" ? (
                <Group group={part} parent={key} {...parts} />
              ) : (
                <Term term={part} parent={key} {...parts} />
              )}
            </li>
          ))}
        </ol>
      )}
      <div class="row group-tools">
        <button
          class="secondary small"
          type="submit"
          name="do"
          value={`add ${key}`}
          {...goesOn(`add-${key}`, parts)}
        >
          <Icon name="plus" />
          Condition
        </button>
        <button class="secondary small" type="submit" name="do" value={`group ${key}`}>
          <Icon name="plus" />
          Group
        </button>
      </div>
    </div>
  );
}
